package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// task is what one child process is asked to measure.
type task struct {
	Engine string
	Op     string // import, scan, total, day, insert, open, zoom
	Path   string
	Rows   int
	Run    int // which of the repeated ones it is
}

// result is what it found.
type result struct {
	CPU  time.Duration // of the whole process, for what was measured
	Wall time.Duration
	Each time.Duration // of one operation, the median
	Sync time.Duration // of one bare write and sync beside it, the median
	Rows int           // read or written
	Sum  int64
	Peak int64 // bytes of memory, highest during what was measured
	Text string
}

const childEnvironment = "VITALKEEP_BENCH_TASK"

// child measures one task and prints the result.
func child(ctx context.Context, encoded string) error {
	var t task
	if err := json.Unmarshal([]byte(encoded), &t); err != nil {
		return err
	}
	r, err := measure(ctx, t)
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(r)
}

func measure(ctx context.Context, t task) (r result, err error) {
	var m meter
	if t.Op == "open" {
		if err := m.start(); err != nil {
			return r, err
		}
		took, err := dashboard(ctx, t.Path)
		r = m.stop(r)
		r.Wall = took
		return r, err
	}
	e, err := open(ctx, t.Engine, t.Path, t.Op == "import")
	if err != nil {
		return r, err
	}
	defer func() { err = closing(err, e) }()
	if err := m.start(); err != nil {
		return r, err
	}
	switch t.Op {
	case "import":
		r.Rows = t.Rows
		if err = e.load(ctx, heartRates(t.Rows)); err == nil {
			err = e.close() // done when it is closed
			e = nil
		}
	case "scan":
		r.Rows, r.Sum, err = e.scan(ctx)
	case "total":
		r.Rows, r.Sum, err = e.(interface {
			total(ctx context.Context) (int, int64, error)
		}).total(ctx)
	case "day":
		from, to := middleDay(t.Rows)
		r.Each, err = median(200, func() (err error) {
			r.Rows, r.Sum, err = e.between(ctx, from, to)
			return err
		})
	case "insert":
		r.Each, r.Sync, err = inserts(ctx, e, t)
	case "zoom":
		var text strings.Builder
		err = e.(*vaultEngine).zoom(ctx, &text, t.Rows)
		r.Text = text.String()
	default:
		err = fmt.Errorf("no operation %q", t.Op)
	}
	return m.stop(r), err
}

// closing closes an engine that is open and keeps the first error.
func closing(err error, e engine) error {
	if e == nil {
		return err
	}
	return errors.Join(err, e.close())
}

// inserts takes turns between one durable insert and one bare append of a page
// with a sync, on the same disk.
func inserts(ctx context.Context, e engine, t task) (each, bare time.Duration, err error) {
	f, err := os.Create(filepath.Join(filepath.Dir(t.Path), "bare"))
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = f.Close() }()
	page := make([]byte, 4096)
	// Each run types at times of its own: the same again would change nothing.
	next := firstRow + int64(t.Rows+1000)*2*spacing + int64(t.Run)*dayMS
	var ours, theirs []time.Duration
	for i := range 300 {
		start := time.Now()
		if _, err := f.Write(page); err != nil {
			return 0, 0, err
		}
		if err := syscall.Fdatasync(int(f.Fd())); err != nil {
			return 0, 0, err
		}
		middle := time.Now()
		if err := e.insert(ctx, row{start: next + int64(i)*1000, duration: 60_000, value: 60 + int64(i%40), offset: 3600}); err != nil {
			return 0, 0, err
		}
		ours, theirs = append(ours, time.Since(middle)), append(theirs, middle.Sub(start))
	}
	return middleOf(ours), middleOf(theirs), nil
}

// median runs f several times and returns the median of its times.
func median(times int, f func() error) (time.Duration, error) {
	var took []time.Duration
	for range times {
		start := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(start))
	}
	return middleOf(took), nil
}

func middleOf(d []time.Duration) time.Duration {
	slices.Sort(d)
	return d[len(d)/2]
}

// meter takes processor time, wall time and peak memory of this process.
type meter struct {
	cpu  time.Duration
	wall time.Time
}

func (m *meter) start() error {
	runtime.GC()
	// Linux counts the peak anew from here.
	if err := os.WriteFile("/proc/self/clear_refs", []byte("5"), 0); err != nil {
		return err
	}
	cpu, err := processorTime()
	m.cpu, m.wall = cpu, time.Now()
	return err
}

func (m *meter) stop(r result) result {
	cpu, err := processorTime()
	if err == nil {
		r.CPU = cpu - m.cpu
	}
	r.Wall = time.Since(m.wall)
	r.Peak = peakMemory()
	return r
}

func processorTime() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, err
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}

func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if v, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(v)[0], 10, 64)
			if err == nil {
				return kb * 1024
			}
		}
	}
	return 0
}
