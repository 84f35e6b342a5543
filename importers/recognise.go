package importers

import (
	"context"
	"errors"
	"slices"
	"strings"

	"vitalkeep/health"
)

// Recognition is what dropped paths turn out to be, before anything is read in
// full.
type Recognition struct {
	Inputs []Input
	// ZoneHint is the IANA name of the zone that the files name themselves,
	// empty when they name none or several. ZoneHints are all of them, the one
	// named most often first.
	ZoneHint  string
	ZoneHints []string
	// NeedsZone are the names of the files with rows that carry local times or
	// days.
	NeedsZone []string
	// Units are the units that headers name, each once: pounds, inches, … The
	// seconds of sleep.csv are not among them: every account has those.
	Units []health.Unit
	// First and Last are the earliest and latest local date among the first
	// 200,000 rows of each of the files in NeedsZone; zero without any.
	First, Last health.Date
	// Tables are the files that are read by a Mapping.
	Tables []Table
}

// Format returns the format of all inputs, or "" when they differ.
func (r Recognition) Format() string {
	name := ""
	for i, in := range r.Inputs {
		if i > 0 && in.Format != name {
			return ""
		}
		name = in.Format
	}
	return name
}

// Input is one of the paths.
type Input struct {
	Path   string
	Format string // name of a Format; empty when nothing in it is understood
	Title  string // the Format's title
	Files  []File // by name
	Person Person // whose data the files say it is; the zero value where none does, or they differ
}

// Person is what files say of whose data they hold. It serves to find the
// person among those of the household and is not handed over.
type Person struct {
	Name string      // may be empty
	Born health.Date // may be zero
}

// File is one file of an input.
type File struct {
	Name    string // base name; with its folders where the input has the name twice
	Path    string // within the input, "/" between folders
	Kind    string // "weight", "raw", …; empty when it is not understood
	Skipped string // why nothing of it is handed over; empty for most
	Problem string // why it cannot be read; becomes a Reject of row 0
	HasRows bool
	Assumed string // what is taken for granted in reading it, in English; empty for most
	// Lines are the first lines of a text that is read, at most six, each cut at
	// 200 bytes.
	Lines []string
}

// Detect says what the paths are. Every path is a file, a folder (with the
// folders in it) or a ZIP archive. Errors are *FileError; with
// several paths, one that is not understood is an error only when none is.
func Detect(ctx context.Context, paths ...string) (Recognition, error) {
	return DetectWith(ctx, Options{}, paths...)
}

// DetectWith is Detect by Format, Mappings and KeepDamaged of the options.
func DetectWith(ctx context.Context, opts Options, paths ...string) (Recognition, error) {
	p, err := plan(ctx, paths, opts, defaultLimits)
	if err != nil {
		return Recognition{}, err
	}
	defer p.close()
	return p.recognition, nil
}

// planned is an input that was looked at.
type planned struct {
	bundles     []*bundle
	work        [][]*task // one list per bundle
	recognition Recognition
	total       int64 // bytes to read
}

// task is one file and what is to be done with it.
type task struct {
	file   *inputFile
	info   File
	format Format
	kind   kind
	header []string
	person Person
	table  *tableLook // of a table that is read by a mapping
	// read tells that its rows are to be handed over.
	read bool
}

func (p *planned) close() {
	for _, b := range p.bundles {
		// Only read from: there is nothing that closing could lose.
		_ = b.close()
	}
}

func plan(ctx context.Context, paths []string, opts Options, lim limits) (_ *planned, err error) {
	if len(paths) == 0 {
		return nil, &FileError{Reason: "there is nothing to import", Hint: "Name a file, a folder or a ZIP archive.", Err: ErrUnknownFormat}
	}
	if opts.Format != "" && !known(opts.Format) {
		return nil, &FileError{Reason: "there is no format of that name", Hint: understood(), Err: ErrUnknownFormat}
	}
	p := &planned{}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	hints := map[string]int{}
	l := looker{ctx: ctx, lim: lim, want: opts.Format, given: opts.Mappings, table: formats(), p: p, hints: hints}
	var unknown error
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b, err := openBundle(path, lim)
		if opts.KeepDamaged && errors.Is(err, ErrIncomplete) {
			b, err = openCut(ctx, path, lim)
		}
		if err != nil {
			if errors.Is(err, ErrUnknownFormat) && len(paths) > 1 {
				unknown = errors.Join(unknown, err)
				p.failed(path, err)
				continue
			}
			return nil, err
		}
		p.bundles = append(p.bundles, b)
		if err := l.bundle(b); err != nil {
			if errors.Is(err, ErrUnknownFormat) && len(paths) > 1 {
				unknown = errors.Join(unknown, err)
				p.failed(path, err)
				continue
			}
			return nil, err
		}
	}
	if !slices.ContainsFunc(p.recognition.Inputs, func(i Input) bool { return i.Format != "" }) {
		return nil, unknown
	}
	l.finish()
	p.recognition.ZoneHints = mostNamed(hints)
	if len(p.recognition.ZoneHints) == 1 {
		p.recognition.ZoneHint = p.recognition.ZoneHints[0]
	}
	slices.Sort(p.recognition.NeedsZone)
	p.recognition.NeedsZone = slices.Compact(p.recognition.NeedsZone)
	return p, nil
}

// failed records a path that is not understood beside others that are.
func (p *planned) failed(path string, err error) {
	var fe *FileError
	if !errors.As(err, &fe) {
		return
	}
	info := File{Name: fe.File, Problem: fe.Reason}
	p.recognition.Inputs = append(p.recognition.Inputs, Input{Path: path, Files: []File{info}})
	p.work = append(p.work, []*task{{file: &inputFile{name: fe.File, base: fe.File, problem: fe.Reason}, info: info}})
}

func mostNamed(hints map[string]int) []string {
	var names []string
	for n := range hints {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := hints[b] - hints[a]; d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return names
}
