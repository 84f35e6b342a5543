package importers

import (
	"bytes"
	"errors"
	"io"

	"vitalkeep/health"
)

const (
	appleRoute  = health.SourceID("apple:route")
	reasonPoint = "a point without a time or a place"
)

// routePart is one number of a point of a route. Their streams are called as
// those of other vendors' routes are.
type routePart struct {
	inline, element string // attribute of a Location in the export, element of a GPX file
	metric          health.Metric
	limit           float64 // of the absolute value; 0 for none
}

var routeParts = []routePart{
	{"latitude", "", metric("raw_location_latitude"), 90},
	{"longitude", "", metric("raw_location_longitude"), 180},
	{"altitude", "ele", metric("raw_location_altitude"), 0},
	{"speed", "speed", metric("raw_location_gps_speed"), 0},
	{"course", "course", metric("raw_location_direction"), 0},
	{"horizontalAccuracy", "hAcc", metric("raw_location_horizontal_radius"), 0},
	{"verticalAccuracy", "vAcc", metric("raw_location_vertical_radius"), 0},
}

// routePoint is a point whose numbers stand in their order of routeParts.
type routePoint struct {
	row    int
	values [7][]byte
	time   []byte
}

// routeClock reads the times of points. They are cut to whole seconds, in which
// several points may lie: those are kept a millisecond apart, so that the
// latitude of one does not come to stand beside the longitude of another.
type routeClock struct {
	appleClock
	last   int64 // the time before, as it was written
	behind int64 // how many points have it
}

// after returns the time of a point that is written as ms.
func (c *routeClock) after(ms int64) int64 {
	if ms != c.last {
		c.last, c.behind = ms, 0
		return ms
	}
	c.behind = min(c.behind+1, 999)
	return ms + c.behind
}

// point hands the numbers of a point over. A speed or course below 0 is Apple's
// sign for one that is not known.
func (f *fileReader) point(p *routePoint, zone *offsets, clock *routeClock) error {
	f.row = p.row
	ms, printed, ok := clock.at(p.time)
	if !ok {
		return f.refuse("time", reasonNoAppleTime)
	}
	if !health.PossibleTime(ms) {
		return f.refuse("time", reasonNoSuchYear)
	}
	if len(p.values[0]) == 0 || len(p.values[1]) == 0 {
		return f.refuse("", reasonPoint)
	}
	ms = clock.after(ms)
	offset := f.zone.or(ms, printed)
	if zone != nil {
		offset = zone.at(ms)
	}
	for i := range routeParts {
		part, text := &routeParts[i], p.values[i]
		if len(text) == 0 {
			continue
		}
		d, form, err := appleNumber(text)
		if err != nil {
			if err := f.refuse(part.inline, numberReason(text, err)); err != nil {
				return err
			}
			continue
		}
		v := d.Float64()
		if part.limit > 0 && (v < -part.limit || v > part.limit) {
			return f.refuse(part.inline, "outside what is possible for a place on earth")
		}
		if v < 0 && i > 2 { // not known
			continue
		}
		if err := f.sample(part.metric.ID, appleRoute, health.Sample{
			Start: ms, Value: d, Form: form, Offset: offset, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// location takes a point of a route inside the export, as iOS up to 12 wrote it.
func (a *appleExport) location() error {
	p := routePoint{row: a.s.row, time: a.s.attr("date")}
	for i, part := range routeParts {
		p.values[i] = a.s.attr(part.inline)
	}
	var zone *offsets
	if a.workout != nil {
		zone = a.workout.zone
	}
	return a.f.point(&p, zone, &a.points)
}

// readAppleRoute reads a route, a GPX file.
func readAppleRoute(f *fileReader, r io.Reader) error {
	s := newMarkScanner(r, f.lim)
	found, entities, err := s.skipTo("<gpx", mostProlog, "<!ENTITY")
	f.row = s.line
	switch {
	case err != nil:
		return f.keep(err)
	case entities:
		return f.refuse("", reasonEntities)
	case !found:
		return f.refuse("", "it has no element gpx")
	}
	p := &gpx{f: f, s: s}
	for {
		if err := s.next(); err != nil {
			if end, err := p.stumble(err); end || err != nil {
				return err
			}
			continue
		}
		if s.closes && string(s.name) == "gpx" {
			return nil
		}
		if err := p.tag(); err != nil {
			return err
		}
	}
}

// stumble takes an error of the scanner and reports whether it ends the file.
func (g *gpx) stumble(err error) (end bool, _ error) {
	var broken *rowError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, errCutTag):
		g.f.row = g.s.line
		return true, g.f.incomplete("the file ends here, before the route does")
	case errors.As(err, &broken):
		g.f.row = g.s.row
		return false, g.f.refuse("", broken.reason)
	}
	g.f.row = g.s.line
	return true, g.f.keep(err)
}

// gpx is the point of a GPX file that is open.
type gpx struct {
	f     *fileReader
	s     *markScanner
	clock routeClock
	open  bool
	point routePoint
	room  []byte // what point points into: the scanner's buffer moves on
}

// keep copies what has to outlast the tag.
func (g *gpx) keep(b []byte) []byte {
	from := len(g.room)
	g.room = append(g.room, bytes.TrimSpace(b)...)
	return g.room[from:]
}

func (g *gpx) tag() error {
	s := g.s
	if !s.closes {
		if string(s.name) == "trkpt" {
			g.open, g.room = true, g.room[:0]
			g.point = routePoint{row: s.row}
			g.point.values[0], g.point.values[1] = g.keep(s.attr("lat")), g.keep(s.attr("lon"))
		}
		return nil
	}
	if !g.open || len(s.text) > 200 {
		return nil
	}
	switch string(s.name) {
	case "trkpt":
		g.open = false
		return g.f.point(&g.point, nil, &g.clock)
	case "time":
		g.point.time = g.keep(s.text)
	default:
		for i := range routeParts {
			if routeParts[i].element != "" && string(s.name) == routeParts[i].element {
				g.point.values[i] = g.keep(s.text)
			}
		}
	}
	return nil
}
