package vault

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func TestAnImportLargerThanItsMemoryComesOutSorted(t *testing.T) {
	v, p := newTestVault(t)
	v.options.stageLimit = 500
	const n = 60_000
	rows := heartRates(n)
	for i := range rows {
		rows[i].source = []health.SourceID{"withings:hr", "withings:tracker", "csv:file"}[i%3]
	}
	want := slices.Clone(rows)
	rows = append(rows, rows[:1000]...)
	rand.New(rand.NewPCG(5, 6)).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	var entries []health.Entry
	for i := range 400 {
		entries = append(entries, health.Entry{
			Kind: health.Workout, Source: "test:workouts", Key: strings.Repeat("k", i%3), Start: int64(i/3) * 1000,
			Fields: []health.Field{{Name: "text", Text: strings.Repeat("long ", 200)}},
		})
	}
	rand.New(rand.NewPCG(7, 8)).Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	st := stageRows(t, v, p, rows, entries...)
	if st.weight >= 500 {
		t.Errorf("%d rows wait in memory", st.weight)
	}
	var calls int
	preview, err := st.Seal(context.Background(), func(done, total int64) {
		calls++
		if done > total {
			t.Errorf("progress %d of %d", done, total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if preview.New != n+400 || preview.Duplicates != 1000 || preview.Conflicts != 0 || calls < 2 {
		t.Errorf("preview = %+v after %d calls", preview, calls)
	}
	if _, err := st.Commit(context.Background()); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	got := readings(t, v, p, "heart_rate")
	if len(got) != n {
		t.Fatalf("%d readings", len(got))
	}
	for i := range got {
		if got[i].Sample != want[i].Sample || got[i].Source != want[i].source {
			t.Fatalf("reading %d differs", i)
		}
	}
	es := entriesOf(t, v, p)
	if len(es) != 400 || !slices.IsSortedFunc(es, compareEntries) {
		t.Errorf("%d entries", len(es))
	}
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 || report.Samples != n || report.Entries != 400 {
		t.Errorf("verify = %+v, %v", report, err)
	}
	if again, _ := importRows(t, v, p, rows, entries...); again.New+again.Conflicts != 0 || again.Duplicates != len(rows)+400 {
		t.Errorf("again = %+v", again)
	}
}

func TestNumbersComeBackAsTheyWereWritten(t *testing.T) {
	v, p := newTestVault(t)
	d := func(m int64, places uint8) health.Decimal { return health.Decimal{Mantissa: m, Places: places} }
	numbers := []health.Decimal{
		d(180, 0), d(7820, 2), d(782, 1), d(-3, 0), d(0, 3), d(math.MaxInt64, 0), d(1, 18), d(999_999_999_999_999_999, 18),
		d(math.MinInt64, 2), d(math.MinInt64, 0), d(math.MaxInt64, 18), d(5, 0), d(50, 1),
	}
	var rows []row
	for i, n := range numbers {
		s := at(int64(i), n)
		s.Unit = health.Pound
		s.Duration = int64(i) * 7
		s.Offset = int32(i-5) * 3600
		rows = append(rows, row{"weight", "csv:file", s})
	}
	importRows(t, v, p, rows)
	got := readings(t, v, p, "weight")
	if len(got) != len(rows) {
		t.Fatalf("%d readings", len(got))
	}
	for i := range got {
		if got[i].Sample != rows[i].Sample {
			t.Errorf("number %d came back as %v %v", i, got[i].Value, got[i].Unit)
		}
	}
}

func TestSourcesOfOneMetricAreMergedAndSaidOnce(t *testing.T) {
	v, p := newTestVault(t)
	reading := func(source health.SourceID, minute, bpm int64) row {
		return row{"heart_rate", source, health.Sample{Start: minute * 60_000, Value: health.Int(bpm), Unit: health.PerMinute}}
	}
	importRows(t, v, p, []row{
		reading("withings:bed", 1, 60), reading("withings:hr", 1, 60), reading("withings:bed", 2, 61),
		reading("withings:hr", 3, 70), reading("csv:file", 3, 71), reading("withings:bed", 3, 70),
	})
	var got []string
	for _, r := range readings(t, v, p, "heart_rate") {
		got = append(got, string(r.Source)+" "+r.Value.String())
	}
	want := []string{"withings:hr 60", "withings:bed 61", "csv:file 71", "withings:hr 70"}
	if !slices.Equal(got, want) {
		t.Errorf("readings = %q, want %q", got, want)
	}
	n := 0
	for r, err := range v.SourceReadings(context.Background(), p, "heart_rate", "withings:bed", 60_000, 180_000) {
		if err != nil || r.Source != "withings:bed" {
			t.Errorf("%+v, %v", r, err)
		}
		n++
	}
	if n != 2 {
		t.Errorf("%d readings of the mat before minute 3, want 2", n)
	}
	list, err := v.Series(p)
	if err != nil || len(list) != 3 || list[0].Source != "csv:file" || list[1].Source != "withings:hr" || list[2].Count != 3 ||
		list[2].First != 60_000 || list[2].Last != 180_000 {
		t.Errorf("series = %+v, %v", list, err)
	}
}

func TestATallyIsGivenForEachMetricInTheOrderOfTheCatalogue(t *testing.T) {
	v, p := newTestVault(t)
	sample := health.Sample{Start: 5, Value: health.Int(1)}
	rows := []row{{"raw_zeta", "withings:zeta", sample}, {"steps", "withings:tracker", sample}, {"raw_alpha", "withings:alpha", sample}, {"weight", "csv:file", sample}, {"steps", "withings:daily", sample}}
	preview, _ := importRows(t, v, p, rows, health.Entry{Kind: health.Note, Source: "csv:file"}, health.Entry{Kind: health.Workout, Source: "csv:file"})
	var got []string
	for _, y := range preview.Tallies {
		name := string(y.Metric)
		if y.Entry != health.UnknownEntry {
			name = y.Entry.String()
		}
		got = append(got, name)
	}
	want := []string{"weight", "steps", "raw_alpha", "raw_zeta", "workout", "note"}
	if !slices.Equal(got, want) || preview.Tallies[1].New != 2 {
		t.Errorf("tallies = %v, want %v", got, want)
	}
}

func TestEntriesAreReplacedAndComeBack(t *testing.T) {
	v, p := newTestVault(t)
	entry := func(key, text string) health.Entry {
		return health.Entry{
			Kind: health.Workout, Source: "test:workouts", Key: key, Start: 1000, Duration: 60_000, Offset: 7200,
			Fields: []health.Field{{Name: "Note", Text: text}, {Name: "Empty", Text: ""}}, Origin: health.Origin{Row: 3},
		}
	}
	importRows(t, v, p, nil, entry("Running", "slow"), entry("Cycling", "far"))
	first := entriesOf(t, v, p)
	preview, second := importRows(t, v, p, nil, entry("Running", "fast"), entry("Cycling", "far"))
	if preview.New != 0 || preview.Conflicts != 1 || preview.Duplicates != 1 {
		t.Errorf("preview = %+v", preview)
	}
	es := entriesOf(t, v, p)
	if len(es) != 2 || es[1].Key != "Running" || es[1].Field("Note") != "fast" || es[1].ID != first[1].ID || es[1].Batch != second {
		t.Errorf("entries = %+v", es)
	}
	if es[0].ID == es[1].ID || es[0].ID == ([16]byte{}) {
		t.Error("two entries without ids of their own")
	}
	undoBatch(t, v, second)
	if es := entriesOf(t, v, p); len(es) != 2 || es[1].Field("Note") != "slow" {
		t.Errorf("entries = %+v", es)
	}
}

func TestAnEntryLargerThanASegmentIsKept(t *testing.T) {
	v, p := newTestVault(t)
	r := rand.New(rand.NewPCG(1, 1))
	var strip strings.Builder
	for range 200_000 {
		strip.WriteByte('0' + byte(r.IntN(10)))
	}
	big := health.Entry{Kind: health.ECG, Source: "test:ecg", Start: 1, Fields: []health.Field{{Name: "uV", Text: strip.String()}}}
	small := health.Entry{Kind: health.ECG, Source: "test:ecg", Start: 2}
	importRows(t, v, p, nil, small, big)
	v = reopenVault(t, v)
	es := entriesOf(t, v, p)
	if len(es) != 2 || es[0].Field("uV") != strip.String() {
		t.Errorf("%d entries", len(es))
	}
}

func TestWhatIsNotCommittedWasNeverThere(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	importRows(t, v, p, []row{weight(0, 7000)})
	v.options.stageLimit = 100
	rows := heartRates(20_000)

	st := stageRows(t, v, p, rows)
	if err := st.writer.flush(); err != nil {
		t.Fatal(err)
	}
	if err := st.Discard(); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, p, "70.00")

	st = stageRows(t, v, p, rows)
	if _, err := st.Seal(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if err := st.writer.flush(); err != nil {
		t.Fatal(err)
	}
	report, err := v.Verify(ctx, nil)
	if err != nil || report.Orphans == 0 {
		t.Fatalf("nothing was staged: %+v, %v", report, err)
	}
	v = reopenVault(t, v) // the import ends with its process
	wantValues(t, v, p, "70.00")
	if _, err := st.Commit(ctx); !errors.Is(err, ErrClosed) {
		t.Errorf("commit after closing = %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Errorf("discard after closing = %v", err)
	}
}

func TestACancelledImportStopsAndLeavesNothing(t *testing.T) {
	v, p := newTestVault(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	st, err := v.Stage(ctx, p, "test")
	if err != nil {
		t.Fatal(err)
	}
	rows := heartRates(10_000)
	for i, r := range rows {
		if i == 5000 {
			cancel()
		}
		if err = st.Sample(r.metric, r.source, r.Sample); err != nil {
			break
		}
	}
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("sample after cancelling = %v", err)
	}
	if _, err := st.Seal(context.Background(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("seal after a failure = %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Error(err)
	}
	st = stageRows(t, v, p, rows)
	if _, err := st.Seal(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled seal = %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Error(err)
	}
	wantValues(t, v, p)
	importRows(t, v, p, rows)
	for _, err := range v.Readings(ctx, p, "heart_rate", minTime, afterTime) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled reading = %v", err)
		}
	}
	batches, err := v.Batches()
	if err != nil || len(batches) != 1 {
		t.Fatal(batches, err)
	}
	if err := v.UndoBatch(ctx, batches[0].ID); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled undo = %v", err)
	}
	if _, err := v.Verify(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled verify = %v", err)
	}
}

func TestAStageTakesThingsInOneOrderOnly(t *testing.T) {
	ctx := context.Background()
	v, p := newTestVault(t)
	if _, err := v.Stage(ctx, health.ProfileID{1}, "test"); !errors.Is(err, ErrNoProfile) {
		t.Errorf("stage for nobody = %v", err)
	}
	st := stageRows(t, v, p, []row{weight(0, 7000)})
	if _, err := v.Stage(ctx, p, "test"); !errors.Is(err, ErrBusy) {
		t.Errorf("second stage = %v", err)
	}
	if err := v.UndoBatch(ctx, health.BatchID{1}); !errors.Is(err, ErrBusy) {
		t.Errorf("undo beside a stage = %v", err)
	}
	if _, err := st.Commit(ctx); !errors.Is(err, ErrNotSealed) {
		t.Errorf("commit before seal = %v", err)
	}
	if err := st.Reject(health.Reject{File: "a", Row: 1}); err != nil {
		t.Error(err)
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if err := st.Sample("weight", "csv:file", health.Sample{}); !errors.Is(err, ErrStageDone) {
		t.Errorf("sample after seal = %v", err)
	}
	// A profile may be changed and added meanwhile.
	profiles, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	profiles[0].Units = health.USUnits
	if err := v.SetProfile(profiles[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddProfile(health.Profile{Name: "Bo"}); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(ctx); !errors.Is(err, ErrStageDone) {
		t.Errorf("second commit = %v", err)
	}
	if err := st.Discard(); err != nil {
		t.Errorf("discard after commit = %v", err)
	}
	v = reopenVault(t, v)
	wantValues(t, v, p, "70.00")
	if ps, err := v.Profiles(); err != nil || len(ps) != 2 || ps[0].Units != health.USUnits {
		t.Errorf("profiles = %+v, %v", ps, err)
	}
	if bs, err := v.Batches(); err != nil || len(bs) != 1 || bs[0].Rejected != 1 || bs[0].At != testNow.UnixMilli() ||
		bs[0].Format != "test" || bs[0].Profile != p {
		t.Errorf("batches = %+v, %v", bs, err)
	}
}

func TestWhatAVaultCannotHoldIsRefused(t *testing.T) {
	v, p := newTestVault(t)
	st := stageRows(t, v, p, nil)
	good := health.Sample{Value: health.Int(1)}
	with := func(change func(*health.Sample)) health.Sample { s := good; change(&s); return s }
	for name, r := range map[string]row{
		"unknown metric":    {"weihgt", "csv:file", good},
		"no source":         {"weight", "", good},
		"negative duration": {"weight", "csv:file", with(func(s *health.Sample) { s.Duration = -1 })},
		"far future":        {"weight", "csv:file", with(func(s *health.Sample) { s.Start = math.MaxInt64 })},
		"far past":          {"weight", "csv:file", with(func(s *health.Sample) { s.Start = math.MinInt64 })},
		"endless":           {"weight", "csv:file", with(func(s *health.Sample) { s.Duration = math.MaxInt64 })},
		"19 places":         {"weight", "csv:file", with(func(s *health.Sample) { s.Value.Places = 19 })},
		"unknown unit":      {"weight", "csv:file", with(func(s *health.Sample) { s.Unit = 255 })},
		"offset of a week":  {"weight", "csv:file", with(func(s *health.Sample) { s.Offset = 7 * 86400 })},
	} {
		if err := st.Sample(r.metric, r.source, r.Sample); !errors.Is(err, ErrBadSample) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, e := range map[string]health.Entry{
		"no kind":      {Source: "csv:file"},
		"unknown kind": {Kind: 200, Source: "csv:file"},
		"no source":    {Kind: health.Note},
		"not text":     {Kind: health.Note, Source: "csv:file", Fields: []health.Field{{Name: "a", Text: "\xff"}}},
		"too long":     {Kind: health.Note, Source: "csv:file", Fields: []health.Field{{Text: strings.Repeat("x", maxEntryText+1)}}},
	} {
		if err := st.Entry(e); !errors.Is(err, ErrBadEntry) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if preview, err := st.Seal(context.Background(), nil); err != nil || preview.New != 0 {
		t.Errorf("preview = %+v, %v", preview, err)
	}
	if id, err := st.Commit(context.Background()); err != nil || id != (health.BatchID{}) {
		t.Errorf("an empty import = %v, %v", id, err)
	}
}

func TestRowsInOrderFromEitherEndAreOneRun(t *testing.T) {
	v, p := newTestVault(t)
	v.options.stageLimit = 100
	for name, test := range map[string]struct {
		minute func(i int64) int64
		runs   int
	}{
		"rising":         {func(i int64) int64 { return i }, 1},
		"falling":        {func(i int64) int64 { return -i }, 1},
		"both by turns":  {func(i int64) int64 { return i * (1 - 2*(i/100%2)) }, 1},
		"to and fro":     {func(i int64) int64 { return i * 7 % 1000 }, 10},
		"the same again": {func(i int64) int64 { return i % 100 }, 10},
	} {
		st, err := v.Stage(context.Background(), p, "test")
		if err != nil {
			t.Fatal(err)
		}
		for i := range int64(1000) {
			r := weight(test.minute(i), 7000+i%100)
			r.Origin.Row = 2
			if err := st.Sample(r.metric, "csv:"+health.SourceID(strings.ReplaceAll(name, " ", "-")), r.Sample); err != nil {
				t.Fatal(err)
			}
		}
		for _, ss := range st.samples {
			runs := 0
			for _, level := range ss.runs {
				runs += len(level)
			}
			if runs != test.runs {
				t.Errorf("%s: %d runs, want %d", name, runs, test.runs)
			}
		}
		preview, err := st.Seal(context.Background(), nil)
		if err != nil {
			t.Fatal(err)
		}
		want := 1000
		if name == "the same again" {
			want = 100
		}
		if preview.New != want || preview.New+preview.Duplicates != 1000 {
			t.Errorf("%s: %+v", name, preview)
		}
		if _, err := st.Commit(context.Background()); err != nil {
			t.Fatal(err)
		}
		if rs := readings(t, v, p, "weight"); !slices.IsSortedFunc(rs, func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) }) {
			t.Errorf("%s: out of order", name)
		}
	}
}
