package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// NoticesScreen is the list of what the household was told, the newest first, by
// day, with what can be done about each.
type NoticesScreen struct {
	shell   *Shell
	root    *fyne.Container
	content *fyne.Container
	scroll  *container.Scroll
	readAll *parts.Button
	clear   *parts.Button
	fault   *parts.Notice
	first   fyne.Focusable
	job     *Job
	later   *parts.Popup
	lines   []noticeLine
	buttons map[string]*parts.Button // by notice and what they do, for who presses them
}

var (
	_ Page    = (*NoticesScreen)(nil)
	_ Starter = (*NoticesScreen)(nil)
)

// NoticesPage is the maker of the list for [Pages].
func NoticesPage(s *Shell) Page { return NewNoticesScreen(s) }

// NewNoticesScreen returns the list.
func NewNoticesScreen(s *Shell) *NoticesScreen {
	p := &NoticesScreen{shell: s, job: s.Work().NewJob(), root: container.NewStack()}
	p.readAll = parts.NewButton(parts.Outlined, locale.T("Mark all read"), func() { s.keepLog(s.notices.log.ReadAll()) }).WithIcon(style.IconCheck)
	p.clear = parts.NewButton(parts.Outlined, locale.T("Clear"), p.clearAll)
	p.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	p.fault.Hide()
	p.content = parts.Column(style.Gap)
	p.scroll = parts.Scroll(parts.AtMost(noticesWidth, parts.InsetBy(style.Space4, scrollMargin, style.PageInset, scrollMargin, p.content)))
	bar := parts.NewTopBar(locale.T("Notices"), locale.T("Of everybody, newest first"), s.Back, p.readAll, p.clear)
	p.root.Objects = []fyne.CanvasObject{s.Frame(bar, container.New(reachOut{s}, p.scroll))}
	p.show()
	return p
}

// noticesWidth is the greatest breadth of the list.
const noticesWidth = 860

// Object implements [Page].
func (p *NoticesScreen) Object() fyne.CanvasObject { return p.root }

// Leave implements [Page].
func (p *NoticesScreen) Leave() { p.job.Cancel() }

// Start implements [Starter]: the keyboard is at the first thing to do.
func (p *NoticesScreen) Start() {
	if p.first != nil {
		parts.Focus(p.first)
	}
}

// noticesChanged is told of the keeper.
func (p *NoticesScreen) noticesChanged() {
	lines := p.shell.noticeLines(p.shell.notices.log.All())
	if slices.Equal(lines, p.lines) {
		return
	}
	offset := p.scroll.Offset
	on := p.shell.Window().Canvas()
	held := p.holds(on.Focused())
	p.show()
	p.scroll.ScrollToOffset(offset)
	if held && p.first != nil {
		parts.Focus(p.first)
	}
}

// holds reports whether a button of a notice is what has the keyboard.
func (p *NoticesScreen) holds(f fyne.Focusable) bool {
	for _, b := range p.buttons {
		if f == fyne.Focusable(b) {
			return true
		}
	}
	return false
}

// show lists what there is.
func (p *NoticesScreen) show() {
	p.first, p.buttons = nil, map[string]*parts.Button{}
	p.lines = p.shell.noticeLines(p.shell.notices.log.All())
	lines, unread := p.lines, false
	column := []fyne.CanvasObject{p.fault, p.ways()}
	var day []fyne.CanvasObject
	var date health.Date
	a := p.almanac()
	close := func() {
		if len(day) > 0 {
			column = append(column, parts.Column(style.Space8, parts.NewText(a.DayHead(date), parts.Strong), parts.NewBareCard(parts.Column(0, day...))))
		}
		day = nil
	}
	for _, l := range lines {
		unread = unread || !l.Read
		if d := a.DateAt(l.At); d != date {
			close()
			date = d
		}
		if len(day) > 0 {
			day = append(day, parts.HRule())
		}
		day = append(day, p.row(l))
	}
	close()
	if len(lines) == 0 {
		column = append(column, parts.NewEmptyState(style.IconBell, locale.T("Nothing to tell"),
			locale.T("Reminders, goals and what the vault needs stand here when they are due.")))
	}
	p.readAll.SetEnabled(unread)
	p.clear.SetEnabled(len(lines) > 0)
	p.content.Objects = column
	p.content.Refresh()
}

// ways lead to what can be set up.
func (p *NoticesScreen) ways() fyne.CanvasObject {
	row := parts.Flow(style.Space8)
	if p.shell.canRemind() {
		row.Add(parts.NewButton(parts.Outlined, locale.T("Reminders…"), p.shell.OpenReminders).WithIcon(style.IconBell))
	}
	if p.shell.canAim() {
		row.Add(parts.NewButton(parts.Outlined, locale.T("Goals…"), p.shell.OpenGoals).WithIcon(style.IconCheck))
	}
	if p.shell.pages.Settings != nil {
		row.Add(parts.NewButton(parts.Quiet, locale.T("Settings"), p.shell.openNoticeSettings).WithIcon(style.IconSettings))
	}
	return row
}

// almanac tells days as the person shown has them.
func (p *NoticesScreen) almanac() present.Almanac {
	return present.NewAlmanac(p.shell.Now(), p.shell.Profile())
}

// row is one notice: icon, words, when and whose, and what can be done about it.
func (p *NoticesScreen) row(l noticeLine) fyne.CanvasObject {
	a := p.almanac()
	if l.person.ID != (health.ProfileID{}) {
		a = present.NewAlmanac(p.shell.Now(), l.person)
	}
	role := parts.Body
	if !l.Read {
		role = parts.Strong
	}
	when := present.Clock(l.At, a.OffsetAt(l.At))
	if len(p.shell.session.Profiles) > 1 && l.person.Name != "" {
		when = present.Facts(firstName(l.person.Name), when)
	}
	head := parts.Row(style.Space12, parts.Stretch(parts.NewParagraph(l.title, role)), parts.NewText(when, parts.Caption))
	words := []fyne.CanvasObject{head}
	detail := present.Facts(answerWords(l.Notice), l.detail)
	if detail != "" {
		words = append(words, parts.NewParagraph(detail, parts.SmallMuted))
	}
	if acts := p.actions(l); len(acts) > 0 {
		words = append(words, parts.InsetBy(style.Space4, 0, 0, 0, parts.Flow(style.Space8, acts...)))
	}
	return parts.InsetBy(style.Space12, style.CardPadding, style.Space12, style.CardPadding,
		parts.Row(style.Space16, newBadge(l.icon, l.token, style.Sunken, badgeSize), parts.Stretch(parts.Column(2, words...))))
}

// actions are the buttons of a notice.
func (p *NoticesScreen) actions(l noticeLine) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	button := func(id string, kind parts.ButtonKind, words string, do func()) *parts.Button {
		b := parts.NewButton(kind, words, do).Tall(style.ControlSmallHeight).Named(locale.T("%[1]s: %[2]s", words, l.title))
		if p.first == nil {
			p.first = b
		}
		p.buttons[l.Key().String()+" "+id] = b
		out = append(out, b)
		return b
	}
	s := p.shell
	open := l.Answer == notices.Open
	switch {
	case l.Kind.Reminds() && open:
		if l.Kind == notices.Medicine {
			button("taken", parts.Outlined, locale.T("Taken"), func() { p.taken(l) })
		} else if s.CanAdd() {
			button("measure", parts.Outlined, locale.T("Measure now"), func() { s.measureNow(l) })
		}
		button("skip", parts.Quiet, locale.T("Skip"), func() { s.keepLog(s.notices.log.Answered(l.Key(), notices.Skipped)) })
		var later *parts.Button
		later = button("later", parts.Quiet, locale.T("Later…"), func() { p.chooseLater(l, later) })
	case l.Kind == notices.GoalReached:
		button("open", parts.Quiet, locale.T("Open"), func() { s.openGoalDetail(l) })
	case l.Kind == notices.NewData && s.has("timeline") && s.pages.Timeline != nil:
		button("open", parts.Quiet, locale.T("Open the timeline"), func() { s.openTimelineOf(l.person) })
	case l.Kind == notices.Backup && open && s.session.Backups != nil:
		button("backup", parts.Outlined, locale.T("Back up now…"), s.backUpNow)
	case l.Kind == notices.Letter && s.session.Notebook != nil:
		button("letters", parts.Quiet, locale.T("Letters…"), func() {
			if s.showPerson(l.person) {
				s.OpenLetters()
			}
		})
	case l.Kind == notices.Deletion && open && s.session.Life != nil:
		keep := func() { s.reactivate(l.person) }
		if l.Person == (health.ProfileID{}) {
			keep = s.keepAccount
		}
		button("keep", parts.Outlined, locale.T("Reactivate"), keep)
	}
	return out
}

// clearAll empties the list; it can be taken back.
func (p *NoticesScreen) clearAll() {
	s, before := p.shell, p.shell.notices.log
	s.keepLog(before.Clear())
	s.ToastUndo(locale.T("Cleared the notices."), func() { s.keepLog(before) })
}

// fail says on the page what went wrong.
func (p *NoticesScreen) fail(err error) {
	what, todo := p.shell.Explain(err)
	p.fault.Set(parts.NoticeDanger, what, todo)
	p.fault.Show()
	p.root.Refresh()
}
