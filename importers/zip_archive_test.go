package importers

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// packed makes a ZIP of names and contents in turn.
func packed(t testing.TB, namesAndContents ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(namesAndContents); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: namesAndContents[i], Method: zip.Deflate})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(namesAndContents[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const dayFile = "date,value\n2024-05-01,100\n"

func readZIP(t testing.TB, data []byte, lim limits) (*memory, Report, error) {
	t.Helper()
	var m memory
	rep, err := readLimited(context.Background(), []string{put(t, "export.zip", string(data))}, Options{Zone: zone(t, "Europe/Paris")}, &m, lim)
	return &m, rep, err
}

func TestArchiveIsReadFileByFile(t *testing.T) {
	data := packed(
		t,
		"data_PET/", "",
		"data_PET/aggregates_steps.csv", dayFile,
		"__MACOSX/._aggregates_steps.csv", "\x00\x01",
		"data_PET/.DS_Store", "\x00",
		"data_PET/README.txt", "Below are the details",
		"data_PET/account.csv", "email\nsomebody@example.com\n",
		"data_PET/1/2/3/4/5/6/7/8/aggregates_distance.csv", dayFile,
		"data_PET/raw_tracker_steps.csv", "",
		"data_PET/novelty.csv", "a,b\n1,2\n",
		"data_PET/vacancy.csv", "a,b\n",
		"data_PET/inner.zip", "PK\x03\x04",
		SamplesFile, "metric,source,start,duration_s,value,unit\nsteps,manual:hand,2024-05-01T07:00:00+02:00,60,112,count\n",
	)
	m, rep, err := readZIP(t, data, defaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.samples) != 2 || rep.Inputs[0].Format != WithingsArchive {
		t.Errorf("%d samples, %+v", len(m.samples), rep)
	}
	same(t, "rejects", m.refused(), []string{
		"inner.zip:0 : an archive inside a folder or an archive is not opened",
		"novelty.csv:0 : its header (2 columns) is none of those that are understood",
		"raw_tracker_steps.csv:0 : the file is empty: there is not even a header",
	})
}

func TestHostileArchivesAreRefusedAsAWhole(t *testing.T) {
	many := func(n int) []byte {
		var parts []string
		for i := range n {
			parts = append(parts, fmt.Sprintf("f%d.csv", i), "")
		}
		return packed(t, parts...)
	}
	small := defaultLimits
	small.entries, small.fileBytes, small.totalBytes, small.ratioFrom, small.ratio, small.directory = 5, 1<<20, 3<<19, 1<<16, 50, 1<<16
	zeros := "start,duration,value\n" + strings.Repeat("2024-05-01T23:00:00+02:00,[60],[61]\n", 10000)
	noise := func(n int) string {
		var b strings.Builder
		b.WriteString("date,value\n")
		for i := range n {
			fmt.Fprintf(&b, "%x\n", uint64(i)*0x9e3779b97f4a7c15)
		}
		return b.String()
	}
	link := func() []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		h := &zip.FileHeader{Name: "weight.csv"}
		h.SetMode(fs.ModeSymlink | 0o777)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte("/etc/passwd")); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	encrypted := packed(t, "aggregates_steps.csv", dayFile)
	for _, sig := range []string{"PK\x01\x02", "PK\x03\x04"} {
		at := bytes.Index(encrypted, []byte(sig))
		flags := at + 6
		if sig == "PK\x01\x02" {
			flags = at + 8
		}
		encrypted[flags] |= 1
	}
	cases := []struct {
		name   string
		data   []byte
		lim    limits
		is     error
		reason string
	}{
		{"a name that climbs out", packed(t, "../weight.csv", dayFile), defaultLimits, ErrDamaged, "leads out"},
		{"a name that climbs out the Windows way", packed(t, `a\..\..\weight.csv`, dayFile), defaultLimits, ErrDamaged, "leads out"},
		{"an absolute name", packed(t, "/etc/weight.csv", dayFile), defaultLimits, ErrDamaged, "absolute"},
		{"a name with a drive", packed(t, `C:\weight.csv`, dayFile), defaultLimits, ErrDamaged, "absolute"},
		{"a name with a NUL", packed(t, "weight.csv\x00.txt", dayFile), defaultLimits, ErrDamaged, "control characters"},
		{"a name that is too long", packed(t, strings.Repeat("n", 300)+".csv", dayFile), defaultLimits, ErrDamaged, "longer than 240"},
		{"one name twice", packed(t, "aggregates_steps.csv", dayFile, "Aggregates_Steps.csv", dayFile), defaultLimits, ErrDamaged, "two files named"},
		{"two people's folders", packed(t, "a/aggregates_steps.csv", dayFile, "b/aggregates_steps.csv", dayFile), defaultLimits, ErrDamaged, "two files named"},
		{"a link", link(), defaultLimits, ErrDamaged, "a link"},
		{"encrypted files", encrypted, defaultLimits, ErrDamaged, "encrypted"},
		{"too many files", many(6), small, ErrTooLarge, "more than 5 files"},
		{"a directory beyond its budget", many(3000), small, ErrTooLarge, "more files than"},
		{"a file that unpacks to too much of its size", packed(t, "raw_tracker_steps.csv", zeros), small, ErrTooLarge, "50 times"},
		{"a file that is too large", packed(t, "aggregates_steps.csv", noise(80000)), small, ErrTooLarge, "larger than 1 MB"},
		{"files that are too large together", packed(t, "aggregates_steps.csv", noise(50000), "aggregates_distance.csv", noise(50000)), small, ErrTooLarge, "unpacked"},
		{"nothing in it", packed(t), defaultLimits, ErrUnknownFormat, "no files"},
		{"nothing of use in it", packed(t, "a.png", "x", "account.csv", "email\nx\n"), defaultLimits, ErrUnknownFormat, "no file that is understood"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := readZIP(t, c.data, c.lim)
			var fe *FileError
			if !errors.Is(err, c.is) || !errors.As(err, &fe) || !strings.Contains(fe.Reason, c.reason) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestOverlappingFilesAreRefused(t *testing.T) {
	data := packed(t, "aggregates_steps.csv", dayFile+strings.Repeat("2024-05-02,1\n", 3))
	at := bytes.Index(data, []byte("PK\x01\x02"))
	entry := bytes.Clone(data[at : at+46+len("aggregates_steps.csv")])
	// One body, listed again under other names: the file holds less than it says.
	var out []byte
	out = append(out, data[:at]...)
	for i := range 5 {
		e := bytes.Clone(entry)
		e[46] = byte('b' + i)
		out = append(out, e...)
	}
	end := bytes.Clone(data[len(data)-22:])
	binary.LittleEndian.PutUint16(end[8:], 5)
	binary.LittleEndian.PutUint16(end[10:], 5)
	binary.LittleEndian.PutUint32(end[12:], uint32(5*len(entry)))
	out = append(out, end...)
	size := binary.LittleEndian.Uint32(entry[20:])
	if int(size)*5 < len(out) {
		// Claim the body to be as long as the file allows.
		for i := range 5 {
			binary.LittleEndian.PutUint32(out[at+i*len(entry)+20:], uint32(len(out)/2))
		}
	}
	if _, _, err := readZIP(t, out, defaultLimits); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "overlap") {
		t.Errorf("error %v", err)
	}
}

func TestDamagedArchiveIsAnError(t *testing.T) {
	data := packed(t, "aggregates_steps.csv", dayFile+strings.Repeat("2024-05-02,1\n", 500))
	for _, n := range []int{4, 30, len(data) / 2, len(data) - 30, len(data) - 1} {
		m, _, err := readZIP(t, data[:n], defaultLimits)
		if !errors.Is(err, ErrDamaged) || len(m.files) > 0 {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
	broken := bytes.Clone(data)
	broken[60] ^= 0xff
	if _, _, err := readZIP(t, broken, defaultLimits); !errors.Is(err, ErrDamaged) {
		t.Errorf("a changed byte: %v", err)
	}
	sum := bytes.Clone(data)
	at := bytes.Index(sum, []byte("PK\x01\x02"))
	sum[at+16] ^= 1 // the checksum
	if _, _, err := readZIP(t, sum, defaultLimits); !errors.Is(err, ErrDamaged) {
		t.Errorf("a wrong checksum: %v", err)
	}
	if _, err := Detect(context.Background(), put(t, "export.zip", "this is no archive")); !errors.Is(err, ErrDamaged) {
		t.Errorf("a ZIP that is none: %v", err)
	}
}

func TestFoldersAndOddFiles(t *testing.T) {
	dir := t.TempDir()
	inner := filepath.Join(dir, "data_PET", "deeper")
	if err := os.MkdirAll(inner, 0o700); err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string]string{
		filepath.Join(dir, "data_PET", "aggregates_steps.csv"): dayFile,
		filepath.Join(dir, ".hidden.csv"):                      dayFile,
		filepath.Join(dir, "picture.jpg"):                      "\xff\xd8",
		filepath.Join(inner, "aggregates_distance.csv"):        dayFile,
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if runtime.GOOS != "windows" {
		if err := os.Symlink(dir, filepath.Join(dir, "loop.csv")); err != nil {
			t.Fatal(err)
		}
	}
	var m memory
	if _, err := Read(context.Background(), []string{dir}, Options{Zone: zone(t, "Europe/Paris")}, &m); err != nil {
		t.Fatal(err)
	}
	if len(m.samples) != 2 || len(m.rejects) != 0 {
		t.Errorf("%v, %v", m.lines(), m.refused())
	}
	for path, reason := range map[string]string{
		filepath.Join(dir, "nothing.zip"): "no such file",
		os.DevNull:                        "not a file",
		inner + "x":                       "no such file",
	} {
		var fe *FileError
		if _, err := Detect(context.Background(), path); !errors.As(err, &fe) || !strings.Contains(fe.Reason, reason) {
			t.Errorf("%s: %v", filepath.Base(path), err)
		} else if strings.Contains(err.Error(), dir) {
			t.Errorf("the error names the folder: %v", err)
		}
	}
	if _, err := Detect(context.Background()); !errors.Is(err, ErrUnknownFormat) {
		t.Errorf("no path at all: %v", err)
	}
}
