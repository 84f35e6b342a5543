package vault

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"vitalkeep/health"
)

// layerModel is a profile as a plain list of layers: what is visible is worked
// out from scratch by the rules of docs/vault-format.md.
type layerModel struct {
	layers []*modelLayer
	typed  map[modelIdentity]int64 // waiting in the journal
}

// modelIdentity is one identity of one of modelSeries.
type modelIdentity struct {
	series int
	k      int64
}

type modelLayer struct {
	kind   layerKind
	id     health.BatchID
	rows   map[modelIdentity]int64
	claims map[modelIdentity]bool
	gone   map[modelIdentity]bool
	all    map[int]bool
	// correction says that the deletion belongs to one, and is not listed.
	correction bool
}

func newModelLayer(k layerKind, id health.BatchID) *modelLayer {
	return &modelLayer{
		kind: k, id: id, rows: map[modelIdentity]int64{}, claims: map[modelIdentity]bool{},
		gone: map[modelIdentity]bool{}, all: map[int]bool{},
	}
}

// modelSeries are the series of the random test; those with a key are notes.
var modelSeries = []struct {
	metric health.MetricID
	source health.SourceID
}{
	{"weight", "csv:file"}, {"weight", "withings:export"}, {"", "csv:file"}, {"weight", health.TypedSource}, {"", health.TypedSource},
}

func (i modelIdentity) row(value int64) row {
	return row{modelSeries[i.series].metric, modelSeries[i.series].source, at(i.k, health.Decimal{Mantissa: value, Places: 2})}
}

// entry puts two keys on each start.
func (i modelIdentity) entry(value int64) health.Entry {
	return health.Entry{
		Kind: health.Note, Source: modelSeries[i.series].source, Key: fmt.Sprint("k", i.k%2), Start: at(i.k/2, health.Decimal{}).Start,
		Fields: []health.Field{{Name: "text", Text: fmt.Sprint(value)}},
	}
}

func (i modelIdentity) isEntry() bool { return modelSeries[i.series].metric == "" }

func (i modelIdentity) identity() Identity {
	if i.isEntry() {
		e := i.entry(0)
		return Identity{Entry: e.Kind, Source: e.Source, Start: e.Start, Key: e.Key}
	}
	r := i.row(0)
	return Identity{Metric: r.metric, Source: r.source, Start: r.Start}
}

// visible returns what can be seen, and which identities are deleted.
func (m *layerModel) visible() (rows map[modelIdentity]int64, gone map[modelIdentity]bool) {
	rows, gone = map[modelIdentity]int64{}, map[modelIdentity]bool{}
	for _, l := range m.layers {
		for s := range l.all {
			maps.DeleteFunc(rows, func(i modelIdentity, _ int64) bool { return i.series == s })
			maps.DeleteFunc(gone, func(i modelIdentity, _ bool) bool { return i.series == s })
		}
		for i := range l.gone {
			delete(rows, i)
			gone[i] = true
		}
		for i, x := range l.rows {
			rows[i] = x
			delete(gone, i)
		}
	}
	maps.Copy(rows, m.typed)
	return rows, gone
}

// fold puts what is typed over all others.
func (m *layerModel) fold() {
	if len(m.typed) > 0 {
		l := newModelLayer(layerTyped, health.BatchID{})
		l.rows, m.typed = m.typed, nil
		m.layers = append(m.layers, l)
	}
}

// purge leaves what is visible as the only thing that there is, but for what
// older layers would show again.
func (m *layerModel) purge() {
	m.fold()
	final := newModelLayer(layerFinal, health.BatchID{})
	for at, l := range slices.Backward(m.layers) {
		for s := range l.all {
			maps.DeleteFunc(final.gone, func(i modelIdentity, _ bool) bool { return i.series == s && !m.goneFrom(at+1, i) })
		}
		maps.Copy(final.gone, l.gone)
		for _, o := range m.layers[:at] {
			hidden := func(i modelIdentity) bool { return l.gone[i] || l.all[i.series] }
			maps.DeleteFunc(o.rows, func(i modelIdentity, _ int64) bool { return hidden(i) })
			maps.DeleteFunc(o.claims, func(i modelIdentity, _ bool) bool { return hidden(i) })
			maps.DeleteFunc(o.gone, func(i modelIdentity, _ bool) bool { return l.all[i.series] })
		}
	}
	at := slices.IndexFunc(m.layers, func(l *modelLayer) bool { return l.kind.deletes() })
	if at < 0 {
		return
	}
	m.layers[at] = final
	first := true
	m.layers = slices.DeleteFunc(m.layers, func(l *modelLayer) bool {
		if l == final && first {
			first = false
			return len(final.gone) == 0
		}
		return l.kind.deletes()
	})
}

func (m *layerModel) goneFrom(at int, i modelIdentity) bool {
	return slices.ContainsFunc(m.layers[at:], func(l *modelLayer) bool { return l.gone[i] })
}

// bring returns the layer that an import of the rows becomes, or nil.
func (m *layerModel) bring(rows map[modelIdentity]int64) *modelLayer {
	l := newModelLayer(layerImport, health.BatchID{})
	now, gone := m.visible()
	for i, x := range rows {
		old, ok := now[i]
		switch {
		case gone[i]:
		case ok && old == x:
			l.claims[i] = true
		default:
			l.rows[i] = x
		}
	}
	if len(l.rows) == 0 {
		return nil
	}
	return l
}

func (m *layerModel) drop(l *modelLayer) {
	at := slices.Index(m.layers, l)
	m.layers = slices.Delete(m.layers, at, at+1)
	for i, x := range l.rows {
		for _, o := range m.layers[at:] {
			if _, own := o.rows[i]; own {
				break
			}
			if o.claims[i] {
				o.rows[i] = x
				break
			}
		}
	}
}

// has reports whether a series has anything that is not hidden whole already.
func (m *layerModel) has(series int) bool {
	of := func(i modelIdentity) bool { return i.series == series }
	for _, l := range slices.Backward(m.layers) {
		if slices.ContainsFunc(slices.Collect(maps.Keys(l.rows)), of) || slices.ContainsFunc(slices.Collect(maps.Keys(l.claims)), of) ||
			slices.ContainsFunc(slices.Collect(maps.Keys(l.gone)), of) {
			return true
		}
		if l.all[series] {
			return false
		}
	}
	return false
}

func (m *layerModel) some(r *rand.Rand, k layerKind) *modelLayer {
	var list []*modelLayer
	for _, l := range m.layers {
		if l.kind == k && !l.correction {
			list = append(list, l)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[r.IntN(len(list))]
}

// modelRun is a random sequence of changes of a vault and its model.
type modelRun struct {
	t testing.TB
	r *rand.Rand
	v *Vault
	p health.ProfileID
	m layerModel
}

func (x *modelRun) importing() {
	x.m.fold()
	rows := map[modelIdentity]int64{}
	var samples []row
	var entries []health.Entry
	for range 1 + x.r.IntN(40) {
		i, value := modelIdentity{x.r.IntN(len(modelSeries)), x.r.Int64N(12)}, x.r.Int64N(3)
		if _, ok := rows[i]; ok {
			continue
		}
		rows[i] = value
		if i.isEntry() {
			entries = append(entries, i.entry(value))
		} else {
			samples = append(samples, i.row(value))
		}
	}
	l := x.m.bring(rows)
	st := stageRows(x.t, x.v, x.p, samples, entries...)
	if x.r.IntN(4) == 0 {
		x.typing() // over the import, which does not see it
	}
	preview, err := st.Seal(context.Background(), nil)
	if err != nil {
		x.t.Fatal(err)
	}
	if x.r.IntN(4) == 0 {
		x.typing()
	}
	id, err := st.Commit(context.Background())
	if err != nil {
		x.t.Fatal(err)
	}
	if (l == nil) != (id == health.BatchID{}) || (l != nil && preview.New+preview.Conflicts != len(l.rows)) {
		x.t.Fatalf("preview = %+v", preview)
	}
	if l != nil {
		l.id = id
		x.m.layers = append(x.m.layers, l)
	}
}

func (x *modelRun) typing() {
	now, _ := x.m.visible()
	if x.m.typed == nil {
		x.m.typed = map[modelIdentity]int64{}
	}
	var rs []health.Reading
	var es []health.Entry
	for range 1 + x.r.IntN(3) {
		i, value := modelIdentity{3 + x.r.IntN(2), x.r.Int64N(12)}, x.r.Int64N(3)
		if i.isEntry() {
			es = append(es, i.entry(value))
		} else {
			r := i.row(value)
			rs = append(rs, health.Reading{Metric: r.metric, Source: r.source, Sample: r.Sample})
		}
		if old, ok := now[i]; !ok || old != value {
			now[i], x.m.typed[i] = value, value
		}
	}
	if err := x.v.Add(context.Background(), x.p, rs, es); err != nil {
		x.t.Fatal(err)
	}
}

func foldNow(t testing.TB, v *Vault) {
	t.Helper()
	v.busy.Store(true)
	defer v.busy.Store(false)
	if err := v.foldAll(context.Background()); err != nil {
		t.Fatalf("fold: %v", err)
	}
}

func purgeNow(t testing.TB, v *Vault) {
	t.Helper()
	v.busy.Store(true)
	defer v.busy.Store(false)
	if err := v.purge(context.Background()); err != nil {
		t.Fatalf("purge: %v", err)
	}
}

func (x *modelRun) folding() {
	foldNow(x.t, x.v)
	x.m.fold()
}

func (x *modelRun) purging() {
	purgeNow(x.t, x.v)
	x.m.purge()
}

func (x *modelRun) rewriting() {
	var err error
	if x.r.IntN(2) == 0 {
		_, err = x.v.Compact(context.Background(), nil)
		x.m.purge()
	} else {
		_, err = x.v.Rekey(context.Background(), testPassword, nil)
		x.m.fold()
	}
	if err != nil {
		x.t.Fatal(err)
	}
}

func (x *modelRun) undoing() {
	if l := x.m.some(x.r, layerImport); l != nil {
		undoBatch(x.t, x.v, l.id)
		x.m.drop(l)
	}
}

func (x *modelRun) deleting() {
	now, _ := x.m.visible()
	l := newModelLayer(layerDeletion, health.BatchID{})
	var ids []Identity
	for _, i := range slices.SortedFunc(maps.Keys(now), compareModelIdentities) {
		if x.r.IntN(8) == 0 {
			l.gone[i] = true
			ids = append(ids, i.identity())
		}
	}
	if len(ids) > 0 {
		x.m.fold()
		l.id = remove1(x.t, x.v, x.p, ids...)
		x.m.layers = append(x.m.layers, l)
	}
}

// correcting takes away some of what was typed and puts others, or other values,
// in their place.
func (x *modelRun) correcting() {
	now, _ := x.m.visible()
	l := newModelLayer(layerDeletion, health.BatchID{})
	l.correction = true
	var old []Identity
	for _, i := range slices.SortedFunc(maps.Keys(now), compareModelIdentities) {
		if modelSeries[i.series].source.Typed() && x.r.IntN(8) == 0 {
			l.gone[i] = true
			old = append(old, i.identity())
		}
	}
	typed := map[modelIdentity]int64{}
	var rs []health.Reading
	var es []health.Entry
	for range x.r.IntN(3) {
		i, value := modelIdentity{3 + x.r.IntN(2), x.r.Int64N(12)}, x.r.Int64N(3)
		if _, ok := typed[i]; ok {
			continue
		}
		delete(l.gone, i)
		typed[i] = value
		if i.isEntry() {
			es = append(es, i.entry(value))
		} else {
			r := i.row(value)
			rs = append(rs, health.Reading{Metric: r.metric, Source: r.source, Sample: r.Sample})
		}
	}
	maps.DeleteFunc(typed, func(i modelIdentity, value int64) bool { was, ok := now[i]; return ok && was == value })
	if err := x.v.Correct(context.Background(), x.p, old, rs, es); err != nil {
		x.t.Fatal(err)
	}
	if len(l.gone) == 0 {
		if x.m.typed == nil {
			x.m.typed = map[modelIdentity]int64{}
		}
		maps.Copy(x.m.typed, typed)
		return
	}
	x.m.fold()
	x.m.layers = append(x.m.layers, l)
	x.m.typed = typed
	x.m.fold()
}

func compareModelIdentities(a, b modelIdentity) int { return (a.series-b.series)*100 + int(a.k-b.k) }

func (x *modelRun) deletingSource() {
	now, _ := x.m.visible()
	l := newModelLayer(layerDeletion, health.BatchID{})
	source := modelSeries[x.r.IntN(len(modelSeries))].source
	visible := 0
	for i := range now {
		if modelSeries[i.series].source == source {
			visible++
		}
	}
	if visible > 0 {
		x.m.fold()
		for s := range modelSeries {
			if modelSeries[s].source == source && x.m.has(s) {
				l.all[s] = true
			}
		}
		l.id = removeSource(x.t, x.v, x.p, source)
		x.m.layers = append(x.m.layers, l)
	}
}

func (x *modelRun) bringingBack() {
	if l := x.m.some(x.r, layerDeletion); l != nil {
		x.m.fold()
		bringBack(x.t, x.v, l.id)
		x.m.layers = slices.DeleteFunc(x.m.layers, func(o *modelLayer) bool { return o == l })
	}
}

func (x *modelRun) check() {
	x.t.Helper()
	want, _ := x.m.visible()
	got := map[modelIdentity]int64{}
	counts := map[health.SourceID]int{}
	for s, of := range modelSeries {
		if of.metric == "" {
			continue
		}
		for r, err := range x.v.SourceReadings(context.Background(), x.p, of.metric, of.source, minTime, afterTime) {
			if err != nil {
				x.t.Fatal(err)
			}
			counts[of.source]++
			got[modelIdentity{s, (r.Start - testNow.UnixMilli()) / 60_000}] = r.Value.Mantissa
		}
	}
	for _, e := range entriesOf(x.t, x.v, x.p) {
		i := modelIdentity{k: (e.Start - testNow.UnixMilli()) / 60_000 * 2}
		for s, of := range modelSeries {
			if of.metric == "" && of.source == e.Source {
				i.series = s
			}
		}
		var value int64
		if _, err := fmt.Sscan(e.Field("text"), &value); err != nil {
			x.t.Fatal(err)
		}
		if e.Key == "k1" {
			i.k++
		}
		got[i] = value
	}
	if !maps.Equal(got, want) {
		x.t.Fatalf("got  %v\nwant %v", got, want)
	}
	list, err := x.v.Series(x.p)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, s := range list {
		if s.Count != counts[s.Source] {
			x.t.Fatalf("%d of %s, want %d", s.Count, s.Source, counts[s.Source])
		}
		delete(counts, s.Source)
	}
	if len(counts) > 0 {
		x.t.Fatalf("series that are not listed: %v", counts)
	}
	x.kept()
	deletions, err := x.v.Deletions()
	batches, err2 := x.v.Batches()
	if err != nil || err2 != nil {
		x.t.Fatal(err, err2)
	}
	kinds := map[layerKind]int{}
	for _, l := range x.m.layers {
		if !l.correction {
			kinds[l.kind]++
		}
	}
	if len(deletions) != kinds[layerDeletion] || len(batches) != kinds[layerImport] {
		x.t.Fatalf("%d deletions and %d imports, want %v", len(deletions), len(batches), kinds)
	}
}

// kept compares what is kept of the samples with the samples, and counts with
// what is counted without it.
func (x *modelRun) kept() {
	x.t.Helper()
	st, err := x.v.snapshot()
	if err != nil {
		x.t.Fatal(err)
	}
	c, err := st.profile(x.p)
	if err != nil {
		x.t.Fatal(err)
	}
	without := *c
	without.rollups = nil
	for _, s := range c.shown() {
		if s.metric == "" {
			continue
		}
		a, err := x.v.count(c, s)
		b, err2 := x.v.count(&without, s)
		if err != nil || err2 != nil || a.Count != b.Count || (a.Count > 0 && a != b) {
			x.t.Fatalf("counts %+v and %+v, %v, %v", a, b, err, err2)
		}
	}
	if c.rollups != nil {
		wantRollups(x.t, x.v, x.p)
		wantOverviews(x.t, x.v, x.p, x.r)
	}
}

func TestAnySequenceOfChangesAgreesWithTheRules(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			v, p := keepingVault(t, 2)
			x := &modelRun{t: t, r: rand.New(rand.NewPCG(11, seed)), v: v, p: p}
			steps := []func(){
				x.importing, x.importing, x.importing, x.undoing, x.deleting, x.deleting, x.deletingSource, x.bringingBack,
				x.typing, x.typing, x.typing, x.correcting, x.folding, x.purging, x.rewriting,
			}
			for step := range 80 {
				steps[x.r.IntN(len(steps))]()
				x.check()
				if step%10 != 9 {
					continue
				}
				report, err := x.v.Verify(context.Background(), nil)
				if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
					t.Fatalf("verify = %+v, %v", report, err)
				}
				x.v = reopenVault(t, x.v)
				x.v.options.keepAbove = 2
				x.check()
			}
		})
	}
}
