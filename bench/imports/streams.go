package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// steps are what this program does as a child of itself.
var steps = map[string]func(args []string) error{
	"write-streams": writeStreams,
	"tokenise":      tokenise,
	"write-apple":   writeApple,
	"inflate":       inflate,
}

// shape is how many samples a row of a stream holds.
type shape struct {
	name        string
	least, most int
}

var shapes = map[string]shape{
	"one":  {"one sample a row", 1, 1},
	"few":  {"1 to 30 a row", 1, 30},
	"many": {"40 to 120 a row", 40, 120},
}

// stream is one file; share is its part of all samples, in hundredths.
type stream struct {
	file     string
	share    int
	seconds  int // of one sample
	shape    string
	low, top int
	places   int
}

// account is what the streams of a real account look like: heart rates of a
// watch one by one, what a tracker counts in rows of a walk each, and the nights
// of a sleep mat in long ones.
var account = []stream{
	{"raw_hr_hr", 25, 37, "one", 48, 150, 0},
	{"raw_tracker_steps", 13, 60, "few", 1, 130, 0},
	{"raw_tracker_distance", 13, 60, "few", 1, 110, 2},
	{"raw_tracker_elevation", 13, 60, "few", 0, 3, 0},
	{"raw_tracker_calories-earned", 11, 60, "few", 0, 9, 2},
	{"raw_bed_hr", 9, 60, "many", 45, 75, 0},
	{"raw_bed_respiratory-rate", 8, 60, "many", 10, 20, 0},
	{"raw_bed_sleep-state", 8, 60, "many", 0, 3, 0},
}

// writeStreams writes raw files with n samples in all: folder, n, and the shape
// of all rows, if it is not an account's mixture.
func writeStreams(args []string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	left := n
	for i, s := range account {
		if len(args) > 2 {
			s.shape = args[2]
		}
		count := n * s.share / 100
		if i == len(account)-1 {
			count = left
		}
		left -= count
		if err := s.write(args[0], count, uint64(i)); err != nil {
			return err
		}
	}
	return nil
}

// write writes the rows as the vendor does: blocks of some rows, the newest
// first, the rows within a block in order; one row of forty stands twice.
func (s stream) write(folder string, n int, seed uint64) (err error) {
	f, err := os.Create(filepath.Join(folder, s.file+".csv"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	r := rand.New(rand.NewPCG(seed, 5)) //nolint:gosec // the same numbers each time are wanted
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return err
	}
	lengths := make([]int, 0, n)
	for left := n; left > 0; {
		h := shapes[s.shape]
		k := min(h.least+r.IntN(h.most-h.least+1), left)
		lengths = append(lengths, k)
		left -= k
	}
	starts := make([]time.Time, len(lengths))
	at := time.Date(2015, 1, 1, 6, 0, 0, 0, time.UTC)
	for i, k := range lengths {
		starts[i] = at
		at = at.Add(time.Duration(k*s.seconds+60*(1+r.IntN(9))) * time.Second)
	}
	if _, err := w.WriteString("start,duration,value\n"); err != nil {
		return err
	}
	const block = 7
	var row []byte
	value := (s.low + s.top) / 2
	for b := (len(lengths) - 1) / block; b >= 0; b-- {
		for i := b * block; i < min(len(lengths), (b+1)*block); i++ {
			row = starts[i].In(paris).AppendFormat(row[:0], time.RFC3339)
			row = append(row, ',')
			row = appendList(row, lengths[i], func(b []byte) []byte { return strconv.AppendInt(b, int64(s.seconds), 10) })
			row = append(row, ',')
			row = appendList(row, lengths[i], func(b []byte) []byte {
				value = min(max(value+r.IntN(9)-4, s.low), s.top)
				b = strconv.AppendInt(b, int64(value), 10)
				if s.places > 0 {
					b = append(b, '.', '0'+byte(r.IntN(10)), '0'+byte(r.IntN(10))) //nolint:gosec // a digit
				}
				return b
			})
			row = append(row, '\n')
			again := 1
			if r.IntN(40) == 0 {
				again = 2
			}
			for range again {
				if _, err := w.Write(row); err != nil {
					return err
				}
			}
		}
	}
	return w.Flush()
}

// appendList writes "[60,60]" in quotes, or [60] without.
func appendList(b []byte, n int, one func([]byte) []byte) []byte {
	if n > 1 {
		b = append(b, '"')
	}
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b)
	}
	b = append(b, ']')
	if n > 1 {
		b = append(b, '"')
	}
	return b
}

// tokenise reads every record of the files of a folder with encoding/csv, in
// its cheapest way, and does nothing with it.
func tokenise(args []string) error {
	files, err := filepath.Glob(filepath.Join(args[0], "*.csv"))
	if err != nil {
		return err
	}
	cells := 0
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		r := csv.NewReader(f)
		r.ReuseRecord = true
		for {
			record, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return err
			}
			cells += len(record)
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	fmt.Println(cells)
	return nil
}

// streams compares the import of raw streams with tokenising them.
func (b *bench) streams(n int) error {
	for _, load := range []struct{ name, shape string }{
		{"an account's mixture", ""}, {shapes["one"].name, "one"}, {shapes["few"].name, "few"}, {shapes["many"].name, "many"},
	} {
		var more []string
		if load.shape != "" {
			more = []string{load.shape}
		}
		folder, err := b.make("streams-"+load.shape, "write-streams", n, more...)
		if err != nil {
			return err
		}
		ours, csv, err := b.importing(folder, "tokenise")
		if err != nil {
			return err
		}
		b.line("Withings streams, "+load.name, n, ours, csv, "encoding/csv", 1)
		if err := os.RemoveAll(folder); err != nil {
			return err
		}
	}
	return nil
}
