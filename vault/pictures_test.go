package vault

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"vitalkeep/health"
)

// testPicture returns bytes that no compressor makes smaller, the same for the
// same size.
func testPicture(size int) []byte {
	b := make([]byte, size)
	r := rand.NewChaCha8([32]byte{byte(size), byte(size >> 8)})
	_, _ = r.Read(b) // never fails
	return b
}

// naming is an entry that names a picture.
func naming(minute int64, name string) health.Entry {
	e := typedNote(minute, "see the picture")
	e.Kind, e.Fields = health.Picture, append(e.Fields, health.Field{Name: health.FieldPicture, Text: name})
	return e
}

func attach1(t testing.TB, v *Vault, p health.ProfileID, picture []byte) string {
	t.Helper()
	name, err := v.Attach(context.Background(), p, picture)
	if err != nil {
		t.Fatalf("attach: %v", err)
	}
	return name
}

// pictureOf attaches a picture and returns an entry that names it.
func pictureOf(t testing.TB, v *Vault, p health.ProfileID, minute int64, picture []byte) health.Entry {
	t.Helper()
	return naming(minute, attach1(t, v, p, picture))
}

func wantPicture(t testing.TB, v *Vault, p health.ProfileID, name string, want []byte) {
	t.Helper()
	got, err := v.Blob(context.Background(), p, name)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("a picture of %d bytes: %d bytes, %v", len(want), len(got), err)
	}
}

// bothCopies returns an object as it stands in the file and, if it has one, its
// spare copy.
func bothCopies(t testing.TB, v *Vault, id uint64) [][]byte {
	t.Helper()
	object, _, err := v.store.object(id)
	if err != nil {
		t.Fatal(err)
	}
	name, err := v.keys.sparer(v.id).name(id)
	if err != nil {
		t.Fatal(err)
	}
	spare, _, err := v.store.spare(name)
	if err != nil {
		t.Fatal(err)
	}
	out := [][]byte{object}
	if spare != nil {
		out = append(out, spare)
	}
	return out
}

// erase spoils values wherever they stand in the file, free pages included.
func erase(t testing.TB, path string, values [][]byte) {
	t.Helper()
	raw := mustRead(t, path)
	for _, b := range values {
		part := b[len(b)/2 : len(b)/2+16]
		if !bytes.Contains(raw, part) {
			t.Fatal("the value is not in the file")
		}
		raw = bytes.ReplaceAll(raw, part, make([]byte, len(part)))
	}
	if err := os.WriteFile(path, raw, fileMode); err != nil {
		t.Fatal(err)
	}
}

func TestAPictureComesBackAsItWasGiven(t *testing.T) {
	v, p := newTestVault(t)
	names := map[int]string{}
	for _, size := range []int{1, pieceSize - 1, pieceSize, pieceSize + 1, 40*pieceSize + 17} {
		names[size] = attach1(t, v, p, testPicture(size))
	}
	check := func(what string) {
		t.Helper()
		for size, name := range names {
			wantPicture(t, v, p, name, testPicture(size))
		}
		report, err := v.Verify(context.Background(), nil)
		if err != nil || len(report.Problems) > 0 || report.Orphans > 0 || report.Pictures != len(names) {
			t.Errorf("%s: verify = %+v, %v", what, report, err)
		}
	}
	check("attached")
	v = reopenVault(t, v)
	check("opened again")
	counter := v.state.Load().root.counter
	if again := attach1(t, v, p, testPicture(pieceSize)); again != names[pieceSize] || v.state.Load().root.counter != counter {
		t.Error("the same picture again is another")
	}
	copied := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := errors.Join(v.CopyTo(context.Background(), copied, nil), v.SameContent(context.Background(), copied, nil)); err != nil {
		t.Error(err)
	}
	for size, name := range names {
		add1(t, v, p, nil, naming(int64(size), name))
	}
	for _, what := range []string{"compact", "rekey"} {
		if err := rewritings[what](context.Background(), v); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		check(what)
	}
}

func TestPicturesThatCannotBeAreRefused(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	_, tooBig := v.Attach(ctx, p, make([]byte, MaxPicture+1))
	_, empty := v.Attach(ctx, p, nil)
	_, nobody := v.Attach(ctx, health.ProfileID{1}, []byte{1})
	_, stopped := v.Attach(cancelled, p, []byte{1})
	_, missing := v.Blob(ctx, p, "00112233445566778899aabbccddeeff")
	_, nameless := v.Blob(ctx, p, "")
	name := attach1(t, v, p, []byte{1, 2, 3})
	other, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	_, others := v.Blob(ctx, other.ID, name)
	for _, c := range []struct{ got, want error }{
		{tooBig, ErrTooMuch},
		{empty, ErrNoPicture},
		{nobody, ErrNoProfile},
		{stopped, context.Canceled},
		{missing, ErrNoPicture},
		{nameless, ErrNoPicture},
		{others, ErrNoPicture},
	} {
		if !errors.Is(c.got, c.want) {
			t.Errorf("got %v, want %v", c.got, c.want)
		}
	}
	path := v.Path()
	closeTest(t, v)
	o := testOptions()
	o.ReadOnly = true
	v, err = Open(ctx, path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Attach(ctx, p, []byte{1}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("for reading only: %v", err)
	}
	wantPicture(t, v, p, name, []byte{1, 2, 3})
	closeTest(t, v)
}

func TestACompactionDropsThePicturesThatNothingNames(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	lonely := attach1(t, v, p, testPicture(1100*pieceSize)) // more objects than one transaction removes
	before := attach1(t, v, p, testPicture(10))
	after := attach1(t, v, p, testPicture(11))
	deleted := attach1(t, v, p, testPicture(12))
	replaced := attach1(t, v, p, testPicture(13))
	add1(t, v, p, nil, naming(1, before))
	add1(t, v, p, nil, naming(1, after), naming(2, deleted))
	imported := naming(3, replaced)
	imported.Source = "csv:file"
	importRows(t, v, p, nil, imported)
	imported.Fields = imported.Fields[:1]
	_, batch := importRows(t, v, p, nil, imported)
	remove1(t, v, p, Identity{Entry: health.Picture, Source: health.TypedSource, Start: at(2, health.Decimal{}).Start})
	size := v.size()

	compactVault(t, v)
	if _, err := v.Blob(ctx, p, lonely); err != nil { // the entry that names it may still come
		t.Errorf("in the same session: %v", err)
	}
	for _, name := range []string{before, deleted} {
		if _, err := v.Blob(ctx, p, name); !errors.Is(err, ErrNoPicture) {
			t.Errorf("a picture that is named no more: %v", err)
		}
	}
	v = reopenVault(t, v)
	if compactVault(t, v); v.size() >= size {
		t.Errorf("%d bytes, were %d", v.size(), size)
	}
	for _, name := range []string{lonely, before, deleted} {
		if _, err := v.Blob(ctx, p, name); !errors.Is(err, ErrNoPicture) {
			t.Errorf("a picture that nothing names: %v", err)
		}
	}
	wantPicture(t, v, p, after, testPicture(11))
	wantPicture(t, v, p, replaced, testPicture(13)) // undoing the second import shows it
	wantWhole(t, v)
	undoBatch(t, v, batch)
	v = reopenVault(t, v)
	wantPicture(t, v, p, replaced, testPicture(13))
	remove1(t, v, p, Identity{Entry: health.Picture, Source: health.TypedSource, Start: at(1, health.Decimal{}).Start})
	if ok, _ := health.MayDelete("", health.Picture, "csv:file"); ok {
		t.Error("an imported picture is deleted by itself")
	}
	removeSource(t, v, p, "csv:file")
	compactVault(t, v)
	if n := len(v.state.Load().containers[1].pictures); n != 0 || !v.state.Load().containers[1].picturesRef.zero() {
		t.Errorf("%d pictures are left", n)
	}
	wantWhole(t, v)
}

func TestADamagedPictureIsNoticedAndTheRestIsSalvaged(t *testing.T) {
	v, p := newTestVault(t)
	good, bad, short := attach1(t, v, p, testPicture(20)), attach1(t, v, p, testPicture(3*pieceSize)), attach1(t, v, p, testPicture(21))
	add1(t, v, p, []health.Reading{typedWeight(1, 7000)}, naming(1, good), naming(2, bad), naming(3, short))
	list := v.state.Load().containers[1].pictures
	piece, dir := list[1].pieces[1].id, list[2].dir.id
	first, second := bothCopies(t, v, piece), bothCopies(t, v, dir)
	path := v.Path()
	closeTest(t, v)
	erase(t, path, first)
	v = openTest(t, path)
	if _, err := v.Blob(context.Background(), p, bad); !errors.Is(err, ErrDamaged) {
		t.Errorf("a picture with a damaged piece: %v", err)
	}
	wantPicture(t, v, p, good, testPicture(20))
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) != 1 || report.Problems[0].Object != piece || report.Problems[0].Profile != 1 {
		t.Errorf("verify = %+v, %v", report, err)
	}
	if _, err := v.Compact(context.Background(), nil); !errors.Is(err, ErrDamaged) {
		t.Errorf("compact = %v", err)
	}
	closeTest(t, v)

	erase(t, path, second)
	if _, err := Open(context.Background(), path, testPassword, testOptions()); !errors.Is(err, ErrDamaged) {
		t.Errorf("open without a directory: %v", err)
	}
	s, err := Salvage(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	found := s.Report().Profiles[1]
	if found.Pictures != 1 || found.PicturesLost != 2 || found.Entries != 3 {
		t.Errorf("salvage found %+v", found)
	}
	if r := s.Report(); r.Whole() {
		t.Error("the report says that nothing is lost")
	}
	saved := filepath.Join(t.TempDir(), "saved.vitalkeep")
	if err := errors.Join(s.WriteTo(context.Background(), saved, nil), s.Close()); err != nil {
		t.Fatal(err)
	}
	v = openTest(t, saved)
	wantPicture(t, v, p, good, testPicture(20))
	for _, name := range []string{bad, short} {
		if _, err := v.Blob(context.Background(), p, name); !errors.Is(err, ErrNoPicture) {
			t.Errorf("a picture that is gone: %v", err)
		}
	}
	wantWhole(t, v)
	closeTest(t, v)
}

func TestPicturesAreSalvagedWithoutTheirList(t *testing.T) {
	v, p := newTestVault(t)
	name := attach1(t, v, p, testPicture(2*pieceSize))
	add1(t, v, p, nil, naming(1, name))
	compactVault(t, v)
	path, list := v.Path(), bothCopies(t, v, v.state.Load().containers[1].picturesRef.id)
	closeTest(t, v)
	erase(t, path, list)
	s, err := Salvage(context.Background(), path, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	saved := filepath.Join(t.TempDir(), "saved.vitalkeep")
	if err := errors.Join(s.WriteTo(context.Background(), saved, nil), s.Close()); err != nil {
		t.Fatal(err)
	}
	v = openTest(t, saved)
	wantPicture(t, v, p, name, testPicture(2*pieceSize))
	wantWhole(t, v)
	closeTest(t, v)
}

func TestPicturesGoWithTheirProfile(t *testing.T) {
	v, _ := newTestVault(t)
	guest, err := v.AddProfile(health.Profile{Name: "Guest"})
	if err != nil {
		t.Fatal(err)
	}
	before := sealedObjects(t, v)
	add1(t, v, guest.ID, nil, pictureOf(t, v, guest.ID, 1, testPicture(3*pieceSize)))
	gone := sealedObjects(t, v)
	for id := range before {
		delete(gone, id)
	}
	if err := v.DeleteProfileNow(context.Background(), guest.ID, nil); err != nil {
		t.Fatal(err)
	}
	wantGone(t, v.Path(), gone)
	wantWhole(t, v)
}

func TestAPictureDoesNotFitOnAFullDisk(t *testing.T) {
	v, p := newTestVault(t)
	add1(t, v, p, []health.Reading{typedWeight(1, 7000)})
	path := v.Path()
	closeTest(t, v)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.maxSize = int(info.Size()) + 64<<10
	if v, err = Open(context.Background(), path, testPassword, o); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Attach(context.Background(), p, testPicture(1<<20)); !errors.Is(err, ErrNoSpace) {
		t.Errorf("attach = %v", err)
	}
	if n := len(v.state.Load().containers[1].pictures); n != 0 {
		t.Errorf("%d pictures", n)
	}
	wantValues(t, v, p, "70.00")
	wantWhole(t, v)
	closeTest(t, v)
}
