package ui

import (
	"slices"

	"vitalkeep/health"
)

// ImportTable is a text table that belongs to no vendor's export, and how it is
// read.
type ImportTable struct {
	// Key names the header of the table: what is chosen for it is remembered
	// under that.
	Key, File string
	// Preset names the program that writes such tables, "" for any other.
	Preset  string
	Header  []string
	Rows    [][]string // the first ones, at most 8
	Mapping TableMapping
	// Open are the questions that have to be answered before it is read.
	Open []TableQuestion
	// Remembered means that the mapping was chosen at an earlier import.
	Remembered bool
	// Understood is what is read of the rows, and Rejects what of them is left
	// out, by line.
	Understood []ImportReading
	Rejects    []health.Reject
	// DateForms and Encodings are those that can be chosen.
	DateForms, Encodings []string
}

// TableMapping says how a table is read.
type TableMapping struct {
	Comma    string // between columns: "," ";" "|" or a tab
	Decimal  string // "." or ","; "" where no number has either
	Encoding string
	Header   bool   // whether the first line names the columns
	Dates    string // the form of dates, "" while it is not known
	Columns  []TableColumn
}

// clone is a copy that shares nothing.
func (m TableMapping) clone() TableMapping {
	m.Columns = slices.Clone(m.Columns)
	return m
}

// TableColumn says what a column is.
type TableColumn struct {
	Role  string // one of the roles below or a health.MetricID
	Unit  health.Unit
	Known bool // the unit stands in the file or was chosen
}

// Roles of columns that are no metrics.
const (
	roleNone     = ""
	roleDateTime = "datetime"
	roleDate     = "date"
	roleTime     = "time"
	roleComment  = "comment"
	rolePressure = "pressure"
)

// TableQuestion is what a table leaves open.
type TableQuestion struct {
	Column  int    // -1 for the whole table
	What    string // one of the questions below
	Choices []string
}

// What can be open about a table.
const (
	askDates    = "dates"
	askUnit     = "unit"
	askDecimal  = "decimal"
	askRole     = "role"
	askComma    = "comma"
	askEncoding = "encoding"
)

// tablesOpen reports whether one of the tables waits for an answer.
func tablesOpen(tables []ImportTable) bool {
	return slices.ContainsFunc(tables, func(t ImportTable) bool { return len(t.Open) > 0 })
}
