package offline

// Status says what the kernel refuses this process from now on.
type Status struct {
	// Sockets means that no internet socket can be made at all.
	Sockets bool
	// TCP means that no connection can be made or taken by TCP, UDP the same of
	// datagrams: a second lock, kept by another part of the kernel.
	TCP, UDP bool
	// Err is why something is missing, nil where all there is to have is in force.
	Err error
}
