package applehealth

import (
	"time"

	"vitalkeep/health"
)

// Options shape an export. The zero value is one of some 10,000 records.
type Options struct {
	Seed    uint64
	Records int         // Record elements at the top level; 0 means 10,000
	Start   health.Date // where the records begin; zero means 2021-03-01
	Zone    string      // IANA name; "" means Europe/Berlin
	// Imperial writes pounds, miles, degrees Fahrenheit and kilocalories named
	// Cal, as an iPhone of the United States does.
	Imperial bool
	// Folder and Name are how the export names itself: "" means
	// apple_health_export and export.xml. A German iPhone writes Exportieren.xml.
	Folder, Name string
	// Shuffle, when not 0, seeds another order of the records. All of them are
	// kept in memory then.
	Shuffle uint64
	// BrokenDTD writes the declarations as iOS 16 did, which no XML parser reads.
	BrokenDTD bool
	// BadText writes control characters, bytes that are not UTF-8 and character
	// references into the name of one source; what is read is the same.
	BadText bool
	// Level of compression in the ZIP, 1 to 9; 0 means 5.
	Level int
}

func (o Options) withDefaults() Options {
	if o.Records <= 0 {
		o.Records = 10_000
	}
	if o.Start == (health.Date{}) {
		o.Start = health.Date{Year: 2021, Month: time.March, Day: 1}
	}
	if o.Zone == "" {
		o.Zone = "Europe/Berlin"
	}
	if o.Folder == "" {
		o.Folder = "apple_health_export"
	}
	if o.Name == "" {
		o.Name = "export.xml"
	}
	if o.Level <= 0 {
		o.Level = 5
	}
	return o
}

// Series names samples of one metric from one source.
type Series struct {
	Metric health.MetricID
	Source health.SourceID
}

// Fact is what a series holds. Values are in the canonical unit of the metric.
type Fact struct {
	Count       int
	First, Last int64 // UTC milliseconds of the earliest and latest start
	Sum         float64
}

func (f Fact) plus(g Fact) Fact {
	if f.Count == 0 {
		return g
	}
	return Fact{
		Count: f.Count + g.Count, Sum: f.Sum + g.Sum,
		First: min(f.First, g.First), Last: max(f.Last, g.Last),
	}
}

// Book tells what an export holds.
type Book struct {
	Options Options
	Series  map[Series]Fact
	Entries map[health.EntryKind]int
	// Bytes of the XML file.
	Bytes int64
	// Born is the date of birth that the export names.
	Born health.Date
}

// Metric returns what all sources of a metric hold together.
func (b *Book) Metric(id health.MetricID) Fact {
	var out Fact
	for s, f := range b.Series {
		if s.Metric == id {
			out = out.plus(f)
		}
	}
	return out
}

// Samples returns the number of samples of all series.
func (b *Book) Samples() int {
	n := 0
	for _, f := range b.Series {
		n += f.Count
	}
	return n
}

// Metrics returns the sum of each metric's facts.
func (b *Book) Metrics() map[health.MetricID]Fact {
	out := map[health.MetricID]Fact{}
	for s, f := range b.Series {
		out[s.Metric] = out[s.Metric].plus(f)
	}
	return out
}
