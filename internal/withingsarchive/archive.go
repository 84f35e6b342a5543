package withingsarchive

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"vitalkeep/health"
)

// Options shape an archive. The zero value is a year of a US account in pounds
// in Los Angeles.
type Options struct {
	Seed  uint64
	Days  int         // local days covered; 0 means 365
	Start health.Date // first of them; zero means 2024-01-01
	Zone  string      // IANA name; "" means America/Los_Angeles
	// Kilograms gives an account in kg and m instead of lb and feet.
	Kilograms bool
	// HeartRateEvery is the seconds between two heart rates of the watch; 0
	// means 600. Small numbers make large archives: 10 gives some 100 kB a day.
	HeartRateEvery int
	// NoZoneHint leaves out what names the zone: devices.csv and the column
	// Timezone of activities.csv.
	NoZoneHint bool
	// Flaws adds rows that no importer may take: times that a clock change
	// skipped or doubled, half a blood pressure, absurd coordinates, lists of
	// unequal length, texts where a number belongs. Archive.Flawed names them.
	Flaws bool
}

func (o Options) withDefaults() Options {
	if o.Days <= 0 {
		o.Days = 365
	}
	if o.Start == (health.Date{}) {
		o.Start = health.Date{Year: 2024, Month: time.January, Day: 1}
	}
	if o.Zone == "" {
		o.Zone = "America/Los_Angeles"
	}
	if o.HeartRateEvery <= 0 {
		o.HeartRateEvery = 600
	}
	return o
}

// File is one file of an archive.
type File struct {
	Name string
	Data []byte
}

// Series names samples of one metric from one stream.
type Series struct {
	Metric health.MetricID
	Source health.SourceID
}

// Fact is what a series holds, doubled rows counted once. Values are in the
// canonical unit of the metric.
type Fact struct {
	Count       int
	Doubled     int   // further copies of samples already counted
	First, Last int64 // UTC milliseconds of the earliest and latest start
	Sum         float64
	Min, Max    float64
}

// Weight is one weigh-in.
type Weight struct {
	Start     int64       // UTC milliseconds
	Text      string      // the number as the file has it
	Unit      health.Unit // Pound or Kilogram
	Kilograms float64
}

// Flaw is a row or cell that must be rejected.
type Flaw struct {
	File   string
	Row    int // line of the file, from 1
	Column string
}

// Archive is a generated archive together with what is in it.
type Archive struct {
	Options Options
	Files   []File // in the order of the ZIP
	Series  map[Series]Fact
	Entries map[health.EntryKind]int
	// DayTotals are the vendor's totals as the files have them.
	DayTotals map[health.MetricID]map[health.Date]string
	Weights   []Weight // oldest first
	Flawed    []Flaw
	// Canaries are texts of the personal files that may never be stored.
	Canaries []string
}

// Metric returns what all streams of a metric hold together.
func (a *Archive) Metric(id health.MetricID) Fact {
	var out Fact
	for s, f := range a.Series {
		if s.Metric == id {
			out = out.plus(f)
		}
	}
	return out
}

func (f Fact) plus(g Fact) Fact {
	if f.Count == 0 {
		return g
	}
	if g.Count == 0 {
		return f
	}
	return Fact{
		Count: f.Count + g.Count, Doubled: f.Doubled + g.Doubled,
		First: min(f.First, g.First), Last: max(f.Last, g.Last),
		Sum: f.Sum + g.Sum, Min: min(f.Min, g.Min), Max: max(f.Max, g.Max),
	}
}

// Samples returns the number of samples of all series, doubled ones once.
func (a *Archive) Samples() int {
	n := 0
	for _, f := range a.Series {
		n += f.Count
	}
	return n
}

// Size returns the bytes of all files together.
func (a *Archive) Size() int64 {
	var n int64
	for _, f := range a.Files {
		n += int64(len(f.Data))
	}
	return n
}

// ErrNoFile means that the archive has no file of that name.
var ErrNoFile = errors.New("no such file in the archive")

// File returns the content of a file.
func (a *Archive) File(name string) ([]byte, error) {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", name, ErrNoFile)
}

// WriteZIP writes the archive as one flat ZIP, always the same bytes.
func (a *Archive) WriteZIP(w io.Writer) error {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for _, f := range a.Files {
		e, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate})
		if err != nil {
			return fmt.Errorf("adding %s: %w", f.Name, err)
		}
		if _, err := e.Write(f.Data); err != nil {
			return fmt.Errorf("writing %s: %w", f.Name, err)
		}
	}
	return z.Close()
}

// WriteDir writes the files into the folder path, which it makes.
func (a *Archive) WriteDir(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	for _, f := range a.Files {
		if err := os.WriteFile(filepath.Join(path, f.Name), f.Data, 0o600); err != nil {
			return err
		}
	}
	return nil
}
