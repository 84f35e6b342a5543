package exporters

import (
	"context"
	"fmt"
	"io"
	"math"
	"time"

	"github.com/muktihari/fit/encoder"
	"github.com/muktihari/fit/profile/filedef"
	"github.com/muktihari/fit/profile/mesgdef"
	"github.com/muktihari/fit/profile/typedef"

	"vitalkeep/health"
)

// fitMetrics are what a weight file has a place for.
var fitMetrics = []health.MetricID{"weight", "fat_ratio", "fat_mass", "water_mass", "bone_mass", "muscle_mass", "bmi"}

const (
	// fitEpoch is when time begins for a FIT file, in UTC milliseconds, and
	// fitEnd the last moment that its 32 bits of seconds can say.
	fitEpoch = 631_065_600_000
	fitEnd   = fitEpoch + (math.MaxUint32-1)*1000
	// fitFirst is the first moment that is no time since a device was switched on.
	fitFirst = fitEpoch + 0x10000000*1000

	// fitMost is the largest number of a field; the two above it mean that
	// nothing was measured yet, or nothing at all.
	fitMost = math.MaxUint16 - 2
)

// writeFIT writes a weight file. What was measured with a weight goes with it;
// a moment without a weight has no place.
func writeFIT(ctx context.Context, w io.Writer, data Data, opts Options, report *Report) error {
	series, err := data.Series()
	if err != nil {
		return err
	}
	t := newTally(series, opts)
	file := filedef.NewWeight()
	file.FileId.SetType(typedef.FileWeight).SetManufacturer(typedef.ManufacturerDevelopment).
		SetProduct(0).SetSerialNumber(1).SetTimeCreated(opts.At.UTC())
	for m, err := range gathered(ctx, data, fitMetrics...) {
		if err != nil {
			return err
		}
		for _, g := range m.byGiver() {
			t.add(len(g.readings))
			scale, held, err := weightScale(g)
			if err != nil {
				return err
			}
			report.Left += len(g.readings) - held
			if held == 0 {
				continue
			}
			report.Samples += held
			file.WeightScales = append(file.WeightScales, scale)
		}
	}
	if len(file.WeightScales) == 0 {
		return fmt.Errorf("export: %w", ErrNothing)
	}
	fit := file.ToFIT(nil)
	if err := encoder.New(w).EncodeWithContext(ctx, &fit); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	t.done()
	return nil
}

// weightScale makes a message of what one giver tells of one moment, and counts
// the readings in it.
func weightScale(g group) (*mesgdef.WeightScale, int, error) {
	weight := g.of("weight")
	if weight == nil || weight.Start < fitFirst || weight.Start >= fitEnd {
		return nil, 0, nil
	}
	if math.Round(weight.Canonical()*100) > fitMost {
		return nil, 0, fmt.Errorf("export: %w", ErrTooHeavy)
	}
	kg, ok := fitNumber(weight, health.Kilogram, 2)
	if !ok {
		return nil, 0, nil
	}
	s := mesgdef.NewWeightScale(nil)
	s.SetTimestamp(time.UnixMilli(weight.Start).UTC()).SetWeight(typedef.Weight(kg))
	held := 1
	share := func(mass *health.Reading) (uint16, bool) {
		if mass == nil {
			return 0, false
		}
		return scaled(mass.Canonical()/weight.Canonical()*100, 2)
	}
	// Fat and water are percentages there, computed where only their mass is known.
	if n, ok := fitNumber(g.of("fat_ratio"), health.Percent, 2); ok {
		s.SetPercentFat(n)
		held++
		if g.of("fat_mass") != nil {
			held++ // it says the same
		}
	} else if n, ok := share(g.of("fat_mass")); ok {
		s.SetPercentFat(n)
		held++
	}
	if n, ok := share(g.of("water_mass")); ok {
		s.SetPercentHydration(n)
		held++
	}
	for _, f := range []struct {
		metric health.MetricID
		unit   health.Unit
		places uint8
		set    func(uint16) *mesgdef.WeightScale
	}{
		{"bone_mass", health.Kilogram, 2, s.SetBoneMass},
		{"muscle_mass", health.Kilogram, 2, s.SetMuscleMass},
		{"bmi", health.KilogramPerSquareMetre, 1, s.SetBmi},
	} {
		if n, ok := fitNumber(g.of(f.metric), f.unit, f.places); ok {
			f.set(n)
			held++
		}
	}
	return s, held, nil
}

// fitNumber returns a value in a unit, times 10 for each place.
func fitNumber(r *health.Reading, unit health.Unit, places uint8) (uint16, bool) {
	if r == nil || r.Unit.Canonical() != unit {
		return 0, false
	}
	if d, ok := exactly(r.Value, r.Unit, unit); ok {
		if n, ok := d.Rescale(places); ok {
			if n < 0 || n > fitMost {
				return 0, false
			}
			return uint16(n), true
		}
	}
	return scaled(unit.FromCanonical(r.Canonical()), places)
}

func scaled(v float64, places uint8) (uint16, bool) {
	n := math.Round(v * math.Pow10(int(places)))
	if !(n >= 0 && n <= fitMost) { // NaN is none either
		return 0, false
	}
	return uint16(n), true
}
