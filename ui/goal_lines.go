package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// goalMark is a person's goal where its data is shown.
type goalMark struct {
	some  bool
	daily bool
	value float64 // in the unit shown
	scale present.Scale
}

// goalOf is the goal of a person that a subject has, where they allow their
// readings to be compared with it.
func (s *Shell) goalOf(person health.Profile, subject present.Subject) goalMark {
	if !s.canAim() || !s.AllowsFor(person.ID, health.Goals) || !s.AllowsFor(person.ID, health.Statistics) {
		return goalMark{}
	}
	g, ok := s.noticeBook(person.ID).goals.Of(subject.Metric.ID)
	if !ok {
		return goalMark{}
	}
	scale := present.ScaleFor(subject.Metric, person.Units)
	return goalMark{some: true, daily: g.Daily, scale: scale, value: scale.OfSample(health.Sample{Value: g.Target, Unit: g.Unit})}
}

// onCard is a card with the goal in its last line.
func (g goalMark) onCard(c present.Card) present.Card {
	if g.some {
		words := locale.T("Goal %s", g.scale.Text(g.value))
		giver := c.Giver
		if giver == "" {
			giver = c.Source
		}
		c.Source, c.Giver = present.Facts(words, giver), words
	}
	return c
}

// overGraph is a card with the goal among the figures over the graph.
func (g goalMark) overGraph(c present.Card) present.Card {
	if g.some {
		caption := locale.T("Goal")
		if g.daily {
			caption = locale.T("Goal a day")
		}
		c.Headlines = append(c.Headlines[:len(c.Headlines):len(c.Headlines)], present.Headline{Figures: g.scale.Figures(g.value), Caption: caption})
	}
	return c
}

// shownIn reports whether the marks of a graph are what the goal is asked of.
func (g goalMark) shownIn(x present.Graph) bool {
	if !g.some || x.Empty() {
		return false
	}
	if g.daily {
		return x.Step == present.Daily
	}
	return x.Subject.Kind == present.BodyMass || x.Subject.Kind == present.Measured
}

// goalLine is the line of a goal over a graph, with its name.
type goalLine struct {
	line *canvas.Line
	name *canvas.Text
}

func newGoalLine() goalLine {
	return goalLine{canvas.NewLine(style.Color(style.Muted)), canvas.NewText("", style.Color(style.Muted))}
}

func (l goalLine) objects() []fyne.CanvasObject { return []fyne.CanvasObject{l.line, l.name} }

// place puts the line where a plot has its number, or hides it.
func (l goalLine) place(p *plot, g goalMark) {
	show := p.has && !p.moved.clip.Visible() && g.shownIn(p.shown) && g.value > p.picture.Low && g.value < p.picture.High
	l.line.Hidden, l.name.Hidden = !show, !show
	if !show {
		return
	}
	at, size := p.area()
	y := p.y(g.value)
	l.line.StrokeColor, l.line.StrokeWidth = style.Color(style.Muted), style.Hairline
	l.line.Position1, l.line.Position2 = fyne.NewPos(at.X, y), fyne.NewPos(at.X+size.Width, y)
	l.name.Text, l.name.TextSize, l.name.Color = locale.T("Goal"), style.TextCaption.Size(), style.Color(style.Muted)
	m := l.name.MinSize()
	l.name.Move(fyne.NewPos(at.X+size.Width-m.Width-style.Space4, max(at.Y, y-m.Height)))
	l.name.Resize(m)
}

// goalButton leads from the data to its goal, nil where there can be none.
func (s *Shell) goalButton(person health.Profile, subject present.Subject) *parts.Button {
	if !s.canAim() || !s.AllowsFor(person.ID, health.Goals) {
		return nil
	}
	for _, k := range goalKinds(person.Units) {
		if k.metric != subject.Metric.ID {
			continue
		}
		return parts.NewButton(parts.Quiet, locale.T("Goal…"), func() {
			g, ok := s.noticeBook(person.ID).goals.Of(subject.Metric.ID)
			if !ok {
				g = notices.Goal{Metric: subject.Metric.ID}
			}
			s.Open(newGoalForm(s, person, g))
		}).Tall(style.ControlSmallHeight)
	}
	return nil
}
