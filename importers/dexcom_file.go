package importers

import (
	"bytes"
	"strings"

	"vitalkeep/health"
)

// DexcomClarity is the table of glucose that Dexcom Clarity gives out.
const DexcomClarity = "dexcom-clarity"

func dexcomClarity() Format {
	return Format{
		Name: DexcomClarity, Title: "Dexcom Clarity", Form: "“Export”: CSV", Extensions: []string{".csv"},
		kinds: []kind{{name: "glucose", claim: claimDexcom, local: true, read: readDexcom, person: personDexcom}},
	}
}

const (
	dexcomSensor = health.SourceID("dexcom:sensor")
	dexcomHand   = health.SourceID("dexcom:hand")
)

// eatenCarbohydrate is the metric of carbohydrates in grams, which the catalogue
// does not know.
const eatenCarbohydrate = health.MetricID("raw_eaten_carbohydrate_g")

// Reasons why a reading of a sensor is left out.
const (
	reasonBelowRange = "below what the sensor can measure: it gives a word and no number"
	reasonAboveRange = "above what the sensor can measure: it gives a word and no number"
	reasonIsoLocal   = "not a date and time of the form yyyy-mm-ddThh:mm:ss"
)

// dexcomColumns are the columns of the table by what their names begin with: a
// unit or a form may follow.
type dexcomColumns struct {
	time, event, subtype, patient, glucose, insulin, carbs, duration int
}

func dexcomLayout(header []string) dexcomColumns {
	begins := func(name string) int {
		for i, h := range header {
			if len(h) >= len(name) && strings.EqualFold(h[:len(name)], name) {
				return i
			}
		}
		return -1
	}
	return dexcomColumns{
		time: begins("Timestamp ("), event: begins("Event Type"), subtype: begins("Event Subtype"), patient: begins("Patient Info"),
		glucose: begins("Glucose Value ("), insulin: begins("Insulin Value"), carbs: begins("Carb Value"), duration: begins("Duration"),
	}
}

func claimDexcom(g *glance) (bool, string) {
	c := dexcomLayout(g.header)
	if c.time < 0 || c.event < 0 || c.glucose < 0 {
		return false, ""
	}
	if u, ok := unitOf(g.header[c.glucose]); !ok || u.Canonical() != health.MillimolePerLitre {
		return true, reasonNoGlucoseUnit
	}
	return true, ""
}

// personDexcom: rows without a time say whose the table is.
func personDexcom(g *glance) Person {
	c := dexcomLayout(g.header)
	var p Person
	var first, last string
	for _, row := range headRows(g.head, 20) {
		if c.patient < 0 || c.event >= len(row) || c.patient >= len(row) {
			continue
		}
		switch row[c.event] {
		case "FirstName":
			first = row[c.patient]
		case "LastName":
			last = row[c.patient]
		case "DateOfBirth":
			p.Born, _ = health.ParseDate(row[c.patient])
		}
	}
	p.Name = strings.TrimSpace(first + " " + last)
	return p
}

// readDexcom reads rows of local times. Those without a time, which describe the
// person, the devices and the alarms, hold no measurement.
func readDexcom(f *fileReader) error {
	c := dexcomLayout(f.header)
	unit, _ := unitOf(f.header[c.glucose])
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		if len(f.text(c.time)) == 0 {
			continue
		}
		if err := f.dexcomRow(c, unit); err != nil {
			return err
		}
	}
}

func (f *fileReader) dexcomRow(c dexcomColumns, unit health.Unit) error {
	ms, offset, ok, err := f.dexcomTime(c.time)
	if !ok || err != nil {
		return err
	}
	at := health.Sample{Start: ms, Offset: offset, Unit: unit, Origin: f.origin()}
	event := string(f.text(c.event))
	switch event {
	case "EGV":
		return f.dexcomGlucose(c.glucose, dexcomSensor, at)
	case "Calibration":
		return f.dexcomGlucose(c.glucose, dexcomHand, at)
	case "Carbs":
		at.Unit = health.NoUnit
		d, ok, err := f.numeric(c.carbs, metric(eatenCarbohydrate), at.Unit)
		if !ok || err != nil {
			return err
		}
		at.Value, at.Form = d, health.FormOf(f.text(c.carbs), d)
		return f.sample(eatenCarbohydrate, dexcomHand, at)
	case "":
		return f.reject(c.event, reasonNothing)
	}
	if f.cut() {
		return f.reject(-1, reasonCut)
	}
	e := health.Entry{Kind: health.Note, Source: dexcomHand, Key: event, Start: ms, Offset: offset}
	if event == "Insulin" {
		e.Kind, e.Key = health.Medicine, strings.TrimSpace(string(f.text(c.subtype))+" insulin")
		e.Fields = []health.Field{{Name: health.FieldName, Text: e.Key}}
		if amount := f.text(c.insulin); len(amount) > 0 {
			e.Fields = append(e.Fields, health.Field{Name: health.FieldAmount, Text: string(amount) + " units"})
		}
		return f.entry(e)
	}
	for _, column := range []int{c.event, c.subtype, c.glucose, c.insulin, c.carbs, c.duration} {
		if text := f.text(column); len(text) > 0 {
			e.Fields = append(e.Fields, health.Field{Name: f.header[column], Text: string(text)})
		}
	}
	return f.entry(e)
}

// dexcomGlucose: beyond its range the sensor gives a word, which is no number.
func (f *fileReader) dexcomGlucose(column int, source health.SourceID, at health.Sample) error {
	cell := f.text(column)
	switch {
	case len(cell) == 0:
		return f.reject(column, reasonNothing)
	case strings.EqualFold(string(cell), "Low"):
		return f.reject(column, reasonBelowRange)
	case strings.EqualFold(string(cell), "High"):
		return f.reject(column, reasonAboveRange)
	}
	d, ok, err := f.numeric(column, metric("glucose"), at.Unit)
	if !ok || err != nil {
		return err
	}
	at.Value, at.Form = d, health.FormOf(cell, d)
	return f.sample("glucose", source, at)
}

// dexcomTime reads a local time with a T or a blank in the middle.
func (f *fileReader) dexcomTime(column int) (ms int64, offset int32, ok bool, err error) {
	if f.opts.Zone == nil { // the file had no rows when it was looked at
		return 0, 0, false, &FileError{File: f.file.name, Reason: "the file changed while it was read", Err: ErrZoneNeeded}
	}
	cell := f.text(column)
	w, ok := parseWall(bytes.Replace(cell, []byte{'T'}, []byte{' '}, 1))
	if !ok {
		return 0, 0, false, f.reject(column, reasonIsoLocal)
	}
	if ms, offset, err = w.resolve(f.opts.Zone); err != nil {
		return 0, 0, false, f.reject(column, wallReason(err))
	}
	if !health.PossibleTime(ms) {
		return 0, 0, false, f.reject(column, reasonNoSuchYear)
	}
	return ms, offset, true, nil
}
