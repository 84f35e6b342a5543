package exporters

import "vitalkeep/health"

// Systems of codes.
const (
	loincSystem    = "http://loinc.org"
	ucumSystem     = "http://unitsofmeasure.org"
	categorySystem = "http://terminology.hl7.org/CodeSystem/observation-category"
	// ownSystem names what LOINC has no agreed code for, by the metrics' own IDs.
	ownSystem = "urn:vitalkeep:codes"
	// fhirProfile is what the names of the vital signs' profiles begin with.
	fhirProfile = "http://hl7.org/fhir/StructureDefinition/"
)

// Categories of observations.
const (
	vitalSigns = "vital-signs"
	activity   = "activity"
)

// fhirCode is how FHIR names a metric.
type fhirCode struct {
	loinc []coding
	// daily replaces loinc for totals of whole days.
	daily    []coding
	category string
	profile  string // of the vital signs
	// units are those that the profile allows, the first to convert to; none
	// means all.
	units []health.Unit
	// unitName is the UCUM code where the unit's own says too little.
	unitName string
}

// loinc is one code. Its display is left empty where LOINC's own words are not
// known for sure; the text beside it says what it is.
func loinc(code, display string) []coding { return []coding{{loincSystem, code, display}} }

// fhirCodes are the metrics that have a LOINC code which most programs agree
// on. All others keep their own names in a system of our own: where programs
// disagree, a wrong code is worse than one that nobody knows.
var fhirCodes = map[health.MetricID]fhirCode{
	"weight": {
		loinc: loinc("29463-7", "Body weight"), category: vitalSigns, profile: "bodyweight",
		units: []health.Unit{health.Pound, health.Kilogram, health.Gram},
	},
	"height": {
		loinc: loinc("8302-2", "Body height"), category: vitalSigns, profile: "bodyheight",
		units: []health.Unit{health.Centimetre, health.Inch},
	},
	"bmi": {
		loinc: loinc("39156-5", "Body mass index (BMI) [Ratio]"), category: vitalSigns, profile: "bmi",
		units: []health.Unit{health.KilogramPerSquareMetre},
	},
	"heart_rate": {
		loinc: loinc("8867-4", "Heart rate"), category: vitalSigns, profile: "heartrate",
		units: []health.Unit{health.PerMinute},
	},
	// Several importers hand it over under this name.
	"raw_resting_heart_rate": {loinc: loinc("40443-4", ""), category: vitalSigns, unitName: "/min"},
	"respiratory_rate": {
		loinc: loinc("9279-1", "Respiratory rate"), category: vitalSigns, profile: "resprate",
		units: []health.Unit{health.PerMinute},
	},
	"body_temperature": {
		loinc: loinc("8310-5", "Body temperature"), category: vitalSigns, profile: "bodytemp",
		units: []health.Unit{health.Celsius, health.Fahrenheit},
	},
	"spo2": {
		loinc: []coding{
			{loincSystem, "2708-6", "Oxygen saturation in Arterial blood"},
			{loincSystem, "59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry"},
		},
		category: vitalSigns, profile: "oxygensat", units: []health.Unit{health.Percent},
	},
	// These two are components of a panel; alone, they are vital signs without a
	// profile of their own.
	"systolic": {
		loinc: loinc("8480-6", "Systolic blood pressure"), category: vitalSigns,
		units: []health.Unit{health.MillimetreOfMercury},
	},
	"diastolic": {
		loinc: loinc("8462-4", "Diastolic blood pressure"), category: vitalSigns,
		units: []health.Unit{health.MillimetreOfMercury},
	},

	"fat_ratio":     {loinc: loinc("41982-0", "Percentage of body fat Measured")},
	"fat_mass":      {loinc: loinc("73708-0", "Body fat [Mass] Calculated")},
	"muscle_mass":   {loinc: loinc("73964-9", "Body muscle mass Calculated")},
	"fat_free_mass": {loinc: loinc("91557-9", "Lean body weight")},
	"hrv_sdnn":      {loinc: loinc("80404-7", "")},
	"vo2max":        {loinc: loinc("94122-9", "")},

	"steps": {
		loinc:    loinc("55423-8", "Number of steps in unspecified time Pedometer"),
		daily:    loinc("41950-7", "Number of steps in 24 hour Measured"),
		category: activity, unitName: "{steps}",
	},
	"distance": {
		loinc:    loinc("55430-3", ""),
		daily:    loinc("41953-1", ""),
		category: activity,
	},
	"calories_active": {
		loinc:    loinc("41981-2", "Calories burned"),
		daily:    loinc("41979-6", ""),
		category: activity,
	},
	"calories_passive": {category: activity},
	"elevation":        {category: activity},
	"floors":           {category: activity},
	"swim_strokes":     {category: activity},
	"swim_laps":        {category: activity},

	"sleep_light":   {loinc: loinc("93830-8", "")},
	"sleep_deep":    {loinc: loinc("93831-6", "")},
	"sleep_rem":     {loinc: loinc("93829-0", "")},
	"sleep_wakeups": {loinc: loinc("103211-9", "")},
}

// glucoseCode depends on the unit.
func glucoseCode(u health.Unit) fhirCode {
	if u == health.MilligramPerDecilitre {
		return fhirCode{loinc: loinc("41653-7", "")}
	}
	return fhirCode{loinc: loinc("14743-9", "")}
}

// codeOf returns how FHIR names a metric that was written in a unit.
func codeOf(m health.MetricID, u health.Unit) fhirCode {
	if m == "glucose" {
		return glucoseCode(u)
	}
	return fhirCodes[m]
}

// Further codes.
var (
	pressurePanel = loinc("85354-9", "Blood pressure panel with all children optional")
	sleepTotal    = loinc("93832-4", "Sleep duration")
	exercise      = loinc("73985-4", "")
	exerciseSpan  = loinc("55411-3", "")
)

// ucum are the codes of units in the Unified Code for Units of Measure.
var ucum = map[health.Unit]string{
	health.NoUnit: "1", health.Kilogram: "kg", health.Gram: "g", health.Pound: "[lb_av]", health.Stone: "[stone_av]",
	health.Metre: "m", health.Centimetre: "cm", health.Millimetre: "mm", health.Inch: "[in_i]", health.Foot: "[ft_i]",
	health.Kilometre: "km", health.Mile: "[mi_i]", health.MillimetreOfMercury: "mm[Hg]", health.Kilopascal: "kPa",
	health.PerMinute: "/min", health.Percent: "%", health.Fraction: "1", health.Celsius: "Cel", health.Fahrenheit: "[degF]",
	health.MetrePerSecond: "m/s", health.KilometrePerHour: "km/h", health.Second: "s", health.Minute: "min", health.Hour: "h",
	health.Millisecond: "ms", health.Kilocalorie: "kcal", health.Kilojoule: "kJ", health.Calorie: "cal", health.Count: "1",
	health.MillilitrePerKilogramMinute: "mL/kg/min", health.PartPerMillion: "[ppm]", health.PartPerBillion: "[ppb]",
	health.Lux: "lx", health.Decibel: "dB", health.KilogramPerSquareMetre: "kg/m2",
	health.MillimolePerLitre: "mmol/L", health.MilligramPerDecilitre: "mg/dL",
}

// unitWords are shown beside the codes where a unit has no symbol.
var unitWords = map[health.Unit]string{health.Count: "count", health.NoUnit: "1", health.Fraction: "1", health.PerMinute: "/min"}
