package vault

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

// contentOf writes down everything that a vault shows, or says why it cannot be
// read.
func contentOf(v *Vault) (string, error) {
	ctx := context.Background()
	var b strings.Builder
	ps, err := v.Profiles()
	if err != nil {
		return "", err
	}
	batches, err := v.Batches()
	if err != nil {
		return "", err
	}
	devices, err := v.Devices()
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "%+v\n%+v\n%+v\n", ps, batches, devices)
	for _, p := range ps {
		infos, err := v.Series(p.ID)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s %+v\n", p.Name, infos)
		metrics := map[health.MetricID]bool{}
		for _, s := range infos {
			if err := sumsAgree(ctx, v, p.ID, s, metrics[s.Metric]); err != nil {
				return "", err
			}
			if metrics[s.Metric] {
				continue
			}
			metrics[s.Metric] = true
			for r, err := range v.Readings(ctx, p.ID, s.Metric, minTime, afterTime) {
				if err != nil {
					return "", err
				}
				fmt.Fprintf(&b, "%+v\n", r)
			}
		}
		for e, err := range v.Entries(ctx, p.ID, minTime, afterTime) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%+v\n", e)
			name := e.Field(health.FieldPicture)
			if name == "" {
				continue
			}
			picture, err := v.Blob(ctx, p.ID, name)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%x\n", sha256.Sum256(picture))
		}
		choice, err := v.Preference(p.ID, "dashboard")
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s\n", choice)
	}
	return b.String(), nil
}

// errSums is what overviews and days that are not those of the samples are.
var errSums = errors.New("the sums do not agree with the samples")

// sumsAgree compares what the vault keeps beside the samples of a series with
// the samples: its overview, and the days of its metric unless they are done.
func sumsAgree(ctx context.Context, v *Vault, p health.ProfileID, s SeriesInfo, daysDone bool) error {
	buckets, err := v.Overview(ctx, p, s.Metric, s.Source, s.First, s.Last+1, 30)
	if err != nil {
		return err
	}
	count, left := 0, buckets
	want := Bucket{Min: math.Inf(1), Max: math.Inf(-1)}
	for r, err := range v.SourceReadings(ctx, p, s.Metric, s.Source, s.First, s.Last+1) {
		if err != nil {
			return err
		}
		if len(left) == 0 || r.Start < left[0].Start || r.Start >= left[0].End {
			return fmt.Errorf("%w: no bucket of %s", errSums, s.Metric)
		}
		x := r.Canonical()
		want.Start, want.End = left[0].Start, left[0].End
		want.Min, want.Max, want.Sum = min(want.Min, x), max(want.Max, x), want.Sum+x
		if want.Count++; want.Count < left[0].Count {
			continue
		}
		if !near(left[0].Sum, want.Sum) {
			return fmt.Errorf("%w: a bucket of %s", errSums, s.Metric)
		}
		if want.Sum = left[0].Sum; left[0] != want {
			return fmt.Errorf("%w: a bucket of %s", errSums, s.Metric)
		}
		count += want.Count
		want, left = Bucket{Min: math.Inf(1), Max: math.Inf(-1)}, left[1:]
	}
	if count != s.Count || len(left) > 0 {
		return fmt.Errorf("%w: %d of %d samples of %s", errSums, count, s.Count, s.Metric)
	}
	if daysDone {
		return nil
	}
	return daysAgree(ctx, v, p, s.Metric)
}

func daysAgree(ctx context.Context, v *Vault, p health.ProfileID, id health.MetricID) error {
	metric, ok := health.Lookup(id)
	if !ok {
		return nil
	}
	const far = 1 << 48 // ms; no test has anything beyond
	got, err := v.Days(ctx, p, id, health.DateAt(-far, 0), health.DateAt(far, 0))
	if err != nil {
		return err
	}
	want, err := health.Days(metric, v.Readings(ctx, p, id, minTime, afterTime))
	if err != nil {
		return err
	}
	if !slices.EqualFunc(got, want, func(a, b health.Day) bool {
		same := near(a.Value, b.Value)
		a.Value = b.Value
		return same && a == b
	}) {
		return fmt.Errorf("%w: %d days of %s, want %d", errSums, len(got), id, len(want))
	}
	return nil
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), math.Abs(b), 1) }

// everythingOf is contentOf and what the vault says about itself.
func everythingOf(v *Vault) (string, error) {
	content, err := contentOf(v)
	if err != nil {
		return "", err
	}
	deletions, err := v.Deletions()
	if err != nil {
		return "", err
	}
	backups, err := v.Backups()
	if err != nil {
		return "", err
	}
	farewells, err := v.Farewells()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%+v\n%+v\n%+v\n%s", deletions, backups, farewells, content), nil
}

func mustContent(t testing.TB, v *Vault) string {
	t.Helper()
	s, err := contentOf(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
