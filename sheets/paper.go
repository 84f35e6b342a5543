package sheets

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Paper is a size of paper.
type Paper struct {
	name          string
	width, height float64 // points
}

// The sizes.
var (
	A4     = Paper{"A4", 595.28, 841.89}
	Letter = Paper{"Letter", 612, 792}
)

// ink is a colour.
type ink struct{ r, g, b int }

var (
	black = ink{0x1f, 0x1c, 0x18}
	muted = ink{0x65, 0x5e, 0x54}
	teal  = ink{0x0e, 0x62, 0x5a}
	hair  = ink{0x8b, 0x83, 0x78}
	paper = ink{0xf5, 0xf3, 0xef}
)

// text is one line of text at a place: x, y is the left end of its baseline, in
// points from the upper left corner.
type text struct {
	x, y, size float64
	bold       bool
	ink        ink
	words      string
}

// box is a filled rectangle; one of little height is a line.
type box struct {
	x, y, w, h float64
	ink        ink
}

// picture is a PNG in a rectangle.
type picture struct {
	x, y, w, h float64
	png        []byte
}

// page is what stands on one sheet of paper.
type page struct {
	paper    Paper
	boxes    []box
	texts    []text
	pictures []picture
}

// write draws the page as a PDF.
func (p page) write(to io.Writer, title string, at time.Time) error {
	return writePages(to, title, at, p.paper, []page{p})
}

// writePages draws pages of one paper as a PDF.
func writePages(to io.Writer, title string, at time.Time, paper Paper, pages []page) error {
	regular, bold, err := faces()
	if err != nil {
		return err
	}
	pdf := fpdf.NewCustom(&fpdf.InitType{UnitStr: "pt", Size: fpdf.SizeType{Wd: paper.width, Ht: paper.height}})
	pdf.SetMargins(0, 0, 0)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreator("Vitalkeep", true)
	pdf.SetProducer("Vitalkeep", true)
	pdf.SetTitle(title, true)
	pdf.SetCreationDate(at)
	pdf.SetModificationDate(at)
	pdf.SetCatalogSort(true)
	drawn := 0
	forms := map[letter]fpdf.Template{}
	for _, p := range pages {
		pdf.AddPage()
		for _, b := range p.boxes {
			pdf.SetFillColor(b.ink.r, b.ink.g, b.ink.b)
			pdf.Rect(b.x, b.y, b.w, b.h, "F")
		}
		for _, x := range p.pictures {
			drawn++
			name := "picture " + strconv.Itoa(drawn)
			pdf.RegisterImageOptionsReader(name, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(x.png))
			pdf.ImageOptions(name, x.x, x.y, x.w, x.h, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
		}
		for _, t := range p.texts {
			f := regular
			if t.bold {
				f = bold
			}
			pdf.SetFillColor(t.ink.r, t.ink.g, t.ink.b)
			if err := f.draw(pdf, forms, t); err != nil {
				return err
			}
		}
	}
	if err := pdf.Output(to); err != nil {
		return fmt.Errorf("write the sheet: %w", err)
	}
	return nil
}
