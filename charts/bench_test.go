package charts

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/golang/freetype/truetype"
	chart "github.com/wcharczuk/go-chart/v2"
	"golang.org/x/image/font/gofont/goregular"
)

// lineChart is the same go-chart chart for either painter: n points, both axes.
func lineChart(b testing.TB, n int) chart.Chart {
	font, err := truetype.Parse(goregular.TTF)
	if err != nil {
		b.Fatal(err)
	}
	rnd := noise(23)
	s := chart.ContinuousSeries{Style: chart.Style{StrokeColor: chart.ColorBlue, StrokeWidth: 2}}
	for i := range n {
		s.XValues = append(s.XValues, float64(i))
		s.YValues = append(s.YValues, 80+math.Sin(float64(i)/float64(n)*9)+0.2*rnd.next())
	}
	return chart.Chart{Width: 1000, Height: 400, Font: font, Series: []chart.Series{s}}
}

// BenchmarkPainter compares the painters alone on one chart of go-chart's.
func BenchmarkPainter(b *testing.B) {
	fonts := testFonts(b)
	var last *canvas
	ours := func(w, h int) (chart.Renderer, error) {
		var into *image.RGBA
		if last != nil {
			into = last.img
			last.release()
		}
		last = newCanvas(into, w, h, 1, fonts)
		return last, nil
	}
	for _, p := range []struct {
		name  string
		paint chart.RendererProvider
		most  int
	}{{"ours", ours, 100_000}, {"stock", chart.PNG, 10_000}} {
		for n := 1000; n <= p.most; n *= 10 {
			b.Run(fmt.Sprintf("%s/%d", p.name, n), func(b *testing.B) {
				c := lineChart(b, n)
				b.ReportAllocs()
				for b.Loop() {
					if err := c.Render(p.paint, &chart.ImageWriter{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// BenchmarkGraphs draws the same ten thousand readings as a whole chart of ours
// and by go-chart's own painter, in turns, and prints a row of the table that
// ./dev bench charts shows: the median of each, and the ratio.
func BenchmarkGraphs(b *testing.B) {
	const n = 10_000
	pts := manyPoints(n)
	spec := Spec{
		Width: 1000, Height: 400, Palette: lightTheme, Fonts: testFonts(b), Gap: time.Hour,
		From: 0, To: int64(n) * 60_000, Marks: []Mark{Line{Points: pts, Color: red}},
	}
	stock := lineChart(b, 0)
	series := chart.ContinuousSeries{Style: chart.Style{StrokeColor: chart.ColorBlue, StrokeWidth: lineWidth}}
	for _, p := range pts {
		series.XValues, series.YValues = append(series.XValues, float64(p.T)), append(series.YValues, p.V)
	}
	stock.Series = []chart.Series{series}
	for b.Loop() {
		var ours, theirs []time.Duration
		for range 9 {
			for range 10 {
				began := time.Now()
				pic, err := Render(spec)
				if err != nil {
					b.Fatal(err)
				}
				ours = append(ours, time.Since(began))
				spec.Into = pic.Image
			}
			began := time.Now()
			if err := stock.Render(chart.PNG, &chart.ImageWriter{}); err != nil {
				b.Fatal(err)
			}
			theirs = append(theirs, time.Since(began))
		}
		slices.Sort(ours)
		slices.Sort(theirs)
		mine, other := ours[len(ours)/2], theirs[len(theirs)/2]
		fmt.Printf("| drawing 10,000 points at 1000×400 | %v; go-chart's stock painter %v: %.0f times | ≥ 100 times |\n",
			mine.Round(10*time.Microsecond), other.Round(time.Millisecond), float64(other)/float64(mine))
	}
}

func manyPoints(n int) []Point {
	rnd := noise(29)
	out := make([]Point, n)
	for i := range out {
		v := 60 + 20*math.Sin(float64(i)/float64(n)*9) + 5*rnd.next()
		out[i] = Point{T: int64(i) * 60_000, V: v, Lo: v - 1, Hi: v + 1, N: 2}
	}
	return out
}

// BenchmarkRender is a whole chart: reduction, line, ribbon, axes and labels.
func BenchmarkRender(b *testing.B) {
	fonts := testFonts(b)
	for n := 1000; n <= 100_000; n *= 10 {
		pts := manyPoints(n)
		spec := Spec{
			Width: 1000, Height: 400, Palette: lightTheme, Fonts: fonts,
			From: 0, To: int64(n) * 60_000, Marks: []Mark{Line{Points: pts, Color: red}},
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Render(spec); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("readings-90-days", func(b *testing.B) {
		w := weights()
		marks := []Mark{Readings{Points: w, Trend: Trend(w, TrendTime, 0), Color: color.NRGBA{A: 255}}}
		for b.Loop() {
			if _, err := Render(Spec{Width: 1280, Height: 980, Scale: 2, Palette: lightTheme, Fonts: fonts, Marks: marks}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkReduce(b *testing.B) {
	pts := manyPoints(1_000_000)
	buf := make([]Point, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = Reduce(buf[:0], pts, 0, 1_000_000*60_000, 1000)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ns/point")
}

// BenchmarkFrame is a frame of a graph that is panned: the marks that a million
// readings come to, over a wide screen.
func BenchmarkFrame(b *testing.B) {
	rnd := noise(31)
	pts := make([]Point, 12_000)
	v := 90.0
	for i := range pts {
		v = min(max(v+9*rnd.next(), 50), 170)
		pts[i] = Point{T: int64(i) * 60_000, V: v, Lo: v - 12 - 8*rnd.next(), Hi: v + 12 + 8*rnd.next(), N: 120}
	}
	spec := Spec{
		Width: 2000, Height: 800, Palette: lightTheme, Fonts: testFonts(b), From: 4000 * 60_000, To: 8000 * 60_000,
		Marks: []Mark{Line{Points: pts, Color: red}},
	}
	b.ReportAllocs()
	for b.Loop() {
		pic, err := Render(spec)
		if err != nil {
			b.Fatal(err)
		}
		spec.Into = pic.Image
	}
}
