package exporters

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klauspost/compress/flate"
)

// archive is the ZIP that an export is written into, file after file.
type archive struct {
	zip    *zip.Writer
	folder string // within the ZIP, with its stroke; empty for the top
	at     time.Time
	report *Report
}

// newArchive writes into a folder of z.
func newArchive(z *zip.Writer, folder string, at time.Time, report *Report) *archive {
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.DefaultCompression)
	})
	return &archive{zip: z, folder: folder, at: at, report: report}
}

// zipped writes an export that is a ZIP of its own.
func zipped(w io.Writer, at time.Time, report *Report, fill func(*archive) error) error {
	a := newArchive(zip.NewWriter(w), "", at, report)
	if err := fill(a); err != nil {
		return err
	}
	return a.close()
}

func (a *archive) create(name string) (io.Writer, error) {
	h := &zip.FileHeader{Name: a.folder + name, Method: zip.Deflate, Modified: a.at}
	h.SetMode(0o600)
	w, err := a.zip.CreateHeader(h)
	if err != nil {
		return nil, fmt.Errorf("export: %s: %w", name, err)
	}
	return w, nil
}

// text writes a whole file of text.
func (a *archive) text(name, text string) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("export: %s: %w", name, err)
	}
	a.report.Files = append(a.report.Files, File{Name: name})
	return nil
}

// table writes a CSV file; fill is given the function that adds a row.
func (a *archive) table(name string, header []string, fill func(row func(cells ...string) error) error) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	rows := -1 // the header is none
	var line []byte
	row := func(cells ...string) error {
		line = appendRow(line[:0], cells)
		rows++
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("export: %s: %w", name, err)
		}
		return nil
	}
	if err := row(header...); err != nil {
		return err
	}
	if err := fill(row); err != nil {
		return err
	}
	a.report.Files = append(a.report.Files, File{Name: name, Rows: rows})
	return nil
}

func (a *archive) close() error {
	if err := a.zip.Close(); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	return nil
}

// appendRow appends a line of CSV as the vendor writes it: a comma between
// cells, a line feed at the end, and quotes around a cell that holds a blank, a
// comma, a quote or a line end.
func appendRow(line []byte, cells []string) []byte {
	for i, c := range cells {
		if i > 0 {
			line = append(line, ',')
		}
		if !strings.ContainsAny(c, " ,\"\r\n") {
			line = append(line, c...)
			continue
		}
		line = append(line, '"')
		for {
			before, after, more := strings.Cut(c, `"`)
			line = append(line, before...)
			if !more {
				break
			}
			line = append(line, '"', '"')
			c = after
		}
		line = append(line, '"')
	}
	return append(line, '\n')
}

// plainText reports whether a vendor-shaped cell can hold the text: one that
// no spreadsheet takes for a formula, and that comes back as it is: readers of
// CSV turn carriage returns into line feeds, and importers strip blanks.
func plainText(s string) bool {
	return !strings.ContainsAny(s, "\r\x00") && strings.Trim(s, " \t") == s && !formula(s)
}

// formula reports whether a spreadsheet could run the text, whatever it strips
// before it looks.
func formula(s string) bool {
	trimmed := strings.TrimLeft(s, " \t\r\n\u00a0\u3000")
	first, _ := utf8.DecodeRuneInString(trimmed)
	// Programs in East Asia take the wide signs for the narrow ones.
	return trimmed != "" && strings.ContainsRune("=+-@＝＋－＠", first)
}
