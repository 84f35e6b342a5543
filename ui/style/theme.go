package style

import (
	"errors"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"vitalkeep/assets"
)

// Mode says how the palette is chosen.
type Mode int

// The modes: as the system has it, or always one of the two.
const (
	FollowSystem Mode = iota
	AlwaysLight
	AlwaysDark
)

var (
	fontRegular  = fyne.NewStaticResource("Inter-tnum-Regular.otf", assets.FontRegular)
	fontSemiBold = fyne.NewStaticResource("Inter-tnum-SemiBold.otf", assets.FontSemiBold)
	appIcon      = fyne.NewStaticResource("vitalkeep.svg", assets.AppIcon)
)

// Theme is the Fyne theme of the program. It dresses Fyne's own widgets in the
// same colours and sizes as ours; what it does not decide (the glyphs of Fyne's
// dialogs, monospaced text) comes from Fyne's default theme.
type Theme struct {
	look Look
}

var _ fyne.Theme = (*Theme)(nil)

// NewTheme returns the theme in the given mode and the usual look otherwise.
func NewTheme(mode Mode) *Theme { return NewLook(Look{Mode: mode}) }

// NewLook returns the theme in a look. To change it set a new theme: Fyne
// repaints the windows then.
func NewLook(l Look) *Theme { return &Theme{look: l} }

// AppIcon is the program's icon as a Fyne resource.
func AppIcon() fyne.Resource { return appIcon }

// Look returns the look the theme was made with.
func (t *Theme) Look() Look { return t.look }

// Palette returns the colours in force when the system prefers variant.
func (t *Theme) Palette(variant fyne.ThemeVariant) Palette {
	isDark := variant == theme.VariantDark
	switch t.look.Mode {
	case AlwaysLight:
		isDark = false
	case AlwaysDark:
		isDark = true
	case FollowSystem:
	}
	return paletteOf(isDark, t.look.Contrast)
}

// Color implements fyne.Theme for the tokens of this package and for the names
// of Fyne's widgets.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.Palette(variant)
	if c, ok := p.Of(name); ok {
		return c
	}
	switch name {
	case theme.ColorNameBackground:
		return p.Background
	case theme.ColorNameButton, theme.ColorNameHeaderBackground:
		return p.Surface
	case theme.ColorNameInputBackground, theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground:
		return p.Raised
	case theme.ColorNameForeground:
		return p.Text
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Muted
	case theme.ColorNameDisabledButton:
		return p.Sunken
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return p.Accent
	case theme.ColorNameForegroundOnPrimary:
		return p.OnAccent
	case theme.ColorNameFocus:
		// Fyne fills with this colour behind the words of a focused control.
		return p.Selection
	case theme.ColorNameSelection:
		return p.Selection
	case theme.ColorNameHover:
		return color.NRGBA{R: p.Text.R, G: p.Text.G, B: p.Text.B, A: 0x0C}
	case theme.ColorNamePressed:
		return color.NRGBA{R: p.Text.R, G: p.Text.G, B: p.Text.B, A: 0x1C}
	case theme.ColorNameInputBorder:
		return p.Control
	case theme.ColorNameSeparator, theme.ColorNameInnerWindowBorder, theme.ColorNameInnerWindowBorderInactive:
		return p.Line
	case theme.ColorNameScrollBar:
		return p.Control
	case theme.ColorNameScrollBarBackground:
		return color.NRGBA{}
	case theme.ColorNameShadow:
		// Nothing of ours has a shadow; the toolkit's own menus and dialogs have
		// no outline and need it as their edge.
		if p.Dark {
			return color.NRGBA{A: 0x80}
		}
		return color.NRGBA{R: p.Text.R, G: p.Text.G, B: p.Text.B, A: 0x30}
	case theme.ColorNameError:
		return p.Danger
	case theme.ColorNameSuccess:
		return p.Success
	case theme.ColorNameWarning:
		return p.Warning
	case theme.ColorNameForegroundOnError, theme.ColorNameForegroundOnSuccess, theme.ColorNameForegroundOnWarning:
		return p.Surface
	}
	v := theme.VariantLight
	if p.Dark {
		v = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, v)
}

// Font implements fyne.Theme: Inter in two weights, and Fyne's own face for
// monospaced text and symbols.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return fontSemiBold
	}
	return fontRegular
}

// Icon implements fyne.Theme with the glyphs of Fyne's default theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource {
	return theme.DefaultTheme().Icon(name)
}

func (t *Theme) size(s Step) float32 { return float32(s) * t.look.Text.Factor() }

// Size implements fyne.Theme.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return t.size(TextBody)
	case theme.SizeNameCaptionText:
		return t.size(TextCaption)
	case theme.SizeNameHeadingText:
		return t.size(TextTitle)
	case theme.SizeNameSubHeadingText:
		return t.size(TextHeading)
	case theme.SizeNamePadding:
		return Space4
	case theme.SizeNameInnerPadding:
		return Space8
	case theme.SizeNameInlineIcon:
		return t.size(IconNav)
	case theme.SizeNameInputBorder, theme.SizeNameSeparatorThickness:
		return Hairline
	case theme.SizeNameInputRadius, theme.SizeNameButtonRadius, theme.SizeNameMenuRadius, theme.SizeNamePopupRadius:
		return RadiusControl
	case theme.SizeNameSelectionRadius:
		return RadiusChip
	case theme.SizeNameCardRadius, theme.SizeNameDialogRadius:
		return RadiusCard
	case theme.SizeNameScrollBar:
		return 10
	case theme.SizeNameScrollBarSmall:
		return 4
	case theme.SizeNameModalBlurRadius:
		return 0
	}
	return theme.DefaultTheme().Size(name)
}

// ErrUnknownMode means that a text names none of the modes.
var ErrUnknownMode = errors.New("the theme is one of: system, light, dark")

// ParseMode reads "system", "light" or "dark".
func ParseMode(s string) (Mode, error) {
	switch s {
	case "system":
		return FollowSystem, nil
	case "light":
		return AlwaysLight, nil
	case "dark":
		return AlwaysDark, nil
	}
	return FollowSystem, ErrUnknownMode
}
