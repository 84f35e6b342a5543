package vault

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"vitalkeep/health"
)

var killCount = flag.Int("kills", 24, "processes to kill while they change a vault")

const (
	killEnv  = "VAULT_TEST_DEEDS"
	killPlan = 24 // deeds that a process has before it
)

// faultOptions make little data do what much does.
func faultOptions() Options {
	o := testOptions()
	o.stageLimit = 500 // so that much is staged before it becomes visible
	o.keepAbove = 100  // so that small series have rollups
	return o
}

// doDeeds is the process that is killed: it opens the vault, does what it reads
// and says each deed that is done.
func doDeeds(path string, in io.Reader, out io.Writer) int {
	err := func() error {
		ctx := context.Background()
		list := json.NewDecoder(in)
		var passwords [][]byte
		if err := list.Decode(&passwords); err != nil {
			return err
		}
		var d deed
		o := faultOptions()
		o.Now = func() time.Time { return deedTime(d.N) }
		v, _, err := openWithOneOf(path, passwords, o)
		if err != nil {
			return err
		}
		for {
			d = deed{}
			if err := list.Decode(&d); errors.Is(err, io.EOF) {
				return v.Close()
			} else if err != nil {
				return err
			}
			if err := d.do(ctx, v); err != nil {
				return fmt.Errorf("%s %d: %w", d.Kind, d.N, err)
			}
			if _, err := fmt.Fprintln(out, "done", d.N); err != nil {
				return err
			}
		}
	}()
	if err != nil {
		_, _ = fmt.Fprintln(out, err)
		return 1
	}
	return 0
}

// openWithOneOf opens a vault with the first password that fits, and says which.
func openWithOneOf(path string, passwords [][]byte, o Options) (v *Vault, password []byte, err error) {
	for _, password = range passwords {
		if v, err = Open(context.Background(), path, password, o); !errors.Is(err, ErrWrongPassword) {
			break
		}
	}
	return v, password, err
}

// victim is a process at work.
type victim struct {
	done   int // deeds that it said were done
	killed bool
}

// run lets a process do the plan and kills it after a while, unless it ends
// before. A time of 0 lets it end.
func run(t *testing.T, path string, passwords [][]byte, plan []deed, after time.Duration) (v victim) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	var in bytes.Buffer
	if err := json.NewEncoder(&in).Encode(passwords); err != nil {
		t.Fatal(err)
	}
	for _, d := range plan {
		if err := json.NewEncoder(&in).Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), killEnv+"="+path)
	c.Stdin = &in
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	if after > 0 {
		kill := time.AfterFunc(after, func() { _ = c.Process.Kill() }) // an error: it has ended
		defer kill.Stop()
	}
	said := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if v.done < len(plan) && lines.Text() == fmt.Sprint("done ", plan[v.done].N) {
			v.done++
		} else {
			said += lines.Text()
		}
	}
	var exit *exec.ExitError
	switch err := c.Wait(); {
	case err == nil:
	case errors.As(err, &exit) && (!exit.Exited() || said == ""):
		v.killed = true // on Windows a killed process has exited, too
	default:
		t.Fatalf("seed %d: the process: %v, saying %q", *faultSeed, err, said)
	}
	if !v.killed && v.done < len(plan) {
		t.Fatalf("the process ended after %d of %d deeds", v.done, len(plan))
	}
	return v
}

// TestAKilledProcessLosesNothingThatItSaidWasDone kills processes that change one
// vault at random moments, also while they clear up after the one before.
func TestAKilledProcessLosesNothingThatItSaidWasDone(t *testing.T) {
	ctx := context.Background()
	r := rand.New(rand.NewPCG(*faultSeed, 21))
	path := filepath.Join(memoryFolder(t), "home.vitalkeep")
	o := faultOptions()
	o.Profile = health.Profile{Name: "Ada"}
	v, _, err := Create(ctx, path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddProfile(health.Profile{Name: "Bo"}); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	now := life{password: testPassword, profiles: []lifeProfile{{name: "Ada"}, {name: "Bo"}}}
	n := int64(0)
	plan := func() (list []deed) {
		then := now
		for range killPlan {
			n++
			d := then.next(r, n)
			then = then.after(d)
			list = append(list, d)
		}
		return list
	}
	// How long it takes undisturbed.
	list := plan()
	began := time.Now()
	run(t, path, [][]byte{now.password}, list, 0)
	usual := time.Since(began)
	for _, d := range list {
		now = now.after(d)
	}
	var kills, done, whole, opened int
	kinds := map[deedKind]int{}
	for kills < *killCount {
		list := plan()
		victim := run(t, path, [][]byte{now.password}, list, 1+time.Duration(r.Int64N(int64(usual))))
		for _, d := range list[:victim.done] {
			now = now.after(d)
			kinds[d.Kind]++
		}
		done += victim.done
		// What was done is there; the one that it was about may be, as a whole.
		may := []life{now}
		if victim.killed {
			kills++
			if victim.done < len(list) {
				may = append(may, now.after(list[victim.done]))
				may = slices.Insert(may, 1, now.purges(list[victim.done])...)
			}
		}
		passwords := [][]byte{may[len(may)-1].password, now.password}
		if r.IntN(3) == 0 {
			// It opens the vault and has nothing to do.
			if run(t, path, passwords, nil, 1+time.Duration(r.Int64N(int64(usual/4)))).killed {
				kills++
				opened++
			}
		}
		i, err := afterKill(path, may, passwords)
		if err != nil {
			if victim.done < len(list) {
				err = fmt.Errorf("%w (under way: %+v)", err, list[victim.done])
			}
			t.Fatalf("seed %d, kill %d: %v", *faultSeed, kills, err)
		}
		if now = may[i]; i > 0 {
			whole++
		}
		if left := besides(t, path); len(left) > 0 {
			t.Fatalf("seed %d, kill %d: left over: %q", *faultSeed, kills, left)
		}
	}
	t.Logf("seed %d: deeds %v, %d of them done and not said; tally kills=%d kills-while-opening=%d deeds=%d",
		*faultSeed, kinds, whole, kills, opened, done)
}

// afterKill opens the vault and says which of the lives it shows.
func afterKill(path string, may []life, passwords [][]byte) (which int, err error) {
	v, password, err := openWithOneOf(path, passwords, faultOptions())
	if err != nil {
		return 0, fmt.Errorf("open: %w", err)
	}
	defer func() { err = errors.Join(err, v.Close()) }()
	report, err := v.Verify(context.Background(), nil)
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
		return 0, fmt.Errorf("verify: %+v, %w", report, err)
	}
	for i, l := range may {
		other := l.compare(v)
		if other == nil && bytes.Equal(password, l.password) {
			return i, nil
		}
		err = errors.Join(err, other)
	}
	return 0, err
}

// besides lists what stands in the folder of a vault beside it.
func besides(t testing.TB, path string) (names []string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range list {
		if d.Name() != filepath.Base(path) {
			names = append(names, d.Name())
		}
	}
	return names
}
