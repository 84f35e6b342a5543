package backup

import (
	"cmp"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Names of backups in a folder of them: NAME-20260301T071200Z.vitalkeep.age,
// the time in UTC, so that a change of the clocks makes no two of them alike.
const (
	stampLayout  = "20060102T150405Z"
	backupSuffix = vaultSuffix + ".age"
)

var stampPattern = regexp.MustCompile(`^[0-9]{8}T[0-9]{6}Z$`)

// FileName is the name, within a folder of backups, of the one of a vault made
// at that time.
func FileName(vaultPath string, at time.Time) string {
	return vaultName(filepath.Base(vaultPath)) + "-" + at.UTC().Format(stampLayout) + backupSuffix
}

// File is one backup in a folder of them.
type File struct {
	Name   string
	At     time.Time // as its name says
	Bytes  int64
	Proven bool // the vault remembers that it was proven
}

// parseName returns when the backup of that name was made; false for a name
// that FileName does not give for this vault.
func parseName(vaultPath, name string) (time.Time, bool) {
	stamp, ok := strings.CutPrefix(name, vaultName(filepath.Base(vaultPath))+"-")
	if !ok {
		return time.Time{}, false
	}
	if stamp, ok = strings.CutSuffix(stamp, backupSuffix); !ok || !stampPattern.MatchString(stamp) {
		return time.Time{}, false
	}
	at, err := time.Parse(stampLayout, stamp)
	return at, err == nil
}

// Policy says how many backups stay: the last ones, and beyond them the last
// one of each of so many days, weeks (from Monday) and months in which there
// are any. One that any part wants stays. The zero policy keeps all.
type Policy struct{ Last, Daily, Weekly, Monthly int }

// Split says which backups stay and which go, each the newest first. Days,
// weeks and months are those of the zone. Beyond the policy stay: the newest
// proven one; all of them, while none is proven; and what a clock that was wrong
// dated later than now, which counts for nothing.
func (p Policy) Split(files []File, now time.Time, zone *time.Location) (stay, leave []File) {
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b File) int {
		return cmp.Or(b.At.Compare(a.At), strings.Compare(b.Name, a.Name))
	})
	newest := slices.IndexFunc(files, func(f File) bool { return f.Proven && !f.At.After(now) })
	if p == (Policy{}) || newest < 0 {
		return files, nil
	}
	rules := []*rule{
		{left: p.Last, of: func(t time.Time) string { return t.UTC().Format(stampLayout) }},
		{left: p.Daily, of: func(t time.Time) string { return t.Format(time.DateOnly) }},
		{left: p.Weekly, of: func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprintf("%d-%d", y, w) }},
		{left: p.Monthly, of: func(t time.Time) string { return t.Format("2006-01") }},
	}
	for i, f := range files {
		wanted := i == newest || f.At.After(now)
		if !f.At.After(now) {
			for _, r := range rules {
				wanted = r.wants(f.At.In(zone)) || wanted
			}
		}
		if wanted {
			stay = append(stay, f)
		} else {
			leave = append(leave, f)
		}
	}
	return stay, leave
}

// rule is one part of a policy on its way from the newest backup to the oldest.
type rule struct {
	left int                    // spans that may still be kept
	of   func(time.Time) string // the span that a backup stands for
	// seen holds all spans so far: where clocks are set back over midnight, a
	// day comes twice.
	seen map[string]bool
}

func (r *rule) wants(at time.Time) bool {
	span := r.of(at)
	if r.left <= 0 || r.seen[span] {
		return false
	}
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.left--
	r.seen[span] = true
	return true
}
