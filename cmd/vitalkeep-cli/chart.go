package main

import (
	"context"
	"errors"
	"flag"
	"image/png"
	"io"
	"strconv"
	"strings"
	"time"

	"vitalkeep/assets"
	"vitalkeep/charts"
	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareChart(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	from := f.String("from", "", "first `TIME`")
	to := f.String("to", "", "`TIME` behind the last, or the last date")
	size := f.String("size", "1000x400", "`WIDTHxHEIGHT` in pixels")
	out := f.String("out", "", "`FILE.png`")
	overwrite := f.Bool("overwrite", false, "replace a file of that name")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		m, err := metricOf(*metric)
		if err != nil {
			return err
		}
		order := chartOrder{metric: m, path: *out, overwrite: *overwrite}
		if order.width, order.height, err = sizeOf(*size); err != nil {
			return err
		}
		if *out == "" {
			return wrongUsage("Name the new file with --out.")
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			loc, err := p.Location()
			if err != nil {
				return err
			}
			if order.span, err = spanOf(*from, *to, loc); err != nil {
				return err
			}
			return c.chart(ctx, v, p, loc, order)
		})
	}
}

// chartOrder is the picture that is asked for.
type chartOrder struct {
	metric        health.Metric
	span          span
	width, height int // pixels
	path          string
	overwrite     bool
	noMeans       bool // nothing that several readings come to
}

// Bounds of --size, in pixels on a side.
const (
	leastSide = 100
	mostSide  = 8000
)

func sizeOf(text string) (width, height int, err error) {
	w, h, ok := strings.Cut(strings.ToLower(text), "x")
	width, errW := strconv.Atoi(w)
	height, errH := strconv.Atoi(h)
	if !ok || errW != nil || errH != nil || min(width, height) < leastSide || max(width, height) > mostSide {
		return 0, 0, wrongUsage("%q is no size. Give width and height from %d to %d, such as 1000x400.", text, leastSide, mostSide)
	}
	return width, height, nil
}

type chartJSON struct {
	Path   string `json:"path"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}

func (c *call) chart(ctx context.Context, v *vault.Vault, p health.Profile, loc *time.Location, order chartOrder) error {
	noMeans, err := objectsToMeans(v, p)
	if err != nil {
		return err
	}
	order.noMeans = noMeans
	spec, err := chartSpec(ctx, v, p, loc, order)
	if err != nil {
		return err
	}
	picture, err := charts.Render(spec)
	if errors.Is(err, charts.ErrNoData) {
		return advice{"There is no data of " + string(order.metric.ID) + " in this span; no picture was written.", "Call vitalkeep-cli metrics to see what there is.", err}
	}
	if err != nil {
		return err
	}
	if _, err := exporters.WriteFile(order.path, order.overwrite, func(w io.Writer) error {
		return png.Encode(w, picture.Image)
	}); err != nil {
		return err
	}
	if c.json {
		return c.printJSON(chartJSON{order.path, order.width, order.height})
	}
	c.printf("Drew %s from %s to %s into %s.\n", order.metric.Name,
		localDate(picture.From, p), localDate(picture.To-1, p), order.path)
	return nil
}

func chartSpec(ctx context.Context, v *vault.Vault, p health.Profile, loc *time.Location, order chartOrder) (charts.Spec, error) {
	regular, err := charts.ParseFont(assets.FontRegular)
	if err != nil {
		return charts.Spec{}, err
	}
	semibold, err := charts.ParseFont(assets.FontSemiBold)
	if err != nil {
		return charts.Spec{}, err
	}
	unit := p.Units.DisplayUnit(order.metric)
	spec := charts.Spec{
		Width: order.width, Height: order.height, Palette: paper, Location: loc,
		Fonts:     charts.Fonts{Regular: regular, Semibold: semibold},
		WeekStart: time.Monday, Decimals: health.DisplayDecimals(order.metric, unit),
	}
	if order.span.from != earliest && order.span.to != latest {
		spec.From, spec.To = order.span.from, order.span.to
	}
	mark, err := markOf(ctx, v, p, order, unit)
	if err != nil {
		return charts.Spec{}, err
	}
	spec.Marks = []charts.Mark{mark}
	return spec, nil
}

// markOf chooses how a metric is drawn: bars of days for what is added up, the
// course of a night for its stages, dots with a trend for the body, a line for
// the rest.
func markOf(ctx context.Context, v *vault.Vault, p health.Profile, order chartOrder, unit health.Unit) (charts.Mark, error) {
	m := order.metric
	ink := familyInk[m.Family]
	switch {
	case m.Day == health.DaySum:
		points, err := dayPoints(ctx, v, p, order, unit)
		return charts.Bars{Points: points, Color: ink, Step: charts.Day}, err
	case m.ID == "sleep_stage":
		return stageLanes(ctx, v, p, order)
	}
	points, err := columnPoints(ctx, v, p, order, unit)
	if err != nil {
		return nil, err
	}
	switch m.Family {
	case health.Body:
		if order.noMeans {
			return charts.Readings{Points: points, Color: ink}, nil
		}
		return charts.Readings{Points: points, Trend: charts.Trend(points, charts.TrendTime, 0), Color: ink}, nil
	case health.Temperature:
		return charts.Joined{Points: points, Color: ink}, nil
	}
	return charts.Line{Points: points, Color: ink}, nil
}
