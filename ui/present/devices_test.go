package present

import (
	"errors"
	"testing"

	"vitalkeep/health"
)

func TestModelsAreFoundByWhatPeopleType(t *testing.T) {
	for typed, want := range map[string]string{
		"activite": "activite", "Activité": "activite", "pop": "activite", "bod car": "body-cardio", "smart body": "smart-body-analyzer",
		"blood": "bpm", "bpm+": "bpm", "steel": "steel-hr", "thermo": "thermo", "baby": "smart-baby-monitor",
	} {
		got := FindModels(typed)
		if len(got) == 0 || got[0].ID != want {
			t.Errorf("%q finds %+v, want %s", typed, got, want)
		}
	}
	if n := len(FindModels("")); n != len(health.DeviceModels()) {
		t.Errorf("nothing typed finds %d", n)
	}
	if got := FindModels("toaster"); len(got) != 0 {
		t.Errorf("a toaster is %+v", got)
	}
}

func TestEveryCapabilityHasANameOfItsOwn(t *testing.T) {
	for _, m := range health.DeviceModels() {
		seen := map[string]bool{}
		for i, name := range Gives(m) {
			if name == string(m.Gives[i]) || seen[name] {
				t.Errorf("%s: %q has no name, or that of another", m.Name, name)
			}
			seen[name] = true
		}
		if DeviceKindName(m.Kind) == "" {
			t.Errorf("%s: its kind has no name", m.Name)
		}
	}
}

func TestNumbersOfDevicesAreRead(t *testing.T) {
	for typed, want := range map[string]string{
		"": "", "00:24:E4:5A:0B:1C": "00:24:E4:5A:0B:1C", "00-24-e4-5a-0b-1c": "00:24:E4:5A:0B:1C", " 0024e45a0b1c ": "00:24:E4:5A:0B:1C",
	} {
		if got, err := ParseMAC(typed); err != nil || got != want {
			t.Errorf("%q is %q, %v", typed, got, err)
		}
	}
	for _, typed := range []string{"00:24:E4:5A:0B", "0024e45a0b1g", "00:24:E4:5A:0B:1C:FF", "none"} {
		if _, err := ParseMAC(typed); !errors.Is(err, ErrNotAMAC) {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if got, err := ParseSerial(" WBS05-1A/2 "); err != nil || got != "WBS05-1A/2" {
		t.Errorf("serial %q, %v", got, err)
	}
	for _, typed := range []string{"a;b", "01234567890123456789012345678901234567890"} {
		if _, err := ParseSerial(typed); !errors.Is(err, ErrNotASerial) {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

func TestThresholdsNameWhoSaysSo(t *testing.T) {
	for _, id := range RoomMetrics() {
		m, ok := health.Lookup(id)
		if !ok {
			t.Fatalf("no metric %s", id)
		}
		for i, x := range Thresholds(id) {
			if x.Body == "" || x.Text == "" || !m.Plausible.Contains(x.Value) || i > 0 && x.Value <= Thresholds(id)[i-1].Value {
				t.Errorf("%s: %+v", id, x)
			}
		}
	}
	if Thresholds("voc") != nil {
		t.Error("there are no published values in ppm for what the catalogue calls VOC")
	}
}
