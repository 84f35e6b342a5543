package importers

const fitPointsSpecimen = `{
  "Data Source": "derived:com.google.weight:com.google.android.gms:merge_weight",
  "Data Points": [
    {"fitValue":[{"value":{"fpVal":71.4000015258789}}],"originDataSourceId":"raw:com.google.weight:com.google.android.apps.fitness:user_input","endTimeNanos":1714572611000000000,"dataTypeName":"com.google.weight","startTimeNanos":1714572611000000000,"modifiedTimeMillis":1714572700000,"rawTimestampNanos":0},
    {"fitValue":[{"value":{"fpVal":71.25}}],"originDataSourceId":"raw:com.google.weight:com.example.scale:","endTimeNanos":"1714659011000000000","dataTypeName":"com.google.weight","startTimeNanos":"1714659011000000000"}
  ]
}
`

func init() {
	const f = GoogleFitTakeout
	point := func(stream, data, value string) string {
		return `{"Data Source":"` + stream + `","Data Points":[{"fitValue":[{"value":` + value + `}],"originDataSourceId":"","endTimeNanos":1714572671000000000,"dataTypeName":"` + data + `","startTimeNanos":1714572611000000000}]}`
	}
	specimens = append(
		specimens,
		specimen{format: f, kind: kindFitDays, file: "Daily activity metrics.csv", content: "Date,Move Minutes count,Calories (kcal),Distance (m),Heart Points,Average heart rate (bpm),Step count,Average weight (kg),Walking duration (ms),Walking duration (ms)\n2024-05-01,61,2510.5,8123.758544921875,22,71,11024,77.5,3600000,1\n2024-05-02,,1801,,,,,,,0\n", rows: 2},
		specimen{format: f, kind: kindFitQuarters, file: "2024-05-01.csv", content: "Start time,End time,Move Minutes count,Calories (kcal),Distance (m),Step count\n07:00:00.000-07:00,07:15:00.000-07:00,4,21.5,310.5,412\n23:45:00.000-07:00,00:00:00.000-07:00,,18,,\n", rows: 2},
		specimen{format: f, kind: "weight", file: "derived_com.google.weight_merge.json", content: fitPointsSpecimen, rows: 2},
		specimen{format: f, kind: kindFitSession, file: "2024-05-01T08_44_00_WALKING.json", content: `{"fitnessActivity":"walking","startTime":"2024-05-01T15:44:00.276Z","endTime":"2024-05-01T16:13:11.976Z","duration":"1751.700s","aggregate":[{"metricName":"com.google.step_count.delta","intValue":3011}]}`, rows: 1},
	)
	for _, p := range fitPoints {
		merged, single := "derived:"+p.data+":com.google.android.gms:merge_all", "raw:"+p.data+":com.example.app:"
		value := map[string]string{"weight": `{"fpVal":71.5}`, "body-fat": `{"fpVal":21.5}`, "height": `{"fpVal":1.75}`, "heart-rate": `{"fpVal":61}`, "steps": `{"intVal":88}`, "distance": `{"fpVal":61.25}`}[p.kind]
		if p.kind != "weight" {
			specimens = append(specimens, specimen{format: f, kind: p.kind, file: "derived.json", content: point(merged, p.data, value), rows: 1})
		}
		specimens = append(specimens, specimen{format: f, kind: p.kind + fitSingle, file: "raw.json", content: point(single, p.data, value), rows: 1})
	}
}
