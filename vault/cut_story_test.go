package vault

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"vitalkeep/health"
)

// cutStory is a life of a vault, every write of it, and what the vault shows
// after each of its operations.
type cutStory struct {
	t        testing.TB
	path     string
	log      *diskLog
	v        *Vault
	password []byte
	steps    []cutStep
	copied   cutStep // what the copy holds
	anchors  []cutAnchors
}

type cutStep struct {
	name     string
	end      int // of its events
	password []byte
	content  string // empty where there is no vault
	// purges says that it begins with making the deletions final.
	purges    bool
	deletions []Deletion
	profiles  []health.Profile
}

// tell does the next thing and notes what the vault shows then.
func (s *cutStory) tell(name string, do func()) {
	s.t.Helper()
	do()
	step := cutStep{name: name, password: s.password}
	if s.v != nil {
		var err error
		if step.content, err = everythingOf(s.v); err != nil {
			s.t.Fatal(err)
		}
		if step.deletions, err = s.v.Deletions(); err != nil {
			s.t.Fatal(err)
		}
		if step.profiles, err = s.v.Profiles(); err != nil {
			s.t.Fatal(err)
		}
	}
	s.log.lookAround()
	step.end = len(s.log.events)
	s.steps = append(s.steps, step)
}

// cutAnchors are what the computer remembers after so many events.
type cutAnchors struct {
	end     int
	anchors memoryAnchors
}

// Load and Store implement Anchors.
func (s *cutStory) Load(name string) ([]byte, error) {
	return s.remembered(len(s.log.events)).Load(name)
}

func (s *cutStory) Store(name string, value []byte) error {
	next := maps.Clone(s.remembered(len(s.log.events)))
	s.anchors = append(s.anchors, cutAnchors{end: len(s.log.events), anchors: next})
	return next.Store(name, value)
}

func (s *cutStory) remembered(events int) memoryAnchors {
	for _, a := range slices.Backward(s.anchors) {
		if a.end <= events {
			return a.anchors
		}
	}
	return memoryAnchors{}
}

// newCutStory creates the vault of a story as its first step.
func newCutStory(t testing.TB, hardLinks bool) *cutStory {
	t.Helper()
	folder := memoryFolder(t)
	s := &cutStory{t: t, path: filepath.Join(folder, "home.vitalkeep"), password: testPassword, log: logDisk(t, folder)}
	s.log.noLink = !hardLinks
	s.tell("nothing", func() {})
	s.tell("create", func() {
		o := faultOptions()
		o.Profile, o.Anchors = health.Profile{Name: "Ada", Zone: "Europe/Paris"}, s
		v, _, err := Create(context.Background(), s.path, testPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		s.v = v
	})
	t.Cleanup(func() {
		if err := s.v.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// imports stores some rows; flushes says after how many of them all that waits is
// written, as 4 MB would be.
func (s *cutStory) imports(p health.ProfileID, title string, flushes int, rows []row, entries ...health.Entry) (id health.BatchID) {
	s.t.Helper()
	s.tell(title, func() {
		ctx := context.Background()
		st, err := s.v.Stage(ctx, p, "test")
		if err != nil {
			s.t.Fatal(err)
		}
		st.SetTitle(title)
		for i, r := range rows {
			if flushes > 0 && i%flushes == flushes-1 {
				if err := st.writer.flush(); err != nil {
					s.t.Fatal(err)
				}
			}
			if err := st.Sample(r.metric, r.source, r.Sample); err != nil {
				s.t.Fatal(err)
			}
		}
		for _, e := range entries {
			if err := st.Entry(e); err != nil {
				s.t.Fatal(err)
			}
		}
		if _, err := st.Seal(ctx, nil); err != nil {
			s.t.Fatal(err)
		}
		if id, err = st.Commit(ctx); err != nil {
			s.t.Fatal(err)
		}
	})
	return id
}

// does does what may fail.
func (s *cutStory) does(name string, do func(context.Context) error) {
	s.t.Helper()
	s.tell(name, func() {
		if err := do(context.Background()); err != nil {
			s.t.Fatal(err)
		}
	})
}

func (s *cutStory) undoes(name string, id health.BatchID) {
	s.t.Helper()
	s.does(name, func(ctx context.Context) error { return s.v.UndoBatch(ctx, id) })
}

// lifeOfAVault goes once through everything that writes.
func lifeOfAVault(t testing.TB) *cutStory {
	t.Helper()
	s := newCutStory(t, true)
	ps, err := s.v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	ada := ps[0].ID
	var bo health.Profile
	s.does("add profile", func(context.Context) error {
		bo, err = s.v.AddProfile(health.Profile{Name: "Bo"})
		return err
	})
	notes := []health.Entry{
		{Kind: health.Note, Source: "csv:file", Start: 7, Key: "a", Fields: []health.Field{{Name: "text", Text: "one"}}},
		{Kind: health.Workout, Source: "csv:file", Start: 9, Duration: 60_000},
	}
	small := s.imports(ada, "small import", 0, heartRates(400), notes...)
	changed := heartRates(600)
	for i := range changed {
		if i%3 == 0 {
			changed[i].Value.Mantissa += 200
		}
	}
	s.imports(bo.ID, "import for another", 0, []row{weight(1, 7000), weight(2, 7100)})
	spilled := s.imports(ada, "import with spills", 200, changed)
	s.imports(ada, "import of the same again", 0, append(heartRates(300), weight(3, 8000)), notes[0])
	s.does("backup remembered", func(context.Context) error {
		return s.v.AddBackup(BackupRecord{At: 5, Path: "a.age", Bytes: 7})
	})
	s.undoes("undo of an import with claims", small)
	s.does("discard", func(ctx context.Context) error { return s.discards(ctx, ada) })
	s.undoes("undo of an import with spills", spilled)
	s.typing(ada)
	s.windows(ada, bo.ID)
	s.deletions(ada, bo.ID)
	s.moves(ada, bo.ID)
	s.farewells(bo.ID)
	s.rewritings()
	s.does("type after all that", func(ctx context.Context) error {
		return s.v.Add(ctx, ada, []health.Reading{{Metric: "weight", Sample: at(900, health.Int(71))}}, nil)
	})
	s.imports(ada, "import after all that", 250, changed, notes...)
	s.imports(bo.ID, "another for another", 0, []row{weight(1, 7000), weight(2, 7150)})
	s.does("set profile", func(context.Context) error {
		return s.v.SetProfile(health.Profile{ID: bo.ID, Name: "Bob", Zone: "Asia/Tokyo"})
	})
	s.does("type at the end", func(ctx context.Context) error {
		return s.v.Add(ctx, ada, []health.Reading{{Metric: "weight", Sample: at(901, health.Int(72))}}, nil)
	})
	return s
}

// discards stages a lot and stores none of it.
func (s *cutStory) discards(ctx context.Context, p health.ProfileID) error {
	st, err := s.v.Stage(ctx, p, "test")
	if err != nil {
		return err
	}
	for i, r := range heartRates(900) {
		if i%300 == 299 {
			if err := st.writer.flush(); err != nil {
				return err
			}
		}
		if err := st.Sample(r.metric, "csv:other", r.Sample); err != nil {
			return err
		}
	}
	return st.Discard()
}

// typing stores what a person types: in the journal, and, when that is long
// enough, in a layer.
func (s *cutStory) typing(p health.ProfileID) {
	s.t.Helper()
	types := func(name string, from, n int64, entries ...health.Entry) {
		s.does(name, func(ctx context.Context) error {
			var list []health.Reading
			for i := range n {
				list = append(list, health.Reading{Metric: "weight", Sample: at(from+i, health.Decimal{Mantissa: 700 + i, Places: 1})})
			}
			return s.v.Add(ctx, p, list, entries)
		})
	}
	types("type one", 100, 1)
	types("type two and a note", 101, 2, health.Entry{
		Kind: health.Note, Start: 11, Fields: []health.Field{{Name: "text", Text: "typed"}},
	})
	types("type one anew", 100, 1)
	types("type many, which are folded", 200, foldAt)
	types("type another", 102, 1)
	s.does("delete what was typed", func(ctx context.Context) error {
		_, err := s.v.Delete(ctx, p, []Identity{
			{Metric: "weight", Source: health.TypedSource, Start: at(100, health.Decimal{}).Start},
			{Metric: "weight", Source: health.TypedSource, Start: at(250, health.Decimal{}).Start},
		})
		return err
	})
}

// windows does what a window does besides: it corrects, attaches pictures and
// remembers devices and choices.
func (s *cutStory) windows(ada, bo health.ProfileID) {
	s.t.Helper()
	weight := func(minute int64) Identity {
		return Identity{Metric: "weight", Source: health.TypedSource, Start: at(minute, health.Decimal{}).Start}
	}
	right := health.Reading{Metric: "weight", Sample: at(103, health.Int(70))}
	s.does("correct when it was", func(ctx context.Context) error {
		return s.v.Correct(ctx, ada, []Identity{weight(101)}, []health.Reading{right}, []health.Entry{typedNote(103, "corrected")})
	})
	right.Value = health.Int(71)
	s.does("correct a value", func(ctx context.Context) error {
		return s.v.Correct(ctx, ada, []Identity{weight(103)}, []health.Reading{right}, nil)
	})
	var name, other string
	s.does("attach a picture", func(ctx context.Context) (err error) {
		name, err = s.v.Attach(ctx, ada, testPicture(2*pieceSize))
		return err
	})
	s.does("name it", func(ctx context.Context) error { return s.v.Add(ctx, ada, nil, []health.Entry{naming(104, name)}) })
	s.does("attach another", func(ctx context.Context) (err error) {
		other, err = s.v.Attach(ctx, bo, testPicture(10))
		return err
	})
	s.does("name that", func(ctx context.Context) error { return s.v.Add(ctx, bo, nil, []health.Entry{naming(105, other)}) })
	s.does("choose", func(ctx context.Context) error { return s.v.SetPreference(ctx, ada, "dashboard", []byte("weight")) })
	var device health.Device
	s.does("own a device", func(context.Context) (err error) {
		device, err = s.v.PutDevice(health.Device{Nickname: "Cam", Model: "home", Owners: []health.ProfileID{ada}})
		return err
	})
	s.does("switch its camera off", func(context.Context) error {
		device.CameraOff = true
		_, err := s.v.PutDevice(device)
		return err
	})
	s.does("forget a device that is not there", func(context.Context) error {
		if err := s.v.ForgetDevice([16]byte{1}); !errors.Is(err, ErrNoDevice) {
			return err
		}
		return nil
	})
}

func (s *cutStory) deletions(ada, bo health.ProfileID) {
	s.t.Helper()
	var gone, source health.BatchID
	s.does("delete", func(ctx context.Context) (err error) {
		gone, err = s.v.Delete(ctx, ada, []Identity{
			{Metric: "weight", Source: "csv:file", Start: weight(3, 0).Start}, {Entry: health.Note, Source: "csv:file", Start: 7, Key: "a"},
		})
		return err
	})
	s.does("delete a source", func(ctx context.Context) (err error) {
		source, err = s.v.DeleteSource(ctx, ada, "withings:hr")
		return err
	})
	s.does("bring a source back", func(ctx context.Context) error { return s.v.UndoDeletion(ctx, source) })
	s.does("bring readings back", func(ctx context.Context) error { return s.v.UndoDeletion(ctx, gone) })
	s.does("delete another", func(ctx context.Context) error {
		_, err := s.v.Delete(ctx, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(1, 0).Start}})
		return err
	})
}

// moves takes readings from one to the other and back: with a picture that does
// not fit into one transaction.
func (s *cutStory) moves(ada, bo health.ProfileID) {
	s.t.Helper()
	var moved Moved
	s.does("a picture in the diary", func(ctx context.Context) error {
		name, err := s.v.Attach(ctx, ada, testPicture(stageSize+stageSize/4))
		if err != nil {
			return err
		}
		return s.v.Add(ctx, ada, nil, []health.Entry{naming(7, name)})
	})
	move := func(ctx context.Context) (err error) {
		moved, err = s.v.MoveAll(ctx, ada, bo, Selection{
			Metrics: []health.MetricID{"heart_rate"}, Entries: []health.EntryKind{health.Note, health.Picture},
		})
		return err
	}
	s.does("move", move)
	s.does("undo of a move", func(ctx context.Context) error { return s.v.UndoMove(ctx, moved.ID) })
	s.does("move again", move)
	s.does("move some back", func(ctx context.Context) error {
		_, err := s.v.MoveAll(ctx, bo, ada, Selection{Metrics: []health.MetricID{"heart_rate"}})
		return err
	})
	// Large as it is, it would be written with all that follows.
	s.does("delete the picture", func(ctx context.Context) error {
		var gone []Identity
		for e, err := range s.v.Entries(ctx, bo, minTime, afterTime) {
			if err != nil {
				return err
			}
			if e.Kind == health.Picture {
				gone = append(gone, Identity{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key})
			}
		}
		_, err := s.v.Delete(ctx, bo, gone)
		return err
	})
}

func (s *cutStory) farewells(stays health.ProfileID) {
	s.t.Helper()
	var goes health.Profile
	s.does("add a guest", func(context.Context) (err error) {
		goes, err = s.v.AddProfile(health.Profile{Name: "Guest"})
		return err
	})
	s.imports(goes.ID, "import for a guest", 0, heartRates(300))
	s.does("farewell", func(context.Context) error { return s.v.DeleteProfile(stays) })
	s.does("stay", func(context.Context) error { return s.v.ReactivateProfile(stays) })
	s.does("delete a profile at once", func(ctx context.Context) error { return s.v.DeleteProfileNow(ctx, goes.ID, nil) })
}

// copyName is the name of the copy that the story makes beside its vault.
const copyName = "copy.vitalkeep"

func (s *cutStory) rewritings() {
	s.t.Helper()
	s.does("copy", func(ctx context.Context) error {
		return s.v.CopyTo(ctx, filepath.Join(filepath.Dir(s.path), copyName), nil)
	})
	s.copied = s.steps[len(s.steps)-1]
	s.does("compact", func(ctx context.Context) error {
		_, err := s.v.Compact(ctx, nil)
		return err
	})
	s.steps[len(s.steps)-1].purges = true
	s.does("change password", func(ctx context.Context) error {
		old := s.password
		s.password = []byte("another password")
		return s.v.ChangePassword(ctx, old, s.password)
	})
	s.does("new recovery key", func(ctx context.Context) error {
		_, err := s.v.NewRecoveryKey(ctx)
		return err
	})
	s.does("other keys", func(ctx context.Context) error {
		s.password = []byte("a third password")
		_, err := s.v.Rekey(ctx, s.password, nil)
		return err
	})
}
