package ui

import (
	"context"
	"errors"
	"image"
	"io/fs"
	"path/filepath"

	"fyne.io/fyne/v2"

	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// typedPicture is a picture that was chosen and is still to be sealed; ref is set
// for one that the vault has already.
type typedPicture struct {
	ref, media string
	path       string // of its file, "" for one in the vault
	data       []byte
	small      image.Image
	caption    string // the name of the file and how large the picture is
}

// previewSide is the longer side of the picture in the form, in pixels.
const previewSide = 960

// pictureField chooses a file with a picture and shows it.
type pictureField struct {
	screen *AddScreen
	job    *Job
	path   *parts.Field
	photo  *parts.Photo
	under  *parts.Text
	frame  *fyne.Container
	body   *fyne.Container
	chosen *typedPicture

	relay    func() // lays the form out anew
	onChange func()
}

func newPictureField(screen *AddScreen) *pictureField {
	p := &pictureField{screen: screen, job: screen.shell.Work().NewJob()}
	p.path = parts.NewField(locale.T("File with the picture"))
	p.path.SetHint(locale.T("Drop a picture on this page, choose it, or type where it is. JPEG, PNG, GIF or WebP."))
	p.path.OnEnter(func() { p.read(p.path.Text()) })
	choose := parts.NewButton(parts.Outlined, locale.T("Choose…"), func() {
		screen.pick.File(p.read)
	}).WithIcon(style.IconFolder)
	p.photo = parts.NewPhoto(locale.T("The picture that was chosen"), 0, nil)
	p.under = parts.NewText("", parts.Caption).Cutting(parts.CutEnd)
	p.frame = parts.Column(style.Space4, newFixedHeight(220, p.photo), p.under.Aligned(fyne.TextAlignCenter))
	p.frame.Hide()
	p.body = parts.Column(style.Space12, p.frame, parts.FieldWith(p.path, choose))
	return p
}

// read loads the file beside the UI.
func (p *pictureField) read(path string) {
	path = meantPath(path, homeFolder())
	if path == "" {
		p.path.SetError(locale.T("Choose a picture."))
		return
	}
	p.path.SetText(path)
	p.path.SetError("")
	Run(p.job, func(context.Context, func(Step)) (*typedPicture, error) {
		data, err := pictures.Read(path)
		if err != nil {
			return nil, err
		}
		info, err := pictures.Inspect(data)
		if err != nil {
			return nil, err
		}
		small, err := pictures.Decode(data, previewSide)
		if err != nil {
			return nil, err
		}
		caption := locale.T("%[1]s · %[2]s × %[3]s", filepath.Base(path), locale.Count(info.Width), locale.Count(info.Height))
		return &typedPicture{path: path, media: info.Type, data: data, small: small, caption: caption}, nil
	}, nil, func(chosen *typedPicture, err error) {
		if err != nil {
			p.path.SetError(p.screen.shell.pictureFault(err))
			p.relay()
			return
		}
		p.set(chosen)
		if p.onChange != nil {
			p.onChange()
		}
	}, nil)
}

// set shows the picture that was chosen.
func (p *pictureField) set(chosen *typedPicture) {
	p.chosen = chosen
	if chosen == nil {
		setShown(p.frame, false)
		return
	}
	p.photo.Set(chosen.small)
	p.under.SetText(chosen.caption)
	setShown(p.frame, true)
	p.relay()
}

// check says what is missing.
func (p *pictureField) check() bool {
	switch {
	case p.chosen != nil:
		return true
	case p.path.Text() == "":
		p.path.SetError(locale.T("Choose a picture."))
	case p.path.Error() == "":
		p.read(p.path.Text())
	}
	p.relay()
	return false
}

// pictureFault says what is wrong with a picture and what to do.
func (s *Shell) pictureFault(err error) string {
	switch {
	case errors.Is(err, pictures.ErrTooLarge):
		return locale.T("This file is larger than 32 MB. Save the picture smaller and choose that.")
	case errors.Is(err, pictures.ErrTooMany), errors.Is(err, pictures.ErrShape):
		return locale.T("This picture is too large to show. Save it smaller and choose that.")
	case errors.Is(err, pictures.ErrUnknown), errors.Is(err, pictures.ErrNoPicture):
		return locale.T("This is not a picture that Vitalkeep can show. Choose a JPEG, PNG, GIF or WebP file.")
	case errors.Is(err, pictures.ErrBroken):
		return locale.T("This picture is damaged. Choose another copy of it.")
	case errors.Is(err, fs.ErrNotExist):
		return locale.T("There is no such file. Check the path, or choose the file.")
	}
	what, todo := s.Explain(err)
	return what + " " + todo
}
