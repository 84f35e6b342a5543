package ui

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// entryScreen shows one document of a person: a workout, a note, a picture, an
// electrocardiogram. What a person wrote can be deleted there; what a device
// recorded says how it goes.
type entryScreen struct {
	shell     *Shell
	person    timelinePerson
	deletions Deletions
	line      happening
	whole     *fyne.Container
	column    *fyne.Container
	picture   *fyne.Container
	strip     []fyne.CanvasObject // of an electrocardiogram
	asking    bool
	fault     error

	past    PastImports // nil where imports are not told of
	imports []health.Batch

	deleting, looking, telling *Job
}

var (
	_ Page     = (*entryScreen)(nil)
	_ Starter  = (*entryScreen)(nil)
	_ KeyTyper = (*entryScreen)(nil)
)

func newEntryScreen(s *Shell, p timelinePerson, deletions Deletions, past PastImports, line happening) *entryScreen {
	e := &entryScreen{
		shell: s, person: p, deletions: deletions, past: past, line: line,
		deleting: s.Work().NewJob(), looking: s.Work().NewJob(), telling: s.Work().NewJob(),
	}
	bar := parts.NewTopBar(line.Name, p.profile.Name, s.Back, s.Actions()...)
	e.picture = container.NewStack()
	e.column = parts.Column(style.Gap)
	inner := parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, e.column)
	e.whole = container.NewStack(s.Frame(bar, container.New(reachOut{s}, parts.Scroll(inner))))
	if heart, ok := present.HeartStripOf(*line.Entry); ok {
		e.strip = []fyne.CanvasObject{newStripView(s.Work(), s.scale, heart), parts.NewParagraph(heart.Caption(), parts.SmallMuted)}
	}
	e.redraw()
	return e
}

// Object implements Page.
func (e *entryScreen) Object() fyne.CanvasObject { return e.whole }

// Start implements Starter.
func (e *entryScreen) Start() {
	e.tellOrigin()
	if e.line.Picture == "" || e.person.notebook == nil || len(e.picture.Objects) > 0 {
		return
	}
	book, ref := e.person.notebook, e.line.Picture
	Run(e.looking, func(ctx context.Context, _ func(Step)) (image.Image, error) {
		return loadPicture(ctx, book, ref, entryPictureSide)
	}, nil, func(img image.Image, err error) {
		if err != nil {
			e.picture.Objects = []fyne.CanvasObject{parts.Column(0, e.shell.Fault(err))}
		} else {
			shown := canvas.NewImageFromImage(img)
			shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
			shown.SetMinSize(fyne.NewSize(200, 320))
			e.picture.Objects = []fyne.CanvasObject{shown}
		}
		e.redraw()
	}, nil)
}

// tellOrigin says which import, file and row the document came from.
func (e *entryScreen) tellOrigin() {
	past := e.past
	if past == nil || e.line.Entry.Source.Typed() || e.imports != nil {
		return
	}
	Run(e.telling, func(context.Context, func(Step)) ([]health.Batch, error) {
		return past.Imports()
	}, nil, func(imports []health.Batch, err error) {
		if err != nil || len(imports) == 0 {
			return // the page shows all else
		}
		e.imports = imports
		e.redraw()
	}, nil)
}

// entryPictureSide is the longer side of a picture on its page, in pixels.
const entryPictureSide = 1600

// Leave implements Page.
func (e *entryScreen) Leave() {
	e.deleting.Cancel()
	e.looking.Cancel()
	e.telling.Cancel()
}

func (e *entryScreen) redraw() {
	entry := *e.line.Entry
	icon, token := happeningLook(e.line)
	words := []fyne.CanvasObject{parts.NewText(e.line.Name, parts.SmallMuted)}
	if e.line.Value != "" {
		words = append(words, parts.NewParagraph(e.line.Value, parts.Heading))
	}
	text := present.NoteText(entry)
	if text != "" {
		words = append(words, parts.NewParagraph(text, parts.Body))
	}
	head := parts.Row(style.Space16, newBadge(icon, token, style.Sunken, 40), parts.Stretch(parts.Column(style.Space4, words...)))
	card := []fyne.CanvasObject{head}
	if e.line.cameraOff {
		card = append(card, parts.NewNotice(parts.NoticeInfo, locale.T("The camera is off: its picture is not shown"), locale.T("Switch the camera on under Home to see it.")))
	}
	if len(e.picture.Objects) > 0 {
		card = append(card, e.picture)
	}
	card = append(card, e.strip...)
	card = append(card, parts.HRule())
	for _, l := range present.EntryFields(entry, present.NewAlmanac(e.shell.Now(), e.person.profile), e.person.profile.Units, e.imports) {
		card = append(card, labelledLine(l.Label, present.Facts(l.Text, l.Note)))
	}
	e.column.Objects = []fyne.CanvasObject{parts.NewCard(parts.Column(style.Space12, card...))}
	e.column.Objects = append(e.column.Objects, e.deletion()...)
	e.column.Refresh()
	e.whole.Refresh()
}

// labelWidth is a layout that gives what it holds a fixed width.
type labelWidth float32

func (w labelWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), objects[0].MinSize().Height)
}

func (labelWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.Position{})
	objects[0].Resize(size)
}

// labelledLine sets a label beside a text that wraps.
func labelledLine(label, text string) fyne.CanvasObject {
	return parts.Row(style.Space12,
		container.New(labelWidth(168), parts.NewText(label, parts.SmallMuted).Cutting(parts.CutEnd)),
		parts.Stretch(parts.NewParagraph(text, parts.Small)))
}

// deletion is the way to delete the document, or why there is none.
func (e *entryScreen) deletion() []fyne.CanvasObject {
	if e.deletions == nil {
		return nil
	}
	if e.fault != nil {
		return []fyne.CanvasObject{e.shell.Fault(e.fault)}
	}
	ok, why := health.MayDelete("", e.line.Entry.Kind, e.line.Entry.Source)
	switch {
	case !ok:
		return []fyne.CanvasObject{parts.NewParagraph(locale.Dynamic(why), parts.SmallMuted)}
	case e.asking:
		yes := parts.NewButton(parts.Danger, locale.T("Delete"), e.delete)
		no := parts.NewButton(parts.Quiet, locale.T("Keep it"), e.keep)
		return []fyne.CanvasObject{parts.NewNotice(parts.NoticeWarning, locale.T("Delete this?"),
			locale.T("You can bring it back until the vault is locked."), yes, no)}
	}
	row := []fyne.CanvasObject{parts.NewButton(parts.Danger, locale.T("Delete…"), e.ask).WithIcon(style.IconTrash), parts.Spring()}
	if e.correctable() {
		row = append([]fyne.CanvasObject{parts.NewButton(parts.Outlined, locale.T("Correct…"), e.correct).WithIcon(style.IconEdit)}, row...)
	}
	if e.shell.canMove(e.person.profile.ID) {
		row = slices.Insert(row, len(row)-2, fyne.CanvasObject(parts.NewButton(parts.Outlined, locale.T("Belongs to somebody else…"), e.giveAway).WithIcon(style.IconPerson)))
	}
	return []fyne.CanvasObject{parts.Row(style.Space8, row...)}
}

// correctable reports whether what the person on show wrote can be written anew.
func (e *entryScreen) correctable() bool {
	switch e.line.Entry.Kind {
	case health.Note, health.Symptom, health.Medicine, health.Picture:
		return e.line.Entry.Source.Typed() && e.shell.CanAdd() && e.person.profile.ID == e.shell.Profile().ID
	}
	return false
}

// correct opens what was written; this page makes way, since what it shows is
// replaced.
func (e *entryScreen) correct() {
	shell, entry := e.shell, *e.line.Entry
	shell.Back()
	shell.OpenAdd(Adding{Entry: &entry})
}

func (e *entryScreen) ask() {
	if ok, _ := health.MayDelete("", e.line.Entry.Kind, e.line.Entry.Source); ok && e.deletions != nil {
		e.asking = true
		e.redraw()
	}
}

func (e *entryScreen) keep() {
	e.asking = false
	e.redraw()
}

func (e *entryScreen) delete() {
	if e.deleting.Running() {
		return
	}
	entry, deletions, profile, shell := *e.line.Entry, e.deletions, e.person.profile.ID, e.shell
	m := Measurement{Entry: entry.Kind, Source: entry.Source, Start: entry.Start, Key: entry.Key}
	book := e.person.notebook
	Run(e.deleting, func(ctx context.Context, _ func(Step)) (Deletion, error) {
		all, err := withCompanions(ctx, book, []Measurement{m})
		if err != nil {
			return Deletion{}, err
		}
		return deletions.Delete(ctx, profile, all)
	}, nil, func(d Deletion, err error) {
		if err != nil {
			e.asking, e.fault = false, err
			e.redraw()
			return
		}
		shell.Back()
		shell.Toast(locale.T("Deleted."), locale.T("Undo"), func() { shell.undelete(deletions, d) })
	}, nil)
}

// TypedKey implements KeyTyper.
func (e *entryScreen) TypedKey(ev *fyne.KeyEvent) bool {
	switch ev.Name {
	case fyne.KeyDelete:
		e.ask()
		return true
	case fyne.KeyEscape:
		if e.asking {
			e.keep()
			return true
		}
	}
	return false
}

// TypedRune implements KeyTyper.
func (e *entryScreen) TypedRune(rune) bool { return false }
