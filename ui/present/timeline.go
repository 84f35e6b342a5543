package present

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Happening is one line of a timeline: "07:12 Weight 78.2 kg".
type Happening struct {
	Topic  Topic
	At     int64 // UTC milliseconds
	Offset int32
	Date   health.Date
	// WholeDay means that it stands for a day, not for a moment.
	WholeDay bool
	// Name, Value and Unit are the line in three weights; Value may be "".
	Name, Value, Unit string
	Detail            string
	// Metric leads to the detail of what was measured; "" for what is no number.
	Metric health.MetricID
	// Entry is set when the line is a document.
	Entry *health.Entry
	// Picture is the vault's reference of a picture to show beside the line.
	Picture string
}

// Words returns the line as one text, for assistive technology.
func (h Happening) Words() string {
	var out []string
	for _, s := range []string{h.Name, h.Value, h.Unit, h.Detail} {
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// Clock is the time of day of the line, "" if it stands for a day.
func (h Happening) Clock() string {
	if h.WholeDay {
		return ""
	}
	return locale.Clock(local(h.At, h.Offset))
}

// Before orders lines: the newest day first, in it the newest moment first, and
// what stands for the whole day at its end.
func (h Happening) Before(o Happening) int {
	if c := o.Date.Compare(h.Date); c != 0 {
		return c
	}
	if h.WholeDay != o.WholeDay {
		if h.WholeDay {
			return 1
		}
		return -1
	}
	if h.WholeDay {
		return cmp.Or(cmp.Compare(h.Topic, o.Topic), cmp.Compare(h.Name, o.Name))
	}
	return cmp.Or(cmp.Compare(o.At, h.At), cmp.Compare(h.Topic, o.Topic), cmp.Compare(h.Name, o.Name))
}

// DayHead returns the line over a day of the timeline: "Today",
// "Yesterday, 13 October", "Sunday 12 October", with the year where it is
// another.
func (a Almanac) DayHead(d health.Date) string {
	switch today := a.Today(); {
	case d == today:
		return locale.T("Today, %s", locale.WordDay(d))
	case d == today.AddDays(-1):
		return locale.T("Yesterday, %s", locale.WordDay(d))
	case d.Year == today.Year:
		return locale.LongDay(d)
	}
	return locale.LongDate(d)
}

// most is how many readings of one metric and source stand singly in a day; of
// more of them one line tells.
const most = 24

// Spots turns readings that people took on purpose into lines: what one source
// measured at one moment is one of them, a weigh-in with all its values, a blood
// pressure with its pulse. What comes by the dozen is one line a day.
//
// A line names the device where one of devices measured all that it tells, else
// the source.
func Spots(readings []health.Reading, system health.UnitSystem, devices []health.Device, o Objections) []Happening {
	type series struct {
		metric health.MetricID
		source health.SourceID
		date   health.Date
	}
	type moment struct {
		at     int64
		source health.SourceID
	}
	counts := map[series][]health.Reading{}
	for _, r := range readings {
		k := series{r.Metric, r.Source, health.DateAt(r.Start, r.Offset)}
		counts[k] = append(counts[k], r)
	}
	var out []Happening
	groups := map[moment][]health.Reading{}
	for k, rs := range counts {
		if len(rs) > most {
			if h, ok := foldedDay(k.metric, k.date, rs, system, devices, o); ok {
				out = append(out, h)
			}
			continue
		}
		for _, r := range rs {
			m := moment{r.Start, r.Source}
			groups[m] = append(groups[m], r)
		}
	}
	for _, g := range groups {
		out = append(out, momentOf(g, system, devices)...)
	}
	slices.SortFunc(out, Happening.Before)
	return out
}

// foldedDay is the line for many readings of a day.
func foldedDay(id health.MetricID, date health.Date, readings []health.Reading, system health.UnitSystem, devices []health.Device, o Objections) (Happening, bool) {
	m, ok := health.Lookup(id)
	if !ok {
		return Happening{}, false
	}
	d := health.Day{Date: date, Min: math.Inf(1), Max: math.Inf(-1), Readings: len(readings)}
	sum := 0.0
	for _, r := range readings {
		v := r.Canonical()
		d.Min, d.Max = min(d.Min, v), max(d.Max, v)
		sum += v
	}
	d.Value = sum / float64(len(readings))
	return DayLine(m, d, system, giverOf(devices, readings), o), true
}

// momentOf turns what one source measured at one moment into lines.
func momentOf(readings []health.Reading, system health.UnitSystem, devices []health.Device) []Happening {
	by := map[health.MetricID]health.Reading{}
	for _, r := range readings {
		by[r.Metric] = r
	}
	taken := map[health.MetricID]bool{}
	value := func(id health.MetricID) (string, bool) {
		r, ok := by[id]
		if !ok || taken[id] {
			return "", false
		}
		m, known := health.Lookup(id)
		if !known {
			return "", false
		}
		taken[id] = true
		s := ScaleFor(m, system)
		return s.Text(s.OfSample(r.Sample)), true
	}
	pulse := func() string {
		if text, ok := value("heart_rate"); ok {
			return locale.T("Pulse %s", text)
		}
		return ""
	}
	// giver names who measured what was taken since the call before.
	told := map[health.MetricID]bool{}
	giver := func() string {
		var line []health.Reading
		for id := range taken {
			if r, ok := by[id]; ok && !told[id] {
				line = append(line, r)
			}
			told[id] = true
		}
		return giverOf(devices, line)
	}
	var out []Happening
	if s, ok := by["systolic"]; ok {
		if d, ok := by["diastolic"]; ok {
			taken["systolic"], taken["diastolic"] = true, true
			h := happeningOf(s, TopicHeart)
			scale := PressureScale(system)
			h.Name, h.Value, h.Unit = locale.T("Blood pressure"), scale.PairOf(s.Canonical(), d.Canonical()), scale.Symbol()
			h.Detail = Facts(pulse(), giver())
			out = append(out, h)
		}
	}
	if w, ok := by["weight"]; ok {
		h := spot(w, system)
		taken["weight"] = true
		details := []string{bodyFat(by, taken)}
		for _, id := range weightMembers[1:] {
			if text, ok := value(id); ok {
				m, _ := health.Lookup(id)
				details = append(details, locale.Dynamic(m.Name)+" "+text)
			}
		}
		details = append(details, pulse())
		h.Detail = Facts(append(details, giver())...)
		out = append(out, h)
	}
	for _, r := range readings {
		if _, known := health.Lookup(r.Metric); known && !taken[r.Metric] {
			taken[r.Metric] = true
			h := spot(r, system)
			h.Detail = giver()
			out = append(out, h)
		}
	}
	return out
}

// giverOf names the device that measured all of the readings, else their source:
// what a model does not give is never said to be its device's.
func giverOf(devices []health.Device, readings []health.Reading) string {
	if len(readings) == 0 {
		return ""
	}
	first, ok := DeviceOf(devices, readings[0])
	for _, r := range readings[1:] {
		d, known := DeviceOf(devices, r)
		ok = ok && known && d.ID == first.ID
	}
	if !ok {
		return SourceName(readings[0].Source)
	}
	if first.Nickname != "" {
		return first.Nickname
	}
	m, _ := health.DeviceModelByID(first.Model)
	return m.Name
}

// bodyFat is the body fat of a weigh-in in per cent, as it was given or as the
// two masses come to.
func bodyFat(by map[health.MetricID]health.Reading, taken map[health.MetricID]bool) string {
	ratio := math.NaN()
	if r, ok := by["fat_ratio"]; ok {
		taken["fat_ratio"] = true
		ratio = r.Canonical()
	} else if f, ok := by["fat_mass"]; ok && by["weight"].Canonical() > 0 {
		ratio = f.Canonical() / by["weight"].Canonical() * 100
	}
	if math.IsNaN(ratio) {
		return ""
	}
	taken["fat_mass"] = true
	return locale.T("Fat %s %%", locale.Number(ratio, 1))
}

func happeningOf(r health.Reading, t Topic) Happening {
	return Happening{Topic: t, At: r.Start, Offset: r.Offset, Date: health.DateAt(r.Start, r.Offset), Metric: r.Metric}
}

// spot is the line of one reading.
func spot(r health.Reading, system health.UnitSystem) Happening {
	m, _ := health.Lookup(r.Metric)
	h := happeningOf(r, TopicOf(m.Family))
	s := ScaleFor(m, system)
	h.Name = locale.Dynamic(m.Name)
	h.WholeDay = m.Day == health.DaySum && r.WholeDay()
	h.set(s, s.OfSample(r.Sample))
	return h
}

// set fills in a value in the unit shown.
func (h *Happening) set(s Scale, shown float64) {
	if s.Spans() || s.feet() {
		h.Value = s.Number(shown)
		return
	}
	h.Value, h.Unit = s.Number(shown), s.Symbol()
}

// Facts joins what is to be said in short; what is "" is left out.
func Facts(all ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(all), func(s string) bool { return s == "" }), " · ")
}

// DayLine is the line that stands for a day of a metric: its sum, or its lowest
// and highest with the mean. source may be "".
func DayLine(m health.Metric, d health.Day, system health.UnitSystem, source string, o Objections) Happening {
	s := ScaleFor(m, system)
	h := Happening{Topic: TopicOf(m.Family), Date: d.Date, WholeDay: true, Name: locale.Dynamic(m.Name), Metric: m.ID}
	if m.Day == health.DaySum {
		h.set(s, s.Of(d.Value))
		h.Detail = source
		return h
	}
	low, high := s.Number(s.Of(d.Min)), s.Number(s.Of(d.Max))
	count := locale.N("%s reading", "%s readings", d.Readings, locale.Count(d.Readings))
	if low == high {
		h.set(s, s.Of(d.Value))
		h.Detail = Facts(count, source)
		return h
	}
	if o.Statistics {
		h.Value, h.Detail = count, source
		return h
	}
	h.Value, h.Unit = s.Range(s.Of(d.Min), s.Of(d.Max)), s.Symbol()
	h.Detail = Facts(locale.T("Mean %s", s.Number(s.Of(d.Value))), count, source)
	return h
}

// activityOrder is what is told of a day's movement, in this order.
var activityOrder = []health.MetricID{
	"steps", "distance", "calories_active", "elevation", "floors", "swim_laps", "swim_strokes", "calories_passive",
}

// ActivityLine joins the day totals of movement to one line; sofar says that the
// day is not over.
func ActivityLine(days map[health.MetricID]health.Day, system health.UnitSystem, sofar bool) (Happening, bool) {
	var h Happening
	var details []string
	if sofar {
		details = append(details, locale.T("So far today"))
	}
	found := false
	for _, id := range activityOrder {
		d, ok := days[id]
		if !ok {
			continue
		}
		m, _ := health.Lookup(id)
		s := ScaleFor(m, system)
		if !found {
			found = true
			h = DayLine(m, d, system, "", Objections{})
			if m.ID == "steps" {
				h.Unit = "" // the name says it
			}
			continue
		}
		if d.Value > 0 {
			details = append(details, dayFact(m, s, s.Text(s.Of(d.Value))))
		}
	}
	h.Detail = Facts(details...)
	return h, found
}

// dayFact names what its unit does not tell.
func dayFact(m health.Metric, s Scale, text string) string {
	switch m.ID {
	case "elevation", "calories_passive":
		return locale.Dynamic(m.Name) + " " + text
	}
	return text
}

// roomOrder is what is told of a day's air, in this order.
var roomOrder = []health.MetricID{"co2", "voc", "room_temperature", "sound_level", "luminosity", "motion"}

// RoomLine joins the days of what was measured in rooms to one line.
func RoomLine(days map[health.MetricID]health.Day, system health.UnitSystem, o Objections) (Happening, bool) {
	var h Happening
	var details []string
	found := false
	for _, id := range roomOrder {
		d, ok := days[id]
		if !ok {
			continue
		}
		m, _ := health.Lookup(id)
		line := DayLine(m, d, system, "", o)
		if !found {
			found, h = true, line
			h.Detail = ""
			continue
		}
		details = append(details, strings.TrimSpace(line.Name+" "+line.Value+" "+line.Unit))
	}
	h.Detail = Facts(details...)
	return h, found
}

// NoticedLine is the line of all that was noticed in the rooms on a day, by the
// word of each event; nobody looks at every motion in a timeline.
func NoticedLine(date health.Date, counts map[string]int, source string) Happening {
	n := 0
	var details []string
	for _, event := range slices.Sorted(maps.Keys(counts)) {
		c := counts[event]
		n += c
		switch event {
		case "motion":
			details = append(details, locale.N("Motion once", "Motion %s times", c, locale.Count(c)))
		case "sound":
			details = append(details, locale.N("Sound once", "Sound %s times", c, locale.Count(c)))
		default:
			details = append(details, Facts(event, locale.Count(c)))
		}
	}
	return Happening{
		Topic: TopicRoom, Date: date, WholeDay: true, Name: locale.T("In the rooms"),
		Value: locale.N("%s event", "%s events", n, locale.Count(n)), Detail: Facts(append(details, source)...),
	}
}

// Asleep is one sleep as its source summed it up, in seconds by stage.
type Asleep struct {
	Start, End int64
	Offset     int32
	Source     health.SourceID
	Night      Night
}

// SleepLine is the line of one sleep, at the moment of waking.
func SleepLine(a Asleep) Happening {
	h := Happening{
		Topic: TopicSleep, At: a.End, Offset: a.Offset, Date: health.DateAt(a.End, a.Offset),
		Name: locale.T("Slept"), Value: Span(a.Night.Asleep()), Metric: "sleep_deep",
	}
	var deep, rem string
	if a.Night.Deep > 0 {
		deep = locale.T("Deep %s", Span(a.Night.Deep))
	}
	if a.Night.REM > 0 {
		rem = locale.T("REM %s", Span(a.Night.REM))
	}
	h.Detail = Facts(clockSpan(a.Start, a.End, a.Offset), deep, rem, SourceName(a.Source))
	return h
}

// clockSpan returns "23:04 to 06:55".
func clockSpan(from, to int64, offset int32) string {
	return locale.T("%[1]s to %[2]s", locale.Clock(local(from, offset)), locale.Clock(local(to, offset)))
}
