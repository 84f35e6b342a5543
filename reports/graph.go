package reports

import (
	"bytes"
	"errors"
	"image/color"
	"image/png"
	"sync"
	"time"

	"vitalkeep/assets"
	"vitalkeep/charts"
	"vitalkeep/health"
)

// Of graphs, in pixels: sharp on paper, and small in the file.
const (
	graphWidth  = 1500
	graphHeight = 480
	graphScale  = 2.7
)

// On white paper.
var (
	white   = color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}
	onPaper = charts.Palette{
		Background: white, Surface: white, Grid: rgb(0xDDDAD4), Axis: rgb(0x8B8378),
		Text: rgb(0x1F1C18), Muted: rgb(0x655E54), Ribbon: 0.18,
	}
	familyInk = map[health.Family]color.NRGBA{
		health.Body: rgb(0x8340AE), health.Heart: rgb(0xCB4768), health.Activity: rgb(0x467030),
		health.Sleep: rgb(0x1E347C), health.Temperature: rgb(0xC4771B), health.Oxygen: rgb(0x4088BF),
		health.Room: rgb(0x544A40),
	}
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16 & 0xFF), G: uint8(v >> 8 & 0xFF), B: uint8(v & 0xFF), A: 0xFF}
}

func inkOf(m health.Metric) color.NRGBA { return familyInk[m.Family] }

var fonts = sync.OnceValues(func() (charts.Fonts, error) {
	regular, err := charts.ParseFont(assets.FontRegular)
	if err != nil {
		return charts.Fonts{}, err
	}
	semibold, err := charts.ParseFont(assets.FontSemiBold)
	return charts.Fonts{Regular: regular, Semibold: semibold}, err
})

// graph draws a metric: days for what adds up and for what there is much of,
// else every reading.
func (g *gatherer) graph(m health.Metric, days []health.Day, dots []charts.Point, count int) (picture []byte, caption string) {
	unit := g.order.Profile.Units.DisplayUnit(m)
	decimals := health.DisplayDecimals(m, unit)
	points := make([]charts.Point, 0, len(days))
	for _, d := range days {
		start, end := d.Date.Bounds(g.loc)
		points = append(points, charts.Point{
			T: start + (end-start)/2, V: unit.FromCanonical(d.Value),
			Lo: unit.FromCanonical(d.Min), Hi: unit.FromCanonical(d.Max), N: d.Readings,
		})
	}
	switch {
	case m.Day == health.DaySum:
		for i := range points {
			points[i].Lo, points[i].Hi = points[i].V, points[i].V
		}
		return g.draw(charts.Bars{Points: points, Color: inkOf(m), Step: charts.Day}, decimals), "Each bar is a day."
	case count > mostDots || !m.Active:
		return g.draw(charts.Line{Points: points, Color: inkOf(m)}, decimals), "The line joins the means of days; the band reaches from the lowest to the highest reading."
	case m.Family == health.Body:
		return g.draw(charts.Readings{Points: dots, Trend: charts.Trend(dots, charts.TrendTime, 0), Color: inkOf(m)}, decimals), "Dots are readings; the line is their trend."
	}
	return g.draw(charts.Joined{Points: dots, Color: inkOf(m)}, decimals), "Each dot is a reading."
}

// draw returns a picture of a mark, nil where there is nothing to be seen. An
// error is kept for the end.
func (g *gatherer) draw(mark charts.Mark, decimals int) []byte {
	f, err := fonts()
	if err != nil {
		g.failed = errors.Join(g.failed, err)
		return nil
	}
	picture, err := charts.Render(charts.Spec{
		Width: graphWidth, Height: graphHeight, Scale: graphScale, Palette: onPaper, Fonts: f, Location: g.loc,
		WeekStart: time.Monday, Decimals: decimals, Marks: []charts.Mark{mark},
	})
	if errors.Is(err, charts.ErrNoData) {
		return nil
	}
	var out bytes.Buffer
	if err == nil {
		err = png.Encode(&out, picture.Image)
	}
	if err != nil {
		g.failed = errors.Join(g.failed, err)
		return nil
	}
	return out.Bytes()
}
