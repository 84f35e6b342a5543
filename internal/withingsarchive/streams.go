package withingsarchive

import (
	"strconv"
	"strings"

	"vitalkeep/health"
)

// chunk is one row of a raw stream: consecutive samples.
type chunk struct {
	start     int64
	durations []int // seconds
	values    []string
	doubled   bool // the row is written twice
}

func (c *chunk) add(seconds int, value string) {
	c.durations = append(c.durations, seconds)
	c.values = append(c.values, value)
}

// stream writes chunks as the vendor does: blocks of rows newest first, the
// rows within a block in order, some rows twice.
type stream struct {
	name   string
	metric health.MetricID
	source health.SourceID
	unit   health.Unit
	chunks []chunk
}

func (m *maker) stream(s stream, flaws ...func(*table)) {
	t := &table{name: s.name + ".csv", header: []string{"start", "duration", "value"}}
	const block = 7
	blocks := (len(s.chunks) + block - 1) / block
	for b := blocks - 1; b >= 0; b-- {
		for i := b * block; i < min(len(s.chunks), (b+1)*block); i++ {
			c := &s.chunks[i]
			if len(c.durations) == 0 {
				continue
			}
			row := m.rawRow(c)
			t.rows = append(t.rows, row)
			at := c.start
			for j, v := range c.values {
				m.note(s.metric, s.source, at, v, s.unit)
				at += int64(c.durations[j]) * 1000
			}
			if c.doubled {
				t.rows = append(t.rows, row)
				key := Series{s.metric, s.source}
				f := m.Series[key]
				f.Doubled += len(c.values)
				m.Series[key] = f
			}
		}
	}
	if m.Options.Flaws {
		for _, f := range flaws {
			f(t)
		}
	}
	m.file(t)
}

func (m *maker) rawRow(c *chunk) string {
	var d, v strings.Builder
	for i := range c.durations {
		if i > 0 {
			d.WriteByte(',')
			v.WriteByte(',')
		}
		d.WriteString(strconv.Itoa(c.durations[i]))
		v.WriteString(c.values[i])
	}
	return line(m.raw(c.start), "["+d.String()+"]", "["+v.String()+"]")
}

// activity makes the streams of the tracker and the vendor's day totals. The
// totals are what the watch counted between local midnights; the phone, which
// is in the same stream, overlaps it and does not count.
func (m *maker) activity() {
	steps := stream{name: "raw_tracker_steps", metric: "steps", source: "withings:tracker", unit: health.Count}
	distance := stream{name: "raw_tracker_distance", metric: "distance", source: "withings:tracker", unit: health.Metre}
	floors := stream{name: "raw_tracker_elevation", metric: "floors", source: "withings:tracker", unit: health.Count}
	calories := stream{name: "raw_tracker_calories-earned", metric: "calories_active", source: "withings:tracker", unit: health.Kilocalorie}
	totals := map[health.MetricID]map[health.Date]string{}
	for _, id := range []health.MetricID{"steps", "distance", "floors", "calories_active", "calories_passive"} {
		totals[id] = map[health.Date]string{}
	}
	for i, d := range m.days {
		start, end := d.Bounds(m.zone)
		minutes := int((end - start) / 60_000)
		var day struct{ steps, metres, floors int }
		var kcal float64
		// Walks from the first minute of the day to its last, at every hour,
		// so that neither midnight nor a clock change falls between two.
		for minute := 0; minute < minutes; {
			length := m.between(3, 25)
			if minute < 6*60 && minute > 0 {
				length = 1
			}
			length = min(length, minutes-minute)
			at := start + int64(minute)*60_000
			s, w, f, k := chunk{start: at}, chunk{start: at}, chunk{start: at}, chunk{start: at}
			for range length {
				n := m.between(8, 118)
				metres, climbed := n*3/4, m.rand.IntN(12)/11
				burnt := fixed(float64(n)*0.038, 2)
				s.add(60, strconv.Itoa(n))
				w.add(60, strconv.Itoa(metres))
				f.add(60, strconv.Itoa(climbed))
				k.add(60, burnt)
				day.steps += n
				day.metres += metres
				day.floors += climbed
				b, err := strconv.ParseFloat(burnt, 64)
				if err != nil {
					panic("withingsarchive: calories are no number") // a mistake in this package
				}
				kcal += b
			}
			s.doubled = m.rand.IntN(12) == 0
			steps.chunks = append(steps.chunks, s)
			distance.chunks = append(distance.chunks, w)
			floors.chunks = append(floors.chunks, f)
			calories.chunks = append(calories.chunks, k)
			if m.rand.IntN(9) == 0 { // the phone saw the same walk, half a minute off
				p := chunk{start: at + 30_000}
				for range length {
					p.add(60, strconv.Itoa(m.between(5, 110)))
				}
				steps.chunks = append(steps.chunks, p)
			}
			minute += length + m.between(20, 140)
		}
		totals["steps"][d] = strconv.Itoa(day.steps)
		totals["distance"][d] = strconv.Itoa(day.metres)
		totals["floors"][d] = strconv.Itoa(day.floors)
		totals["calories_active"][d] = fixed(kcal, 2)
		totals["calories_passive"][d] = fixed(m.around(1510, 40), 2)
		if i == len(m.days)/2 { // a day whose total is not what the stream adds up to
			totals["steps"][d] = "4321"
		}
	}
	m.DayTotals = totals
	for _, f := range []struct {
		file   string
		metric health.MetricID
		unit   health.Unit
	}{
		{"steps", "steps", health.Count},
		{"distance", "distance", health.Metre},
		{"elevation", "floors", health.Count},
		{"calories_earned", "calories_active", health.Kilocalorie},
		{"calories_passive", "calories_passive", health.Kilocalorie},
	} {
		t := &table{name: "aggregates_" + f.file + ".csv", header: []string{"date", "value"}}
		for _, d := range m.days {
			t.add(d.String(), totals[f.metric][d])
			m.note(f.metric, "withings"+health.DailySuffix, d.Start(m.zone), totals[f.metric][d], f.unit)
		}
		t.newestFirst()
		if f.file == "steps" && m.Options.Flaws {
			m.flaw(t, "date", "2024-02-30", "100")
		}
		m.file(t)
	}
	m.stream(steps, func(t *table) {
		m.flaw(t, "value", m.raw(m.at(m.days[0], 1)), "[60,60]", "[3,4,5]")
		m.flaw(t, "start", "2024-01-01 10:00:00", "[60]", "[5]")
	})
	m.stream(distance)
	m.stream(floors)
	m.stream(calories)
}

// heartRates makes the watch's heart rate: 37 s at every cadence, one row per
// sample or several in a row, and the sleep mat's streams of the nights.
func (m *maker) heartRates() {
	hr := stream{name: "raw_hr_hr", metric: "heart_rate", source: "withings:hr", unit: health.PerMinute}
	oxygen := stream{name: "raw_spo2_auto_spo2", metric: "spo2", source: "withings:spo2", unit: health.Percent}
	every := m.Options.HeartRateEvery
	seconds := min(37, every)
	for _, d := range m.days {
		start, end := d.Bounds(m.zone)
		var c chunk
		for at := start; at < end; at += int64(every) * 1000 {
			v := strconv.Itoa(m.between(52, 97))
			if every > seconds { // gaps between samples: a row each
				c = chunk{start: at, doubled: m.rand.IntN(40) == 0}
				c.add(seconds, v)
				hr.chunks = append(hr.chunks, c)
				continue
			}
			if len(c.durations) == 0 {
				c.start = at
			}
			if c.add(seconds, v); len(c.durations) == 120 {
				hr.chunks = append(hr.chunks, c)
				c = chunk{}
			}
		}
		if every <= seconds && len(c.durations) > 0 {
			hr.chunks = append(hr.chunks, c)
		}
		o := chunk{start: m.at(d, 2*60)}
		o.add(30, strconv.Itoa(m.between(93, 98)))
		oxygen.chunks = append(oxygen.chunks, o)
	}
	m.stream(hr, func(t *table) {
		m.flaw(t, "value", m.raw(m.at(m.days[0], 3)+500), "[37]", "[999]")
	})
	m.stream(oxygen)
}

// unknownStreams makes streams that no catalogue knows, one of them with two
// values per duration, and coordinates.
func (m *maker) unknownStreams() {
	tilt := stream{name: "raw_foot_Step cadence variance", metric: "raw_foot_step_cadence_variance", source: "withings:foot"}
	level := stream{name: "raw_hr_Heart Rate level", metric: "raw_hr_heart_rate_level", source: "withings:hr"}
	lat := stream{name: "raw_location_latitude", metric: "raw_location_latitude", source: "withings:location"}
	lon := stream{name: "raw_location_longitude", metric: "raw_location_longitude", source: "withings:location"}
	features := &table{name: "raw_tracker_Classification features (formerly steps down).csv", header: []string{"start", "duration", "value"}}
	for i, d := range m.days {
		if i%3 != 0 {
			continue
		}
		at := m.at(d, 10*60)
		c, l, la, lo := chunk{start: at}, chunk{start: at}, chunk{start: at}, chunk{start: at}
		for range m.between(1, 9) {
			c.add(60, fixed(m.around(0.4, 0.39), 4))
			l.add(60, strconv.Itoa(m.between(0, 3)))
			la.add(15, fixed(m.around(34.0521, 0.02), 7))
			lo.add(15, fixed(m.around(-118.2437, 0.02), 7))
		}
		tilt.chunks = append(tilt.chunks, c)
		level.chunks = append(level.chunks, l)
		lat.chunks = append(lat.chunks, la)
		lon.chunks = append(lon.chunks, lo)
		a, b := strconv.Itoa(m.between(0, 255)), strconv.Itoa(m.between(0, 255))
		const metric = "raw_tracker_classification_features_formerly_steps_down_"
		m.note(metric+"1", "withings:tracker", at, a, health.NoUnit)
		m.note(metric+"2", "withings:tracker", at, b, health.NoUnit)
		features.add(m.raw(at), "[60]", "["+a+","+b+"]")
	}
	m.file(features)
	m.stream(tilt)
	m.stream(level)
	m.stream(lat, func(t *table) {
		m.flaw(t, "value", m.raw(m.at(m.days[0], 5)), "[15]", "[657.2519]")
	})
	m.stream(lon)
}
