package vault

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"vitalkeep/health"
)

// wreck is the file of a vault that is to be damaged, and what it holds.
type wreck struct {
	path     string
	raw      []byte
	recovery string
	content  string
	held     []heldSegment
	readings map[health.ProfileID][]health.Reading
	profiles []health.Profile
}

// heldSegment is a segment of samples and the places of all its copies.
type heldSegment struct {
	profile  health.ProfileID
	span     span
	sealed   []byte
	position []int
}

// newWreck makes a vault of two people. No two imports have a measurement in
// common.
func newWreck(t testing.TB, compact bool) *wreck {
	t.Helper()
	w := &wreck{readings: map[health.ProfileID][]health.Reading{}}
	w.path, _, w.recovery = closedVault(t)
	v := openTest(t, w.path)
	bo, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	importRows(t, v, bo.ID, heartRates(3000))
	importRows(t, v, bo.ID, []row{weight(5, 8000)})
	if compact {
		if _, err := v.Compact(context.Background(), nil); err != nil {
			t.Fatal(err)
		}
	}
	w.content = mustContent(t, v)
	if w.profiles, err = v.Profiles(); err != nil {
		t.Fatal(err)
	}
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range w.profiles {
		w.readings[p.ID] = append(readings(t, v, p.ID, "heart_rate"), readings(t, v, p.ID, "weight")...)
		for _, n := range s.container(p.ID).nodes {
			for i := range n.series {
				for _, sp := range n.series[i].rows {
					sealed, err := v.sealedObject(kindRows, sp.ref)
					if err != nil {
						t.Fatal(err)
					}
					w.held = append(w.held, heldSegment{profile: p.ID, span: sp, sealed: bytes.Clone(sealed)})
				}
			}
		}
	}
	closeTest(t, v)
	if w.raw, err = os.ReadFile(w.path); err != nil {
		t.Fatal(err)
	}
	for i := range w.held {
		h := &w.held[i]
		for at := 0; ; at++ {
			n := bytes.Index(w.raw[at:], h.sealed)
			if n < 0 {
				break
			}
			at += n
			h.position = append(h.position, at)
		}
	}
	return w
}

// holds reports whether a page has a part of a segment.
func (w *wreck) holds(page int) bool {
	return slices.ContainsFunc(w.held, func(h heldSegment) bool {
		return slices.ContainsFunc(h.position, func(at int) bool {
			return page >= at/pageSize && page <= (at+len(h.sealed)-1)/pageSize
		})
	})
}

// gone returns the segments no copy of which is whole.
func (w *wreck) gone(b []byte) []heldSegment {
	var out []heldSegment
	for _, h := range w.held {
		whole := func(at int) bool { return at+len(h.sealed) <= len(b) && bytes.Equal(b[at:at+len(h.sealed)], h.sealed) }
		if !slices.ContainsFunc(h.position, whole) {
			out = append(out, h)
		}
	}
	return out
}

// salvaged salvages a damaged file and returns the report and the new vault,
// which was verified.
func (w *wreck) salvaged(t testing.TB, b []byte) (SalvageReport, *Vault) {
	t.Helper()
	if err := os.WriteFile(w.path, b, fileMode); err != nil {
		t.Fatal(err)
	}
	s, err := Salvage(context.Background(), w.path, testPassword, testOptions())
	if err != nil {
		t.Fatalf("salvage: %v", err)
	}
	to := filepath.Join(memoryFolder(t), "new.vitalkeep")
	if err := errors.Join(s.WriteTo(context.Background(), to, nil), s.Close()); err != nil {
		t.Fatalf("write: %v", err)
	}
	if after, err := os.ReadFile(w.path); err != nil || !bytes.Equal(after, b) {
		t.Fatal("the damaged file was changed")
	}
	v := openTest(t, to)
	if found := problems(t, v); len(found) != 0 {
		t.Fatalf("the new file: %+v", found)
	}
	return s.Report(), v
}

// check salvages a damaged file and fails the test unless everything is there
// but what is in segments that are gone.
func (w *wreck) check(t testing.TB, b []byte) (lost int) {
	t.Helper()
	report, v := w.salvaged(t, b)
	defer closeTest(t, v)
	gone := w.gone(b)
	if len(gone) == 0 {
		if !report.Whole() {
			t.Fatalf("nothing is gone, and the report says %+v", report)
		}
		if mustContent(t, v) != w.content {
			t.Fatal("other data")
		}
		return 0
	}
	for _, p := range w.profiles {
		want := slices.DeleteFunc(slices.Clone(w.readings[p.ID]), func(r health.Reading) bool {
			return slices.ContainsFunc(gone, func(h heldSegment) bool {
				return h.profile == p.ID && h.span.tmin <= r.Start && r.Start <= h.span.tmax &&
					(r.Metric == "heart_rate") == (h.span.count > 1)
			})
		})
		got := append(readings(t, v, p.ID, "heart_rate"), readings(t, v, p.ID, "weight")...)
		if !slices.Equal(got, want) {
			t.Fatalf("%d readings, want %d", len(got), len(want))
		}
		said := 0
		for _, r := range report.Profiles {
			if r.Profile.ID == p.ID {
				said = r.SamplesLost
			}
		}
		if n := len(w.readings[p.ID]) - len(want); said != n {
			t.Fatalf("the report says that %d are lost, and %d are", said, n)
		}
		lost += said
	}
	return lost
}

func TestOneDamagedPageCostsAtMostTheSegmentsOnIt(t *testing.T) {
	t.Parallel()
	for name, compact := range map[string]bool{"grown": false, "compacted": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWreck(t, compact)
			r := rand.New(rand.NewPCG(5, *faultSeed))
			most, costly := 0, 0
			step := 2
			if !compact {
				step = 6 // most of the pages are free
			}
			if *damageRounds > 0 {
				step = 1
			}
			for n := range usedPages(t, w.raw) {
				if n%step != 0 && !w.holds(n) {
					continue
				}
				b := bytes.Clone(w.raw)
				page := b[n*pageSize:][:pageSize]
				switch r.IntN(3) {
				case 0:
					clear(page)
				case 1:
					for i := range page {
						page[i] = byte(r.Uint32())
					}
				default: // the header only
					for i := range 64 {
						page[i] = byte(r.Uint32())
					}
				}
				lost := w.check(t, b)
				if len(w.gone(b)) > 2 {
					t.Errorf("page %d cost %d segments", n, len(w.gone(b)))
				}
				if most = max(most, lost); lost > 0 {
					costly++
				}
			}
			if most == 0 {
				t.Error("no page cost anything: nothing was tested")
			}
			t.Logf("%d pages, %d of which cost something, at most %d of %d values", usedPages(t, w.raw), costly, most, len(w.readings[w.profiles[0].ID]))
		})
	}
}

func TestSeveralDamagedPagesCostAtMostWhatIsOnThem(t *testing.T) {
	t.Parallel()
	w := newWreck(t, true)
	r := rand.New(rand.NewPCG(7, 8))
	refused, written := 0, 0
	for range 40 {
		b := bytes.Clone(w.raw)
		for range 2 + r.IntN(6) {
			clear(b[r.IntN(usedPages(t, w.raw))*pageSize:][:pageSize])
		}
		if err := os.WriteFile(w.path, b, fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := Salvage(context.Background(), w.path, testPassword, testOptions())
		if err != nil {
			if !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			refused++
			continue
		}
		w.subset(t, s)
		written++
	}
	if written == 0 {
		t.Errorf("%d refused, %d written", refused, written)
	}
}

// subset fails the test unless the salvaged vault holds nothing but what the
// whole one held. It closes s.
func (w *wreck) subset(t testing.TB, s *Salvaged) {
	t.Helper()
	to := filepath.Join(memoryFolder(t), "new.vitalkeep")
	if err := errors.Join(s.WriteTo(context.Background(), to, nil), s.Close()); err != nil {
		t.Fatalf("write: %v", err)
	}
	v := openTest(t, to)
	defer closeTest(t, v)
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	type identity struct {
		metric health.MetricID
		start  int64
	}
	for _, p := range ps {
		known := map[identity]health.Sample{}
		for _, r := range w.readings[p.ID] {
			known[identity{r.Metric, r.Start}] = r.Sample
		}
		for _, r := range append(readings(t, v, p.ID, "heart_rate"), readings(t, v, p.ID, "weight")...) {
			if was, ok := known[identity{r.Metric, r.Start}]; !ok || was != r.Sample {
				t.Fatal("a value that was not there")
			}
		}
	}
}

func TestATruncatedFileIsSalvagedAsFarAsItGoes(t *testing.T) {
	w := newWreck(t, true)
	refused, written := 0, 0
	used := usedPages(t, w.raw) * pageSize
	for i := range 40 {
		size := used*i/40 + i*97
		if err := os.WriteFile(w.path, w.raw[:min(size, used)], fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := Salvage(context.Background(), w.path, testPassword, testOptions())
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) {
				t.Fatalf("cut to %d bytes: %v", size, err)
			}
			refused++
			continue
		}
		w.subset(t, s)
		written++
	}
	if refused == 0 || written == 0 {
		t.Errorf("%d refused, %d written", refused, written)
	}
}

func TestAWholeVaultIsSalvagedWhole(t *testing.T) {
	w := newWreck(t, false)
	if lost := w.check(t, w.raw); lost != 0 {
		t.Errorf("%d lost", lost)
	}
	ctx := context.Background()
	if _, err := Salvage(ctx, w.path, []byte("another"), testOptions()); !errors.Is(err, ErrWrongPassword) {
		t.Errorf("another password: %v", err)
	}
	s, err := SalvageWithRecoveryKey(ctx, w.path, w.recovery, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.WriteTo(ctx, w.path, nil); !errors.Is(err, ErrExists) {
		t.Errorf("over the damaged file: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.WriteTo(ctx, w.path+"2", nil); !errors.Is(err, ErrClosed) {
		t.Errorf("after closing: %v", err)
	}
	if _, err := SalvageWithRecoveryKey(ctx, w.path, "nonsense", testOptions()); !errors.Is(err, ErrBadRecoveryKey) {
		t.Errorf("a mistyped key: %v", err)
	}
	if _, err := Salvage(ctx, w.path+"3", testPassword, testOptions()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	v := openTest(t, w.path)
	if _, err := Salvage(ctx, w.path, testPassword, testOptions()); replacesOpenFiles && !errors.Is(err, ErrInUse) {
		t.Errorf("while it is open: %v", err)
	}
	closeTest(t, v)
}

func TestWhatWasUndoneDoesNotComeBack(t *testing.T) {
	w := newWreck(t, false)
	v := openTest(t, w.path)
	_, id := importRows(t, v, w.profiles[0].ID, []row{weight(100, 9999), weight(101, 9998)})
	undoBatch(t, v, id)
	want := mustContent(t, v)
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	root, catalogue := s.rootHash, s.catalogue
	closeTest(t, v)
	raw, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	// The newest root is gone, and both meta pages: older roots are still there,
	// and lead to what was undone.
	b := bytes.Clone(raw)
	clear(b[:2*pageSize])
	sealed := bytes.Index(b, catalogue.tag[:])
	if sealed < 0 || root == [32]byte{} {
		t.Fatal("no catalogue")
	}
	for at := 0; at+sealedSize <= len(b); at++ {
		// The number of a page, at its edge, may read the same.
		within := at%pageSize <= pageSize-8
		if within && binary.BigEndian.Uint64(b[at:]) == s.root.counter && binary.BigEndian.Uint64(b[at-8:]) == 0 {
			b[at+100] ^= 1
		}
	}
	_, again := w.salvaged(t, b)
	if mustContent(t, again) != want {
		t.Error("other data without the newest root")
	}
	closeTest(t, again)
}

func TestALostRecordOfAnImportIsPutTogetherAgain(t *testing.T) {
	w := newWreck(t, true)
	v := openTest(t, w.path)
	s, err := v.snapshot()
	if err != nil {
		t.Fatal(err)
	}
	ada := w.profiles[0]
	n := s.container(ada.ID).nodes[0]
	name, err := v.keys.sparer(v.id).name(n.ref.id)
	if err != nil {
		t.Fatal(err)
	}
	spare, _, err := v.store.spare(name)
	if err != nil {
		t.Fatal(err)
	}
	noise := object{ref: n.ref, bytes: make([]byte, sealedSize)}
	if err := v.applyStaged(change{puts: []object{noise}, spares: []namedBytes{{name: name}}}); err != nil {
		t.Fatal(err)
	}
	closeTest(t, v)
	raw, err := os.ReadFile(w.path)
	if err != nil {
		t.Fatal(err)
	}
	for _, what := range [][]byte{n.ref.tag[:], spare[len(spare)-tagSize:]} { // in free pages, too
		for i := bytes.Index(raw, what); i >= 0; i = bytes.Index(raw, what) {
			raw[i] ^= 1
		}
	}
	if err := os.WriteFile(w.path, raw, fileMode); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(context.Background(), w.path, testPassword, testOptions()); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	report, again := w.salvaged(t, raw)
	defer closeTest(t, again)
	if report.Profiles[1].BatchesLost != 1 || report.Profiles[1].Recovered != 8000 || report.Whole() {
		t.Errorf("report = %+v", report)
	}
	if !slices.ContainsFunc(report.Problems, func(p Problem) bool {
		return p.Kind == "batch" && p.Object == n.ref.id && p.Profile == 1
	}) {
		t.Errorf("the problems do not name the record: %+v", report.Problems)
	}
	got := readings(t, again, ada.ID, "heart_rate")
	if len(got) != 8000 {
		t.Fatalf("%d readings", len(got))
	}
	for i := range got {
		if got[i].Sample != w.readings[ada.ID][i].Sample {
			t.Fatal("another value")
		}
	}
}

func TestHostileFilesAreLookedAtInBoundedTime(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	path := filepath.Join(memoryFolder(t), "hostile.vitalkeep")
	_, whole, _ := closedVault(t)
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	// Every page says that it is a leaf that runs to the end of the file.
	leaves := bytes.Clone(noise)
	for p := 0; p < len(leaves); p += pageSize {
		binary.LittleEndian.PutUint16(leaves[p+8:], pageLeaf)
		binary.LittleEndian.PutUint16(leaves[p+10:], 200)
		binary.LittleEndian.PutUint32(leaves[p+12:], uint32((len(leaves)-p)/pageSize-1))
		for i := range 200 {
			e := leaves[p+pageHeaderSize+i*elementSize:]
			binary.LittleEndian.PutUint32(e, 0)
			binary.LittleEndian.PutUint32(e[4:], uint32(200*elementSize+i))
			binary.LittleEndian.PutUint32(e[8:], 8)
			binary.LittleEndian.PutUint32(e[12:], 100)
		}
	}
	heads := bytes.Repeat([]byte(headMagic), 1<<17)
	for name, b := range map[string][]byte{"noise": noise, "leaves": leaves, "heads": heads, "empty": nil, "zeros": make([]byte, 1<<20)} {
		if err := os.WriteFile(path, b, fileMode); err != nil {
			t.Fatal(err)
		}
		if _, err := Salvage(context.Background(), path, testPassword, testOptions()); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) {
			t.Errorf("%s: %v", name, err)
		}
		// With a real vault before it, that is found all the same.
		if err := os.WriteFile(path, append(bytes.Clone(whole), b...), fileMode); err != nil {
			t.Fatal(err)
		}
		s, err := Salvage(context.Background(), path, testPassword, testOptions())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if report := s.Report(); !report.Whole() {
			t.Errorf("%s: %+v", name, report)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// FuzzRawScan looks at any bytes as if they were pages.
func FuzzRawScan(f *testing.F) {
	raw, err := os.ReadFile("testdata/format-1.0.vitalkeep")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw[:8*pageSize])
	f.Add(raw[2*pageSize : 6*pageSize+100])
	f.Add([]byte(headMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := scanRaw(context.Background(), bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		n := len(s.spares)
		for _, spots := range s.objects {
			n += len(spots)
			for _, p := range spots {
				if p.at < 0 || p.at+int64(p.size) > int64(len(b)) {
					t.Fatalf("a place beyond the end: %+v", p)
				}
			}
		}
		if n > maxPlaces || len(s.heads) > maxRawHeads {
			t.Errorf("%d places, %d heads", n, len(s.heads))
		}
	})
}
