package exporters

import (
	"context"
	"slices"
	"time"

	"vitalkeep/health"
)

// clock writes local times of one zone, and knows which of them can be read
// back. It remembers the span between two clock changes, since most times are
// next to the one before.
type clock struct {
	loc        *time.Location
	start, end int64 // UTC milliseconds between which offset holds
	offset     int32
}

// offsetAt returns the offset in force at an instant.
func (c *clock) offsetAt(ms int64) int32 {
	if ms >= c.start && ms < c.end {
		return c.offset
	}
	t := time.UnixMilli(ms).In(c.loc)
	start, end := t.ZoneBounds()
	c.start, c.end = ms, ms+1
	if !start.IsZero() {
		c.start = start.UnixMilli()
	}
	if !end.IsZero() {
		c.end = end.UnixMilli()
	}
	c.offset = health.OffsetAt(ms, c.loc)
	return c.offset
}

// wall returns what the clock on the wall shows at an instant, and the offset
// then in force. It reports false where reading it back would give another
// instant: fractions of a second, an hour that happened twice, and years that
// the form has no room for.
func (c *clock) wall(ms int64) (text string, offset int32, ok bool) {
	offset = c.offsetAt(ms)
	t := time.UnixMilli(ms + int64(offset)*1000).UTC()
	if ms%1000 != 0 || t.Year() < 1 || t.Year() > 9999 {
		return "", 0, false
	}
	date := health.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
	back, _, err := health.ResolveWall(date, t.Hour(), t.Minute(), t.Second(), c.loc)
	return t.Format(time.DateTime), offset, err == nil && back == ms
}

// here reports whether the offset is the one in force in the clock's zone.
func (c *clock) here(ms int64, offset int32) bool { return c.offsetAt(ms) == offset }

// endOf writes the end of an interval with the offset then in force, or, for one
// that began elsewhere, with the offset of its beginning.
func (c *clock) endOf(start, duration int64, offset int32) string {
	if c.here(start, offset) {
		offset = c.offsetAt(start + duration)
	}
	return stamp(start+duration, offset)
}

// widelyUsed are zones to try when neither the profile's nor a workout's
// explains the local times: one of each pattern of clock changes that many
// people live by.
var widelyUsed = []string{
	"Europe/Paris", "Europe/London", "America/New_York", "America/Chicago", "America/Denver",
	"America/Los_Angeles", "America/Phoenix", "America/Anchorage", "Pacific/Honolulu",
	"America/Halifax", "America/St_Johns", "America/Mexico_City", "America/Sao_Paulo",
	"Europe/Athens", "Europe/Istanbul", "Europe/Moscow", "Africa/Johannesburg", "Africa/Lagos",
	"Africa/Casablanca", "Africa/Cairo", "Asia/Jerusalem", "Asia/Dubai", "Asia/Karachi",
	"Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Shanghai", "Asia/Tokyo",
	"Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland", "UTC",
}

// chooseZone returns the zone in which most of the local times can be written:
// the profile's where it is as good as any, else one that workouts name, else
// one that is widely used. Offsets were stored with every sample, the name of
// the zone was not.
func (p *plan) chooseZone(ctx context.Context, series []Series) (*time.Location, error) {
	home, err := p.profile.Location()
	if err != nil {
		return nil, err
	}
	// Nearly always everything was lived where the profile is at home.
	misses, err := p.misses(ctx, series, []*clock{{loc: home}})
	if err != nil || misses[0] == 0 {
		return home, err
	}
	var names []string
	for e, err := range p.data.Entries(ctx, earliest, latest) {
		if err != nil {
			return nil, err
		}
		if zone := e.Field("Timezone"); e.Kind == health.Workout && zone != "" && len(names) < 20 && !slices.Contains(names, zone) {
			names = append(names, zone)
		}
	}
	zones := []*clock{{loc: home}}
	for _, name := range append(names, widelyUsed...) {
		// Names that are no zones come from files and count for nothing.
		if loc, err := time.LoadLocation(name); err == nil && name != "Local" {
			zones = append(zones, &clock{loc: loc})
		}
	}
	misses, err = p.misses(ctx, series, zones)
	if err != nil {
		return nil, err
	}
	return zones[slices.Index(misses, slices.Min(misses))].loc, nil
}

// misses counts, for each clock, the samples in files of local times that were
// measured while another offset was in force.
func (p *plan) misses(ctx context.Context, series []Series, clocks []*clock) ([]int, error) {
	misses := make([]int, len(clocks))
	for _, s := range series {
		if s.Source != exportSource && s.Source != otherSource && s.Source != dailySource {
			continue
		}
		for r, err := range p.data.Readings(ctx, s.Metric, s.Source, s.First, s.Last+1) {
			if err != nil {
				return nil, err
			}
			for i, c := range clocks {
				if !c.here(r.Start, r.Offset) {
					misses[i]++
				}
			}
		}
	}
	return misses, nil
}
