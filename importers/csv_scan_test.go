package importers

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// scanAll reads everything with a small buffer; broken lines are returned as
// their reason.
func scanAll(r io.Reader, lim limits) (records [][]string, rows []int, broken []string, err error) {
	s := newScanner(r, lim)
	for {
		err := s.next()
		var row *rowError
		switch {
		case err == nil:
			var cells []string
			for _, c := range s.cells {
				cells = append(cells, string(c))
			}
			records, rows = append(records, cells), append(rows, s.row)
		case errors.Is(err, io.EOF):
			return records, rows, broken, nil
		case errors.As(err, &row):
			broken = append(broken, row.reason)
		default:
			return records, rows, broken, err
		}
	}
}

var csvSeeds = []string{
	"", "\n", "a", "a,b\nc,d\n", "a,\"b,c\"\r\n\"d\"\"e\",f\r\n", "\"a\nb\",c\nd,e", "a,b\n\n\nc,d\n", "\"\"\n", "\"\",\"\"\n",
	"a,\"b\nc,d\n", "\xef\xbb\xbf\"a\",b\n", "a\"b,c\nd,e\n", "\"a\"b,c\nd,e\n", ",\n,,\n", "a,b\r", "\"a\"\r\n", "\"a\"\r", "\r\n\r\n", "\"a\"\"\",b\n", "\"\"\"\",b",
}

func TestScannerAgreesWithTheStandardLibrary(t *testing.T) {
	for _, s := range csvSeeds {
		agree(t, s)
	}
}

// agree compares with encoding/csv wherever that takes the text, whatever the
// size of reads and of the buffer.
func agree(t *testing.T, text string) {
	t.Helper()
	lim := defaultLimits
	got, rows, broken, err := scanAll(strings.NewReader(text), lim)
	if err != nil {
		if !errors.Is(err, errNUL) {
			var stop *stopError
			if !errors.As(err, &stop) {
				t.Fatalf("%q: %v", text, err)
			}
		}
		return
	}
	if !slices.IsSorted(rows) || len(rows) > 0 && rows[len(rows)-1] > strings.Count(text, "\n")+1 {
		t.Errorf("%q: rows %v", text, rows)
	}
	lim.record = max(8, len(text)) // the buffer starts small and grows
	again, _, brokenAgain, err := scanAll(iotest.OneByteReader(strings.NewReader(text)), lim)
	if err != nil || !slices.EqualFunc(got, again, slices.Equal) || len(broken) != len(brokenAgain) {
		t.Errorf("%q: read byte by byte %q, at once %q, %v", text, again, got, err)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\xef\xbb\xbf")))
	r.FieldsPerRecord = -1
	want, err := r.ReadAll()
	if err != nil || strings.Contains(text, "\r") { // the library drops carriage returns inside cells
		return
	}
	if len(broken) > 0 || !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%q: %q and %q, the library reads %q", text, got, broken, want)
	}
}

func FuzzScanner(f *testing.F) {
	for _, s := range csvSeeds {
		f.Add(s)
	}
	f.Fuzz(agree)
}

func TestScannerAllocatesNothingPerRecord(t *testing.T) {
	text := strings.Repeat("2024-07-01T17:00:00+02:00,\"[60,\"\"60]\",\"[10,20]\"\n", 100_000)
	s := newScanner(strings.NewReader(text), defaultLimits)
	if n := testing.AllocsPerRun(20_000, func() {
		if err := s.next(); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%g allocations per record", n)
	}
}

func TestTooManyColumnsCostTheLine(t *testing.T) {
	got, _, broken, err := scanAll(strings.NewReader("a,b\n"+strings.Repeat(",", 300)+"\nc,d\n"), defaultLimits)
	if err != nil || len(got) != 2 || !slices.Equal(broken, []string{"has more than 256 columns"}) {
		t.Errorf("%q %q %v", got, broken, err)
	}
}

func TestManyUnclosedQuotesEndTheFile(t *testing.T) {
	lim := defaultLimits
	lim.record, lim.unclosed = 64, 3
	text := strings.Repeat("\""+strings.Repeat("x\n", 60), 10)
	if _, _, _, err := scanAll(strings.NewReader(text), lim); err == nil || !strings.Contains(err.Error(), "more than 3 lines") {
		t.Errorf("error %v", err)
	}
}
