package vault

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"vitalkeep/health"
)

// deed is one thing that the killed process does to its vault. Everything that it
// writes follows from these few words, so that the process that reads the vault
// afterwards knows it, too.
type deed struct {
	Kind    deedKind
	N       int64 // no two deeds have the same
	Profile int   // index among the profiles
	Window  int64 // where in time the rows lie
	Rows    int64
	Spills  bool    // all that waits is written every now and then
	Target  int64   // N of the import or deletion that is undone
	Starts  []int64 // of what is deleted
	Typed   []int64 // likewise, of what was typed
	Old     []byte  // password
	New     []byte
}

type deedKind string

const (
	deedImport  deedKind = "import"
	deedUndo    deedKind = "undo"
	deedRename  deedKind = "rename"
	deedDiscard deedKind = "discard"
	deedDelete  deedKind = "delete"        // of Starts
	deedSourced deedKind = "delete source" // of all
	deedRestore deedKind = "undo of a deletion"
	deedCompact deedKind = "compact"
	deedSecret  deedKind = "another password"
	deedRekey   deedKind = "other keys"
	deedJoin    deedKind = "another profile"
	deedLeave   deedKind = "a profile goes"
	deedType    deedKind = "type"
	deedForget  deedKind = "delete all that was typed"
	deedCorrect deedKind = "correct" // Typed, by what is typed now
)

// deedTime is the time of a deed, by which a deletion is found again. The clock
// goes ten years forth and back.
func deedTime(n int64) time.Time {
	return testNow.AddDate(int(n%21)-10, 0, 0).Add(time.Duration(n) * time.Millisecond)
}

const (
	deedMetric, deedSource = "heart_rate", "csv:file"
	typedMetric            = "weight"
)

// start and value of a row: no two deeds write the same value.
func (d deed) start(i int64) int64 { return (d.Window<<20 + i*7) * 1000 }
func (d deed) value(i int64) int64 { return d.N<<20 + i }

func (d deed) title() string { return strconv.FormatInt(d.N, 10) }

func (d deed) note() health.Entry {
	return health.Entry{
		Kind: health.Note, Source: deedSource, Start: d.start(0), Key: d.title(),
		Fields: []health.Field{{Name: "text", Text: d.title()}},
	}
}

// do does it.
func (d deed) do(ctx context.Context, v *Vault) error {
	ps, err := v.Profiles()
	if err != nil {
		return err
	}
	p := ps[d.Profile]
	switch d.Kind {
	case deedImport, deedDiscard:
		st, err := v.Stage(ctx, p.ID, "test")
		if err != nil {
			return err
		}
		if err := d.fill(st); err != nil {
			return err
		}
		if d.Kind == deedDiscard {
			return st.Discard()
		}
		if _, err := st.Seal(ctx, nil); err != nil {
			return err
		}
		_, err = st.Commit(ctx)
		return err
	case deedUndo:
		batches, err := v.Batches()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(batches, func(b health.Batch) bool { return b.Title == strconv.FormatInt(d.Target, 10) })
		if i < 0 {
			return ErrNoBatch
		}
		return v.UndoBatch(ctx, batches[i].ID)
	case deedDelete:
		var ids []Identity
		for _, start := range d.Starts {
			ids = append(ids, Identity{Metric: deedMetric, Source: deedSource, Start: start})
		}
		for _, start := range d.Typed {
			ids = append(ids, Identity{Metric: typedMetric, Source: health.TypedSource, Start: start})
		}
		_, err := v.Delete(ctx, p.ID, ids)
		return err
	case deedForget:
		_, err := v.DeleteSource(ctx, p.ID, health.TypedSource)
		return err
	case deedType, deedCorrect:
		var list []health.Reading
		for i := range d.Rows {
			list = append(list, health.Reading{Metric: typedMetric, Sample: health.Sample{
				Start: d.start(i), Value: health.Int(d.value(i)), Unit: health.Gram,
			}})
		}
		if d.Kind == deedType {
			return v.Add(ctx, p.ID, list, nil)
		}
		var old []Identity
		for _, start := range d.Typed {
			old = append(old, Identity{Metric: typedMetric, Source: health.TypedSource, Start: start})
		}
		return v.Correct(ctx, p.ID, old, list, nil)
	case deedSourced:
		_, err := v.DeleteSource(ctx, p.ID, deedSource)
		return err
	case deedRestore:
		list, err := v.Deletions()
		if err != nil {
			return err
		}
		i := slices.IndexFunc(list, func(o Deletion) bool { return o.At == deedTime(d.Target).UnixMilli() })
		if i < 0 {
			return ErrNoDeletion
		}
		return v.UndoDeletion(ctx, list[i].ID)
	case deedCompact:
		_, err := v.Compact(ctx, nil)
		return err
	case deedJoin:
		_, err := v.AddProfile(health.Profile{Name: "Name " + d.title()})
		return err
	case deedLeave:
		return v.DeleteProfileNow(ctx, p.ID, nil)
	case deedSecret:
		return v.ChangePassword(ctx, d.Old, d.New)
	case deedRekey:
		_, err := v.Rekey(ctx, d.New, nil)
		return err
	case deedRename:
		p.Name = "Name " + d.title()
		return v.SetProfile(p)
	}
	return errors.New("no such deed")
}

func (d deed) fill(st *Stage) error {
	st.SetTitle(d.title())
	// From the end, so that the runs are not in order.
	for i := d.Rows - 1; i >= 0; i-- {
		if d.Spills && i%(d.Rows/4+1) == 0 {
			if err := st.writer.flush(); err != nil {
				return err
			}
		}
		err := st.Sample(deedMetric, deedSource, health.Sample{
			Start: d.start(i), Value: health.Int(d.value(i)), Unit: health.PerMinute, Origin: health.Origin{Row: uint32(i)},
		})
		if err != nil {
			return err
		}
	}
	return st.Entry(d.note())
}

// life is what the deeds done so far have made of the vault, worked out without
// it.
type life struct {
	password []byte
	profiles []lifeProfile
}

type lifeProfile struct {
	name   string
	layers []deed // imports and deletions, the oldest first
	final  int64  // deletions up to this one cannot be taken back
}

func (l life) clone() life {
	l.profiles = slices.Clone(l.profiles)
	for i := range l.profiles {
		l.profiles[i].layers = slices.Clone(l.profiles[i].layers)
	}
	return l
}

// after returns the life with one deed more.
func (l life) after(d deed) life {
	l = l.clone()
	p := &l.profiles[d.Profile]
	switch d.Kind {
	case deedImport, deedDelete, deedSourced, deedType, deedForget, deedCorrect:
		p.layers = append(p.layers, d)
	case deedCompact:
		for i := range l.profiles {
			l.profiles[i].final = d.N
		}
	case deedJoin:
		l.profiles = append(l.profiles, lifeProfile{name: "Name " + d.title()})
	case deedLeave:
		l.profiles = slices.Delete(l.profiles, d.Profile, d.Profile+1)
	case deedSecret, deedRekey:
		l.password = d.New
	case deedUndo, deedRestore:
		p.layers = slices.DeleteFunc(p.layers, func(o deed) bool { return o.N == d.Target })
	case deedRename:
		p.name = "Name " + d.title()
	}
	return l
}

// next chooses what to do.
func (l life) next(r *rand.Rand, n int64) deed {
	d := deed{Kind: deedImport, N: n, Profile: r.IntN(len(l.profiles)), Window: n, Rows: 1 + r.Int64N(400)}
	p := l.profiles[d.Profile]
	imports, deletions := p.alive()
	if d.Spills = r.IntN(2) == 0; d.Spills {
		d.Rows *= 6
	}
	if i := r.IntN(len(imports) + 1); i > 0 && p.open(imports[i-1].Window) {
		d.Window = imports[i-1].Window // some of its values are replaced
	}
	values, typed, _ := p.visible()
	chance := r.IntN(33)
	switch {
	case chance == 0:
		d.Kind = deedRename
	case chance == 1:
		d.Kind = deedDiscard
	case chance == 2:
		d.Kind = deedCompact
	case chance == 3:
		d.Kind, d.Old, d.New = deedSecret, l.password, []byte("password "+d.title())
	case chance == 4:
		d.Kind, d.New = deedRekey, []byte("other password "+d.title())
	case chance == 5 && len(l.profiles) < 4:
		d.Kind = deedJoin
	case chance == 5 && d.Profile > 0: // the main one stays
		d.Kind = deedLeave
	case chance < 10 && len(values) > 0:
		d.Kind, d.Starts = deedDelete, some(r, values)
		if len(typed) > 0 {
			d.Typed = some(r, typed)
		}
	case chance >= 24 && chance < 32:
		d.Kind, d.Rows = deedType, 1+r.Int64N(4)
		if chance == 24 {
			d.Rows = 200 // so that the journal is folded sooner
		}
	case chance == 23 && len(typed) > 0:
		d.Kind, d.Rows, d.Typed = deedCorrect, 1+r.Int64N(3), some(r, typed)
	case chance == 32 && len(typed) > 200:
		d.Kind = deedForget
	case chance == 10 && len(values) > 0:
		d.Kind = deedSourced
	case chance < 14 && len(deletions) > 0:
		d.Kind, d.Target = deedRestore, deletions[r.IntN(len(deletions))].N
	case len(imports) > 5 || (chance < 19 && len(imports) > 0):
		d.Kind, d.Target = deedUndo, imports[r.IntN(len(imports))].N
	}
	return d
}

// some returns some of the starts.
func some(r *rand.Rand, values map[int64]int64) []int64 {
	starts := slices.Sorted(maps.Keys(values))
	r.Shuffle(len(starts), func(i, j int) { starts[i], starts[j] = starts[j], starts[i] })
	return starts[:1+r.IntN(min(len(starts), 50))]
}

// alive returns the imports, and the deletions that can be taken back.
func (p lifeProfile) alive() (imports, deletions []deed) {
	for _, d := range p.layers {
		switch {
		case d.Kind == deedImport:
			imports = append(imports, d)
		case d.Kind != deedType && d.Kind != deedCorrect && d.N > p.final:
			deletions = append(deletions, d)
		}
	}
	return imports, deletions
}

// open reports whether nothing was deleted in a window: what was, would not come
// back with another import.
func (p lifeProfile) open(window int64) bool {
	return !slices.ContainsFunc(p.layers, func(d deed) bool {
		return slices.ContainsFunc(slices.Concat(d.Starts, d.Typed), func(start int64) bool { return start/1000>>20 == window })
	})
}

// visible returns what a profile shows: values by start, imported and typed, and
// texts of notes.
func (p lifeProfile) visible() (values, typed map[int64]int64, notes map[string]bool) {
	values, typed, notes = map[int64]int64{}, map[int64]int64{}, map[string]bool{}
	for _, d := range p.layers {
		switch d.Kind {
		case deedDelete:
			for _, start := range d.Starts {
				delete(values, start)
			}
			for _, start := range d.Typed {
				delete(typed, start)
			}
		case deedSourced:
			clear(values)
			clear(notes)
		case deedForget:
			clear(typed)
		case deedType, deedCorrect:
			for _, start := range d.Typed {
				delete(typed, start)
			}
			for i := range d.Rows {
				typed[d.start(i)] = d.value(i)
			}
		default:
			for i := range d.Rows {
				values[d.start(i)] = d.value(i)
			}
			notes[d.title()] = true
		}
	}
	return values, typed, notes
}

var errOtherLife = errors.New("the vault holds something else")

// compare returns errOtherLife if the vault shows anything but this life.
func (l life) compare(v *Vault) error {
	ctx := context.Background()
	ps, err := v.Profiles()
	if err != nil {
		return err
	}
	if len(ps) != len(l.profiles) {
		return fmt.Errorf("%w: %d profiles", errOtherLife, len(ps))
	}
	batches, err := v.Batches()
	if err != nil {
		return err
	}
	deletions, err := v.Deletions()
	if err != nil {
		return err
	}
	for i, p := range l.profiles {
		if ps[i].Name != p.name {
			return fmt.Errorf("%w: another name of profile %d", errOtherLife, i)
		}
		var titles, want []string
		for _, b := range batches {
			if b.Profile == ps[i].ID {
				titles = append(titles, b.Title)
			}
		}
		imports, alive := p.alive()
		n := 0
		for _, d := range deletions {
			if d.Profile == ps[i].ID {
				n++
			}
		}
		if n != len(alive) {
			return fmt.Errorf("%w: %d deletions of profile %d, want %d", errOtherLife, n, i, len(alive))
		}
		for _, d := range imports {
			want = append(want, d.title())
		}
		slices.Sort(titles)
		slices.Sort(want)
		if !slices.Equal(titles, want) {
			return fmt.Errorf("%w: imports %q, want %q", errOtherLife, titles, want)
		}
		infos, err := v.Series(ps[i].ID)
		if err != nil {
			return err
		}
		for _, s := range infos {
			if err := sumsAgree(ctx, v, ps[i].ID, s, false); err != nil {
				return err
			}
		}
		values, typed, notes := p.visible()
		if err := showsValues(v, ps[i].ID, deedMetric, deedSource, values); err != nil {
			return err
		}
		if err := showsValues(v, ps[i].ID, typedMetric, health.TypedSource, typed); err != nil {
			return err
		}
		said := map[string]bool{}
		for e, err := range v.Entries(ctx, ps[i].ID, minTime, afterTime) {
			if err != nil {
				return err
			}
			if len(e.Fields) != 1 || e.Fields[0].Text != e.Key {
				return fmt.Errorf("%w: an entry of profile %d", errOtherLife, i)
			}
			said[e.Key] = true
		}
		if !maps.Equal(said, notes) {
			return fmt.Errorf("%w: %d entries of profile %d, want %d", errOtherLife, len(said), i, len(notes))
		}
	}
	return nil
}

// showsValues compares the values of one series by their starts.
func showsValues(v *Vault, p health.ProfileID, metric health.MetricID, source health.SourceID, want map[int64]int64) error {
	got := map[int64]int64{}
	for r, err := range v.Readings(context.Background(), p, metric, minTime, afterTime) {
		if err != nil {
			return err
		}
		if r.Duration != 0 || r.Value.Places != 0 || r.Source != source {
			return fmt.Errorf("%w: a reading of %s", errOtherLife, metric)
		}
		got[r.Start] = r.Value.Mantissa
	}
	if !maps.Equal(got, want) {
		return fmt.Errorf("%w: %d readings of %s, want %d", errOtherLife, len(got), metric, len(want))
	}
	return nil
}

// purges returns the lives between this one and the end of a deed that makes
// deletions final, of one profile after the other.
func (l life) purges(d deed) (between []life) {
	if d.Kind != deedCompact {
		return nil
	}
	for i := range l.profiles {
		l = l.clone()
		l.profiles[i].final = d.N
		between = append(between, l)
	}
	return between
}
