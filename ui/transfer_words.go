package ui

import (
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// periodText is "2 Mar 2019 to 14 Oct 2025", or one date.
func periodText(first, last int64, zone *time.Location) string {
	from := present.FullDate(health.DateAt(first, health.OffsetAt(first, zone)))
	to := present.FullDate(health.DateAt(last, health.OffsetAt(last, zone)))
	if from == to {
		return from
	}
	return from + " to " + to
}

// byteText is a size of a file: "812 bytes", "4.1 MB".
func byteText(n int64) string {
	if n < 1000 {
		return present.Plural(int(n), "byte", "bytes")
	}
	size := float64(n)
	for _, unit := range []string{"kB", "MB", "GB"} {
		size /= 1000
		if size < 999.5 || unit == "GB" {
			if size < 9.95 {
				return strconv.FormatFloat(size, 'f', 1, 64) + " " + unit
			}
			return strconv.FormatFloat(size, 'f', 0, 64) + " " + unit
		}
	}
	return ""
}

// zoneOr loads a zone by name; a name that is not known gives UTC.
func zoneOr(name string) *time.Location {
	if name == "" {
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}

// brings is how many readings an import stores: those that are not there yet
// and those that replace another value.
func (p ImportPreview) brings() int { return p.New + p.Conflicts }

// nothingNew means that there is nothing to store.
func (p ImportPreview) nothingNew() bool { return !p.ZoneNeeded && p.brings() == 0 }

// summary is the line under the file's name.
func (p ImportPreview) summary(zone *time.Location) string {
	var words []string
	for _, w := range []string{p.Format, p.Detail} {
		if w != "" {
			words = append(words, w)
		}
	}
	if p.First != 0 || p.Last != 0 {
		words = append(words, periodText(p.First, p.Last, zone))
	}
	return strings.Join(words, " · ")
}

// nothingText says why there is nothing to import.
func (p ImportPreview) nothingText() (headline, detail string) {
	switch {
	case p.Duplicates > 0 && p.Rejected > 0:
		return "Nothing new", "Every row that could be read is in the vault already."
	case p.Duplicates > 0:
		return "Nothing new", "Everything in it is in the vault already."
	case p.Rejected > 0:
		return "Nothing to import", "None of its rows could be read. The reasons stand below."
	}
	return "Nothing to import", "The files hold no readings."
}

// leftOutText is the headline over the rejected rows.
func leftOutText(n int) string {
	return present.Plural(n, "row will be left out", "rows will be left out")
}

// wasLeftOutText is the same on a receipt.
func wasLeftOutText(n int) string {
	return present.Plural(n, "row was left out", "rows were left out")
}

// shownText says how many of the rows are listed, when not all.
func shownText(listed, all int) string {
	switch {
	case listed >= all:
		return ""
	case listed == 0:
		return "They are not listed one by one."
	}
	return fmt.Sprintf("The first %s of %s are listed.", present.Counted(listed), present.Counted(all))
}

// conflictText says what becomes of readings that differ from what is stored.
func conflictText(n int) string {
	if n == 1 {
		return "1 conflict takes the value of this import. The old value stays in its history, and Undo brings it back."
	}
	return present.Counted(n) + " conflicts take the value of this import. Old values stay in their history, and Undo brings them back."
}

// receiptText is the headline of a receipt.
func receiptText(stored int, person string) string {
	s := "Imported " + present.Plural(stored, "reading", "readings")
	if person != "" {
		s += " for " + person
	}
	return s
}

// batchStored is how many readings a stored import brought.
func batchStored(b health.Batch) int { return b.New + b.Conflicts }

// batchDetail is the line under a receipt's headline and under a past import.
func batchDetail(b health.Batch) string {
	words := []string{present.Plural(b.New, "new", "new")}
	if b.Conflicts > 0 {
		words = append(words, present.Counted(b.Conflicts)+" replaced")
	}
	if b.Duplicates > 0 {
		words = append(words, present.Counted(b.Duplicates)+" already there")
	}
	if b.Rejected > 0 {
		words = append(words, present.Counted(b.Rejected)+" left out")
	}
	return strings.Join(words, " · ")
}

// undoQuestion says what undoing an import takes away.
func undoQuestion(b health.Batch) string {
	n := batchStored(b)
	s := "Undo this import? " + present.Plural(n, "reading goes", "readings go") + " from the vault"
	if b.Conflicts > 0 {
		s += ", and what they replaced comes back"
	}
	return s + "."
}

// undoneText says what undoing an import did.
func undoneText(b health.Batch) string {
	return "Import undone. " + present.Plural(batchStored(b), "reading is", "readings are") + " gone from the vault."
}

// filesTitle names files in a line: one by its name, more by their number.
func filesTitle(paths []string) string {
	switch len(paths) {
	case 0:
		return ""
	case 1:
		return filepath.Base(paths[0])
	}
	return present.Plural(len(paths), "file", "files")
}

// batchTitle names a past import by what was brought, else by its files.
func batchTitle(b health.Batch) string {
	if b.Title != "" {
		return b.Title
	}
	switch len(b.Files) {
	case 0:
		return "Import"
	case 1:
		return b.Files[0]
	case 2:
		return b.Files[0] + " and 1 more file"
	}
	return fmt.Sprintf("%s and %s more files", b.Files[0], present.Counted(len(b.Files)-1))
}

// conflictLine is one conflict as its parts: what, when (where it was
// measured), old and new value.
func conflictLine(c health.Conflict) (what, when, before, after string) {
	what = string(c.Metric)
	if m, ok := health.Lookup(c.Metric); ok {
		what = m.Name
	}
	return what, present.Moment(c.New.Start, c.New.Offset), sampleText(c.Old), sampleText(c.New)
}

// sampleText is a value as it was written, with its unit; a length of time is
// told in hours and minutes.
func sampleText(s health.Sample) string {
	if s.Unit.Canonical() == health.Second {
		return present.Span(s.Canonical())
	}
	number := strings.Replace(s.Value.String(), "-", present.Minus, 1)
	if unit := s.Unit.Symbol(); unit != "" {
		return number + " " + unit
	}
	return number
}

// rejectText is a rejected row as one line.
func rejectText(r health.Reject) string {
	var where []string
	if r.File != "" {
		where = append(where, r.File)
	}
	if r.Row > 0 {
		where = append(where, "row "+present.Counted(r.Row))
	}
	if r.Column != "" {
		where = append(where, "column "+r.Column)
	}
	return strings.Join(where, ", ") + ": " + sentence(r.Reason)
}

// sentence makes a reason that is written like an error one that stands alone:
// a capital first and a full stop at the end.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	runes := []rune(s)
	// A name such as "pH" or "bpm.csv" keeps its letters.
	if first, _, _ := strings.Cut(s, " "); first == strings.ToLower(first) && !strings.Contains(first, ".") {
		runes[0] = unicode.ToUpper(runes[0])
	}
	s = string(runes)
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, "!") {
		s += "."
	}
	return s
}

// exportFileName is the name that an export is offered under, such as
// "vitalkeep-anna-berg-2025-10-14.zip". Letters and digits of any script stay;
// everything else becomes a hyphen, so that the name is one on every system.
func exportFileName(person string, day time.Time, extension string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(person) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(r)
		if b.Len() > 60 {
			break
		}
	}
	name := b.String()
	if name == "" {
		name = "export"
	}
	return "vitalkeep-" + name + "-" + day.Format(time.DateOnly) + extension
}

// meantPath is a path as a person types or pastes it, with quotes around it, as
// a file URL, or beginning with ~ for the folder home.
func meantPath(typed, home string) string {
	path := strings.TrimSpace(typed)
	if n := len(path); n > 1 && (path[0] == '"' || path[0] == '\'') && path[n-1] == path[0] {
		path = path[1 : n-1]
	}
	if address, ok := strings.CutPrefix(path, "file://"); ok {
		path = address
		if plain, err := url.PathUnescape(address); err == nil {
			path = plain
		}
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && home != "" && (rest == "" || rest[0] == '/' || rest[0] == '\\') {
		path = home + rest
	}
	return path
}

// exportedText is the headline of an export's receipt.
func exportedText(r ExportReceipt, person string) string {
	s := "Exported " + present.Plural(r.Readings, "reading", "readings")
	if person != "" {
		s += " for " + person
	}
	return s
}

// rateAfter is how long reading has to run before its rate means something.
const rateAfter = time.Second

// bytesRead is a step of reading files, with the rate once there is one. How
// much is left is told as a share: the total holds the comparison too.
func bytesRead(done, total int64, elapsed time.Duration) Step {
	step := percentStep("Reading…", done, total)
	if total <= 0 {
		step.Label += " " + byteText(done)
	}
	if elapsed >= rateAfter {
		step.Label += " · " + byteText(int64(float64(done)/elapsed.Seconds())) + "/s"
	}
	return step
}

// percentStep is a step of work that is counted in anything.
func percentStep(label string, done, total int64) Step {
	part := fractionOf(done, total)
	if part < 0 {
		return Step{Label: label, Fraction: part}
	}
	return Step{Label: fmt.Sprintf("%s %.0f %%", label, math.Floor(min(1, part)*100)), Fraction: part}
}
