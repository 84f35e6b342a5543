package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"flag"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

var damageRounds = flag.Int("damages", 0, "times that every page of a vault is damaged in each way; 0 for each page in three of them")

// way is one way to damage a page.
type way struct {
	name   string
	damage func(d *damagedFile, page []byte, n int)
}

// waysOfDamage are what disks do (zeros, noise, a flipped bit, a page that went
// to another place, a write that was lost) and what is worst for bbolt.
var waysOfDamage = []way{
	{"zeros", func(_ *damagedFile, p []byte, _ int) { clear(p) }},
	{"ones", func(_ *damagedFile, p []byte, _ int) { copy(p, bytes.Repeat([]byte{0xff}, len(p))) }},
	{"noise", func(d *damagedFile, p []byte, _ int) {
		for i := range p {
			p[i] = byte(d.r.Uint32())
		}
	}},
	{"one bit", func(d *damagedFile, p []byte, _ int) { p[d.r.IntN(len(p))] ^= 1 << d.r.IntN(8) }},
	{"one bit at the beginning", func(d *damagedFile, p []byte, _ int) { p[d.r.IntN(200)] ^= 1 << d.r.IntN(8) }},
	{"another page", func(d *damagedFile, p []byte, _ int) {
		copy(p, d.raw[d.r.IntN(d.pages)*pageSize:][:pageSize])
	}},
	{"an older state of the page", func(d *damagedFile, p []byte, n int) {
		older := d.older[d.r.IntN(len(d.older))]
		if at := n * pageSize; at < len(older) {
			copy(p, older[at:][:pageSize])
		}
	}},
	{"pages exchanged", func(d *damagedFile, p []byte, _ int) {
		other := d.b[d.r.IntN(d.pages)*pageSize:][:pageSize]
		kept := bytes.Clone(other)
		copy(other, p)
		copy(p, kept)
	}},
	{"points to itself", func(_ *damagedFile, p []byte, n int) {
		binary.LittleEndian.PutUint64(p[24:], uint64(n))
	}},
}

// damagedFile is a vault's file on its way to being damaged.
type damagedFile struct {
	r    *rand.Rand
	path string
	// password opens it.
	password []byte
	anchors  memoryAnchors // what was remembered of the file as it was written
	raw      []byte        // as it was written
	older    [][]byte      // the file at earlier times
	b        []byte        // damaged
	pages    int           // that were ever used

	content string
	// before is the content before the last transaction: what is shown when the
	// last meta page is gone.
	before string
}

// memoryAnchors keep anchors in memory.
type memoryAnchors map[string][]byte

func (a memoryAnchors) Load(name string) ([]byte, error) {
	if b, ok := a[name]; ok {
		return b, nil
	}
	return nil, fs.ErrNotExist
}

func (a memoryAnchors) Store(name string, value []byte) error {
	a[name] = bytes.Clone(value)
	return nil
}

// newDamagedFile returns the file of a vault that went through everything.
func newDamagedFile(t testing.TB) *damagedFile {
	t.Helper()
	s := lifeOfAVault(t)
	if err := s.v.Close(); err != nil {
		t.Fatal(err)
	}
	d := &damagedFile{
		r: rand.New(rand.NewPCG(*faultSeed, 31)), path: filepath.Join(memoryFolder(t), "home.vitalkeep"), password: s.password,
		content: s.steps[len(s.steps)-1].content, before: s.steps[len(s.steps)-2].content,
	}
	name := filepath.Base(s.path)
	disk := newDisk(s.log.before)
	for _, step := range s.steps {
		for disk.applied < step.end {
			disk.apply(s.log.events[disk.applied])
		}
		image := disk.image(keepAll)
		if b := image.contents[image.names[name]]; len(b) > 0 {
			d.older = append(d.older, b)
		}
	}
	d.raw, d.older = d.older[len(d.older)-1], d.older[:len(d.older)-1]
	d.pages = usedPages(t, d.raw)
	d.anchors, d.b = memoryAnchors{}, d.raw
	if outcome, err := d.open(); outcome != "harmless" || len(d.anchors) == 0 {
		t.Fatalf("the whole file: %s, %v", outcome, err)
	}
	return d
}

// usedPages returns how many pages of a file were ever used; it has some more.
func usedPages(t testing.TB, file []byte) (n int) {
	t.Helper()
	for i := range 2 {
		meta, ok := decodeMeta(file[i*pageSize:][:pageSize])
		if !ok {
			t.Fatal("no meta page")
		}
		n = max(n, int(meta.pages))
	}
	return n
}

// TestEveryDamagedPageIsNoticedOrHarmless damages each page in several ways:
// the vault then shows what it showed before, or says that it is damaged.
func TestEveryDamagedPageIsNoticedOrHarmless(t *testing.T) {
	t.Parallel()
	d := newDamagedFile(t)
	outcomes := map[string]int{}
	for range max(*damageRounds, 1) {
		for i, way := range waysOfDamage {
			for n := range d.pages {
				if *damageRounds == 0 && (i+n)%3 != 0 {
					continue
				}
				d.b = bytes.Clone(d.raw)
				way.damage(d, d.b[n*pageSize:][:pageSize], n)
				if bytes.Equal(d.b, d.raw) {
					continue
				}
				outcome, err := d.open()
				if err != nil {
					t.Fatalf("seed %d, page %d of %d, %s: %v", *faultSeed, n, d.pages, way.name, err)
				}
				outcomes[outcome]++
			}
		}
	}
	for _, o := range []string{"refused", "noticed", "harmless", "the state before"} {
		if outcomes[o] == 0 {
			t.Errorf("never %s", o)
		}
	}
	total := 0
	for n := range maps.Values(outcomes) {
		total += n
	}
	t.Logf("seed %d: %d pages, outcomes %v; tally damages=%d", *faultSeed, d.pages, outcomes, total)
}

// open opens the damaged file and reads everything; wrong data are an error.
func (d *damagedFile) open() (outcome string, err error) {
	if err := os.WriteFile(d.path, d.b, fileMode); err != nil {
		return "", err
	}
	o := faultOptions()
	if o.Anchors = d.anchors; len(d.anchors) > 0 {
		o.Anchors = maps.Clone(d.anchors) // nothing of this is to be remembered
	}
	v, err := Open(context.Background(), d.path, d.password, o)
	if err != nil {
		if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) && !errors.Is(err, ErrWrongPassword) {
			return "", err
		}
		return "refused", nil
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	content, err := everythingOf(v)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return "", err
	}
	unreadable := err != nil
	_, older := v.Rollback()
	report, err := v.Verify(context.Background(), nil)
	switch {
	case err != nil:
		return "", err
	case unreadable && len(report.Problems) == 0:
		return "", errors.New("something cannot be read, and the check finds nothing")
	case unreadable:
		return "noticed", nil
	case v.LastChangeMayBeMissing() && len(report.Problems) == 0:
		return "", errors.New("a lost meta page that the check does not report")
	case content == d.content && older:
		return "", errors.New("the file as it was counts as an older one")
	case content == d.content && len(report.Problems) == 0:
		return "harmless", nil
	case content == d.content:
		return "noticed", nil
	case content == d.before && d.lastMetaGone() && !older:
		return "", errors.New("the state before, and nobody says so")
	case content == d.before && d.lastMetaGone():
		return "the state before", nil
	}
	return "", errors.New("wrong data without an error")
}

// lastMetaGone reports whether the meta page of the last transaction is not what
// it was: without it, the file is what it was before.
func (d *damagedFile) lastMetaGone() bool {
	pages := [][]byte{d.raw[:pageSize], d.raw[pageSize : 2*pageSize]}
	last := slices.MaxFunc([]int{0, 1}, func(a, b int) int {
		x, _ := decodeMeta(pages[a])
		y, _ := decodeMeta(pages[b])
		return int(x.txid) - int(y.txid)
	})
	return !bytes.Equal(pages[last], d.b[last*pageSize:][:pageSize])
}
