package ui

import (
	"context"
	"strings"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/present"
)

// listedSubject is a row of the list.
type listedSubject struct {
	subject    present.Subject
	latest     string
	when, span string
	words      string // in which it is found
}

// dataList is what the page shows.
type dataList struct {
	known, other []listedSubject
	readings     int
}

func loadDataList(ctx context.Context, lib Library, a present.Almanac) (dataList, error) {
	var out dataList
	all, err := lib.Metrics(ctx)
	if err != nil {
		return out, err
	}
	for _, m := range all {
		out.readings += m.Count
	}
	known, other := present.Listed(all)
	for _, group := range []struct {
		from []present.Subject
		to   *[]listedSubject
	}{{known, &out.known}, {other, &out.other}} {
		for _, s := range group.from {
			row, err := loadListed(ctx, lib, s, a)
			if err != nil {
				return out, err
			}
			*group.to = append(*group.to, row)
		}
	}
	return out, nil
}

func loadListed(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (listedSubject, error) {
	from, to := a.DateAt(s.First), a.DateAt(s.Last)
	row := listedSubject{subject: s, span: present.DaySpan(from, to), latest: present.Missing, words: findWords(s)}
	r, err := loadRecentFigure(ctx, lib, s, a)
	if err != nil {
		return row, err
	}
	row.latest, row.when = r.latest, r.when
	return row, nil
}

// findWords are all the names of a subject, in small letters.
func findWords(s present.Subject) string {
	words := []string{s.Name, s.ShortName()}
	if s.Kind != present.Untold {
		words = append(words, present.FamilyName(s.Family))
	}
	for _, id := range s.Members {
		if m, ok := health.Lookup(id); ok {
			words = append(words, present.MetricName(m))
		}
	}
	for _, id := range s.Sources {
		words = append(words, present.SourceName(id))
	}
	return strings.ToLower(strings.Join(words, "\n"))
}

// finds reports whether a row has every word of what is looked for.
func (r listedSubject) finds(text string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		if !strings.Contains(r.words, word) {
			return false
		}
	}
	return true
}

// loadRecentFigure is the latest value of a subject and when it was.
func loadRecentFigure(ctx context.Context, lib Library, s present.Subject, a present.Almanac) (listedSubject, error) {
	switch s.Kind {
	case present.Pressure, present.Nights, present.Totals:
		c, err := loadCard(ctx, lib, s, a)
		return listedSubject{latest: figureText(c.Figures), when: c.When}, err
	}
	latest, err := collect(ctx, lib.Readings(ctx, s.Metric.ID, s.Last, s.Last+1))
	if err != nil || len(latest) == 0 {
		return listedSubject{latest: present.Missing}, err
	}
	r := latest[len(latest)-1]
	scale := present.ScaleFor(s.Metric, lib.Profile().Units)
	return listedSubject{latest: scale.Text(scale.OfSample(r.Sample)), when: a.When(r.Start, r.Offset)}, nil
}

// fromWhere is the source that counts first, and how many others there are.
func fromWhere(s present.Subject) string {
	if n := len(s.Sources); n > 1 {
		return s.SourceName() + " +" + locale.Count(n-1)
	}
	return s.SourceName()
}

func rowName(r listedSubject) string {
	return locale.N("%[1]s, latest %[2]s, %[3]s, %[4]s reading", "%[1]s, latest %[2]s, %[3]s, %[4]s readings", r.subject.Count,
		r.subject.Name, r.latest, r.when, locale.Count(r.subject.Count))
}
