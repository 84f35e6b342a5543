package applehealth

import (
	"fmt"
	"time"

	"vitalkeep/health"
)

// run is a workout with a route.
type run struct {
	start, end int64 // seconds
	file       string
}

// workouts writes runs with a pause, statistics and a route each.
func (w *writer) workouts(n int) []run {
	var out []run
	for i := range n {
		start := w.day(i*2) + 17*3600 + int64(w.rand.IntN(1800))
		length := int64(w.between(20, 60)) * 60
		r := run{start: start, end: start + length + 120}
		r.file = "route_" + time.Unix(r.end, 0).In(w.zone).Format("2006-01-02_3.04pm") + ".gpx"
		out = append(out, r)
		b := append(w.line, " <Workout workoutActivityType=\"HKWorkoutActivityTypeRunning\""...)
		b = fmt.Appendf(b, " duration=\"%d.5\" durationUnit=\"min\"", length/60)
		b = w.from(b, watch, "0x281c000c0")
		b = w.times(b, start, r.end)
		b = append(b, ">\n  <MetadataEntry key=\"HKIndoorWorkout\" value=\"0\"/>\n"...)
		b = fmt.Appendf(b, "  <MetadataEntry key=\"HKTimeZone\" value=%q/>\n", w.Options.Zone)
		b = append(b, "  <WorkoutEvent type=\"HKWorkoutEventTypePause\" date=\""...)
		b = w.date(b, start+600)
		b = append(b, "\"/>\n  <WorkoutEvent type=\"HKWorkoutEventTypeResume\" date=\""...)
		b = w.date(b, start+690)
		b = append(b, "\"/>\n"...)
		for _, s := range []string{
			fmt.Sprintf(`type="HKQuantityTypeIdentifierDistanceWalkingRunning" %%s sum="%s" unit="km"`, w.number(3, 11, 4)),
			fmt.Sprintf(`type="HKQuantityTypeIdentifierActiveEnergyBurned" %%s sum="%s" unit="kcal"`, w.number(150, 700, 2)),
			fmt.Sprintf(`type="HKQuantityTypeIdentifierHeartRate" %%s average="%s" minimum="92" maximum="171" unit="count/min"`, w.number(130, 150, 3)),
		} {
			dates := append(w.date([]byte(`startDate="`), start), `" endDate="`...)
			dates = append(w.date(dates, r.end), '"')
			b = append(b, "  <WorkoutStatistics "...)
			b = fmt.Appendf(b, s, dates)
			b = append(b, "/>\n"...)
		}
		b = append(b, "  <WorkoutRoute"...)
		b = w.from(b, phone, "")
		b = w.times(b, start, r.end)
		b = fmt.Appendf(b, ">\n   <MetadataEntry key=\"HKMetadataKeySyncVersion\" value=\"2\"/>\n   <FileReference path=\"/workout-routes/%s\"/>\n  </WorkoutRoute>\n </Workout>\n", r.file)
		w.line = b
		w.emit()
		w.Entries[health.Workout]++
	}
	return out
}

func (w *writer) between(low, high int) int { return low + w.rand.IntN(high-low+1) }

// route makes the GPX file of a run, one point a second for some minutes.
func (w *writer) route(r run) []byte {
	b := []byte(`<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd">
  <metadata>
    <time>` + time.Unix(r.end, 0).UTC().Format(time.RFC3339) + `</time>
  </metadata>
  <trk>
    <name>Route</name>
    <trkseg>
`)
	for i := range 100 {
		at := r.start + int64(i)
		lat, lon := w.number(52.51, 52.53, 6), w.number(13.37, 13.39, 6)
		ele, speed, course := w.number(30, 40, 6), w.number(2, 4, 6), w.number(0, 359, 6)
		h, v := w.number(2, 9, 6), w.number(2, 9, 6)
		b = fmt.Appendf(b, "      <trkpt lon=%q lat=%q><ele>%s</ele><time>%s</time><extensions><speed>%s</speed><course>%s</course><hAcc>%s</hAcc><vAcc>%s</vAcc></extensions></trkpt>\n",
			lon, lat, ele, time.Unix(at, 0).UTC().Format(time.RFC3339), speed, course, h, v)
		for _, x := range []struct {
			metric health.MetricID
			value  health.Decimal
		}{
			{"raw_location_latitude", lat},
			{"raw_location_longitude", lon},
			{"raw_location_altitude", ele},
			{"raw_location_gps_speed", speed},
			{"raw_location_direction", course},
			{"raw_location_horizontal_radius", h},
			{"raw_location_vertical_radius", v},
		} {
			w.note(x.metric, "apple:route", at*1000, x.value, health.NoUnit)
		}
	}
	return append(b, "    </trkseg>\n  </trk>\n</gpx>"...)
}

// electrocardiogram makes the CSV file of one, as an iPhone in English or in
// German writes it.
func (w *writer) electrocardiogram(n int, german bool) (name string, data []byte) {
	at := w.day(n) + 20*3600
	name = fmt.Sprintf("ecg_%s.csv", w.Options.Start.AddDays(n))
	head := "Name,\"Rowena Thistlewood\"\nDate of Birth,\"Apr 17, 1981\"\nRecorded Date,%s\nClassification,Sinus Rhythm\nSymptoms,\nSoftware Version,1.90\nDevice,\"Watch6,2\"\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n"
	if german {
		head = "Name,\"Rowena Thistlewood\"\nGeburtsdatum,17.04.1981\nAufgezeichnet am,%s\nKlassifizierung,Sinusrhythmus\nSymptome,\nSoftwareversion,1.90\nGerät,\"Watch6,2\"\nMessrate,512 Hertz\n\n\nAbleitung,Ableitung I\nEinheit,µV\n\n"
	}
	data = fmt.Appendf(data, head, w.date(nil, at))
	for range 2048 {
		v := w.number(-300, 900, 3).String()
		for i := range v {
			if german && v[i] == '.' {
				data = append(data, ',')
				continue
			}
			data = append(data, v[i])
		}
		data = append(data, '\n')
	}
	w.Entries[health.ECG]++
	return name, data
}
