package ui

import (
	"maps"
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// transferKind is one line of the tables of import and export: the metrics and
// entries that people think of as one thing.
type transferKind struct {
	name  string // a key of package locale
	icon  style.Icon
	color style.Token
	// names lists the metrics that make it up, when there are several.
	names []string

	isNew, same, conflicting, rejected, changed, dropped int
	// first and last bound what changed or was dropped, both 0 without any.
	first, last int64
}

func (k transferKind) detail() string { return strings.Join(k.names, ", ") }

// span takes another period into the line's.
func (k *transferKind) span(first, last int64) {
	if k.first == 0 && k.last == 0 {
		k.first, k.last = first, last
		return
	}
	k.first, k.last = min(k.first, first), max(k.last, last)
}

type kindStyle struct {
	name  string
	icon  style.Icon
	color style.Token
}

// The kinds in the order of the tables.
var (
	kindBody        = kindStyle{locale.Key("Weight, body composition"), style.IconWeight, style.Body}
	kindPressure    = kindStyle{locale.Key("Blood pressure"), style.IconPressure, style.Heart}
	kindHeart       = kindStyle{locale.Key("Heart"), style.IconHeart, style.Heart}
	kindGlucose     = kindStyle{locale.Key("Blood glucose"), style.IconHeart, style.Heart}
	kindActivity    = kindStyle{locale.Key("Steps, distance, calories"), style.IconSteps, style.Activity}
	kindWorkouts    = kindStyle{locale.Key("Workouts"), style.IconSteps, style.Activity}
	kindSleep       = kindStyle{locale.Key("Sleep"), style.IconSleep, style.Sleep}
	kindTemperature = kindStyle{locale.Key("Temperature"), style.IconTemperature, style.Temperature}
	kindOxygen      = kindStyle{locale.Key("Oxygen, breath"), style.IconOxygen, style.Oxygen}
	kindRoom        = kindStyle{locale.Key("Room"), style.IconRoom, style.Room}
	kindNotes       = kindStyle{locale.Key("Notes"), style.IconFile, style.Muted}
	kindOther       = kindStyle{locale.Key("Other streams"), style.IconData, style.Muted}

	kindOrder = []kindStyle{
		kindBody, kindPressure, kindHeart, kindGlucose, kindActivity, kindWorkouts,
		kindSleep, kindTemperature, kindOxygen, kindRoom, kindNotes, kindOther,
	}
)

// kindOf returns the line that a metric or an entry belongs to, and its own
// name. Streams that the catalogue does not know, of which an archive may have
// dozens, share one.
func kindOf(id health.MetricID, entry health.EntryKind) (kindStyle, string) {
	if id == "" {
		switch entry {
		case health.SleepNight:
			return kindSleep, locale.T("Nights")
		case health.Workout:
			return kindWorkouts, locale.T("Workouts")
		case health.ECG:
			return kindHeart, locale.T("ECG recordings")
		case health.Note:
			return kindNotes, locale.T("Notes")
		}
		return kindOther, locale.T("Other entries")
	}
	m, ok := health.Lookup(id)
	switch {
	case !ok:
		return kindOther, string(id)
	case m.Generic:
		return kindOther, present.MetricName(m)
	}
	switch id {
	case "systolic", "diastolic":
		return kindPressure, present.MetricName(m)
	case "glucose":
		return kindGlucose, present.MetricName(m)
	}
	return map[health.Family]kindStyle{
		health.Body:        kindBody,
		health.Heart:       kindHeart,
		health.Activity:    kindActivity,
		health.Sleep:       kindSleep,
		health.Temperature: kindTemperature,
		health.Oxygen:      kindOxygen,
		health.Room:        kindRoom,
	}[m.Family], present.MetricName(m)
}

// kindTable gathers counts into lines.
type kindTable struct{ kinds []transferKind }

// line returns the line of a metric or kind of entry; the pointer is good until
// the next call.
func (t *kindTable) line(id health.MetricID, entry health.EntryKind) *transferKind {
	k, name := kindOf(id, entry)
	i := slices.IndexFunc(t.kinds, func(have transferKind) bool { return have.name == k.name })
	if i < 0 {
		t.kinds = append(t.kinds, transferKind{name: k.name, icon: k.icon, color: k.color})
		i = len(t.kinds) - 1
	}
	if !slices.Contains(t.kinds[i].names, name) {
		t.kinds[i].names = append(t.kinds[i].names, name)
	}
	return &t.kinds[i]
}

// sorted returns the lines in their order.
func (t *kindTable) sorted() []transferKind {
	rank := func(k transferKind) int {
		return slices.IndexFunc(kindOrder, func(s kindStyle) bool { return s.name == k.name })
	}
	out := slices.Clone(t.kinds)
	slices.SortStableFunc(out, func(a, b transferKind) int { return rank(a) - rank(b) })
	for i := range out {
		// What a name says already is not said again.
		if out[i].name == kindPressure.name || len(out[i].names) == 1 && out[i].name != kindOther.name {
			out[i].names = nil
		}
	}
	return out
}

// importKinds are the lines of a preview. Rejected rows of which it is not
// known what they would have been get a line at the end, so that the columns
// add up.
func importKinds(p ImportPreview) []transferKind {
	var t kindTable
	for _, tally := range p.Tallies {
		k := t.line(tally.Metric, tally.Entry)
		k.isNew += tally.New
		k.same += tally.Duplicates
		k.conflicting += tally.Conflicts
		k.changed += tally.Changed
		k.dropped += tally.Dropped
		if tally.Changed > 0 {
			k.span(tally.ChangedFirst, tally.ChangedLast)
		}
		if tally.Dropped > 0 {
			k.span(tally.DroppedFirst, tally.DroppedLast)
		}
	}
	rest := p.Rejected
	for _, m := range health.Metrics() {
		if n := p.RejectedIn[m.ID]; n > 0 {
			t.line(m.ID, health.UnknownEntry).rejected += n
			rest -= n
		}
	}
	for _, id := range slices.Sorted(maps.Keys(p.RejectedIn)) {
		if m, ok := health.Lookup(id); !ok || m.Generic {
			t.line(id, health.UnknownEntry).rejected += p.RejectedIn[id]
			rest -= p.RejectedIn[id]
		}
	}
	out := t.sorted()
	if rest > 0 {
		out = append(out, transferKind{
			name: locale.Key("Rows that could not be read"), icon: style.IconWarning, color: style.Warning, rejected: rest,
		})
	}
	return out
}

// exportKinds are the lines of what an export holds, counted as new.
func exportKinds(holdings []Holding) []transferKind {
	var t kindTable
	for _, h := range holdings {
		t.line(h.Metric, h.Entry).isNew += h.Count
	}
	return t.sorted()
}
