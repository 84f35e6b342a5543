package importers

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// render writes a value back, numbers and words as they stood.
func render(v jsonValue) string {
	switch v.kind() {
	case jsonString:
		return fmt.Sprintf("%q", v.text())
	case jsonNumber, jsonBool:
		return string(v.text())
	case jsonOdd:
		return "odd"
	case jsonNull:
		return "null"
	case jsonArray:
		var out []string
		for i := range v.items() {
			out = append(out, render(i))
		}
		return "[" + strings.Join(out, ",") + "]"
	case jsonObject:
		var out []string
		for n, m := range v.members() {
			out = append(out, string(n)+":"+render(m))
		}
		return "{" + strings.Join(out, ",") + "}"
	}
	return "none"
}

// scanJSON renders every record, and what is wrong with those that are left out.
func scanJSON(t testing.TB, s *jsonScan) []string {
	t.Helper()
	var out []string
	for {
		v, err := s.next()
		var row *rowError
		var stop *stopError
		switch {
		case err == nil:
			out = append(out, fmt.Sprintf("%d %s", s.record, render(v)))
		case errors.As(err, &row):
			out = append(out, fmt.Sprintf("%d left out: %s", s.record, row.reason))
		case errors.As(err, &stop):
			return append(out, fmt.Sprintf("%d stopped: %s", s.record, stop.reason))
		case errors.Is(err, io.EOF):
			return out
		default:
			t.Fatal(err)
		}
	}
}

const (
	notJSON = "is not in the form of JSON; nothing from here on can be read"
	cutJSON = "is not complete: the file ends in the middle of it"
)

var jsonCases = []struct {
	name, inside, text string
	want               []string
}{
	{"a list of objects", "", ` [ {"a":1} , {"b":"x","c":[true,null,{"d":-0.50e+2}]} ] `, []string{`1 {a:1}`, `2 {b:"x",c:[true,null,{d:-0.50e+2}]}`}},
	{"one object", "", `{"a":{"b":[]}}` + "\n", []string{`1 {a:{b:[]}}`}},
	{"a byte order mark", "", "\xef\xbb\xbf[1]", []string{"1 1"}},
	{"an empty list", "", "[]", nil},
	{"records inside an object", "Data Points", `{"Data Source":"s","Data Points":[{"v":1},{"v":2}],"more":{"Data Points":[3]}}`, []string{`1 {v:1}`, `2 {v:2}`}},
	{"records inside objects of a list", "export", `[{"export":[{"v":1}]},7,{"other":[1],"export":[{"v":2},{"v":3}]}]`, []string{`1 {v:1}`, `2 {v:2}`, `3 {v:3}`}},
	{"escapes", "", `["\"\\\/\b\f\n\r\t\u00e9\ud83d\uDE00"]`, []string{`1 "\"\\/\b\f\n\r\té😀"`}},
	{"digits beyond what a float holds", "", `[0.1234567890123456789, 12345678901234567890]`, []string{"1 0.1234567890123456789", "2 12345678901234567890"}},
	{"what is no number", "", `[NaN,Infinity,-Infinity,+1,01,.5,1.,1e,-]`, []string{"1 odd", "2 odd", "3 odd", "4 odd", "5 odd", "6 odd", "7 odd", "8 odd", "9 odd"}},
	{"a name twice", "", `[{"a":1},{"a":1,"b":{"a":2},"a":3},{"a":4}]`, []string{`1 {a:1}`, "2 left out: has an object with the same name twice", `3 {a:4}`}},
	{"half a character", "", `["\ud83d","\ud83dx","\ude00","\ud83d\n",1]`, []string{"1 left out: has half a character", "2 left out: has half a character", "3 left out: has half a character", "4 left out: has half a character", "5 1"}},
	{"text that is not in UTF-8", "", "[\"\xff\",1]", []string{"1 left out: has a text that is not in UTF-8", "2 1"}},
	{"a list that is cut", "", `[{"a":1},{"a":12`, []string{`1 {a:1}`, "2 stopped: " + cutJSON}},
	{"a list that is cut behind a record", "", `[{"a":1}`, []string{`1 {a:1}`, "2 stopped: " + cutJSON}},
	{"an empty file", "", "", []string{"1 stopped: " + cutJSON}},
	{"a comma at the end", "", `[1,]`, []string{"1 1", "2 stopped: " + notJSON}},
	{"no comma", "", `[1 2]`, []string{"1 1", "2 stopped: " + notJSON}},
	{"a name without quotes", "", `[{a:1}]`, []string{"1 stopped: " + notJSON}},
	{"a word", "", `[1,nil]`, []string{"1 1", "2 stopped: " + notJSON}},
	{"a line end in a string", "", "[\"a\nb\"]", []string{"1 stopped: " + notJSON}},
	{"an unknown escape", "", `["\x41"]`, []string{"1 stopped: " + notJSON}},
	{"a NUL byte", "", "[1,\x002]", []string{"1 1", "2 stopped: holds NUL bytes: the file is not a text file"}},
	{"the wrong bracket", "", `[1}`, []string{"1 1", "2 stopped: " + notJSON}},
	{"text behind the end", "", `[1] x`, []string{"1 1", "2 stopped: has text behind the end of the file's value"}},
	{"a bare text", "", `"x"`, []string{"1 stopped: is neither a list nor an object in braces"}},
	{"too deep", "", "[" + strings.Repeat("[", 80), []string{"1 stopped: is nested deeper than 64 levels"}},
	{"too many values", "", "[[" + strings.Repeat("1,", maxJSONNodes) + "1],2]", []string{"1 left out: has more than 200000 values", "2 2"}},
}

func TestJSONIsReadRecordByRecord(t *testing.T) {
	for _, c := range jsonCases {
		t.Run(c.name, func(t *testing.T) {
			same(t, "at once", scanJSON(t, newJSONScan(strings.NewReader(c.text), defaultLimits, c.inside)), c.want)
			if len(c.text) < 1000 { // every place is once the end of the buffer
				s := newJSONScan(iotest.OneByteReader(strings.NewReader(c.text)), defaultLimits, c.inside)
				s.buf = make([]byte, 4)
				same(t, "byte by byte", scanJSON(t, s), c.want)
			}
		})
	}
}

func TestNamesThatStandTwiceAreSeenInLargeObjectsToo(t *testing.T) {
	object := func(names int, again int) string {
		var b strings.Builder
		for i := range names {
			fmt.Fprintf(&b, `"n%04d":{"n0000":1},`, i)
		}
		fmt.Fprintf(&b, `"n%04d":2`, again)
		return "{" + b.String() + "}"
	}
	for _, names := range []int{fewNames - 1, fewNames, fewNames + 1, maxJSONMembers - 1} {
		for _, again := range []int{0, fewNames - 2, names - 1, names} {
			s := newJSONScan(strings.NewReader("["+object(names, again)+","+object(names, names)+"]"), defaultLimits, "")
			_, err := s.next()
			if row := new(rowError); errors.As(err, &row) != (again < names) {
				t.Errorf("%d names and number %d again: %v", names, again, err)
			}
			v, err := s.next()
			found := 0
			for range v.members() {
				found++
			}
			if err != nil || found != names+1 {
				t.Errorf("%d names, the object behind has %d: %v", names, found, err)
			}
		}
	}
}

func TestCutJSONNeverGivesAnotherRecord(t *testing.T) {
	const text = `[{"a":12.5,"b":"xé"},{"c":[1,2]},-17]`
	whole := scanJSON(t, newJSONScan(strings.NewReader(text), defaultLimits, ""))
	for n := range len(text) {
		got := scanJSON(t, newJSONScan(strings.NewReader(text[:n]), defaultLimits, ""))
		if len(got) == 0 || !strings.Contains(got[len(got)-1], "stopped") {
			t.Fatalf("cut at %d: %v", n, got)
		}
		same(t, fmt.Sprintf("cut at %d", n), got[:len(got)-1], whole[:len(got)-1])
	}
}

func TestMembersOfJSONAreFoundByName(t *testing.T) {
	s := newJSONScan(strings.NewReader(`{"at":"home","list":[{"a":{"b":7,"c":null},"d":[1,2]}]}`), defaultLimits, "list")
	v, err := s.next()
	if err != nil {
		t.Fatal(err)
	}
	if string(v.get("a", "b").text()) != "7" || v.get("a", "c").kind() != jsonNull || v.get("a", "x").kind() != jsonNone ||
		v.get("x", "y").kind() != jsonNone || v.get("d", "b").kind() != jsonNone || v.get("d").text() != nil || s.about["at"] != "home" {
		t.Errorf("%s with %v", render(v), s.about)
	}
}

func TestJSONErrorsOfTheReaderComeBackAsTheyAre(t *testing.T) {
	broken := errors.New("unplugged")
	s := newJSONScan(io.MultiReader(strings.NewReader(`[1,2`), iotest.ErrReader(broken)), defaultLimits, "")
	if _, err := s.next(); err != broken { //nolint:errorlint // the very same error is promised
		t.Errorf("error %v", err)
	}
}

func TestLargestJSONRecordsCostNoMemory(t *testing.T) {
	text := `[{"a":"` + strings.Repeat("x", 50<<20) + `"},{"b":1}]`
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	got := scanJSON(t, newJSONScan(strings.NewReader(text), defaultLimits, ""))
	runtime.ReadMemStats(&after)
	same(t, "records", got, []string{"1 left out: is longer than 4096 kB", "2 {b:1}"})
	if n := after.TotalAlloc - before.TotalAlloc; n > 32<<20 {
		t.Errorf("%d MB allocated", n>>20)
	}
}

func BenchmarkJSON(b *testing.B) {
	var text strings.Builder
	text.WriteString("[")
	for i := range 20_000 {
		if i > 0 {
			text.WriteString(",")
		}
		fmt.Fprintf(&text, "{\n  \"dateTime\" : \"05/01/24 07:%02d:%02d\",\n  \"value\" : {\n    \"bpm\" : %d,\n    \"confidence\" : 3\n  }\n}", i/60%60, i%60, 50+i%70)
	}
	text.WriteString("]")
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		s := newJSONScan(strings.NewReader(text.String()), defaultLimits, "")
		n := 0
		for {
			v, err := s.next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || len(v.get("value", "bpm").text()) == 0 {
				b.Fatal(err)
			}
			n++
		}
		if n != 20_000 {
			b.Fatal(n)
		}
	}
}

// FuzzJSON reads any bytes as JSON.
func FuzzJSON(f *testing.F) {
	for _, c := range jsonCases {
		if len(c.text) < 1000 {
			f.Add(c.text, c.inside)
		}
	}
	f.Fuzz(func(t *testing.T, text, inside string) {
		lim := defaultLimits
		lim.record = 1 << 10
		got := scanJSON(t, newJSONScan(strings.NewReader(text), lim, inside))
		s := newJSONScan(iotest.OneByteReader(strings.NewReader(text)), lim, inside)
		s.buf = make([]byte, 3)
		if text[:min(len(text), 3)] != string(byteOrderMark) {
			same(t, "byte by byte", scanJSON(t, s), got)
		}
	})
}
