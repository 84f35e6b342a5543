package importers

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vitalkeep/health"
)

func TestPlainFilesByTheirRules(t *testing.T) {
	cases := []struct {
		name             string
		units            health.UnitSystem
		content          string
		samples, rejects []string
	}{
		{
			"weights in the unit of the profile", health.USUnits,
			"Date,Weight,Fat mass\n2024-07-01 06:30:00,180,40.5\n2024-07-02 06:30:00,179.5,\n",
			[]string{
				"weight csv:file 2024-07-01T06:30:00+02:00 180 lb @2",
				"fat_mass csv:file 2024-07-01T06:30:00+02:00 40.5 lb @2",
				"weight csv:file 2024-07-02T06:30:00+02:00 179.5 lb @3",
			},
			nil,
		},
		{
			"the fat column may be missing", health.MetricUnits, "date,weight\n2024-07-01 06:30:00,80\n",
			[]string{"weight csv:file 2024-07-01T06:30:00+02:00 80 kg @2"},
			nil,
		},
		{
			"rows that are not exactly so", health.MetricUnits,
			"Date,Weight,Fat mass\n2024-07-01,80,\n2024-07-01 6:30,80,\n01.07.2024 06:30:00,80,\n2024-07-01T06:30:00Z,80,\n2024-07-01 06:30:00,,16\n2024-07-01 06:30:00,80\n" +
				"2024-07-01 06:30:00,\"80,5\",\n2024-07-01 06:30:00,8e1,\n2024-07-01 06:30:00,80 kg,\n2024-07-01 06:30:00,80,900\n2024-03-31 02:30:00,80,\n2024-07-01 06:30:00,80,16\n",
			[]string{
				"weight csv:file 2024-07-01T06:30:00+02:00 80 kg @13",
				"fat_mass csv:file 2024-07-01T06:30:00+02:00 16 kg @13",
			},
			[]string{
				"plain.csv:2 Date: " + reasonNoPlainWall, "plain.csv:3 Date: " + reasonNoPlainWall,
				"plain.csv:4 Date: " + reasonNoPlainWall, "plain.csv:5 Date: " + reasonNoPlainWall,
				"plain.csv:6 Weight: " + reasonNothing,
				"plain.csv:7 : has 2 columns instead of 3",
				"plain.csv:8 Weight: " + reasonDecimalComma,
				"plain.csv:9 Weight: " + reasonNotANumber, "plain.csv:10 Weight: " + reasonNotANumber,
				"plain.csv:11 Fat mass: outside what is possible for fat mass: 0 to 500 kg",
				"plain.csv:12 Date: " + reasonSkippedWall,
			},
		},
		{
			"blood pressures", health.MetricUnits,
			"Date,Heart rate,Systolic,Diastolic\n2024-07-01 06:30:00,60,120,80\n2024-07-02 06:30:00,,121,81\n2024-07-03 06:30:00,61,,\n2024-07-04 06:30:00,61,122,\n2024-07-05 06:30:00,,,\n2024-07-06 06:30:00,60,80,120\n",
			[]string{
				"heart_rate csv:file 2024-07-01T06:30:00+02:00 60 1/min @2",
				"systolic csv:file 2024-07-01T06:30:00+02:00 120 mmHg @2",
				"diastolic csv:file 2024-07-01T06:30:00+02:00 80 mmHg @2",
				"systolic csv:file 2024-07-02T06:30:00+02:00 121 mmHg @3",
				"diastolic csv:file 2024-07-02T06:30:00+02:00 81 mmHg @3",
				"heart_rate csv:file 2024-07-03T06:30:00+02:00 61 1/min @4",
			},
			[]string{"plain.csv:5 : " + reasonHalfPressure, "plain.csv:6 : " + reasonNothing, "plain.csv:7 : " + reasonUpsidePressure},
		},
		{
			"pulses alone", health.MetricUnits, "Date,Heart rate\n2024-07-01 06:30:00,60\n",
			[]string{"heart_rate csv:file 2024-07-01T06:30:00+02:00 60 1/min @2"},
			nil,
		},
		{
			"heights in metres are never taken for centimetres", health.MetricUnits,
			"Date,Height\n2024-07-01 06:30:00,178\n2024-07-02 06:30:00,1.78\n2024-07-03 06:30:00,5' 10''\n",
			[]string{"height csv:file 2024-07-01T06:30:00+02:00 178 cm @2"},
			[]string{
				"plain.csv:3 Height: outside what is possible for height in centimetres, the unit of the profile: 20 to 300",
				"plain.csv:4 Height: " + reasonNotANumber,
			},
		},
		{
			"heights in inches", health.USUnits,
			"Date,Height\n2024-07-01 06:30:00,70\n2024-07-02 06:30:00,5' 10''\n2024-07-03 06:30:00,1.78\n",
			[]string{
				"height csv:file 2024-07-01T06:30:00+02:00 70 in @2",
				"height csv:file 2024-07-02T06:30:00+02:00 70 in @3",
			},
			[]string{"plain.csv:4 Height: outside what is possible for height in inches, the unit of the profile: 7.874 to 118.1"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var m memory
			_, err := Read(context.Background(), []string{put(t, "plain.csv", c.content)}, Options{Zone: zone(t, "Europe/Paris"), Units: c.units}, &m)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "samples", m.lines(), c.samples)
			same(t, "rejects", m.refused(), c.rejects)
		})
	}
}

func TestPlainFileHasAtMostFourThousandRows(t *testing.T) {
	rows := func(n int) string {
		var b strings.Builder
		b.WriteString("Date,Weight\n")
		for i := range n {
			fmt.Fprintf(&b, "2024-07-%02d %02d:%02d:00,80\n", 1+i/1440, i/60%24, i%60)
		}
		return b.String()
	}
	m, _, err := readFile(t, "w.csv", rows(4000))
	if err != nil || len(m.samples) != 4000 || len(m.rejects) != 0 {
		t.Errorf("4000 rows: %d samples, %v, %v", len(m.samples), m.refused(), err)
	}
	m, _, err = readFile(t, "w.csv", rows(4001))
	if err != nil || len(m.samples) != 0 {
		t.Errorf("4001 rows: %d samples, %v", len(m.samples), err)
	}
	same(t, "rejects", m.refused(), []string{"w.csv:4002 : a file of this kind has at most 4000 rows; nothing of it is read. As a table, format csv-mapped, it may have any number"})
}
