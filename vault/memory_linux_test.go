package vault

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"unsafe"
)

// searched are secrets to look for in memory, every bit turned over, so that
// the search does not find itself.
type searched map[string][]byte

func turned(b []byte) []byte {
	out := make([]byte, len(b))
	for i := range b {
		out[i] = ^b[i]
	}
	return out
}

func (s searched) key(t testing.TB, name string, key *secret) {
	t.Helper()
	if err := key.with(func(b []byte) { s[name] = turned(b) }); err != nil {
		t.Fatal(err)
	}
}

// found reads all memory of this process that it can write, and returns where
// which secrets are.
func (s searched) found(t *testing.T) (where map[string][]string) {
	t.Helper()
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		t.Skipf("no list of the memory: %v", err)
	}
	t.Cleanup(closer(t, maps))
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skipf("no reading of the memory: %v", err)
	}
	t.Cleanup(closer(t, mem))
	where = map[string][]string{}
	const overlap = 64
	buffer := make([]byte, 1<<20)
	// What was turned twice is as it was: the buffer is neither looked at nor left.
	own := int64(uintptr(unsafe.Pointer(&buffer[0])))
	defer clear(buffer)
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		var from, to int64
		var rights string
		if _, err := fmt.Sscanf(lines.Text(), "%x-%x %s", &from, &to, &rights); err != nil || !strings.HasPrefix(rights, "rw") {
			continue // the kernel's own page has addresses beyond
		}
		for _, piece := range [][2]int64{{from, min(to, own)}, {max(from, own+int64(len(buffer))), to}} {
			for at := piece[0]; at < piece[1]; at += int64(len(buffer) - overlap) {
				part := buffer[:min(int64(len(buffer)), piece[1]-at)]
				n, err := mem.ReadAt(part, at)
				if n == 0 && err != nil {
					break // a mapping of a device
				}
				part = part[:n]
				for i := range part {
					part[i] = ^part[i]
				}
				for name, secret := range s {
					if i := bytes.Index(part, secret); i >= 0 {
						where[name] = append(where[name], fmt.Sprintf("%x in %s", at+int64(i), lines.Text()))
					}
				}
			}
		}
	}
	return where
}

func TestAfterClosingNoKeyIsInTheMemoryOfTheProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "home.vitalkeep")
	s := searched{}
	func() { // its variables are garbage afterwards
		password := make([]byte, 24)
		_, _ = rand.Read(password)
		for i := range password {
			password[i] = 'a' + password[i]%26
		}
		v, text, err := Create(context.Background(), path, password, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		p, err := v.AddProfile(testProfile)
		if err != nil {
			t.Fatal(err)
		}
		importRows(t, v, p.ID, []row{weight(0, 7000), weight(1, 7100)})
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if v, err = OpenWithRecoveryKey(context.Background(), path, text, testOptions()); err != nil {
			t.Fatal(err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		if v, err = Open(context.Background(), path, password, testOptions()); err != nil {
			t.Fatal(err)
		}
		clear(password)
		if report, err := v.Verify(context.Background(), nil); err != nil || len(report.Problems) > 0 {
			t.Fatal(report, err)
		}
		state, err := v.snapshot()
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range state.containers {
			s.key(t, fmt.Sprintf("key of container %d", i), c.key)
		}
		s.key(t, "vault key", v.keys.vault)
		s.key(t, "head key", v.keys.head)
		s.key(t, "manifest key", v.keys.manifest)
		s.key(t, "catalogue key", v.keys.catalogue)
		s.key(t, "key of container keys", v.keys.wrap)
		if got := s.found(t); len(got) != len(s) {
			t.Errorf("the search is blind: of an open vault it found %d of %d keys", len(got), len(s))
		} else {
			for name, where := range got {
				if len(where) > 1 {
					t.Errorf("%s is in memory %d times: %v", name, len(where), where)
				}
			}
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}()
	runtime.GC()
	debug.FreeOSMemory()
	for name, where := range s.found(t) {
		t.Errorf("%s is still in memory: %v", name, where)
	}
}
