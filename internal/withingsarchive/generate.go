package withingsarchive

import (
	"fmt"
	"math/rand/v2"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"vitalkeep/health"
)

// Generate makes an archive. The only error is a zone that does not exist.
func Generate(o Options) (*Archive, error) {
	o = o.withDefaults()
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return nil, fmt.Errorf("generating an archive: %w", err)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, fmt.Errorf("generating an archive: %w", err)
	}
	m := &maker{
		Archive: &Archive{
			Options: o, Series: map[Series]Fact{}, Entries: map[health.EntryKind]int{},
			DayTotals: map[health.MetricID]map[health.Date]string{},
		},
		rand: rand.New(rand.NewPCG(o.Seed, 0x76697461)), //nolint:gosec // invented data must be the same every time
		zone: zone, paris: paris,
	}
	for i := range o.Days {
		m.days = append(m.days, o.Start.AddDays(i))
	}
	m.account()
	m.weigh()
	m.height()
	m.pressures()
	m.temperatures()
	m.oxygen()
	m.pulseWave()
	m.other()
	m.notes()
	m.activity()
	m.workouts()
	m.nights()
	m.heartRates()
	m.unknownStreams()
	m.electrocardiogram()
	m.empty()
	return m.Archive, nil
}

// empty adds the files that an account has even when nothing was measured.
func (m *maker) empty() {
	for _, name := range []string{
		"raw_swim_lap-pool", "raw_swim_Earned calories", "raw_apnea_Apnea Hypopnea Index", "raw_pause_Pause",
		"raw_walking_asymmetry_Vasistas type walking asymetry", "raw_core_body_temperature_Core body temperature",
	} {
		m.file(&table{name: name + ".csv", header: []string{"start", "duration", "value"}})
	}
}

// account adds the files of personal account data, full of canaries.
func (m *maker) account() {
	const (
		email = "rowena.thistlewood.canary@example.com"
		name  = "Rowena-Canary"
		last  = "Thistlewood-Canary"
		phone = "+15550142873"
		ip    = "203.0.113.77"
		mac   = "00:24:e4:ca:7a:21"
		lat   = "34.05223417"
		lon   = "-118.24368529"
		agent = "canary_app_event"
	)
	m.Canaries = []string{email, name, last, phone, ip, mac, lat, lon, agent}
	m.text("README.txt", "Below are the details of the data you've exported from Health Mate:\n\nweight.csv: weigh-ins\nbp.csv: blood pressure\nraw_*.csv: streams of the devices\n")
	t := &table{name: "account.csv", header: []string{"email", "last_ip", "last_password_reset_date", "last_email_modified_date", "phone_number", "creation_date"}}
	t.add(email, ip, "2023-05-02 10:11:12", "", phone, "2019-08-01 09:00:00")
	m.file(t)
	t = &table{name: "user.csv", header: []string{"firstname", "lastname", "birthdate", "gender", "creation_date"}}
	t.add(name, last, "1981-04-17", "1", "2019-08-01 09:00:00")
	m.file(t)
	t = &table{name: "user_survey.csv", header: []string{"date", "property", "value"}}
	t.add("1704103200", agent, "1")
	m.file(t)
	if m.Options.NoZoneHint {
		return
	}
	t = &table{name: "devices.csv", header: []string{"mac", "serial", "latitude", "longitude", "battery_level", "last_used_date", "manual_geoloc", "timezone", "association_date"}}
	t.add(mac, "", lat, lon, "87", "1735600000", "0", m.Options.Zone, "1564650000")
	t.add("00:24:e4:ca:7a:22", "", lat, lon, "54", "1735600100", "0", m.Options.Zone, "1577880000")
	m.file(t)
}
