package vault

// ShieldMemory keeps the memory of this process out of core dumps and, on
// Linux, from other programs of the same user: the passwords that people type
// and the data they look at are in ordinary memory. It is for the start of a
// program that opens vaults, and concerns the whole process. An error means
// that the system does not offer it; everything works all the same.
func ShieldMemory() error { return shieldMemory() }
