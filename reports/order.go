package reports

import (
	"context"
	"io"
	"iter"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/sheets"
)

// Data is what a report is made of.
type Data interface {
	// Readings are those of a metric as a person sees them, ordered by start.
	Readings(ctx context.Context, metric health.MetricID) iter.Seq2[health.Reading, error]
}

// Order says what a report shall hold.
type Order struct {
	Profile health.Profile
	// Metrics are what it is about, among those that there is something of.
	Metrics []health.MetricID
	// From and To bound the period for its title, in UTC milliseconds, To
	// excluded; both 0 for that of the readings.
	From, To int64
	Paper    sheets.Paper
	// Objections are what the person objects to: a report has no averages without
	// statistics, and no week at home without insights.
	Objections health.Objections
	Made       time.Time
	// Progress is told how many readings were taken in; it may be nil.
	Progress func(readings int64)
}

// Usual is what a report is about where nobody chose: what doctors ask for.
var usual = []health.MetricID{
	"systolic", "diastolic", "heart_rate", "weight", "bmi", "fat_ratio", "glucose", "spo2", "body_temperature", "respiratory_rate", "steps",
}

// Usual returns the metrics that doctors ask for, in the order of a report.
func Usual() []health.MetricID { return slices.Clone(usual) }

// Fits reports whether a report can be about a metric: what a day has a number
// of and the catalogue knows.
func Fits(id health.MetricID) bool {
	m, ok := health.Lookup(id)
	return ok && !m.Generic && m.Day != health.DayNone
}

// Report says what a report holds.
type Report struct {
	Readings int // that its figures rest on
	Pages    int
}

// Write writes a report for a doctor as a PDF. It may have no readings at all;
// then it says so.
func Write(ctx context.Context, to io.Writer, data Data, o Order) (Report, error) {
	loc, err := o.Profile.Location()
	if err != nil {
		return Report{}, err
	}
	g := &gatherer{data: data, order: o, loc: loc}
	sections, err := g.sections(ctx)
	if err != nil {
		return Report{}, err
	}
	l, err := newLayout(o)
	if err != nil {
		return Report{}, err
	}
	l.head(o, g.period(), len(sections) > 0)
	for _, s := range sections {
		l.section(s)
	}
	l.feet(o)
	return Report{Readings: g.readings, Pages: l.doc.Pages()}, l.doc.Write(to)
}

// section is one part of a report: what it has of one metric, or of blood
// pressure.
type section struct {
	title   string
	figures table
	notes   []string // small words below the figures
	graph   []byte   // PNG, nil for none
	caption string   // of the graph
	list    table
	sources []string
}

// table is rows below a header. Columns but the first and the last of a list
// stand at their right ends.
type table struct {
	title string
	note  string
	head  []string
	rows  [][]string
	list  bool // its last column is words
	twice bool // it is narrow: two columns of rows stand side by side
}

// plain takes the column of sources away where all rows have the same: it
// stands above the list.
func (t *table) plain(sources int) {
	if sources > 1 {
		return
	}
	n := len(t.head) - 1
	t.head, t.list, t.twice = t.head[:n], false, true
	for i := range t.rows {
		t.rows[i] = t.rows[i][:n]
	}
}
