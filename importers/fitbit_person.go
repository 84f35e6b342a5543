package importers

import (
	"strings"

	"vitalkeep/health"
)

// claimFitbitProfile claims the table of the account that says whose data it is.
func claimFitbitProfile(g *glance) (bool, string) {
	return hasColumn(g.header, "date_of_birth") && hasColumn(g.header, "timezone") && hasColumn(g.header, "full_name"), ""
}

// fitbitRow returns the cells of a profile's one row by the names of columns.
func fitbitRow(g *glance) map[string]string {
	s := newScanner(strings.NewReader(string(g.head)), limits{record: headBytes, columns: defaultLimits.columns, unclosed: 1})
	for range 2 { // the header, and the row
		if s.next() != nil {
			return nil
		}
	}
	row := map[string]string{}
	for i, c := range s.cells {
		if i < len(g.header) {
			row[strings.ToLower(g.header[i])] = strings.TrimSpace(string(c))
		}
	}
	return row
}

func fitbitPerson(g *glance) Person {
	row := fitbitRow(g)
	p := Person{Name: row["full_name"]}
	if d, ok := civilDate([]byte(row["date_of_birth"])); ok && d != (health.Date{}) {
		p.Born = d
	}
	return p
}

func fitbitZone(g *glance) string { return fitbitRow(g)["timezone"] }
