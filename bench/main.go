package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	ctx := context.Background()
	var err error
	if t := os.Getenv(childEnvironment); t != "" {
		err = child(ctx, t)
	} else {
		err = run(ctx)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// bench is one run over all engines.
type bench struct {
	ctx      context.Context // lives as long as the program
	folder   string
	rows     int
	repeats  int
	programs map[string]string // by engine: which build has it
	names    []string          // of the engines, the vault first
	found    map[string]map[string]result
	size     map[string]int64
}

func run(ctx context.Context) (err error) {
	rows := flag.Int("rows", 10_000_000, "samples to compare with")
	zoom := flag.Int("zoom", 0, "samples of a second vault for the zoom figures; 0 takes the first")
	cipher := flag.String("sqlcipher", "", "the build of this program that has SQLCipher")
	dir := flag.String("dir", "", "folder for the files (default: the system's for temporary ones)")
	repeats := flag.Int("repeats", 3, "runs of which the least counts")
	flag.Parse()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	b := &bench{
		ctx: ctx, rows: *rows, repeats: *repeats, programs: map[string]string{"vault": self, "sqlite": self},
		names: []string{"vault", "sqlite"}, found: map[string]map[string]result{}, size: map[string]int64{},
	}
	if *cipher != "" {
		b.programs["sqlcipher"] = *cipher
		b.names = append(b.names, "sqlcipher")
	}
	if b.folder, err = os.MkdirTemp(*dir, "vitalkeep-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.folder)) }()
	fmt.Printf("%d samples of one series, %s/%s, %d processors; least of %d runs\n",
		b.rows, runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), b.repeats)
	if err := b.compare(); err != nil {
		return err
	}
	if err := b.print(); err != nil {
		return err
	}
	return b.zooms(*zoom)
}

func (b *bench) path(engine string) string { return filepath.Join(b.folder, engine+".file") }

// compare runs every operation on every engine, the engines by turns.
func (b *bench) compare() error {
	for _, op := range []string{"import", "scan", "total", "day", "insert"} {
		for run := range b.repeats {
			for _, name := range b.names {
				if op == "total" && name == "vault" {
					continue
				}
				if err := b.once(name, op, run); err != nil {
					return fmt.Errorf("%s, %s: %w", name, op, err)
				}
			}
		}
	}
	first := b.found["vault"]
	for name, ops := range b.found {
		for op, r := range ops {
			if op == "total" {
				op = "scan"
			}
			if want := first[op]; op != "insert" && (r.Rows != want.Rows || r.Sum != want.Sum) {
				return fmt.Errorf("%s, %s: %d rows that add up to %d, the vault has %d and %d", name, op, r.Rows, r.Sum, want.Rows, want.Sum)
			}
		}
	}
	return nil
}

func (b *bench) once(name, op string, run int) error {
	path := b.path(name)
	if op == "import" {
		files, err := filepath.Glob(path + "*")
		if err != nil {
			return err
		}
		for _, f := range files {
			if err := os.Remove(f); err != nil {
				return err
			}
		}
	}
	r, err := b.ask(task{Engine: name, Op: op, Path: path, Rows: b.rows, Run: run})
	if err != nil {
		return err
	}
	if op == "import" {
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		b.size[name] = info.Size()
	}
	if b.found[name] == nil {
		b.found[name] = map[string]result{}
	}
	best, ok := b.found[name][op]
	if !ok || ranked(op, r) < ranked(op, best) {
		b.found[name][op] = r
	}
	return nil
}

// ranked is the figure by which the least run of an operation is chosen.
func ranked(op string, r result) float64 {
	switch op {
	case "insert":
		return float64(r.Each) / float64(r.Sync)
	case "day":
		return float64(r.Each)
	}
	return float64(r.CPU)
}

func (b *bench) ask(t task) (r result, err error) {
	encoded, err := json.Marshal(t)
	if err != nil {
		return r, err
	}
	c := exec.CommandContext(b.ctx, b.programs[t.Engine])
	c.Env = append(os.Environ(), childEnvironment+"="+string(encoded))
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return r, err
	}
	return r, json.Unmarshal(out, &r)
}

// printTable aligns the columns of a text that are parted by tabs.
func printTable(to io.Writer, text string) error {
	w := tabwriter.NewWriter(to, 0, 0, 3, ' ', tabwriter.AlignRight)
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	return w.Flush()
}

// print shows what was found, one line an operation.
func (b *bench) print() error {
	var w strings.Builder
	var head strings.Builder
	head.WriteString("\t" + b.names[0])
	for _, name := range b.names[1:] {
		head.WriteString("\t" + name + "\tratio")
	}
	fmt.Fprintln(&w, head.String()+"\t")
	line := func(title, format string, value func(name string) float64) {
		ours := value("vault")
		fmt.Fprintf(&w, "%s\t"+format, title, ours)
		for _, name := range b.names[1:] {
			theirs := value(name)
			fmt.Fprintf(&w, "\t"+format+"\t%.1fx", theirs, theirs/ours)
		}
		fmt.Fprintln(&w, "\t")
	}
	perRow := func(op string) func(string) float64 {
		return func(name string) float64 {
			if op == "total" && name == "vault" {
				op := b.found[name]["scan"]
				return float64(op.CPU.Nanoseconds()) / float64(b.rows)
			}
			return float64(b.found[name][op].CPU.Nanoseconds()) / float64(b.rows)
		}
	}
	line("bytes a sample", "%.2f", func(n string) float64 { return float64(b.size[n]) / float64(b.rows) })
	line("import, ns of processor a sample", "%.0f", perRow("import"))
	line("import, seconds", "%.1f", func(n string) float64 { return b.found[n]["import"].Wall.Seconds() })
	line("scan, every row handed over, ns a sample", "%.0f", perRow("scan"))
	line("scan, added up within the database, ns a sample", "%.0f", perRow("total"))
	line("one day out of all, microseconds", "%.0f", func(n string) float64 { return float64(b.found[n]["day"].Each.Microseconds()) })
	line("peak memory of the import, MB", "%.1f", func(n string) float64 { return float64(b.found[n]["import"].Peak) / 1e6 })
	line("durable insert, of one bare append and fdatasync", "%.2f", func(n string) float64 {
		r := b.found[n]["insert"]
		return float64(r.Each) / float64(r.Sync)
	})
	if err := printTable(os.Stdout, w.String()); err != nil {
		return err
	}
	fmt.Printf("one bare append and fdatasync: %v\n", b.found["vault"]["insert"].Sync.Round(time.Microsecond))
	return nil
}
