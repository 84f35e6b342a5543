package importers

import (
	"io"
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
	// Whole tells that one export holds the whole history: what a newer one
	// lacks was dropped by who wrote it.
	Whole bool

	kinds []kind
	// nested tells that its files lie in folders, in which names repeat; two
	// files of one name are refused otherwise: they may be two people's.
	nested bool
	// archives tells that it has kinds that are ZIP archives inside the bundle.
	archives bool
	// arrange, which may be nil, sees the claimed files of one bundle together
	// and sets those aside that others hold better.
	arrange func([]*task)
	// parts tells that one export may come as several archives: arrange sees the
	// files of all bundles together.
	parts bool
}

// kind is one sort of file within a format.
type kind struct {
	name string // "weight"
	// claim tells the kind by its content, and by its name where the content
	// leaves it open. A problem means: it is this kind, but cannot be read as it
	// is.
	claim func(*glance) (mine bool, problem string)
	// local tells that rows carry local times or days, which need a zone.
	local bool
	// private files are never handed over, aside files hold nothing to hand
	// over; both are only named in the report.
	private, aside bool
	// single tells that a file stands for itself: another one of the same name is
	// no newer form of it.
	single bool
	// why says why an aside file is left aside; "" where others hold the same.
	why string
	// assumes says in an English sentence what is taken for granted where the
	// facts on the format are not certain; empty for most.
	assumes string
	// person and zone are what the file says of whose data it is and of the IANA
	// zone that it was lived in; nil for most.
	person func(*glance) Person
	zone   func(*glance) string
	// read reads a table with commas row by row, stream any bytes; a kind that
	// is neither private nor aside has one of the two.
	read   func(*fileReader) error
	stream func(*fileReader, io.Reader) error
}

// glance is what is known of a file before it is read in full.
type glance struct {
	name   string   // base name, lower case, without extension and copy mark
	ext    string   // ".csv", lower case
	folder string   // folders inside what was brought, lower case: "takeout/fitbit"; "" at the top
	head   []byte   // the first bytes, at most headBytes, without a byte order mark
	header []string // first record of a text with commas, trimmed; nil for anything else
}

const headBytes = 32 << 10

// byHeader makes a claim of one that asks for name and header alone.
func byHeader(claim func(name string, header []string) (bool, string)) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) { return claim(g.name, g.header) }
}

// Names of the formats.
const (
	WithingsArchive  = "withings-archive"
	VitalkeepArchive = "vitalkeep-archive"
	WeightCSV        = "csv-weight"
	BloodPressureCSV = "csv-blood-pressure"
	HeightCSV        = "csv-height"
	// MappedCSV is the format of tables that are read by a [Mapping].
	MappedCSV = "csv-mapped"
)

// formats is the one table of what is understood, in the order in which files
// are offered to it.
func formats() []Format {
	return []Format{
		{
			Name: WithingsArchive, Title: "Withings archive", Form: "“Download my data”: ZIP, folder or single CSV files",
			Extensions: []string{".zip", ".csv"}, Whole: true, kinds: withingsKinds(),
		},
		{
			Name: VitalkeepArchive, Title: "Vitalkeep export", Form: "ZIP, folder or single CSV files",
			Extensions: []string{".zip", ".csv"}, kinds: vitalkeepKinds(),
		},
		healthConnect(),
		libreView(),
		dexcomClarity(),
		samsungHealth(),
		appleHealth(),
		fitbitTakeout(),
		googleFitTakeout(),
		garminExport(),
		{Name: WeightCSV, Title: "Weight CSV", Form: "Date,Weight,Fat mass", Extensions: []string{".csv"}, kinds: []kind{plainWeight()}},
		{Name: BloodPressureCSV, Title: "Blood pressure CSV", Form: "Date,Heart rate,Systole,Diastole", Extensions: []string{".csv"}, kinds: []kind{plainBloodPressure()}},
		{Name: HeightCSV, Title: "Height CSV", Form: "Date,Height", Extensions: []string{".csv"}, kinds: []kind{plainHeight()}},
		mappedTables(), // last: it takes what no other claims
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

// match finds the kind of a file. With want set, only that format is asked. A
// kind that can read the file goes before one that knows it and cannot, but for
// that of any table.
func match(table []Format, want string, g *glance) (f Format, k kind, problem string, ok bool) {
	for _, format := range table {
		if want != "" && format.Name != want || ok && format.Name == MappedCSV {
			continue
		}
		for _, its := range format.kinds {
			mine, wrong := its.claim(g)
			switch {
			case mine && wrong == "":
				return format, its, "", true
			case mine && !ok:
				f, k, problem, ok = format, its, wrong, true
			}
		}
	}
	return f, k, problem, ok
}
