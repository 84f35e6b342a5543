package charts

import (
	"errors"
	"image"
	"math"
	"testing"
	"time"
)

func smallStrip(t testing.TB) Strip {
	return Strip{Width: 480, Height: 400, Palette: lightTheme, Fonts: testFonts(t), Millivolts: heartbeats(12, 300), Rate: 300, Color: red}
}

func TestAStripGoesOnInRows(t *testing.T) {
	s := smallStrip(t)
	pic, err := RenderStrip(s)
	if err != nil {
		t.Fatal(err)
	}
	// 480 dp are 127 mm, of which 10 stand before the trace: 117 mm at 25 mm a
	// second.
	if want := 4.68; math.Abs(pic.Row.Seconds()-want) > 0.01 {
		t.Errorf("a row has %v", pic.Row)
	}
	if pic.From != 0 || pic.To != 12*time.Second {
		t.Errorf("it shows %v to %v", pic.From, pic.To)
	}
	h, err := StripHeight(s)
	if err != nil || h < 300 || h > 400 {
		t.Errorf("all of it is %d high, %v", h, err)
	}
	s.From, s.Height = 5*time.Second, h/3
	if pic, err = RenderStrip(s); err != nil || pic.From != 5*time.Second || pic.To >= 12*time.Second {
		t.Errorf("one row from 5 s: %v to %v, %v", pic.From, pic.To, err)
	}
}

func TestAMillivoltIsTenMillimetresHigh(t *testing.T) {
	s := smallStrip(t)
	s.Palette.Grid.A, s.Fonts = 0, Fonts{}
	s.Millivolts = make([]float32, 600)
	pic, err := RenderStrip(s)
	if err != nil {
		t.Fatal(err)
	}
	// The pulse of a millivolt stands before the trace.
	top, bottom := pic.Image.Rect.Max.Y, 0
	for y := range pic.Image.Rect.Max.Y {
		for x := range 35 {
			if p := pic.Image.RGBAAt(x, y); int(p.R)-int(p.G) > 60 {
				top, bottom = min(top, y), max(bottom, y)
			}
		}
	}
	if got, want := float64(bottom-top), 10*96/25.4; math.Abs(got-want) > 2 {
		t.Errorf("the pulse is %v pixels high, want %.1f", got, want)
	}
}

func TestStripsThatCannotBeDrawnSaySo(t *testing.T) {
	for _, c := range []struct {
		name string
		with func(*Strip)
		want error
	}{
		{"no samples", func(s *Strip) { s.Millivolts = nil }, ErrNoData},
		{"no rate", func(s *Strip) { s.Rate = math.NaN() }, ErrNoData},
		{"nothing that is a number", func(s *Strip) { s.Millivolts = []float32{float32(math.NaN()), float32(math.Inf(1))} }, ErrNoData},
		{"all of it before", func(s *Strip) { s.From = time.Hour }, ErrNoData},
		{"no width", func(s *Strip) { s.Width = 0 }, ErrSize},
		{"narrower than a second", func(s *Strip) { s.Width = 40 }, ErrSize},
		{"lower than a row", func(s *Strip) { s.Height = 10 }, ErrSize},
		{"a scale of nothing", func(s *Strip) { s.Scale = 1e-9 }, ErrSize},
	} {
		s := smallStrip(t)
		c.with(&s)
		if _, err := RenderStrip(s); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAPictureIsDrawnIntoTheMemoryOfAnOldOne(t *testing.T) {
	spec := smallSpec(t, Line{Points: weights(), Color: red})
	first, err := Render(spec)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		into *image.RGBA
		same bool
	}{
		{"an old picture", first.Image, true},
		{"one of another size", image.NewRGBA(image.Rect(0, 0, 10, 10)), false},
	} {
		want := *first.Image
		want.Pix = append([]uint8(nil), first.Image.Pix...)
		for i := range c.into.Pix {
			c.into.Pix[i] = 0x7f
		}
		spec.Into = c.into
		got, err := Render(spec)
		if err != nil {
			t.Fatal(err)
		}
		if (got.Image == c.into) != c.same || differing(got.Image, &want, 0) != 0 {
			t.Errorf("%s: the same memory %v, another picture %v", c.name, got.Image == c.into, differing(got.Image, &want, 0))
		}
	}
}

func TestAFrameAllocatesLittle(t *testing.T) {
	spec := smallSpec(t, Line{Points: manyPoints(20_000), Color: red})
	spec.Width, spec.Height, spec.From, spec.To = 1000, 400, 0, 20_000*60_000
	pic, err := Render(spec)
	if err != nil {
		t.Fatal(err)
	}
	spec.Into = pic.Image
	if n := testing.AllocsPerRun(5, func() {
		if _, err := Render(spec); err != nil {
			t.Error(err)
		}
	}); n > 200 {
		t.Errorf("a frame makes %v allocations", n)
	}
}
