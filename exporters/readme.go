package exporters

import (
	"fmt"
	"strings"

	"vitalkeep/health"
)

// readme says what every file is, in which units and in which zone.
func (p *plan) readme() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("Health data exported by Vitalkeep")
	line("")
	line("These are plain CSV files (comma, UTF-8) that any spreadsheet opens. Importing")
	line("this archive into Vitalkeep again gives the same data.")
	line("")
	line("Times without an offset, and days, are local ones in the zone %s.", p.clock.loc)
	line("Times with an offset (2024-03-01T07:30:00+01:00) need no zone. Numbers are as they")
	line("were measured: masses in weight.csv are in %s, heights in height.csv in %s,", p.mass.Symbol(), lengthWords[p.length])
	line("temperatures in °C. Decimals are written with a point.")
	line("")
	line("The files have the shape of the archive that Withings gives out. What that")
	line("shape cannot say exactly stands in the two files at the end of the list, and")
	line("nothing stands twice.")
	line("")
	about := func(name string, words ...string) {
		for _, w := range words {
			line("%-32s %s", name, w)
			name = ""
		}
	}
	for _, s := range p.sheets {
		if s.about != "" {
			about(s.name, s.about)
		}
	}
	about("raw_*.csv", "recordings: start, then lists of durations in s", "and of values, each beginning where the one", "before it ended")
	about(zoneFile, "the time zone of this archive, and nothing else")
	about(samplesFile, "all other measurements: metric, source, start,", "duration in s, value, unit; in no order")
	about(entriesFile, "all other documents, among them every text that", "a spreadsheet could take for a formula")
	line("")
	line("Rows stand newest first, those of raw files oldest first.")
	line("In raw_*_sleep-state.csv 0 is awake, 1 light, 2 deep and 3 REM sleep.")
	return b.String()
}

var lengthWords = map[health.Unit]string{health.Metre: "m", health.Inch: "feet and inches"}
