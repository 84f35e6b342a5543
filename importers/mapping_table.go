package importers

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"vitalkeep/health"
)

const kindTable = "table"

// mappedTables is the format of all tables with a date and numbers.
func mappedTables() Format {
	return Format{
		Name: MappedCSV, Title: "Table (CSV)", Form: "any table with dates, as CSV, TSV or text",
		Extensions: []string{".csv", ".tsv"},
		kinds:      []kind{{name: kindTable, local: true, claim: claimTable, stream: readTable}},
	}
}

// claimTable claims tables with a date and something beside it that is named, or
// is at least a number.
func claimTable(g *glance) (mine bool, problem string) {
	best, _, ok := guessFrom(g.head, len(g.head) >= headBytes-len(byteOrderMark), g.name)
	return ok && (best.understood() || best.numeric() || len(best.body) == 0), ""
}

func readTable(f *fileReader, r io.Reader) error { return f.table.read(f, r) }

// isPlain reports whether a format is one of the CSV files by fixed rules.
func isPlain(format string) bool {
	return format == WeightCSV || format == BloodPressureCSV || format == HeightCSV
}

// mapped looks at a file as at a table, where no other format claims it, or only
// by a name that its columns do not go with.
func (l *looker) mapped(t *task, g *glance, f Format, wrong string, loose bool) (done bool, err error) {
	named := loose && wrong == problemHeader && l.want == ""
	export := isPlain(f.Name) && strings.HasPrefix(g.name, "measurement-summary") && l.want == ""
	if f.Name != MappedCSV && !export && !named {
		return false, nil
	}
	rc, err := t.file.open(&meter{ctx: l.ctx})
	if err != nil {
		return false, err
	}
	defer closeInto(&err, rc)
	look, err := lookAtTable(rc, g.name, loose, l.given, l.lim)
	if look == nil || err != nil || named && len(look.table.Open) > 0 && look.preset == nil && !look.measures() {
		if f.Name == MappedCSV && err == nil {
			t.info.Problem = cmp.Or(wrong, nearMiss(g.header))
			return true, nil
		}
		return false, err
	}
	table := mappedTables()
	t.format, t.kind, t.table, t.read = table, table.kinds[0], look, true
	t.kind.local = look.evidence.local
	look.table.File, look.table.Path = t.info.Name, t.info.Path
	t.info.Kind, t.info.HasRows = kindTable, look.evidence.rows > 0
	t.info.Lines, t.info.Assumed, t.info.Problem = look.table.Lines, look.assumed(), look.problem
	if look.left {
		t.info.Skipped = "no column of it is chosen"
	}
	t.read = look.problem == "" && !look.left
	return true, nil
}

// measures reports whether some column is known to be a metric.
func (l *tableLook) measures() bool {
	return slices.ContainsFunc(l.table.Mapping.Columns, func(c MappedColumn) bool { return measures(c.Role) })
}

// assumed says what is taken for granted in reading the table.
func (l *tableLook) assumed() string {
	var all []string
	if l.preset != nil && l.preset.assumes != "" {
		all = append(all, l.preset.assumes)
	}
	if l.evidence.untimed {
		all = append(all, "Days without a time of day are taken as noon.")
	}
	return strings.Join(all, " ")
}

// yield sets tables aside that lie among the files of a vendor's export: they
// are parts of it that are not understood, and nobody could say what they are.
func (l *looker) yield(b *bundle, tasks []*task) {
	vendor := slices.ContainsFunc(tasks, func(t *task) bool {
		return t.read && t.table == nil && !isPlain(t.format.Name)
	})
	for _, t := range tasks {
		switch {
		case t.table == nil:
		case vendor && !b.loose:
			t.info.Kind, t.info.Skipped, t.info.Problem = "", "", nearMiss(nil)
			t.format, t.kind, t.table, t.read = Format{}, kind{}, nil, false
		case t.read:
			l.keepTable(t.table)
		}
	}
}

// keepTable tells of a table that will be read.
func (l *looker) keepTable(look *tableLook) {
	r := &l.p.recognition
	r.Tables = append(r.Tables, look.table)
	for _, c := range look.table.Mapping.Columns {
		if c.Known && measures(c.Role) && c.Unit != health.NoUnit && !slices.Contains(r.Units, c.Unit) {
			r.Units = append(r.Units, c.Unit)
		}
	}
	for i, form := range dateForms {
		span := look.evidence.spans[i]
		if form.name != look.form.name || span.first == (health.Date{}) || !look.evidence.local {
			continue
		}
		if r.First == (health.Date{}) || span.first.Compare(r.First) < 0 {
			r.First = span.first
		}
		if span.last.Compare(r.Last) > 0 {
			r.Last = span.last
		}
	}
}

// mappingNeeded is the error of tables that leave something open: it names every
// question.
func mappingNeeded(tables []Table) error {
	var first string
	var all []string
	for _, t := range tables {
		if len(t.Open) == 0 {
			continue
		}
		var asked []string
		for _, q := range t.Open {
			asked = append(asked, t.ask(q))
		}
		who := t.File
		if first == "" {
			first, who = t.File, "it"
		}
		all = append(all, who+" does not say "+strings.Join(asked, "; nor "))
	}
	if all == nil {
		return nil
	}
	return &FileError{
		File: first, Reason: strings.Join(all, "; and "),
		Hint: "Say how its columns are meant.", Err: ErrMappingNeeded,
	}
}

// ask puts a question as what the file does not say.
func (t Table) ask(q Question) string {
	column := ""
	if q.Column >= 0 && q.Column < len(t.Header) {
		column = fmt.Sprintf(" of column %d (%s)", q.Column+1, t.Header[q.Column])
	}
	choices := strings.Join(q.Choices, " or ")
	switch q.What {
	case AskDates:
		return "whether dates are " + choices
	case AskUnit:
		return "the unit" + column + ": " + choices
	case AskDecimal:
		return "whether a comma or a point stands before decimals"
	case AskComma:
		return "what separates its columns"
	case AskEncoding:
		return "in which encoding its words are: " + choices
	case AskRole:
		switch {
		case column == "" && slices.Contains(q.Choices, RoleDate):
			return "in which column the date is"
		case column == "":
			return "what its columns measure"
		case len(q.Choices) == 1 && q.Choices[0] == RoleNone:
			return "which of two columns counts, the one before or column " + column[len(" of column "):]
		}
		return "the meaning" + column + ": " + choices
	}
	return q.What
}
