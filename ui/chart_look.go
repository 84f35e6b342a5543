package ui

import (
	"strconv"
	"sync"
	"time"

	"vitalkeep/assets"
	"vitalkeep/charts"
	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// chartFonts parses the program's fonts once, on the first chart.
var chartFonts = sync.OnceValues(func() (charts.Fonts, error) {
	regular, err := charts.ParseFont(assets.FontRegular)
	if err != nil {
		return charts.Fonts{}, err
	}
	semibold, err := charts.ParseFont(assets.FontSemiBold)
	if err != nil {
		return charts.Fonts{}, err
	}
	return charts.Fonts{Regular: regular, Semibold: semibold}, nil
})

// chartPalette is the palette of a picture that lies on a card.
func chartPalette(p style.Palette) charts.Palette {
	ribbon := 0.16
	if p.Dark {
		ribbon = 0.22
	}
	return charts.Palette{
		Surface: p.Surface, Grid: p.Line, Axis: p.Control, Text: p.Text, Muted: p.Muted, Ribbon: ribbon,
	}
}

// chartStyle is what a picture looks like beside its data.
type chartStyle struct {
	palette style.Palette
	chart   charts.Palette
	text    float64 // how much larger than usual its words are
}

func chartStyleOf(p style.Palette) chartStyle {
	return chartStyle{palette: p, chart: chartPalette(p), text: float64(style.CurrentLook().Text.Factor())}
}

// chartLabels are the words of pictures in the person's language.
func chartLabels() charts.Labels {
	return charts.Labels{
		Date: func(t time.Time, f charts.DateForm) string {
			switch f {
			case charts.FormClock:
				return locale.Clock(t)
			case charts.FormWeekday:
				return locale.WeekdayDay(locale.DateOf(t))
			case charts.FormMonth:
				return locale.ShortMonth(t.Month())
			case charts.FormYear:
				return strconv.Itoa(t.Year())
			}
			return locale.ShortDate(locale.DateOf(t))
		},
		Number: locale.Number,
		Gap:    gapWords,
	}
}

// axisLabels are chartLabels with values as the scale has them.
func axisLabels(s present.Scale) charts.Labels {
	l := chartLabels()
	if s.Stones {
		l.Number = s.Tick
	}
	return l
}

// gapWords say how long there is nothing, in two lines.
func gapWords(d time.Duration) string {
	n, unit := charts.GapLength(d)
	count := locale.Count(n)
	switch unit {
	case charts.GapYears:
		return locale.N("%s year\nno data", "%s years\nno data", int(n), count)
	case charts.GapMonths:
		return locale.N("%s month\nno data", "%s months\nno data", int(n), count)
	case charts.GapDays:
		return locale.N("%s day\nno data", "%s days\nno data", int(n), count)
	case charts.GapHours:
		return locale.T("%s h\nno data", count)
	case charts.GapMinutes:
		return locale.T("%s min\nno data", count)
	}
	return locale.T("%s s\nno data", count)
}

// tintsOf are the colours of data of a family.
func tintsOf(p style.Palette, f health.Family) present.Tints {
	_, token := FamilyLook(f)
	c, _ := p.Of(token)
	return present.Tints{Family: c, Deep: p.StageDeep, Light: p.StageLight, REM: p.StageREM, Wake: p.StageAwake}
}

// subjectLook is the icon and the colour of a subject.
func subjectLook(s present.Subject) (style.Icon, style.Token) {
	icon, token := FamilyLook(s.Family)
	switch {
	case s.Kind == present.Untold:
		return style.IconData, style.Muted
	case s.Kind == present.Pressure, s.Metric.ID == "systolic", s.Metric.ID == "diastolic":
		icon = style.IconPressure
	}
	return icon, token
}

// figuresOf are the figures of a [parts.Value].
func figuresOf(figures []present.Figure) []parts.Figure {
	out := make([]parts.Figure, len(figures))
	for i, f := range figures {
		out[i] = parts.Figure{Number: f.Number, Unit: f.Unit}
	}
	return out
}

// figureText is the figures in one line.
func figureText(figures []present.Figure) string {
	text := ""
	for _, f := range figures {
		if text != "" {
			text += " "
		}
		text += f.Number
		if f.Unit != "" {
			text += " " + f.Unit
		}
	}
	return text
}
