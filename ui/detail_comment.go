package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// commentForm is the place in the details where words to a reading are written.
// Ctrl+Enter keeps them, Escape leaves; what was typed and not kept is there when
// the form is opened again.
type commentForm struct {
	side  *detailSide
	on    bool
	text  *parts.Field
	fault *parts.Notice
	// resumed is the reading whose form the lock closed, nil without one.
	resumed *commentDraft
}

func newCommentForm(s *detailSide) *commentForm { return &commentForm{side: s} }

// editing reports whether the form is open.
func (c *commentForm) editing() bool { return c.on }

// stored is the comment as it is kept.
func (c *commentForm) stored() string {
	if t := c.side.told; t != nil && t.comment != nil {
		return t.comment.Field(health.FieldText)
	}
	return ""
}

// begin opens the form.
func (c *commentForm) begin() {
	t := c.side.told
	if t == nil || c.side.screen.needs.Notebook == nil {
		return
	}
	c.on, c.fault = true, nil
	c.text = parts.NewTextArea(locale.T("Comment"), 3)
	text, drafted := c.typedBefore(t.lead())
	if !drafted {
		text = c.stored()
	}
	c.text.SetText(text)
	c.text.SetHint(locale.T("%s Enter keeps it, Escape leaves.", commandKey()))
	c.text.OnSave(c.save)
	c.side.tell(t.details)
	c.text.Focus()
}

// object is the form.
func (c *commentForm) object() fyne.CanvasObject {
	small := func(kind parts.ButtonKind, label string, do func()) *parts.Button {
		return parts.NewButton(kind, label, do).Tall(style.ControlSmallHeight)
	}
	buttons := []fyne.CanvasObject{small(parts.Primary, locale.T("Keep"), c.save), small(parts.Quiet, locale.T("Discard"), c.discard)}
	if c.stored() != "" {
		buttons = append(buttons, small(parts.Danger, locale.T("Remove"), c.remove))
	}
	column := parts.Column(style.Space8, c.text)
	if c.fault != nil {
		column.Add(c.fault)
	}
	column.Add(parts.Flow(style.Space8, buttons...))
	return column
}

// leave closes the form; what was typed and differs from what is kept stays for
// the next time.
func (c *commentForm) leave() {
	if !c.on {
		return
	}
	typed, some := c.draft()
	c.on = false
	switch t := c.side.told; {
	case some:
		c.side.screen.shell.KeepDraft(typed)
	case t != nil:
		c.drop(t.lead())
	}
	parts.Unfocus(c.side.card)
}

// escape leaves the form and reports whether it was open.
func (c *commentForm) escape() bool {
	if !c.on {
		return false
	}
	c.leave()
	c.back()
	return true
}

// back shows the details without the form.
func (c *commentForm) back() {
	if t := c.side.told; t != nil {
		c.side.tell(t.details)
	}
	if c.side.table != nil && c.side.table.Visible() {
		parts.Focus(c.side.table)
	}
}

// discard leaves the form and forgets what was typed.
func (c *commentForm) discard() {
	c.on = false
	if t := c.side.told; t != nil {
		c.drop(t.lead())
	}
	c.back()
}

// save keeps what was typed; no words take the comment away.
func (c *commentForm) save() {
	s, t := c.side, c.side.told
	d := s.screen
	if t == nil || !c.on || d.writing.Running() {
		return
	}
	text := strings.TrimSpace(c.text.Text())
	switch {
	case text == c.stored():
		c.discard()
		return
	case text == "":
		c.remove()
		return
	}
	book, before, lead := d.needs.Notebook, t.comment, t.lead()
	next := commentOf(lead, before, text)
	Run(d.writing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		if before != nil {
			return struct{}{}, book.Correct(ctx, []Measurement{measurementOf(*before)}, nil, []health.Entry{next})
		}
		return struct{}{}, book.Add(ctx, nil, []health.Entry{next})
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			c.fail(err)
			return
		}
		c.kept(lead)
	}, nil)
}

// remove takes the comment away; it can be brought back.
func (c *commentForm) remove() {
	t := c.side.told
	d := c.side.screen
	if t == nil || t.comment == nil || d.needs.Deletions == nil || d.writing.Running() {
		return
	}
	deletions, profile, shell, lead := d.needs.Deletions, d.person.ID, d.shell, t.lead()
	what := []Measurement{measurementOf(*t.comment)}
	Run(d.writing, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		return deletions.Delete(ctx, profile, what)
	}, nil, func(deleted Deletion, err error) {
		if err != nil {
			c.fail(err)
			return
		}
		c.kept(lead)
		shell.Toast(locale.T("Removed the comment."), locale.T("Undo"), func() { shell.undelete(deletions, deleted) })
	}, nil)
}

// kept tells of the reading anew, after its comment changed.
func (c *commentForm) kept(r health.Reading) {
	c.on = false
	c.drop(r)
	parts.Unfocus(c.side.card)
	c.side.openDetails()
	if c.side.table != nil && c.side.table.Visible() {
		parts.Focus(c.side.table)
	}
}

// fail says in the form why nothing was kept.
func (c *commentForm) fail(err error) {
	c.fault = c.side.screen.shell.Fault(err)
	if t := c.side.told; t != nil && c.on {
		c.side.tell(t.details)
		c.text.Focus()
	}
}
