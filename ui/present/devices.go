package present

import (
	"errors"
	"strings"
	"unicode"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// DeviceKindName returns what a kind of devices is called.
func DeviceKindName(k health.DeviceKind) string {
	switch k {
	case health.Scale:
		return locale.T("Scales")
	case health.SleepMonitor:
		return locale.T("Sleep monitors")
	case health.HomeMonitor:
		return locale.T("Home monitors")
	case health.PressureMonitor:
		return locale.T("Blood pressure monitors")
	case health.BabyMonitor:
		return locale.T("Baby monitors")
	case health.Thermometer:
		return locale.T("Thermometers")
	}
	return locale.T("Activity trackers")
}

// CapabilityName returns what a model gives, for people.
func CapabilityName(c health.Capability) string {
	switch c {
	case health.GivesCalories:
		return locale.T("Calories burned")
	case health.GivesDistance:
		return locale.T("Distance")
	case health.GivesDistanceRun:
		return locale.T("Distance run")
	case health.GivesRunData:
		return locale.T("Run data")
	case health.GivesSteps:
		return locale.T("Steps")
	case health.GivesElevation:
		return locale.T("Elevation")
	case health.GivesHeartRate:
		return locale.T("Heart rate")
	case health.GivesSpO2:
		return locale.T("SpO₂")
	case health.GivesSwimming:
		return locale.T("Swimming")
	case health.GivesWeight:
		return locale.T("Weight")
	case health.ShowsSteps:
		return locale.T("Steps, shown only")
	case health.ShowsUnits:
		return locale.T("Units preference")
	case health.GivesBodyMasses:
		return locale.T("Bone, muscle and water mass")
	case health.GivesFatMass:
		return locale.T("Fat mass")
	case health.GivesPulseWave:
		return locale.T("Pulse wave velocity")
	case health.GivesCO2:
		return locale.T("CO₂")
	case health.GivesRoomTemp:
		return locale.T("Room temperature")
	case health.GivesSound:
		return locale.T("Sound level")
	case health.GivesLight:
		return locale.T("Luminosity")
	case health.GivesMotion:
		return locale.T("Motion")
	case health.GivesVideo:
		return locale.T("Video")
	case health.GivesVOC:
		return locale.T("Volatile organic compounds")
	case health.GivesBloodPressure:
		return locale.T("Blood pressure")
	case health.GivesBodyTemp:
		return locale.T("Body temperature")
	}
	return string(c)
}

// Gives returns all that a model gives, in the order of its row.
func Gives(m health.DeviceModel) []string {
	var out []string
	for _, c := range m.Gives {
		out = append(out, CapabilityName(c))
	}
	return out
}

// FindModels returns the models of the catalogue in whose name, maker or kind
// every word of text begins a word.
func FindModels(text string) []health.DeviceModel {
	wanted := wordsOf(text)
	var out []health.DeviceModel
	for _, m := range health.DeviceModels() {
		have := wordsOf(m.Maker + " " + m.Name + " " + DeviceKindName(m.Kind))
		all := true
		for _, w := range wanted {
			found := false
			for _, h := range have {
				found = found || strings.HasPrefix(h, w)
			}
			all = all && found
		}
		if all {
			out = append(out, m)
		}
	}
	return out
}

// wordsOf splits text into words of letters and digits in lower case, accents
// of the names in the catalogue left out.
func wordsOf(text string) []string {
	plain := strings.NewReplacer("é", "e", "è", "e", "É", "E").Replace(text)
	return strings.FieldsFunc(strings.ToLower(plain), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' })
}

// Errors of what is typed of a device.
var (
	ErrNotAMAC    = errors.New("not a MAC address")
	ErrNotASerial = errors.New("not a serial number")
)

// ParseMAC reads a MAC address of six pairs of hexadecimal digits, parted by
// colons, hyphens or nothing, and returns it as "00:24:E4:5A:0B:1C"; "" is none.
func ParseMAC(text string) (string, error) {
	digits := strings.ToUpper(strings.NewReplacer(":", "", "-", "", " ", "").Replace(text))
	if digits == "" {
		return "", nil
	}
	if len(digits) != 12 || strings.Trim(digits, "0123456789ABCDEF") != "" {
		return "", ErrNotAMAC
	}
	var pairs []string
	for i := 0; i < 12; i += 2 {
		pairs = append(pairs, digits[i:i+2])
	}
	return strings.Join(pairs, ":"), nil
}

// ParseSerial reads a serial number: up to 40 letters, figures, hyphens and
// slashes; "" is none.
func ParseSerial(text string) (string, error) {
	text = strings.TrimSpace(text)
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-/. ", r) {
			return "", ErrNotASerial
		}
	}
	if len(text) > 40 {
		return "", ErrNotASerial
	}
	return text, nil
}
