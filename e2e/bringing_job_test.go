//go:build e2e && linux

package e2e

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/internal/applehealth"
)

// TestBringingAnything drops exports of several kinds at once, answers what a
// table leaves open, looks at what the vendor changed with a newer export, takes
// an import back, and writes what is there for a hospital.
func TestBringingAnything(t *testing.T) {
	e := &everyday{t: t, home: t.TempDir()}
	e.start()
	e.create()
	book := e.dropTwoKinds()
	e.dropNewerExport()
	e.exportForHospital()
	e.window.Key("ctrl+l")
	e.sees("Unlock")
	e.checkBrought(book)
}

// scale is a table that leaves two things open: which part of a date is the
// month, and in which unit the weights are.
const scale = "Datum;Gewicht\n03/04/2024 07:00;78,4\n05/04/2024 07:10;78,1\n07/04/2024 07:05;77,9\n"

// dropTwoKinds drops an export of a phone and a table, both at once.
func (e *everyday) dropTwoKinds() *applehealth.Book {
	export := filepath.Join(e.home, "export.zip")
	book := writeHealth(e.t, export, applehealth.Options{Seed: 3, Records: 4000})
	table := filepath.Join(e.home, "mother.csv")
	if err := os.WriteFile(table, []byte(scale), 0o600); err != nil {
		e.t.Fatal(err)
	}
	e.window.Drop(image.Pt(640, 400), export, table)
	e.sees("How the table is read", "Which day is 03/04/2024?", "Nothing is read before all questions are answered.")
	e.window.Shot("60-table")
	e.press("Wednesday 3 April 2024")
	e.press("kg")
	e.sees("As it is understood", "78.4")
	e.window.Settle()
	e.window.Shot("61-table-answered")
	e.press("Continue")
	e.sees("Choose the zone in which they were measured.")
	e.press("Times in the file")
	e.press("America/Los_Angeles")
	e.sees("Import preview", "By kind", "Weight, body composition", "Sleep")
	e.window.Settle()
	e.window.Shot("62-preview")
	e.press("By file")
	e.sees("mother.csv", "export.xml")
	e.press("mother.csv")
	e.sees("As it stands", "03/04/2024 07:00;78,4")
	e.window.Settle()
	e.window.Shot("63-by-file")
	e.window.Click(button(e.window, "the import's button", bottom))
	e.sees("for Anna Berg", "Undo this import")
	e.window.Settle()
	e.window.Shot("64-receipt")
	return book
}

// dropNewerExport drops an export in which one heart rate is another and one is
// missing; nothing is deleted because of it.
func (e *everyday) dropNewerExport() {
	newer := filepath.Join(e.home, "newer", "export.zip")
	if err := os.Mkdir(filepath.Dir(newer), 0o700); err != nil {
		e.t.Fatal(err)
	}
	changeHeartRates(e.t, filepath.Join(e.home, "export.zip"), newer)
	e.window.Drop(image.Pt(640, 400), newer)
	e.sees("Choose the zone in which they were measured.")
	e.press("Times in the file")
	e.press("America/Los_Angeles")
	e.sees("Import preview", "Since your last import")
	e.press("Since your last import")
	e.sees("Nothing is deleted because the vendor no longer hands it out", "Gone", "1 reading has another value", "1 reading is no longer in the export")
	e.window.Settle()
	e.window.Shot("65-since-last")
	e.window.Click(button(e.window, "the import's button", bottom))
	e.sees("Undo this import")
	e.press("Undo this import")
	e.press("Undo it")
	e.sees("Past imports", "export.zip")
	e.window.Shot("66-past-imports")
}

// exportForHospital writes everything as a FHIR bundle.
func (e *everyday) exportForHospital() {
	e.window.Key("ctrl+e")
	e.sees("Whose data", "Archive of CSV files")
	e.press("As")
	e.press("FHIR R4 bundle")
	e.sees("One JSON file of observations")
	e.window.Settle()
	e.window.Shot("67-export")
	e.window.Click(button(e.window, "the export's button", bottom))
	e.sees("The file is not encrypted", "Done")
	e.window.Shot("68-exported")
	data, err := os.ReadFile(only(e.t, filepath.Join(e.home, "Documents", "Vitalkeep", "vitalkeep-*.json")))
	if err != nil {
		e.t.Fatal(err)
	}
	var bundle struct {
		ResourceType string `json:"resourceType"`
		Entry        []any  `json:"entry"`
	}
	if err := json.Unmarshal(data, &bundle); err != nil || bundle.ResourceType != "Bundle" || len(bundle.Entry) < 1000 {
		e.t.Errorf("the bundle is %s of %d, %v", bundle.ResourceType, len(bundle.Entry), err)
	}
}

// checkBrought asks the terminal program what the vault holds after all: the
// export as the generator knows it and the three rows of the table.
func (e *everyday) checkBrought(book *applehealth.Book) {
	e.screen.WaitFor("the vault to be closed", func() bool { return ask(e.t, password, e.vault(), "profiles").Run() == nil })
	var table []float64
	steps := 0
	for line := range bytes.Lines(terminal(e.t, e.vault(), "list", "--profile", "Anna Berg", "--metric", "weight", "--origin")) {
		var r struct {
			V      float64
			Source string
			Origin struct{ File string }
		}
		if err := json.Unmarshal(line, &r); err != nil {
			e.t.Fatal(err)
		}
		if r.Origin.File == "mother.csv" {
			table = append(table, r.V)
		}
	}
	if len(table) != 3 || table[0] != 78.4 || table[2] != 77.9 {
		e.t.Errorf("of the table the vault has %v", table)
	}
	for range bytes.Lines(terminal(e.t, e.vault(), "list", "--profile", "Anna Berg", "--metric", "steps")) {
		steps++
	}
	if want := book.Metric("steps").Count; steps != want {
		e.t.Errorf("%d counts of steps, want %d", steps, want)
	}
}

func writeHealth(t *testing.T, path string, o applehealth.Options) *applehealth.Book {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := applehealth.WriteZIP(f, o)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return book
}

// changeHeartRates copies an export: the first heart rate in it gets another value, the
// second is left out.
func changeHeartRates(t *testing.T, from, to string) {
	t.Helper()
	in, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	file, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	out := zip.NewWriter(file)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(f.Name, "/export.xml") {
			data = editHeartRates(t, data)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
}

func editHeartRates(t *testing.T, data []byte) []byte {
	t.Helper()
	lines := bytes.SplitAfter(data, []byte{'\n'})
	seen := 0
	for i, l := range lines {
		if !bytes.Contains(l, []byte(`"HKQuantityTypeIdentifierHeartRate"`)) || !bytes.HasSuffix(bytes.TrimSpace(l), []byte("/>")) {
			continue
		}
		seen++
		if seen == 1 {
			at := bytes.Index(l, []byte(`value="`)) + len(`value="`)
			end := at + bytes.IndexByte(l[at:], '"')
			lines[i] = append(append(bytes.Clone(l[:at]), "171"...), l[end:]...)
		} else {
			lines[i] = nil
			return bytes.Join(lines, nil)
		}
	}
	t.Fatalf("the export has %d heart rates of one line", seen)
	return nil
}
