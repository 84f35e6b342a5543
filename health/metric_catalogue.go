package health

import "math"

var anything = Range{-math.MaxFloat64, math.MaxFloat64}

// catalogue lists every metric with a meaning of its own.
//
// Possible ranges are what a person or a room can have at all, with a margin:
// the heaviest and tallest people on record (635 kg, 2.72 m), survived body
// temperatures (13.7 to 46.5 °C), cuff ranges of home monitors (up to
// 300 mmHg). Plausible ranges cover nearly everybody; outside them a value
// typed in is questioned, one from a file is kept.
var catalogue = []Metric{
	{ID: "weight", Name: "Weight", Unit: Kilogram, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{20, 250}, Possible: Range{0.2, 700}},
	{ID: "fat_mass", Name: "Fat mass", Unit: Kilogram, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{1, 120}, Possible: Range{0, 500}},
	{ID: "fat_ratio", Name: "Body fat", Unit: Percent, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{3, 60}, Possible: Range{0, 100}},
	{ID: "fat_free_mass", Name: "Fat-free mass", Unit: Kilogram, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{10, 130}, Possible: Range{0, 500}},
	{ID: "muscle_mass", Name: "Muscle mass", Unit: Kilogram, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{8, 120}, Possible: Range{0, 400}},
	{ID: "bone_mass", Name: "Bone mass", Unit: Kilogram, Decimals: 2, Active: true, Family: Body, Day: DayMean, Plausible: Range{0.5, 8}, Possible: Range{0, 40}},
	{ID: "water_mass", Name: "Body water", Unit: Kilogram, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{8, 110}, Possible: Range{0, 400}},
	{ID: "bmi", Name: "Body mass index", Unit: KilogramPerSquareMetre, Decimals: 1, Active: true, Family: Body, Day: DayMean, Plausible: Range{10, 70}, Possible: Range{1, 300}},
	{ID: "height", Name: "Height", Unit: Metre, Decimals: 2, Active: true, Family: Body, Day: DayLast, Plausible: Range{0.4, 2.3}, Possible: Range{0.2, 3}},
	{ID: "systolic", Name: "Systolic pressure", Unit: MillimetreOfMercury, Active: true, Family: Heart, Day: DayMean, Plausible: Range{70, 220}, Possible: Range{40, 320}},
	{ID: "diastolic", Name: "Diastolic pressure", Unit: MillimetreOfMercury, Active: true, Family: Heart, Day: DayMean, Plausible: Range{40, 140}, Possible: Range{20, 250}},
	{ID: "heart_rate", Name: "Heart rate", Unit: PerMinute, Family: Heart, Day: DayRange, Plausible: Range{30, 220}, Possible: Range{10, 350}},
	{ID: "hrv_sdnn", Name: "Heart rate variability (SDNN)", Unit: Millisecond, Family: Heart, Day: DayRange, Plausible: Range{5, 250}, Possible: Range{0, 2000}},
	{ID: "hrv_rmssd", Name: "Heart rate variability (RMSSD)", Unit: Millisecond, Family: Heart, Day: DayRange, Plausible: Range{5, 250}, Possible: Range{0, 2000}},
	{ID: "pulse_wave_velocity", Name: "Pulse wave velocity", Unit: MetrePerSecond, Decimals: 1, Active: true, Family: Heart, Day: DayMean, Plausible: Range{3, 20}, Possible: Range{0.5, 50}},
	{ID: "vo2max", Name: "VO₂ max", Unit: MillilitrePerKilogramMinute, Decimals: 1, Family: Heart, Day: DayMean, Plausible: Range{10, 90}, Possible: Range{1, 120}},
	{ID: "spo2", Name: "SpO₂", Unit: Percent, Active: true, Family: Oxygen, Day: DayRange, Plausible: Range{80, 100}, Possible: Range{20, 100}},
	{ID: "respiratory_rate", Name: "Respiratory rate", Unit: PerMinute, Family: Oxygen, Day: DayRange, Plausible: Range{6, 40}, Possible: Range{0, 120}},
	{ID: "body_temperature", Name: "Body temperature", Unit: Celsius, Decimals: 1, Active: true, Family: Temperature, Day: DayRange, Plausible: Range{34, 42}, Possible: Range{13, 47}},
	{ID: "skin_temperature", Name: "Skin temperature", Unit: Celsius, Decimals: 1, Family: Temperature, Day: DayRange, Plausible: Range{20, 42}, Possible: Range{-20, 60}},
	{ID: "steps", Name: "Steps", Unit: Count, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 60000}, Possible: Range{0, 1000000}},
	{ID: "distance", Name: "Distance", Unit: Metre, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 100000}, Possible: Range{0, 2000000}},
	{ID: "elevation", Name: "Elevation climbed", Unit: Metre, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 3000}, Possible: Range{0, 50000}},
	{ID: "floors", Name: "Floors climbed", Unit: Count, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 500}, Possible: Range{0, 20000}},
	{ID: "calories_active", Name: "Active calories", Unit: Kilocalorie, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 8000}, Possible: Range{0, 50000}},
	{ID: "calories_passive", Name: "Resting calories", Unit: Kilocalorie, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 5000}, Possible: Range{0, 50000}},
	{ID: "swim_strokes", Name: "Swim strokes", Unit: Count, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 10000}, Possible: Range{0, 200000}},
	{ID: "swim_laps", Name: "Swim laps", Unit: Count, Shape: Interval, Family: Activity, Day: DaySum, Plausible: Range{0, 400}, Possible: Range{0, 10000}},
	{ID: "sleep_stage", Name: "Sleep stage", Shape: State, Family: Sleep, Day: DayNone, Plausible: Range{0, 5}, Possible: Range{0, 255}},
	{ID: "sleep_light", Name: "Light sleep", Unit: Second, Shape: Interval, Family: Sleep, Day: DaySum, Plausible: Range{0, 43200}, Possible: Range{0, 172800}},
	{ID: "sleep_deep", Name: "Deep sleep", Unit: Second, Shape: Interval, Family: Sleep, Day: DaySum, Plausible: Range{0, 28800}, Possible: Range{0, 172800}},
	{ID: "sleep_rem", Name: "REM sleep", Unit: Second, Shape: Interval, Family: Sleep, Day: DaySum, Plausible: Range{0, 28800}, Possible: Range{0, 172800}},
	{ID: "sleep_awake", Name: "Awake in bed", Unit: Second, Shape: Interval, Family: Sleep, Day: DaySum, Plausible: Range{0, 43200}, Possible: Range{0, 172800}},
	{ID: "sleep_wakeups", Name: "Wake-ups", Unit: Count, Shape: Interval, Family: Sleep, Day: DaySum, Plausible: Range{0, 40}, Possible: Range{0, 1000}},
	{ID: "snoring", Name: "Snoring", Shape: State, Family: Sleep, Day: DayNone, Plausible: Range{0, 100}, Possible: Range{0, 100}},
	{ID: "glucose", Name: "Blood glucose", Unit: MillimolePerLitre, Decimals: 1, Active: true, Family: Heart, Day: DayRange, Plausible: Range{2, 25}, Possible: Range{0.1, 120}},
	{ID: "room_temperature", Name: "Room temperature", Unit: Celsius, Decimals: 1, Family: Room, Day: DayRange, Plausible: Range{-10, 45}, Possible: Range{-60, 100}},
	{ID: "co2", Name: "CO₂", Unit: PartPerMillion, Family: Room, Day: DayRange, Plausible: Range{300, 5000}, Possible: Range{0, 100000}},
	{ID: "voc", Name: "Volatile organic compounds", Unit: PartPerMillion, Decimals: 2, Family: Room, Day: DayRange, Plausible: Range{0, 60}, Possible: Range{0, 10000}},
	{ID: "luminosity", Name: "Light", Unit: Lux, Family: Room, Day: DayRange, Plausible: Range{0, 100000}, Possible: Range{0, 200000}},
	{ID: "sound_level", Name: "Sound level", Unit: Decibel, Family: Room, Day: DayRange, Plausible: Range{10, 120}, Possible: Range{-20, 200}},
	{ID: "motion", Name: "Motion", Unit: Count, Shape: Interval, Family: Room, Day: DaySum, Plausible: Range{0, 10000}, Possible: Range{0, 1000000}},
}

// Sleep stages, the values of the metric sleep_stage.
const (
	StageAwake = 0
	StageLight = 1
	StageDeep  = 2
	StageREM   = 3
)
