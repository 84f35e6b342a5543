package ui

import (
	"context"
	"errors"
	"image"
	"time"

	"vitalkeep/charts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// Rehearsal loads and draws what pages show, by the same loaders, without a
// window: so that its time can be told over a real vault.
type Rehearsal struct {
	Library Library
	Now     time.Time
	Scale   float64 // pixels per dp; 0 means 1
}

func (r Rehearsal) almanac() present.Almanac { return present.NewAlmanac(r.Now, r.Library.Profile()) }

func (r Rehearsal) scale() float64 {
	if r.Scale > 0 {
		return r.Scale
	}
	return 1
}

// Dashboard loads every card, draws its picture at a size in dp, and returns how
// many there are.
func (r Rehearsal) Dashboard(ctx context.Context, width, height int) (int, error) {
	all, err := r.Library.Metrics(ctx)
	if err != nil {
		return 0, err
	}
	subjects := present.Cards(all)
	for _, s := range subjects {
		card, err := loadCard(ctx, r.Library, s, r.almanac())
		if err != nil {
			return 0, err
		}
		_, err = r.draw(card.Spark, width, height, true, nil)
		if err != nil && !errors.Is(err, charts.ErrNoData) {
			return 0, err
		}
	}
	return len(subjects), nil
}

// Subject finds what there is by its identifier, and its bounds.
func (r Rehearsal) Subject(ctx context.Context, id string) (present.Subject, present.Bounds, error) {
	all, err := r.Library.Metrics(ctx)
	if err != nil {
		return present.Subject{}, present.Bounds{}, err
	}
	s, ok := present.Find(all, id)
	if !ok {
		return s, present.Bounds{}, errors.New("no such subject")
	}
	return s, present.BoundsOf(s, r.almanac()), nil
}

// Graph loads what a window shows.
func (r Rehearsal) Graph(ctx context.Context, s present.Subject, w present.Window) (present.Graph, error) {
	return loadGraph(ctx, r.Library, s, r.almanac(), w, present.WholeDay)
}

// Draw draws a graph with its axes at a size in dp; into may be an old picture of that size.
func (r Rehearsal) Draw(g present.Graph, width, height int, into *image.RGBA) (charts.Picture, error) {
	return r.draw(g, width, height, false, into)
}

// rehearsed is a look that needs no window.
var rehearsed = chartStyle{palette: style.Light(), chart: chartPalette(style.Light()), text: 1}

func (r Rehearsal) draw(g present.Graph, width, height int, spark bool, into *image.RGBA) (charts.Picture, error) {
	f := float32(r.scale())
	return drawGraph(g, pixelsOf(float32(width), f), pixelsOf(float32(height), f), r.scale(), rehearsed, spark, into)
}
