package vault

import (
	"container/list"
	"sync"
	"unsafe"
)

// cacheSize bounds what is kept of decoded segments, in bytes.
const cacheSize = 8 << 20

// segmentCache keeps the segments that overviews and days were read from last,
// for whoever goes on looking around there. What it returns belongs to all.
type segmentCache struct {
	mu     sync.Mutex
	closed bool
	at     map[ref]*list.Element
	order  list.List // the latest first
	size   int
}

type cachedSegment struct {
	ref  ref
	rows any
	size int
}

// cached returns the rows of a segment, from load when they are not there.
func cached[R any](s *segmentCache, r ref, load func() ([]R, error)) ([]R, error) {
	if s == nil {
		return load()
	}
	s.mu.Lock()
	if e := s.at[r]; e != nil {
		if rows, ok := e.Value.(*cachedSegment).rows.([]R); ok {
			s.order.MoveToFront(e)
			s.mu.Unlock()
			return rows, nil
		}
	}
	s.mu.Unlock()
	rows, err := load()
	if err != nil {
		return nil, err
	}
	var one R
	size := cap(rows) * int(unsafe.Sizeof(one))
	if size > cacheSize/2 {
		return rows, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.at[r] != nil {
		return rows, nil
	}
	if s.at == nil {
		s.at = map[ref]*list.Element{}
	}
	s.at[r] = s.order.PushFront(&cachedSegment{ref: r, rows: rows, size: size})
	for s.size += size; s.size > cacheSize; {
		e := s.order.Back()
		old := s.order.Remove(e).(*cachedSegment) //nolint:forcetypeassert // nothing else is put in
		delete(s.at, old.ref)
		s.size -= old.size
	}
	return rows, nil
}

// close forgets everything, for good.
func (s *segmentCache) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed, s.at, s.size = true, nil, 0
	s.order.Init()
}
