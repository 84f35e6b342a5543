package vault

import (
	"os"
	"sync"
)

// slab is one page of memory for keys, cut into places. The system is asked
// neither to swap it nor to put it into a core dump.
type slab struct {
	page   []byte
	locked bool // the system agreed
	mapped bool // to be given back; else the page is the collector's
	taken  []bool
	used   int
}

// place is where one key is kept.
type place struct {
	slab *slab
	n    int
}

func (s place) bytes() []byte {
	return s.slab.page[s.n*keySize : (s.n+1)*keySize : (s.n+1)*keySize]
}

// slabs are the pages in use. Keys come and go rarely: one lock does.
var slabs struct {
	mu   sync.Mutex
	list []*slab
}

// takePlace returns a place of zeros.
func takePlace() place {
	slabs.mu.Lock()
	defer slabs.mu.Unlock()
	for _, s := range slabs.list {
		if s.used < len(s.taken) {
			return s.take()
		}
	}
	s := newSlab()
	slabs.list = append(slabs.list, s)
	return s.take()
}

func (s *slab) take() place {
	for n, taken := range s.taken {
		if !taken {
			s.taken[n] = true
			s.used++
			return place{s, n}
		}
	}
	panic("a full slab") // the caller counted
}

// givePlace wipes a place and frees it, and its page when it was the last.
func givePlace(k place) {
	slabs.mu.Lock()
	defer slabs.mu.Unlock()
	s := k.slab
	clear(k.bytes())
	s.taken[k.n] = false
	if s.used--; s.used > 0 {
		return
	}
	for i, other := range slabs.list {
		if other == s {
			slabs.list = append(slabs.list[:i], slabs.list[i+1:]...)
			break
		}
	}
	if s.mapped {
		unmapPage(s.page)
	}
	s.page = nil
}

// lockPages is turned off by tests, which then see what a system without the
// right to lock memory does.
var lockPages = true

// newSlab maps and locks a page. Where the system refuses, as with a small
// limit of locked memory, the keys are in ordinary memory: KeysLocked tells.
func newSlab() *slab {
	size := os.Getpagesize()
	s := &slab{taken: make([]bool, size/keySize)}
	if page, err := mapPage(size); err == nil {
		s.page, s.mapped = page, true
		s.locked = lockPages && lockPage(page) == nil
	} else {
		s.page = make([]byte, size)
	}
	return s
}

// KeysLocked reports whether all keys that this process holds are in memory
// that the system does not swap out. It refuses that beyond a limit for each
// user; the keys are then in ordinary memory.
func KeysLocked() bool {
	slabs.mu.Lock()
	defer slabs.mu.Unlock()
	for _, s := range slabs.list {
		if !s.locked {
			return false
		}
	}
	return true
}
