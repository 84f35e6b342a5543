package style_test

import (
	"math"
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"vitalkeep/ui/style"
)

func TestLargeTextMakesTypeAndIconsLargerAndKeepsSpace(t *testing.T) {
	app := test.NewTempApp(t)
	tests := []struct {
		text                style.TextSize
		body, icon, control float32
	}{
		{style.NormalText, 14, 20, 36},
		{style.LargeText, 14 * 1.3, 20 * 1.3, 36},
		{style.LargestText, 14 * 1.6, 20 * 1.6, 40},
	}
	for _, tt := range tests {
		app.Settings().SetTheme(style.NewLook(style.Look{Text: tt.text}))
		if got := style.TextBody.Size(); math.Abs(float64(got-tt.body)) > 1e-4 {
			t.Errorf("text %d: body is %v, want %v", tt.text, got, tt.body)
		}
		if got := style.IconNav.Size(); math.Abs(float64(got-tt.icon)) > 1e-4 {
			t.Errorf("text %d: icons are %v, want %v", tt.text, got, tt.icon)
		}
		if got := style.Height(style.ControlHeight, style.TextBody); got != tt.control {
			t.Errorf("text %d: a control is %v high, want %v", tt.text, got, tt.control)
		}
		if got := app.Settings().Theme().Size(theme.SizeNameText); math.Abs(float64(got-tt.body)) > 1e-4 {
			t.Errorf("text %d: the toolkit's text is %v, want %v", tt.text, got, tt.body)
		}
		if got := app.Settings().Theme().Size(theme.SizeNamePadding); got != style.Space4 {
			t.Errorf("text %d: the toolkit's padding is %v", tt.text, got)
		}
	}
}

func TestWithAnotherThemeTextIsNormal(t *testing.T) {
	app := test.NewTempApp(t)
	app.Settings().SetTheme(theme.DefaultTheme())
	if got := style.TextValue.Size(); got != 28 {
		t.Errorf("a value is %v", got)
	}
}

func TestNothingMovesInAStillLook(t *testing.T) {
	app := test.NewTempApp(t)
	if got := style.Motion(style.ToastTime); got != style.ToastTime {
		t.Errorf("a toast takes %v", got)
	}
	app.Settings().SetTheme(style.NewLook(style.Look{Still: true}))
	if got := style.Motion(style.ToastTime); got != 0 {
		t.Errorf("a toast takes %v", got)
	}
}
