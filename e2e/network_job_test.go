//go:build e2e && linux

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"vitalkeep/e2e/desk"
	"vitalkeep/internal/withingsarchive"
)

// tracer is a command that writes down what a program asks of the kernel about
// networks, its threads and its children included. The program stays the child
// of whoever runs the command.
func tracer(to string) []string {
	return []string{"strace", "-D", "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network,io_uring_setup", "-o", to}
}

// asked is the making of a socket in a trace, with its family.
var asked = regexp.MustCompile(`\bsocket\(([A-Z0-9_]+),`)

// checkTrace holds that only sockets within this computer were asked for, by
// whoever, and that there is something to hold: at least so many.
func checkTrace(t *testing.T, what, file string, least int) {
	t.Helper()
	trace, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	families := map[string]int{}
	for line := range bytes.Lines(trace) {
		if m := asked.FindSubmatch(line); m != nil {
			families[string(m[1])]++
		}
		if bytes.Contains(line, []byte("AF_INET")) || bytes.Contains(line, []byte("io_uring_setup(")) {
			t.Errorf("%s: %s", what, line)
		}
	}
	made := 0
	for family, n := range families {
		if made += n; family != "AF_UNIX" && family != "AF_NETLINK" {
			t.Errorf("%s asks for %d sockets of %s", what, n, family)
		}
	}
	if made < least {
		t.Errorf("%s: %d sockets in the trace, want at least %d:\n%s", what, made, least, trace)
	}
	t.Logf("%s: sockets %v", what, families)
}

// TestNothingAsksForTheNetwork does with the window and the terminal program
// what people do, under a tracer: make a vault, import, look, export, back up,
// lock. Neither asks the kernel for an internet socket, and the kernel would
// refuse every thread of both.
func TestNothingAsksForTheNetwork(t *testing.T) {
	e := &everyday{t: t, home: t.TempDir()}
	trace := filepath.Join(t.TempDir(), "window.trace")
	e.start(tracer(trace)...)
	e.create()
	checkLock(t, e.program)
	e.bring()
	e.press("Weight")
	e.sees("In words", "Daily mean")
	e.window.Key("ctrl+e")
	e.window.Click(button(e.window, "the export's button", bottom))
	e.sees("Open the folder")
	e.window.Key("ctrl+7")
	e.sees("Check the file")
	e.press("Back up now…")
	e.program.Fill(e.window, "Passphrase", passphrase)
	e.program.Fill(e.window, "Passphrase, once more", passphrase)
	e.window.Key("Return")
	e.program.WaitView("the receipt of the backup", func(v desk.View) bool { return v.Shows("roven") && v.Shows(".age") })
	e.window.Key("ctrl+l")
	e.sees("Unlock")
	checkLock(t, e.program)
	e.window.Close()
	if code := e.program.WaitEnd(); code != 0 {
		t.Errorf("the window ended with %d", code)
	}
	checkTrace(t, "the window", trace, 1)

	home := t.TempDir()
	vault := filepath.Join(home, "anna.vitalkeep")
	archive := filepath.Join(home, "data_ANN_1760425320.zip")
	writeArchive(t, archive, withingsarchive.Options{Seed: 7, Days: 20})
	for i, args := range [][]string{
		{"init", "--profile", "Anna Berg", "--zone", "America/Los_Angeles"},
		{"import", archive},
		{"metrics"},
		{"export", "--format", "csv-tables", "--out", filepath.Join(home, "out.zip")},
		{"backup", "--out", filepath.Join(home, "anna.vitalkeep.age")},
		{"verify"},
	} {
		trace := filepath.Join(home, fmt.Sprintf("%d.trace", i))
		plain := ask(t, password, vault, args...)
		line := append(tracer(trace)[:1], tracer(trace)[2:]...) // waits for the end
		traced := exec.Command(line[0], append(line[1:], plain.Args...)...)
		traced.Env = append(plain.Env, "VITALKEEP_BACKUP_PASSPHRASE="+passphrase)
		if out, err := traced.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", args[0], err, out)
		}
		checkTrace(t, args[0], trace, 0)
	}
}

// status finds in what the kernel tells of a thread how its calls are filtered,
// 2 by a filter, and whether it may gain rights by starting programs.
var status = regexp.MustCompile(`(?m)^(NoNewPrivs|Seccomp):\s+(\d+)$`)

// checkLock holds that every thread of the program is kept from the network.
func checkLock(t *testing.T, p *desk.Program) {
	t.Helper()
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", p.PID()))
	if err != nil || len(threads) < 4 {
		t.Fatalf("%d threads, %v", len(threads), err)
	}
	for _, thread := range threads {
		text, err := os.ReadFile(thread)
		if os.IsNotExist(err) {
			continue // it has ended since
		}
		got := fmt.Sprint(status.FindAllString(strings.ReplaceAll(string(text), "\t", " "), -1))
		if err != nil || got != "[NoNewPrivs: 1 Seccomp: 2]" {
			t.Errorf("a thread is %s, %v", got, err)
		}
	}
}
