package present

import (
	"math"
	"slices"

	"vitalkeep/health"
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

// DetailsOf tells all values of one reading: the samples of one source and
// instant, the leading metric of the subject among them.
func DetailsOf(s Subject, a Almanac, system health.UnitSystem, readings []health.Reading, imports []health.Batch) Details {
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
		d.Figures = []Figure{{PairText(hi, lo), "mmHg"}}
		done["diastolic"] = true
		if p, ok := by["heart_rate"]; ok {
			add("Pulse", Fixed(p.Canonical(), 0)+" bpm")
			done["heart_rate"] = true
		}
		add("Pulse pressure", Fixed(math.Round(hi)-math.Round(lo), 0)+" mmHg")
	}
	if s.Metric.Shape != health.Instant && lead.Duration > 0 {
		add("Until", untilText(lead))
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
		add(m.Name, text)
	}
	if lead.Unit != scale.Unit && lead.Unit != health.NoUnit && !scale.Spans() {
		written := lead.Value.String()
		if sym := lead.Unit.Symbol(); sym != "" {
			written += " " + sym
		}
		add("As written", written)
	}
	add("Taken in", a.ZoneText(lead.Start, lead.Offset))
	add("Source", lead.Source.Name())
	d.Lines = append(d.Lines, cameFrom(lead, a, imports)...)
	_, d.Footnote = health.MayDelete(lead.Metric, health.UnknownEntry, lead.Source)
	return d
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
	return text + " (" + durationText(r.Duration) + ")"
}

func durationText(ms int64) string {
	if ms < 60_000 {
		return Fixed(float64(ms)/1000, 0) + " s"
	}
	return Span(float64(ms) / 1000)
}

// cameFrom names file, row and import of a reading.
func cameFrom(r health.Reading, a Almanac, imports []health.Batch) []Line {
	i := slices.IndexFunc(imports, func(b health.Batch) bool { return b.ID == r.Batch })
	if i < 0 {
		return nil
	}
	b := imports[i]
	note := "Import " + Moment(b.At, a.OffsetAt(b.At))
	if int(r.Origin.File) >= len(b.Files) {
		return []Line{{Label: "Came from", Text: note}}
	}
	text := b.Files[r.Origin.File]
	if r.Origin.Row > 0 {
		text += ", row " + Counted(int(r.Origin.Row))
	}
	return []Line{{"Came from", text, note}}
}

// DetailsOfDay tells a day or night of the table.
func (t *Table) DetailsOfDay(r Row, night Night) Details {
	date := health.DateAt(r.At, r.Offset)
	d := Details{When: LongDate(date)}
	add := func(label, text string) { d.Lines = append(d.Lines, Line{Label: label, Text: text}) }
	if t.Subject.Kind == Nights {
		d.Figures = SpanFigures(r.V)
		asleep := r.V
		for _, x := range []struct {
			name string
			v    float64
		}{{"Deep", night.Deep}, {"Light", night.Light}, {"REM", night.REM}} {
			text := Span(x.v)
			if !math.IsNaN(x.v) && asleep > 0 {
				text += " · " + Fixed(x.v/asleep*100, 0) + " %"
			}
			add(x.name, text)
		}
		add("Awake", Span(night.Wake))
		if !math.IsNaN(night.Awakenings) {
			add("Woken", Plural(int(math.Round(night.Awakenings)), "time", "times"))
		}
		add("Source", t.Subject.SourceName())
		d.Footnote = "Recorded by a device. It can be removed only with its import."
		return d
	}
	d.Figures = t.Scale.Figures(r.V)
	if t.Subject.Kind != Totals {
		add("Lowest", t.Scale.Text(r.V2))
		add("Highest", t.Scale.Text(r.V3))
		add("Readings", Counted(int(r.N)))
	}
	add("Source", t.Subject.SourceName())
	d.Footnote = "A day's figure, made of its readings. Choose D for each of them."
	return d
}
