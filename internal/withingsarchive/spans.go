package withingsarchive

import (
	"fmt"
	"strconv"
	"strings"

	"vitalkeep/health"
)

// workouts makes activities.csv: walks, and now and then a tour that is listed
// twice, the second time as several sports.
func (m *maker) workouts() {
	t := &table{name: "activities.csv", header: []string{"from", "to", "from (manual)", "to (manual)", "Timezone", "Activity type", "Data", "GPS", "Modified"}}
	zone := m.Options.Zone
	if m.Options.NoZoneHint {
		zone = ""
	}
	for i, d := range m.days {
		if i%2 != 0 {
			continue
		}
		start := m.at(d, m.between(17*60, 18*60))
		length := int64(m.between(2, 95)) * 60_000
		data := fmt.Sprintf(`{"calories":%d,"effduration":%d,"intensity":30,"steps":%d,"distance":%d,"elevation":2,"hr_average":-1}`,
			m.between(10, 400), length/1000, m.between(200, 9000), m.between(150, 7000))
		gps := ""
		if i%8 == 0 {
			gps = fmt.Sprintf(`{"start":{"latitude":%s,"longitude":%s},"avg_speed":%s}`, fixed(m.around(34.0521, 0.02), 7), fixed(m.around(-118.2437, 0.02), 7), fixed(m.around(1.4, 0.2), 2))
		}
		modified := m.local(start + length + 600_000)
		t.add(m.local(start), m.local(start+length), "", "", zone, "Walking", data, gps, modified)
		m.Entries[health.Workout]++
		if i%16 == 0 {
			t.add(m.local(start), m.local(start+length), "", "", zone, "Multi Sport", data, "", modified)
			m.Entries[health.Workout]++
		}
	}
	t.newestFirst()
	if m.Options.Flaws {
		at := m.at(m.days[0], 600)
		m.flaw(t, "to", m.local(at), m.local(at-60_000), "", "", zone, "Walking", "{}", "", m.local(at))
	}
	m.file(t)
}

// nights makes sleep.csv and the sleep mat's streams. A night belongs to the
// day on which it ends; the clocks change during two of them.
func (m *maker) nights() {
	t := &table{name: "sleep.csv", header: []string{
		"from", "to", "light (s)", "deep (s)", "rem (s)", "awake (s)", "wake up", "Duration to sleep (s)",
		"Duration to wake up (s)", "Snoring (s)", "Snoring episodes", "Average heart rate", "Heart rate (min)",
		"Heart rate (max)", "Night events", "Notes",
	}}
	pulse := stream{name: "raw_bed_hr", metric: "heart_rate", source: "withings:bed", unit: health.PerMinute}
	breath := stream{name: "raw_bed_respiratory-rate", metric: "respiratory_rate", source: "withings:bed", unit: health.PerMinute}
	state := stream{name: "raw_bed_sleep-state", metric: "sleep_stage", source: "withings:bed"}
	snore := stream{name: "raw_bed_snoring", metric: "snoring", source: "withings:bed"}
	variability := stream{name: "raw_bed_HR RMS SD", metric: "hrv_rmssd", source: "withings:bed", unit: health.Millisecond}
	for i := 1; i < len(m.days); i++ {
		start := m.days[i].Start(m.zone) - int64(m.between(30, 100))*60_000
		m.Entries[health.SleepNight]++
		if i%31 == 0 { // a night that failed: its length only
			t.add(m.local(start), m.local(start+420*60_000), "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "", "")
			continue
		}
		var seconds [4]int
		p, b, s, n := chunk{start: start}, chunk{start: start}, chunk{start: start}, chunk{start: start}
		minutes := m.between(380, 500)
		for at := 0; at < minutes; {
			stage, run := m.rand.IntN(4), min(m.between(5, 40), minutes-at)
			seconds[stage] += run * 60
			for range run {
				s.add(60, strconv.Itoa(stage))
				n.add(60, strconv.Itoa(m.rand.IntN(20)/19*100))
				p.add(60, strconv.Itoa(m.between(48, 66)))
				b.add(60, strconv.Itoa(m.between(11, 18)))
			}
			at += run
		}
		v := chunk{start: start + 60*60_000}
		v.add(300, strconv.Itoa(m.between(22, 70)))
		pulse.chunks = append(pulse.chunks, p)
		breath.chunks = append(breath.chunks, b)
		state.chunks = append(state.chunks, s)
		snore.chunks = append(snore.chunks, n)
		variability.chunks = append(variability.chunks, v)
		cells := []string{m.local(start), m.local(start + int64(minutes)*60_000)}
		wakeups := strconv.Itoa(m.rand.IntN(4))
		for _, c := range []struct {
			metric health.MetricID
			text   string
			unit   health.Unit
		}{
			{"sleep_light", strconv.Itoa(seconds[health.StageLight]), health.Second},
			{"sleep_deep", strconv.Itoa(seconds[health.StageDeep]), health.Second},
			{"sleep_rem", strconv.Itoa(seconds[health.StageREM]), health.Second},
			{"sleep_awake", strconv.Itoa(seconds[health.StageAwake]), health.Second},
			{"sleep_wakeups", wakeups, health.Count},
		} {
			m.note(c.metric, "withings:nights", start, c.text, c.unit)
			cells = append(cells, c.text)
		}
		cells = append(cells, "600", "120", "0", "0")
		if i%5 == 0 { // no heart rate was measured
			cells = append(cells, "0", "0", "0")
		} else {
			cells = append(cells, "57", "48", "66")
		}
		t.add(append(cells, "", "")...)
	}
	t.newestFirst()
	m.file(t)
	for _, s := range []stream{pulse, breath, state, snore, variability} {
		m.stream(s)
	}
}

// electrocardiogram makes signal.csv: half a minute at 300 Hz in one cell.
func (m *maker) electrocardiogram() {
	t := &table{name: "signal.csv", header: []string{"date", "type", "frequency", "duration", "wearposition", "signal", "doctor_assessment", "doctor_name", "checkup_date"}}
	points := make([]string, 300*30)
	for i := range points {
		points[i] = strconv.Itoa(m.between(-120, 120))
		if i%260 == 0 {
			points[i] = "900"
		}
	}
	t.add(m.raw(m.at(m.days[0], 11*60)), "Electrocardiogram", "300", "30", "1", strings.Join(points, ","), "", "", "")
	m.Entries[health.ECG]++
	m.file(t)
}
