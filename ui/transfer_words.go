package ui

import (
	"math"
	"net/url"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// periodText is "2 Mar 2019 to 14 Oct 2025", or one date.
func periodText(first, last int64, zone *time.Location) string {
	from := present.FullDate(health.DateAt(first, health.OffsetAt(first, zone)))
	to := present.FullDate(health.DateAt(last, health.OffsetAt(last, zone)))
	if from == to {
		return from
	}
	return locale.C("dates", "%[1]s to %[2]s", from, to)
}

// byteText is a size of a file: "812 bytes", "4.1 MB".
func byteText(n int64) string {
	if n < 1000 {
		return locale.N("%s byte", "%s bytes", int(n), locale.Count(n))
	}
	size := float64(n)
	for _, unit := range []string{"kB", "MB", "GB"} {
		size /= 1000
		if size < 999.5 || unit == "GB" {
			if size < 9.95 {
				return locale.Number(size, 1) + " " + unit
			}
			return locale.Number(size, 0) + " " + unit
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
func (p ImportPreview) nothingNew() bool { return !p.waits() && p.brings() == 0 }

// waits means that something has to be answered before anything is staged.
func (p ImportPreview) waits() bool { return p.PersonNeeded || p.ZoneNeeded || tablesOpen(p.Tables) }

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
		return locale.T("Nothing new"), locale.T("Every row that could be read is in the vault already.")
	case p.Duplicates > 0:
		return locale.T("Nothing new"), locale.T("Everything in it is in the vault already.")
	case p.Rejected > 0:
		return locale.T("Nothing to import"), locale.T("None of its rows could be read. The reasons stand below.")
	}
	return locale.T("Nothing to import"), locale.T("The files hold no readings.")
}

// leftOutText is the headline over the rejected rows.
func leftOutText(n int) string {
	return locale.N("%s row will be left out", "%s rows will be left out", n, locale.Count(n))
}

// wasLeftOutText is the same on a receipt.
func wasLeftOutText(n int) string {
	return locale.N("%s row was left out", "%s rows were left out", n, locale.Count(n))
}

// shownText says how many of the rows are listed, when not all.
func shownText(listed, all int) string {
	switch {
	case listed >= all:
		return ""
	case listed == 0:
		return locale.T("They are not listed one by one.")
	}
	return locale.T("The first %[1]s of %[2]s are listed.", locale.Count(listed), locale.Count(all))
}

// conflictText says what becomes of readings that differ from what is stored.
func conflictText(n int) string {
	return locale.N("%s conflict takes the value of this import. The old value stays in its history, and Undo brings it back.",
		"%s conflicts take the value of this import. Old values stay in their history, and Undo brings them back.", n, locale.Count(n))
}

// receiptText is the headline of a receipt.
func receiptText(stored int, person string) string {
	if person == "" {
		return locale.N("Imported %s reading", "Imported %s readings", stored, locale.Count(stored))
	}
	return locale.N("Imported %[1]s reading for %[2]s", "Imported %[1]s readings for %[2]s", stored, locale.Count(stored), person)
}

// batchStored is how many readings a stored import brought.
func batchStored(b health.Batch) int { return b.New + b.Conflicts }

// batchDetail is the line under a receipt's headline and under a past import.
func batchDetail(b health.Batch) string {
	words := []string{locale.N("%s new", "%s new", b.New, locale.Count(b.New))}
	if b.Conflicts > 0 {
		words = append(words, locale.N("%s replaced", "%s replaced", b.Conflicts, locale.Count(b.Conflicts)))
	}
	if b.Duplicates > 0 {
		words = append(words, locale.N("%s already there", "%s already there", b.Duplicates, locale.Count(b.Duplicates)))
	}
	if b.Rejected > 0 {
		words = append(words, locale.N("%s left out", "%s left out", b.Rejected, locale.Count(b.Rejected)))
	}
	return strings.Join(words, " · ")
}

// undoQuestion says what undoing an import takes away.
func undoQuestion(b health.Batch) string {
	n := batchStored(b)
	if b.Conflicts > 0 {
		return locale.N("Undo this import? %s reading goes from the vault, and what they replaced comes back.",
			"Undo this import? %s readings go from the vault, and what they replaced comes back.", n, locale.Count(n))
	}
	return locale.N("Undo this import? %s reading goes from the vault.", "Undo this import? %s readings go from the vault.", n, locale.Count(n))
}

// undoneText says what undoing an import did.
func undoneText(b health.Batch) string {
	n := batchStored(b)
	return locale.N("Import undone. %s reading is gone from the vault.", "Import undone. %s readings are gone from the vault.", n, locale.Count(n))
}

// filesTitle names files in a line: one by its name, more by their number.
func filesTitle(paths []string) string {
	switch len(paths) {
	case 0:
		return ""
	case 1:
		return filepath.Base(paths[0])
	}
	return locale.N("%s file", "%s files", len(paths), locale.Count(len(paths)))
}

// batchTitle names a past import by what was brought, else by its files.
func batchTitle(b health.Batch) string {
	if b.Title != "" {
		return b.Title
	}
	switch len(b.Files) {
	case 0:
		return locale.T("Import")
	case 1:
		return b.Files[0]
	}
	n := len(b.Files) - 1
	return locale.N("%[1]s and %[2]s more file", "%[1]s and %[2]s more files", n, b.Files[0], locale.Count(n))
}

// conflictLine is one conflict as its parts: what, when (where it was
// measured), old and new value.
func conflictLine(c health.Conflict) (what, when, before, after string) {
	when = present.Moment(c.New.Start, c.New.Offset)
	if c.Metric == "" {
		return readingName("", c.Entry), when, missingCell, missingCell
	}
	return readingName(c.Metric, health.UnknownEntry), when, sampleText(c.Old), sampleText(c.New)
}

// readingName is what a metric or a kind of entry is called.
func readingName(id health.MetricID, entry health.EntryKind) string {
	if id == "" {
		_, name := kindOf("", entry)
		return name
	}
	if m, ok := health.Lookup(id); ok {
		return present.MetricName(m)
	}
	return string(id)
}

// sampleText is a value as it was written, with its unit; a length of time is
// told in hours and minutes.
func sampleText(s health.Sample) string {
	if s.Unit.Canonical() == health.Second {
		return present.Span(s.Canonical())
	}
	number := locale.Decimal(s.Value)
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
		where = append(where, locale.T("row %s", locale.Count(r.Row)))
	}
	if r.Column != "" {
		where = append(where, locale.T("column %s", r.Column))
	}
	return strings.Join(where, ", ") + ": " + sentence(locale.Told(r.Reason))
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
	if person == "" {
		return locale.N("Exported %s reading", "Exported %s readings", r.Readings, locale.Count(r.Readings))
	}
	return locale.N("Exported %[1]s reading for %[2]s", "Exported %[1]s readings for %[2]s", r.Readings, locale.Count(r.Readings), person)
}

// exportedToText is the same after the page was left, with where the file is.
func exportedToText(r ExportReceipt, person string) string {
	if person == "" {
		return locale.N("Exported %[1]s reading to %[2]s.", "Exported %[1]s readings to %[2]s.", r.Readings, locale.Count(r.Readings), r.Path)
	}
	return locale.N("Exported %[1]s reading for %[2]s to %[3]s.", "Exported %[1]s readings for %[2]s to %[3]s.",
		r.Readings, locale.Count(r.Readings), person, r.Path)
}

// showMoreText is the button under a list that is not whole.
func showMoreText(hidden int) string {
	return locale.N("Show %s more", "Show %s more", hidden, locale.Count(hidden))
}

// percentStep is a step of work that is counted in anything.
func percentStep(label string, done, total int64) Step {
	part := fractionOf(done, total)
	if part < 0 {
		return Step{Label: label, Fraction: part}
	}
	return Step{Label: label + " " + locale.Number(math.Floor(min(1, part)*100), 0) + " %", Fraction: part}
}
