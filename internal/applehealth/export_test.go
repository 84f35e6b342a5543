package applehealth

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func xmlOf(t testing.TB, o Options) ([]byte, *Book) {
	t.Helper()
	var b bytes.Buffer
	book, err := WriteXML(&b, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), book
}

func TestSameOptionsGiveTheSameBytes(t *testing.T) {
	zipped := func(seed uint64) []byte {
		var b bytes.Buffer
		if _, err := WriteZIP(&b, Options{Seed: seed, Records: 3000}); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	if !bytes.Equal(zipped(7), zipped(7)) {
		t.Error("one seed gave two exports")
	}
	if bytes.Equal(zipped(7), zipped(8)) {
		t.Error("two seeds gave one export")
	}
}

func TestExportHasTheRecordsThatWereAskedFor(t *testing.T) {
	data, book := xmlOf(t, Options{Seed: 1, Records: 5000})
	if int64(len(data)) != book.Bytes {
		t.Errorf("%d bytes, the book says %d", len(data), book.Bytes)
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, records := 0, 0
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if depth++; depth == 2 && e.Name.Local == "Record" {
				records++
			}
		case xml.EndElement:
			depth--
		}
	}
	if records != 5000 {
		t.Errorf("%d records", records)
	}
}

func TestShuffledExportHasTheSameLinesInAnotherOrder(t *testing.T) {
	o := Options{Seed: 1, Records: 2000}
	plain, one := xmlOf(t, o)
	o.Shuffle = 9
	mixed, two := xmlOf(t, o)
	if bytes.Equal(plain, mixed) {
		t.Error("the order is the same")
	}
	sorted := func(b []byte) string {
		lines := strings.Split(string(b), "\n")
		slices.Sort(lines)
		return strings.Join(lines, "\n")
	}
	if sorted(plain) != sorted(mixed) {
		t.Error("other lines")
	}
	if one.Samples() != two.Samples() || one.Samples() == 0 {
		t.Errorf("%d and %d samples", one.Samples(), two.Samples())
	}
}

func TestBrokenDeclarationsAreBroken(t *testing.T) {
	data, _ := xmlOf(t, Options{Seed: 1, Records: 100, BrokenDTD: true, BadText: true})
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			t.Fatal("a common parser reads it")
		}
		if err != nil {
			return
		}
	}
}

func TestZIPHoldsTheFilesOfAnExport(t *testing.T) {
	var b bytes.Buffer
	if _, err := WriteZIP(&b, Options{Seed: 1, Records: 4000, Folder: "apple_health_export", Name: "Exportieren.xml"}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range z.File {
		name, _, _ := strings.Cut(strings.TrimPrefix(f.Name, "apple_health_export/"), "_")
		got = append(got, name)
	}
	want := []string{"Exportieren.xml", "workout-routes/route", "workout-routes/route", "electrocardiograms/ecg", "electrocardiograms/ecg", "export"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
