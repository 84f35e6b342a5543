package applehealth

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"vitalkeep/health"
)

// writer writes elements and keeps the books on what they hold.
type writer struct {
	*Book
	rand *rand.Rand
	zone *time.Location
	out  *bufio.Writer
	err  error
	line []byte
	held [][]byte // elements that wait to be written in another order
}

func newWriter(w io.Writer, o Options) (*writer, error) {
	o = o.withDefaults()
	zone, err := time.LoadLocation(o.Zone)
	if err != nil {
		return nil, fmt.Errorf("generating an export: %w", err)
	}
	return &writer{
		Book: &Book{Options: o, Series: map[Series]Fact{}, Entries: map[health.EntryKind]int{}},
		rand: rand.New(rand.NewPCG(o.Seed, 0x6170706c)), //nolint:gosec // invented data must be the same every time
		zone: zone, out: bufio.NewWriterSize(w, 256<<10),
	}, nil
}

// note enters one sample into the books.
func (w *writer) note(metric health.MetricID, source health.SourceID, start int64, value health.Decimal, unit health.Unit) {
	s := Series{metric, source}
	w.Series[s] = w.Series[s].plus(Fact{Count: 1, First: start, Last: start, Sum: unit.Value(value)})
}

// text writes a piece of the XML file.
func (w *writer) text(s string) { w.bytes([]byte(s)) }

func (w *writer) bytes(b []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(b)
	}
	w.Bytes += int64(len(b))
}

// emit writes the element in line, or keeps it for another order.
func (w *writer) emit() {
	if w.Options.Shuffle != 0 {
		w.held = append(w.held, bytes.Clone(w.line))
	} else {
		w.bytes(w.line)
	}
	w.line = w.line[:0]
}

// release writes what was kept, in the order that Shuffle seeds.
func (w *writer) release() {
	r := rand.New(rand.NewPCG(w.Options.Shuffle, 0x73687566)) //nolint:gosec // the same order every time
	r.Shuffle(len(w.held), func(i, j int) { w.held[i], w.held[j] = w.held[j], w.held[i] })
	for _, b := range w.held {
		w.bytes(b)
	}
	w.held = nil
}

func (w *writer) finish() error {
	if w.err == nil {
		w.err = w.out.Flush()
	}
	if w.err != nil {
		return fmt.Errorf("writing an export: %w", w.err)
	}
	return nil
}

// date appends an instant in seconds as the Health app prints it.
func (w *writer) date(b []byte, at int64) []byte {
	return time.Unix(at, 0).In(w.zone).AppendFormat(b, "2006-01-02 15:04:05 -0700")
}

// attribute appends an attribute.
func attribute(b []byte, name, value string) []byte {
	b = append(b, ' ')
	b = append(b, name...)
	b = append(b, `="`...)
	b = append(b, value...)
	return append(b, '"')
}

// times appends the three dates of an element.
func (w *writer) times(b []byte, start, end int64) []byte {
	b = append(b, ` creationDate="`...)
	b = w.date(b, end+int64(w.rand.IntN(600)))
	b = append(b, `" startDate="`...)
	b = w.date(b, start)
	b = append(b, `" endDate="`...)
	b = w.date(b, end)
	return append(b, '"')
}

// day returns the first second of the day so many days after the start.
func (w *writer) day(n int) int64 { return w.Options.Start.AddDays(n).Start(w.zone) / 1000 }

// number returns a decimal between low and high with that many places.
func (w *writer) number(low, high float64, places uint8) health.Decimal {
	d, _ := health.FromFloat(low+(high-low)*w.rand.Float64(), places)
	return d
}
