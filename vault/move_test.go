package vault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"vitalkeep/health"
)

// twoPeople makes a vault of two, with a clock that goes on by a second at each
// look.
func twoPeople(t testing.TB) (v *Vault, ada, bo health.ProfileID) {
	t.Helper()
	v, ada = newTestVault(t)
	p, err := v.AddProfile(health.Profile{Name: "Bo", Zone: "Europe/Berlin"})
	if err != nil {
		t.Fatalf("add profile: %v", err)
	}
	return v, ada, p.ID
}

func move1(t testing.TB, v *Vault, from, to health.ProfileID, ids ...Identity) Moved {
	t.Helper()
	m, err := v.Move(context.Background(), from, to, ids)
	if err != nil {
		t.Fatalf("move: %v", err)
	}
	return m
}

func undoMove(t testing.TB, v *Vault, id health.BatchID) {
	t.Helper()
	if err := v.UndoMove(context.Background(), id); err != nil {
		t.Fatalf("undo move: %v", err)
	}
}

// historyOf writes down the versions of an identity, imports by their record but
// for what is counted.
func historyOf(t testing.TB, v *Vault, p health.ProfileID, id Identity) (out []string) {
	t.Helper()
	batches, err := v.Batches()
	if err != nil {
		t.Fatal(err)
	}
	versions, err := v.Versions(context.Background(), p, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range versions {
		from := ""
		if i := slices.IndexFunc(batches, func(b health.Batch) bool { return b.ID == one.Batch }); i >= 0 {
			if b := batches[i]; b.Profile == p {
				from = fmt.Sprint(b.Title, b.Format, b.Files, b.At)
			}
		}
		one.Batch, one.Reading.Batch, one.Entry.Batch = health.BatchID{}, health.BatchID{}, health.BatchID{}
		out = append(out, fmt.Sprintf("%+v %s", one, from))
	}
	return out
}

func commentOn(minute int64, text string) health.Entry {
	return health.Entry{
		Kind: health.Comment, Source: health.TypedSource, Key: "weight", Start: at(minute, health.Decimal{}).Start,
		Fields: []health.Field{
			{Name: health.FieldText, Text: text},
			{Name: health.FieldMetric, Text: "weight"},
			{Name: health.FieldSource, Text: "csv:file"},
		},
	}
}

func entryID(e health.Entry) Identity {
	return Identity{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key}
}

func TestAMovedReadingIsThereWithItsHistoryAndWhatBelongsToIt(t *testing.T) {
	ctx := context.Background()
	v, ada, bo := twoPeople(t)
	note := health.Entry{
		Kind: health.Note, Source: "csv:file", Key: "n", Start: at(1, health.Decimal{}).Start,
		Fields: []health.Field{{Name: "Comment", Text: "after the run"}},
	}
	importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)}, note)
	importRows(t, v, ada, []row{weight(1, 7150)})
	dropped := remove1(t, v, ada, weightAt(1))
	bringBack(t, v, dropped)
	picture := testPicture(20_000)
	comment := commentOn(1, "not mine")
	comment.Fields = append(comment.Fields, health.Field{Name: health.FieldPicture, Text: attach1(t, v, ada, picture)})
	stays := commentOn(2, "mine")
	if err := v.Add(ctx, ada, nil, []health.Entry{commentOn(1, "first words"), stays}); err != nil {
		t.Fatal(err)
	}
	if err := v.Add(ctx, ada, nil, []health.Entry{comment}); err != nil {
		t.Fatal(err)
	}
	ids := []Identity{weightAt(1), entryID(note), entryID(comment)}
	var before [][]string
	for _, id := range ids {
		before = append(before, historyOf(t, v, ada, id))
	}
	if len(before[0]) != 2 || len(before[2]) != 2 {
		t.Fatalf("histories: %v", before)
	}
	was := mustContent(t, v)

	m := move1(t, v, ada, bo, weightAt(1))
	if m.Readings != 3 || m.Already != 0 || m.From != ada || m.To != bo {
		t.Errorf("moved = %+v", m)
	}
	look := func() {
		t.Helper()
		wantValues(t, v, ada, "70.00", "72.00")
		wantValues(t, v, bo, "71.50")
		for i, id := range ids {
			if got := historyOf(t, v, bo, id); !slices.Equal(got, before[i]) {
				t.Errorf("history there:\n%v\nwant\n%v", got, before[i])
			}
			if got := historyOf(t, v, ada, id); len(got) > 0 {
				t.Errorf("history here: %v", got)
			}
		}
		if left := entriesOf(t, v, ada); len(left) != 1 || left[0].Field(health.FieldText) != "mine" {
			t.Errorf("entries here: %+v", left)
		}
		wantPicture(t, v, bo, comment.Field(health.FieldPicture), picture)
		wantRollups(t, v, ada)
		wantRollups(t, v, bo)
		wantWhole(t, v)
	}
	look()
	v = reopenVault(t, v)
	look()
	if list, err := v.Moves(); err != nil || !slices.Equal(list, []Moved{m}) {
		t.Errorf("moves = %+v, %v", list, err)
	}
	if list, err := v.Deletions(); err != nil || len(list) > 0 {
		t.Errorf("a move is among the deletions: %+v, %v", list, err)
	}
	undoMove(t, v, m.ID)
	if got := mustContent(t, v); got != was {
		t.Errorf("after the undo:\n%s\nwant\n%s", got, was)
	}
	for i, id := range ids {
		if got := historyOf(t, v, ada, id); !slices.Equal(got, before[i]) {
			t.Errorf("history after the undo:\n%v\nwant\n%v", got, before[i])
		}
	}
	wantWhole(t, v)
	if err := v.UndoMove(ctx, m.ID); !errors.Is(err, ErrNoMove) {
		t.Errorf("undo twice: %v", err)
	}
	m = move1(t, v, ada, bo, weightAt(1))
	before[0] = historyOf(t, v, bo, weightAt(1))
	if !v.CompactionDue() {
		t.Error("nothing is due after a move")
	}
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	look()
	if err := v.UndoMove(ctx, m.ID); !errors.Is(err, ErrNoMove) {
		t.Errorf("undo after a compaction: %v", err)
	}
	if _, err := v.Blob(ctx, ada, comment.Field(health.FieldPicture)); !errors.Is(err, ErrNoPicture) {
		t.Errorf("the picture stayed behind: %v", err)
	}
}

func TestWhatWasDeletedAndCorrectedBeforeGoesAlongAsSuch(t *testing.T) {
	ctx := context.Background()
	v, ada, bo := twoPeople(t)
	typed := func(minute, mantissa int64) health.Reading {
		r := health.Reading{Metric: "weight", Sample: at(minute, health.Decimal{Mantissa: mantissa, Places: 2})}
		r.Origin = health.Origin{}
		return r
	}
	id := Identity{Metric: "weight", Source: health.TypedSource, Start: typed(1, 0).Start}
	other := Identity{Metric: "weight", Source: health.TypedSource, Start: typed(2, 0).Start}
	add := func(r health.Reading) {
		t.Helper()
		if err := v.Add(ctx, ada, []health.Reading{r}, nil); err != nil {
			t.Fatal(err)
		}
	}
	add(typed(1, 7100))
	remove1(t, v, ada, id)
	add(typed(1, 7200))
	if err := v.Correct(ctx, ada, []Identity{id}, []health.Reading{typed(2, 7300)}, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.Correct(ctx, ada, []Identity{other}, []health.Reading{typed(1, 7400)}, nil); err != nil {
		t.Fatal(err)
	}
	removeSource(t, v, ada, health.TypedSource)
	add(typed(1, 7500))
	before := historyOf(t, v, ada, id)
	if len(before) != 4 {
		t.Fatalf("history: %v", before)
	}
	m := move1(t, v, ada, bo, id)
	if got := historyOf(t, v, bo, id); !slices.Equal(got, before) {
		t.Errorf("history there:\n%v\nwant\n%v", got, before)
	}
	list, err := v.Deletions()
	if err != nil || len(list) != 2 || list[0].Profile != ada || list[1].Profile != ada {
		t.Errorf("deletions = %+v, %v", list, err)
	}
	// What was deleted before stays where it was, below the move.
	bringBack(t, v, list[0].ID)
	wantValues(t, v, ada)
	wantValues(t, v, bo, "75.00")
	wantWhole(t, v)
	if err := v.UndoMove(ctx, m.ID); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, ada, "75.00")
	move1(t, v, ada, bo, id)
	before = historyOf(t, v, bo, id)
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	// The last two were typed one over the other, what was before is hidden.
	if got := historyOf(t, v, bo, id); !slices.Equal(got, before[:2]) {
		t.Errorf("history after a compaction: %v", got)
	}
	wantWhole(t, v)
}

func TestAMoveOntoAnotherValueChangesNothing(t *testing.T) {
	ctx := context.Background()
	v, ada, bo := twoPeople(t)
	importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200), weight(3, 7300)})
	importRows(t, v, bo, []row{weight(0, 7000), weight(1, 9100), weight(2, 9200)})
	was := mustContent(t, v)
	var conflict *MoveConflictError
	_, err := v.MoveAll(ctx, ada, bo, Selection{Sources: []health.SourceID{"csv:file"}})
	if !errors.As(err, &conflict) || conflict.Readings != 2 || !errors.Is(err, ErrMoveConflict) {
		t.Errorf("move = %v", err)
	}
	if got := mustContent(t, v); got != was {
		t.Errorf("after a move that was refused:\n%s\nwant\n%s", got, was)
	}
	wantWhole(t, v)
	// What is deleted there is no other value, and what is the same is counted.
	remove1(t, v, bo, weightAt(1))
	m := move1(t, v, ada, bo, weightAt(0), weightAt(1))
	if m.Readings != 2 || m.Already != 1 {
		t.Errorf("moved = %+v", m)
	}
	wantValues(t, v, ada, "72.00", "73.00")
	wantValues(t, v, bo, "70.00", "71.00", "92.00")
	if list, err := v.Moves(); err != nil || len(list) != 1 || list[0] != m {
		t.Errorf("moves = %+v, %v", list, err)
	}
	wantRollups(t, v, bo)
	undoMove(t, v, m.ID)
	wantValues(t, v, bo, "70.00", "92.00")
	wantValues(t, v, ada, "70.00", "71.00", "72.00", "73.00")
}

func TestTheSameArchiveDoesNotBringBackWhatWasMoved(t *testing.T) {
	for _, compacted := range []bool{false, true} {
		v, ada, bo := twoPeople(t)
		rows := []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)}
		_, batch := importRows(t, v, ada, rows)
		if _, err := v.MoveAll(context.Background(), ada, bo, Selection{Batch: batch}); err != nil {
			t.Fatal(err)
		}
		if compacted {
			if _, err := v.Compact(context.Background(), nil); err != nil {
				t.Fatal(err)
			}
		}
		preview, again := importRows(t, v, ada, append(slices.Clone(rows), weight(3, 7300)))
		if preview.Duplicates != 3 || preview.New != 1 || again == (health.BatchID{}) {
			t.Errorf("preview = %+v", preview)
		}
		wantValues(t, v, ada, "73.00")
		if preview, _ := importRows(t, v, bo, rows); preview.Duplicates != 3 || preview.New != 0 {
			t.Errorf("preview there = %+v", preview)
		}
		// They can be moved back all the same.
		move1(t, v, bo, ada, weightAt(1))
		wantValues(t, v, ada, "71.00", "73.00")
		wantValues(t, v, bo, "70.00", "72.00")
		wantWhole(t, v)
	}
}

func TestAMoveIsTakenBackOnlyWhileBothEndsAreAsItLeftThem(t *testing.T) {
	ctx := context.Background()
	for name, since := range map[string]func(*testing.T, *Vault, health.ProfileID, health.ProfileID){
		"deleted there": func(t *testing.T, v *Vault, _, bo health.ProfileID) { remove1(t, v, bo, weightAt(1)) },
		"all of the source deleted there": func(t *testing.T, v *Vault, _, bo health.ProfileID) {
			removeSource(t, v, bo, "csv:file")
		},
		"all of the source deleted here": func(t *testing.T, v *Vault, ada, _ health.ProfileID) {
			removeSource(t, v, ada, "csv:file")
		},
		"another value there": func(t *testing.T, v *Vault, _, bo health.ProfileID) { importRows(t, v, bo, []row{weight(1, 9900)}) },
		"imported there": func(t *testing.T, v *Vault, _, bo health.ProfileID) {
			importRows(t, v, bo, []row{weight(1, 7100), weight(5, 1)})
		},
		"moved back": func(t *testing.T, v *Vault, ada, bo health.ProfileID) { move1(t, v, bo, ada, weightAt(1)) },
		"the import undone here": func(t *testing.T, v *Vault, ada, _ health.ProfileID) {
			undoBatchOf(t, v, ada)
		},
		"the import undone there": func(t *testing.T, v *Vault, _, bo health.ProfileID) { undoBatchOf(t, v, bo) },
	} {
		t.Run(name, func(t *testing.T) {
			v, ada, bo := twoPeople(t)
			importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100), weight(2, 7200)})
			m := move1(t, v, ada, bo, weightAt(0), weightAt(1))
			since(t, v, ada, bo)
			was := mustContent(t, v)
			if err := v.UndoMove(ctx, m.ID); !errors.Is(err, ErrMovedSince) && !errors.Is(err, ErrNoMove) {
				t.Errorf("undo = %v", err)
			}
			if got := mustContent(t, v); got != was {
				t.Errorf("a refused undo changed\n%s\nto\n%s", was, got)
			}
		})
	}
	// What else happened does not matter.
	v, ada, bo := twoPeople(t)
	importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100)})
	importRows(t, v, bo, []row{weight(5, 8000)})
	m := move1(t, v, ada, bo, weightAt(1))
	remove1(t, v, bo, weightAt(5))
	importRows(t, v, ada, []row{weight(6, 8100)})
	importRows(t, v, bo, []row{weight(7, 8200)})
	undoMove(t, v, m.ID)
	wantValues(t, v, ada, "70.00", "71.00", "81.00")
	wantValues(t, v, bo, "82.00")
	wantWhole(t, v)
}

// undoBatchOf takes the only import of a profile back.
func undoBatchOf(t testing.TB, v *Vault, p health.ProfileID) {
	t.Helper()
	batches, err := v.Batches()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		if b.Profile == p {
			undoBatch(t, v, b.ID)
		}
	}
}

func TestASelectionMovesWhatItSays(t *testing.T) {
	v, ada, bo := twoPeople(t)
	pulse := func(minute int64) row { return row{"heart_rate", "withings:hr", pulseAt(minute)} }
	_, first := importRows(t, v, ada, []row{weight(0, 7000), weight(1, 7100), pulse(1)})
	_, second := importRows(t, v, ada, []row{weight(1, 7150), weight(2, 7200), pulse(2)})
	start := func(minute int64) int64 { return at(minute, health.Decimal{}).Start }
	for _, c := range []struct {
		name string
		sel  Selection
		want int
	}{
		{"an import, also what a later one changed", Selection{Batch: first}, 3},
		{"the later import", Selection{Batch: second}, 3},
		{"an import, one source of it", Selection{Batch: first, Sources: []health.SourceID{"withings:hr"}}, 1},
		{"a metric", Selection{Metrics: []health.MetricID{"weight"}}, 3},
		{"a metric from a time on", Selection{Metrics: []health.MetricID{"weight"}, From: start(1)}, 2},
		{"until a time", Selection{To: start(1)}, 1},
		{"between", Selection{From: start(1), To: start(2)}, 2},
		{"all", Selection{}, 5},
		{"nothing", Selection{Entries: []health.EntryKind{health.Note}}, 0},
	} {
		was := mustContent(t, v)
		m, err := v.MoveAll(context.Background(), ada, bo, c.sel)
		if c.want == 0 {
			if !errors.Is(err, ErrNoReading) {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil || m.Readings != c.want {
			t.Errorf("%s: %+v, %v", c.name, m, err)
			continue
		}
		wantRollups(t, v, bo)
		undoMove(t, v, m.ID)
		if mustContent(t, v) != was {
			t.Errorf("%s: the undo left something", c.name)
		}
	}
}

func pulseAt(minute int64) health.Sample {
	s := at(minute, health.Int(60+minute%40))
	s.Unit = health.PerMinute
	return s
}

func TestOnlyWhatIsThereAndFromOneToAnotherIsMoved(t *testing.T) {
	ctx := context.Background()
	v, ada, bo := twoPeople(t)
	importRows(t, v, ada, []row{weight(0, 7000)})
	was := mustContent(t, v)
	for _, c := range []struct {
		name     string
		from, to health.ProfileID
		ids      []Identity
		want     error
	}{
		{"nothing", ada, bo, nil, ErrNoReading},
		{"one that is not there", ada, bo, []Identity{weightAt(0), weightAt(1)}, ErrNoReading},
		{"a time that cannot be", ada, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: minTime}}, ErrNoReading},
		{"another source", ada, bo, []Identity{{Metric: "weight", Source: "manual:hand", Start: weightAt(0).Start}}, ErrNoReading},
		{"to oneself", ada, ada, []Identity{weightAt(0)}, ErrSameProfile},
		{"to nobody", ada, health.ProfileID{1}, []Identity{weightAt(0)}, ErrNoProfile},
		{"from nobody", health.ProfileID{1}, bo, []Identity{weightAt(0)}, ErrNoProfile},
	} {
		if _, err := v.Move(ctx, c.from, c.to, c.ids); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := v.Move(stopped, ada, bo, []Identity{weightAt(0)}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	st, err := v.Stage(ctx, ada, "test")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Move(ctx, ada, bo, []Identity{weightAt(0)}); !errors.Is(err, ErrBusy) {
		t.Errorf("during an import: %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Fatal(err)
	}
	if got := mustContent(t, v); got != was {
		t.Errorf("something changed:\n%s\nwant\n%s", got, was)
	}
}

func TestALongHistoryIsMovedInPieces(t *testing.T) {
	v, ada, bo := twoPeople(t)
	const many = 20_000
	v.options.stageLimit = 1 << 10 // so that many layers share little room
	var rows []row
	for i := range int64(many) {
		rows = append(rows, weight(i, 7000+i%977))
		if len(rows) == 2_500 {
			importRows(t, v, ada, rows)
			rows = rows[:0]
			for k := int64(5); k < i; k += 80 { // and some others for what was before
				rows = append(rows, weight(k, 8000+i%7))
			}
		}
	}
	importRows(t, v, ada, rows)
	was := readings(t, v, ada, "weight")
	m, err := v.MoveAll(context.Background(), ada, bo, Selection{Sources: []health.SourceID{"csv:file"}})
	if err != nil || m.Readings != many {
		t.Fatalf("moved = %+v, %v", m, err)
	}
	wantValues(t, v, ada)
	got := readings(t, v, bo, "weight")
	if len(got) != len(was) {
		t.Fatalf("%d readings, want %d", len(got), len(was))
	}
	for i := range got {
		if got[i].Sample != was[i].Sample {
			t.Fatalf("reading %d is %+v, want %+v", i, got[i], was[i])
		}
	}
	wantRollups(t, v, bo)
	wantWhole(t, v)
	undoMove(t, v, m.ID)
	if got = readings(t, v, ada, "weight"); !slices.Equal(readingTexts(got), readingTexts(was)) {
		t.Error("the undo changed something")
	}
	wantWhole(t, v)
}

func readingTexts(list []health.Reading) (out []string) {
	for _, r := range list {
		out = append(out, fmt.Sprintf("%+v", r))
	}
	return out
}
