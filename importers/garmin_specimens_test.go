package importers

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"
)

// fitFields are the values of a message by the number of the field.
type fitFields map[byte]any

// fitMessage makes a message of the library's profile.
func fitMessage(num typedef.MesgNum, fields fitFields) proto.Message {
	m := proto.Message{Num: num}
	for n := range 256 {
		if v, ok := fields[byte(n)]; ok {
			field := factory.CreateField(num, byte(n))
			field.Value = proto.Any(v)
			m.Fields = append(m.Fields, field)
		}
	}
	return m
}

// fitAt counts seconds as FIT does.
func fitAt(at time.Time) uint32 { return uint32(at.Unix() - fitEpoch) }

// fitBytes makes a FIT file of messages behind the one that says what it is.
func fitBytes(t testing.TB, kind typedef.File, messages ...proto.Message) []byte {
	t.Helper()
	id := fitMessage(typedef.MesgNumFileId, fitFields{0: byte(kind), 1: uint16(1), 4: fitAt(time.Date(2024, 5, 1, 7, 0, 0, 0, time.UTC))})
	var b bytes.Buffer
	if err := encoder.New(&b).Encode(&proto.FIT{Messages: append([]proto.Message{id}, messages...)}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var fitMay1 = time.Date(2024, 5, 1, 7, 0, 0, 0, time.UTC)

// smallFIT is a good file of everything that is taken.
func smallFIT(t testing.TB) string {
	at := fitAt(fitMay1)
	return string(fitBytes(
		t, typedef.FileMonitoringB,
		fitMessage(typedef.MesgNumMonitoringInfo, fitFields{253: at}),
		fitMessage(typedef.MesgNumMonitoring, fitFields{253: at, 3: uint32(5000), 5: byte(6)}), // steps: left out
		fitMessage(typedef.MesgNumMonitoring, fitFields{26: uint16((at + 120) & 0xffff), 27: byte(61)}),
		fitMessage(typedef.MesgNumMonitoring, fitFields{26: uint16((at + 180) & 0xffff), 27: byte(0)}),
		fitMessage(typedef.MesgNumMonitoring, fitFields{26: uint16((at + 240) & 0xffff), 27: byte(0xff)}),
		fitMessage(typedef.MesgNumWeightScale, fitFields{253: at + 300, 0: uint16(7740), 1: uint16(2150), 2: uint16(0), 4: uint16(310), 5: uint16(0xffff), 13: uint16(241)}),
		fitMessage(typedef.MesgNumWeightScale, fitFields{253: at + 310, 0: uint16(0xfffe)}),
		fitMessage(typedef.MesgNumBloodPressure, fitFields{253: at + 400, 0: uint16(121), 1: uint16(79), 6: byte(60), 8: byte(0)}),
		fitMessage(typedef.MesgNumSpo2Data, fitFields{253: at + 500, 0: byte(96)}),
		fitMessage(typedef.MesgNumHrvValue, fitFields{253: at + 600, 0: uint16(5121)}),
		fitMessage(typedef.MesgNumSleepLevel, fitFields{253: at + 1000, 0: byte(2)}),
		fitMessage(typedef.MesgNumSleepLevel, fitFields{253: at + 1600, 0: byte(3)}),
		fitMessage(typedef.MesgNumSleepLevel, fitFields{253: at + 2200, 0: byte(0)}),
		fitMessage(typedef.MesgNumSleepLevel, fitFields{253: at + 2300, 0: byte(1)}),
		fitMessage(typedef.MesgNumRecord, fitFields{253: at + 3001, 3: byte(141), 5: uint32(100)}),
		fitMessage(typedef.MesgNumSession, fitFields{253: at + 4800, 2: at + 3000, 5: byte(1), 6: byte(2), 7: uint32(1800500), 9: uint32(501234), 16: byte(140)}),
	))
}

const rowsOfSmallFIT = 14

// fitArchive packs FIT files as the vendor does.
func fitArchive(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 2 {
		f, err := w.Create(fmt.Sprintf("someone@example.org_%d.fit", i))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(smallFIT(t))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func init() {
	const f = GarminExport
	specimens = append(
		specimens,
		specimen{format: f, kind: kindGarminDays, file: "UDSFile_2024-05-01_2024-08-09.json", content: `[{"uuid":{"uuid":"x"},"calendarDate":"2024-05-01","totalSteps":11024,"totalDistanceMeters":8123.0,"activeKilocalories":512.0,"bmrKilocalories":1650.0,"floorsAscendedInMeters":31.4,"restingHeartRate":52,"minHeartRate":47,"maxHeartRate":151},{"calendarDate":"2024-05-01","hydration":{"valueInML":200}},{"calendarDate":{"date":"x"},"note":1},{"calendarDate":"2024-05-02","totalSteps":null,"totalDistanceMeters":0}]`, rows: 7},
		specimen{format: f, kind: kindGarminNights, file: "2024-05-01_2024-08-09_9_sleepData.json", content: `[{"sleepStartTimestampGMT":"2024-05-02T05:00:00.0","sleepEndTimestampGMT":"2024-05-02T12:30:00.0","calendarDate":"2024-05-02","sleepWindowConfirmationType":"ENHANCED_CONFIRMED_FINAL","deepSleepSeconds":5400,"lightSleepSeconds":14400,"remSleepSeconds":5400,"awakeSleepSeconds":1800,"unmeasurableSeconds":0,"averageRespiration":14.0,"sleepScores":{"overallScore":81}}]`, rows: 5},
		specimen{format: f, kind: kindGarminBody, file: "9_userBioMetrics.json", content: `[{"metaData":{"calendarDate":"2024-05-01T07:10:11.0","sequence":1},"weight":{"weight":77400.0,"bmi":24.1,"bodyFat":21.5,"bodyWater":55.25,"boneMass":3100,"muscleMass":0.0,"timestampGMT":"2024-05-01T14:10:11.0","sourceType":"INDEX_SCALE"}},{"metaData":{"calendarDate":"2024-05-02"},"vo2Max":44.0},{"metaData":{"calendarDate":"2024-05-03"},"weight":{"weight":77000,"timestampGMT":1714745411000,"sourceType":"MANUAL"}}]`, rows: 6},
		specimen{format: f, kind: kindGarminStatus, file: "2024-05-01_2024-08-09_9_healthStatusData.json", content: `[{"calendarDate":"2024-05-01","metrics":[{"type":"HRV","value":41.0,"baselineLowerLimit":35,"status":"IN_RANGE"},{"type":"HR","value":50},{"type":"SPO2","value":95.5},{"type":"SKIN_TEMP_C","value":-0.2},{"type":"RESPIRATION","value":null},{"type":"OTHER","value":1}]}]`, rows: 4},
		specimen{format: f, kind: kindGarminActivities, file: "me_0_summarizedActivities.json", content: `[{"summarizedActivitiesExport":[{"activityId":111,"name":"Morning run","activityType":"running","sportType":"RUNNING","beginTimestamp":1714578000000,"startTimeGmt":1714578000000.0,"startTimeLocal":1714552800000.0,"duration":1800500.0625,"distance":501234.0,"avgHr":140.0,"splits":[{"startTimeGMT":1}]}]}]`, rows: 1},
		specimen{format: f, kind: kindGarminFIT, file: "weight.fit", build: smallFIT, rows: rowsOfSmallFIT},
		specimen{format: f, kind: kindGarminFIT, file: "UploadedFiles_0-_Part1.zip", build: fitArchive, rows: 2 * rowsOfSmallFIT},
	)
}

// fitMessages makes messages of one kind.
func fitMessages(num typedef.MesgNum, all []fitFields) (out []proto.Message) {
	for _, fields := range all {
		out = append(out, fitMessage(num, fields))
	}
	return out
}
