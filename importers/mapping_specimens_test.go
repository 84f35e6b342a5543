package importers

import (
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"
)

func encodedAs(e encoding.Encoding, text string) func(testing.TB) string {
	return func(t testing.TB) string {
		t.Helper()
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

// mappedSpecimens are small tables that leave nothing open: plain ones in
// several ways to write, and those of each program that is known.
var mappedSpecimens = []specimen{
	{format: MappedCSV, kind: kindTable, file: "gewicht.csv", content: "Datum;Uhrzeit;Gewicht (kg);Körperfett (%);Notiz\n13.05.2024;07:10;77,2;18,5;nach dem Lauf\n01.06.2024;7:15;77,4;;\n12.05.2024;07:00;76,9;;\n", rows: 5, empty: "Datum;Uhrzeit;Gewicht (kg);Körperfett (%);Notiz\n"},
	{format: MappedCSV, kind: kindTable, file: "scale.tsv", content: "timestamp\tweight_lb\tbmi\n2024-05-01T07:00:00+02:00\t170.4\t24.1\n2024-05-02T07:00:00Z\t170.2\t24.0\n", rows: 4, empty: "timestamp\tweight_lb\tbmi\n"},
	{format: MappedCSV, kind: kindTable, file: "mesures.csv", build: encodedAs(utf.UTF16(utf.LittleEndian, utf.UseBOM), "Date|Poids [kg]|Pouls\n2024-05-01 07:00|77,25|61\n2024-05-02 07:00|77,1|62\n"), rows: 4},
	{format: MappedCSV, kind: kindTable, file: "medidas.csv", build: encodedAs(charmap.Windows1252, "Fecha;Presión sistólica;Presión diastólica;Frecuencia cardíaca\n14/05/2024 07:00;121;79;61\n01/06/2024 07:00;118;77;60\n"), rows: 6},
	{format: MappedCSV, kind: kindTable, file: "days.csv", content: "Date,Steps,Distance (km)\n2024-05-01,8123,5.2\n2024-05-02,10456,7.25\n", rows: 4, empty: "Date,Steps,Distance (km)\n"},
	{format: MappedCSV, kind: kindTable, file: "cells.csv", content: "Date,Blood pressure,Glucose,Body temperature\n2024-05-01 07:00:00,121/79 mmHg,98 mg/dL,36.6 °C\n2024-05-02 07:00:00,118/77 mmHg,101 mg/dL,98.1 °F\n", rows: 8, empty: "Date,Blood pressure,Glucose,Body temperature\n"},
	{format: MappedCSV, kind: kindTable, file: "openScale_2.csv", content: "\"biceps\",\"bone\",\"comment\",\"dateTime\",\"fat\",\"lbm\",\"muscle\",\"visceralFat\",\"waist\",\"water\",\"weight\"\n0.0,3.1,\"rested\",2021-05-01 07:10,18.5,0.0,41.2,6.0,0.0,55.1,77.25\n0.0,0.0,,2021-05-02 07:05,0.0,0.0,0.0,0.0,0.0,0.0,77.0\n", rows: 8, empty: "\"biceps\",\"bone\",\"comment\",\"dateTime\",\"fat\",\"lbm\",\"muscle\",\"visceralFat\",\"waist\",\"water\",\"weight\"\n"},
	{format: MappedCSV, kind: kindTable, file: "omron.csv", content: "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Symptoms,Consumed,TruRead,Notes\nJan 12 2025,08:12,121,79,61,-,-,-,-\nJan 11 2025,20:40,118,77,60,Dizziness,-,Yes,after dinner\n", rows: 7, empty: "Date,Time,Systolic (mmHg),Diastolic (mmHg),Pulse (bpm),Symptoms,Consumed,TruRead,Notes\n"},
	{format: MappedCSV, kind: kindTable, file: "bloodPressure.csv", content: "\xef\xbb\xbftimestampUnixMs;systolic;diastolic;pulse;notes;color\n1736670720000;121;79;61;null;null\n1736757120000;118;77;null;rested;null\n", rows: 6, empty: "timestampUnixMs;systolic;diastolic;pulse;notes;color\n"},
	{format: MappedCSV, kind: kindTable, file: "dashboard.csv", content: "\"Date\";\"Gewicht (kg)\";\"Fettmasse (kg)\";\"Fettfreier Anteil (kg)\";\"Kommentare\"\n\"2014-02-13 6:04 Uhr\";\"77,20\";\"16,10\";\"61,10\";\"\"\n", rows: 3, empty: "\"Date\";\"Gewicht (kg)\";\"Fettmasse (kg)\";\"Fettfreier Anteil (kg)\";\"Kommentare\"\n"},
	{format: MappedCSV, kind: kindTable, file: "bodymeasures.csv", content: "ts,weightkg,fatkg,fatpercent,comment\n1714543200,77.2,14.2,18.4,\n1714629600,77.0,14.1,18.3,rested\n", rows: 7, empty: "ts,weightkg,fatkg,fatpercent,comment\n"},
}
