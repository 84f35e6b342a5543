package vault

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

// wrongClock is a clock that is set ten years forth or back each time that
// somebody looks away.
type wrongClock struct{ now time.Time }

func (c *wrongClock) jump(years int) { c.now = c.now.AddDate(years, 0, 0).Add(time.Minute) }

// TestAClockThatJumpsChangesNothingButTimes does the same by a clock that goes
// ten years forth and back and by one that does not.
func TestAClockThatJumpsChangesNothingButTimes(t *testing.T) {
	run := func(jumps ...int) (titles []string, values map[int64]int64, deleted []int) {
		ctx := t.Context()
		clock := &wrongClock{now: testNow}
		o := faultOptions()
		o.Now = func() time.Time { return clock.now }
		o.Profile = health.Profile{Name: "Ada"}
		path := filepath.Join(memoryFolder(t), "home.vitalkeep")
		v, _, err := Create(ctx, path, testPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		ps, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		p := ps[0].ID
		var seven []int64
		work := []func() error{
			func() error { return deed{Kind: deedImport, N: 1, Rows: 40}.do(ctx, v) },
			func() error { return deed{Kind: deedImport, N: 2, Rows: 20}.do(ctx, v) },
			func() error {
				for i := range int64(7) {
					seven = append(seven, deed{N: 1}.start(i))
				}
				return deed{Kind: deedDelete, N: 3, Starts: seven}.do(ctx, v)
			},
			func() error { return deed{Kind: deedDelete, N: 4, Starts: []int64{deed{N: 1}.start(30)}}.do(ctx, v) },
			func() error { return deed{Kind: deedImport, N: 5, Window: 1, Rows: 30}.do(ctx, v) },
			func() error { return deed{Kind: deedUndo, Target: 2}.do(ctx, v) },
			func() error {
				list, err := v.Deletions()
				if err != nil {
					return err
				}
				for _, d := range list {
					deleted = append(deleted, d.Readings)
				}
				return v.UndoDeletion(ctx, list[len(list)-1].ID)
			},
			func() error {
				_, err := v.Compact(ctx, nil)
				return err
			},
			func() error { return deed{Kind: deedImport, N: 6, Window: 2, Rows: 10}.do(ctx, v) },
		}
		for i, do := range work {
			clock.jump(jumps[i%len(jumps)])
			if err := do(); err != nil {
				t.Fatal(err)
			}
			if i%2 == 0 {
				if err := v.Close(); err != nil {
					t.Fatal(err)
				}
				clock.jump(jumps[(i+1)%len(jumps)])
				if v, err = Open(context.Background(), path, testPassword, o); err != nil {
					t.Fatal(err)
				}
			}
		}
		batches, err := v.Batches()
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range batches {
			titles = append(titles, b.Title)
		}
		values = map[int64]int64{}
		for _, r := range readings(t, v, p, deedMetric) {
			values[r.Start] = r.Value.Mantissa
		}
		wantWhole(t, v)
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
		return titles, values, deleted
	}
	titles, values, deleted := run(0)
	if !slices.Equal(titles, []string{"6", "5", "1"}) || !slices.Equal(deleted, []int{1, 7}) || len(values) == 0 {
		t.Fatalf("imports %q, deletions %v, %d readings", titles, deleted, len(values))
	}
	for _, jumps := range [][]int{{10, -10}, {-10, 10}, {10, -20, 10}} {
		gotTitles, gotValues, gotDeleted := run(jumps...)
		if !slices.Equal(gotTitles, titles) || !maps.Equal(gotValues, values) || !slices.Equal(gotDeleted, deleted) {
			t.Errorf("clock %v: imports %q, deletions %v, %d readings", jumps, gotTitles, gotDeleted, len(gotValues))
		}
	}
}
