package importers

import (
	"bytes"

	"vitalkeep/health"
)

// appleSeries is what all records of one type, unit and source share.
type appleSeries struct {
	name    string // type without prefix
	giver   string // name of the source
	class   string
	metric  health.Metric
	unit    health.Unit
	percent bool // fraction or percentage, told by each value
	states  map[string]*appleState
	refused string // why all of its records are left out …
	column  string // … because of which attribute
	paired  bool   // its records may stand in a Correlation, too

	source, typed, relay, nights health.SourceID
	lane                         *lane // of metric and source
}

// Bounds of what an export may name: real ones have some hundred series and a
// dozen values of a category.
const (
	mostSeries = 4000
	mostStates = 200
	maxName    = 1000
)

// appleRecord is the Record that is open.
type appleRecord struct {
	open   bool
	row    int
	series *appleSeries
	state  *appleState // of a category
	start  int64
	length int64
	offset int32
	value  health.Decimal
	form   health.Form
	unit   health.Unit

	typed bool
	relay bool
	zone  *offsets
	beats []appleBeat
}

// openRecord takes a Record that was scanned attribute by attribute.
func (a *appleExport) openRecord() error {
	if err := a.closeRecord(); err != nil {
		return err
	}
	s := a.s
	var kind, unit, source, device, start, end, value []byte
	for _, at := range s.attrs {
		switch string(at.name) {
		case "type":
			kind = at.value
		case "unit":
			unit = at.value
		case "sourceName", "source":
			source = at.value
		case "device":
			device = at.value
		case "startDate":
			start = at.value
		case "endDate":
			end = at.value
		case "value":
			value = at.value
		}
	}
	series := a.seriesOf(kind, unit, source, device)
	if err := a.begin(series, s.row, start, end, value); err != nil {
		return err
	}
	a.learn(series)
	if s.empty {
		return a.closeRecord()
	}
	return nil
}

// begin takes the values of a record. One that is left out is not open
// afterwards.
func (a *appleExport) begin(series *appleSeries, row int, from, to, value []byte) error {
	r := &a.record
	r.open, r.row, r.series = false, row, series
	a.f.row = row
	if series.refused != "" {
		return a.f.refuse(series.column, series.refused)
	}
	var column, reason string
	if r.start, r.length, r.offset, column, reason = a.clock.interval(from, to); reason != "" {
		return a.f.refuse(column, reason)
	}
	r.state = nil
	if series.states != nil {
		if r.state = series.state(value); r.state.refused != "" {
			return a.f.refuse("value", r.state.refused)
		}
	} else if reason := r.number(value); reason != "" {
		return a.f.refuse("value", reason)
	}
	r.typed, r.relay, r.zone = false, false, nil
	r.beats = r.beats[:0]
	r.open = true
	return nil
}

// number reads the value of a quantity; the reason says why it is left out.
func (r *appleRecord) number(text []byte) (reason string) {
	if len(text) == 0 {
		return reasonNothing
	}
	var err error
	if r.value, r.form, err = appleNumber(text); err != nil {
		return numberReason(text, err)
	}
	r.unit = r.series.unit
	if r.series.percent && r.value.Float64() <= mostFraction {
		r.unit = health.Fraction
	}
	m := &r.series.metric
	if !m.Generic && !m.Possible.Contains(r.unit.Value(r.value)) {
		return outside(*m)
	}
	return ""
}

// state finds what a value of the category is.
func (s *appleSeries) state(value []byte) *appleState {
	if st, ok := s.states[string(value)]; ok {
		return st
	}
	if len(s.states) >= mostStates {
		return &appleState{refused: "its type has more values than can be told apart"}
	}
	text := markText(value)
	st := stateOf(s.name, text)
	s.states[string(value)] = st
	return st
}

// seriesOf finds the series of a record by its attributes as they stand there.
func (a *appleExport) seriesOf(kind, unit, source, device []byte) *appleSeries {
	class := appleClass(device)
	var room [512]byte
	key := append(room[:0], kind...)
	key = append(append(key, '<'), unit...) // no attribute holds one
	key = append(append(key, '<'), source...)
	key = append(append(key, '<'), class...)
	if s, ok := a.series[string(key)]; ok {
		return s
	}
	s := newAppleSeries(kind, unit, source, class)
	if len(a.series) >= mostSeries {
		s.column, s.refused = "sourceName", reasonSeries
		return s
	}
	a.series[string(key)] = s
	return s
}

func newAppleSeries(kind, unit, source []byte, class string) *appleSeries {
	s := &appleSeries{class: class}
	switch {
	case len(kind) == 0:
		s.column, s.refused = "type", "it names no type"
		return s
	case len(kind) > maxName || len(unit) > maxName || len(source) > maxName:
		s.column, s.refused = "type", "one of its names is longer than any that is known"
		return s
	}
	s.giver = markText(source)
	if relayed(s.giver) {
		s.class = "relay"
	}
	s.source = appleSource(s.class, s.giver)
	s.typed = s.source
	if s.class != "relay" {
		s.typed = appleSource("hand", s.giver)
	}
	s.relay, s.nights = appleSource("relay", s.giver), appleSource("nights", s.giver)
	name, unitText := markText(kind), markText(unit)
	s.name = withoutPrefix(name)
	if bytes.HasPrefix(kind, []byte("HKCategoryTypeIdentifier")) {
		s.states = map[string]*appleState{}
		return s
	}
	id, ok := appleTypes[s.name]
	if !ok {
		s.metric, s.refused = genericApple(s.name, unitText)
		s.column = "type"
		s.paired = len(s.name) > 7 && s.name[:7] == "Dietary"
		return s
	}
	s.metric = metric(id)
	s.paired = id == "systolic" || id == "diastolic"
	if s.unit, s.percent, ok = appleUnit(s.metric, unitText); !ok {
		s.column, s.refused = "unit", reasonNoUnit
	}
	return s
}

// closeRecord hands the open record over.
func (a *appleExport) closeRecord() error {
	r := &a.record
	if !r.open {
		return nil
	}
	r.open = false
	s := r.series
	if s.paired {
		return a.paired()
	}
	return a.hand(r)
}

// hand hands a record over.
func (a *appleExport) hand(r *appleRecord) error {
	s := r.series
	source := s.source
	switch {
	case r.relay:
		source = s.relay
	case r.typed:
		source = s.typed
	}
	a.f.row = r.row
	sample := health.Sample{
		Start: r.start, Duration: r.length, Value: r.value, Unit: r.unit, Form: r.form,
		Offset: a.zoned(r.zone, r.start, r.offset), Origin: a.f.origin(),
	}
	if r.state == nil {
		l := s.lane
		if l == nil || l.source != source {
			l = a.f.lane(s.metric.ID, source)
		}
		if source == s.source {
			s.lane = l
		}
		if err := l.add(sample); err != nil || len(r.beats) == 0 {
			return err
		}
		return a.handBeats(r, source)
	}
	if r.state.symptom != "" {
		return a.symptom(r, source, sample.Offset)
	}
	if r.state.stage {
		nights := source
		if source == s.source && s.class != "relay" {
			nights = s.nights
		}
		a.sleep(r, nights, sample.Offset)
	}
	sample.Value, sample.Form, sample.Unit = r.state.value, r.state.form, health.NoUnit
	return a.f.sample(r.state.metric.ID, source, sample)
}

// symptom keeps what a person felt as the diary does.
func (a *appleExport) symptom(r *appleRecord, source health.SourceID, offset int32) error {
	e := health.Entry{
		Kind: health.Symptom, Source: source, Key: r.state.symptom, Start: r.start, Duration: r.length, Offset: offset,
		Fields: []health.Field{{Name: health.FieldName, Text: r.state.symptom}},
	}
	if r.state.severe != "" {
		e.Fields = append(e.Fields, health.Field{Name: health.FieldSeverity, Text: r.state.severe})
	}
	return a.f.entry(e)
}
