package importers

import (
	"bytes"
	"io"
	"strconv"
	"strings"

	"vitalkeep/health"
)

// fitPoint is a type of data of "All Data" whose first value is understood.
type fitPoint struct {
	kind   string // of the stream that Google Fit makes of all others
	data   string // the type's name
	metric health.MetricID
	unit   health.Unit
	// span tells that a point belongs to the whole time from its begin to its end.
	span bool
}

var fitPoints = []fitPoint{
	{"weight", "com.google.weight", "weight", health.Kilogram, false},
	{"body-fat", "com.google.body.fat.percentage", "fat_ratio", health.Percent, false},
	{"height", "com.google.height", "height", health.Metre, false},
	{"heart-rate", "com.google.heart_rate.bpm", "heart_rate", health.PerMinute, false},
	{"steps", "com.google.step_count.delta", "steps", health.Count, true},
	{"distance", "com.google.distance.delta", "distance", health.Metre, true},
}

// fitSingle ends the kind of a stream of one device or app.
const fitSingle = "-single"

const fitPointList = "Data Points"

// fitStream returns the name of the stream of a file: "derived:TYPE:APP:NAME" or
// "raw:TYPE:APP:DEVICE".
func fitStream(g *glance) string {
	top, names := jsonOutline(g.head)
	if top != '{' || !names[fitPointList] {
		return ""
	}
	s := newJSONScan(bytes.NewReader(g.head), defaultLimits, fitPointList)
	v, err := s.next()
	if name := s.about["Data Source"]; name != "" {
		return name
	}
	if err != nil {
		return ""
	}
	return "raw:" + string(v.get("dataTypeName").text())
}

// claim takes streams of that type, of the one made of all others, or of one
// device or app.
func (p fitPoint) claim(merged bool) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) {
		parts := strings.Split(fitStream(g), ":")
		if len(parts) < 2 || parts[1] != p.data {
			return false, ""
		}
		whole := parts[0] == "derived" && strings.HasPrefix(parts[len(parts)-1], "merge_")
		return whole == merged, ""
	}
}

// read hands over the points of a stream.
func (p fitPoint) read(merged bool) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		return p.points(f, newJSONScan(r, f.lim, fitPointList), merged)
	}
}

func (p fitPoint) points(f *fileReader, s *jsonScan, merged bool) error {
	from := sources{of: fitSource}
	m := metric(p.metric)
	return f.recordsOf(s, func(v jsonValue) error {
		if t := v.get("dataTypeName"); !t.absent() && string(t.text()) != p.data {
			return f.refuse("dataTypeName", "of another type than the file")
		}
		start, reason := fitNanos(v.get("startTimeNanos"))
		if reason != "" {
			return f.refuse("startTimeNanos", reason)
		}
		end, reason := fitNanos(v.get("endTimeNanos"))
		if reason == "" && end < start {
			reason = reasonEndBefore
		}
		if reason == "" && end-start > maxSpan {
			reason = "longer than a year"
		}
		if reason != "" {
			return f.refuse("endTimeNanos", reason)
		}
		// Counts of several devices are one stream only where Google Fit merged them.
		source, stream := sourceFitMerged, v.get("originDataSourceId").text()
		if len(stream) == 0 && !merged {
			stream = []byte(s.about["Data Source"])
		}
		if !p.span || !merged {
			if source, reason = from.find(stream); reason != "" {
				return f.refuse("originDataSourceId", reason)
			}
		}
		value := fitValue(v)
		if value.absent() {
			return f.refuse("fitValue", reasonNothing)
		}
		x, present, err := f.quantity(value, "fitValue", m, p.unit)
		if err != nil || !present {
			return err
		}
		x.Start, x.Offset = end, f.zone.or(end, 0)
		if p.span {
			x.Start, x.Duration, x.Offset = start, end-start, f.zone.or(start, 0)
		}
		return f.sample(m.ID, source, x)
	})
}

// fitValue is the first value of a point.
func fitValue(v jsonValue) jsonValue {
	for i := range v.get("fitValue").items() {
		if n := i.get("value", "fpVal"); !n.absent() {
			return n
		}
		return i.get("value", "intVal")
	}
	return jsonValue{}
}

// fitNanos reads a number of nanoseconds since 1970, also in quotes, and keeps
// milliseconds.
func fitNanos(v jsonValue) (ms int64, reason string) {
	if v.absent() {
		return 0, reasonNothing
	}
	n, err := strconv.ParseInt(string(v.text()), 10, 64) // a digit more than a Decimal holds
	if err != nil {
		return 0, "not a number of nanoseconds"
	}
	if ms = n / 1_000_000; !health.PossibleTime(ms) {
		return 0, reasonNoSuchYear
	}
	return ms, ""
}

// fitSource sorts the streams in which a point came: typed by a person, of
// Google's own programs, or of another app.
func fitSource(stream string) health.SourceID {
	parts := strings.Split(stream, ":")
	switch {
	case strings.Contains(stream, "user_input"):
		return sourceFitHand
	case len(parts) < 3 || parts[2] == "":
		return sourceFitMerged
	case strings.HasPrefix(parts[2], "com.google."), !strings.Contains(parts[2], "."):
		return sourceFitPhone
	}
	return health.SourceID("google-fit:relay/" + parts[2])
}

// readFitSession reads a file of "All Sessions": a workout or a night.
func readFitSession(f *fileReader, r io.Reader) error {
	return f.records(r, "", func(v jsonValue) error {
		start, _, reason := readZoned(v.get("startTime").text())
		if reason != "" {
			return f.refuse("startTime", reason)
		}
		end, _, reason := readZoned(v.get("endTime").text())
		if reason == "" && end < start {
			reason = reasonEndBefore
		}
		if reason == "" && end-start > longestWorkout {
			reason = "longer than this can last"
		}
		if reason != "" {
			return f.refuse("endTime", reason)
		}
		e := health.Entry{
			Kind: health.Workout, Source: sourceFitWorkouts, Key: string(v.get("fitnessActivity").text()),
			Start: start, Duration: end - start, Offset: f.zone.or(start, 0), Fields: v.keep("startTime", "endTime"),
		}
		if strings.HasPrefix(e.Key, "sleep") {
			e.Kind, e.Source, e.Key = health.SleepNight, sourceFitNights, ""
		}
		return f.entry(e)
	})
}

func claimFitSession(g *glance) (bool, string) {
	top, names := jsonOutline(g.head)
	return top == '{' && names["fitnessActivity"] && names["startTime"] && names["endTime"], ""
}

// claimFitTracks claims the tracks of activities, which the sessions tell.
func claimFitTracks(g *glance) (bool, string) {
	return g.ext == ".tcx" && inFit(g) && bytes.Contains(g.head, []byte("TrainingCenterDatabase")), ""
}

// inFit reports whether a file lies where an export keeps its files.
func inFit(g *glance) bool {
	in := "/" + g.folder + "/"
	return strings.Contains(in, "/takeout/fit/") || strings.HasPrefix(in, "/fit/") || strings.HasPrefix(in, "/all data/") ||
		strings.HasPrefix(in, "/all sessions/") || strings.Contains(in, "/daily activity metrics/")
}

func claimFitRest(g *glance) (bool, string) {
	if foreign, _ := claimFitForeign(g); foreign {
		return false, ""
	}
	return inFit(g) && (g.ext == ".json" || g.ext == ".csv" || g.ext == ".tcx"), ""
}

// claimFitForeign claims a table of days in another language: which column is
// which is not known.
func claimFitForeign(g *glance) (bool, string) {
	if !inFit(g) || len(g.header) < 10 || fitTable(g.header) > 0 {
		return false, ""
	}
	return true, "its header is in a language that is not known; set the account to English and export again"
}
