package importers

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
)

// readHostile reads a database that somebody made to do harm and holds what
// comes out of it to the promises. It returns the reasons of what is left out.
func readHostile(t *testing.T, content string) (rows int, reasons []string) {
	t.Helper()
	sink := &listening{strict: strict{t: t}}
	rep, err := Read(context.Background(), []string{put(t, "health_connect_export.db", content)}, Options{Zone: time.UTC}, sink)
	var fe *FileError
	if err != nil && !errors.As(err, &fe) {
		t.Fatalf("error %v", err)
	}
	return rep.Samples + rep.Entries, sink.reasons
}

func TestHostileDatabasesRunNothingAndHarmNothing(t *testing.T) {
	weight := instant("weight_record_table", "weight", may1, "70000")
	gone := "DROP TABLE weight_record_table"
	other := "CREATE TABLE steps_elsewhere_record_table (a)" // a table of records, so that it is one of ours
	manyColumns := func(n int) string {
		return "CREATE TABLE weight_record_table (time INTEGER" + numbered(", c%d INTEGER", n) + ", weight REAL)"
	}
	for _, c := range []struct {
		name   string
		made   []string
		rows   int
		reason string // of one reject; empty for none
	}{
		{"a view with the name of a table", []string{weight, "ALTER TABLE weight_record_table RENAME TO kept", "CREATE VIEW weight_record_table AS SELECT * FROM kept", other}, 0, ""},
		{"a view that never ends", []string{gone, "CREATE VIEW weight_record_table AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS time, i AS weight, 0 AS zone_offset FROM n", other}, 0, ""},
		{"a virtual table with the name of a table", []string{gone, "CREATE VIRTUAL TABLE weight_record_table USING fts5(time, zone_offset, weight)", "INSERT INTO weight_record_table VALUES (1, 0, 70000)"}, 0, ""},
		{"a trigger", []string{"CREATE TRIGGER t AFTER INSERT ON weight_record_table BEGIN DELETE FROM weight_record_table; END", "DROP TRIGGER t", weight, "CREATE TRIGGER t AFTER INSERT ON weight_record_table BEGIN DELETE FROM weight_record_table; END"}, 1, ""},
		{"a computed column with the name of one", []string{gone, "CREATE TABLE weight_record_table (row_id INTEGER PRIMARY KEY, time INTEGER, zone_offset INTEGER, weight REAL AS (zone_offset + 70000))", fmt.Sprintf("INSERT INTO weight_record_table VALUES (1, %d, 0)", may1)}, 0, "it lacks the column weight"},
		{"a table without row numbers", []string{gone, "CREATE TABLE weight_record_table (time INTEGER PRIMARY KEY, zone_offset INTEGER, weight REAL) WITHOUT ROWID", fmt.Sprintf("INSERT INTO weight_record_table VALUES (%d, 0, 70000)", may1)}, 0, reasonDamagedTable},
		{"columns declared as times and truths", []string{gone, "CREATE TABLE weight_record_table (row_id INTEGER PRIMARY KEY, time DATETIME, zone_offset BOOLEAN, weight TIMESTAMP)", fmt.Sprintf("INSERT INTO weight_record_table VALUES (1, %d, 1, 70000)", may1)}, 1, ""},
		{"four hundred columns", []string{gone, manyColumns(400)}, 0, ""},
		{"an index that computes", []string{weight, "CREATE INDEX i ON weight_record_table (abs(weight), time, zone_offset, weight)"}, 1, ""},
		{"a text of a megabyte in a number", []string{"INSERT INTO weight_record_table (uuid, time, zone_offset, weight) VALUES (x'00', 1, 0, replace(hex(zeroblob(500000)), '0', 'a'))"}, 0, reasonNotANumber},
		{"a row of twenty megabytes", []string{"INSERT INTO weight_record_table (uuid, time, zone_offset, weight) VALUES (zeroblob(20000000), 1, 0, 70000)"}, 1, ""},
		{"names that are statements", []string{"CREATE TABLE \"x; DROP TABLE y_record_table\" (a)", "CREATE TABLE \"a'b_record_table\" (a)", "INSERT INTO \"a'b_record_table\" VALUES (1)", weight}, 1, ""},
		{"two thousand tables", append(strings.Split(strings.TrimSuffix(numbered("CREATE TABLE t%d (a);", 2000), ";"), ";"), weight), 0, reasonDamagedSchema},
		{"numbers of rows beyond any line", []string{fmt.Sprintf("INSERT INTO weight_record_table (row_id, uuid, time, zone_offset, weight) VALUES (-5, x'00', %d, 0, 70000), (9000000000000000000, x'01', %d, 0, 70000)", may1, may1+1)}, 2, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, reasons := readHostile(t, androidDatabase(t, healthConnectVersion, c.made...))
			if rows != c.rows {
				t.Errorf("%d rows, want %d; %v", rows, c.rows, reasons)
			}
			if c.reason == "" && len(reasons) > 0 || c.reason != "" && (len(reasons) != 1 || !strings.Contains(reasons[0], c.reason)) {
				t.Errorf("reasons %q, want %q", reasons, c.reason)
			}
		})
	}
}

// numbered repeats a form with the numbers from 0.
func numbered(form string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, form, i)
	}
	return b.String()
}

// listening is strict and keeps the reasons.
type listening struct {
	strict
	reasons []string
}

func (l *listening) Reject(r health.Reject) error {
	l.reasons = append(l.reasons, r.Reason)
	return l.strict.Reject(r)
}

func TestStatementsOutOfNowhereAreRefused(t *testing.T) {
	content := androidDatabase(t, healthConnectVersion, someRecords()...)
	c := &chunks{parts: [][]byte{[]byte(content)}, size: int64(len(content))}
	db, err := openDatabase(context.Background(), c, c.size)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}()
	db.open = "weight_record_table"
	for _, s := range []string{
		"SELECT weight FROM weight_record_table, steps_record_table", "SELECT load_extension('x')", "SELECT randomblob(1000000000)",
		"ATTACH 'other.db' AS other", "PRAGMA writable_schema = 1", "DELETE FROM weight_record_table", "CREATE TABLE x (a)",
		"CREATE TEMP TABLE x (a)", "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", "VACUUM INTO 'copy.db'",
	} {
		if err := db.query(s, 1, func([]driver.Value) error { return nil }); !errors.Is(err, errDamagedDatabase) {
			t.Errorf("%s: %v", s, err)
		}
	}
	if n, err := db.count("weight_record_table"); n != 2 || err != nil {
		t.Errorf("%d rows, %v", n, err)
	}
}

// Pages overwritten at random, and links between them that lead in circles: what
// still comes out keeps the promises, and it ends.
func TestDatabasesWithBrokenPagesEnd(t *testing.T) {
	content := smallDatabase(healthConnectVersion)(t)
	const page = 512
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 400 {
		b := []byte(content)
		for range 1 + random.IntN(4) {
			at := page*random.IntN(len(b)/page) + random.IntN(page)
			switch random.IntN(4) {
			case 0: // a number as large as can be
				copy(b[at:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff")
			case 1: // a link to some page
				if at+4 <= len(b) {
					binary.BigEndian.PutUint32(b[at:], uint32(random.IntN(len(b)/page+2)))
				}
			case 2: // the kind of a page
				b[at/page*page] = []byte{0, 2, 5, 10, 13}[random.IntN(5)]
			default:
				b[at] ^= byte(1 << random.IntN(8))
			}
		}
		t.Run(fmt.Sprint(i), func(t *testing.T) { readHostile(t, string(b)) })
	}
}

func TestPagesLinkedInCirclesGiveNoMoreRowsThanFit(t *testing.T) {
	var rows []string
	for i := range 3000 {
		rows = append(rows, instant("weight_record_table", "weight", may1+int64(i), "70000"))
	}
	b := []byte(androidDatabase(t, healthConnectVersion, rows...))
	const page = 4096
	linked := 0
	for at := page; at+page <= len(b); at += page {
		if b[at] != 5 { // an inner page of a table
			continue
		}
		// All its children are its first one: every row would come many times over.
		cells := int(binary.BigEndian.Uint16(b[at+3:]))
		first := int(binary.BigEndian.Uint16(b[at+12:]))
		for c := range cells {
			cell := int(binary.BigEndian.Uint16(b[at+12+2*c:]))
			copy(b[at+cell:at+cell+4], b[at+first:at+first+4])
		}
		linked += cells
	}
	if linked < 10 {
		t.Fatalf("%d links", linked)
	}
	if n, reasons := readHostile(t, string(b)); n > len(b)/leastRowBytes {
		t.Errorf("%d rows, %v", n, reasons)
	}
}

func TestReadingADatabaseIsCancelled(t *testing.T) {
	var rows []string
	for i := range 5000 {
		rows = append(rows, instant("weight_record_table", "weight", may1+int64(i), "70000"))
	}
	path := put(t, "health_connect_export.db", androidDatabase(t, healthConnectVersion, rows...))
	ctx, cancel := context.WithCancel(context.Background())
	c := &cancelling{cancel: cancel}
	if _, err := Read(ctx, []string{path}, Options{}, c); !errors.Is(err, context.Canceled) || len(c.samples) > 4000 {
		t.Errorf("%d samples, error %v", len(c.samples), err)
	}
}
