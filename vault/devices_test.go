package vault

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func put1(t testing.TB, v *Vault, d health.Device) health.Device {
	t.Helper()
	got, err := v.PutDevice(d)
	if err != nil {
		t.Fatalf("put device: %v", err)
	}
	return got
}

func TestAVaultRemembersTheHouseholdsDevices(t *testing.T) {
	v, p := newTestVault(t)
	guest, err := v.AddProfile(health.Profile{Name: "Guest"})
	if err != nil {
		t.Fatal(err)
	}
	want := func(list ...health.Device) {
		t.Helper()
		got, err := v.Devices()
		if err != nil || len(got) != len(list) || len(list) > 0 && !reflect.DeepEqual(got, list) {
			t.Errorf("devices = %+v, %v, want %+v", got, err, list)
		}
	}
	want()
	scale := put1(t, v, health.Device{
		Nickname: " Bathroom ", Model: "body-cardio", Serial: "0012", MAC: "00:24:e4:11:22:33", Owners: []health.ProfileID{p, guest.ID},
		Since: health.Date{Year: 2021, Month: 3, Day: 4}, Sources: []health.SourceID{"withings:scale", "csv:file"},
	})
	if scale.ID == [16]byte{} || scale.Nickname != "Bathroom" {
		t.Errorf("stored as %+v", scale)
	}
	camera := put1(t, v, health.Device{Model: "home"})
	want(scale, camera)
	v = reopenVault(t, v)
	want(scale, camera)
	camera.CameraOff, camera.Retired = true, health.Date{Year: 2026, Month: 2, Day: 28}
	put1(t, v, camera)
	if err := v.AddBackup(BackupRecord{Path: "a"}); err != nil {
		t.Fatal(err)
	}
	v = reopenVault(t, v)
	want(scale, camera)
	if err := v.DeleteProfileNow(t.Context(), guest.ID, nil); err != nil {
		t.Fatal(err)
	}
	scale.Owners = scale.Owners[:1]
	want(scale, camera)
	if err := v.ForgetDevice(scale.ID); err != nil {
		t.Fatal(err)
	}
	want(camera)
	if err := v.ForgetDevice(scale.ID); !errors.Is(err, ErrNoDevice) {
		t.Errorf("forgetting it again: %v", err)
	}
	if _, err := v.PutDevice(scale); !errors.Is(err, ErrNoDevice) {
		t.Errorf("changing what is forgotten: %v", err)
	}
	want(camera)
	wantWhole(t, v)
}

func TestDevicesThatCannotBeAreRefused(t *testing.T) {
	v, p := newTestVault(t)
	good := health.Device{Model: "body"}
	for name, change := range map[string]func(*health.Device){
		"a model that nobody makes":  func(d *health.Device) { d.Model = "toaster" },
		"a name without end":         func(d *health.Device) { d.Nickname = strings.Repeat("x", maxDeviceText+1) },
		"a name with a line break":   func(d *health.Device) { d.Nickname = "a\nb" },
		"a serial that is no text":   func(d *health.Device) { d.Serial = "\xff" },
		"an owner who is not there":  func(d *health.Device) { d.Owners = []health.ProfileID{p, {9}} },
		"too many sources":           func(d *health.Device) { d.Sources = slices.Repeat([]health.SourceID{"a:b"}, maxDeviceLinks+1) },
		"a source without a name":    func(d *health.Device) { d.Sources = []health.SourceID{""} },
		"a day that does not exist":  func(d *health.Device) { d.Since = health.Date{Year: 2023, Month: 2, Day: 29} },
		"a year beyond the calendar": func(d *health.Device) { d.Retired = health.Date{Year: 12_023, Month: 2, Day: 2} },
	} {
		d := good
		change(&d)
		if _, err := v.PutDevice(d); !errors.Is(err, ErrBadDevice) {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := v.changeSettings(func(next *state) error {
		for i := range maxDevices - 1 {
			next.settings.devices = append(next.settings.devices, health.Device{ID: [16]byte{1, byte(i)}, Model: "body", Nickname: fmt.Sprint(i)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	put1(t, v, good)
	if _, err := v.PutDevice(good); !errors.Is(err, ErrTooMuch) {
		t.Errorf("one too many: %v", err)
	}
	if got, err := reopenVault(t, v).Devices(); err != nil || len(got) != maxDevices {
		t.Errorf("%d devices, %v", len(got), err)
	}
}
