package importers

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// dexcomTable is a table of Clarity in that unit, with the rows above the
// measurements that say whose it is.
func dexcomTable(unit string, rows ...string) string {
	return strings.ReplaceAll("Index,Timestamp (YYYY-MM-DDThh:mm:ss),Event Type,Event Subtype,Patient Info,Device Info,Source Device ID,Glucose Value (UNIT),Insulin Value (u),Carb Value (grams),Duration (hh:mm:ss),Glucose Rate of Change (UNIT/min),Transmitter Time (Long Integer),Transmitter ID\n", "UNIT", unit) +
		strings.Join(rows, "")
}

var dexcomRows = []string{
	"\"1\",\"\",\"FirstName\",\"\",\"Ann\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
	"\"2\",\"\",\"LastName\",\"\",\"Example\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
	"\"3\",\"\",\"DateOfBirth\",\"\",\"1980-02-03\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n",
	"\"4\",\"\",\"Alert\",\"Urgent Low\",\"\",\"\",\"iPhone\",\"55\",\"\",\"\",\"00:30:00\",\"\",\"\"\n",
	"\"5\",\"2024-05-14T08:01:07\",\"EGV\",\"\",\"\",\"\",\"iPhone\",\"101\",\"\",\"\",\"\",\"\",\"300\",\"8AB\"\n",
	"\"6\",\"2024-05-14 08:06:07\",\"EGV\",\"\",\"\",\"\",\"iPhone\",\"104\",\"\",\"\",\"\",\"\",\"600\",\"8AB\"\n",
	"\"7\",\"2024-05-14T08:07:00\",\"Calibration\",\"\",\"\",\"\",\"iPhone\",\"99\",\"\",\"\",\"\",\"\",\"\"\n",
	"\"8\",\"2024-05-14T08:08:00\",\"Insulin\",\"Fast-Acting\",\"\",\"\",\"iPhone\",\"\",\"4.5\",\"\",\"\",\"\",\"\"\n",
	"\"9\",\"2024-05-14T08:09:00\",\"Carbs\",\"\",\"\",\"\",\"iPhone\",\"\",\"\",\"45\",\"\",\"\",\"\"\n",
	"\"10\",\"2024-05-14T08:10:00\",\"Exercise\",\"Light\",\"\",\"\",\"iPhone\",\"\",\"\",\"\",\"00:20:00\",\"\",\"\"\n",
}

func TestDexcomClarityIsReadByTypeOfEvent(t *testing.T) {
	content := dexcomTable("mg/dL", dexcomRows...)
	m, rep, err := readFile(t, "x.csv", content)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "samples", m.lines(), []string{
		"glucose dexcom:sensor 2024-05-14T08:01:07-07:00 101 mg/dL @6",
		"glucose dexcom:sensor 2024-05-14T08:06:07-07:00 104 mg/dL @7",
		"glucose dexcom:hand 2024-05-14T08:07:00-07:00 99 mg/dL @8",
		"raw_eaten_carbohydrate_g dexcom:hand 2024-05-14T08:09:00-07:00 45 @10",
	})
	var entries []string
	for _, e := range m.entries {
		entries = append(entries, fmt.Sprint(e.Kind, " ", e.Key, " ", e.Fields))
	}
	same(t, "entries", entries, []string{
		"medicine Fast-Acting insulin [{name Fast-Acting insulin} {amount 4.5 units}]",
		"note Exercise [{Event Type Exercise} {Event Subtype Light} {Duration (hh:mm:ss) 00:20:00}]",
	})
	if rep.Rejected != 0 {
		t.Errorf("rejects %v", m.refused())
	}
	rec, err := Detect(context.Background(), put(t, "x.csv", content))
	if p := rec.Inputs[0].Person; err != nil || p.Name != "Ann Example" || p.Born.String() != "1980-02-03" {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestDexcomRowsThatCannotBeUnderstoodAreRefused(t *testing.T) {
	for _, c := range []struct{ name, row, column, reason string }{
		{"below the range", "1,2024-05-14T08:00:00,EGV,,,,,Low,,,,,,\n", "Glucose Value (mmol/L)", reasonBelowRange},
		{"above the range", "1,2024-05-14T08:00:00,EGV,,,,,High,,,,,,\n", "Glucose Value (mmol/L)", reasonAboveRange},
		{"no value", "1,2024-05-14T08:00:00,EGV,,,,,,,,,,,\n", "Glucose Value (mmol/L)", reasonNothing},
		{"milligrams", "1,2024-05-14T08:00:00,EGV,,,,,180,,,,,,\n", "Glucose Value (mmol/L)", "outside what is possible for blood glucose: 0.1 to 120 mmol/L"},
		{"a date alone", "1,2024-05-14,EGV,,,,,5.4,,,,,,\n", "Timestamp (YYYY-MM-DDThh:mm:ss)", reasonIsoLocal},
		{"a time that was twice", "1,2024-11-03T01:30:00,EGV,,,,,5.4,,,,,,\n", "Timestamp (YYYY-MM-DDThh:mm:ss)", reasonTwiceWall},
		{"no event", "1,2024-05-14T08:00:00,,,,,,5.4,,,,,,\n", "Event Type", reasonNothing},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _, err := readFile(t, "x.csv", "\xef\xbb\xbf"+dexcomTable("mmol/L", c.row, "2,2024-05-14T09:00:00,EGV,,,,,5.4\n"))
			if err != nil {
				t.Fatal(err)
			}
			same(t, "rejects", m.refused(), []string{"x.csv:2 " + c.column + ": " + c.reason})
			if len(m.samples) != 1 {
				t.Errorf("%v", m.lines())
			}
		})
	}
}
