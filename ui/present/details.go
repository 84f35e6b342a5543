package present

import (
	"math"
	"slices"

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
			add(locale.T("Pulse"), Fixed(p.Canonical(), 0)+" bpm")
			done["heart_rate"] = true
		}
		add(locale.T("Pulse pressure"), Fixed(math.Round(hi)-math.Round(lo), 0)+" mmHg")
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
	if lead.Unit != scale.Unit && lead.Unit != health.NoUnit && !scale.Spans() {
		written := locale.Decimal(lead.Value)
		if sym := lead.Unit.Symbol(); sym != "" {
			written += " " + sym
		}
		add(locale.T("As written"), written)
	}
	add(locale.T("Taken in"), a.ZoneText(lead.Start, lead.Offset))
	add(locale.T("Source"), SourceName(lead.Source))
	d.Lines = append(d.Lines, cameFrom(lead, a, imports)...)
	_, why := health.MayDelete(lead.Metric, health.UnknownEntry, lead.Source)
	d.Footnote = locale.Dynamic(why)
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
	note := locale.T("Import of %s", Moment(b.At, a.OffsetAt(b.At)))
	if int(r.Origin.File) >= len(b.Files) {
		return []Line{{Label: locale.T("Came from"), Text: note}}
	}
	text := b.Files[r.Origin.File]
	if r.Origin.Row > 0 {
		text = locale.T("%[1]s, row %[2]s", text, Counted(int(r.Origin.Row)))
	}
	return []Line{{locale.T("Came from"), text, note}}
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
			add(locale.T("Woken"), locale.N("%s time", "%s times", n, Counted(n)))
		}
		add(locale.T("Source"), t.Subject.SourceName())
		d.Footnote = locale.T("Recorded by a device. It can be removed only with its import.")
		return d
	}
	d.Figures = t.Scale.Figures(r.V)
	if t.Subject.Kind != Totals {
		add(locale.T("Lowest"), t.Scale.Text(r.V2))
		add(locale.T("Highest"), t.Scale.Text(r.V3))
		add(locale.T("Readings"), Counted(int(r.N)))
	}
	add(locale.T("Source"), t.Subject.SourceName())
	d.Footnote = locale.T("A day's figure, made of its readings. Choose D for each of them.")
	return d
}
