package vault

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"

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
	Spills  bool  // all that waits is written every now and then
	Target  int64 // N of the import that is undone
}

type deedKind string

const (
	deedImport  deedKind = "import"
	deedUndo    deedKind = "undo"
	deedRename  deedKind = "rename"
	deedDiscard deedKind = "discard"
)

const deedMetric, deedSource = "heart_rate", "csv:file"

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
			Start: d.start(i), Value: health.Int(d.value(i)), Unit: health.PerMinute, Origin: health.Origin{Row: uint32(i)}, //nolint:gosec // small
		})
		if err != nil {
			return err
		}
	}
	return st.Entry(d.note())
}

// life is what the deeds done so far have made of the vault, worked out without
// it.
type life struct{ profiles []lifeProfile }

type lifeProfile struct {
	name   string
	layers []deed // imports, the oldest first
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
	case deedImport:
		p.layers = append(p.layers, d)
	case deedUndo:
		p.layers = slices.DeleteFunc(p.layers, func(o deed) bool { return o.N == d.Target })
	case deedRename:
		p.name = "Name " + d.title()
	}
	return l
}

// next chooses what to do.
func (l life) next(r *rand.Rand, n int64) deed {
	d := deed{Kind: deedImport, N: n, Profile: r.IntN(len(l.profiles)), Window: n, Rows: 1 + r.Int64N(400)}
	layers := l.profiles[d.Profile].layers
	if len(layers) > 0 && r.IntN(2) == 0 {
		d.Window = layers[r.IntN(len(layers))].Window // some of its values are replaced
	}
	if d.Spills = r.IntN(2) == 0; d.Spills {
		d.Rows *= 6
	}
	switch n := r.IntN(12); {
	case n == 0:
		d.Kind = deedRename
	case n == 1:
		d.Kind = deedDiscard
	case len(layers) > 5 || (n < 5 && len(layers) > 0):
		d.Kind = deedUndo
		d.Target = layers[r.IntN(len(layers))].N
	}
	return d
}

// visible returns what a profile shows: value by start, and texts of notes.
func (p lifeProfile) visible() (values map[int64]int64, notes map[string]bool) {
	values, notes = map[int64]int64{}, map[string]bool{}
	for _, d := range p.layers {
		for i := range d.Rows {
			values[d.start(i)] = d.value(i)
		}
		notes[d.title()] = true
	}
	return values, notes
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
		for _, d := range p.layers {
			want = append(want, d.title())
		}
		slices.Sort(titles)
		slices.Sort(want)
		if !slices.Equal(titles, want) {
			return fmt.Errorf("%w: imports %q, want %q", errOtherLife, titles, want)
		}
		values, notes := p.visible()
		got := map[int64]int64{}
		for r, err := range v.Readings(ctx, ps[i].ID, deedMetric, minTime, afterTime) {
			if err != nil {
				return err
			}
			if r.Unit != health.PerMinute || r.Duration != 0 || r.Value.Places != 0 || r.Source != deedSource {
				return fmt.Errorf("%w: a reading of profile %d", errOtherLife, i)
			}
			got[r.Start] = r.Value.Mantissa
		}
		if !maps.Equal(got, values) {
			return fmt.Errorf("%w: %d readings of profile %d, want %d", errOtherLife, len(got), i, len(values))
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
