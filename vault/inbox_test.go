package vault

import (
	"context"
	"errors"
	"slices"
	"testing"

	"vitalkeep/health"
)

func openInbox(t testing.TB, v *Vault) health.ProfileID {
	t.Helper()
	p, err := v.OpenInbox(context.Background())
	if err != nil {
		t.Fatalf("open inbox: %v", err)
	}
	return p.ID
}

func TestTheInboxHoldsWhatIsNobodysUntilItIsClaimed(t *testing.T) {
	ctx := context.Background()
	v, ada := newTestVault(t)
	if p, ok := v.Inbox(); ok {
		t.Errorf("a new vault has the inbox %+v", p)
	}
	in := openInbox(t, v)
	if again := openInbox(t, v); again != in {
		t.Error("there are two inboxes")
	}
	note := health.Entry{Kind: health.Note, Source: "csv:file", Start: at(1, health.Decimal{}).Start, Fields: []health.Field{{Name: "text", Text: "x"}}}
	_, first := importRows(t, v, in, []row{weight(0, 7000), weight(1, 7100)}, note)
	_, second := importRows(t, v, in, []row{weight(2, 7200), {"heart_rate", "withings:hr", pulseAt(3)}})
	if err := v.Add(ctx, in, []health.Reading{{Metric: "weight", Sample: at(9, health.Int(80))}}, nil); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	if p, ok := v.Inbox(); !ok || p.ID != in || !p.Inbox || p.Main || p.Zone != testProfile.Zone {
		t.Errorf("inbox = %+v, %v", p, ok)
	}
	if ps, err := v.Profiles(); err != nil || len(ps) != 1 || ps[0].ID != ada {
		t.Errorf("profiles = %+v, %v", ps, err)
	}
	list, err := v.Brought(ctx, in)
	at := func(minute int64) int64 { return weightAt(minute).Start }
	want := []Brought{
		{Batch: second, Source: "csv:file", Readings: 1, Metrics: []health.MetricID{"weight"}, First: at(2), Last: at(2)},
		{Batch: second, Source: "withings:hr", Readings: 1, Metrics: []health.MetricID{"heart_rate"}, First: at(3), Last: at(3)},
		{Batch: first, Source: "csv:file", Readings: 3, Metrics: []health.MetricID{"weight"}, Kinds: []health.EntryKind{health.Note}, First: at(0), Last: at(1)},
		{Source: health.TypedSource, Readings: 1, Metrics: []health.MetricID{"weight"}, First: at(9), Last: at(9)},
	}
	same := slices.EqualFunc(list, want, func(a, b Brought) bool {
		return a.Batch == b.Batch && a.Source == b.Source && a.Readings == b.Readings && slices.Equal(a.Metrics, b.Metrics) &&
			slices.Equal(a.Kinds, b.Kinds) && a.First == b.First && a.Last == b.Last
	})
	if err != nil || !same {
		t.Errorf("brought = %+v, %v", list, err)
	}
	wantWhole(t, v)

	if _, err := v.MoveAll(ctx, in, ada, Selection{Batch: first}); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, ada, "70.00", "71.00")
	if got := values(readings(t, v, in, "weight")); !slices.Equal(got, []string{"72.00", "80"}) {
		t.Errorf("left in the inbox: %v", got)
	}
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if p, ok := v.Inbox(); !ok || p.ID != in {
		t.Error("a compaction dropped an inbox in which something lies")
	}
	if _, err := v.MoveAll(ctx, in, ada, Selection{}); err != nil {
		t.Fatal(err)
	}
	report, err := v.Compact(ctx, nil)
	if err != nil || len(report.Profiles) > 0 {
		t.Errorf("compact = %+v, %v", report, err)
	}
	if p, ok := v.Inbox(); ok {
		t.Errorf("the empty inbox is still there: %+v", p)
	}
	if got := values(readings(t, v, ada, "weight")); !slices.Equal(got, []string{"70.00", "71.00", "72.00", "80"}) {
		t.Errorf("claimed: %v", got)
	}
	wantWhole(t, v)
}

func TestTheInboxIsNobody(t *testing.T) {
	ctx := context.Background()
	v, ada := newTestVault(t)
	in := openInbox(t, v)
	p, _ := v.Inbox()
	p.Name = "Somebody"
	for what, err := range map[string]error{
		"a name":           v.SetProfile(p),
		"a farewell":       v.DeleteProfile(in),
		"leaving at once":  v.DeleteProfileNow(ctx, in, nil),
		"somebody nowhere": v.DeleteProfile(health.ProfileID{9}),
	} {
		if !errors.Is(err, ErrNoProfile) {
			t.Errorf("%s: %v", what, err)
		}
	}
	// It keeps nobody here, and makes nobody the second.
	if err := v.DeleteProfile(ada); err != nil {
		t.Errorf("the only person cannot leave beside an inbox: %v", err)
	}
	made, err := v.AddProfile(health.Profile{Name: "Bo", Inbox: true})
	if err != nil || made.Main || made.Inbox {
		t.Errorf("added = %+v, %v", made, err)
	}
	// Nor does it take a name.
	if _, err := v.AddProfile(health.Profile{Name: "Inbox"}); err != nil {
		t.Error(err)
	}
}

func TestTheInboxGoesAlongInCopiesAndOtherKeys(t *testing.T) {
	ctx := context.Background()
	v, _ := newTestVault(t)
	in := openInbox(t, v)
	importRows(t, v, in, []row{weight(0, 7000)})
	copied := v.Path() + ".copy"
	if err := v.CopyTo(ctx, copied, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Rekey(ctx, testPassword, nil); err != nil {
		t.Fatal(err)
	}
	wantValues(t, v, in, "70.00")
	found, err := Salvage(ctx, copied, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := found.Close(); err != nil {
			t.Error(err)
		}
	}()
	report := found.Report()
	i := slices.IndexFunc(report.Profiles, func(p SalvagedProfile) bool { return p.Profile.Inbox })
	if !report.Whole() || i < 0 || report.Profiles[i].Samples != 1 {
		t.Errorf("salvaged = %+v", report)
	}
	healthy := v.Path() + ".healthy"
	if err := found.WriteTo(ctx, healthy, nil); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, healthy, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := again.Close(); err != nil {
			t.Error(err)
		}
	}()
	if p, ok := again.Inbox(); !ok || p.ID != in || p.Name != "" {
		t.Errorf("inbox = %+v, %v", p, ok)
	}
	wantValues(t, again, in, "70.00")
}
