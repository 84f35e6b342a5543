package style_test

import (
	"image/color"
	"math"
	"testing"

	"vitalkeep/ui/style"
)

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

func TestContrastOfBlackOnWhiteIsTwentyOne(t *testing.T) {
	got := contrast(color.NRGBA{A: 255}, color.NRGBA{R: 255, G: 255, B: 255, A: 255})
	if math.Abs(got-21) > 1e-9 {
		t.Fatalf("got %v", got)
	}
}

func TestPaletteContrast(t *testing.T) {
	depths := []style.Token{style.Background, style.Sunken, style.Surface, style.Raised}
	cards := []style.Token{style.Background, style.Surface, style.Raised}
	tests := []struct {
		name  string
		fore  []style.Token
		backs []style.Token
		least float64
		high  float64
	}{
		{"text on every depth and on selection", []style.Token{style.Text}, append([]style.Token{style.Selection}, depths...), 4.5, 7},
		{"muted text on every depth", []style.Token{style.Muted}, depths, 4.5, 7},
		{"muted text on a selected row", []style.Token{style.Muted}, []style.Token{style.Selection}, 4.5, 7},
		{"links and words of state", []style.Token{style.Accent, style.Success, style.Warning, style.Danger}, cards, 4.5, 7},
		{"text on notices", []style.Token{style.Text}, []style.Token{style.SuccessBack, style.WarningBack, style.DangerBack}, 4.5, 7},
		{"success on its notice", []style.Token{style.Success}, []style.Token{style.SuccessBack}, 4.5, 7},
		{"warning on its notice", []style.Token{style.Warning}, []style.Token{style.WarningBack}, 4.5, 7},
		{"danger on its notice", []style.Token{style.Danger}, []style.Token{style.DangerBack}, 4.5, 7},
		{"links on notices", []style.Token{style.Accent}, []style.Token{style.SuccessBack, style.WarningBack, style.DangerBack}, 4.5, 7},
		{"words on the primary button", []style.Token{style.OnAccent}, []style.Token{style.Accent, style.AccentHover}, 4.5, 7},
		{"outlines of controls and the focus ring", []style.Token{style.Control, style.Focus}, depths, 3, 4.5},
		{"families in graphs", []style.Token{style.Body, style.Heart, style.Activity, style.Sleep, style.Temperature, style.Oxygen, style.Room}, []style.Token{style.Surface, style.Raised}, 3, 4.5},
		{"stages of sleep in graphs", []style.Token{style.StageDeep, style.StageLight, style.StageREM, style.StageAwake}, []style.Token{style.Surface, style.Raised}, 3, 4.5},
	}
	for variant, p := range palettes {
		for _, tt := range tests {
			least := tt.least
			if p.High {
				least = tt.high
			}
			t.Run(variant+" "+tt.name, func(t *testing.T) {
				for _, f := range tt.fore {
					for _, b := range tt.backs {
						fc, ok := p.Of(f)
						bc, ok2 := p.Of(b)
						if !ok || !ok2 {
							t.Fatalf("no colour for %s or %s", f, b)
						}
						if got := contrast(fc, bc); got < least {
							t.Errorf("%s on %s is %.2f:1, want at least %v", f, b, got, least)
						}
					}
				}
			})
		}
	}
}

var palettes = map[string]style.Palette{
	"light": style.Light(), "dark": style.Dark(), "light in high contrast": style.HighLight(), "dark in high contrast": style.HighDark(),
}

// Line is decoration and may be fainter than 3:1 but has to be seen; in high
// contrast it parts what else only differs in depth.
func TestHairlinesDifferFromTheirSurface(t *testing.T) {
	for name, p := range palettes {
		least := 1.15
		if p.High {
			least = 3
		}
		if got := contrast(p.Line, p.Surface); got < least {
			t.Errorf("%s: line on surface is %.2f:1", name, got)
		}
	}
}
