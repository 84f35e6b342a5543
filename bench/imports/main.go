package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
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
	failed  []string // aims that are missed
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
	for _, n := range []int{*records, 5 * *records} {
		if err := b.apple(n); err != nil {
			return err
		}
	}
	return b.streams(*samples)
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
