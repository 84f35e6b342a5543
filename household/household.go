package household

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"vitalkeep/health"
)

// Days is the number of local days that are generated, the last one included.
const Days = 730

// FileName is what the data is called in the list of imports.
const FileName = "sample data"

// ErrNoUntil means that the options name no last day.
var ErrNoUntil = errors.New("sample data needs a last day")

// Sink takes what is generated. A staged import of the vault is one.
type Sink interface {
	// File registers the name of an origin and returns its number.
	File(name string) (uint32, error)
	Sample(health.MetricID, health.SourceID, health.Sample) error
	Entry(health.Entry) error
}

// Options decide what is generated.
type Options struct {
	Until    health.Date             // the last local day; give yesterday, today is not over
	Seed     uint64                  // another seed, other numbers
	Progress func(done, total int64) // days of all streams; may be nil

	// Camera is the ID of the device that notices what happens in the living
	// room; the zero value names none.
	Camera [16]byte
	// Attach keeps a picture and returns its reference; nil leaves pictures out.
	Attach func(picture []byte) (ref string, err error)
}

// Person is one member of the household.
type Person struct {
	// Profile has name, units and zone, is marked as sample data, and has no ID.
	Profile health.Profile
	traits  traits
}

// traits are what the streams of one person are made from.
type traits struct {
	height      float64 // m
	weight      func(day int) float64
	fat, bone   float64 // share of the weight
	muscle      float64
	water       float64
	weighEvery  float64 // chance of a weigh-in on a day
	composition bool    // the scale measures what the body is made of
	cuff        bool    // takes blood pressure, morning and evening
	watch       bool    // wears a watch that takes heart rate and sleep stages
	steps       float64 // on an ordinary weekday
	resting     float64 // heart rate, 1/min
	bedtime     float64 // local hour, past 24 is after midnight
	sleep       float64 // hours
	room        bool    // a sensor stands in this person's bedroom
	camera      bool    // keeps what the camera in the living room notices
	diary       func(*writing)
	illnesses   []illness
}

// People returns the household, the main profile first. The zone is an IANA
// name.
func People(zone string, units health.UnitSystem) []Person {
	profile := func(name string, main bool) health.Profile {
		return health.Profile{Name: name, Main: main, Units: units, Zone: zone, Sample: true}
	}
	return []Person{
		{Profile: profile("Nora", true), traits: traits{
			height: 1.68, fat: 0.31, bone: 0.036, muscle: 0.624, water: 0.48,
			// Loses 6 kg in fifteen months, then finds some of it again.
			weight: func(day int) float64 {
				d := float64(day)
				if d < 460 {
					return 74.2 - 6.1*(1-math.Exp(-d/210))/(1-math.Exp(-460.0/210))
				}
				return 68.1 + 1.3*(1-math.Exp(-(d-460)/160))
			},
			weighEvery: 0.72, composition: true, watch: true, steps: 8200,
			resting: 61, bedtime: 22.9, sleep: 7.6, room: true, camera: true, diary: noraWrites,
			illnesses: []illness{{first: Days - 262, days: 6, peak: 39.2}, {first: Days - 33, days: 4, peak: 38.4}},
		}},
		{Profile: profile("Theo", false), traits: traits{
			height: 1.81, fat: 0.27, bone: 0.033, muscle: 0.667, water: 0.53,
			weight: func(day int) float64 {
				return 88.4 + 0.9*math.Cos(2*math.Pi*float64(day-20)/365) - 0.002*float64(day)
			},
			weighEvery: 0.35, cuff: true, steps: 6100,
			resting: 68, bedtime: 23.4, sleep: 6.9, diary: theoWrites,
			illnesses: []illness{{first: Days - 259, days: 7, peak: 38.8}, {first: Days - 141, days: 3, peak: 38.1}},
		}},
	}
}

// Generate writes the person's data into the sink, stream by stream, each from
// the oldest day to the newest.
func (p Person) Generate(ctx context.Context, opts Options, sink Sink) error {
	if opts.Until == (health.Date{}) {
		return ErrNoUntil
	}
	loc, err := p.Profile.Location()
	if err != nil {
		return fmt.Errorf("sample data: %w", err)
	}
	file, err := sink.File(FileName)
	if err != nil {
		return fmt.Errorf("sample data: %w", err)
	}
	g := &generator{
		ctx: ctx, opts: opts, person: p, sink: sink, loc: loc, file: file,
		first: opts.Until.AddDays(1 - Days),
	}
	streams := []stream{
		{"scale", true, (*generator).scale},
		{"cuff", p.traits.cuff, (*generator).cuff},
		{"movement", true, (*generator).movement},
		{"nights", true, (*generator).night},
		{"thermometer", true, (*generator).thermometer},
		{"room", p.traits.room, (*generator).room},
		{"camera", p.traits.camera, (*generator).camera},
		{"electrocardiogram", p.traits.watch, (*generator).electrocardiogram},
	}
	streams = slices.DeleteFunc(streams, func(s stream) bool { return !s.wanted })
	for i, s := range streams {
		g.dice = opts.dice(p.Profile.Name, s.name)
		for n := range Days {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := s.write(g, g.day(n)); err != nil {
				return fmt.Errorf("sample data, %s: %w", s.name, err)
			}
		}
		if opts.Progress != nil {
			opts.Progress(int64((i+1)*Days), int64(len(streams)*Days))
		}
	}
	return nil
}

// stream is one kind of measurement, written day by day.
type stream struct {
	name   string
	wanted bool
	write  func(*generator, day) error
}

// dice returns the chance of one stream of one person, so that a change of one
// stream leaves the others as they were.
func (o Options) dice(names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n + "\x00")) //nolint:gosec // a hash never fails to be written
	}
	return rand.New(rand.NewPCG(o.Seed, h.Sum64())) //nolint:gosec // invented data, nothing secret
}

// generator is the state of one Generate.
type generator struct {
	ctx    context.Context
	opts   Options
	person Person
	sink   Sink
	loc    *time.Location
	file   uint32
	first  health.Date
	dice   *rand.Rand
}

// day is one local day of the household.
type day struct {
	n          int // from 0
	date       health.Date
	start, end int64 // UTC milliseconds
	weekend    bool
	away       bool    // on holiday: the house is empty
	lost       bool    // the watch lay uncharged in a drawer
	fever      float64 // degrees above normal, 0 when well
}

func (g *generator) day(n int) day {
	date := g.first.AddDays(n)
	start, end := date.Bounds(g.loc)
	wd := time.Date(date.Year, date.Month, date.Day, 0, 0, 0, 0, time.UTC).Weekday()
	d := day{
		n: n, date: date, start: start, end: end,
		weekend: wd == time.Saturday || wd == time.Sunday,
		away:    within(n, Days-128, 15) || within(n, Days-486, 12),
		lost:    within(n, Days-75, 3) || within(n, Days-402, 5),
	}
	for _, i := range g.person.traits.illnesses {
		if within(n, i.first, i.days) {
			d.fever = i.at(n)
		}
	}
	return d
}

func within(n, first, days int) bool { return n >= first && n < first+days }

// at returns the instant of a local time of day, in hours; past 24 is the next
// day.
func (g *generator) at(d day, hours float64) int64 {
	seconds := int(math.Round(hours * 3600))
	return time.Date(d.date.Year, d.date.Month, d.date.Day, 0, 0, seconds, 0, g.loc).UnixMilli()
}

// number is one value with the unit and the places it is written with.
type number struct {
	metric health.MetricID
	unit   health.Unit
	places uint8
	value  float64 // in unit
}

func (g *generator) put(source health.SourceID, start, duration int64, numbers ...number) error {
	offset := health.OffsetAt(start, g.loc)
	for _, n := range numbers {
		v, ok := health.FromFloat(n.value, n.places)
		if !ok {
			return fmt.Errorf("%s: %w", n.metric, health.ErrNumberTooLarge)
		}
		err := g.sink.Sample(n.metric, source, health.Sample{
			Start: start, Duration: duration, Value: v, Unit: n.unit, Offset: offset,
			Origin: health.Origin{File: g.file},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) entry(kind health.EntryKind, source health.SourceID, key string, start, duration int64, fields ...health.Field) error {
	return g.sink.Entry(health.Entry{
		Kind: kind, Source: source, Key: key, Start: start, Duration: duration,
		Offset: health.OffsetAt(start, g.loc), Fields: fields, Origin: health.Origin{File: g.file},
	})
}

// around returns a number near mean: about two thirds of all lie within spread.
func (g *generator) around(mean, spread float64) float64 {
	return mean + spread*g.dice.NormFloat64()
}

// happens reports true with the given chance.
func (g *generator) happens(chance float64) bool { return g.dice.Float64() < chance }
