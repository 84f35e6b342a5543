package importers

import (
	"strings"

	"vitalkeep/health"
)

// appleTypes are the quantities that the catalogue knows, by their type without
// its prefix. All others are kept as generic metrics with their unit in the
// name; so are resting and walking heart rates, which are no heart rates of a
// moment, and distances by bicycle or in water.
var appleTypes = map[string]health.MetricID{
	"BodyMass":                      "weight",
	"BodyMassIndex":                 "bmi",
	"BodyFatPercentage":             "fat_ratio",
	"LeanBodyMass":                  "fat_free_mass",
	"Height":                        "height",
	"BloodPressureSystolic":         "systolic",
	"BloodPressureDiastolic":        "diastolic",
	"HeartRate":                     "heart_rate",
	"HeartRateVariabilitySDNN":      "hrv_sdnn",
	"VO2Max":                        "vo2max",
	"OxygenSaturation":              "spo2",
	"RespiratoryRate":               "respiratory_rate",
	"BodyTemperature":               "body_temperature",
	"AppleSleepingWristTemperature": "skin_temperature",
	"StepCount":                     "steps",
	"DistanceWalkingRunning":        "distance",
	"FlightsClimbed":                "floors",
	"ActiveEnergyBurned":            "calories_active",
	"BasalEnergyBurned":             "calories_passive",
	"SwimmingStrokeCount":           "swim_strokes",
	"BloodGlucose":                  "glucose",
}

// appleUnits are the units as the Health app spells them, capitals included:
// Cal is a kilocalorie, cal is not.
var appleUnits = map[string]health.Unit{
	"kg": health.Kilogram, "g": health.Gram, "lb": health.Pound, "st": health.Stone,
	"km": health.Kilometre, "m": health.Metre, "cm": health.Centimetre, "mm": health.Millimetre,
	"mi": health.Mile, "ft": health.Foot, "in": health.Inch,
	"mmHg": health.MillimetreOfMercury, "kPa": health.Kilopascal,
	"kcal": health.Kilocalorie, "Cal": health.Kilocalorie, "kJ": health.Kilojoule,
	"degC": health.Celsius, "degF": health.Fahrenheit,
	"count/min": health.PerMinute, "count": health.Count,
	"ms": health.Millisecond, "s": health.Second, "min": health.Minute, "hr": health.Hour,
	"mL/min·kg": health.MillilitrePerKilogramMinute, "mL/kg·min": health.MillilitrePerKilogramMinute,
	"mg/dL": health.MilligramPerDecilitre, "mmol/L": health.MillimolePerLitre,
}

const reasonNoUnit = "its unit does not fit its type"

// appleUnit finds the unit of a record of m. Percent is told for units that
// are written as a fraction by Apple and as a percentage by some others.
func appleUnit(m health.Metric, text string) (u health.Unit, percent, ok bool) {
	if m.Unit == health.Percent {
		return health.Percent, true, text == "%"
	}
	if m.Unit == health.KilogramPerSquareMetre { // Apple counts the body mass index
		return m.Unit, false, text == "count" || text == "kg/m²" || text == "kg/m^2"
	}
	u, ok = appleUnits[withoutMass(text)]
	return u, false, ok && u.Canonical() == m.Unit.Canonical()
}

// withoutMass cuts the molar mass out of mmol<180.1558800000541>/L.
func withoutMass(unit string) string {
	before, rest, ok := strings.Cut(unit, "<")
	_, after, closed := strings.Cut(rest, ">")
	if !ok || !closed {
		return unit
	}
	return before + after
}

// mostFraction parts fractions from percentages: what is larger is written in
// percent.
const mostFraction = 1.5

// unitSigns turns what GenericID would leave out of a unit into letters.
var unitSigns = strings.NewReplacer("µ", "u", "μ", "u", "·", " ", "%", " ", "²", "2", "³", "3")

// genericApple returns the metric of a type that the catalogue does not know;
// the reason says why there is none.
func genericApple(name, unit string) (m health.Metric, reason string) {
	if len(name)+len(unit) > maxTypeName {
		return m, "its type is longer than any that is known"
	}
	id := health.GenericID(words(name))
	if len(id) == len(health.GenericPrefix) {
		return m, "it names no type"
	}
	if u := health.GenericID(unitSigns.Replace(withoutMass(unit))); len(u) > len(health.GenericPrefix) {
		id += "_" + u[len(health.GenericPrefix):]
	}
	return metric(id), ""
}

// applePrefixes start the types.
var applePrefixes = []string{"HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier", "HKCorrelationTypeIdentifier", "HKDataType", "HKWorkoutActivityType"}

// withoutPrefix returns a type without what all of them begin with.
func withoutPrefix(name string) string {
	for _, p := range applePrefixes {
		if rest, ok := strings.CutPrefix(name, p); ok && rest != "" {
			return rest
		}
	}
	return name
}

// appleState is what one value of a category is.
type appleState struct {
	metric  health.Metric
	value   health.Decimal
	form    health.Form
	stage   bool   // of sleep
	symptom string // name of a symptom; the others are samples
	severe  string // FieldSeverity
	refused string
}

const sleepAnalysis = "SleepAnalysis"

// appleStages are the values of sleep analysis that are stages. Time in bed lies
// over them, and time asleep of which no stage is known is none: both are
// generic.
var appleStages = map[string]int64{
	"Awake": health.StageAwake, "AsleepCore": health.StageLight, "AsleepDeep": health.StageDeep, "AsleepREM": health.StageREM,
}

// stateOf says what a value of a category is. A word becomes the name of a
// generic metric that is 1 while it holds, so that nothing has to be known of
// its number.
func stateOf(name, value string) *appleState {
	word := strings.TrimPrefix(value, "HKCategoryValue")
	if word == "NotApplicable" {
		word = ""
	}
	word = strings.TrimPrefix(word, name)
	if stage, ok := appleStages[word]; ok && name == sleepAnalysis {
		return &appleState{metric: metric("sleep_stage"), value: health.Int(stage), form: health.NoText, stage: true}
	}
	if symptom, severity, ok := symptomOf(name, word); ok {
		return &appleState{symptom: symptom, severe: severity}
	}
	if d, err := health.ParseDecimal(word); err == nil {
		m, reason := genericApple(name, "")
		return &appleState{metric: m, value: d, form: health.FormOf(word, d), refused: reason}
	}
	m, reason := genericApple(name+" "+word, "")
	return &appleState{metric: m, value: health.Int(1), form: health.NoText, refused: reason}
}

// appleSymptoms are the types that the diary has a name for.
var appleSymptoms = map[string]string{
	"Coughing": "cough", "SoreThroat": "sore_throat", "RunnyNose": "runny_nose", "Headache": "headache",
	"Fever": "fever_chills", "Chills": "fever_chills", "Fatigue": "fatigue", "GeneralizedBodyAche": "muscle_ache",
	"Nausea": "nausea", "Vomiting": "vomiting", "Diarrhea": "diarrhoea", "AbdominalCramps": "stomach_ache",
	"ShortnessOfBreath": "shortness_of_breath", "Dizziness": "dizziness",
}

// symptomOf finds the symptom that somebody noted. That it was not there is
// none.
func symptomOf(name, word string) (symptom, severity string, ok bool) {
	symptom, known := appleSymptoms[name]
	if !known {
		symptom = strings.ToLower(words(name))
	}
	switch word {
	case "SeverityUnspecified":
	case "SeverityMild":
		severity = "1"
	case "SeverityModerate":
		severity = "2"
	case "SeveritySevere":
		severity = "3"
	case "PresencePresent":
	case "AppetiteChangesDecreased", "Decreased":
		return "loss_of_appetite", "", name == "AppetiteChanges"
	default:
		return "", "", false
	}
	return symptom, severity, true
}
