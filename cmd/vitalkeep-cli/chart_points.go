package main

import (
	"context"
	"image/color"

	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/vault"
)

// fewPoints is how many readings are drawn one by one; more are gathered by
// pixel column while they are read, so that memory stays the same.
const fewPoints = 4000

// longSpan is from where many readings are drawn by day: by column, day and
// night would alternate.
const longSpan = 45 * 24 * 3600 * 1000 // ms

// columnPoints returns the readings of a span as points, with the mean, the
// lowest and the highest of each pixel column where there are many; without means,
// the middle of the two.
func columnPoints(ctx context.Context, v *vault.Vault, p health.Profile, order chartOrder, unit health.Unit) ([]charts.Point, error) {
	series, err := v.Series(p.ID)
	if err != nil {
		return nil, err
	}
	count, s := 0, order.span
	first, last, some := int64(0), int64(0), false
	for _, x := range series {
		if x.Metric != order.metric.ID {
			continue
		}
		count += x.Count
		if !some {
			first, last, some = x.First, x.Last, true
		}
		first, last = min(first, x.First), max(last, x.Last)
	}
	if !some {
		return nil, nil
	}
	first, last = max(first, s.from), min(last, s.to)
	if count > fewPoints && last-first > longSpan && order.metric.Day != health.DayNone && !order.noMeans {
		return dayPoints(ctx, v, p, order, unit)
	}
	var points []charts.Point
	column := int64(-1)
	width := (last-first)/int64(order.width) + 1 // milliseconds to a pixel
	for r, err := range v.Readings(ctx, p.ID, order.metric.ID, s.from, s.to) {
		if err != nil {
			return nil, err
		}
		value := unit.FromCanonical(r.Canonical())
		at := r.Start + r.Duration/2
		if here := (r.Start - first) / width; count <= fewPoints || here != column {
			column = here
			points = append(points, charts.Point{T: at, V: value, Lo: value, Hi: value, N: 1})
			continue
		}
		q := &points[len(points)-1]
		q.N++
		q.V += (value - q.V) / float64(q.N)
		q.Lo, q.Hi = min(q.Lo, value), max(q.Hi, value)
		if order.noMeans {
			q.V = (q.Lo + q.Hi) / 2
		}
	}
	return points, nil
}

// dayPoints returns a point for each local day that begins within the span.
func dayPoints(ctx context.Context, v *vault.Vault, p health.Profile, order chartOrder, unit health.Unit) ([]charts.Point, error) {
	loc, err := p.Location()
	if err != nil {
		return nil, err
	}
	var first, last health.Date
	if order.span.from != earliest {
		first = health.DateAt(order.span.from, health.OffsetAt(order.span.from, loc))
	}
	if order.span.to != latest {
		last = health.DateAt(order.span.to-1, health.OffsetAt(order.span.to-1, loc))
	}
	days, err := daysOf(ctx, v, p, order.metric, first, last)
	if err != nil {
		return nil, err
	}
	points := make([]charts.Point, len(days))
	for i, d := range days {
		start, end := d.Date.Bounds(loc)
		points[i] = charts.Point{
			T: start + (end-start)/2, V: unit.FromCanonical(d.Value),
			Lo: unit.FromCanonical(d.Min), Hi: unit.FromCanonical(d.Max), N: d.Readings,
		}
	}
	return points, nil
}

// stageLanes returns the course of sleep of at most as many spans as anybody
// can tell apart: the last ones.
func stageLanes(ctx context.Context, v *vault.Vault, p health.Profile, order chartOrder) (charts.Mark, error) {
	lanes := charts.Lanes{Names: []string{"Deep", "Light", "REM", "Awake"}, Colors: stageInk}
	lane := map[int64]int{health.StageDeep: 0, health.StageLight: 1, health.StageREM: 2, health.StageAwake: 3}
	for r, err := range v.Readings(ctx, p.ID, order.metric.ID, order.span.from, order.span.to) {
		if err != nil {
			return nil, err
		}
		code, ok := r.Value.Rescale(0)
		i, known := lane[code]
		if !ok || !known {
			continue
		}
		if n := len(lanes.Spans); n > 0 && lanes.Spans[n-1].Lane == i && lanes.Spans[n-1].To == r.Start {
			lanes.Spans[n-1].To = r.End()
			continue
		}
		lanes.Spans = append(lanes.Spans, charts.LaneSpan{From: r.Start, To: r.End(), Lane: i})
	}
	return lanes, nil
}

// The colours of a light page, those of the window's light theme.
var (
	paper = charts.Palette{
		Background: rgb(0xFDFCFA), Surface: rgb(0xFDFCFA), Grid: rgb(0xE3DED4), Axis: rgb(0x8B8378),
		Text: rgb(0x1F1C18), Muted: rgb(0x655E54), Ribbon: 0.16,
	}
	familyInk = map[health.Family]color.NRGBA{
		health.Body: rgb(0x8340AE), health.Heart: rgb(0xCB4768), health.Activity: rgb(0x467030),
		health.Sleep: rgb(0x1E347C), health.Temperature: rgb(0xC4771B), health.Oxygen: rgb(0x4088BF),
		health.Room: rgb(0x544A40),
	}
	stageInk = []color.NRGBA{rgb(0x1E347C), rgb(0x4262B8), rgb(0x7B84D3), rgb(0xB0690F)}
)

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16 & 0xFF), G: uint8(v >> 8 & 0xFF), B: uint8(v & 0xFF), A: 0xFF}
}
