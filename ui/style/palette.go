package style

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// Token names a colour of the palette by its duty. Tokens are Fyne colour names
// too, so that theme.Color(Muted) works while the theme of this package is set.
type Token = fyne.ThemeColorName

// The colour tokens. Background to raised are depth, from the window to what
// floats over it; line is decoration, control outlines what can be used.
const (
	Background  Token = "vk-background"
	Sunken      Token = "vk-sunken"
	Surface     Token = "vk-surface"
	Raised      Token = "vk-raised"
	Line        Token = "vk-line"
	Control     Token = "vk-control"
	Text        Token = "vk-text"
	Muted       Token = "vk-muted"
	Accent      Token = "vk-accent"
	AccentHover Token = "vk-accent-hover"
	OnAccent    Token = "vk-on-accent"
	Selection   Token = "vk-selection"
	Focus       Token = "vk-focus"
	Success     Token = "vk-success"
	Warning     Token = "vk-warning"
	Danger      Token = "vk-danger"
	SuccessBack Token = "vk-success-bg"
	WarningBack Token = "vk-warning-bg"
	DangerBack  Token = "vk-danger-bg"

	// Families of data: graphics only, never text.
	Body        Token = "vk-body"
	Heart       Token = "vk-heart"
	Activity    Token = "vk-activity"
	Sleep       Token = "vk-sleep"
	Temperature Token = "vk-temperature"
	Oxygen      Token = "vk-oxygen"
	Room        Token = "vk-room"

	// Stages of sleep.
	StageDeep  Token = "vk-stage-deep"
	StageLight Token = "vk-stage-light"
	StageREM   Token = "vk-stage-rem"
	StageAwake Token = "vk-stage-awake"

	// Clear is no colour at all.
	Clear Token = "vk-clear"
)

// Palette is one set of colours, light or dark, in usual or in high contrast.
type Palette struct {
	// Dark tells which of the two it is; alphas of charts depend on it.
	Dark bool
	// High tells that it is one of high contrast.
	High bool

	Background, Sunken, Surface, Raised         color.NRGBA
	Line, Control                               color.NRGBA
	Text, Muted                                 color.NRGBA
	Accent, AccentHover, OnAccent               color.NRGBA
	Selection, Focus                            color.NRGBA
	Success, Warning, Danger                    color.NRGBA
	SuccessBack, WarningBack, DangerBack        color.NRGBA
	Body, Heart, Activity, Sleep                color.NRGBA
	Temperature, Oxygen, Room                   color.NRGBA
	StageDeep, StageLight, StageREM, StageAwake color.NRGBA
}

var light = Palette{
	Background: rgb(0xF5F3EE), Sunken: rgb(0xEDEAE3), Surface: rgb(0xFDFCFA), Raised: rgb(0xFFFFFF),
	Line: rgb(0xE3DED4), Control: rgb(0x8B8378),
	Text: rgb(0x1F1C18), Muted: rgb(0x655E54),
	Accent: rgb(0x0E625A), AccentHover: rgb(0x0A4F49), OnAccent: rgb(0xFFFFFF),
	Selection: rgb(0xDCEAE6), Focus: rgb(0x0B7C73),
	Success: rgb(0x2C6E3F), Warning: rgb(0x8A5A00), Danger: rgb(0xB3261E),
	SuccessBack: rgb(0xE2EEE2), WarningBack: rgb(0xF8EDD6), DangerBack: rgb(0xF9E4E0),
	Body: rgb(0x8340AE), Heart: rgb(0xCB4768), Activity: rgb(0x467030), Sleep: rgb(0x1E347C),
	Temperature: rgb(0xC4771B), Oxygen: rgb(0x4088BF), Room: rgb(0x544A40),
	StageDeep: rgb(0x1E347C), StageLight: rgb(0x4262B8), StageREM: rgb(0x7B84D3), StageAwake: rgb(0xB0690F),
}

var dark = Palette{
	Dark:       true,
	Background: rgb(0x161513), Sunken: rgb(0x121110), Surface: rgb(0x1F1D1B), Raised: rgb(0x292724),
	Line: rgb(0x37342F), Control: rgb(0x857E74),
	Text: rgb(0xF0EDE7), Muted: rgb(0xABA499),
	Accent: rgb(0x6FC8BB), AccentHover: rgb(0x8AD6CA), OnAccent: rgb(0x0B211E),
	Selection: rgb(0x1D3834), Focus: rgb(0x8AD6CA),
	Success: rgb(0x7CCB8B), Warning: rgb(0xE5B04B), Danger: rgb(0xF58A7E),
	SuccessBack: rgb(0x1C2E20), WarningBack: rgb(0x352A14), DangerBack: rgb(0x3A201D),
	Body: rgb(0xCC9CF2), Heart: rgb(0xE8586A), Activity: rgb(0xA5DD9C), Sleep: rgb(0x6577DD),
	Temperature: rgb(0xEBAE3C), Oxygen: rgb(0xA3DCEE), Room: rgb(0xA39C90),
	StageDeep: rgb(0x6577DD), StageLight: rgb(0x93A4F0), StageREM: rgb(0xCBD2FB), StageAwake: rgb(0xEBAE3C),
}

// The palettes of high contrast: text at 7:1 at least, graphics at 4.5:1,
// hairlines that are seen.
var highLight = Palette{
	High:       true,
	Background: rgb(0xFFFFFF), Sunken: rgb(0xF3F1EC), Surface: rgb(0xFFFFFF), Raised: rgb(0xFFFFFF),
	Line: rgb(0x8A8378), Control: rgb(0x5C554B),
	Text: rgb(0x000000), Muted: rgb(0x413B33),
	Accent: rgb(0x00504A), AccentHover: rgb(0x003833), OnAccent: rgb(0xFFFFFF),
	Selection: rgb(0xD3EAE5), Focus: rgb(0x005F57),
	Success: rgb(0x14532A), Warning: rgb(0x694100), Danger: rgb(0x8E0F0A),
	SuccessBack: rgb(0xE2F2E4), WarningBack: rgb(0xFBEFD5), DangerBack: rgb(0xFBE3DF),
	Body: rgb(0x5D27B8), Heart: rgb(0xBD2755), Activity: rgb(0x205D2B), Sleep: rgb(0x272358),
	Temperature: rgb(0xAE6200), Oxygen: rgb(0x1676D2), Room: rgb(0x3F362F),
	StageDeep: rgb(0x272358), StageLight: rgb(0x2C4FA0), StageREM: rgb(0x666FC6), StageAwake: rgb(0x9A6816),
}

var highDark = Palette{
	Dark: true, High: true,
	Background: rgb(0x000000), Sunken: rgb(0x000000), Surface: rgb(0x0B0A09), Raised: rgb(0x141311),
	Line: rgb(0x6E675C), Control: rgb(0xB5ADA1),
	Text: rgb(0xFFFFFF), Muted: rgb(0xD2CCC1),
	Accent: rgb(0x7FE3D4), AccentHover: rgb(0xA5F0E5), OnAccent: rgb(0x00201C),
	Selection: rgb(0x0F3B35), Focus: rgb(0x9AF2E5),
	Success: rgb(0x8FE09E), Warning: rgb(0xF2C45C), Danger: rgb(0xFFAFA7),
	SuccessBack: rgb(0x0F2614), WarningBack: rgb(0x2A1F08), DangerBack: rgb(0x351310),
	Body: rgb(0xD9B1FF), Heart: rgb(0xFF7273), Activity: rgb(0xABF0B5), Sleep: rgb(0x8A88F4),
	Temperature: rgb(0xE7B939), Oxygen: rgb(0xB0F5FC), Room: rgb(0xA2989A),
	StageDeep: rgb(0x8A88F4), StageLight: rgb(0xA6B4F8), StageREM: rgb(0xDADEFF), StageAwake: rgb(0xE7B939),
}

// Light returns the light palette.
func Light() Palette { return light }

// Dark returns the dark palette.
func Dark() Palette { return dark }

// HighLight returns the light palette of high contrast.
func HighLight() Palette { return highLight }

// HighDark returns the dark palette of high contrast.
func HighDark() Palette { return highDark }

// paletteOf returns one of the four.
func paletteOf(isDark, high bool) Palette {
	switch {
	case isDark && high:
		return highDark
	case isDark:
		return dark
	case high:
		return highLight
	}
	return light
}

// Of returns the colour of a token, and whether there is such a token.
func (p Palette) Of(t Token) (color.NRGBA, bool) {
	switch t {
	case Background:
		return p.Background, true
	case Sunken:
		return p.Sunken, true
	case Surface:
		return p.Surface, true
	case Raised:
		return p.Raised, true
	case Line:
		return p.Line, true
	case Control:
		return p.Control, true
	case Text:
		return p.Text, true
	case Muted:
		return p.Muted, true
	case Accent:
		return p.Accent, true
	case AccentHover:
		return p.AccentHover, true
	case OnAccent:
		return p.OnAccent, true
	case Selection:
		return p.Selection, true
	case Focus:
		return p.Focus, true
	case Success:
		return p.Success, true
	case Warning:
		return p.Warning, true
	case Danger:
		return p.Danger, true
	case SuccessBack:
		return p.SuccessBack, true
	case WarningBack:
		return p.WarningBack, true
	case DangerBack:
		return p.DangerBack, true
	case Body:
		return p.Body, true
	case Heart:
		return p.Heart, true
	case Activity:
		return p.Activity, true
	case Sleep:
		return p.Sleep, true
	case Temperature:
		return p.Temperature, true
	case Oxygen:
		return p.Oxygen, true
	case Room:
		return p.Room, true
	case StageDeep:
		return p.StageDeep, true
	case StageLight:
		return p.StageLight, true
	case StageREM:
		return p.StageREM, true
	case StageAwake:
		return p.StageAwake, true
	case Clear:
		return color.NRGBA{}, true
	}
	return color.NRGBA{}, false
}

// Current returns the palette the running application shows at this moment:
// that of the set theme if it is ours, else the one for the system's variant.
// Call it on the UI goroutine.
func Current() Palette {
	settings := fyne.CurrentApp().Settings()
	variant := settings.ThemeVariant()
	if t, ok := settings.Theme().(*Theme); ok {
		return t.Palette(variant)
	}
	if variant == theme.VariantDark {
		return dark
	}
	return light
}

// Color returns the colour of a token in the current palette; an unknown token
// is drawn as text.
func Color(t Token) color.Color {
	p := Current()
	c, ok := p.Of(t)
	if !ok {
		return p.Text
	}
	return c
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: byteOf(hex >> 16), G: byteOf(hex >> 8), B: byteOf(hex), A: 0xFF}
}

func byteOf(v uint32) uint8 { return uint8(v & 0xFF) }
