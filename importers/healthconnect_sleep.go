package importers

import (
	"cmp"
	"slices"

	"vitalkeep/health"
)

// Tables of nights.
const (
	hcNights = "sleep_session_record_table"
	hcStages = "sleep_stages_table"
)

// hcStageValues are the stages whose meaning is known from real exports, as
// values of the metric sleep_stage. The others (asleep without a stage, out of
// bed, awake in bed, unknown) are kept under the numbers that they have there.
var hcStageValues = map[int64]int64{1: health.StageAwake, 4: health.StageLight, 5: health.StageDeep, 6: health.StageREM}

const hcOtherStage = health.MetricID("raw_health_connect_sleep_stage")

type hcNight struct {
	id     int64
	row    int
	sample health.Sample // start, length and offset
	source health.SourceID
	fields []health.Field
	stages []hcStage
}

type hcStage struct {
	start, end, kind int64
	row              int
}

// mostStages bounds how many stages are held: a century of nights has a million
// and a half.
const mostStages = 2_000_000

// nights reads nights and their stages, which stand in two tables.
func (h *hcReader) nights() error {
	nights, err := h.sessions()
	if err != nil {
		return err
	}
	held := 0
	err = h.table(hcStages, []hcColumn{{"parent_key", false}, {"stage_start_time", false}, {"stage_end_time", false}, {"stage_type", false}}, func(r hcRow) error {
		var v [4]int64
		for i := range v {
			n, isInt := r.values[i].(int64)
			if !isInt {
				return h.refuse(r.named(i), reasonNotInteger)
			}
			v[i] = n
		}
		at, found := slices.BinarySearchFunc(nights, v[0], func(n *hcNight, id int64) int { return cmp.Compare(n.id, id) })
		switch {
		case !found:
			return h.refuse(r.named(0), "the night that it belongs to is missing, or was left out")
		case !health.PossibleTime(v[1]):
			return h.refuse(r.named(1), reasonNoSuchYear)
		case v[2] < v[1] || v[2]-v[1] > maxSpan:
			return h.refuse(r.named(2), reasonEndBefore)
		}
		if held++; held > mostStages {
			return tooLarge(h.file.name, "the table %s has more than %d rows", hcStages, mostStages)
		}
		nights[at].stages = append(nights[at].stages, hcStage{v[1], v[2], v[3], h.row})
		return nil
	})
	if err != nil {
		return err
	}
	stages := h.number // of the part that holds them
	for _, n := range nights {
		if err := h.stageSamples(n, stages); err != nil {
			return err
		}
	}
	if len(nights) == 0 {
		return nil
	}
	if err := h.part(hcNights); err != nil {
		return err
	}
	for _, n := range nights {
		if err := h.night(n); err != nil {
			return err
		}
	}
	return nil
}

// sessions reads the nights, by their number.
func (h *hcReader) sessions() ([]*hcNight, error) {
	columns := append(hcInterval[:len(hcInterval):len(hcInterval)], hcColumn{"row_id", false}, hcColumn{"title", true}, hcColumn{"notes", true})
	at := len(hcInterval)
	var all []*hcNight
	err := h.scanTable(hcNights, columns, func(r hcRow) error {
		s, ok, err := r.when()
		if !ok || err != nil {
			return err
		}
		id, isInt := r.values[at].(int64)
		if !isInt {
			return h.refuse(r.named(at), reasonNotInteger)
		}
		if len(all) == mostStages {
			return tooLarge(h.file.name, "the table %s has more than %d rows", hcNights, mostStages)
		}
		n := &hcNight{id: id, row: h.row, sample: s, source: r.source("nights")}
		for i, name := range []string{"title", "notes"} {
			if text := r.text(at + 1 + i); text != "" {
				n.fields = append(n.fields, health.Field{Name: name, Text: text})
			}
		}
		all = append(all, n)
		return nil
	})
	slices.SortStableFunc(all, func(a, b *hcNight) int { return cmp.Compare(a.id, b.id) })
	return all, err
}

// stageSamples hands the stages of a night over, each once.
func (h *hcReader) stageSamples(n *hcNight, part uint32) error {
	slices.SortFunc(n.stages, func(a, b hcStage) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), cmp.Compare(a.kind, b.kind), cmp.Compare(a.row, b.row))
	})
	n.stages = slices.CompactFunc(n.stages, func(a, b hcStage) bool { return a.start == b.start && a.end == b.end && a.kind == b.kind })
	for _, s := range n.stages {
		x := health.Sample{Start: s.start, Duration: s.end - s.start, Offset: n.sample.Offset}
		id := health.MetricID("sleep_stage")
		h.row = s.row
		x.Origin = health.Origin{File: part, Row: h.origin().Row}
		if v, ok := hcStageValues[s.kind]; ok {
			x.Value, x.Form = health.Int(v), health.NoText
		} else {
			id, x.Value = hcOtherStage, health.Int(s.kind)
		}
		if err := h.sample(id, n.source, x); err != nil {
			return err
		}
	}
	return nil
}

// night hands a night over with its totals, unless they would be wrong: where
// the stage of a part is not known, or parts overlap.
func (h *hcReader) night(n *hcNight) error {
	h.row = n.row
	e := health.Entry{
		Kind: health.SleepNight, Source: n.source, Start: n.sample.Start, Duration: n.sample.Duration, Offset: n.sample.Offset,
	}
	totals, reason := n.totals()
	if reason != "" {
		if err := h.refuse(hcNights, reason); err != nil {
			return err
		}
	}
	for _, t := range totals {
		e.Fields = append(e.Fields, health.Field{Name: roleName(t.role), Text: t.seconds.String()})
	}
	e.Fields = append(e.Fields, n.fields...)
	before := h.report.Entries
	if err := h.entry(e); err != nil || h.report.Entries == before {
		return err
	}
	for _, t := range totals {
		if err := h.sample(t.metric, n.source, health.Sample{
			Start: e.Start, Duration: e.Duration, Value: t.seconds, Form: health.NoText, Unit: health.Second, Offset: e.Offset, Origin: h.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// nightTotal is what the parts of a night in one stage add up to.
type nightTotal struct {
	role    role
	metric  health.MetricID
	seconds health.Decimal
}

// totals adds the stages of a night up. Without stages there are none.
func (n *hcNight) totals() (totals []nightTotal, reason string) {
	spans := make([]stageSpan, len(n.stages))
	for i, s := range n.stages {
		v, ok := hcStageValues[s.kind]
		if !ok {
			return nil, "a part of the night is in a stage without a known meaning; totals of the night are left out"
		}
		spans[i] = stageSpan{s.start, s.end, v}
	}
	return addStages(spans)
}

// stageSpan is a span in one stage, a value of the metric sleep_stage.
type stageSpan struct{ start, end, stage int64 }

// addStages adds spans up that are sorted by their start.
func addStages(spans []stageSpan) (totals []nightTotal, reason string) {
	if len(spans) == 0 {
		return nil, ""
	}
	var sum [4]int64
	end := spans[0].start
	for _, s := range spans {
		if s.start < end {
			return nil, "its stages overlap; totals of the night are left out"
		}
		end = s.end
		sum[s.stage] += s.end - s.start
	}
	for _, t := range []struct {
		stage int
		role  role
		id    health.MetricID
	}{
		{health.StageLight, roleLight, "sleep_light"},
		{health.StageDeep, roleDeep, "sleep_deep"},
		{health.StageREM, roleREM, "sleep_rem"},
		{health.StageAwake, roleAwake, "sleep_awake"},
	} {
		d := health.Decimal{Mantissa: sum[t.stage], Places: 3}.Normal()
		if !metric(t.id).Possible.Contains(d.Float64()) {
			return nil, outside(metric(t.id))
		}
		totals = append(totals, nightTotal{t.role, t.id, d})
	}
	return totals, ""
}
