package ui

import (
	"context"
	"image"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// openPicture is a picture shown large in the place of the days.
type openPicture struct {
	diary  *DiaryScreen
	line   present.DiaryLine
	photo  *parts.Photo
	notice *fyne.Container
	save   *parts.Button
	asked  bool // whether it shall go

	look, write *Job
}

// largePixels is the longest side of a picture on show.
const largePixels = 2560

// openPicture shows the picture of a line large.
func (d *DiaryScreen) openPicture(l present.DiaryLine) {
	alt := l.Text
	if alt == "" {
		alt = l.Name()
	}
	p := &openPicture{
		diary: d, line: l, photo: parts.NewPhoto(alt, 0, nil), notice: parts.Column(style.Space8),
		look: d.shell.Work().NewJob(), write: d.shell.Work().NewJob(),
	}
	p.photo.Set(d.thumbs.have[l.Picture]) // until the large one is there
	p.save = parts.NewButton(parts.Outlined, locale.T("Save picture…"), p.store).WithIcon(style.IconExport)
	actions := []fyne.CanvasObject{p.save}
	if l.Typed() && d.shell.CanAdd() {
		actions = append(actions, parts.NewButton(parts.Outlined, locale.T("Correct…"), func() { d.correct(l) }).WithIcon(style.IconEdit))
	}
	if l.MayGo() && d.deletions != nil {
		actions = append(actions, parts.NewButton(parts.Danger, locale.T("Delete…"), p.ask).WithIcon(style.IconTrash))
	}
	bar := parts.NewTopBar(locale.T("Picture"), present.Moment(l.At, l.Offset), d.closePicture, actions...)
	var under fyne.CanvasObject
	if l.Text != "" {
		under = parts.InsetBy(style.Space12, 0, 0, 0, parts.NewParagraph(l.Text, parts.Body).Aligned(fyne.TextAlignCenter))
	}
	d.opened = p
	d.show(d.shell.Frame(bar, container.NewBorder(p.notice, under, nil, nil, p.photo)))
	parts.Focus(p.save)
	p.load()
}

func (d *DiaryScreen) show(o fyne.CanvasObject) {
	parts.Unfocus(d.root)
	d.root.Objects = []fyne.CanvasObject{o}
	d.root.Refresh()
}

// closePicture goes back to the days.
func (d *DiaryScreen) closePicture() {
	if d.opened == nil {
		return
	}
	ref := d.opened.line.Picture
	d.opened.forget()
	d.opened = nil
	d.show(d.page)
	if all := d.thumbs.shown[ref]; len(all) > 0 {
		parts.Focus(all[0])
	}
}

// reopen shows what has become of the picture that is open: it may have been
// corrected or deleted.
func (d *DiaryScreen) reopen() {
	if d.opened == nil {
		return
	}
	was := d.opened.line
	for _, e := range d.data.entries {
		if e.Kind != health.Picture || e.Field(health.FieldPicture) != was.Picture {
			continue
		}
		if e.Start != was.At || e.Field(health.FieldText) != was.Text {
			d.opened.forget()
			d.openPicture(present.LineOf(e))
		}
		return
	}
	d.closePicture()
}

// load decodes the picture beside the UI.
func (p *openPicture) load() {
	book, ref := p.diary.notebook, p.line.Picture
	Run(p.look, func(ctx context.Context, _ func(Step)) (image.Image, error) {
		return loadPicture(ctx, book, ref, largePixels)
	}, nil, func(large image.Image, err error) {
		if err != nil {
			p.photo.Fail()
			p.say(parts.NewNotice(parts.NoticeDanger, p.diary.shell.pictureFault(err), ""))
			return
		}
		p.photo.Set(large)
		p.diary.root.Refresh()
	}, nil)
}

// say shows one notice over the picture.
func (p *openPicture) say(n *parts.Notice) {
	p.notice.Objects = nil
	if n != nil {
		p.notice.Add(n)
	}
	p.diary.root.Refresh()
}

// store writes the file as it was brought to a place of the person's choice.
func (p *openPicture) store() {
	d := p.diary
	name := locale.T("Picture %s", health.DateAt(p.line.At, p.line.Offset).String()) + pictures.Extension(p.line.Entry.Field(health.FieldPictureType))
	d.pick.Save(name, func(path string, to io.WriteCloser, err error) {
		if err != nil {
			p.failed(err)
			return
		}
		p.writeTo(path, to)
	})
}

func (p *openPicture) writeTo(path string, to io.WriteCloser) {
	p.diary.shell.saveSealed(p.write, p.diary.notebook, p.line.Picture, path, to, p.failed)
}

func (p *openPicture) failed(err error) { p.say(p.diary.shell.Fault(err)) }

// ask asks over the picture whether it shall go.
func (p *openPicture) ask() {
	yes := parts.NewButton(parts.Danger, locale.T("Delete"), func() { p.diary.delete(p.line) })
	no := parts.NewButton(parts.Quiet, locale.T("Keep it"), p.keep)
	p.asked = true
	p.say(parts.NewNotice(parts.NoticeWarning, locale.T("Delete %s?", p.line.Name()), locale.T("You can bring it back until the vault is locked."), yes, no))
	parts.Focus(yes)
}

func (p *openPicture) keep() {
	p.asked = false
	p.say(nil)
	parts.Focus(p.save)
}

// forget drops the picture.
func (p *openPicture) forget() {
	p.look.Cancel()
	p.photo.Set(nil)
}
