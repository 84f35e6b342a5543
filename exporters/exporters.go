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
	// ErrUnknownChoice means that a format offers no such choice.
	ErrUnknownChoice = errors.New("this export format has no such choice")
	// ErrTooHeavy means that a weight is more than a FIT file can say.
	ErrTooHeavy = errors.New("a FIT file holds no weight above 655.33 kg")
	// ErrNothing means that of what was asked for, the format has a place for none.
	ErrNothing = errors.New("there is nothing that this export format can hold")
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
	// Metrics and Kinds are what it has a place for; nil means all, an empty
	// list none.
	Metrics []health.MetricID
	Kinds   []health.EntryKind
	// Choices are what has to be chosen about it; their defaults are taken where
	// nothing was.
	Choices []Choice
	// Unverified tells that no description of the format by its owner stands
	// behind it: other programs' files were taken in, and nobody promises more.
	Unverified bool
	// Lossless tells that importing the file gives equal content.
	Lossless bool
	// Write writes the file. Options come from Export: choices are complete.
	Write WriteFunc
}

// WriteFunc writes what a person has in some format and counts it.
type WriteFunc func(context.Context, io.Writer, Data, Options, *Report) error

// Choice is one question about how a format is written.
type Choice struct {
	ID     string
	Title  string // English, for people
	Values []ChoiceValue
	US     string // the value that is usual where people have US units; may be empty
}

// Default is the value that a choice has for a person when nothing was chosen.
func (c Choice) Default(units health.UnitSystem) string {
	if units.US() && c.US != "" {
		return c.US
	}
	return c.Values[0].ID
}

// ChoiceValue is one answer.
type ChoiceValue struct {
	ID    string
	Title string // English, for people
}

// formats is the list of what can be written.
var formats = []Format{
	{
		Name: "withings-csv", Aliases: []string{"csv", "withings", "withings-archive"}, Extension: ".zip",
		Title:       "Archive of CSV files",
		Description: "A ZIP in the shape of a Withings archive that any spreadsheet opens; importing it again gives the same data.",
		Lossless:    true, Write: writeWithings,
	},
	{
		Name: "csv-tables", Aliases: []string{"tables", "spreadsheet"}, Extension: ".zip",
		Title:       "Tables for spreadsheets",
		Description: "A ZIP of plain tables in your units, with pictures; importing it again gives the same data.",
		Lossless:    true, Write: writeTables,
	},
	{
		Name: "fhir", Aliases: []string{"fhir-bundle", "fhir-json"}, Extension: ".json",
		Title:       "FHIR R4 bundle",
		Description: "One JSON file of observations for hospital and research systems.",
		Kinds:       fhirKinds, Write: writeFHIR,
	},
	{
		Name: "fhir-ndjson", Aliases: []string{"fhir-bulk", "ndjson"}, Extension: ".zip",
		Title:       "FHIR R4 lines",
		Description: "A ZIP with one file for each type of FHIR resource, for loading many observations at once.",
		Kinds:       fhirKinds, Write: writeFHIRLines,
	},
	{
		Name: "open-mhealth", Aliases: []string{"omh", "openmhealth"}, Extension: ".zip",
		Title:       "Open mHealth data points",
		Description: "A ZIP with one file for each schema of Open mHealth, for studies and research platforms.",
		Metrics:     omhMetrics(), Kinds: []health.EntryKind{health.SleepNight, health.Workout}, Write: writeOpenMHealth,
	},
	{
		Name: "fit-weight", Aliases: []string{"fit"}, Extension: ".fit",
		Title:       "FIT weight file",
		Description: "A file of weights as sports watches and their portals read it.",
		Metrics:     fitMetrics, Kinds: []health.EntryKind{}, Write: writeFIT,
	},
	{
		Name: "withings-import", Extension: ".zip",
		Title:       "Files for an import at Withings",
		Description: "A ZIP of small CSV files that other people uploaded to their account with success; the maker promises nothing.",
		Metrics:     uploadMetrics, Kinds: []health.EntryKind{}, Unverified: true, Choices: uploadChoices, Write: writeUpload,
	},
}

// Formats returns what can be written, the recommended format first.
func Formats() []Format { return slices.Clone(formats) }

// Lookup finds a format by its name or one of its aliases, whatever the case.
func Lookup(name string) (Format, error) { return LookupIn(formats, name) }

// LookupIn is Lookup in a list.
func LookupIn(list []Format, name string) (Format, error) {
	name = strings.ToLower(name)
	var names []string
	for _, f := range list {
		if f.Name == name || slices.Contains(f.Aliases, name) {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return Format{}, fmt.Errorf("%w: known are %s", ErrUnknownFormat, strings.Join(names, ", "))
}

// Options decide how an export is written.
type Options struct {
	// Profile is whose data it is; its zone and units shape the files.
	Profile health.Profile
	// At is the time of the export, for the dates inside a ZIP.
	At time.Time
	// Overwrite allows to replace a file of the same name.
	Overwrite bool
	// Metrics and Kinds are what is asked for; nil means all, an empty list
	// none. Comments and corrections go with the metric that they are about.
	Metrics []health.MetricID
	Kinds   []health.EntryKind
	// From and To bound the starts of what is asked for, in UTC milliseconds, To
	// excluded. Both 0 mean all of time.
	From, To int64
	// Choices answer the format's choices by their IDs.
	Choices map[string]string
	// Devices are those of the household, to name what measured.
	Devices []health.Device
	// Objections are what the person objects to; only a report goes by them.
	Objections health.Objections
	// Picture returns the bytes of a picture that an entry names, nil for one that
	// is not there. Without it, no pictures are written.
	Picture func(ctx context.Context, name string) ([]byte, error)
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
	// Left counts what was asked for and has no place in the format.
	Left int
}

// File is one file inside an export.
type File struct {
	Name string
	Rows int // without the header
	// Unverified files have a form that is guessed from others of their kind.
	Unverified bool
}

// Export writes what options ask for to path, by the rules of WriteFile. An
// existing file is ErrExists unless options say otherwise.
func Export(ctx context.Context, f Format, data Data, path string, opts Options) (Report, error) {
	var err error
	if opts.Choices, err = f.choose(opts.Choices, opts.Profile.Units); err != nil {
		return Report{}, err
	}
	var report Report
	written, err := WriteFile(path, opts.Overwrite, func(w io.Writer) error {
		part, left, err := f.fitting(ctx, opts.part().Of(data))
		if err != nil {
			return err
		}
		if err := f.Write(ctx, w, part, opts, &report); err != nil {
			return err
		}
		report.Left += left
		if report.Samples+report.Entries == 0 && f.Metrics != nil {
			return fmt.Errorf("export: %w", ErrNothing)
		}
		return ctx.Err()
	})
	if err != nil {
		return Report{}, err
	}
	report.Bytes = written
	return report, nil
}

// fitting leaves of data what the format has a place for, and counts the rest.
func (f Format) fitting(ctx context.Context, data Data) (Data, int, error) {
	left := 0
	if f.Metrics != nil {
		series, err := data.Series()
		if err != nil {
			return nil, 0, err
		}
		for _, s := range series {
			if !slices.Contains(f.Metrics, s.Metric) {
				left += s.Count
			}
		}
	}
	if f.Kinds != nil {
		for e, err := range data.Entries(ctx, earliest, latest) {
			if err != nil {
				return nil, 0, err
			}
			if !slices.Contains(f.Kinds, e.Kind) {
				left++
			}
		}
	}
	var p Part
	if f.Metrics != nil {
		p.Sample = func(m health.MetricID, _ health.SourceID) bool { return slices.Contains(f.Metrics, m) }
	}
	if f.Kinds != nil {
		p.Entry = func(e health.Entry) bool { return slices.Contains(f.Kinds, e.Kind) }
	}
	return p.Of(data), left, nil
}

// choose completes the answers to the format's choices.
func (f Format) choose(answers map[string]string, units health.UnitSystem) (map[string]string, error) {
	all := map[string]string{}
	for _, c := range f.Choices {
		all[c.ID] = c.Default(units)
	}
	for id, value := range answers {
		i := slices.IndexFunc(f.Choices, func(c Choice) bool { return c.ID == id })
		if i < 0 || !slices.ContainsFunc(f.Choices[i].Values, func(v ChoiceValue) bool { return v.ID == value }) {
			return nil, fmt.Errorf("export: %w", ErrUnknownChoice)
		}
		all[id] = value
	}
	return all, nil
}
