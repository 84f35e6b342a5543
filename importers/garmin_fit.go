package importers

import (
	"bytes"
	"fmt"
	"io"

	"github.com/muktihari/fit/decoder"
	"github.com/muktihari/fit/profile/basetype"
	"github.com/muktihari/fit/profile/factory"
	"github.com/muktihari/fit/profile/typedef"
	"github.com/muktihari/fit/proto"

	"vitalkeep/health"
)

// maxFIT is the largest FIT file that is read; a day on a bicycle with every
// sensor takes a tenth of it.
const maxFIT = 64 << 20

// fitEpoch is 1989-12-31T00:00:00Z, from which FIT counts seconds. Counts below
// fitSystemTime are seconds since the device was switched on.
const (
	fitEpoch      = 631_065_600
	fitSystemTime = 0x1000_0000
)

// isFIT reports whether a file starts like a FIT file.
func isFIT(head []byte) bool {
	return len(head) >= 12 && (head[0] == 12 || head[0] == 14) && string(head[8:12]) == ".FIT"
}

// readGarminFIT makes a reader of single FIT files.
func readGarminFIT(sessions bool) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		content, err := f.whole(r, maxFIT)
		if err != nil {
			return err
		}
		return f.fit(content, sessions, func() error { return nil })
	}
}

// fitFile reads the messages of one FIT file. The row of what it hands over is
// the number of the message.
type fitFile struct {
	f        *fileReader
	sessions bool // hand over workouts
	begin    func() error
	begun    bool
	err      error // of the sink

	messages int
	pass     int
	odd      [16]bool // local numbers whose definition is not that of the profile
	people   map[uint64]bool
	levels   []fitLevel
	last     uint32 // the latest full time
}

// fitLevel is a stage of sleep from a time on.
type fitLevel struct {
	ms    int64
	level uint64
	row   int
}

// fit hands over what a FIT file holds. The file is read twice: first to its
// checksum, since nothing of a damaged one can be trusted. begin is called
// before the first thing is handed over.
func (f *fileReader) fit(content []byte, sessions bool, begin func() error) error {
	x := &fitFile{f: f, sessions: sessions, begin: begin, people: map[uint64]bool{}}
	for x.pass = 1; x.pass <= 2; x.pass++ {
		x.messages, x.last = 0, 0
		d := decoder.New(
			bytes.NewReader(content), decoder.WithBroadcastOnly(), decoder.WithNoComponentExpansion(),
			decoder.WithMesgListener(x), decoder.WithMesgDefListener(x),
		)
		for d.Next() {
			if err := f.ctx.Err(); err != nil {
				return err
			}
			if _, err := d.Decode(); err != nil {
				f.row = x.messages
				return f.refuse("", fmt.Sprintf("the FIT file is damaged or incomplete behind message %d; nothing of it is taken", x.messages))
			}
			if x.err != nil {
				return x.err
			}
		}
		if x.messages == 0 {
			f.row = 0
			return f.refuse("", "the FIT file holds no messages")
		}
	}
	return x.nights()
}

// OnMesgDef notes which messages have fields of other sizes than the profile:
// the library would read them as what they are not.
func (x *fitFile) OnMesgDef(def proto.MessageDefinition) {
	local := def.Header & proto.LocalMesgNumMask
	x.odd[local] = false
	for _, fd := range def.FieldDefinitions {
		known := factory.CreateField(def.MesgNum, fd.Num)
		if known.Name == factory.NameUnknown || known.Array || known.BaseType == basetype.String {
			continue
		}
		if fd.Size != known.BaseType.Size() {
			x.odd[local] = true
		}
	}
}

// OnMesg takes one message.
func (x *fitFile) OnMesg(m proto.Message) {
	x.messages++
	if x.err != nil {
		return
	}
	local := m.Header & proto.LocalMesgNumMask
	if m.Header&proto.MesgCompressedHeaderMask != 0 {
		local = m.Header & proto.CompressedLocalMesgNumMask >> proto.CompressedBitShift
	}
	if t, ok := fitNumber(m, proto.FieldNumTimestamp); ok {
		x.last = uint32(t) //nolint:gosec // a field of 32 bits
	}
	if x.pass == 1 {
		x.look(m)
		return
	}
	x.f.row = x.messages
	var read func(proto.Message) error
	switch m.Num {
	case typedef.MesgNumMonitoring:
		read = x.monitoring
	case typedef.MesgNumRecord:
		read = x.record
	case typedef.MesgNumWeightScale:
		read = x.weight
	case typedef.MesgNumBloodPressure:
		read = x.pressure
	case typedef.MesgNumSpo2Data:
		read = x.oxygen
	case typedef.MesgNumHrvValue:
		read = x.variability
	case typedef.MesgNumSleepLevel:
		read = x.level
	case typedef.MesgNumSession:
		read = x.session
	default:
		return
	}
	if x.odd[local] {
		x.err = x.refuse("", "its fields have other sizes than those that are known")
		return
	}
	x.err = read(m)
}

// look notes in the first pass whose measurements the file holds.
func (x *fitFile) look(m proto.Message) {
	field := byte(12)
	switch m.Num {
	case typedef.MesgNumWeightScale:
	case typedef.MesgNumBloodPressure:
		field = 9
	default:
		return
	}
	index, ok := fitNumber(m, field)
	if !ok {
		index = 1<<64 - 1
	}
	if len(x.people) < 100 {
		x.people[index] = true
	}
}

// fitNumber returns the number in a field as it is stored, without scale. ok is
// false where the field is missing or says that there is no value.
func fitNumber(m proto.Message, field byte) (uint64, bool) {
	switch v := m.FieldValueByNum(field); v.Type() {
	case proto.TypeUint8:
		n := v.Uint8()
		return uint64(n), n != basetype.Uint8Invalid
	case proto.TypeUint16:
		n := v.Uint16()
		return uint64(n), n != basetype.Uint16Invalid
	case proto.TypeUint32:
		n := v.Uint32()
		return uint64(n), n != basetype.Uint32Invalid
	}
	return 0, false
}

// fitTime turns seconds as FIT counts them into milliseconds; the reason says why
// there is no time.
func fitTime(seconds uint64, ok bool) (ms int64, reason string) {
	if !ok {
		return 0, "it has no time"
	}
	if seconds < fitSystemTime {
		return 0, "its time counts from when the device was switched on"
	}
	return (int64(seconds) + fitEpoch) * 1000, "" //nolint:gosec // a field of 32 bits
}

// when is the time of a message.
func (x *fitFile) when(m proto.Message) (int64, string) {
	t, ok := fitNumber(m, proto.FieldNumTimestamp)
	return fitTime(t, ok)
}

func (x *fitFile) refuse(column, reason string) error {
	if err := x.started(); err != nil {
		return err
	}
	return x.f.refuse(column, reason)
}

func (x *fitFile) started() error {
	if x.begun {
		return nil
	}
	x.begun = true
	return x.begin()
}

// hand hands over the number of a field, if there is one.
func (x *fitFile) hand(m proto.Message, field byte, column string, ms int64, source health.SourceID, id health.MetricID, unit health.Unit, places uint8) error {
	n, ok := fitNumber(m, field)
	if !ok {
		return nil
	}
	return x.number(health.Decimal{Mantissa: int64(n), Places: places}, column, ms, source, id, unit) //nolint:gosec // at most 32 bits
}

func (x *fitFile) number(d health.Decimal, column string, ms int64, source health.SourceID, id health.MetricID, unit health.Unit) error {
	known := metric(id)
	if !known.Possible.Contains(unit.Value(d)) {
		return x.refuse(column, outside(known))
	}
	if err := x.started(); err != nil {
		return err
	}
	f := x.f
	return f.sample(id, source, health.Sample{
		Start: ms, Value: d, Unit: unit, Offset: f.zone.or(ms, 0), Form: health.NoText, Origin: f.origin(),
	})
}

// monitoring takes heart rates. Steps there count on and begin anew in ways that
// devices differ in; the days' totals have them.
func (x *fitFile) monitoring(m proto.Message) error {
	n, ok := fitNumber(m, 27)
	if !ok || n == 0 { // not worn
		return nil
	}
	t, full := fitNumber(m, proto.FieldNumTimestamp)
	if short, ok := fitNumber(m, 26); !full && ok && x.last != 0 {
		t, full = uint64(x.last+(uint32(short)-x.last)&0xffff), true //nolint:gosec // a field of 16 bits
	}
	ms, reason := fitTime(t, full)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	return x.hand(m, 27, "heart_rate", ms, sourceGarmin, "heart_rate", health.PerMinute, 0)
}

// record takes heart rates of an activity.
func (x *fitFile) record(m proto.Message) error {
	if n, ok := fitNumber(m, 3); !ok || n == 0 {
		return nil
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	return x.hand(m, 3, "heart_rate", ms, sourceGarminHeart, "heart_rate", health.PerMinute, 0)
}

const reasonSeveralPeople = "the file holds measurements of several people and does not say which of them is meant"

// weight takes a weigh-in. In what the scale works out, 0 is what it could not.
func (x *fitFile) weight(m proto.Message) error {
	if len(x.people) > 1 {
		return x.refuse("user_profile_index", reasonSeveralPeople)
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	if n, ok := fitNumber(m, 0); ok && n != 0xfffe { // 0xfffe: still weighing
		if err := x.hand(m, 0, "weight", ms, sourceGarminScale, "weight", health.Kilogram, 2); err != nil {
			return err
		}
	}
	for _, r := range []struct {
		field  byte
		column string
		metric health.MetricID
		unit   health.Unit
		places uint8
	}{
		{1, "percent_fat", "fat_ratio", health.Percent, 2},
		{2, "percent_hydration", bodyWater, health.NoUnit, 2},
		{4, "bone_mass", "bone_mass", health.Kilogram, 2},
		{5, "muscle_mass", "muscle_mass", health.Kilogram, 2},
		{13, "bmi", "bmi", health.KilogramPerSquareMetre, 1},
	} {
		if n, ok := fitNumber(m, r.field); !ok || n == 0 {
			continue
		}
		if err := x.hand(m, r.field, r.column, ms, sourceGarminScale, r.metric, r.unit, r.places); err != nil {
			return err
		}
	}
	return nil
}

// pressure takes a measurement of blood pressure as a whole or not at all.
func (x *fitFile) pressure(m proto.Message) error {
	if len(x.people) > 1 {
		return x.refuse("user_profile_index", reasonSeveralPeople)
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	const failed = 4 // statuses below it but 0 are of measurements that failed
	if status, ok := fitNumber(m, 8); ok && status != 0 && status < failed {
		return x.refuse("status", "the device says that the measurement failed")
	}
	over, ok1 := fitNumber(m, 0)
	under, ok2 := fitNumber(m, 1)
	switch s, d := metric("systolic"), metric("diastolic"); {
	case !ok1 || !ok2:
		return x.refuse("systolic_pressure", reasonHalfPressure)
	case over <= under:
		return x.refuse("systolic_pressure", reasonUpsidePressure)
	case !s.Possible.Contains(float64(over)):
		return x.refuse("systolic_pressure", outside(s))
	case !d.Possible.Contains(float64(under)):
		return x.refuse("diastolic_pressure", outside(d))
	}
	if err := x.hand(m, 0, "systolic_pressure", ms, sourceGarminCuff, "systolic", health.MillimetreOfMercury, 0); err != nil {
		return err
	}
	if err := x.hand(m, 1, "diastolic_pressure", ms, sourceGarminCuff, "diastolic", health.MillimetreOfMercury, 0); err != nil {
		return err
	}
	if n, ok := fitNumber(m, 6); !ok || n == 0 {
		return nil
	}
	return x.hand(m, 6, "heart_rate", ms, sourceGarminCuff, "heart_rate", health.PerMinute, 0)
}

func (x *fitFile) oxygen(m proto.Message) error {
	if n, ok := fitNumber(m, 0); !ok || n == 0 {
		return nil
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	return x.hand(m, 0, "reading_spo2", ms, sourceGarmin, "spo2", health.Percent, 0)
}

// variability takes the RMSSD of five minutes, kept in 128ths of a millisecond.
func (x *fitFile) variability(m proto.Message) error {
	n, ok := fitNumber(m, 0)
	if !ok || n == 0 {
		return nil
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	const oneOf128 = 78125                                                 // × 10⁻⁷
	d := health.Decimal{Mantissa: int64(n) * oneOf128, Places: 7}.Normal() //nolint:gosec // a field of 16 bits
	return x.number(d, "value", ms, sourceGarmin, "hrv_rmssd", health.Millisecond)
}

// level notes a stage of sleep, which lasts until the next one.
func (x *fitFile) level(m proto.Message) error {
	n, ok := fitNumber(m, 0)
	if !ok {
		return nil
	}
	ms, reason := x.when(m)
	if reason != "" {
		return x.refuse("timestamp", reason)
	}
	x.levels = append(x.levels, fitLevel{ms, n, x.messages})
	return nil
}
