package importers

import (
	"slices"

	"vitalkeep/health"
)

// interval reads the columns from and to, which carry the offset of the place
// where the person was.
func (f *fileReader) interval() (e health.Entry, ok bool, err error) {
	start, offset, reason := readInstant(f.text(0))
	if reason != "" {
		return e, false, f.reject(0, reason)
	}
	end, _, reason := readInstant(f.text(1))
	if reason != "" {
		return e, false, f.reject(1, reason)
	}
	switch {
	case end < start:
		return e, false, f.reject(1, reasonEndBefore)
	case end-start > maxSpan:
		return e, false, f.reject(1, "longer than a year")
	}
	return health.Entry{Start: start, Duration: end - start, Offset: offset}, true, nil
}

// fields returns the cells of the current row that are not empty, under the
// English name of their column, leaving out the roles in without.
func (f *fileReader) fields(without ...role) []health.Field {
	var out []health.Field
	for i, h := range f.header {
		r := f.roles[i]
		text := f.text(i)
		if len(text) == 0 || slices.Contains(without, r) {
			continue
		}
		name := roleName(r)
		if name == "" {
			name = h
		}
		out = append(out, health.Field{Name: name, Text: string(text)})
	}
	return out
}

// nextDocument is next, for rows of which all cells are kept: one with more
// cells than columns is rejected, since something in it would be lost.
func (f *fileReader) nextDocument() (bool, error) {
	for {
		ok, err := f.next()
		if !ok || err != nil || len(f.cells) <= len(f.header) {
			return ok, err
		}
		if err := f.reject(-1, "has more cells than the header has columns"); err != nil {
			return false, err
		}
	}
}

// readActivities keeps every workout with the texts of its row as they are,
// the JSON of its data and its GPS summary included.
func readActivities(f *fileReader) error {
	kind := f.column(roleActivity)
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		e, ok, err := f.interval()
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		e.Kind, e.Source, e.Key = health.Workout, sourceWorkouts, string(f.text(kind))
		e.Fields = f.fields(roleFrom, roleTo)
		if err := f.entry(e); err != nil {
			return err
		}
	}
}

// nightTotals are the columns of sleep.csv that are samples as well.
var nightTotals = []struct {
	role   role
	metric health.MetricID
	unit   health.Unit
}{
	{roleLight, "sleep_light", health.Second},
	{roleDeep, "sleep_deep", health.Second},
	{roleREM, "sleep_rem", health.Second},
	{roleAwake, "sleep_awake", health.Second},
	{roleWakeUps, "sleep_wakeups", health.Count},
}

// readSleep keeps every night as an entry. Its totals are samples too, unless
// all stages are 0: such a night was typed in or failed, and only its length is
// known. A heart rate of 0 was not measured.
func readSleep(f *fileReader) error {
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		e, ok, err := f.interval()
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		e.Kind, e.Source = health.SleepNight, sourceNights
		without := []role{roleFrom, roleTo}
		for _, r := range []role{rolePulseMean, rolePulseMin, rolePulseMax} {
			if i := f.column(r); i >= 0 && isZero(f.text(i)) {
				without = append(without, r)
			}
		}
		e.Fields = f.fields(without...)
		before := f.report.Entries
		if err := f.entry(e); err != nil {
			return err
		}
		if f.report.Entries == before {
			continue
		}
		if err := f.nightSamples(e); err != nil {
			return err
		}
	}
}

func isZero(cell []byte) bool {
	d, err := health.ParseDecimal(cell)
	return err == nil && d.Mantissa == 0
}

func (f *fileReader) nightSamples(e health.Entry) error {
	measured := false
	for _, t := range nightTotals[:4] {
		cell := f.text(f.column(t.role))
		measured = measured || len(cell) > 0 && !isZero(cell)
	}
	if !measured {
		return nil
	}
	for _, t := range nightTotals {
		m := metric(t.metric)
		d, present, err := f.numeric(f.column(t.role), m, t.unit)
		if err != nil {
			return err
		}
		if !present {
			continue
		}
		if err := f.sample(m.ID, sourceNights, health.Sample{
			Start: e.Start, Duration: e.Duration, Value: d, Unit: t.unit,
			Form: f.form(f.column(t.role), d), Offset: e.Offset, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// readECG keeps electrocardiograms with their samples as text. Their times
// print Paris' offset, like those of the raw streams.
func readECG(f *fileReader) error {
	kind, length := f.column(roleType), f.column(roleDuration)
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		start, printed, reason := readInstant(f.text(0))
		if reason != "" {
			if err := f.reject(0, reason); err != nil {
				return err
			}
			continue
		}
		e := health.Entry{
			Kind: health.ECG, Source: sourceExport, Key: string(f.text(kind)),
			Start: start, Offset: f.zone.or(start, printed), Fields: f.fields(roleDate),
		}
		if d, err := health.ParseDecimal(f.text(length)); err == nil {
			if ms, ok := millis(d); ok {
				e.Duration = ms
			}
		}
		if err := f.entry(e); err != nil {
			return err
		}
	}
}

// readNotes keeps what was written down beside body temperatures.
func readNotes(f *fileReader) error {
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		ms, offset, ok, err := f.when(0)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		fields := f.fields(roleDate)
		if len(fields) == 0 {
			if err := f.reject(-1, reasonNothing); err != nil {
				return err
			}
			continue
		}
		if err := f.entry(health.Entry{
			Kind: health.Note, Source: sourceExport, Key: f.report.Kind, Start: ms, Offset: offset, Fields: fields,
		}); err != nil {
			return err
		}
	}
}
