package ui

import (
	"fyne.io/fyne/v2"

	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// noteLine is a line under a field of a form: what is wrong with it, or what is
// asked about it. Without words it takes no room.
type noteLine struct {
	glyph *parts.Glyph
	words *parts.Paragraph
	row   *fyne.Container
}

func newNoteLine() *noteLine {
	n := &noteLine{
		glyph: parts.NewGlyph(style.IconWarning, style.Danger, style.IconMark),
		words: parts.NewParagraph("", parts.Caption),
	}
	n.row = parts.Row(style.Space4, n.glyph, parts.Stretch(n.words))
	n.row.Hide()
	return n
}

// set shows words as a fault or, if not wrong, as a doubt; "" takes them away.
func (n *noteLine) set(words string, wrong bool) {
	ink := style.Warning
	if wrong {
		ink = style.Danger
	}
	n.glyph.Set(style.IconWarning, ink)
	n.words.SetRole(parts.Caption.In(ink))
	n.words.SetText(words)
	setShown(n.row, words != "")
}
