package importers

const (
	fitbitSleepSpecimen = `[{
  "logId" : 1001, "dateOfSleep" : "2024-05-02", "startTime" : "2024-05-01T23:00:30.000", "endTime" : "2024-05-02T06:30:30.000",
  "duration" : 27000000, "minutesAsleep" : 420, "minutesAwake" : 30, "type" : "stages", "logType" : "auto_detected",
  "levels" : {
    "summary" : { "deep" : { "count" : 1, "minutes" : 90 }, "wake" : { "count" : 2, "minutes" : 31 } },
    "data" : [
      { "dateTime" : "2024-05-01T23:00:30.000", "level" : "wake", "seconds" : 1800 },
      { "dateTime" : "2024-05-01T23:30:30.000", "level" : "light", "seconds" : 14400 },
      { "dateTime" : "2024-05-02T03:30:30.000", "level" : "deep", "seconds" : 5400 },
      { "dateTime" : "2024-05-02T05:00:30.000", "level" : "rem", "seconds" : 5400 }
    ],
    "shortData" : [ { "dateTime" : "2024-05-02T01:00:00.000", "level" : "wake", "seconds" : 60 } ]
  }
},{
  "logId" : 1002, "dateOfSleep" : "2024-05-02", "startTime" : "2024-05-02T14:00:00.000", "endTime" : "2024-05-02T14:40:00.000",
  "duration" : 2400000, "minutesAsleep" : 38, "type" : "classic", "logType" : "manual",
  "levels" : { "summary" : { "asleep" : { "count" : 0, "minutes" : 38 } }, "data" : [ { "dateTime" : "2024-05-02T14:00:00.000", "level" : "asleep", "seconds" : 2400 } ] }
}]
`
	fitbitSleepsSpecimen = "sleep_id,sleep_type,minutes_in_sleep_period,minutes_asleep,minutes_awake,start_utc_offset,sleep_start,end_utc_offset,sleep_end,data_source,algorithm_version,sleep_created,sleep_last_updated\n" +
		"77,STAGES,450,420,30,-07:00,2024-05-02T06:00:30Z,-07:00,2024-05-02T13:30:30Z,DERIVED,sleep_session_v2,2024-05-02T14:00:00Z,2024-05-02T14:00:00Z\n" +
		"78,CLASSIC,40,38,2,-07:00,2024-05-02 21:00:00+0000,-07:00,2024-05-02 21:40:00+0000,MANUAL,,,2024-05-02T22:00:00Z\n"
	fitbitStagesSpecimen = "sleep_id,sleep_stage_id,sleep_stage_type,start_utc_offset,sleep_stage_start,end_utc_offset,sleep_stage_end,data_source,algorithm_version,sleep_stage_created,sleep_stage_last_updated\n" +
		"77,1,AWAKE,-07:00,2024-05-02T06:00:30Z,-07:00,2024-05-02T06:30:30Z,DERIVED,v2,,2024-05-02T14:00:00Z\n" +
		"77,2,LIGHT,-07:00,2024-05-02T06:30:30Z,-07:00,2024-05-02T10:30:30Z,DERIVED,v2,,2024-05-02T14:00:00Z\n" +
		"77,3,DEEP,-07:00,2024-05-02T10:30:30Z,-07:00,2024-05-02T12:00:30Z,DERIVED,v2,,2024-05-02T14:00:00Z\n" +
		"77,4,REM,-07:00,2024-05-02T12:00:30Z,-07:00,2024-05-02T13:30:30Z,DERIVED,v2,,2024-05-02T14:00:00Z\n" +
		"78,1,ASLEEP,-07:00,2024-05-02T21:00:00Z,-07:00,2024-05-02T21:40:00Z,DERIVED,,,2024-05-02T22:00:00Z\n"
	fitbitExercisesSpecimen = "exercise_id,exercise_start,exercise_end,utc_offset,exercise_created,activity_name,log_type,tracker_total_distance_mm,activity_type_probabilities\n" +
		"5,2024-05-02T00:00:00Z,2024-05-02T00:30:00Z,-07:00,2024-05-02T01:00:00Z,Outdoor Run,AUTO_DETECTED,5012000,\"run:0.9,walk:0.1\"\n"
)

func init() {
	const f = FitbitTakeout
	specimens = append(
		specimens,
		specimen{format: f, kind: "steps", file: "steps_2024-05-01.csv", content: "timestamp,steps,data source\n2024-05-01T06:00:00Z,51,Charge 6\n2024-05-01T06:01:00.552356Z,12,Phone Health Kit\n", rows: 2},
		specimen{format: f, kind: "distance", file: "distance_2024-05-01.csv", content: "timestamp,distance,data source\n2024-05-01T06:00:00Z,38.25,Charge 6\n", rows: 1},
		specimen{format: f, kind: "active-calories", file: "active_energy_burned_2024-05-01.csv", content: "timestamp,Kilocalories,data source\n2024-05-01T06:00:00Z,2.75,Google Health App\n", rows: 1},
		specimen{format: f, kind: "heart-rate", file: "heart_rate_2024-05-01.csv", content: "timestamp,beats per minute,data source\n2024-05-01T06:00:04Z,65.0,Charge 6\n2024-05-01T06:00:09Z,62.5,Charge 6\n", rows: 2},
		specimen{format: f, kind: "resting-heart-rate", file: "daily_resting_heart_rate.csv", content: "timestamp,beats per minute,data source\n2024-05-01T00:00:00Z,61.25,Google Health App\n2024-05-02T12:00:00Z,60,Google Health App\n2024-05-04T07:00:00Z,59,Google Health App\n", rows: 3},
		specimen{format: f, kind: "weight", file: "weight.csv", content: "timestamp,weight grams,data source\n2024-05-01T14:00:00.11Z,62400,Renpho Fitbit 3P Web API\n2024-05-02T14:00:00Z,62150.5,Aria Air\n", rows: 2},
		specimen{format: f, kind: "body-fat", file: "body_fat_2024-05-01.csv", content: "timestamp,body fat percentage,data source\n2024-05-01T14:00:00Z,21.6,Aria Air\n", rows: 1},
		specimen{format: f, kind: "height", file: "height.csv", content: "timestamp,height millimeters,data source\n2024-05-01T14:00:00Z,1710,Google Health App\n", rows: 1},
		specimen{format: f, kind: "spo2", file: "oxygen_saturation_2024-05-01.csv", content: "timestamp,oxygen saturation percentage,data source\n2024-05-01T09:00:00Z,95.5,Charge 6\n", rows: 1},
		specimen{format: f, kind: "heart-rate-variability", file: "heart_rate_variability_2024-05-01.csv", content: "timestamp,root mean square of successive differences milliseconds,standard deviation milliseconds\n2024-05-01T09:00:00Z,38.2,41.5\n", rows: 2},
		specimen{format: f, kind: "daily-heart-rate-variability", file: "daily_heart_rate_variability.csv", content: "timestamp,average heart rate variability milliseconds,non rem heart rate beats per minute,entropy,deep sleep root mean square of successive differences milliseconds\n2024-05-01T00:00:00,41.5,58,2.9,45\n2024-05-02,40,58,2.9,45\n", rows: 2},
		specimen{format: f, kind: "daily-respiratory-rate", file: "daily_respiratory_rate.csv", content: "timestamp,breaths per minute,data source\n2024-05-01T00:00:00Z,14.8,Charge 6\n", rows: 1},
		specimen{format: f, kind: "daily-spo2", file: "daily_oxygen_saturation.csv", content: "timestamp,average percentage,lower bound percentage,upper bound percentage,data source\n2024-05-01T00:00:00Z,96.25,93,98.5,Charge 6\n", rows: 1},
		specimen{format: f, kind: kindFitbitSleeps, file: "UserSleeps_2024-05-01.csv", content: fitbitSleepsSpecimen, rows: 2},
		specimen{format: f, kind: kindFitbitStages, file: "UserSleepStages_2024-05-01.csv", content: fitbitStagesSpecimen, rows: 4},
		specimen{format: f, kind: kindFitbitExercises, file: "UserExercises_2024-05-01.csv", content: fitbitExercisesSpecimen, rows: 1},
		specimen{format: f, kind: kindFitbitSteps, file: "steps-2024-05-01.json", content: "[{\n  \"dateTime\" : \"05/01/24 06:00:00\",\n  \"value\" : \"51\"\n},{\n  \"dateTime\" : \"05/01/24 06:01:00\",\n  \"value\" : \"0\"\n}]\n", rows: 2, empty: ""},
		specimen{format: f, kind: kindFitbitHeart, file: "heart_rate-2024-05-01.json", content: "[{\n  \"dateTime\" : \"05/01/24 06:00:04\",\n  \"value\" : {\n    \"bpm\" : 65,\n    \"confidence\" : 3\n  }\n}]\n", rows: 1},
		specimen{format: f, kind: kindFitbitResting, file: "resting_heart_rate-2024-05-01.json", content: "[{\"dateTime\":\"05/01/24 00:00:00\",\"value\":{\"date\":\"05/01/24\",\"value\":61.25,\"error\":6.5}},{\"dateTime\":\"05/02/24 00:00:00\",\"value\":{\"date\":null,\"value\":0,\"error\":0}}]", rows: 1},
		specimen{format: f, kind: kindFitbitWeight, file: "weight-2024-05-01.json", content: "[{\"logId\":1,\"weight\":137.6,\"bmi\":21.3,\"fat\":21.5,\"date\":\"05/01/24\",\"time\":\"07:10:11\",\"source\":\"Aria\"},{\"logId\":2,\"weight\":137,\"bmi\":21.2,\"date\":\"05/02/24\",\"time\":\"23:59:59\",\"source\":\"API\"}]", rows: 3},
		specimen{format: f, kind: kindFitbitSleep, file: "sleep-2024-05-01.json", content: fitbitSleepSpecimen, rows: 12},
		specimen{format: f, kind: kindFitbitExercise, file: "exercise-0.json", content: "[{\"logId\":5,\"activityName\":\"Run\",\"activityTypeId\":90009,\"averageHeartRate\":141,\"calories\":311,\"duration\":1800000,\"activeDuration\":1790000,\"startTime\":\"05/01/24 17:00:00\",\"logType\":\"auto_detected\",\"heartRateZones\":[{\"name\":\"Cardio\",\"minutes\":12}]}]", rows: 1},
	)
}
