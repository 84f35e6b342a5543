package vault

import "crypto/sha256"

// The standard library's HMAC and HKDF leave the key they are given in heap
// memory that nobody clears. These give the same bytes and clear their own.

// hmacSHA256 returns the HMAC of the parts, one after the other. The key is at
// most one block of SHA-256 long.
func hmacSHA256(key []byte, parts ...[]byte) [sha256.Size]byte {
	size := sha256.BlockSize
	for _, p := range parts {
		size += len(p)
	}
	inner := make([]byte, sha256.BlockSize, size)
	copy(inner, key)
	var outer [sha256.BlockSize + sha256.Size]byte
	copy(outer[:], key)
	for i := range sha256.BlockSize {
		inner[i] ^= 0x36
		outer[i] ^= 0x5c
	}
	for _, p := range parts {
		inner = append(inner, p...)
	}
	sum := sha256.Sum256(inner)
	copy(outer[sha256.BlockSize:], sum[:])
	sum = sha256.Sum256(outer[:])
	clear(inner)
	clear(outer[:])
	return sum
}

// hkdfKey writes the key that HKDF-SHA256 derives from material into key, of
// keySize bytes. The salt is at most one block of SHA-256 long.
func hkdfKey(key, material, salt []byte, info string) {
	extracted := hmacSHA256(salt, material)
	expanded := hmacSHA256(extracted[:], []byte(info), []byte{1})
	copy(key, expanded[:])
	clear(extracted[:])
	clear(expanded[:])
}
