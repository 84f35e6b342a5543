package exporters

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"time"

	"vitalkeep/health"
)

// Errors of Lookup and Export.
var (
	// ErrUnknownFormat means that no format has that name.
	ErrUnknownFormat = errors.New("unknown export format")
	// ErrExists means that there is a file of that name already. It is an
	// fs.ErrExist.
	ErrExists = fmt.Errorf("there is a file of that name already: %w", fs.ErrExist)
)

// Format is one way of writing a person's data to a file.
type Format struct {
	Name        string   // "withings-csv"
	Aliases     []string // further names for it
	Title       string   // English, for people
	Description string   // one English sentence on what can read it
	Extension   string   // of the file, with its period

	write func(context.Context, io.Writer, Data, Options, *Report) error
}

// formats is the list of what can be written.
var formats = []Format{
	{
		Name: "withings-csv", Aliases: []string{"csv", "withings", "withings-archive"}, Extension: ".zip",
		Title:       "Archive of CSV files",
		Description: "A ZIP in the shape of a Withings archive that any spreadsheet opens; importing it again gives the same data.",
		write:       writeWithings,
	},
}

// Formats returns what can be written, the recommended format first.
func Formats() []Format { return slices.Clone(formats) }

// Lookup finds a format by its name or one of its aliases, whatever the case.
func Lookup(name string) (Format, error) {
	name = strings.ToLower(name)
	for _, f := range formats {
		if f.Name == name || slices.Contains(f.Aliases, name) {
			return f, nil
		}
	}
	return Format{}, fmt.Errorf("%w: known are %s", ErrUnknownFormat, strings.Join(names(), ", "))
}

func names() []string {
	var all []string
	for _, f := range formats {
		all = append(all, f.Name)
	}
	return all
}

// Options decide how an export is written.
type Options struct {
	// Profile is whose data it is; its zone and units shape the files.
	Profile health.Profile
	// At is the time of the export, for the dates inside a ZIP.
	At time.Time
	// Overwrite allows to replace a file of the same name.
	Overwrite bool
	// Progress is told the samples and entries written so far and their
	// expected total; it may be nil.
	Progress func(done, total int64)
}

// Report says what an export holds.
type Report struct {
	Samples int // distinct samples
	Entries int
	Files   []File // in the order in which they stand in the ZIP
	Bytes   int64  // size of the finished file
}

// File is one file inside an export.
type File struct {
	Name string
	Rows int // without the header
}

// Export writes the data to path, by the rules of WriteFile. An existing file
// is ErrExists unless options say otherwise.
func Export(ctx context.Context, f Format, data Data, path string, opts Options) (Report, error) {
	var report Report
	written, err := WriteFile(path, opts.Overwrite, func(w io.Writer) error {
		if err := f.write(ctx, w, data, opts, &report); err != nil {
			return err
		}
		return ctx.Err()
	})
	if err != nil {
		return Report{}, err
	}
	report.Bytes = written
	return report, nil
}
