package importers

import "testing"

func TestFilesOfTheArchive(t *testing.T) {
	cases := []struct {
		name, file, content string
		samples, rejects    []string
	}{
		{
			"pounds stay pounds and empty cells are no values", "weight.csv",
			"Date,\"Weight (lb)\",\"Fat mass (lb)\",\"Bone mass (lb)\",\"Muscle mass (lb)\",\"Hydration (lb)\",Comments\n" +
				"\"2024-07-01 06:30:00\",152,31.5,,,,\n",
			[]string{
				"weight withings:export 2024-07-01T06:30:00-07:00 152 lb @2",
				"fat_mass withings:export 2024-07-01T06:30:00-07:00 31.5 lb @2",
			}, nil,
		},
		{
			"a pulse alone is no blood pressure", "bp.csv",
			"Date,\"Heart rate\",Systolic,Diastolic,Comments\n\"2024-01-02 07:00:00\",61,,,\n\"2024-01-01 07:00:00\",60,120,80,\n\"2023-12-31 07:00:00\",,121,,\n",
			[]string{
				"heart_rate withings:export 2024-01-02T07:00:00-08:00 61 1/min @2",
				"heart_rate withings:export 2024-01-01T07:00:00-08:00 60 1/min @3",
				"systolic withings:export 2024-01-01T07:00:00-08:00 120 mmHg @3",
				"diastolic withings:export 2024-01-01T07:00:00-08:00 80 mmHg @3",
			},
			[]string{"bp.csv:4 Diastolic: " + reasonHalfPressure},
		},
		{
			"a day total belongs to a day of 23, 24 or 25 hours", "aggregates_steps.csv",
			"date,value\n2024-11-03,9000\n2024-03-10,8000\n2024-03-09,7000\n",
			[]string{
				"steps withings:daily 2024-11-03T00:00:00-07:00 90000s 9000 count @2",
				"steps withings:daily 2024-03-10T00:00:00-08:00 82800s 8000 count @3",
				"steps withings:daily 2024-03-09T00:00:00-08:00 86400s 7000 count @4",
			}, nil,
		},
		{
			"a stream starts each sample when those before have passed", "raw_tracker_steps.csv",
			"start,duration,value\n2024-07-01T17:00:00+02:00,\"[60,30]\",\"[10,20]\"\n2024-07-01T16:00:00+02:00,[60],[5]\n",
			[]string{
				"steps withings:tracker 2024-07-01T08:00:00-07:00 60s 10 count @2",
				"steps withings:tracker 2024-07-01T08:01:00-07:00 30s 20 count @2",
				"steps withings:tracker 2024-07-01T07:00:00-07:00 60s 5 count @3",
			}, nil,
		},
		{
			"feet and inches are inches", "height.csv",
			"Date,\"Height (in)\",Comments\n\"2024-01-01 08:00:00\",\"5' 10''\",\n",
			[]string{"height withings:export 2024-01-01T08:00:00-08:00 70 in @2"}, nil,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m, rep, err := readFile(t, c.file, c.content)
			if err != nil {
				t.Fatal(err)
			}
			same(t, "samples", m.lines(), c.samples)
			same(t, "rejects", m.refused(), c.rejects)
			if rep.Samples != len(c.samples) || rep.Rejected != len(c.rejects) {
				t.Errorf("report counts %d samples and %d rejected", rep.Samples, rep.Rejected)
			}
		})
	}
}
