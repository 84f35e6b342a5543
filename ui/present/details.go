package present

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Line is a label and what stands beside it; Note is a second line below.
type Line struct{ Label, Text, Note string }

// Details is everything that is known of one measurement, or of one day.
type Details struct {
	Figures []Figure
	When    string
	Lines   []Line
	// Footnote says why it may not be deleted, or what else to know of it.
	Footnote string
}

// Known is what else is known where a reading is told of.
type Known struct {
	Imports []health.Batch
	Devices []health.Device // that the household owns
	// Twins are the same measurement as other sources handed it over.
	Twins []health.Reading
}

// DetailsOf tells all values of one reading: the samples of one source and
// instant, the leading metric of the subject among them.
func DetailsOf(s Subject, a Almanac, system health.UnitSystem, readings []health.Reading, k Known) Details {
	by := map[health.MetricID]health.Reading{}
	for _, r := range readings {
		by[r.Metric] = r
	}
	lead, ok := by[s.Metric.ID]
	if !ok {
		return Details{Figures: []Figure{{Missing, ""}}}
	}
	scale := ScaleFor(s.Metric, system)
	d := Details{When: Moment(lead.Start, lead.Offset), Figures: scale.Figures(scale.OfSample(lead.Sample))}
	add := func(label, text string) { d.Lines = append(d.Lines, Line{Label: label, Text: text}) }
	done := map[health.MetricID]bool{s.Metric.ID: true}
	if low, ok := by["diastolic"]; ok && s.Kind == Pressure {
		hi, lo := lead.Canonical(), low.Canonical()
		d.Figures = []Figure{{scale.PairOf(hi, lo), scale.Symbol()}}
		done["diastolic"] = true
		if p, ok := by["heart_rate"]; ok {
			add(locale.T("Pulse"), Fixed(p.Canonical(), 0)+" bpm")
			done["heart_rate"] = true
		}
		add(locale.T("Pulse pressure"), scale.Text(scale.shown(hi)-scale.shown(lo)))
	}
	if s.Metric.Shape != health.Instant && lead.Duration > 0 {
		add(locale.T("Until"), untilText(lead))
	}
	for _, m := range health.Metrics() {
		r, ok := by[m.ID]
		if !ok || done[m.ID] {
			continue
		}
		sc := ScaleFor(m, system)
		text := sc.Text(sc.OfSample(r.Sample))
		if m.ID == "fat_mass" && s.Kind == BodyMass {
			if ratio := FatRatio(by); !math.IsNaN(ratio) {
				text += " · " + Fixed(ratio, 1) + " %"
				done["fat_ratio"] = true
			}
		}
		add(MetricName(m), text)
	}
	if written := asWritten(lead, scale); written != "" {
		add(locale.T("As written"), written)
	}
	add(locale.T("Taken in"), a.ZoneText(lead.Start, lead.Offset))
	if device, ok := DeviceOf(k.Devices, lead); ok {
		add(locale.T("Device"), deviceName(device))
	}
	add(locale.T("Source"), SourceName(lead.Source))
	d.Lines = append(d.Lines, cameFrom(lead.Source, lead.Batch, lead.Origin, a, k.Imports)...)
	for _, twin := range k.Twins {
		d.Lines = append(d.Lines, alsoFrom(twin, a, k.Imports))
	}
	_, why := health.MayDelete(lead.Metric, health.UnknownEntry, lead.Source)
	d.Footnote = locale.Dynamic(why)
	return d
}

// asWritten is the number of a reading as it stands in its file, with the unit
// that it was read in. What was typed is told where it was in another unit.
func asWritten(r health.Reading, scale Scale) string {
	written := r.Text()
	switch {
	case !r.Source.Typed() && written != "":
	case r.Unit != scale.Unit && r.Unit != health.NoUnit && !scale.Spans():
		written = locale.Decimal(r.Value)
	default:
		return ""
	}
	if sym := r.Unit.Symbol(); sym != "" && !r.Form.HasUnits() {
		written += " " + sym
	}
	return written
}

// DeviceOf returns the device that a reading is of: one that its source belongs
// to, whose model measures such a thing, and that was in use on that day.
func DeviceOf(devices []health.Device, r health.Reading) (health.Device, bool) {
	day := health.DateAt(r.Start, r.Offset)
	for _, d := range devices {
		m, ok := health.DeviceModelByID(d.Model)
		none := health.Date{}
		switch {
		case !ok, !m.Measures(r.Metric), !slices.Contains(d.Sources, r.Source):
		case d.Since != none && day.Compare(d.Since) < 0, d.Retired != none && day.Compare(d.Retired) > 0:
		default:
			return d, true
		}
	}
	return health.Device{}, false
}

func deviceName(d health.Device) string {
	m, _ := health.DeviceModelByID(d.Model)
	if d.Nickname == "" || d.Nickname == m.Name {
		return m.Name
	}
	return d.Nickname + " · " + m.Name
}

// Past is a value that a reading had before.
type Past struct {
	Reading health.Reading // with the value as it was
	At      int64          // when it was stored, in UTC milliseconds, 0 if nobody knows
	Typed   bool
	// HiddenAt is when a deletion or, where it is Corrected, a correction took it
	// away, in UTC milliseconds; 0 for what another value replaced.
	HiddenAt  int64
	Corrected bool
}

// Told says what the value was, and how and when it had come in.
func (p Past) Told(a Almanac, system health.UnitSystem, imports []health.Batch) Line {
	m, ok := health.Lookup(p.Reading.Metric)
	if !ok {
		return Line{Label: string(p.Reading.Metric)}
	}
	scale := ScaleFor(m, system)
	l := Line{Label: MetricName(m), Text: scale.Text(scale.OfSample(p.Reading.Sample))}
	i := slices.IndexFunc(imports, func(b health.Batch) bool { return b.ID == p.Reading.Batch })
	hidden := Moment(p.HiddenAt, a.OffsetAt(p.HiddenAt))
	switch {
	case p.HiddenAt != 0 && p.Corrected:
		l.Note = locale.T("Corrected on %s", hidden)
	case p.HiddenAt != 0:
		l.Note = locale.T("Deleted on %s", hidden)
	case p.Typed && p.At != 0:
		l.Note = locale.T("Typed in on %s", Moment(p.At, a.OffsetAt(p.At)))
	case p.Typed:
		l.Note = locale.T("Typed in")
	case i >= 0:
		l.Note = locale.T("Import of %s", Moment(imports[i].At, a.OffsetAt(imports[i].At)))
	case p.At != 0:
		l.Note = locale.T("Import of %s", Moment(p.At, a.OffsetAt(p.At)))
	default:
		l.Note = locale.T("From an import")
	}
	return l
}

// FatRatio is body fat in % of one weigh-in: as measured, else from the masses.
func FatRatio(by map[health.MetricID]health.Reading) float64 {
	if r, ok := by["fat_ratio"]; ok {
		return r.Canonical()
	}
	fat, ok := by["fat_mass"]
	weight, whole := by["weight"]
	if !ok || !whole || weight.Canonical() <= 0 {
		return math.NaN()
	}
	return fat.Canonical() / weight.Canonical() * 100
}

func untilText(r health.Reading) string {
	text := Clock(r.End(), r.Offset)
	if a, b := health.DateAt(r.Start, r.Offset), health.DateAt(r.End(), r.Offset); a != b {
		text = Moment(r.End(), r.Offset)
	}
	return text + " (" + durationText(float64(r.Duration)/1000) + ")"
}

// durationText tells a time of so many seconds.
func durationText(seconds float64) string {
	if seconds < 60 {
		return Fixed(seconds, 0) + " s"
	}
	return Span(seconds)
}

// cameFrom names file, row and import of a reading or an entry.
func cameFrom(source health.SourceID, batch health.BatchID, at health.Origin, a Almanac, imports []health.Batch) []Line {
	label := locale.T("Came from")
	if source.Typed() {
		return []Line{{Label: label, Text: locale.T("Typed in by hand")}}
	}
	i := slices.IndexFunc(imports, func(b health.Batch) bool { return b.ID == batch })
	if i < 0 {
		return nil
	}
	b := imports[i]
	note := locale.T("Import of %s", Moment(b.At, a.OffsetAt(b.At)))
	if int(at.File) >= len(b.Files) {
		return []Line{{Label: label, Text: note}}
	}
	text := b.Files[at.File]
	if at.Row > 0 {
		text = locale.T("%[1]s, row %[2]s", text, locale.Count(int(at.Row)))
	}
	return []Line{{label, text, note}}
}

// alsoFrom names the source of the same measurement by another way, its file,
// row and import, and the number there.
func alsoFrom(r health.Reading, a Almanac, imports []health.Batch) Line {
	line := Line{Label: locale.T("Also from"), Text: SourceName(r.Source)}
	for _, from := range cameFrom(r.Source, r.Batch, r.Origin, a, imports) {
		notes := []string{from.Text, from.Note}
		if text := r.Text(); text != "" && !r.Source.Typed() {
			notes = slices.Insert(notes, 1, text)
		}
		line.Note = strings.Join(slices.DeleteFunc(notes, func(s string) bool { return s == "" }), " · ")
	}
	return line
}

// DetailsOfDay tells a day or night of the table.
func (t *Table) DetailsOfDay(r Row, night Night) Details {
	date := health.DateAt(r.At, r.Offset)
	d := Details{When: LongDate(date)}
	add := func(label, text string) { d.Lines = append(d.Lines, Line{Label: label, Text: text}) }
	if t.Lists == EachNight {
		d.Figures = SpanFigures(r.V)
		asleep := r.V
		for _, x := range []struct {
			name string
			v    float64
		}{{locale.T("Deep"), night.Deep}, {locale.C("sleep", "Light"), night.Light}, {locale.T("REM"), night.REM}} {
			text := Span(x.v)
			if !math.IsNaN(x.v) && asleep > 0 {
				text += " · " + Fixed(x.v/asleep*100, 0) + " %"
			}
			add(x.name, text)
		}
		add(locale.T("Awake"), Span(night.Wake))
		if !math.IsNaN(night.Awakenings) {
			n := int(math.Round(night.Awakenings))
			add(locale.T("Woken"), locale.N("%s time", "%s times", n, locale.Count(n)))
		}
		add(locale.T("Source"), t.Subject.SourceName())
		d.Footnote = locale.T("A night is made of what a device recorded. It goes with the whole import, everything of the device, or the profile.")
		return d
	}
	d.Figures = t.Scale.Figures(r.V)
	if t.Subject.Kind != Totals {
		add(locale.T("Lowest"), t.Scale.Text(r.V2))
		add(locale.T("Highest"), t.Scale.Text(r.V3))
		add(locale.T("Readings"), locale.Count(int(r.N)))
	}
	add(locale.T("Source"), t.Subject.SourceName())
	d.Footnote = locale.T("A day’s figure, made of its readings.")
	return d
}

// Corrected says what a reading was before a correction, and when that was made.
// It reports false for an entry that does not say.
func Corrected(e health.Entry, a Almanac, system health.UnitSystem) (Line, bool) {
	m, ok := health.Lookup(health.MetricID(e.Field(health.FieldMetric)))
	value, err := health.ParseDecimal(e.Field(health.FieldValue))
	unit, known := health.ParseUnit(e.Field(health.FieldUnit))
	if !ok || err != nil || !known {
		return Line{}, false
	}
	scale := ScaleFor(m, system)
	l := Line{Label: MetricName(m), Text: scale.Text(scale.OfSample(health.Sample{Value: value, Unit: unit}))}
	before, err := strconv.ParseInt(e.Field(health.FieldBefore), 10, 64)
	moved := err == nil && before != e.Start
	offset := e.Offset
	if offset == a.OffsetAt(e.Start) { // at home, where the clocks may have changed in between
		offset = a.OffsetAt(before)
	}
	made, err := strconv.ParseInt(e.Field(health.FieldCorrected), 10, 64)
	switch {
	case moved && err == nil:
		l.Note = locale.T("Of %[1]s, corrected on %[2]s", Moment(before, offset), Moment(made, a.OffsetAt(made)))
	case err == nil:
		l.Note = locale.T("Corrected on %s", Moment(made, a.OffsetAt(made)))
	case moved:
		l.Note = locale.T("Of %s", Moment(before, offset))
	default:
		l.Note = locale.T("Corrected by hand")
	}
	return l, true
}
