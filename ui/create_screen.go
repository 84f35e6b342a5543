package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// createScreen makes a new vault.
type createScreen struct {
	front
	job    *Job
	name   *parts.Field
	units  *parts.Choice
	zone   *parts.Field
	path   *parts.Field
	moved  bool // the person chose a path; the name no longer decides it
	secret *passwordPair
	create *parts.Button
	wait   *parts.Text
	fault  *parts.Notice
}

// unitSystems are the choices of units, in the order of the list.
var unitSystems = []struct {
	system health.UnitSystem
	words  string
}{
	{health.MetricUnits, locale.Key("Metric (kg, km)")},
	{health.USUnits, locale.Key("US (lb, mi)")},
}

// createWidth is the width of the card.
const createWidth = 680

func newCreateScreen(s *Shell) *createScreen {
	c := &createScreen{front: front{shell: s}, job: s.deps.Work.NewJob()}
	c.name = parts.NewField(locale.T("Your name"))
	c.name.SetPlaceHolder("Anna")
	c.name.OnChanged(func(string) {
		c.name.SetError("")
		c.suggest()
	})
	var words []string
	for _, u := range unitSystems {
		words = append(words, locale.Dynamic(u.words))
	}
	c.units = parts.NewChoice(locale.T("Units"), words, nil)
	c.zone = parts.NewField(locale.T("Time zone"))
	c.zone.SetText(s.deps.Zone)
	c.zone.SetPlaceHolder("Europe/Paris")
	c.zone.OnChanged(func(string) { c.zone.SetError("") })
	c.path = parts.NewField(locale.T("The vault's file"))
	c.path.OnChanged(func(text string) {
		c.path.SetError("")
		c.moved = text != c.suggestion()
	})
	c.suggest()
	c.secret = newPasswordPair(locale.T("Account password"), locale.T("Password, once more"), passwordRules, c.try)
	c.secret.known = func() []string {
		return commonlyKnown(typedPath(c.path.Text()), []health.Profile{{Name: c.name.Text()}})
	}
	for _, f := range []*parts.Field{c.name, c.zone, c.path} {
		f.OnEnter(c.try)
	}
	c.create = parts.NewButton(parts.Primary, locale.T("Create the vault"), c.try).Tall(style.ControlLargeHeight)
	c.wait = parts.NewText(locale.T("Deriving the key; this takes about a second."), parts.Caption)
	c.wait.Hide()
	c.fault = parts.NewNotice(parts.NoticeDanger, "", "")
	c.fault.Hide()
	c.lay(createWidth, parts.Column(
		style.Space16,
		parts.Column(style.Space4,
			parts.NewText(locale.T("Create a vault"), parts.Title),
			parts.NewParagraph(locale.T("One encrypted file for the whole household. Nothing leaves this computer."), parts.BodyMuted)),
		parts.Columns(style.Space12, c.name, c.units, c.zone),
		c.where(),
		parts.Column(style.Space16, c.secret.objects()...),
		c.fault,
		parts.Row(style.Space8, c.wait, parts.Spring(),
			parts.NewButton(parts.Outlined, locale.T("Back"), c.escape).Tall(style.ControlLargeHeight), c.create),
	), nil, []fyne.CanvasObject{
		footNote(style.IconLock, locale.T("Encrypted on this disk")),
		footNote(style.IconNetworkOff, locale.T("No network connection")),
	})
	return c
}

// where is the field for the path, with the folder's button at its right.
func (c *createScreen) where() fyne.CanvasObject {
	return parts.FieldWith(c.path, parts.NewIconButton(style.IconFolder, locale.T("Choose the folder"), c.browse))
}

// suggestion is the path that follows from the name.
func (c *createScreen) suggestion() string {
	name := fileName(c.name.Text())
	if name == "" {
		name = "home"
	}
	return filepath.Join(c.shell.deps.Folder, name+VaultExtension)
}

func (c *createScreen) suggest() {
	if !c.moved {
		c.path.SetText(c.suggestion())
	}
}

// fileName makes a file's name of a person's: what a file system may not take
// becomes a dash.
func fileName(name string) string {
	return strings.Trim(strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>| `, r) {
			return '-'
		}
		return r
	}, strings.ToLower(strings.TrimSpace(name))), "-.")
}

func (c *createScreen) browse() {
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			what, todo := c.shell.Explain(err)
			c.path.SetError(what + " " + todo)
			return
		}
		if folder != nil {
			c.path.SetText(filepath.Join(folder.Path(), filepath.Base(c.path.Text())))
		}
	}, c.shell.Window())
	if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(typedPath(c.path.Text())))); err == nil {
		d.SetLocation(folder)
	}
	d.Show()
}

// check says beside each field what is wrong with it and gives the first wrong
// one the focus.
func (c *createScreen) check() (path string, p health.Profile, ok bool) {
	var first *parts.Field
	fail := func(f *parts.Field, words string) {
		f.SetError(words)
		if first == nil {
			first = f
		}
	}
	p = health.Profile{Name: strings.TrimSpace(c.name.Text()), Main: true, Units: unitSystems[c.units.Selected()].system}
	if p.Name == "" {
		fail(c.name, locale.T("Type a name; it stands in the window and in exports."))
	}
	if zone, known := knownZone(c.zone.Text()); known {
		p.Zone = zone
	} else {
		fail(c.zone, locale.T("No such zone. Type one like Europe/Paris, or a large city."))
	}
	path = typedPath(c.path.Text())
	switch {
	case path == "":
		fail(c.path, locale.T("Type where the vault is to be kept."))
	case !strings.EqualFold(filepath.Ext(path), VaultExtension):
		path += VaultExtension
	}
	if path != "" {
		if _, err := os.Lstat(path); err == nil {
			fail(c.path, locale.T("There is a file of this name already. Choose another name."))
		}
	}
	if wrong := c.secret.check(); wrong != nil && first == nil {
		first = wrong
	}
	if first != nil {
		c.whole.Refresh()
		first.Focus()
	}
	return path, p, first == nil
}

// created is what making a vault gives.
type created struct {
	session *Session
	key     string
}

func (c *createScreen) try() {
	if c.job.Running() {
		return
	}
	c.fault.Hide()
	path, profile, ok := c.check()
	if !ok {
		return
	}
	c.busy(true)
	password := c.secret.first.Text()
	c.shell.skipTidying()
	closing := c.shell.closing
	Run(c.job, func(ctx context.Context, _ func(Step)) (created, error) {
		select {
		case <-closing:
		case <-ctx.Done():
			return created{}, ctx.Err()
		}
		session, key, err := c.shell.deps.Vaults.Create(ctx, path, password, profile)
		return created{session, key}, err
	}, nil, func(made created, err error) {
		if err != nil {
			c.failed(err)
			return
		}
		c.shell.show(newRecoveryScreen(c.shell, made))
	}, func(made created) { dropSession(made.session) })
}

func (c *createScreen) failed(err error) {
	c.busy(false)
	what, todo := c.shell.Explain(err)
	if errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, fs.ErrNotExist) {
		c.path.SetError(what + " " + todo)
		c.path.Focus()
	} else {
		c.fault.Set(parts.NoticeDanger, what, todo)
		c.fault.Show()
	}
	c.whole.Refresh()
}

func (c *createScreen) busy(on bool) {
	c.create.SetEnabled(!on)
	c.wait.Hidden = !on
	if on {
		c.create.SetLabel(locale.T("Creating…"))
	} else {
		c.create.SetLabel(locale.T("Create the vault"))
	}
	c.whole.Refresh()
}

func (c *createScreen) shown() { c.name.Focus() }

func (c *createScreen) leave() {
	c.job.Cancel()
	c.secret.forget()
}

func (c *createScreen) escape() {
	if c.job.Running() {
		c.job.Cancel()
		c.busy(false)
		return
	}
	c.shell.showStart()
}
