package charts

import (
	"image"
	"image/color"
	"math"
	"time"
)

// Strip is an electrocardiogram on the usual paper: 25 mm to a second, 10 mm to
// a millivolt, a thin line each millimetre and a stronger one each five. What
// is longer than the picture is wide goes on in the next row.
type Strip struct {
	Width, Height int     // pixels
	Scale         float64 // pixels per dp; 0 means 1
	Palette       Palette
	Fonts         Fonts // Regular alone is used; without it rows have no times
	Labels        Labels
	Into          *image.RGBA // as in Spec

	Millivolts []float32 // NaN is a gap
	Rate       float64   // samples a second
	From       time.Duration
	Color      color.NRGBA
	// Millimetre is how many dp the paper has for one; 0 is as many as there are
	// at 96 dp to an inch.
	Millimetre float64
}

// StripPicture is a drawn strip.
type StripPicture struct {
	Image    *image.RGBA
	From, To time.Duration // what is shown
	Row      time.Duration // how much of it a row has
}

// Of the paper, in millimetres.
const (
	paperSpeed  = 25 // mm a second
	paperGain   = 10 // mm a millivolt
	pulseLead   = 10 // before the trace of the first row: room for the pulse
	rowGap      = 5
	leastReach  = 10 // above and below the middle
	mostReach   = 30
	inch        = 25.4
	traceWidth  = 1.3 // dp
	mostSeconds = 24 * 3600
)

// paper is a strip made ready.
type paper struct {
	Strip
	mm         float64 // pixels
	middle     float64 // millivolts
	up, down   int     // millimetres of a row above and below the middle, of five
	rows       int     // of all from Strip.From on
	perRow     float64 // seconds
	from, last float64 // seconds
}

func (s Strip) paper() (paper, error) {
	p := paper{Strip: s}
	if p.Scale == 0 {
		p.Scale = 1
	}
	if p.Millimetre == 0 {
		p.Millimetre = 96 / inch
	}
	p.Labels = p.Labels.filled()
	p.mm = p.Millimetre * p.Scale
	if s.Width < 1 || s.Width > mostPixels || !(p.mm >= 0.5 && p.mm <= 200) {
		return p, ErrSize
	}
	if !(s.Rate > 0 && s.Rate <= 1e6) {
		return p, ErrNoData
	}
	p.from, p.last = max(s.From.Seconds(), 0), min(float64(len(s.Millivolts))/s.Rate, mostSeconds)
	low, high, ok := p.scan()
	if !ok || p.from >= p.last {
		return p, ErrNoData
	}
	reach := func(mv float64) int {
		return int(min(max(math.Ceil(mv*paperGain/5+0.2)*5, leastReach), mostReach))
	}
	p.up, p.down = reach(high-p.middle), reach(p.middle-low)
	p.perRow = (float64(s.Width)/p.mm - pulseLead) / paperSpeed
	if p.perRow < 0.2 {
		return p, ErrSize
	}
	p.rows = int(math.Ceil((p.last-p.from)/p.perRow - 1e-9))
	return p, nil
}

// scan finds the lowest, the highest and the middle value. The middle is the
// median, which stands on the line between beats.
func (p *paper) scan() (low, high float64, ok bool) {
	skip := len(p.Millivolts)/sampledSteps + 1
	var some []int64 // in nanovolts, for kth
	for i, v := range p.Millivolts {
		f := float64(v)
		if !(math.Abs(f) <= 1000) {
			continue
		}
		if !ok {
			low, high, ok = f, f, true
		}
		low, high = min(low, f), max(high, f)
		if i%skip == 0 || len(some) == 0 {
			some = append(some, int64(f*1e6))
		}
	}
	if ok {
		p.middle = float64(kth(some, len(some)/2)) / 1e6
	}
	return low, high, ok
}

func (p *paper) rowHeight() float64 { return float64(p.up+p.down+rowGap) * p.mm }

// StripHeight is how many pixels high a picture of all of a strip is; its own
// height is not looked at.
func StripHeight(s Strip) (int, error) {
	p, err := s.paper()
	if err != nil {
		return 0, err
	}
	return min(int(math.Ceil(float64(p.rows)*p.rowHeight())), mostPixels), nil
}

// RenderStrip draws as many rows of a strip as go into the picture, at least
// one. It answers ErrNoData or ErrSize.
func RenderStrip(s Strip) (StripPicture, error) {
	p, err := s.paper()
	if err != nil {
		return StripPicture{}, err
	}
	if s.Height < 1 || s.Height > mostPixels || p.rowHeight() > 2*float64(s.Height) {
		return StripPicture{}, ErrSize
	}
	c := newCanvas(s.Into, s.Width, s.Height, p.Scale, s.Fonts)
	defer c.release()
	if s.Palette.Background.A > 0 {
		c.fillPixels(c.img.Rect, s.Palette.Background)
	}
	p.grid(c)
	rows := min(p.rows, max(int(float64(s.Height)/p.rowHeight()+1e-6), 1))
	for row := range rows {
		p.row(c, row)
	}
	seconds := func(v float64) time.Duration { return time.Duration(v * float64(time.Second)) }
	return StripPicture{
		Image: c.img, From: seconds(p.from), To: seconds(min(p.from+float64(rows)*p.perRow, p.last)), Row: seconds(p.perRow),
	}, nil
}

// grid draws the lines of the paper, those of a millimetre only where they can
// be told apart.
func (p *paper) grid(c *canvas) {
	hair := hairline(p.Scale)
	for _, lines := range []struct {
		every int
		ink   color.NRGBA
	}{{1, faded(p.Palette.Grid, 0.45)}, {5, p.Palette.Grid}} {
		if float64(lines.every)*p.mm < 3*float64(hair) {
			continue
		}
		for i := 0; ; i += lines.every {
			at := int(math.Round(float64(i) * p.mm))
			if at >= p.Width && at >= p.Height {
				break
			}
			if lines.every == 1 && i%5 == 0 {
				continue
			}
			c.fillPixels(image.Rect(at, 0, at+hair, p.Height), lines.ink)
			c.fillPixels(image.Rect(0, at, p.Width, at+hair), lines.ink)
		}
	}
}

// row draws one row: the pulse of a millivolt before the first, the trace, and
// when it begins.
func (p *paper) row(c *canvas, row int) {
	// On a stronger line of the paper.
	middle := (float64(row)*float64(p.up+p.down+rowGap) + float64(p.up)) * p.mm
	left := pulseLead * p.mm
	from := p.from + float64(row)*p.perRow
	to := min(from+p.perRow, p.last)
	c.path.reset()
	if row == 0 {
		for _, at := range [][2]float64{{1, 0}, {2.5, 0}, {2.5, paperGain}, {7.5, paperGain}, {7.5, 0}, {9, 0}} {
			c.path.lineTo(vec{at[0] * p.mm, middle - at[1]*p.mm})
		}
		c.path.open = false
	}
	first := int(math.Ceil(from * p.Rate))
	// One more, so that a row ends where the next begins.
	for i := first; i < min(int(to*p.Rate)+2, len(p.Millivolts)); i++ {
		v := float64(p.Millivolts[i])
		if !(math.Abs(v) <= 1000) {
			c.path.open = false
			continue
		}
		c.path.lineTo(vec{
			left + (float64(i)/p.Rate-from)*paperSpeed*p.mm,
			middle - (v-p.middle)*paperGain*p.mm,
		})
	}
	top := middle - float64(p.up)*p.mm
	area := box{0, top, float64(p.Width), top + float64(p.up+p.down)*p.mm}
	c.clipped(area, func() { c.strokePath(p.Color, traceWidth*p.Scale, capRound, nil) })
	c.path.reset()
	if f := p.Fonts.Regular; f != nil {
		size := labelSize * p.Scale
		text := p.Labels.Number(from, 1) + " s"
		c.text(f, text, size, vec{1.5 * p.mm, middle + float64(p.down)*p.mm - 2*p.Scale}, p.Palette.Muted)
	}
}
