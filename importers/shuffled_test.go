package importers

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// withoutPlaces renders what was handed over, sorted and without where it stood.
func (m *memory) withoutPlaces() []string {
	var out []string
	for _, l := range m.lines() {
		line, _, _ := strings.Cut(l, " @")
		out = append(out, line)
	}
	for _, e := range m.entries {
		out = append(out, fmt.Sprint(e.Kind, e.Source, e.Key, e.Start, e.Duration, e.Offset, e.Fields))
	}
	slices.Sort(out)
	return out
}

// The order of rows is that of a device or of a program and means nothing.
func TestShuffledRowsGiveTheSame(t *testing.T) {
	const many = 30
	var libre, dexcom, weights, steps, beats []string
	for i := range many {
		libre = append(libre, libreRow(fmt.Sprintf("05-%02d-2024 08:00 AM", i+1), "0", inHistoric, 90+i))
		dexcom = append(dexcom, fmt.Sprintf("%d,2024-05-%02dT08:00:00,EGV,,,,,%d,,,,,,\n", i, i+1, 90+i))
		weights = append(weights, fmt.Sprintf("2024-05-%02d 06:00:00.000,%d,20,,UTC+0200,,w,\r\n", i+1, 60+i))
		steps = append(steps, interval("steps_record_table", ", count", may1+int64(i)*60_000, may1+int64(i+1)*60_000, fmt.Sprint(", ", 100+i)))
		beats = append(beats, fmt.Sprintf("INSERT INTO heart_rate_record_series_table VALUES (1, %d, %d)", 60+i, may1+int64(i)*1000))
	}
	session := interval("heart_rate_record_table", "", may1, may1+60_000, "")
	for _, c := range []struct {
		file string
		make func(rows []string) string
		rows []string
	}{
		{"libre.csv", func(r []string) string { return libreTable("mg/dL", r...) }, libre},
		{"dexcom.csv", func(r []string) string { return dexcomTable("mg/dL", r...) }, dexcom},
		{"com.samsung.health.weight.csv", func(r []string) string {
			return samsungCSV("com.samsung.health.weight", "start_time,weight,body_fat,comment,time_offset,pkg_name,datauuid,", r...)
		}, weights},
		{"health_connect_export.db", func(r []string) string { return androidDatabase(t, healthConnectVersion, append(r, session)...) }, append(steps, beats...)},
	} {
		t.Run(c.file, func(t *testing.T) {
			want, _, err := readFile(t, c.file, c.make(slices.Clone(c.rows)))
			if err != nil || len(want.samples) < many {
				t.Fatalf("%d samples, %v, %v", len(want.samples), want.refused(), err)
			}
			shuffled := slices.Clone(c.rows)
			rand.New(rand.NewPCG(3, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			got, _, err := readFile(t, c.file, c.make(shuffled))
			if err != nil {
				t.Fatal(err)
			}
			same(t, "shuffled", got.withoutPlaces(), want.withoutPlaces())
		})
	}
}
