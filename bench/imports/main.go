package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"text/tabwriter"
)

func main() {
	ctx := context.Background()
	var err error
	if len(os.Args) > 1 && steps[os.Args[1]] != nil {
		err = steps[os.Args[1]](os.Args[2:])
	} else {
		err = run(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "imports:", err)
		os.Exit(1)
	}
}

// bench is one run of all measurements.
type bench struct {
	ctx     context.Context // lives as long as the program
	self    string
	program string // the terminal program
	folder  string
	runs    int
	table   strings.Builder
}

func run(ctx context.Context) (err error) {
	program := flag.String("program", "build/vitalkeep-cli", "the terminal program")
	samples := flag.Int("samples", 2_000_000, "samples of the raw streams")
	records := flag.Int("records", 1_000_000, "records of the Apple export; one of five times as many is imported, too")
	dir := flag.String("dir", "", "folder for the files (default: the system's for temporary ones)")
	runs := flag.Int("runs", 5, "runs of which the least counts")
	flag.Parse()
	b := &bench{ctx: ctx, runs: *runs}
	if b.self, err = os.Executable(); err != nil {
		return err
	}
	if b.program, err = filepath.Abs(*program); err != nil {
		return err
	}
	if b.folder, err = os.MkdirTemp(*dir, "vitalkeep-imports-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	fmt.Printf("%s/%s, %d processors, least of %d runs of whole processes\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.runs)
	if err := b.emptyVault(); err != nil {
		return err
	}
	fmt.Fprintln(&b.table, "\t\timport\tcompared with\tratio\taim\tpeak\taim\tbytes\taim\t")
	for _, load := range []struct {
		records int
		shuffle string
		name    string
	}{
		{*records, "", "as a phone writes them"}, {*records, "1", "in no order at all"}, {5 * *records, "", "five times as many"},
	} {
		if err := b.apple(load.records, load.shuffle, load.name); err != nil {
			return err
		}
	}
	if err := b.streams(*samples); err != nil {
		return err
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	if _, err := io.WriteString(w, b.table.String()); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Println("\nProcessor time (user and system) of whole processes beyond opening the vault; peak memory of the whole\n" +
		"process, 64 MiB for the key's derivation included; bytes that the vault grew by for each record stored.")
	return nil
}

// line is one measurement of the table. An aim of 0 is none.
func (b *bench) line(name string, n int, ours imported, theirs cost, with string, aim float64) {
	const aimedPeak, aimedBytes = 80, 5
	ratio := float64(ours.cpu) / float64(theirs.cpu)
	size := float64(ours.size) / float64(ours.count)
	wanted := "-"
	if aim > 0 {
		wanted = met(ratio <= aim, fmt.Sprintf("%.1f", aim))
	}
	fmt.Fprintf(&b.table, "%s\t%d\t%.0f ns\t%s %.0f ns\t%.2f\t%s\t%.1f MB\t%s\t%.2f\t%s\t\n", name, ours.count,
		float64(ours.cpu.Nanoseconds())/float64(n), with, float64(theirs.cpu.Nanoseconds())/float64(n), ratio, wanted,
		float64(ours.peak)/1e6, met(ours.peak <= aimedPeak*1e6, strconv.Itoa(aimedPeak)),
		size, met(size <= aimedBytes, strconv.Itoa(aimedBytes)))
}

func met(ok bool, aim string) string {
	if ok {
		return aim
	}
	return aim + ", missed"
}

// make has a child write a load into a folder of that name, so that what that
// takes is in no measurement.
func (b *bench) make(name, step string, n int, more ...string) (folder string, err error) {
	folder = filepath.Join(b.folder, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		return "", err
	}
	_, err = b.process(b.self, append([]string{step, folder, strconv.Itoa(n)}, more...)...)
	return folder, err
}
