package present

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// workoutFact is something that is known of a workout: for a page as label and
// text, and for a line in short.
type workoutFact struct{ label, text, short string }

// workoutData is the field in which the vendor puts numbers of a workout as
// JSON.
const workoutData = "Data"

// workoutKey is one of the vendor's names and the metric that it stands for.
type workoutKey struct {
	name   string
	metric health.MetricID
}

// workoutKeys are the vendor's names of what is told of a workout, with the
// metric whose unit they are in: metres, kilocalories, beats a minute.
var workoutKeys = []workoutKey{
	{"distance", "distance"}, {"calories", "calories_active"}, {"steps", "steps"}, {"hr_average", "heart_rate"},
}

// knownUnits reports whether the units of a workout's numbers are known: those
// of givers whose importers write them so, and of the data that is made up.
func knownUnits(e health.Entry) bool {
	giver, _, _ := e.Source.Parts()
	switch giver {
	case "withings", "apple", "fitbit", "garmin", "sample":
		return true
	}
	return false
}

// workoutJSON is what stands in a workout's data, nil if that is no JSON object.
func workoutJSON(e health.Entry) map[string]any {
	var data map[string]any
	if json.Unmarshal([]byte(e.Field(workoutData)), &data) != nil {
		return nil
	}
	return data
}

// workoutField reports whether a field of a workout is told by workoutFacts or
// workoutRest.
func workoutField(e health.Entry, name string) bool {
	if name == workoutData {
		return workoutJSON(e) != nil
	}
	for _, k := range workoutKeys {
		if name == k.name {
			return knownUnits(e)
		}
	}
	return false
}

// workoutFacts are distance, energy, steps and heart rate of a workout, from
// fields of its own or from the vendor's data beside it. What is not there, and
// what the vendor writes for missing (a number below 0), is left out.
func workoutFacts(e health.Entry, system health.UnitSystem) []workoutFact {
	if !knownUnits(e) {
		return nil
	}
	data := workoutJSON(e)
	var out []workoutFact
	for _, k := range workoutKeys {
		v, err := strconv.ParseFloat(e.Field(k.name), 64)
		if err != nil {
			var ok bool
			if v, ok = data[k.name].(float64); !ok {
				continue
			}
		}
		if v <= 0 {
			continue
		}
		m, _ := health.Lookup(k.metric)
		s := ScaleFor(m, system)
		f := workoutFact{label: locale.Dynamic(m.Name), text: s.Text(s.Of(v))}
		f.short = f.text
		if k.metric == "heart_rate" {
			f.label, f.short = locale.T("Mean pulse"), locale.T("Mean pulse %s", f.text)
		}
		out = append(out, f)
	}
	return out
}

// workoutRest are the other numbers and words of the vendor's data, by the names
// that the vendor gave them.
func workoutRest(e health.Entry) []Line {
	data := workoutJSON(e)
	var out []Line
	for _, key := range slices.Sorted(maps.Keys(data)) {
		if slices.ContainsFunc(workoutKeys, func(k workoutKey) bool { return k.name == key }) && knownUnits(e) {
			continue
		}
		switch v := data[key].(type) {
		case float64:
			out = append(out, Line{Label: key, Text: locale.Trimmed(v, 3)})
		case string:
			if v != "" {
				out = append(out, Line{Label: key, Text: shortened(v)})
			}
		}
	}
	return out
}
