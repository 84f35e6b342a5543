package vault

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"vitalkeep/health"
)

func testKey(first byte) *secret {
	b := bytes.Repeat([]byte{0xA7}, keySize)
	b[0] = first
	return newSecret(b)
}

// copyKey returns a key that stays when the vault of s is closed.
func copyKey(t testing.TB, s *secret) *secret {
	t.Helper()
	var c *secret
	if err := s.with(func(b []byte) { c = newSecret(bytes.Clone(b)) }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.wipe)
	return c
}

func TestAKeyIsTakenAndItsSourceCleared(t *testing.T) {
	b := []byte("0123456789abcdef0123456789abcdef")
	s := newSecret(b)
	defer s.wipe()
	if !bytes.Equal(b, make([]byte, keySize)) {
		t.Error("the source still holds the key")
	}
	if err := s.with(func(key []byte) {
		if string(key) != "0123456789abcdef0123456789abcdef" {
			t.Errorf("key = %q", key)
		}
	}); err != nil {
		t.Error(err)
	}
}

func TestAWipedKeySealsAndOpensNothing(t *testing.T) {
	s, other := testKey(1), testKey(2)
	defer other.wipe()
	sl := s.sealer([16]byte{1})
	good := sl.sealBody(kindNode, 7, 1, []byte("body"))
	wrapped := sl.sealKey(8, 1, other)
	if good.err != nil || wrapped.err != nil {
		t.Fatal(good.err, wrapped.err)
	}
	s.wipe()
	s.wipe()
	for name, o := range map[string]object{
		"seal": sl.seal(kindNode, 7, 1, []byte("x")), "sealBody": sl.sealBody(kindNode, 7, 1, []byte("x")),
		"sealKey": sl.sealKey(7, 1, other), "sealKey of it": other.sealer([16]byte{}).sealKey(7, 1, s),
	} {
		if !errors.Is(o.err, ErrClosed) || o.bytes != nil {
			t.Errorf("%s: %v, %d bytes", name, o.err, len(o.bytes))
		}
	}
	_, openBody := sl.openBody(kindNode, good.ref, good.bytes)
	_, openKey := sl.openKey(wrapped.ref, wrapped.bytes)
	_, decrypt := sl.decrypt(kindNode, 7, good.bytes)
	_, mac := headMAC(s, []byte("head"))
	_, commit := commitment(s, [16]byte{})
	derived := s.derive(nil, infoHead)
	var slot slot
	for name, err := range map[string]error{
		"openBody": openBody, "openKey": openKey, "decrypt": decrypt, "mac": mac, "commitment": commit,
		"derived": derived.with(func([]byte) {}), "wrap": slot.wrap(s, other, [16]byte{}), "wrap of it": slot.wrap(other, s, [16]byte{}),
	} {
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, ok := slot.unwrap(s, [16]byte{}); ok {
		t.Error("a wiped key unwrapped something")
	}
	if s.same(s) || s.same(other) || other.same(s) || !other.same(other) {
		t.Error("a wiped key is the same as some key")
	}
}

func TestAnObjectThatCouldNotBeSealedIsNotStored(t *testing.T) {
	v, _ := newTestVault(t)
	s := testKey(1)
	o := s.sealer(v.id).sealBody(kindNode, v.newID(), 1, nil)
	s.wipe()
	bad := s.sealer(v.id).sealBody(kindNode, v.newID(), 1, nil)
	if err := v.store.apply(change{puts: []object{o, bad}}); !errors.Is(err, ErrClosed) {
		t.Errorf("apply = %v", err)
	}
	if b, _, err := v.store.object(o.ref.id); err != nil || b != nil {
		t.Errorf("half of it is there: %d bytes, %v", len(b), err)
	}
}

func TestKeysMayBeWipedWhileTheyAreUsed(t *testing.T) {
	s := testKey(1)
	sl := s.sealer([16]byte{})
	o := sl.sealBody(kindNode, 1, 1, []byte("body"))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for {
				body, err := sl.openBody(kindNode, o.ref, o.bytes)
				if errors.Is(err, ErrClosed) {
					return
				}
				if err != nil || string(body) != "body" {
					t.Errorf("body = %q, %v", body, err)
					return
				}
			}
		})
	}
	s.wipe()
	wg.Wait()
}

func TestAPlaceThatIsGivenBackIsEmptyAndUsedAgain(t *testing.T) {
	var keys []*secret
	for i := range 300 { // more than a page holds
		keys = append(keys, testKey(byte(i)))
	}
	for i, k := range keys {
		if err := k.with(func(b []byte) {
			if b[0] != byte(i) || b[1] != 0xA7 {
				t.Errorf("key %d was overwritten", i)
			}
		}); err != nil {
			t.Fatal(err)
		}
	}
	place := keys[7].place.bytes()
	keys[7].wipe()
	if !bytes.Equal(place, make([]byte, keySize)) {
		t.Error("a wiped place still holds a key")
	}
	fresh := emptySecret()
	if &fresh.place.bytes()[0] != &place[0] {
		t.Error("the free place was not used again")
	}
	if err := keys[7].with(func([]byte) {}); !errors.Is(err, ErrClosed) {
		t.Errorf("the old key reads the new one's place: %v", err)
	}
	for _, k := range append(keys, fresh) {
		k.wipe()
	}
}

// keysOnAFreshPage fills what pages there are, and returns the page that was
// then added.
func keysOnAFreshPage() ([]*secret, *slab) {
	slabs.mu.Lock()
	before := slices.Clone(slabs.list)
	slabs.mu.Unlock()
	keys := []*secret{testKey(1)}
	for slices.Contains(before, keys[len(keys)-1].place.slab) {
		keys = append(keys, testKey(1))
	}
	return keys, keys[len(keys)-1].place.slab
}

func TestAPageGoesBackWithItsLastKey(t *testing.T) {
	keys, fresh := keysOnAFreshPage()
	for _, k := range keys {
		k.wipe()
	}
	slabs.mu.Lock()
	defer slabs.mu.Unlock()
	if fresh.page != nil || slices.Contains(slabs.list, fresh) {
		t.Error("an empty page is still there")
	}
}

func TestAForgottenKeyIsWipedWhenItIsCollected(t *testing.T) {
	kept := testKey(1) // keeps the page
	defer kept.wipe()
	place := testKey(2).place
	empty := func() bool {
		slabs.mu.Lock()
		defer slabs.mu.Unlock()
		return !place.slab.taken[place.n]
	}
	for range 1000 {
		runtime.GC()
		if empty() {
			return
		}
		runtime.Gosched()
	}
	t.Error("the key is still there")
}

func TestWithoutTheRightToLockMemoryKeysWorkAndItIsTold(t *testing.T) {
	lockPages = false
	defer func() { lockPages = true }()
	keys, _ := keysOnAFreshPage()
	if KeysLocked() {
		t.Error("keys in ordinary memory are said to be locked")
	}
	o := keys[len(keys)-1].sealer([16]byte{}).sealBody(kindNode, 1, 1, []byte("body"))
	if body, err := keys[len(keys)-1].sealer([16]byte{}).openBody(kindNode, o.ref, o.bytes); err != nil || string(body) != "body" {
		t.Errorf("body = %q, %v", body, err)
	}
	for _, k := range keys {
		k.wipe()
	}
}

func TestSecretsPrintNothing(t *testing.T) {
	s := testKey(0xA7)
	defer s.wipe()
	code := newRecoveryCode()
	in := struct {
		K *secret
		S sealer
		R *keyring
		C *recoveryCode
		V recoveryCode
	}{s, s.sealer([16]byte{}), &keyring{vault: s}, &code, code}
	symbols := code.text()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		for _, v := range []any{s, in.S, in.R, in.C, in.V, in, &in} {
			out := strings.ToLower(fmt.Sprintf(verb, v))
			for _, leak := range []string{"a7a7", "167 167", "0xa7", strings.ToLower(symbols), fmt.Sprintf("%d", code[:])[1:20]} {
				if strings.Contains(out, leak) {
					t.Errorf("%s of %T tells %q", verb, v, leak)
				}
			}
		}
	}
}

func TestOurKeyDerivationIsTheStandardOne(t *testing.T) {
	for _, n := range []int{1, 16, 27, 32, 64} {
		material, salt := make([]byte, n), make([]byte, 16)
		_, _ = rand.Read(material)
		_, _ = rand.Read(salt)
		want, err := hkdf.Key(sha256.New, material, salt, infoHead, keySize)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, keySize)
		hkdfKey(got, material, salt, infoHead)
		if !bytes.Equal(got, want) {
			t.Errorf("%d bytes: another key", n)
		}
		h := hmac.New(sha256.New, material)
		h.Write(salt)
		h.Write(want)
		if sum := hmacSHA256(material, salt, want); !hmac.Equal(sum[:], h.Sum(nil)) {
			t.Errorf("%d bytes: another MAC", n)
		}
	}
}

func TestOurCipherIsXChaCha20Poly1305(t *testing.T) {
	key := make([]byte, keySize)
	_, _ = rand.Read(key)
	stock, err := chacha20poly1305.NewX(key)
	if err != nil {
		t.Fatal(err)
	}
	s := newSecret(bytes.Clone(key))
	defer s.wipe()
	for _, n := range []int{0, 1, 64, 6072} {
		nonce, plain, ad := make([]byte, nonceSize), make([]byte, n), make([]byte, 35)
		for _, b := range [][]byte{nonce, plain, ad} {
			_, _ = rand.Read(b)
		}
		sealed, err := s.seal(nil, nonce, plain, ad)
		if err != nil || !bytes.Equal(sealed, stock.Seal(nil, nonce, plain, ad)) {
			t.Fatalf("%d bytes: sealed otherwise, %v", n, err)
		}
		if got, err := s.open(nil, nonce, sealed, ad); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: opened otherwise, %v", n, err)
		}
		sealed[n/2] ^= 1
		if _, err := s.open(nil, nonce, sealed, ad); err == nil {
			t.Errorf("%d bytes: a changed one opened", n)
		}
	}
}

func TestTheCipherOfOneObjectIsWiped(t *testing.T) {
	c, err := chacha20poly1305.New(bytes.Repeat([]byte{0x5A}, keySize))
	if err != nil {
		t.Fatal(err)
	}
	empty, err := chacha20poly1305.New(make([]byte, keySize))
	if err != nil {
		t.Fatal(err)
	}
	wipeCipher(c)
	nonce := make([]byte, chacha20poly1305.NonceSize)
	if !bytes.Equal(c.Seal(nil, nonce, nil, nil), empty.Seal(nil, nonce, nil, nil)) {
		t.Error("the cipher still has its key: it is built otherwise than wipeCipher expects")
	}
}

func TestAnImportGoesOnAfterAnotherChangeFailed(t *testing.T) {
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	st := stageRows(t, v, p, []row{weight(1, 7100)})
	if err := v.reopen(errors.New("a full disk")); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Seal(context.Background(), nil); err != nil {
		t.Fatalf("seal: %v", err)
	}
	if _, err := st.Commit(context.Background()); err != nil {
		t.Fatalf("commit: %v", err)
	}
	if got := values(readings(t, v, p, "weight")); len(got) != 2 {
		t.Errorf("weights = %v", got)
	}
	if _, err := v.AddProfile(health.Profile{Name: "Bo"}); err != nil {
		t.Error(err)
	}
}
