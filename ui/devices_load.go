package ui

import (
	"context"
	"encoding/hex"
	"math"
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// The loaders of this file run off the UI goroutine and touch nothing of the
// window.

// deviceSeries is what came from a device of one metric, or of one kind of
// entry, for one person.
type deviceSeries struct {
	person      int // index of the people
	metric      health.MetricID
	entry       health.EntryKind // for what is no number
	source      health.SourceID
	count       int
	first, last int64
	offset      int32 // of an entry's last
}

// ownedDevice is a device and what came from it.
type ownedDevice struct {
	device health.Device
	model  health.DeviceModel
	known  bool // whether the model is in the catalogue
	series []deviceSeries
}

// last is when the device was last heard of, in UTC milliseconds; 0 for never.
func (o ownedDevice) last() int64 {
	var last int64
	for _, s := range o.series {
		last = max(last, s.last)
	}
	return last
}

// readings is how many readings came from the device.
func (o ownedDevice) readings() int {
	n := 0
	for _, s := range o.series {
		if s.metric != "" {
			n += s.count
		}
	}
	return n
}

// heirs are the people whose data a device can have: its owners, or everybody
// for a device of the home.
func (s timelineSource) heirs(d health.Device) []int {
	var out []int
	for i, p := range s.people {
		if len(d.Owners) == 0 || slices.Contains(d.Owners, p.profile.ID) {
			out = append(out, i)
		}
	}
	return out
}

// loadDevices gathers the devices with what came from each.
func loadDevices(ctx context.Context, src timelineSource) ([]ownedDevice, error) {
	devices, err := src.devices.List(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]ownedDevice, len(devices))
	for i, d := range devices {
		if out[i], err = loadDevice(ctx, src, d); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// loadDevice gathers what came from a device: of the sources that are its data,
// what its model measures and nothing else.
func loadDevice(ctx context.Context, src timelineSource, d health.Device) (ownedDevice, error) {
	o := ownedDevice{device: d}
	o.model, o.known = health.DeviceModelByID(d.Model)
	if !o.known {
		return o, nil
	}
	for _, person := range src.heirs(d) {
		p := src.people[person]
		for _, source := range d.Sources {
			all, err := loadSource(ctx, p.library, source)
			if err != nil {
				return o, err
			}
			for _, m := range all {
				if m.Count > 0 && o.model.Measures(m.Metric) {
					o.series = append(o.series, deviceSeries{person: person, metric: m.Metric, source: source, count: m.Count, first: m.First, last: m.Last})
				}
			}
		}
		if err := o.entries(ctx, person, p.notebook); err != nil {
			return o, err
		}
	}
	order := map[health.MetricID]int{}
	for i, m := range health.Metrics() {
		order[m.ID] = i - len(health.Metrics())
	}
	slices.SortStableFunc(o.series, func(a, b deviceSeries) int { return order[a.metric] - order[b.metric] })
	return o, ctx.Err()
}

// loadSource sums up what a library has of one source.
func loadSource(ctx context.Context, lib Library, source health.SourceID) ([]present.Summary, error) {
	return oneSource{Library: lib, source: source}.Metrics(ctx)
}

// entries adds the documents of a device: workouts of its sources where it gives
// run data, and what it noticed in a room.
func (o *ownedDevice) entries(ctx context.Context, person int, book Notebook) error {
	runs := slices.Contains(o.model.Gives, health.GivesRunData) && len(o.device.Sources) > 0
	watches := slices.Contains(o.model.Gives, health.GivesMotion) || slices.Contains(o.model.Gives, health.GivesVideo)
	if book == nil || !runs && !watches {
		return nil
	}
	id := hex.EncodeToString(o.device.ID[:])
	found := map[rowEntry]*deviceSeries{}
	for e, err := range book.Entries(ctx, math.MinInt64, math.MaxInt64) {
		if err != nil {
			return err
		}
		mine := runs && e.Kind == health.Workout && slices.Contains(o.device.Sources, e.Source) ||
			watches && e.Kind == health.RoomEvent && strings.EqualFold(e.Field(health.FieldDevice), id)
		if !mine {
			continue
		}
		key := rowEntry{e.Kind, e.Source}
		s := found[key]
		if s == nil {
			s = &deviceSeries{person: person, entry: e.Kind, source: e.Source, first: e.Start}
			found[key] = s
		}
		s.count++
		s.last, s.offset = e.Start, e.Offset
	}
	for _, s := range found {
		o.series = append(o.series, *s)
	}
	return nil
}

// rowEntry is a kind of document of one source.
type rowEntry struct {
	kind   health.EntryKind
	source health.SourceID
}

// heldSource is a source that is in the vault, with the metrics that it holds.
type heldSource struct {
	source  health.SourceID
	metrics []health.MetricID
	count   int
	last    int64
}

// measured are the metrics of the source that a model measures.
func (h heldSource) measured(m health.DeviceModel) []health.MetricID {
	return slices.DeleteFunc(slices.Clone(h.metrics), func(id health.MetricID) bool { return !m.Measures(id) })
}

// loadSources lists the sources in the vault, of everybody, but what is typed.
func loadSources(ctx context.Context, src timelineSource) ([]heldSource, error) {
	by := map[health.SourceID]*heldSource{}
	for _, p := range src.people {
		all, err := p.library.Metrics(ctx)
		if err != nil {
			return nil, err
		}
		var sources []health.SourceID
		for _, m := range all {
			for _, s := range m.Sources {
				if !slices.Contains(sources, s) && !s.Typed() {
					sources = append(sources, s)
				}
			}
		}
		for _, s := range sources {
			held, err := loadSource(ctx, p.library, s)
			if err != nil {
				return nil, err
			}
			h := by[s]
			if h == nil {
				h = &heldSource{source: s}
				by[s] = h
			}
			for _, m := range held {
				if !slices.Contains(h.metrics, m.Metric) {
					h.metrics = append(h.metrics, m.Metric)
				}
				h.count += m.Count
				h.last = max(h.last, m.Last)
			}
		}
	}
	var out []heldSource
	for _, h := range by {
		out = append(out, *h)
	}
	slices.SortFunc(out, func(a, b heldSource) int {
		if c := health.CompareSources(a.source, b.source); c != 0 {
			return c
		}
		return strings.Compare(string(a.source), string(b.source))
	})
	return out, nil
}
