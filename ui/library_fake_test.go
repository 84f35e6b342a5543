package ui

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

var errDisk = errors.New("disk gone")

// fakeLibrary keeps readings in a map.
type fakeLibrary struct {
	person   health.Profile
	readings map[health.MetricID][]health.Reading
	fail     error
	failing  health.MetricID // fails only there
	asked    int             // readings handed out
}

func newFakeLibrary() *fakeLibrary {
	return &fakeLibrary{
		person:   health.Profile{ID: health.ProfileID{1}, Name: "Anna Berg", Main: true, Zone: "Europe/Stockholm"},
		readings: map[health.MetricID][]health.Reading{},
	}
}

func (l *fakeLibrary) Profile() health.Profile { return l.person }

func (l *fakeLibrary) Metrics(ctx context.Context) ([]present.Summary, error) {
	if l.fail != nil && l.failing == "" {
		return nil, l.fail
	}
	var out []present.Summary
	for id, rs := range l.readings {
		s := present.Summary{Metric: id, Count: len(rs), First: rs[0].Start, Last: rs[len(rs)-1].Start}
		for _, r := range rs {
			if !slices.Contains(s.Sources, r.Source) {
				s.Sources = append(s.Sources, r.Source)
			}
		}
		out = append(out, s)
	}
	return out, ctx.Err()
}

func (l *fakeLibrary) Readings(ctx context.Context, m health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return l.SourceReadings(ctx, m, "", from, to)
}

func (l *fakeLibrary) SourceReadings(ctx context.Context, m health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return func(yield func(health.Reading, error) bool) {
		if l.fail != nil && (l.failing == "" || l.failing == m) {
			yield(health.Reading{}, l.fail)
			return
		}
		all := l.readings[m]
		i, _ := slices.BinarySearchFunc(all, from, func(r health.Reading, t int64) int { return cmp.Compare(r.Start, t) })
		for ; i < len(all) && all[i].Start < to; i++ {
			if source != "" && all[i].Source != source {
				continue
			}
			l.asked++
			if !yield(all[i], ctx.Err()) {
				return
			}
		}
	}
}

// Overview puts the readings into buckets of equal width.
func (l *fakeLibrary) Overview(ctx context.Context, m health.MetricID, source health.SourceID, from, to int64, points int) ([]present.Bucket, error) {
	width := max((to-from)/int64(max(points, 1)), 1)
	var out []present.Bucket
	for r, err := range l.SourceReadings(ctx, m, source, from, to) {
		if err != nil {
			return nil, err
		}
		start := from + (r.Start-from)/width*width
		v := r.Canonical()
		if n := len(out); n == 0 || out[n-1].Start != start {
			out = append(out, present.Bucket{Start: start, End: start + width, Min: v, Max: v})
		}
		b := &out[len(out)-1]
		b.Count++
		b.Sum += v
		b.Min, b.Max = min(b.Min, v), max(b.Max, v)
	}
	return out, nil
}

func (l *fakeLibrary) Days(ctx context.Context, m health.MetricID, from, to health.Date) ([]health.Day, error) {
	metric, _ := health.Lookup(m)
	loc, err := l.person.Location()
	if err != nil {
		return nil, err
	}
	days, err := health.Days(metric, l.Readings(ctx, m, from.AddDays(-2).Start(loc), to.AddDays(3).Start(loc)))
	return slices.DeleteFunc(days, func(d health.Day) bool {
		return d.Date.Compare(from) < 0 || d.Date.Compare(to) > 0
	}), err
}

// put adds a reading; readings of a metric are added in order of time.
func (l *fakeLibrary) put(m health.MetricID, source health.SourceID, at time.Time, d time.Duration, v float64, unit health.Unit, places uint8) {
	dec, _ := health.FromFloat(v, places)
	_, off := at.Zone()
	l.readings[m] = append(l.readings[m], health.Reading{
		Metric: m, Source: source, Batch: health.BatchID{7},
		Sample: health.Sample{
			Start: at.UnixMilli(), Duration: d.Milliseconds(), Value: dec, Unit: unit, Offset: int32(off),
			Origin: health.Origin{Row: uint32(len(l.readings[m]) + 2)},
		},
	})
}

// weights adds weigh-ins of the last days before the stage's now.
func (l *fakeLibrary) weights(days int) {
	loc, _ := l.person.Location()
	r := rand.New(rand.NewPCG(1, 2))
	today := stageNow.In(loc)
	for i := days - 1; i >= 0; i-- {
		if i > 40 && i < 48 || i%11 == 5 {
			continue
		}
		times := 1 + i%3/2
		for k := range times {
			at := time.Date(today.Year(), today.Month(), today.Day()-i, 7+k*14, 12-i%9, 0, 0, loc)
			if at.After(stageNow) {
				continue
			}
			kg := 78.2 + float64(i)*0.02 + math.Sin(float64(i)/9)*0.4 + r.NormFloat64()*0.3 + float64(k)*0.5
			l.put("weight", "withings:export", at, 0, kg, health.Kilogram, 2)
			if i%17 != 3 {
				l.put("fat_mass", "withings:export", at, 0, kg*0.241, health.Kilogram, 2)
				l.put("bone_mass", "withings:export", at, 0, 2.95, health.Kilogram, 2)
				l.put("muscle_mass", "withings:export", at, 0, kg*0.72, health.Kilogram, 2)
				l.put("water_mass", "withings:export", at, 0, kg*0.524, health.Kilogram, 2)
			}
		}
	}
}

// pressures adds two readings of blood pressure a day.
func (l *fakeLibrary) pressures(days int) {
	loc, _ := l.person.Location()
	r := rand.New(rand.NewPCG(3, 4))
	today := stageNow.In(loc)
	for i := days - 1; i >= 0; i-- {
		for k := range 2 {
			at := time.Date(today.Year(), today.Month(), today.Day()-i, 7+k*13, 20+k*25, 0, 0, loc)
			if i%5 == 2 || at.After(stageNow) {
				continue
			}
			s := math.Round(129 + r.NormFloat64()*7)
			l.put("systolic", "withings:export", at, 0, s, health.MillimetreOfMercury, 0)
			l.put("diastolic", "withings:export", at, 0, math.Round(s*0.64+r.NormFloat64()*4), health.MillimetreOfMercury, 0)
			l.put("heart_rate", "withings:export", at, 0, math.Round(66+r.NormFloat64()*4), health.PerMinute, 0)
		}
	}
}

// hearts adds a heart rate every few minutes.
func (l *fakeLibrary) hearts(days int, every time.Duration) {
	loc, _ := l.person.Location()
	r := rand.New(rand.NewPCG(5, 6))
	at := stageNow.In(loc).Add(-time.Duration(days) * 24 * time.Hour)
	for ; at.Before(stageNow); at = at.Add(every) {
		h := float64(at.Hour()) + float64(at.Minute())/60
		bpm := 58 + 10*math.Max(0, math.Sin((h-6)/24*2*math.Pi)) + r.NormFloat64()*3
		if h > 17 && h < 18 {
			bpm += 50
		}
		l.put("heart_rate", "withings:hr", at, 0, math.Round(bpm), health.PerMinute, 0)
	}
	slices.SortStableFunc(l.readings["heart_rate"], func(a, b health.Reading) int { return cmp.Compare(a.Start, b.Start) })
}

// nights adds nights with totals and a course.
func (l *fakeLibrary) nights(days int) {
	loc, _ := l.person.Location()
	today := stageNow.In(loc)
	for i := days - 1; i >= 0; i-- {
		begin := time.Date(today.Year(), today.Month(), today.Day()-i-1, 23, 4+i%20, 0, 0, loc)
		at := begin
		sums := map[int]time.Duration{}
		for k := 0; at.Sub(begin) < time.Duration(430+i%7*10)*time.Minute; k++ {
			code := []int{0, 1, 2, 1, 3, 1, 2, 1, 3, 0, 1, 3}[k%12]
			d := time.Duration([]int{5, 25, 40, 30, 20, 35, 28, 31, 33, 6, 42, 18}[(k+i)%12]) * time.Minute
			if code == 0 {
				d = 7 * time.Minute
			}
			l.put("sleep_stage", "withings:bed", at, d, float64(code), health.NoUnit, 0)
			sums[code] += d
			at = at.Add(d)
		}
		whole := at.Sub(begin)
		for m, code := range map[health.MetricID]int{"sleep_awake": 0, "sleep_light": 1, "sleep_deep": 2, "sleep_rem": 3} {
			l.put(m, "withings:nights", begin, whole, sums[code].Seconds(), health.Second, 0)
		}
		l.put("sleep_wakeups", "withings:nights", begin, whole, float64(i%4), health.Count, 0)
	}
}

// steps adds steps by the quarter of an hour and the vendor's totals.
func (l *fakeLibrary) steps(days int) {
	loc, _ := l.person.Location()
	r := rand.New(rand.NewPCG(7, 8))
	today := stageNow.In(loc)
	for i := days - 1; i >= 0; i-- {
		start := time.Date(today.Year(), today.Month(), today.Day()-i, 0, 0, 0, 0, loc)
		end := time.Date(today.Year(), today.Month(), today.Day()-i+1, 0, 0, 0, 0, loc)
		total := 0.0
		var parts []func()
		for k := 28; k < 84; k++ {
			at := start.Add(time.Duration(k) * 15 * time.Minute)
			if at.After(stageNow) {
				break
			}
			n := math.Round(r.Float64() * 260)
			total += n
			parts = append(parts, func() { l.put("steps", "withings:tracker", at, 15*time.Minute, n, health.Count, 0) })
		}
		l.put("steps", "withings:daily", start, end.Sub(start), total, health.Count, 0)
		l.put("distance", "withings:daily", start, end.Sub(start), total*0.71, health.Metre, 0)
		for _, p := range parts {
			p()
		}
	}
}

// spots adds what is measured now and then, and a room.
func (l *fakeLibrary) spots(days int) {
	loc, _ := l.person.Location()
	r := rand.New(rand.NewPCG(9, 10))
	today := stageNow.In(loc)
	for i := days - 1; i >= 2; i-- {
		day := func(h, m int) time.Time {
			return time.Date(today.Year(), today.Month(), today.Day()-i, h, m, 0, 0, loc)
		}
		if i%4 == 2 {
			l.put("body_temperature", "withings:export", day(21, 30), 0, 36.6+r.NormFloat64()*0.2, health.Celsius, 1)
		}
		if i%3 == 0 {
			l.put("spo2", "withings:spot", day(22, 5), 0, math.Round(97+r.NormFloat64()), health.Percent, 0)
		}
	}
	for at := stageNow.Add(-72 * time.Hour); at.Before(stageNow); at = at.Add(20 * time.Minute) {
		l.put("co2", "withings:room", at.In(loc), 0, 650+250*math.Sin(float64(at.Hour())/24*2*math.Pi)+r.NormFloat64()*20, health.PartPerMillion, 0)
	}
	l.put("height", "withings:export", today.AddDate(-2, 0, 0), 0, 1.72, health.Metre, 2)
	for at := stageNow.Add(-6 * time.Hour); at.Before(stageNow); at = at.Add(10 * time.Minute) {
		l.put("raw_tracker_wear_state", "withings:tracker", at.In(loc), 10*time.Minute, float64(at.Hour()%3), health.NoUnit, 0)
	}
}

// invented is the data of [household], made once.
var invented = sync.OnceValue(func() *fakeLibrary {
	l := newFakeLibrary()
	l.weights(400)
	l.pressures(400)
	l.hearts(40, 10*time.Minute)
	l.nights(60)
	l.steps(120)
	l.spots(120)
	return l
})

// household is a library with some of everything.
func household() *fakeLibrary {
	l := newFakeLibrary()
	for id, readings := range invented().readings {
		l.readings[id] = slices.Clone(readings)
	}
	return l
}

// fakePast keeps imports in a slice.
type fakePast []health.Batch

func (p fakePast) Imports() ([]health.Batch, error)               { return p, nil }
func (p fakePast) Undo(_ context.Context, _ health.BatchID) error { return errDisk }

var onePast = fakePast{{
	ID: health.BatchID{7}, At: time.Date(2025, 10, 14, 7, 2, 0, 0, time.UTC).UnixMilli(),
	Files: []string{"weight.csv"}, New: 1425, Rejected: 3,
}}
