package importers

// Small good files of an Apple Health export, invented.
const (
	appleSpecimen = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout)*)>
<!ATTLIST VisionPrescription
  type CDATA #REQUIRED
<!ELEMENT RightEye EMPTY
>
]>
<HealthData locale="de_DE">
 <ExportDate value="2024-05-03 10:00:00 +0200"/>
 <Me HKCharacteristicTypeIdentifierDateOfBirth="1981-04-17" HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexFemale"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Uhr" sourceVersion="10.1" device="&lt;&lt;HKDevice: 0x28&gt;, name:Apple Watch, model:Watch, hardware:Watch6,2&gt;" unit="count" creationDate="2024-05-01 07:11:00 +0200" startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:10:00 +0200" value="112"/>
 <Record type="HKQuantityTypeIdentifierStepCount" sourceName="Uhr" sourceVersion="10.1" device="&lt;&lt;HKDevice: 0x28&gt;, name:Apple Watch, model:Watch, hardware:Watch6,2&gt;" unit="count" creationDate="2024-05-01 07:21:00 +0200" startDate="2024-05-01 07:10:00 +0200" endDate="2024-05-01 07:20:00 +0200" value="113"/>
 <Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" sourceName="Uhr" unit="ms" creationDate="2024-05-01 07:21:00 +0200" startDate="2024-05-01 07:20:00 +0200" endDate="2024-05-01 07:21:00 +0200" value="42.125">
  <HeartRateVariabilityMetadataList>
   <InstantaneousBeatsPerMinute bpm="61" time="7:20:01,12"/>
   <InstantaneousBeatsPerMinute bpm="63" time="7:20:02,09"/>
  </HeartRateVariabilityMetadataList>
 </Record>
 <Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Health" unit="kg" creationDate="2024-05-01 07:21:00 +0200" startDate="2024-05-01 07:20:00 +0200" endDate="2024-05-01 07:20:00 +0200" value="70.4">
  <MetadataEntry key="HKWasUserEntered" value="1"/>
  <MetadataEntry key="HKTimeZone" value="Europe/Berlin"/>
 </Record>
 <Record type="HKCategoryTypeIdentifierSleepAnalysis" sourceName="Uhr" creationDate="2024-05-02 07:00:00 +0200" startDate="2024-05-01 23:00:00 +0200" endDate="2024-05-01 23:40:00 +0200" value="HKCategoryValueSleepAnalysisAsleepCore"/>
 <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Health" unit="mmHg" startDate="2024-05-01 08:00:00 +0200" endDate="2024-05-01 08:00:00 +0200" value="121"/>
 <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Health" startDate="2024-05-01 08:00:00 +0200" endDate="2024-05-01 08:00:00 +0200">
  <Record type="HKQuantityTypeIdentifierBloodPressureSystolic" sourceName="Health" unit="mmHg" startDate="2024-05-01 08:00:00 +0200" endDate="2024-05-01 08:00:00 +0200" value="121"/>
  <Record type="HKQuantityTypeIdentifierBloodPressureDiastolic" sourceName="Health" unit="mmHg" startDate="2024-05-01 08:00:00 +0200" endDate="2024-05-01 08:00:00 +0200" value="79"/>
 </Correlation>
 <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30.5" durationUnit="min" sourceName="Uhr" startDate="2024-05-01 17:00:00 +0200" endDate="2024-05-01 17:32:00 +0200">
  <MetadataEntry key="HKIndoorWorkout" value="0"/>
  <WorkoutStatistics type="HKQuantityTypeIdentifierDistanceWalkingRunning" startDate="2024-05-01 17:00:00 +0200" startDate="2024-05-01 17:32:00 +0200" sum="5.25" unit="km"/>
 </Workout>
 <ActivitySummary dateComponents="2024-05-01" activeEnergyBurned="512.5" activeEnergyBurnedGoal="500" activeEnergyBurnedUnit="kcal" appleExerciseTime="31" appleExerciseTimeGoal="30" appleStandHours="12" appleStandHoursGoal="12"/>
</HealthData>
`
	routeSpecimen = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Apple Health Export" xmlns="http://www.topografix.com/GPX/1/1">
  <metadata>
    <time>2024-05-01T15:32:00Z</time>
  </metadata>
  <trk>
    <trkseg>
      <trkpt lon="13.376" lat="52.518"><ele>34.5</ele><time>2024-05-01T15:00:00Z</time><extensions><speed>2.5</speed><course>-1</course><hAcc>4.5</hAcc><vAcc>3</vAcc></extensions></trkpt>
      <trkpt lon="13.377" lat="52.519"><ele>-1.5</ele><time>2024-05-01T15:00:01Z</time></trkpt>
    </trkseg>
  </trk>
</gpx>
`
	ecgSpecimen = "Name,\"Rowena Thistlewood\"\nGeburtsdatum,17.04.1981\nAufgezeichnet am,2024-05-01 20:00:00 +0200\nKlassifizierung,Sinusrhythmus\nSymptome,\nSoftwareversion,1.90\nGerät,\"Watch6,2\"\nMessrate,\"512,5 Hertz\"\n\n\nAbleitung,Ableitung I\nEinheit,µV\n\n-265,868\n-264,25\n12\n0,5\n"
)

func init() {
	specimens = append(
		specimens,
		specimen{
			format: AppleHealth, kind: kindAppleExport, file: "Exportieren.xml", content: appleSpecimen, rows: 19,
			empty: "<?xml version=\"1.0\"?>\n<HealthData locale=\"de_DE\">\n</HealthData>\n",
		},
		specimen{
			format: AppleHealth, kind: kindAppleRoute, file: "route_2024-05-01_5.32pm.gpx", content: routeSpecimen, rows: 9,
			empty: "<gpx creator=\"Apple Health Export\">\n</gpx>\n",
		},
		specimen{format: AppleHealth, kind: kindAppleECG, file: "ecg_2024-05-01.csv", content: ecgSpecimen, rows: 1},
	)
}
