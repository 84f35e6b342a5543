package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// DiaryScreen is what one person felt, took and wrote, day by day and the newest
// first, with the temperatures and the curve of an illness. A picture opens large
// in the page.
type DiaryScreen struct {
	shell     *Shell
	session   *Session
	person    health.Profile
	library   Library // nil where there is none
	notebook  Notebook
	deletions Deletions // nil where nothing can be deleted
	pick      Picker

	root   *fyne.Container
	page   fyne.CanvasObject // the days, also while a picture is open
	notice *fyne.Container
	chips  []*parts.Chip
	days   *fyne.Container
	scroll *container.Scroll
	thumbs *diaryThumbs
	curves []*diaryCurve
	opened *openPicture   // nil while the days are shown
	asking []Measurement  // of the line that may be deleted
	focus  fyne.Focusable // what gets the keyboard once the days are there

	data   diaryData
	loaded bool
	left   bool
	hidden map[present.DiaryKind]bool
	shown  int // days

	look, deleting, dropping *Job
}

var (
	_ Page     = (*DiaryScreen)(nil)
	_ Starter  = (*DiaryScreen)(nil)
	_ Reloader = (*DiaryScreen)(nil)
	_ KeyTyper = (*DiaryScreen)(nil)
	_ Dropper  = (*DiaryScreen)(nil)
)

// moreDays is how many days are shown at first, and how many more each time.
const moreDays = 30

// DiaryPage is the maker of the diary for [Pages].
func DiaryPage(s *Shell) Page {
	session := s.Session()
	d := &DiaryScreen{
		shell: s, session: session, person: s.Profile(), notebook: session.Notebook(s.Profile().ID), deletions: session.Deletions,
		pick: NewWindowPicker(s.Window()), root: container.NewStack(), hidden: map[present.DiaryKind]bool{}, shown: moreDays,
		look: s.Work().NewJob(), deleting: s.Work().NewJob(), dropping: s.Work().NewJob(),
	}
	if session.Library != nil {
		d.library = session.Library(d.person.ID)
	}
	d.thumbs = newDiaryThumbs(s.Work(), d.notebook)
	d.build()
	return d
}

// build lays the page out around the days.
func (d *DiaryScreen) build() {
	d.notice, d.days = parts.Column(style.Space12), parts.Column(style.Gap)
	d.notice.Hide()
	content := parts.Column(style.Gap, d.notice, parts.Column(style.Space12, d.quickAdd(), d.filter()), d.days)
	d.scroll = parts.Scroll(parts.AtMost(diaryWidth, parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, content)))
	bar := parts.NewTopBar(locale.T("Diary"), d.person.Name, nil, d.shell.Actions()...)
	d.page = d.shell.Frame(bar, container.New(reachOut{d.shell}, d.scroll))
	d.root.Objects = []fyne.CanvasObject{d.page}
}

// diaryWidth is the greatest breadth of the days.
const diaryWidth = 1040

// quickAdd is the row that adds to the diary.
func (d *DiaryScreen) quickAdd() fyne.CanvasObject {
	row := parts.Flow(style.Space8)
	for _, k := range present.DiaryKinds() {
		row.Add(parts.NewButton(parts.Outlined, quickName(k), func() { d.add(k) }).WithIcon(style.IconAdd))
	}
	row.Hidden = !d.shell.CanAdd()
	return row
}

// quickName is one thing of the kind, for the button that adds it.
func quickName(k present.DiaryKind) string {
	switch k {
	case present.DiaryTemperature:
		return locale.T("Temperature")
	case present.DiarySymptom:
		return locale.T("Symptom")
	case present.DiaryMedicine:
		return locale.T("Medicine")
	case present.DiaryNote:
		return locale.T("Note")
	}
	return locale.T("Picture")
}

func diaryLook(k present.DiaryKind) (style.Icon, style.Token) {
	if k == present.DiaryTemperature {
		return style.IconTemperature, style.Temperature
	}
	form, _ := present.FormOf(k.Form(), health.MetricUnits)
	return formLook(form)
}

func (d *DiaryScreen) add(k present.DiaryKind) { d.shell.OpenAdd(Adding{Subject: k.Form()}) }

// filter is the row of kinds; a kind that is off is not shown.
func (d *DiaryScreen) filter() fyne.CanvasObject {
	row := parts.Flow(style.Space8)
	d.chips = nil
	for _, k := range present.DiaryKinds() {
		icon, token := diaryLook(k)
		c := parts.NewChip(k.Name(), icon, token, func() { d.toggle(k) })
		c.SetOn(!d.hidden[k])
		d.chips = append(d.chips, c)
		row.Add(c)
	}
	return parts.Row(style.Space12, parts.NewText(locale.T("Show"), parts.SmallMuted), parts.Stretch(row))
}

// toggle shows or hides a kind.
func (d *DiaryScreen) toggle(k present.DiaryKind) {
	d.hidden[k] = !d.hidden[k]
	d.chips[k].SetOn(!d.hidden[k])
	d.fill()
}

// showAll shows every kind.
func (d *DiaryScreen) showAll() {
	d.hidden = map[present.DiaryKind]bool{}
	for _, c := range d.chips {
		c.SetOn(true)
	}
	d.fill()
	parts.Focus(d.chips[0])
}

// Object implements Page.
func (d *DiaryScreen) Object() fyne.CanvasObject { return d.root }

// Start implements Starter.
func (d *DiaryScreen) Start() {
	if !d.loaded && !d.look.Running() {
		d.Reload()
	}
}

// Reload implements Reloader.
func (d *DiaryScreen) Reload() {
	lib, book := d.library, d.notebook
	Run(d.look, func(ctx context.Context, _ func(Step)) (diaryData, error) {
		return loadDiary(ctx, lib, book)
	}, nil, func(data diaryData, err error) {
		d.notice.RemoveAll()
		setShown(d.notice, err != nil)
		if err != nil {
			d.notice.Add(d.shell.Fault(err))
			d.relay()
			return
		}
		d.data, d.loaded = data, true
		d.fill()
		d.reopen()
	}, nil)
}

// fill shows the days.
func (d *DiaryScreen) fill() {
	if !d.loaded {
		return
	}
	d.stopCurves()
	d.thumbs.begin()
	d.focus = nil
	days := present.Diary(d.data.temperatures, d.data.entries, d.person.Units, func(k present.DiaryKind) bool { return !d.hidden[k] })
	var illnesses []present.Illness
	if d.shell.AllowsFor(d.person.ID, health.Bands) {
		illnesses = present.Illnesses(d.data.temperatures)
	}
	if d.hidden[present.DiaryTemperature] {
		illnesses = nil
	}
	d.days.Objects = nil
	for i, day := range days {
		if i == d.shown {
			break
		}
		if x := slices.IndexFunc(illnesses, func(x present.Illness) bool { return x.To == day.Date }); x >= 0 {
			d.days.Add(d.illness(illnesses[x]))
		}
		d.days.Add(d.day(day))
	}
	switch {
	case len(days) > d.shown:
		d.days.Add(parts.Row(0, parts.NewButton(parts.Outlined, locale.T("Show earlier days"), d.showMore).WithIcon(style.IconHistory)))
	case len(days) == 0:
		d.days.Add(parts.InsetBy(style.Space48, 0, 0, 0, d.empty()))
	}
	d.relay()
	if d.focus != nil {
		parts.Focus(d.focus)
	}
	d.thumbs.load()
}

func (d *DiaryScreen) showMore() {
	d.shown += moreDays
	d.fill()
}

// relay lays the page out anew.
func (d *DiaryScreen) relay() {
	d.scroll.Content.Refresh()
	d.scroll.Refresh()
}

// empty says what to do where there is nothing to show.
func (d *DiaryScreen) empty() fyne.CanvasObject {
	if len(d.data.entries) > 0 || len(d.data.temperatures) > 0 {
		return parts.NewEmptyState(style.IconFilter, locale.T("Nothing of these kinds"),
			locale.T("The diary has lines of other kinds, which are not shown now."),
			parts.NewButton(parts.Outlined, locale.T("Show all kinds"), d.showAll))
	}
	return parts.NewEmptyState(style.IconDiary, locale.T("Nothing in the diary yet"),
		locale.T("Write down how you feel, take your temperature, or drop a picture here. Only who opens this vault can read it."),
		parts.NewButton(parts.Primary, locale.T("Write a note"), func() { d.add(present.DiaryNote) }).WithIcon(style.IconNote))
}

// TypedKey implements KeyTyper.
func (d *DiaryScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	switch {
	case d.opened != nil && d.opened.asked:
		d.opened.keep()
	case d.opened != nil:
		d.closePicture()
	case d.asking != nil:
		d.keep()
	default:
		return false
	}
	return true
}

// TypedRune implements KeyTyper.
func (d *DiaryScreen) TypedRune(rune) bool { return false }

// Drop implements Dropper: a picture goes into the diary, anything else is an
// import.
func (d *DiaryScreen) Drop(paths []string) {
	if len(paths) != 1 {
		d.shell.OpenImport(paths)
		return
	}
	Run(d.dropping, func(context.Context, func(Step)) (bool, error) {
		return pictures.Looks(paths[0]), nil
	}, nil, func(picture bool, _ error) {
		if !picture || !d.shell.CanAdd() {
			d.shell.OpenImport(paths)
			return
		}
		d.shell.OpenAdd(Adding{Subject: health.Picture.String()})
		if a, ok := d.shell.Page().(*AddScreen); ok {
			a.Drop(paths)
		}
	}, nil)
}

// Leave implements Page: what was decoded is dropped.
func (d *DiaryScreen) Leave() {
	if d.left {
		return
	}
	d.left = true
	d.stopCurves()
	d.thumbs.forget()
	if d.opened != nil {
		d.opened.forget()
	}
	d.look.Cancel()
	d.dropping.Cancel()
	d.pick.Close()
	d.data = diaryData{}
	d.days.Objects, d.root.Objects = nil, nil
}
