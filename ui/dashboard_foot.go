package ui

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/insights"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// foot returns the cards under those of the data: the home week that runs, the
// last backup and the last import, as far as there is something to tell of them.
func (d *DashboardScreen) foot() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	if week := d.homeWeek(); week != nil {
		out = append(out, week)
	}
	if off := d.shell.offLine(d.person); off != nil {
		out = append(out, off)
	}
	if d.needs.Backups != nil {
		out = append(out, d.lastBackup())
	}
	if d.data.hasLast {
		out = append(out, d.lastImport(d.data.last, d.almanac()))
	}
	return out
}

// homeWeek reminds of a week of blood pressure at home while it runs, nil if none
// does.
func (d *DashboardScreen) homeWeek() fyne.CanvasObject {
	if d.needs.Preferences == nil || !d.shell.offersInsights() {
		return nil
	}
	first, ok := readHomeWeek(d.needs.Preferences.Get(insightsPreference))
	day := int(d.almanac().Today().Number()-first.Number()) + 1
	if !ok || first == (health.Date{}) || day < 1 || day > insights.WeekDays {
		return nil
	}
	return footCard(newBadge(style.IconPressure, style.Heart, style.Sunken, badgeSize),
		locale.T("A week of blood pressure at home: day %[1]s of %[2]s", locale.Count(day), locale.Count(insights.WeekDays)),
		locale.T("Two readings in the morning and two in the evening, one minute apart."),
		parts.NewButton(parts.Quiet, locale.T("Follow it"), func() { d.shell.OpenInsights(present.PressureID) }))
}

// footCard is a card of a badge, two lines and what can be done.
func footCard(badge fyne.CanvasObject, title, detail string, actions ...fyne.CanvasObject) fyne.CanvasObject {
	row := []fyne.CanvasObject{badge, parts.Stretch(parts.Column(2, parts.NewParagraph(title, parts.Strong), parts.NewParagraph(detail, parts.SmallMuted)))}
	return parts.NewCard(parts.Row(style.Space16, append(row, actions...)...))
}

// badgeSize is how large the badges of the foot are.
const badgeSize = 40

// lastBackup tells of the last backup and leads to the next.
func (d *DashboardScreen) lastBackup() fyne.CanvasObject {
	button := parts.NewButton(parts.Outlined, locale.T("Back up now…"), func() {
		needs := vaultNeeds(d.shell)
		needs.Backups = d.needs.Backups
		d.shell.Open(newBackupPage(d.shell, needs, backupFolder(d.shell, d.data.backups)))
	})
	badge := newBadge(style.IconWarning, style.Warning, style.WarningBack, badgeSize)
	switch made := d.data.backups; {
	case d.data.backupsFail != nil:
		what, todo := d.shell.Explain(d.data.backupsFail)
		return footCard(badge, what, todo, button)
	case len(made) == 0:
		return footCard(badge, locale.T("No backup is known"),
			locale.T("A disk can fail any day. A backup is encrypted, and proven by restoring it on trial."), button)
	case made[0].Proven.IsZero():
		return footCard(badge, locale.T("Last backup %s", whenText(made[0].At, d.shell.Now())), locale.T("Not proven yet"), button)
	default:
		return footCard(newBadge(style.IconCheck, style.Success, style.SuccessBack, badgeSize),
			locale.T("Last backup %s", whenText(made[0].At, d.shell.Now())),
			locale.T("Proven by restoring it %s", whenText(made[0].Proven, d.shell.Now())), button)
	}
}

// backupFolder is where the next backup goes: where the last one went, if that
// folder is there.
func backupFolder(s *Shell, made []Backup) string {
	if len(made) > 0 {
		if last := filepath.Dir(made[0].Path); folderThere(last, "") == last {
			return last
		}
	}
	return s.deps.Folder
}

// lastImport tells of the last import and leads to all of them, where an import
// can be undone.
func (d *DashboardScreen) lastImport(b health.Batch, a present.Almanac) fyne.CanvasObject {
	var actions []fyne.CanvasObject
	if d.shell.pages.Import != nil {
		actions = append(actions, parts.NewButton(parts.Quiet, locale.T("Receipts and Undo"), func() { d.shell.OpenImport(nil) }))
	}
	badge := newBadge(style.IconImport, style.Muted, style.Sunken, badgeSize)
	return footCard(badge, locale.T("Drop a file anywhere"), importWords(b, a), actions...)
}

func importWords(b health.Batch, a present.Almanac) string {
	offset := a.OffsetAt(b.At)
	clock, fresh, rejected := present.Clock(b.At, offset), locale.Count(b.New), locale.Count(b.Rejected)
	switch date := health.DateAt(b.At, offset); date {
	case a.Today():
		return locale.T("Last import today at %[1]s: %[2]s new, %[3]s rejected.", clock, fresh, rejected)
	case a.Today().AddDays(-1):
		return locale.T("Last import yesterday at %[1]s: %[2]s new, %[3]s rejected.", clock, fresh, rejected)
	default:
		return locale.T("Last import on %[1]s: %[2]s new, %[3]s rejected.", a.ShortDate(date), fresh, rejected)
	}
}

// footLayout sets the cards of the foot two beside each other where they have
// room, those of a row of one height, else over each other.
type footLayout struct {
	gap   float32
	width float32
}

// footBesideFrom is the width from which two cards stand beside each other.
const footBesideFrom = 900

// lay returns the height needed at a width and, if asked, places the cards.
func (l *footLayout) lay(objects []fyne.CanvasObject, width float32, place bool) float32 {
	columns := 1
	if len(objects) > 1 && width >= footBesideFrom*textFactor() {
		columns = 2
	}
	var y float32
	for i := 0; i < len(objects); i += columns {
		row := objects[i:min(i+columns, len(objects))]
		each := (width - l.gap*float32(len(row)-1)) / float32(len(row))
		var height float32
		for _, o := range row {
			height = max(height, cellHeight(o, each))
		}
		if place {
			for k, o := range row {
				o.Move(fyne.NewPos(float32(k)*(each+l.gap), y))
				o.Resize(fyne.NewSize(each, height))
			}
		}
		y += height + l.gap
	}
	return max(0, y-l.gap)
}

func (l *footLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(style.CardMinWidth, l.lay(objects, l.width, false))
}

func (l *footLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	l.lay(objects, size.Width, true)
}
