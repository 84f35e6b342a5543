package household

import "vitalkeep/health"

// Owned is a device of the household with the names of the people who own it.
type Owned struct {
	Device health.Device
	Owners []string
}

// CameraModel is the model of the device that notices what happens in the
// living room.
const CameraModel = "home"

// Devices returns the devices that the household owns, on the last local day of
// its data.
func Devices(until health.Date) []Owned {
	since := func(days int) health.Date { return until.AddDays(1 - days) }
	return []Owned{
		{Owners: []string{"Nora", "Theo"}, Device: health.Device{
			Nickname: "Bathroom scale", Model: "body-cardio", Serial: "BC-0417-2231", MAC: "02:00:5e:10:00:01",
			Since: since(Days), Sources: []health.SourceID{scaleSource},
		}},
		{Owners: []string{"Nora"}, Device: health.Device{
			Nickname: "Nora's watch", Model: "steel-hr", Serial: "SH-1180-0092", MAC: "02:00:5e:10:00:02",
			Since: since(Days), Sources: []health.SourceID{watchSource, dailySource, workoutsSource},
		}},
		{Owners: []string{"Theo"}, Device: health.Device{
			Nickname: "Theo's tracker", Model: "go", MAC: "02:00:5e:10:00:03",
			Since: since(Days), Sources: []health.SourceID{watchSource, dailySource},
		}},
		{Owners: []string{"Theo"}, Device: health.Device{
			Nickname: "Cuff", Model: "bpm", Serial: "BP-7730-1145", MAC: "02:00:5e:10:00:04",
			Since: since(Days), Sources: []health.SourceID{cuffSource},
		}},
		{Owners: []string{"Nora", "Theo"}, Device: health.Device{
			Nickname: "Thermometer", Model: "thermo", MAC: "02:00:5e:10:00:05",
			Since: since(Days), Sources: []health.SourceID{spotSource},
		}},
		{Device: health.Device{
			Nickname: "Bedroom air", Model: "smart-body-analyzer", Serial: "SB-2204-0310", MAC: "02:00:5e:10:00:06",
			Since: since(roomDays), Sources: []health.SourceID{roomSource},
		}},
		{Device: health.Device{
			Nickname: "Living room", Model: CameraModel, Serial: "HC-3391-0508", MAC: "02:00:5e:10:00:07",
			Since: since(cameraDays), Sources: []health.SourceID{cameraSource},
		}},
		{Owners: []string{"Nora"}, Device: health.Device{
			Nickname: "Old tracker", Model: "pulse", Since: since(Days + 800), Retired: since(Days),
		}},
	}
}
