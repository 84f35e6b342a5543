package ui

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/assets"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// swatch is a colour of the palette and what its contrast is measured against.
type swatch struct {
	token   style.Token
	against style.Token
	duty    string
}

var swatches = []struct {
	title string
	list  []swatch
}{
	{"Depth", []swatch{
		{style.Background, style.Text, "window"},
		{style.Sunken, style.Text, "rail, icon squares"},
		{style.Surface, style.Text, "cards, buttons"},
		{style.Raised, style.Text, "what floats, fields"},
		{style.Selection, style.Text, "what is selected"},
	}},
	{"Ink", []swatch{
		{style.Text, style.Surface, "words and figures"},
		{style.Muted, style.Surface, "captions, units"},
		{style.Accent, style.Surface, "one primary button, links"},
		{style.OnAccent, style.Accent, "words on the accent"},
		{style.Success, style.SuccessBack, "good news"},
		{style.Warning, style.WarningBack, "warnings"},
		{style.Danger, style.DangerBack, "faults, what destroys"},
	}},
	{"Lines", []swatch{
		{style.Line, style.Surface, "hairlines, grid: decoration"}, {style.Control, style.Surface, "outlines, axes"}, {style.Focus, style.Surface, "the focus ring"},
	}},
	{"Stages of sleep", []swatch{
		{style.StageDeep, style.Surface, "Deep"}, {style.StageLight, style.Surface, "Light"}, {style.StageREM, style.Surface, "REM"}, {style.StageAwake, style.Surface, "Awake"},
	}},
}

// familyMarks is how each family of data is drawn in graphs.
var familyMarks = []struct {
	family     health.Family
	name, mark string
}{
	{health.Body, "Body", "dots and trend line"},
	{health.Heart, "Heart", "joined bar: filled dot over ring"},
	{health.Activity, "Activity", "bars"},
	{health.Sleep, "Sleep", "lanes, stacks"},
	{health.Temperature, "Temperature", "dots joined"},
	{health.Oxygen, "Oxygen, breath", "diamonds"},
	{health.Room, "Room", "plain line"},
}

// contrastOf is the contrast of two colours by WCAG 2.2.
func contrastOf(a, b color.NRGBA) float64 {
	luminance := func(c color.NRGBA) float64 {
		sum := 0.0
		for i, v := range []uint8{c.R, c.G, c.B} {
			s := float64(v) / 255
			if s <= 0.04045 {
				s /= 12.92
			} else {
				s = math.Pow((s+0.055)/1.055, 2.4)
			}
			sum += s * []float64{0.2126, 0.7152, 0.0722}[i]
		}
		return sum
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func (w swatch) object(p style.Palette) fyne.CanvasObject {
	c, _ := p.Of(w.token)
	against, _ := p.Of(w.against)
	name := strings.TrimPrefix(string(w.token), "vk-")
	figures := fmt.Sprintf("#%02X%02X%02X · %.1f:1 with %s", c.R, c.G, c.B, contrastOf(c, against), strings.TrimPrefix(string(w.against), "vk-"))
	patch := parts.NewBareCard(parts.NewFill(w.token, style.RadiusCard, fyne.NewSize(56, 40)))
	return parts.Width(360, parts.Row(style.Space12, patch, parts.Stretch(parts.Column(0,
		parts.NewText(name+": "+w.duty, parts.Small).Cutting(parts.CutEnd), parts.NewText(figures, parts.Caption).Cutting(parts.CutEnd)))))
}

// galleryColours shows the palette in force with its contrasts.
func galleryColours() fyne.CanvasObject {
	p := style.Current()
	var column []fyne.CanvasObject
	for _, group := range swatches {
		var list []fyne.CanvasObject
		for _, w := range group.list {
			list = append(list, w.object(p))
		}
		column = append(column, gallerySection(group.title, parts.Flow(style.Space16, list...)))
	}
	var families []fyne.CanvasObject
	for _, f := range familyMarks {
		icon, token := FamilyLook(f.family)
		families = append(families, parts.Row(style.Space8, parts.NewGlyph(icon, token, style.IconNav),
			swatch{token, style.Surface, f.name + ", " + f.mark}.object(p)))
	}
	column = append(column, gallerySection("Families of data", parts.Flow(style.Space16, families...)))
	return parts.Column(style.Space24, column...)
}

// galleryType shows the type scale, the icons and the forms of numbers and dates.
func galleryType() fyne.CanvasObject {
	roles := []struct {
		name string
		role parts.Role
	}{
		{"Title", parts.Title},
		{"Heading", parts.Heading},
		{"Strong", parts.Strong},
		{"Body", parts.Body},
		{"BodyMuted", parts.BodyMuted},
		{"SmallStrong", parts.SmallStrong},
		{"Small", parts.Small},
		{"SmallMuted", parts.SmallMuted},
		{"Caption", parts.Caption},
	}
	lines := []fyne.CanvasObject{
		parts.NewValue(style.TextValue, parts.Figure{Number: "78.2", Unit: fmt.Sprintf("kg · value, %v", style.TextValue.Size())}),
		parts.NewValue(style.TextDetailValue, parts.Figure{Number: "128/82", Unit: fmt.Sprintf("mmHg · detail value, %v", style.TextDetailValue.Size())}),
	}
	for _, r := range roles {
		lines = append(lines, parts.NewText(fmt.Sprintf("%s, %v: 0123456789 Weight, Gewicht, tensión", r.name, r.role.Size.Size()), r.role))
	}
	var icons []fyne.CanvasObject
	for _, name := range assets.IconNames() {
		icons = append(icons, parts.Width(150, parts.Row(style.Space8,
			parts.NewGlyph(style.Icon(name), style.Text, style.IconNav), parts.Stretch(parts.NewText(name, parts.Small).Cutting(parts.CutEnd)))))
	}
	var numbers []fyne.CanvasObject
	for _, n := range []struct{ what, figure string }{
		{"with decimals", locale.Number(82.4, 1)},
		{"negative", locale.Number(-0.4, 1)},
		{"thousands", locale.Count(1284567)},
		{"missing", "–"},
		{"full date", locale.FullDate(galleryDay)},
		{"short date", locale.ShortDate(galleryDay)},
		{"long date", locale.LongDate(galleryDay)},
		{"typed date", locale.NumericDate(galleryDay)},
		{"month", locale.MonthYear(galleryDay)},
		{"span", locale.DateSpan(galleryDay.AddDays(-89), galleryDay)},
		{"time of day", locale.ClockAt(18, 5)},
		{"first day of the week", locale.Weekday(locale.WeekStart())},
	} {
		numbers = append(numbers, parts.Width(260, parts.Row(style.Space8, parts.Stretch(parts.NewText(n.what, parts.SmallMuted)), parts.NewText(n.figure, parts.SmallStrong))))
	}
	return parts.Column(style.Space24,
		gallerySection("Type scale", parts.Column(style.Space8, lines...)),
		gallerySection("Icons", parts.Flow(style.Space12, icons...)),
		gallerySection("Numbers and dates", parts.Flow(style.Space24, numbers...)))
}
