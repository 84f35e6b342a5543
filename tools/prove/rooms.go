package main

import (
	"fmt"
	"slices"
	"strings"
)

// room is one folder of the project and what it may import of the rest.
// Everything else is forbidden to it.
type room struct {
	dir   string   // "." is main
	may   []string // folders and big dependencies
	tests []string // what only its tests may import
}

// Folders of the made-up archives that tests share.
const (
	archives = "internal/withingsarchive"
	apples   = "internal/applehealth"
)

// Import paths of the big dependencies; each has one home.
const (
	bbolt    = "go.etcd.io/bbolt"
	goChart  = "github.com/wcharczuk/go-chart/v2"
	fyne     = "fyne.io/fyne/v2"
	fyneApp  = "fyne.io/fyne/v2/app"
	age      = "filippo.io/age"
	goKeys   = "github.com/zalando/go-keyring"
	sqlite   = "modernc.org/sqlite"
	zxcvbn   = "github.com/trustelem/zxcvbn"
	landlock = "github.com/landlock-lsm/go-landlock/landlock"
)

// dependencies are those that have one home each.
var dependencies = []string{
	bbolt,
	goChart,
	fyne,
	fyneApp,
	age,
	goKeys,
	sqlite,
	zxcvbn,
	landlock,
}

// rooms stand in the order in which the two layouts let them import each
// other: see layout.
var rooms = []room{
	{".", []string{"vault", "session", "intake", "ui", "offline", "presence", fyne, fyneApp}, nil},
	{"cmd/shell", []string{
		"health", "assets", "vault", "importers", "exporters", "charts", "household", "backup", "keyring", "fingerprint", "sheets", "intake", "pictures", "insights", "notices", "reports", "passwords", "letters", "offline",
	}, []string{archives, apples}},
	{"session", []string{
		"health", "assets", "vault", "importers", "exporters", "charts", "household", "backup", "keyring", "fingerprint", "intake", "ui", "sheets", "pictures", "insights", "notices", "reports", "passwords", "letters",
	}, []string{archives, apples, fyne}},
	{"ui", []string{"health", "assets", "charts", "pictures", "insights", "notices", "passwords", "letters", fyne}, nil},
	{"intake", []string{"health", "vault", "importers", "exporters", "backup", "reports", "sheets"}, []string{archives, apples}},
	{"backup", []string{"health", "vault", "exporters", age}, nil},
	{"reports", []string{"health", "insights", "charts", "sheets", "assets"}, nil},
	{"letters", []string{"health", "sheets", "assets"}, nil},
	{"e2e", nil, []string{archives, apples}},
	{"charts", []string{"health", goChart}, nil},
	{"insights", []string{"health"}, nil},
	{"notices", []string{"health"}, nil},
	{"exporters", []string{"health"}, []string{archives, apples}},
	{"importers", []string{"health", sqlite}, []string{archives, apples}},
	{"household", []string{"health"}, nil},
	{"sheets", []string{"assets"}, nil},
	{"pictures", nil, nil},
	{"passwords", []string{zxcvbn}, nil},
	{"keyring", []string{goKeys}, nil},
	{"fingerprint", nil, nil},
	{"presence", nil, nil},
	{"offline", []string{landlock}, nil},
	{"vault", []string{"health", bbolt}, nil},
	{archives, []string{"health"}, nil},
	{apples, []string{"health"}, nil},
	{"assets", nil, nil},
	{"health", nil, nil},
}

// line is one line of a laid-out file that the linter either has to report
// or has to leave alone.
type line struct {
	text      string
	forbidden bool
}

// layout gives the files of a module in which every room imports the others
// that stand below it (or above it, if upwards), allowed or not. Two layouts
// together hold every pair, and neither has an import cycle, on which the
// linter would stop before looking at directions.
func layout(upwards bool) map[string][]line {
	files := map[string][]line{}
	for i, r := range rooms {
		others := rooms[i+1:]
		if upwards {
			others = rooms[:i]
		}
		body := importLines(r.may, others)
		files[path(r.dir, "proof.go")] = append(heading(r.dir), body...)
		if r.dir == "." {
			files["proof.go"] = append(files["proof.go"], line{text: "func main() {}"})
			continue
		}
		// The rule holds for folders below and for tests too.
		files[path(r.dir, "below/proof.go")] = append(heading("below"), body...)
		files[path(r.dir, "proof_test.go")] = append(heading(r.dir),
			importLines(append(slices.Clone(r.may), r.tests...), others)...)
	}
	if !upwards {
		addCalls(files)
	}
	return files
}

func path(dir, file string) string {
	if dir == "." {
		return file
	}
	return dir + "/" + file
}

func heading(dir string) []line {
	name := dir[strings.LastIndex(dir, "/")+1:]
	if dir == "." {
		name = "main"
	}
	return []line{{text: "package " + name}}
}

func importLines(may []string, others []room) []line {
	var lines []line
	add := func(name, imported string) {
		lines = append(lines, line{
			text:      fmt.Sprintf("import _ %q", imported),
			forbidden: !slices.Contains(may, name),
		})
	}
	for _, o := range others {
		if o.dir != "." {
			add(o.dir, "vitalkeep/"+o.dir)
		}
	}
	for _, dependency := range dependencies {
		add(dependency, dependency)
	}
	return lines
}

// addCalls lays out the calls that have one home each.
func addCalls(files map[string][]line) {
	toWindow := func(forbidden bool) []line {
		return []line{
			{text: "package ui"},
			{text: `import "fyne.io/fyne/v2"`},
			{text: "func " + map[bool]string{true: "screen", false: "work"}[forbidden] + "() {"},
			{"\tfyne.Do(func() {})", forbidden},
			{"\tfyne.DoAndWait(func() {})", forbidden},
			{text: "}"},
		}
	}
	files["ui/screen.go"] = toWindow(true)
	files["ui/work.go"] = toWindow(false)

	for _, r := range rooms[1:] {
		name := r.dir[strings.LastIndex(r.dir, "/")+1:]
		timeless := slices.Contains([]string{"health", "household", "importers", "exporters", "charts", "insights", "reports", "letters"}, r.dir)
		files[path(r.dir, "clock.go")] = []line{
			{text: "package " + name},
			{text: `import "time"`},
			{"var now = time.Now()", timeless},
			{text: "func wait() {"},
			{"\ttime.Sleep(1)", true},
			{text: "}"},
		}
	}
}
