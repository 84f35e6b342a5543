package importers

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"vitalkeep/health"
)

// HealthConnect is the export of Android's Health Connect.
const HealthConnect = "health-connect"

// healthConnectVersion is the version of the tables whose meaning is known from
// a real export.
const healthConnectVersion = 23

func healthConnect() Format {
	return Format{
		Name: HealthConnect, Title: "Health Connect", Form: "“Health Connect.zip” of a scheduled export, or the health_connect_export.db in it",
		Extensions: []string{".zip", ".db"}, Whole: true,
		kinds: []kind{
			{name: "database", claim: claimHealthConnect(func(v uint32) bool { return v == healthConnectVersion }), stream: readHealthConnect},
			{
				name: "database-other-version", claim: claimHealthConnect(func(v uint32) bool { return v != healthConnectVersion }), stream: readHealthConnect,
				assumes: "The database is of another version than the one whose tables are known (23). What has the same columns is read with the same meaning and units.",
			},
		},
	}
}

func claimHealthConnect(version func(uint32) bool) func(*glance) (bool, string) {
	return func(g *glance) (bool, string) {
		// The names of the tables stand at the beginning of most databases, but need
		// not; of a file that is named like the export, the tables decide when it is read.
		ours := bytes.HasPrefix(g.head, []byte(sqliteMagic)) &&
			(bytes.Contains(g.head, []byte("_record_table")) || strings.HasPrefix(g.name, "health_connect_export"))
		return ours && version(userVersion(g.head)), ""
	}
}

// Reasons why a part of a database is left out.
const (
	reasonOtherDatabase = "it is a database, but holds none of the tables of Health Connect"
	reasonDamagedTable  = "the database is damaged here; what follows in this table is lost"
	reasonDamagedSchema = "the database is damaged: its list of tables cannot be read"
	reasonNotInteger    = "not a whole number, as it has to be"
	reasonNoOffset      = "its time zone is missing"
	reasonWrongOffset   = "no time zone is that far from UTC"
)

// hcReader reads one database.
type hcReader struct {
	*fileReader
	db      *database
	sources hcSources
}

func readHealthConnect(f *fileReader, r io.Reader) (err error) {
	at, size, err := databaseBytes(f, r, f.lim.memory)
	if err != nil {
		return err
	}
	db, err := openDatabase(f.ctx, at, size)
	if err != nil {
		if errors.Is(err, errDamagedDatabase) {
			return f.refuse("", reasonDamagedSchema)
		}
		return err
	}
	h := &hcReader{fileReader: f, db: db}
	defer closeInto(&err, db)
	return h.read()
}

func (h *hcReader) read() error {
	if !slices.ContainsFunc(h.db.tables, recordTable) {
		return h.refuse("", reasonOtherDatabase)
	}
	if err := h.loadSources(); err != nil {
		return err
	}
	steps := []func() error{h.nights, h.workouts, h.bloodPressure}
	for _, t := range hcTables {
		steps = append(steps, func() error { return h.numbers(t) })
	}
	for _, s := range hcSeries {
		steps = append(steps, func() error { return h.series(s) })
	}
	for _, step := range append(steps, h.others) {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// recordTable reports whether a table holds records of one type. Those that
// are newer than the rest have names like SpeedRecordTable.
func recordTable(name string) bool {
	return strings.HasSuffix(name, "_record_table") || strings.HasSuffix(name, "RecordTable")
}

// table scans a table if it is there and has the columns, as a part of its own.
func (h *hcReader) table(name string, columns []hcColumn, row func(hcRow) error) error {
	begun := false
	return h.scanTable(name, columns, func(r hcRow) error {
		if !begun {
			begun = true
			if err := h.part(name); err != nil {
				return err
			}
		}
		return row(r)
	})
}

// scanTable is table without beginning a part. Missing columns are said once. A
// table that turns out to be damaged costs what follows in it.
func (h *hcReader) scanTable(name string, columns []hcColumn, row func(hcRow) error) error {
	if !h.db.has(name) {
		return nil
	}
	h.row = 0
	have, err := h.db.columns(name)
	if err != nil {
		return h.damaged(name, err)
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		switch {
		case have[c.name]:
			names[i] = c.name
		case c.optional:
			names[i] = "NULL"
		default:
			n, err := h.db.count(name)
			if err != nil {
				return h.damaged(name, err)
			}
			if n == 0 {
				return nil
			}
			return h.refuse(name, fmt.Sprintf("it lacks the column %s, without which its rows cannot be understood", c.name))
		}
	}
	err = h.db.scan(name, names, func(id int64, values []any) error {
		if h.row = mostRow; id > 0 && id < mostRow {
			h.row = int(id)
		}
		return row(hcRow{h: h, table: name, columns: columns, values: values})
	})
	return h.damaged(name, err)
}

// damaged turns what SQLite cannot read into a reject and leaves other errors.
func (h *hcReader) damaged(table string, err error) error {
	if errors.Is(err, errDamagedDatabase) {
		return h.refuse(table, reasonDamagedTable)
	}
	return err
}

// mostRow is the number of rows whose own is no number that a line could have.
const mostRow = 1 << 31

// hcColumn is a column that is asked for.
type hcColumn struct {
	name     string
	optional bool
}

// hcCommon are the columns that say who wrote a record.
var hcCommon = []hcColumn{{"app_info_id", true}, {"device_info_id", true}, {"recording_method", true}}

// hcInstant and hcInterval begin the columns of every record.
var (
	hcInstant  = append(slices.Clone(hcCommon), hcColumn{"time", false}, hcColumn{"zone_offset", false})
	hcInterval = append(slices.Clone(hcCommon), hcColumn{"start_time", false}, hcColumn{"start_zone_offset", false}, hcColumn{"end_time", false})
)

// hcRow is one row of a table.
type hcRow struct {
	h       *hcReader
	table   string
	columns []hcColumn
	values  []any
}

// named returns the name under which a column is rejected.
func (r hcRow) named(column int) string { return r.table + "." + r.columns[column].name }

// when reads the time of an instant or interval record, which stands at place 3.
// ok is false for one that was rejected.
func (r hcRow) when() (s health.Sample, ok bool, err error) {
	start, isInt := r.values[3].(int64)
	switch {
	case !isInt:
		return s, false, r.h.refuse(r.named(3), reasonNotInteger)
	case !health.PossibleTime(start):
		return s, false, r.h.refuse(r.named(3), reasonNoSuchYear)
	}
	s = health.Sample{Start: start, Origin: r.h.origin()}
	offset, isInt := r.values[4].(int64)
	switch {
	case isInt && offset >= -maxOffset && offset <= maxOffset:
		s.Offset = int32(offset)
	case isInt:
		return s, false, r.h.refuse(r.named(4), reasonWrongOffset)
	case r.values[4] == nil && r.h.zone.loc != nil:
		s.Offset = r.h.zone.at(start)
	default:
		return s, false, r.h.refuse(r.named(4), reasonNoOffset)
	}
	if len(r.columns) < 6 || r.columns[5].name != "end_time" {
		return s, true, nil
	}
	end, isInt := r.values[5].(int64)
	switch {
	case !isInt:
		return s, false, r.h.refuse(r.named(5), reasonNotInteger)
	case end < start:
		return s, false, r.h.refuse(r.named(5), reasonEndBefore)
	case end-start > maxSpan:
		return s, false, r.h.refuse(r.named(5), "longer than a year")
	}
	s.Duration = end - start
	return s, true, nil
}

// text reads a text that may be missing.
func (r hcRow) text(column int) string {
	s, _ := r.values[column].(string)
	return strings.TrimSpace(s)
}

// others says what is in tables that are not read.
func (h *hcReader) others() error {
	h.row = 0
	for _, name := range h.db.tables {
		if !recordTable(name) || hcRead[strings.ToLower(name)] {
			continue
		}
		n, err := h.db.count(name)
		if err = h.damaged(name, err); err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := h.refuse(name, english(int(n), "record of a type that is not understood is left out", "records of a type that is not understood are left out")); err != nil {
			return err
		}
	}
	return nil
}

// hcRead are the tables of records that are read, by their names in lower case.
var hcRead = func() map[string]bool {
	m := map[string]bool{hcNights: true, hcWorkouts: true, hcPressure: true}
	for _, t := range hcTables {
		m[t.name] = true
	}
	for _, s := range hcSeries {
		m[s.parent] = true
	}
	return m
}()
