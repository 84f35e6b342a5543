package ui

import (
	"image"
	"image/color"
	"time"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// exhibit is one part of the window in its states.
type exhibit struct {
	maker  string // in package parts
	width  float32
	states []string
	make   func(state string) fyne.CanvasObject
}

const longWords = "Words that are longer than the room that there is for them, as they are in some languages"

// worked are the states of what is pressed, plain those of what only tells.
var (
	worked = []string{"normal", "hovered", "pressed", "focused", "disabled", "long"}
	typed  = []string{"normal", "filled", "focused", "error", "disabled", "long"}
	plain  = []string{"normal", "long"}
)

// words are the usual words, or long ones.
func wordsOf(state, usual string) string {
	if state == "long" {
		return longWords
	}
	return usual
}

func nothing() {}

// galleryDay is the day of the gallery's dates, so that its pictures stay.
var galleryDay = health.Date{Year: 2025, Month: time.October, Day: 14}

func button(kind parts.ButtonKind, icon style.Icon) func(state string) fyne.CanvasObject {
	return func(state string) fyne.CanvasObject {
		return parts.NewButton(kind, wordsOf(state, "Import"), nothing).WithIcon(icon)
	}
}

// fill puts a field into a state.
func fillField(f *parts.Field, state string) *parts.Field {
	f.SetHint("A line of help under the box.")
	switch state {
	case "normal":
		f.SetPlaceHolder("82.4")
	case "error":
		f.SetText("82,4,1")
		f.SetError("This is not a number. Write it like 82.4.")
	case "long":
		f.SetText(longWords)
	default:
		f.SetText("82.4")
	}
	return f
}

// exhibits are all parts; a test compares them with the makers of package parts.
func exhibits() []exhibit {
	options := []string{"Every reading", "Days", "Weeks"}
	return []exhibit{
		{"NewButton", 0, worked, button(parts.Primary, style.NoIcon)},
		{"NewButton", 0, worked, button(parts.Outlined, style.IconImport)},
		{"NewButton", 0, worked, button(parts.Quiet, style.NoIcon)},
		{"NewButton", 0, worked, button(parts.Danger, style.IconTrash)},
		{"NewIconButton", 0, worked[:5], func(string) fyne.CanvasObject { return parts.NewIconButton(style.IconSettings, "Settings", nothing) }},
		{"NewSwitch", 0, worked[:5], func(string) fyne.CanvasObject { return parts.NewSwitch("Off", false, nil) }},
		{"NewSwitch", 0, worked[:5], func(string) fyne.CanvasObject { return parts.NewSwitch("On", true, nil) }},
		{"NewTick", 220, worked, func(s string) fyne.CanvasObject { return parts.NewTick(wordsOf(s, "I have written it down"), nil) }},
		{"NewSegmented", 0, []string{"normal", "focused"}, func(string) fyne.CanvasObject {
			return parts.NewSegmented("Range", []string{"D", "W", "M", "3M", "Y", "All"}, nil)
		}},
		{"NewChoice", 220, worked, func(s string) fyne.CanvasObject {
			c := parts.NewChoice("Rows", append([]string{wordsOf(s, "Every reading")}, options[1:]...), nil)
			return c
		}},
		{"NewChip", 0, worked, func(s string) fyne.CanvasObject { return parts.NewChip(wordsOf(s, "Notes"), style.NoIcon, "", nothing) }},
		{"NewChip", 0, worked[:5], func(string) fyne.CanvasObject {
			c := parts.NewChip("Heart", style.IconHeart, style.Heart, nothing)
			c.SetOn(true)
			return c
		}},
		{"NewCrossChip", 0, worked[:4], func(string) fyne.CanvasObject { return parts.NewCrossChip("Source: scale", nothing) }},
		{"NewSlider", 260, []string{"normal", "filled", "hovered", "focused", "disabled"}, func(s string) fyne.CanvasObject {
			slider := parts.NewSlider("Temperature", 35, 42, 0.1, nil).
				WithMarks(parts.SliderMark{At: 35, Words: "35"}, parts.SliderMark{At: 38.5, Words: "38.5"}, parts.SliderMark{At: 42, Words: "42"})
			if s != "normal" {
				slider.SetValue(37.4)
			}
			return slider
		}},
		{"NewField", 220, typed, func(s string) fyne.CanvasObject { return fillField(parts.NewField("Weight"), s) }},
		{"NewPasswordField", 220, typed[:5], func(s string) fyne.CanvasObject { return fillField(parts.NewPasswordField("Password"), s) }},
		{"NewTextArea", 220, typed, func(s string) fyne.CanvasObject { return fillField(parts.NewTextArea("Comment", 2), s) }},
		{"NewDateField", 220, []string{"normal", "filled", "focused", "error", "disabled"}, func(s string) fyne.CanvasObject {
			d := parts.NewDateField("Day", galleryDay)
			switch s {
			case "error":
				d.SetText("soon")
				d.Check(false)
			case "normal":
			default:
				d.SetDate(galleryDay)
			}
			return d.Field
		}},
		{"NewSearchField", 220, []string{"normal", "filled", "focused"}, func(s string) fyne.CanvasObject {
			f := parts.NewSearchField("Find a metric", nil)
			if s == "filled" {
				f.SetText("heart")
			}
			return f
		}},
		{"NewCalendar", 0, plain[:1], func(string) fyne.CanvasObject {
			return parts.NewCalendar("Day", galleryDay.AddDays(-5), galleryDay, func(health.Date) {})
		}},
		{"NewListButton", 260, []string{"normal", "hovered", "focused", "long"}, func(s string) fyne.CanvasObject {
			return parts.NewListButton(style.IconLock, wordsOf(s, "berg"), wordsOf(s, "~/Vitalkeep/berg.vitalkeep"), nothing)
		}},
		{"NewRowButton", 260, []string{"normal", "hovered", "focused"}, func(string) fyne.CanvasObject {
			return parts.NewRowButton("Weight", false, parts.NewText("Weight", parts.Body), nothing)
		}},
		{"NewMenuRow", 220, []string{"normal", "hovered", "focused", "long"}, func(s string) fyne.CanvasObject {
			return parts.NewMenuRow(style.IconAdd, wordsOf(s, "Add a person…"), nothing)
		}},
		{"NewFace", 80, []string{"normal", "pictured", "large"}, func(s string) fyne.CanvasObject {
			f := parts.NewFace("Jonas Berg", nil, map[string]float32{"large": 72}[s])
			if s == "pictured" {
				f.Set("Jonas Berg", image.NewUniform(color.NRGBA{R: 0x7B, G: 0x9E, B: 0x89, A: 0xFF}))
			}
			return parts.Row(0, f, parts.Spring())
		}},
		{"NewPersonRow", 260, []string{"normal", "chosen", "hovered", "focused", "long"}, func(s string) fyne.CanvasObject {
			return parts.NewPersonRow(wordsOf(s, "Jonas Berg"), "Profile", "Ctrl Shift 2", s == "chosen", nothing)
		}},
		{"NewPersonChip", 190, []string{"normal", "hovered", "focused", "disabled", "long"}, func(s string) fyne.CanvasObject {
			return parts.NewPersonChip(wordsOf(s, "Anna Berg"), "Main profile", nothing)
		}},
		{"NewSections", 0, plain[:1], func(string) fyne.CanvasObject {
			return parts.NewSections([]parts.Place{{Name: "Appearance", Icon: style.IconEye}, {Name: "About", Icon: style.IconInfo}})
		}},
		{"NewRail", 0, []string{"normal", "compact"}, func(s string) fyne.CanvasObject {
			rail := parts.NewRail(parts.NewPersonChip("Anna Berg", "Main profile", nothing), []parts.Place{
				{Name: "Dashboard", Icon: style.IconDashboard}, {Name: "Timeline", Icon: style.IconTimeline}, {Name: "Data", Icon: style.IconData},
			}, []parts.Place{{Name: "Lock", Icon: style.IconLock, Keys: "Ctrl L"}})
			rail.SetCompact(s == "compact")
			return rail
		}},
		{"NewTopBar", 560, plain, func(s string) fyne.CanvasObject {
			return parts.NewTopBar(wordsOf(s, "Weight"), "Anna Berg", nothing, parts.NewButton(parts.Outlined, "Import", nothing).WithIcon(style.IconImport))
		}},
		{"NewNotice", 400, []string{"info", "success", "warning", "danger", "long"}, func(s string) fyne.CanvasObject {
			kind := map[string]parts.NoticeKind{"success": parts.NoticeSuccess, "warning": parts.NoticeWarning, "danger": parts.NoticeDanger}[s]
			return parts.NewNotice(kind, wordsOf(s, "What happened stands here."), "What to do about it stands here.", parts.NewButton(parts.Quiet, "Do it", nothing))
		}},
		{"NewToast", 480, plain, func(s string) fyne.CanvasObject {
			return parts.NewToast(wordsOf(s, "Deleted one measurement."), "Undo", nothing, func(time.Duration, func()) func() { return nothing }, nothing)
		}},
		{"NewProgress", 400, []string{"normal", "unknown", "long"}, func(s string) fyne.CanvasObject {
			p := parts.NewProgress("", nothing)
			p.Set(wordsOf(s, "Reading weight.csv…"), map[string]float64{"normal": 0.4, "unknown": -1, "long": 0.9}[s])
			return p
		}},
		{"NewRuleMark", 0, []string{"normal", "met"}, func(s string) fyne.CanvasObject {
			m := parts.NewRuleMark("upper case")
			m.SetMet(s == "met")
			return m
		}},
		{"NewStrengthBar", 0, []string{"weak", "fair", "normal"}, func(s string) fyne.CanvasObject {
			b := parts.NewStrengthBar()
			b.Set(map[string]int{"weak": 1, "fair": 2, "normal": 4}[s], map[string]string{"weak": "Weak", "fair": "Fair", "normal": "Strong"}[s])
			return b
		}},
		{"NewKeyRow", 300, plain, func(s string) fyne.CanvasObject {
			return parts.NewKeyRow(wordsOf(s, "Go to a place"), []string{"Ctrl", "1", "…", "8"})
		}},
		{"NewKeyText", 400, plain[:1], func(string) fyne.CanvasObject { return parts.NewKeyText("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ") }},
		{"NewValue", 0, []string{"card", "details", "two"}, func(s string) fyne.CanvasObject {
			switch s {
			case "details":
				return parts.NewValue(style.TextDetailValue, parts.Figure{Number: "128/82", Unit: "mmHg"})
			case "two":
				return parts.NewValue(style.TextValue, parts.Figure{Number: "7", Unit: "h"}, parts.Figure{Number: "22", Unit: "min"})
			}
			return parts.NewValue(style.TextValue, parts.Figure{Number: "78.2", Unit: "kg"})
		}},
		{"NewText", 220, plain, func(s string) fyne.CanvasObject {
			return parts.NewText(wordsOf(s, "One line"), parts.Body).Cutting(parts.CutEnd)
		}},
		{"NewParagraph", 220, plain, func(s string) fyne.CanvasObject {
			return parts.NewParagraph(wordsOf(s, "Running text"), parts.BodyMuted)
		}},
		{"NewGlyph", 0, plain[:1], func(string) fyne.CanvasObject { return parts.NewGlyph(style.IconHeart, style.Heart, style.IconCard) }},
		{"NewFill", 0, plain[:1], func(string) fyne.CanvasObject {
			return parts.NewFill(style.Accent, style.RadiusChip, fyne.NewSquareSize(24))
		}},
		{"NewPhoto", 0, []string{"normal", "waiting", "error", "focused"}, galleryPhoto},
		{"NewCard", 220, plain[:1], func(string) fyne.CanvasObject { return parts.NewCard(parts.NewText("On a surface", parts.Body)) }},
		{"NewBareCard", 220, plain[:1], func(string) fyne.CanvasObject { return parts.NewBareCard(parts.NewText("To its edges", parts.Body)) }},
		{"NewRaisedCard", 220, plain[:1], func(string) fyne.CanvasObject { return parts.NewRaisedCard(parts.NewText("Floating", parts.Body)) }},
		{"NewCardButton", 220, []string{"normal", "hovered", "focused"}, func(string) fyne.CanvasObject {
			return parts.NewCardButton("Weight", parts.NewText("Pressed whole", parts.Body), nothing)
		}},
		{"NewEmptyState", 420, plain[:1], func(string) fyne.CanvasObject {
			return parts.NewEmptyState(style.IconWeight, "Nothing here yet", "Drop a file, or type in the first measurement.", parts.NewButton(parts.Primary, "Import files…", nothing))
		}},
		{"NewTable", 560, plain, galleryTable},
		{"ShowPopup", 0, plain[:1], func(string) fyne.CanvasObject {
			var b *parts.Button
			b = parts.NewButton(parts.Outlined, "Open a card at a control", func() {
				parts.ShowPopup(b, 264, parts.NewMenuRow(style.IconHome, "A thing to do", nothing))
			})
			return b
		}},
		{"ShowSheet", 0, plain[:1], func(string) fyne.CanvasObject {
			return parts.NewButton(parts.Outlined, "Open a card in the middle", func() {
				for _, w := range fyne.CurrentApp().Driver().AllWindows() {
					parts.ShowSheet(w.Canvas(), 400, parts.NewMenuRow(style.IconHome, "A thing to do", nothing))
				}
			})
		}},
	}
}

func galleryPhoto(state string) fyne.CanvasObject {
	p := parts.NewPhoto("A picture", 96, nothing)
	switch state {
	case "waiting":
	case "error":
		p.Fail()
	default:
		picture := image.NewNRGBA(image.Rect(0, 0, 96, 64))
		for y := range 64 {
			for x := range 96 {
				picture.SetNRGBA(x, y, color.NRGBA{R: uint8(60 + x), G: uint8(120 + y), B: 140, A: 255})
			}
		}
		p.Set(picture)
	}
	return p
}

func galleryTable(state string) fyne.CanvasObject {
	rows := [][]string{{"Today 07:12", "78.2", "Body+"}, {"Yesterday 07:05", "78.6", wordsOf(state, "Typed in")}}
	t := parts.NewTable([]parts.TableColumn{
		{Title: "When", Width: 130, Grow: 1, Sortable: true}, {Title: "kg", Width: 60, Right: true, Sortable: true}, {Title: "Source", Width: 120, Grow: 1},
	}, len(rows), func(row, column int) parts.Cell {
		return parts.Cell{Text: rows[row][column], Bold: column == 1, Muted: column == 2}
	})
	t.SetSort(0, true)
	t.Select(0)
	return t
}

// galleryParts shows all parts in all their states.
func galleryParts() fyne.CanvasObject {
	var column []fyne.CanvasObject
	for _, e := range exhibits() {
		var states []fyne.CanvasObject
		for _, state := range e.states {
			o := pose(e.make(state), state)
			if e.width > 0 {
				o = parts.Width(e.width, o)
			}
			states = append(states, parts.Column(style.Space8, parts.NewText(state, parts.Caption), o))
		}
		column = append(column, gallerySection(e.maker, parts.Flow(style.Space24, states...)))
	}
	return parts.Column(style.Space24, column...)
}
