package charts

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"

	"github.com/golang/freetype/truetype"
	chart "github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
	"golang.org/x/image/font/gofont/goregular"
)

// both runs the same commands on our painter and on go-chart's.
func both(t *testing.T, w, h int, draw func(chart.Renderer)) (ours, stock *image.RGBA) {
	t.Helper()
	c := newCanvas(nil, w, h, 1, testFonts(t))
	other, err := chart.PNG(w, h)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]*image.RGBA, 0, 2)
	for _, r := range []chart.Renderer{c, other} {
		draw(r)
		got := &collector{}
		if err := r.Save(got); err != nil {
			t.Fatal(err)
		}
		out = append(out, got.img)
	}
	return out[0], out[1]
}

// oneToOne is the resolution at which a point is a pixel: the stock painter
// counts 64 points to the inch, where there are 72.
func oneToOne(r chart.Renderer) float64 {
	if _, ok := r.(*canvas); ok {
		return 72
	}
	return 64
}

type collector struct {
	bytes.Buffer
	img *image.RGBA
}

func (c *collector) SetRGBA(i *image.RGBA) { c.img = i }

func TestPainterAgreesWithTheStockOne(t *testing.T) {
	font, err := truetype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	blueLine := func(r chart.Renderer, width float64) {
		r.SetStrokeColor(drawing.Color{B: 200, A: 255})
		r.SetStrokeWidth(width)
	}
	for _, c := range []struct {
		name string
		// share of pixels that may be off by more than a quarter of full
		most float64
		draw func(chart.Renderer)
	}{
		{"a level and an upright line", 0, func(r chart.Renderer) {
			blueLine(r, 2)
			r.MoveTo(10, 20)
			r.LineTo(190, 20)
			r.MoveTo(50, 10)
			r.LineTo(50, 140)
			r.Stroke()
		}},
		{"a thin zigzag", 0.003, func(r chart.Renderer) {
			blueLine(r, 1)
			r.MoveTo(5, 75)
			for i := range 20 {
				r.LineTo(10+i*9, 75+(i%2*2-1)*(10+3*i))
			}
			r.Stroke()
		}},
		{"a wide zigzag, whose joins are rounder here", 0.012, func(r chart.Renderer) {
			blueLine(r, 5)
			r.MoveTo(10, 75)
			for i := range 9 {
				r.LineTo(20+i*20, 75+(i%2*2-1)*50)
			}
			r.Stroke()
		}},
		{"dashes", 0.002, func(r chart.Renderer) {
			blueLine(r, 2)
			r.SetStrokeDashArray([]float64{6, 4})
			r.MoveTo(10, 30)
			r.LineTo(190, 30)
			r.MoveTo(10, 60)
			r.LineTo(150, 140)
			r.Stroke()
		}},
		{"a filled and outlined box, half transparent, whose joins are rounder here", 0.0002, func(r chart.Renderer) {
			blueLine(r, 2)
			r.SetFillColor(drawing.Color{R: 220, G: 120, A: 128})
			r.MoveTo(20, 20)
			r.LineTo(160, 20)
			r.LineTo(160, 110)
			r.LineTo(20, 110)
			r.Close()
			r.FillStroke()
		}},
		{"a filled triangle", 0.001, func(r chart.Renderer) {
			r.SetFillColor(drawing.Color{R: 220, A: 255})
			r.MoveTo(20, 130)
			r.LineTo(100, 11)
			r.LineTo(185, 120)
			r.LineTo(20, 130)
			r.Fill()
		}},
		{"a quadratic curve", 0.002, func(r chart.Renderer) {
			blueLine(r, 2)
			r.MoveTo(10, 140)
			r.QuadCurveTo(100, -60, 190, 140)
			r.Stroke()
		}},
		{"an arc as a slice of pie", 0.004, func(r chart.Renderer) {
			r.SetFillColor(drawing.Color{G: 160, A: 255})
			r.MoveTo(100, 75)
			r.ArcTo(100, 75, 60, 60, 0.3, 2.1)
			r.LineTo(100, 75)
			r.Close()
			r.Fill()
		}},
		{"an arc backwards", 0.004, func(r chart.Renderer) {
			blueLine(r, 2)
			r.MoveTo(160, 75)
			r.ArcTo(100, 75, 60, 40, 0, -2)
			r.Stroke()
		}},
		{"a circle, which the stock one draws a little square", 0.02, func(r chart.Renderer) {
			r.SetFillColor(drawing.Color{R: 90, G: 90, A: 255})
			r.Circle(40, 100, 75)
			r.Fill()
		}},
		{"text", 0.01, func(r chart.Renderer) {
			r.SetDPI(oneToOne(r))
			r.SetFont(font)
			r.SetFontSize(18)
			r.SetFontColor(drawing.ColorBlack)
			r.Text("78.2 kg, 14 Oct", 10, 80)
		}},
		{"turned text", 0.01, func(r chart.Renderer) {
			r.SetDPI(oneToOne(r))
			r.SetFont(font)
			r.SetFontSize(18)
			r.SetFontColor(drawing.ColorBlack)
			r.SetTextRotation(math.Pi / 6)
			r.Text("78.2 kg", 40, 40)
			r.ClearTextRotation()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ours, stock := both(t, 200, 150, c.draw)
			if off := differing(ours, stock, 64); off > c.most {
				writePNG(t, "testdata/failed/ours "+c.name+".png", ours)
				writePNG(t, "testdata/failed/stock "+c.name+".png", stock)
				t.Errorf("%.2f %% of the pixels differ, at most %.2f %% may", off*100, c.most*100)
			}
			if differing(stock, image.NewRGBA(stock.Rect), 0) == 0 {
				t.Error("nothing was drawn to compare with")
			}
		})
	}
}

func TestPainterAgreesWithTheStockOneOnAWholeChart(t *testing.T) {
	c := lineChart(t, 300)
	c.Width, c.Height = 500, 250
	var got [2]*image.RGBA
	for i, p := range []chart.RendererProvider{
		func(w, h int) (chart.Renderer, error) { return newCanvas(nil, w, h, 1, testFonts(t)), nil }, chart.PNG,
	} {
		c.DPI = []float64{72, 64}[i]
		out := &collector{}
		if err := c.Render(p, out); err != nil {
			t.Fatal(err)
		}
		got[i] = out.img
	}
	// Labels stand up to a pixel apart, for here they are measured by their
	// advance.
	if off := differing(got[0], got[1], 64); off > 0.02 {
		writePNG(t, "testdata/failed/ours chart.png", got[0])
		writePNG(t, "testdata/failed/stock chart.png", got[1])
		t.Errorf("%.2f %% of the pixels differ", off*100)
	}
}

// covered counts the pixels that are not blank.
func covered(img *image.RGBA) int {
	n := 0
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] > 0 {
			n++
		}
	}
	return n
}

func TestStrokesSurviveAnyCoordinates(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	ink := color.NRGBA{A: 255}
	for _, c := range []struct {
		name string
		pts  []vec
		want bool // whether anything is seen
	}{
		{"far away on both sides", []vec{{-1e12, 50}, {1e12, 50}}, true},
		{"far above and below", []vec{{50, -1e15}, {50, 1e15}}, true},
		{"all outside", []vec{{-100, -100}, {-50, 900}, {-20, 3}}, false},
		{"not a number in between", []vec{{10, 10}, {nan, 40}, {inf, -inf}, {90, 90}}, true},
		{"nothing but not a number", []vec{{nan, nan}, {nan, inf}}, false},
		{"the same point again and again", []vec{{50, 50}, {50, 50}, {50, 50}}, true},
		{"there and back", []vec{{10, 50}, {90, 50}, {10, 50}}, true},
	} {
		for _, dashes := range [][]float64{nil, {4, 4}, {3}, {0, 0}, {nan}, {1e-12, 1e-12}, {inf, 1}} {
			t.Run(c.name, func(t *testing.T) {
				k := newCanvas(nil, 100, 100, 1, Fonts{})
				for _, p := range c.pts {
					k.path.lineTo(p)
				}
				k.strokePath(ink, 3, capRound, dashes)
				seen := covered(k.img) > 0
				// A point has no length to cut into dashes.
				if seen != c.want && c.name != "the same point again and again" {
					t.Errorf("dashes %v: seen is %v", dashes, seen)
				}
				k.fillPath(ink)
			})
		}
	}
}

func TestPaintingIsHeldToTheClip(t *testing.T) {
	k := newCanvas(nil, 100, 100, 1, testFonts(t))
	ink := color.NRGBA{R: 255, A: 255}
	k.clipped(box{30, 30, 60, 60}, func() {
		k.path.lineTo(vec{-500, -500})
		k.path.lineTo(vec{500, 500})
		k.strokePath(ink, 20, capRound, nil)
		k.path.reset()
		k.path.circle(vec{45, 45}, 80)
		k.fillPath(ink)
		k.text(k.fonts.Regular, "everywhere", 40, vec{0, 60}, ink)
		k.fillPixels(image.Rect(0, 0, 100, 100), ink)
	})
	for y := range 100 {
		for x := range 100 {
			in := x >= 30 && x < 60 && y >= 30 && y < 60
			if a := k.img.RGBAAt(x, y).A; (a > 0) != in {
				t.Fatalf("pixel %d, %d has alpha %d", x, y, a)
			}
		}
	}
}

func TestAlphaLaysColoursOverOneAnother(t *testing.T) {
	k := newCanvas(nil, 20, 20, 1, Fonts{})
	k.img.Pix = bytes.Repeat([]byte{200, 100, 0, 255}, 400)
	k.path.rect(0.5, 0.5, 19.5, 19.5, 0, 0) // off the pixel bounds
	k.fillPath(color.NRGBA{R: 0, G: 200, B: 100, A: 128})
	want := color.RGBA{R: 100, G: 150, B: 50, A: 255}
	got := k.img.RGBAAt(10, 10)
	for i, d := range []int{int(got.R) - int(want.R), int(got.G) - int(want.G), int(got.B) - int(want.B), int(got.A) - int(want.A)} {
		if d < -1 || d > 1 {
			t.Errorf("channel %d: got %v, want %v", i, got, want)
		}
	}
}

func TestALineOfManyPointsLooksLikeItsExtremes(t *testing.T) {
	// 50 points to a pixel between 20 and 80: a filled band.
	k := newCanvas(nil, 200, 100, 1, Fonts{})
	for i := range 200 * 50 {
		k.path.lineTo(vec{float64(i) / 50, 20 + 60*float64(i%7)/6})
	}
	k.strokePath(color.NRGBA{A: 255}, 2, capButt, nil)
	for x := 2; x < 198; x++ {
		for y := 22; y < 78; y++ {
			if k.img.RGBAAt(x, y).A < 250 {
				t.Fatalf("hole at %d, %d", x, y)
			}
		}
		if k.img.RGBAAt(x, 17).A > 0 || k.img.RGBAAt(x, 83).A > 0 {
			t.Fatalf("column %d goes past its extremes", x)
		}
	}
}

func TestSaveWritesPNGToAnOrdinaryWriter(t *testing.T) {
	k := newCanvas(nil, 7, 5, 1, Fonts{})
	var b bytes.Buffer
	if err := k.Save(&b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil || img.Bounds() != image.Rect(0, 0, 7, 5) {
		t.Errorf("read back %v, %v", img, err)
	}
	if err := k.Save(nil); err == nil {
		t.Error("saving to nothing is no error")
	}
}

func TestTheStyleIsForgottenWhenReset(t *testing.T) {
	k := newCanvas(nil, 50, 50, 2, testFonts(t))
	k.SetDPI(72)
	k.SetFontSize(12)
	k.SetTextRotation(1)
	turned := k.MeasureText("21 Jul")
	k.ClearTextRotation()
	level := k.MeasureText("21 Jul")
	if turned.Height() <= level.Height() {
		t.Errorf("turned text is no taller: %v, level %v", turned, level)
	}
	if aug, sep := k.MeasureText("4 Aug"), k.MeasureText("1 Sep"); aug.Height() != sep.Height() {
		t.Errorf("labels do not share a base line: %v, %v", aug, sep)
	}
	if k.GetDPI() != 72 {
		t.Errorf("resolution is %v", k.GetDPI())
	}
	k.SetStrokeColor(drawing.ColorBlack)
	k.SetFillColor(drawing.ColorBlack)
	k.SetStrokeWidth(3)
	k.SetClassName("any")
	k.ResetStyle()
	k.MoveTo(0, 0)
	k.LineTo(20, 20)
	k.LineTo(0, 20)
	k.FillStroke()
	if n := covered(k.img); n > 0 {
		t.Errorf("%d pixels painted without a style", n)
	}
}

func TestFontsThatAreNoFontsAreRefused(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("OTTO"), []byte("no font at all"), goregular.TTF[:2000]} {
		if f, err := ParseFont(data); err == nil {
			t.Errorf("%d bytes were taken for a font: %v", len(data), f)
		}
	}
}

func TestTextFallsBackWhereTheFontLacksACharacter(t *testing.T) {
	f := testFonts(t).Regular
	if w := f.width("日本\u0000\xff", 12); !(w > 0) {
		t.Errorf("width is %v", w)
	}
	k := newCanvas(nil, 60, 20, 1, Fonts{Regular: f})
	k.text(f, "日", 12, vec{2, 15}, color.NRGBA{A: 255})
	if covered(k.img) == 0 {
		t.Error("a lacking character leaves no sign")
	}
}
