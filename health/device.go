package health

import "slices"

// DeviceKind groups the models of the catalogue.
type DeviceKind uint8

// The kinds of devices.
const (
	Tracker DeviceKind = iota
	Scale
	SleepMonitor
	HomeMonitor
	PressureMonitor
	BabyMonitor
	Thermometer
)

// Capability is one thing that a model gives: a data type of the product's
// catalogue, which may be several metrics, a kind of entry, or a picture.
type Capability string

// The capabilities named in the catalogue.
const (
	GivesCalories      Capability = "calories burned"
	GivesDistance      Capability = "distance"
	GivesDistanceRun   Capability = "distance run"
	GivesRunData       Capability = "run data"
	GivesSteps         Capability = "steps"
	GivesElevation     Capability = "elevation"
	GivesHeartRate     Capability = "heart rate"
	GivesSpO2          Capability = "SpO2"
	GivesSwimming      Capability = "swimming"
	GivesWeight        Capability = "weight"
	ShowsSteps         Capability = "steps shown"
	ShowsUnits         Capability = "units preference"
	GivesBodyMasses    Capability = "bone, muscle and water mass"
	GivesFatMass       Capability = "fat mass"
	GivesPulseWave     Capability = "pulse wave velocity"
	GivesCO2           Capability = "CO2"
	GivesRoomTemp      Capability = "room temperature"
	GivesSound         Capability = "sound level"
	GivesLight         Capability = "luminosity"
	GivesMotion        Capability = "motion"
	GivesVideo         Capability = "video"
	GivesVOC           Capability = "VOC"
	GivesBloodPressure Capability = "blood pressure"
	GivesBodyTemp      Capability = "body temperature"
)

// capabilityMetrics tells which metrics a capability stands for. What a device
// only shows, and pictures, are none.
var capabilityMetrics = map[Capability][]MetricID{
	GivesCalories:      {"calories_active", "calories_passive"},
	GivesDistance:      {"distance"},
	GivesDistanceRun:   {"distance"},
	GivesRunData:       nil, // a workout entry
	GivesSteps:         {"steps"},
	GivesElevation:     {"elevation", "floors"},
	GivesHeartRate:     {"heart_rate"},
	GivesSpO2:          {"spo2"},
	GivesSwimming:      {"swim_strokes", "swim_laps"},
	GivesWeight:        {"weight"},
	ShowsSteps:         nil,
	ShowsUnits:         nil,
	GivesBodyMasses:    {"bone_mass", "muscle_mass", "water_mass"},
	GivesFatMass:       {"fat_mass", "fat_ratio"},
	GivesPulseWave:     {"pulse_wave_velocity"},
	GivesCO2:           {"co2"},
	GivesRoomTemp:      {"room_temperature"},
	GivesSound:         {"sound_level"},
	GivesLight:         {"luminosity"},
	GivesMotion:        {"motion"},
	GivesVideo:         nil,
	GivesVOC:           {"voc"},
	GivesBloodPressure: {"systolic", "diastolic"},
	GivesBodyTemp:      {"body_temperature"},
}

// Metrics returns the metrics that the capability stands for; none for what a
// device only shows, for pictures, and for run data, which is a Workout.
func (c Capability) Metrics() []MetricID { return slices.Clone(capabilityMetrics[c]) }

// DeviceModel is one row of the catalogue.
type DeviceModel struct {
	ID    string // stable: "body-cardio"
	Maker string
	Name  string
	Kind  DeviceKind
	Gives []Capability
}

// Measures reports whether the model gives the metric. A metric outside its
// row is never attributed to the device.
func (d DeviceModel) Measures(m MetricID) bool {
	for _, c := range d.Gives {
		if slices.Contains(capabilityMetrics[c], m) {
			return true
		}
	}
	return false
}

var (
	trackerBase = []Capability{GivesCalories, GivesDistance, GivesDistanceRun, GivesRunData, GivesSteps}
	scaleBase   = []Capability{GivesWeight, ShowsSteps, ShowsUnits}
)

func withings(id, name string, kind DeviceKind, gives ...[]Capability) DeviceModel {
	return DeviceModel{ID: id, Maker: "Withings", Name: name, Kind: kind, Gives: slices.Concat(gives...)}
}

var deviceModels = []DeviceModel{
	withings("activite", "Activité/Pop", Tracker, trackerBase, []Capability{GivesSwimming}),
	withings("move", "Move", Tracker, trackerBase, []Capability{GivesSwimming}),
	withings("pulse", "Pulse", Tracker, trackerBase, []Capability{GivesHeartRate, GivesSwimming}),
	withings("steel-hr", "Steel HR / Sport", Tracker, trackerBase, []Capability{GivesHeartRate, GivesSwimming}),
	withings("pulse-ox", "Pulse Ox", Tracker, trackerBase, []Capability{GivesElevation, GivesHeartRate, GivesSpO2}),
	withings("go", "Go", Tracker, trackerBase, []Capability{GivesSwimming}),
	withings("smart-body-analyzer", "Smart Body Analyzer", Scale, scaleBase, []Capability{GivesFatMass, GivesHeartRate, GivesCO2, GivesRoomTemp}),
	withings("wireless-scale", "Wireless Scale", Scale, scaleBase),
	withings("body", "Body", Scale, scaleBase),
	withings("body-plus", "Body+", Scale, scaleBase, []Capability{GivesBodyMasses, GivesFatMass}),
	withings("body-cardio", "Body Cardio", Scale, scaleBase, []Capability{GivesBodyMasses, GivesFatMass, GivesHeartRate, GivesPulseWave}),
	withings("sleep", "Sleep", SleepMonitor, []Capability{GivesHeartRate, GivesSound}),
	withings("aura", "Aura", SleepMonitor, []Capability{GivesHeartRate, GivesLight, GivesSound, GivesRoomTemp}),
	withings("home", "Home", HomeMonitor, []Capability{GivesMotion, GivesSound, GivesVideo, GivesVOC}),
	withings("bpm", "Blood Pressure Monitor BPM/BPM+", PressureMonitor, []Capability{GivesBloodPressure, GivesHeartRate}),
	withings("smart-baby-monitor", "Smart Baby Monitor", BabyMonitor, []Capability{GivesMotion, GivesSound, GivesRoomTemp}),
	withings("thermo", "Thermo", Thermometer, []Capability{GivesBodyTemp}),
}

// DeviceModels returns the catalogue of models, by kind.
func DeviceModels() []DeviceModel { return slices.Clone(deviceModels) }

// DeviceModelByID returns the model of that ID.
func DeviceModelByID(id string) (DeviceModel, bool) {
	for _, d := range deviceModels {
		if d.ID == id {
			return d, true
		}
	}
	return DeviceModel{}, false
}

// Device is a device that the household owns.
type Device struct {
	ID       [16]byte // given by the vault; the zero value for one that is not stored
	Nickname string
	Model    string      // a DeviceModel's ID
	Serial   string      // optional
	MAC      string      // optional
	Owners   []ProfileID // none: the home
	Since    Date        // connected
	Retired  Date        // the zero Date while in use
	// Sources are where its data comes from. Only what its model measures is
	// ever attributed to it.
	Sources []SourceID
	// CameraOff is the camera's switch: while it is set, no picture of the
	// device is shown, recorded or stored.
	CameraOff bool
}
