package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"vitalkeep/health"
)

// points is how wide the graph is that is asked for.
const points = 1000

// zooms prints how long the vault takes to be there and to give a graph of any
// width in time.
func (b *bench) zooms(rows int) error {
	path := b.path("vault")
	if rows == 0 {
		rows = b.rows
	} else {
		path = filepath.Join(b.folder, "zoom.file")
		if _, err := b.ask(task{Engine: "vault", Op: "import", Path: path, Rows: rows}); err != nil {
			return err
		}
	}
	r, err := b.ask(task{Engine: "vault", Op: "zoom", Path: path, Rows: rows})
	if err != nil {
		return err
	}
	fmt.Printf("\nany zoom of %d samples, %d points, warm (median of 50)\n%s", rows, points, r.Text)
	if r, err = b.least(task{Engine: "vault", Op: "open", Path: b.path("vault"), Rows: b.rows}); err != nil {
		return err
	}
	fmt.Printf("\nopening %d samples, without the key's derivation, up to the dashboard's data: %v (%v of processor)\n",
		b.rows, r.Wall.Round(100*time.Microsecond), r.CPU.Round(100*time.Microsecond))
	return nil
}

func (b *bench) least(t task) (best result, err error) {
	for i := range b.repeats {
		r, err := b.ask(t)
		if err != nil {
			return r, err
		}
		if i == 0 || r.Wall < best.Wall {
			best = r
		}
	}
	return best, nil
}

// zoom measures windows from a day to everything, each in the middle of the
// data, and beside it what reading every sample of the window takes.
func (e *vaultEngine) zoom(ctx context.Context, w io.Writer, rows int) error {
	whole := int64(rows) * spacing
	middle := firstRow + whole/2
	var t strings.Builder
	fmt.Fprintln(&t, "window\tpoints\tmicroseconds\tevery sample, microseconds\tratio\t")
	var worst time.Duration
	for _, days := range []int64{1, 3, 11, 12, 30, 90, 365, 5 * 365, 10 * 365, whole/dayMS + 2} {
		if days*dayMS > whole+2*dayMS {
			continue
		}
		from, to := middle-days*dayMS/2, middle+days*dayMS/2
		n := 0
		took, err := median(50, func() error {
			got, err := e.v.Overview(ctx, e.profile, metric, source, from, to, points)
			n = len(got)
			return err
		})
		if err != nil {
			return err
		}
		worst = max(worst, took)
		raw, err := median(3, func() error {
			_, _, err := e.between(ctx, from, to)
			return err
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(&t, "%d days\t%d\t%d\t%d\t%.0fx\t\n", days, n, took.Microseconds(), raw.Microseconds(), float64(raw)/float64(took))
	}
	fmt.Fprintf(&t, "worst\t\t%d\t\t\t\n", worst.Microseconds())
	return printTable(w, t.String())
}

// dashboard opens a vault and gathers what its cards show: what there is, and
// of every metric the newest reading and the days of two months.
func dashboard(ctx context.Context, path string) (took time.Duration, err error) {
	start := time.Now()
	e, err := newVaultEngine(ctx, path, false)
	if err != nil {
		return 0, err
	}
	defer func() { err = closing(err, e) }()
	series, err := e.v.Series(e.profile)
	if err != nil {
		return 0, err
	}
	for _, s := range series {
		var last health.Reading
		for r, err := range e.v.Readings(ctx, e.profile, s.Metric, s.Last, s.Last+1) {
			if err != nil {
				return 0, err
			}
			last = r
		}
		to := health.DateAt(last.Start, last.Offset)
		if _, err := e.v.Days(ctx, e.profile, s.Metric, to.AddDays(-60), to); err != nil {
			return 0, err
		}
	}
	return time.Since(start), nil
}
