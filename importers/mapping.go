package importers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"vitalkeep/health"
)

// ErrMappingNeeded means that a table can be read in more than one way, and
// nobody said which is meant: the questions are in Recognition.Tables. Nothing
// was handed over.
var ErrMappingNeeded = errors.New("a table can be read in more than one way")

// Table is a text table that no vendor's format claims, as it is understood.
type Table struct {
	File   string     // base name
	Path   string     // within what was brought
	Lines  []string   // the first lines as they stand, at most 6 of 200 characters
	Header []string   // names of the columns; "column 1" … where the file has none
	Rows   [][]string // the first rows, at most 8
	// Preset names the program that writes such tables, empty for any other.
	Preset string
	// Mapping is what was found out and what was chosen for this header before.
	Mapping Mapping
	// Open are the questions that have to be answered before it is read.
	Open []Question
	key  string
}

// Key names the header of the table: a mapping is remembered under it. That of a
// table without header names its first rows, and so no other table.
func (t Table) Key() string { return t.key }

// Kinds of questions.
const (
	AskDates    = "dates"    // the form of dates; choices are forms of Mapping.Dates
	AskUnit     = "unit"     // the unit of a column; choices are IDs of units
	AskDecimal  = "decimal"  // the decimal sign; choices are "." and ","
	AskRole     = "role"     // what a column is; choices are roles
	AskComma    = "comma"    // what separates columns
	AskEncoding = "encoding" // of the text
)

// Question is what the file leaves open.
type Question struct {
	Column  int      `json:"column"` // -1 for the whole file
	What    string   `json:"what"`   // one of the Ask… above
	Choices []string `json:"choices"`
}

// Roles of columns that are no metrics.
const (
	RoleNone     = ""         // left out
	RoleDateTime = "datetime" // a moment
	RoleDate     = "date"     // a day
	RoleTime     = "time"     // a time of day beside a date
	RoleComment  = "comment"  // words, kept as a note
	RolePressure = "pressure" // both pressures in one cell: 120/80
)

// Mapping says how a table is read.
type Mapping struct {
	Comma    string `json:"comma"`    // "," ";" "|" or a tab
	Decimal  string `json:"decimal"`  // "." or ","; empty where no number has either
	Encoding string `json:"encoding"` // "utf-8", "utf-16le", "utf-16be", "windows-1252", …
	Header   bool   `json:"header"`   // whether the first line names the columns
	// Dates is the form of dates, one of DateForms; empty while it is not known.
	Dates   string         `json:"dates"`
	Columns []MappedColumn `json:"columns"`
}

// MappedColumn says what a column is.
type MappedColumn struct {
	// Role is one of the Role… above or a health.MetricID.
	Role string
	Unit health.Unit
	// Known tells that the unit stands in the file or was chosen.
	Known bool
}

// keyOf names a header. Letter case and blanks around names make no other one.
func keyOf(comma string, header []string) string {
	h := sha256.New()
	for _, name := range append([]string{comma, strconv.Itoa(len(header))}, header...) {
		name = strings.ToLower(strings.TrimSpace(name))
		h.Write([]byte(strconv.Itoa(len(name)) + ":" + name))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
