package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"vitalkeep/health"
)

// mostProlog bounds what stands before the first element: real declarations take
// some 10 kB.
const mostProlog = 1 << 20

// appleExport reads export.xml. Its elements are flat but for few, so it keeps
// no tree: what is open is one record, one correlation and one workout at most.
type appleExport struct {
	f      *fileReader
	s      *markScanner
	clock  appleClock
	points routeClock
	zones  zoneBook

	shapes [shapes]recordShape
	series map[string]*appleSeries // by their attributes as they stand in the file

	record      appleRecord
	correlation bool
	twins       twins
	workout     *appleWorkout
	activity    bool // within a WorkoutActivity
	route       bool // within a WorkoutRoute

	sleepers  []sleeper
	sleeping  int // index of the one whose stage was last
	stretches int // of all

	damage     error // with which the input ends, nil for none
	unknown    int   // elements that are not understood …
	unknownRow int   // … and where the first of them is
}

// readAppleExport reads the XML file of an export.
func readAppleExport(f *fileReader, r io.Reader) error {
	a := &appleExport{f: f, s: newMarkScanner(r, f.lim), zones: zoneBook{}, series: map[string]*appleSeries{}}
	a.record.beats = make([]appleBeat, 0, 64)
	// Declarations are passed over by bytes: those of iOS 16 are broken.
	found, entities, err := a.s.skipTo("<HealthData", mostProlog, "<!ENTITY")
	f.row = a.s.line
	switch {
	case err != nil:
		return f.keep(err)
	case entities:
		return f.refuse("", reasonEntities)
	case !found:
		return f.refuse("", "it has no element HealthData")
	}
	closed, err := a.elements()
	if err != nil {
		return err
	}
	if err := a.finish(closed); err != nil || closed {
		return err
	}
	f.row = a.s.line
	if a.damage != nil {
		return f.keep(a.damage)
	}
	return f.incomplete("the file ends here, before the export does")
}

const reasonEntities = "it declares entities of its own, which no export does"

// elements reads all elements and reports whether the export has an end.
func (a *appleExport) elements() (closed bool, err error) {
	for {
		if done, err := a.sameShape(); err != nil {
			return false, err
		} else if done {
			continue
		}
		if err := a.s.next(); err != nil {
			if end, err := a.stumble(err); end || err != nil {
				return false, err
			}
			continue
		}
		a.f.row = a.s.row
		if a.s.closes {
			if string(a.s.name) == "HealthData" {
				return true, nil
			}
			err = a.close()
		} else {
			err = a.open()
		}
		if err != nil {
			return false, err
		}
	}
}

// stumble takes an error of the scanner and reports whether it ends the file.
func (a *appleExport) stumble(err error) (end bool, _ error) {
	var broken *rowError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, errCutTag):
		return true, nil
	case errors.As(err, &broken):
		a.f.row = a.s.row
		return false, a.f.refuse("", broken.reason)
	}
	a.damage = err
	return true, nil
}

// open takes a start tag.
func (a *appleExport) open() error {
	s := a.s
	switch string(s.name) {
	case "Record":
		return a.openRecord()
	case "MetadataEntry":
		a.metadata(s.attr("key"), s.attr("value"))
		return nil
	case "InstantaneousBeatsPerMinute":
		return a.beat()
	case "Correlation":
		if err := a.settle(); err != nil {
			return err
		}
		a.correlation = !s.empty
		return nil
	case "Workout":
		if err := a.settle(); err != nil {
			return err
		}
		return a.openWorkout()
	case "WorkoutStatistics":
		return a.statistics()
	case "WorkoutEvent":
		a.event()
		return nil
	case "WorkoutActivity":
		a.activity = !s.empty
		return nil
	case "WorkoutRoute":
		a.route = !s.empty
		return nil
	case "FileReference":
		a.fileReference()
		return nil
	case "Location":
		return a.location()
	case "ActivitySummary":
		if err := a.settle(); err != nil {
			return err
		}
		return a.summary()
	}
	if reason, ok := leftOut[string(s.name)]; ok {
		if reason == "" {
			return nil
		}
		return a.f.refuse("", reason)
	}
	if a.unknown++; a.unknown == 1 {
		a.unknownRow = a.s.row
	}
	return nil
}

// leftOut are elements that hold no measurement that is kept, and why; those
// without a reason are parts of others, or said by others.
var leftOut = map[string]string{
	"ClinicalRecord":     "a clinical record is a document of its own; those are not read",
	"Audiogram":          "hearing tests are not kept",
	"VisionPrescription": "prescriptions for glasses are not kept",
	"HealthData":         "", "ExportDate": "", "Me": "", "HeartRateVariabilityMetadataList": "",
	"SensitivityPoint": "", "RightEye": "", "LeftEye": "", "Prescription": "", "Attachment": "", "Prism": "",
}

// close takes an end tag.
func (a *appleExport) close() error {
	switch string(a.s.name) {
	case "Record":
		return a.closeRecord()
	case "Correlation":
		if err := a.closeRecord(); err != nil {
			return err
		}
		a.correlation = false
	case "Workout":
		return a.closeWorkout()
	case "WorkoutActivity":
		a.activity = false
	case "WorkoutRoute":
		a.route = false
	}
	return nil
}

// settle ends what is still open: its end tag is missing.
func (a *appleExport) settle() error {
	if err := a.closeRecord(); err != nil {
		return err
	}
	a.correlation = false
	return a.closeWorkout()
}

// finish hands over what was waiting for the end. Without the export's own end,
// what is open lacks a part of itself and is left out.
func (a *appleExport) finish(closed bool) error {
	if !closed && (a.record.open || a.workout != nil) {
		a.f.row = a.record.row
		if a.workout != nil {
			a.f.row = a.workout.row
		}
		a.record.open, a.workout = false, nil
		if err := a.f.refuse("", "the file ends within this element"); err != nil {
			return err
		}
	}
	if err := a.settle(); err != nil {
		return err
	}
	if err := a.lonely(); err != nil {
		return err
	}
	if err := a.nights(closed); err != nil {
		return err
	}
	if a.unknown > 0 {
		a.f.row = a.unknownRow
		return a.f.refuse("", fmt.Sprintf("an element that is not known; the file has %d of them", a.unknown))
	}
	return nil
}

// metadata takes what is said of the element that is open.
func (a *appleExport) metadata(key, value []byte) {
	switch {
	case a.route:
	case a.record.open:
		switch {
		case string(key) == "HKWasUserEntered":
			a.record.typed = string(value) == "1"
		case string(key) == "HKTimeZone":
			a.record.zone = a.zones.named(value)
		case relayKey(key):
			a.record.relay = true
		}
	case a.workout != nil && !a.activity:
		a.workout.metadata(a, key, value)
	}
}

// zoned returns the offset in force at ms: in the zone that the element names,
// else in the person's, else as it is printed.
func (a *appleExport) zoned(zone *offsets, ms int64, printed int32) int32 {
	if zone != nil {
		return zone.at(ms)
	}
	return a.f.zone.or(ms, printed)
}

// day returns the bounds of a local day.
func (a *appleExport) day(text []byte) (start, end int64, reason string) {
	d, ok := civilDate(text)
	switch {
	case !ok || len(text) != len("2006-01-02"):
		return 0, 0, reasonNoDate
	case a.f.opts.Zone == nil:
		return 0, 0, "a local day, and the time zone is not known"
	}
	start, end = d.Bounds(a.f.opts.Zone)
	if !health.PossibleTime(start) {
		return 0, 0, reasonNoSuchYear
	}
	return start, end, ""
}

// appleNumber reads a number and how it was written. Nearly all are some digits
// with a point among them.
func appleNumber(b []byte) (health.Decimal, health.Form, error) {
	const most = health.MaxPlaces
	var m int64
	point := -1
	for i, c := range b {
		switch {
		case c >= '0' && c <= '9' && i < most:
			m = m*10 + int64(c-'0')
		case c == '.' && point < 0 && i > 0 && i < len(b)-1:
			point = i
		default:
			return slowAppleNumber(b)
		}
	}
	switch {
	case len(b) == 0 || len(b) > 1 && b[0] == '0' && point != 1:
		return slowAppleNumber(b)
	case point < 0:
		return health.Decimal{Mantissa: m}, health.Plain, nil
	}
	return health.Decimal{Mantissa: m, Places: uint8(len(b) - 1 - point)}, health.Plain, nil //nolint:gosec // at most 18
}

func slowAppleNumber(b []byte) (health.Decimal, health.Form, error) {
	if d, ok := usualNumber(b); ok {
		return d, health.Plain, nil
	}
	d, err := parseNumber(b)
	if err != nil {
		return d, health.Plain, err
	}
	return d, health.FormOf(b, d), nil
}

// bornIn finds the date of birth that an export names.
func bornIn(g *glance) Person {
	_, rest, ok := bytes.Cut(g.head, []byte("HKCharacteristicTypeIdentifierDateOfBirth="))
	if !ok || len(rest) < 11 {
		return Person{}
	}
	d, ok := civilDate(rest[1:])
	if !ok {
		return Person{}
	}
	return Person{Born: d}
}
