package backup

import (
	"fmt"
	"strings"
	"time"

	"vitalkeep/health"
)

// day writes a date for people.
func day(at time.Time) string { return at.UTC().Format("2 January 2006") }

// readme explains a backup to whoever has unpacked it, in years perhaps and
// without the program.
func readme(entry string, at time.Time, open bool) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("A backup of a Vitalkeep vault, made on %s", day(at))
	line("")
	line("%s", entry)
	line("    The vault: all health data of a household, still sealed with its own")
	line("    password (or recovery key), as it was on that day.")
	if open {
		line("open/")
		line("    The same data in the open, as CSV and JSON. Everybody who can read these")
		line("    files can read the data: keep them where only you can. open/README.txt")
		line("    explains them.")
	}
	line("")
	line("With Vitalkeep")
	line("    Restore the backup from the program, or from a terminal:")
	line("        vitalkeep-cli restore FILE.age --vault NEW%s", vaultSuffix)
	line("    Or, as you have it unpacked here: put %q where you", entry)
	line("    want it and open it with its password.")
	line("")
	line("Without Vitalkeep")
	line("    age (https://age-encryption.org) opens the backup, and what comes out is a")
	line("    ZIP file:")
	line("        age -d -o backup.zip FILE.age               (asks for the passphrase)")
	line("        age -d -i IDENTITY -o backup.zip FILE.age   (if it was sealed to a key)")
	line("        unzip backup.zip")
	if !open {
		line("    The vault itself needs Vitalkeep: its format is described in the program's")
		line("    docs/vault-format.md.")
	}
	return b.String()
}

// openReadme explains the files of an open copy.
func openReadme(folders []string, profiles, closed []health.Profile, at time.Time) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Health data in the open, as of %s", day(at))
	line("")
	line("One folder for each person:")
	for i, f := range folders {
		line("    %-24s %s", strings.TrimPrefix(f, openFolder), profiles[i].Name)
	}
	line("")
	if len(closed) > 0 {
		line("Not here, because their data is closed by a passcode of their own; the vault")
		line("itself, which is sealed, has it:")
		for _, p := range closed {
			line("    %s", p.Name)
		}
		line("")
	}
	line("In each folder:")
	line("")
	line("profile.json")
	line("    Name, time zone, and whether the person reads metric or US units.")
	line("samples.jsonl")
	line("    Every measurement as one line of JSON:")
	line("    metric      what was measured, such as weight or heart_rate")
	line("    source      who measured it")
	line("    start       local time with its offset from UTC (RFC 3339)")
	line("    duration_s  how long it took, in seconds; 0 for an instant")
	line("    value       the number with all digits, as it was measured")
	line("    unit        the unit of the number")
	line("entries.jsonl")
	line("    Everything else (nights, workouts, ECGs, the diary) as one line of JSON: kind,")
	line("    source, key (tells apart what began at the same time), start, duration_s,")
	line("    and fields, a list of names and texts in the order of the source.")
	line("pictures/")
	line("    The pictures that entries name in their field \"picture\", under that name.")
	line("csv/")
	line("    The same again as tables for a spreadsheet, with a README of their own.")
	line("    Vitalkeep imports this folder again, without loss.")
	line("")
	line("All files are UTF-8. Nothing is rounded. Measurements that were deleted, or")
	line("replaced by a later import, are not here.")
	return b.String()
}
