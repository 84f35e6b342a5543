package intake_test

import (
	"archive/zip"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"testing"
)

// cells returns every cell of a CSV file in an archive, as a spreadsheet reads
// it; none for other files.
func cells(t *testing.T, f *zip.File) []string {
	t.Helper()
	if !strings.HasSuffix(f.Name, ".csv") {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for rows := csv.NewReader(r); ; {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		all = append(all, row...)
	}
}
