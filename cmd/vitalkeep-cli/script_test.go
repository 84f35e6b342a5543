package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"vitalkeep/internal/withingsarchive"
	"vitalkeep/vault"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		// The program itself, with passwords that cost next to nothing.
		"vitalkeep-cli": func() {
			ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
			defer stop()
			p := &program{out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, now: time.Now, anchors: defaultAnchors(), work: 4, cost: vault.CostFloor, create: createCheaply, unlock: unlockCheaply, salvage: salvageCheaply}
			os.Exit(p.run(ctx, os.Args[1:]))
		},
		"makearchive": makeArchive,
	})
}

// makeArchive writes a generated archive into a file.
func makeArchive() {
	days := flag.Int("days", 30, "days")
	flaws := flag.Bool("flaws", false, "with rows that must be rejected")
	unhinted := flag.Bool("unhinted", false, "without hints at the zone")
	canaries := flag.String("canaries", "", "file to append the archive's canaries to, a line each")
	keep := flag.Int("keep", 0, "bytes to keep of it; 0 for all")
	flag.Parse()
	a, err := withingsarchive.Generate(withingsarchive.Options{Days: *days, Flaws: *flaws, NoZoneHint: *unhinted, HeartRateEvery: 3600})
	if err != nil {
		panic(err)
	}
	var zip bytes.Buffer
	if err := a.WriteZIP(&zip); err != nil {
		panic(err)
	}
	if *canaries != "" {
		f, err := os.OpenFile(*canaries, os.O_APPEND|os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteString(strings.Join(a.Canaries, "\n") + "\n")
			err = errors.Join(err, f.Close())
		}
		if err != nil {
			panic(err)
		}
	}
	data := zip.Bytes()
	if *keep > 0 {
		data = data[:*keep]
	}
	if err := os.WriteFile(flag.Arg(0), data, 0o600); err != nil {
		panic(err)
	}
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("VITALKEEP_PASSWORD", "Correct-Horse1")
			e.Setenv("XDG_DATA_HOME", e.WorkDir+"/data")
			e.Setenv("XDG_STATE_HOME", e.WorkDir+"/state")
			e.Setenv("TZ", "Europe/Paris")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"same":  same,
			"count": count,
			"undo":  undo,
			"tidy":  tidy,

			"undelete": undelete,
			"keep":     keep,
			"nocanary": nocanary,
			"gone":     gone,
			"damage": func(ts *testscript.TestScript, _ bool, args []string) {
				b := []byte(ts.ReadFile(args[0]))
				clear(b[:2*4096]) // both meta pages, without which nothing leads anywhere
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
			},
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "root":
				return os.Geteuid() == 0, nil
			case "need:age": // the run is meant to have age and unzip
				return os.Getenv("VITALKEEP_NEED_AGE") != "", nil
			}
			return false, errors.New("unknown condition")
		},
	})
}

// exits CODE COMMAND... runs a command and wants that exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	code := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		code = exit.ExitCode()
	}
	if code != want {
		ts.Fatalf("exit code %d, want %d", code, want)
	}
}

// same FILE FILE wants two files with the same bytes, without showing them.
func same(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FILE FILE")
	}
	if equal := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); equal == neg {
		ts.Fatalf("%s and %s: equal is %v", args[0], args[1], equal)
	}
}

// count N TEXT wants N lines of the last standard output to hold the text.
func count(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: count N TEXT")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	n := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		if strings.Contains(line, args[1]) {
			n++
		}
	}
	if n != want {
		ts.Fatalf("%d lines hold %q, want %d", n, args[1], want)
	}
}

// undo VAULT takes back the newest of the imports listed on the last standard
// output.
func undo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: undo VAULT")
	}
	var newest struct {
		ID string `json:"import_id"`
	}
	first, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	ts.Check(json.Unmarshal([]byte(first), &newest))
	ts.Check(ts.Exec("vitalkeep-cli", "--vault", args[0], "undo-import", newest.ID))
}

// tidy FOLDER wants no temporary file of ours in a folder or below.
func tidy(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tidy FOLDER")
	}
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasPrefix(filepath.Base(path), ".vitalkeep-") {
			err = fmt.Errorf("left behind: %s", path)
		}
		return err
	}))
}

// undelete VAULT brings back the newest of the deletions listed on the last
// standard output.
func undelete(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: undelete VAULT")
	}
	var newest struct {
		ID string `json:"deletion_id"`
	}
	first, _, _ := strings.Cut(ts.ReadFile("stdout"), "\n")
	ts.Check(json.Unmarshal([]byte(first), &newest))
	ts.Check(ts.Exec("vitalkeep-cli", "--vault", args[0], "undelete", newest.ID))
}

// keep NAME FILE writes a text of the JSON on the last standard output into a
// file.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME FILE")
	}
	var all map[string]string
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &all))
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(all[args[0]]+"\n"), 0o600))
}
