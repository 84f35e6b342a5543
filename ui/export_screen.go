package ui

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// ExportNeeds is what the export screen works with.
type ExportNeeds struct {
	Export Exporter
	// Profiles are the people whose data it can be; Profile is the one on show.
	Profiles []health.Profile
	Profile  health.ProfileID
	Work     *Work
	Pick     Picker
	// Explain puts an error into words: what happened and what to do.
	Explain func(error) (what, todo string)
	Now     func() time.Time
	// Folder is where files go unless the person says otherwise; Home is the
	// folder that a typed path may start with as "~".
	Folder, Home string
	// Back leaves the screen.
	Back func()
	// Open reports whether the vault is still open.
	Open func() bool
	// Compact reports whether the window is narrow.
	Compact func() bool
	// Of names what the export is a part of, such as a device; "" is everything.
	Of string
	// Toast shows a message over whatever page is on show.
	Toast func(message, action string, act func())
}

type exportStage int

const (
	exportChoosing exportStage = iota
	exportWriting
	exportWritten
	exportLeft
)

// ExportScreen writes a person's data to a file. It says what is in it before,
// and that the file is not encrypted.
type ExportScreen struct {
	needs ExportNeeds
	root  *fyne.Container
	stage exportStage

	count, write *Job
	stopWriting  context.CancelFunc
	formats      []ExportFormat
	format       int
	profile      health.ProfileID
	choices      map[string]string // answers about the form
	without      []string          // names of the kinds that are left away
	span         int               // of exportSpans
	from, to     *parts.DateField  // of the span between two dates
	fromText     [2]string
	holdings     []Holding
	counted      bool
	countFailure error

	path         string // as it stands in the field
	typed        bool   // the person wrote it
	pathFault    string
	askReplace   bool
	writeFailure error
	notice       *parts.Notice
	receipt      ExportReceipt

	page      fyne.CanvasObject
	pathField *parts.Field
	progress  *parts.Progress
	button    *parts.Button
}

// NewExportScreen returns the screen and starts to count what there is.
func NewExportScreen(needs ExportNeeds) *ExportScreen {
	s := &ExportScreen{
		needs:   needs,
		root:    container.NewStack(),
		count:   needs.Work.NewJob(),
		write:   needs.Work.NewJob(),
		formats: needs.Export.Formats(),
		profile: needs.Profile,
	}
	s.path = s.defaultPath()
	s.look()
	return s
}

// folderThere is the folder itself or, where it was never made, the closest one
// above it that is there, and else home: an export that is only confirmed must
// not fail for the want of a folder.
func folderThere(folder, home string) string {
	for folder != "" && folder != filepath.Dir(folder) {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			return folder
		}
		folder = filepath.Dir(folder)
	}
	return home
}

// ExportPage is the maker of the export for [Pages].
func ExportPage(s *Shell) Page {
	return NewExportScreen(exportNeeds(s))
}

func exportNeeds(s *Shell) ExportNeeds {
	session := s.Session()
	home := homeFolder()
	folder := folderThere(s.deps.Folder, home)
	return ExportNeeds{
		Export:   session.Export,
		Profiles: s.openPeople(),
		Profile:  s.Profile().ID,
		Work:     s.Work(),
		Pick:     NewWindowPicker(s.Window()),
		Explain:  s.Explain,
		Now:      s.Now,
		Folder:   folder,
		Home:     home,
		Back:     s.Back,
		Open:     func() bool { return s.Session() == session },
		Compact:  s.Compact,
		Toast:    s.Toast,
	}
}

// Object implements [Page].
func (s *ExportScreen) Object() fyne.CanvasObject { return s.root }

// TypedKey implements [KeyTyper]: Escape goes one step back.
func (s *ExportScreen) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name != fyne.KeyEscape {
		return false
	}
	s.Back()
	return true
}

// TypedRune implements [KeyTyper].
func (s *ExportScreen) TypedRune(rune) bool { return false }

// Back is what Escape and the arrow on top do.
func (s *ExportScreen) Back() {
	switch {
	case s.stage == exportWriting:
		s.cancelWriting()
	case s.stage == exportChoosing && s.askReplace:
		s.keepFile()
	case s.stage != exportLeft:
		s.needs.Back()
	}
}

// Leave implements [Page]: it empties the page. A file that is being written is
// finished while the vault is open, and a toast tells of it.
func (s *ExportScreen) Leave() {
	if s.stage == exportLeft {
		return
	}
	s.count.Cancel()
	s.needs.Pick.Close()
	if !s.needs.Open() {
		s.write.Cancel()
		if s.stopWriting != nil {
			s.stopWriting()
		}
	}
	*s = ExportScreen{needs: s.needs, root: s.root, stage: exportLeft, count: s.count, write: s.write, profile: s.profile}
	s.show(parts.NewFill(style.Background, 0, fyne.Size{}))
}

func (s *ExportScreen) show(page fyne.CanvasObject) {
	s.page = page
	parts.Unfocus(s.root)
	s.root.Objects = []fyne.CanvasObject{page}
	s.root.Refresh()
}

// redraw builds the page of the stage anew, scrolled to where it was.
func (s *ExportScreen) redraw() {
	old := s.page
	defer func() { keepOffset(old, s.page) }()
	switch s.stage {
	case exportChoosing:
		s.show(s.choosePage())
	case exportWritten:
		s.show(s.receiptPage())
	case exportWriting, exportLeft:
	}
}

func (s *ExportScreen) person() health.Profile {
	for _, p := range s.needs.Profiles {
		if p.ID == s.profile {
			return p
		}
	}
	return health.Profile{}
}

func (s *ExportScreen) extension() string {
	if s.format < len(s.formats) {
		return s.formats[s.format].Extension
	}
	return ""
}

func (s *ExportScreen) defaultPath() string {
	return filepath.Join(s.needs.Folder, exportFileName(strings.TrimSpace(s.person().Name+" "+s.needs.Of), s.needs.Now(), s.extension()))
}

// look counts what the person's export holds.
func (s *ExportScreen) look() {
	s.stage, s.counted, s.countFailure, s.holdings = exportChoosing, false, nil, nil
	s.redraw()
	export, profile := s.needs.Export, s.profile
	Run(s.count, func(ctx context.Context, _ func(Step)) ([]Holding, error) {
		return export.Contents(ctx, profile)
	}, nil, func(h []Holding, err error) {
		s.holdings, s.countFailure, s.counted = h, err, true
		s.redraw()
		if s.button != nil {
			parts.Focus(s.button)
		}
	}, nil)
}

// setProfile exports another person.
func (s *ExportScreen) setProfile(id health.ProfileID) {
	s.profile, s.askReplace, s.writeFailure, s.notice, s.without = id, false, nil, nil, nil
	if !s.typed {
		s.path = s.defaultPath()
	}
	s.look()
}

// setFormat exports in another form.
func (s *ExportScreen) setFormat(i int) {
	old := s.extension()
	s.format, s.askReplace, s.writeFailure, s.choices = i, false, nil, nil
	if rest, ok := strings.CutSuffix(s.path, old); ok && old != "" {
		s.path = rest + s.extension()
	}
	s.redraw()
}

// target is the path to write to as it is meant: a folder gets the default
// name, and a name without an extension that of the form.
func (s *ExportScreen) target() string {
	path := meantPath(s.path, s.needs.Home)
	switch {
	case path == "":
		return ""
	case strings.HasSuffix(path, "/") || strings.HasSuffix(path, string(filepath.Separator)):
		path = filepath.Join(path, filepath.Base(s.defaultPath()))
	case filepath.Ext(path) == "":
		path += s.extension()
	}
	return path
}

// start writes the file. replace allows one that is there to be replaced.
func (s *ExportScreen) start(replace bool) {
	if s.stage != exportChoosing || !s.counted || len(s.holdings) == 0 || len(s.formats) == 0 {
		return
	}
	path := s.target()
	if path == "" {
		s.pathFault = locale.T("Type where the file shall go.")
		s.redraw()
		s.pathField.Focus()
		return
	}
	options, ok := s.options()
	if !ok {
		return
	}
	options.Replace = replace
	s.stage, s.askReplace, s.writeFailure, s.notice = exportWriting, false, nil, nil
	s.pathFault = ""
	s.show(s.writingPage(path))
	stopped, stop := context.WithCancel(context.Background())
	s.stopWriting = stop
	export := s.needs.Export
	name, speed := s.person().Name, newPace(s.needs.Now)
	Run(s.write, func(ctx context.Context, report func(Step)) (ExportReceipt, error) {
		defer context.AfterFunc(ctx, stop)()
		return export.Export(stopped, path, options, func(done, total int64) {
			report(speed.readingsWritten(done, total))
		})
	}, func(step Step) {
		if s.progress != nil && stopped.Err() == nil {
			s.progress.Set(step.Label, step.Fraction)
		}
	}, func(r ExportReceipt, err error) {
		stop()
		s.stopWriting = nil
		if s.stage == exportLeft {
			s.tellWritten(r, name, err)
			return
		}
		s.ended(r, err)
	}, nil)
}

// ended shows how writing ended.
func (s *ExportScreen) ended(r ExportReceipt, err error) {
	switch {
	case err == nil:
		s.stage, s.receipt = exportWritten, r
	case errors.Is(err, fs.ErrExist):
		s.stage, s.askReplace = exportChoosing, true
	case errors.Is(err, context.Canceled):
		s.stage = exportChoosing
		s.notice = parts.NewNotice(parts.NoticeInfo, locale.T("Export cancelled."), locale.T("No file was written."))
	default:
		s.stage, s.writeFailure = exportChoosing, err
	}
	s.redraw()
}

// tellWritten tells the end of writing after the page was left.
func (s *ExportScreen) tellWritten(r ExportReceipt, name string, err error) {
	if err != nil {
		what, todo := s.needs.Explain(err)
		s.needs.Toast(what+" "+todo, "", nil)
		return
	}
	s.needs.Toast(exportedToText(r, name), "", nil)
}

func (s *ExportScreen) cancelWriting() {
	if s.stopWriting != nil {
		s.progress.Set(locale.T("Stopping…"), -1)
		s.stopWriting()
	}
}

// keepFile is the answer that an existing file stays.
func (s *ExportScreen) keepFile() {
	s.askReplace = false
	s.redraw()
	s.pathField.Focus()
}
