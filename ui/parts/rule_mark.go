package parts

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// RuleMark is a rule and whether it is met, told by an icon, a colour and the
// accessible label.
type RuleMark struct {
	widget.BaseWidget
	words string
	met   bool
	glyph *Glyph
	text  *Text
	row   *fyne.Container
}

// NewRuleMark returns a rule that is not met.
func NewRuleMark(words string) *RuleMark {
	m := &RuleMark{
		words: words,
		glyph: NewGlyph(style.IconClose, style.Muted, style.IconMark),
		text:  NewText(words, Caption),
	}
	m.row = Row(style.Space4, m.glyph, m.text)
	m.ExtendBaseWidget(m)
	return m
}

// SetMet says whether the rule is met.
func (m *RuleMark) SetMet(met bool) {
	if m.met == met {
		return
	}
	m.met = met
	if met {
		m.glyph.Set(style.IconCheck, style.Success)
		m.text.SetRole(Caption.In(style.Success))
	} else {
		m.glyph.Set(style.IconClose, style.Muted)
		m.text.SetRole(Caption)
	}
}

// Met reports whether the rule is met.
func (m *RuleMark) Met() bool { return m.met }

// AccessibilityLabel implements fyne.Accessible.
func (m *RuleMark) AccessibilityLabel() string {
	if m.met {
		return locale.T("%s: yes", m.words)
	}
	return locale.T("%s: missing", m.words)
}

// AccessibilityRole implements fyne.Accessible.
func (m *RuleMark) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (m *RuleMark) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(m.row) }
