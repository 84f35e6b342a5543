package style_test

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"vitalkeep/assets"
	"vitalkeep/ui/style"
)

func TestTheModeDecidesOverTheSystem(t *testing.T) {
	tests := []struct {
		mode   style.Mode
		system fyne.ThemeVariant
		dark   bool
	}{
		{style.FollowSystem, theme.VariantLight, false},
		{style.FollowSystem, theme.VariantDark, true},
		{style.AlwaysLight, theme.VariantDark, false},
		{style.AlwaysDark, theme.VariantLight, true},
	}
	for _, tt := range tests {
		th := style.NewTheme(tt.mode)
		if got := th.Palette(tt.system).Dark; got != tt.dark {
			t.Errorf("mode %d, system %d: dark is %v", tt.mode, tt.system, got)
		}
		want := style.Light().Background
		if tt.dark {
			want = style.Dark().Background
		}
		if got := th.Color(theme.ColorNameBackground, tt.system); got != want {
			t.Errorf("mode %d, system %d: background is %v", tt.mode, tt.system, got)
		}
	}
}

func TestTheFontsOfTheThemeAreOurs(t *testing.T) {
	th := style.NewTheme(style.AlwaysLight)
	if got := th.Font(fyne.TextStyle{}).Name(); got != "Inter-tnum-Regular.otf" {
		t.Error(got)
	}
	if got := th.Font(fyne.TextStyle{Bold: true}).Name(); got != "Inter-tnum-SemiBold.otf" {
		t.Error(got)
	}
}

func TestCurrentFollowsTheSetTheme(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(style.NewTheme(style.AlwaysDark))
	if !style.Current().Dark {
		t.Error("the dark theme is set, the palette is light")
	}
	if got := style.Color(style.Accent); got != color.Color(style.Dark().Accent) {
		t.Errorf("accent is %v", got)
	}
	app.Settings().SetTheme(style.NewTheme(style.AlwaysLight))
	if style.Current().Dark {
		t.Error("the light theme is set, the palette is dark")
	}
}

// Each icon has to leave a mark in its colour, or the file is not understood by
// the renderer that draws it; at twice the size the pen is twice as wide.
func TestEveryIconIsDrawnInItsColourAndScalesItsPen(t *testing.T) {
	inked := func(name string, side int) (sum float64) {
		picture := style.Icon(name).Picture(side, side, color.NRGBA{R: 0xFF, A: 0xFF})
		for y := range side {
			for x := range side {
				r, g, b, a := picture.At(x, y).RGBA()
				if g != 0 || b != 0 || (a > 0 && r == 0) {
					t.Fatalf("%s: another colour at %d,%d", name, x, y)
				}
				sum += float64(a) / 0xFFFF
			}
		}
		return sum
	}
	for _, name := range assets.IconNames() {
		small, large := inked(name, 24), inked(name, 48)
		if small < 20 {
			t.Errorf("%s: only %.1f pixels of ink", name, small)
		}
		if ratio := large / small; ratio < 3.7 || ratio > 4.3 {
			t.Errorf("%s: %.2f times the ink at twice the size, want 4", name, ratio)
		}
	}
}

func TestAnUnknownIconIsAnEmptyPicture(t *testing.T) {
	if _, _, _, a := style.Icon("nothing").Picture(8, 8, color.Black).At(4, 4).RGBA(); a != 0 {
		t.Error("something is drawn")
	}
}
