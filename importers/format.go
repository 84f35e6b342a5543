package importers

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Format is one form of input that is understood.
type Format struct {
	Name       string   // stable identifier: "withings-archive"
	Title      string   // for people, in English
	Form       string   // what its files look like, in English
	Extensions []string // of its files, lower case with the dot
	kinds      []kind
}

// kind is one sort of file within a format.
type kind struct {
	name string // "weight"
	// claim looks at the cleaned base name and the header. A problem means: it
	// is this kind, but cannot be read as it is.
	claim func(name string, header []string) (mine bool, problem string)
	// local tells that rows carry local times or days, which need a zone.
	local bool
	// private files are never handed over, aside files hold nothing to hand
	// over; both are only named in the report.
	private, aside bool
	read           func(*fileReader) error
}

// Names of the formats.
const (
	WithingsArchive  = "withings-archive"
	VitalkeepArchive = "vitalkeep-archive"
	WeightCSV        = "csv-weight"
	BloodPressureCSV = "csv-blood-pressure"
	HeightCSV        = "csv-height"
)

// formats is the one table of what is understood, in the order in which files
// are offered to it.
func formats() []Format {
	return []Format{
		{
			Name: WithingsArchive, Title: "Withings archive", Form: "“Download my data”: ZIP, folder or single CSV files",
			Extensions: []string{".zip", ".csv"}, kinds: withingsKinds(),
		},
		{
			Name: VitalkeepArchive, Title: "Vitalkeep export", Form: "ZIP, folder or single CSV files",
			Extensions: []string{".zip", ".csv"}, kinds: vitalkeepKinds(),
		},
		{Name: WeightCSV, Title: "Weight CSV", Form: "Date,Weight,Fat mass", Extensions: []string{".csv"}, kinds: []kind{plainWeight()}},
		{Name: BloodPressureCSV, Title: "Blood pressure CSV", Form: "Date,Heart rate,Systole,Diastole", Extensions: []string{".csv"}, kinds: []kind{plainBloodPressure()}},
		{Name: HeightCSV, Title: "Height CSV", Form: "Date,Height", Extensions: []string{".csv"}, kinds: []kind{plainHeight()}},
	}
}

// Formats returns what is understood, in a fixed order.
func Formats() []Format { return formats() }

// known reports whether name is one of the formats.
func known(name string) bool {
	return slices.ContainsFunc(formats(), func(f Format) bool { return f.Name == name })
}

// copyMark is what browsers and file managers append to a second copy.
var copyMark = regexp.MustCompile(`( ?\(\d+\)| - Copy| copy( \d+)?)$`)

// cleanName returns the base name in lower case without extension and without
// the mark of a second copy: "raw_tracker_steps (1).csv" → "raw_tracker_steps".
func cleanName(name string) string {
	name = strings.TrimSuffix(name, filepath.Ext(name))
	return strings.ToLower(copyMark.ReplaceAllString(name, ""))
}

// match finds the kind of a file. With want set, only that format is asked.
func match(table []Format, want, name string, header []string) (f Format, k kind, problem string, ok bool) {
	name = cleanName(name)
	for _, f := range table {
		if want != "" && f.Name != want {
			continue
		}
		for _, k := range f.kinds {
			if mine, problem := k.claim(name, header); mine {
				return f, k, problem, true
			}
		}
	}
	return Format{}, kind{}, "", false
}
