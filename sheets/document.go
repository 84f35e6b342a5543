package sheets

import (
	"io"
	"time"
)

// Ink is a colour of the paper's.
type Ink uint8

// The inks.
const (
	Black Ink = iota
	Muted     // words beside the words
	Teal      // the program's own
	Hair      // fine lines
	Shade     // a light ground
)

var inks = [...]ink{Black: black, Muted: muted, Teal: teal, Hair: hair, Shade: paper}

// Size returns the paper's width and height in points.
func (p Paper) Size() (width, height float64) { return p.width, p.height }

// Document is a PDF of several pages of one paper. All places are in points
// from the upper left corner.
type Document struct {
	paper         Paper
	title         string
	made          time.Time
	regular, bold *face
	pages         []page
}

// NewDocument returns one without pages.
func NewDocument(paper Paper, title string, made time.Time) (*Document, error) {
	regular, bold, err := faces()
	if err != nil {
		return nil, err
	}
	return &Document{paper: paper, title: title, made: made, regular: regular, bold: bold}, nil
}

// AddPage begins a page and returns its number, from 0.
func (d *Document) AddPage() int {
	d.pages = append(d.pages, page{paper: d.paper})
	return len(d.pages) - 1
}

// Pages is how many there are.
func (d *Document) Pages() int { return len(d.pages) }

func (d *Document) face(bold bool) *face {
	if bold {
		return d.bold
	}
	return d.regular
}

// Width is how wide words are at a size.
func (d *Document) Width(words string, size float64, bold bool) float64 {
	return d.face(bold).width(words, size)
}

// Wrap breaks words into lines of a width.
func (d *Document) Wrap(words string, size float64, bold bool, room float64) []string {
	return wrap(d.face(bold), words, size, room)
}

// Text sets words on a page; x, y is the left end of their baseline.
func (d *Document) Text(on int, x, y, size float64, bold bool, i Ink, words string) {
	d.pages[on].texts = append(d.pages[on].texts, text{x, y, size, bold, inks[i], words})
}

// Box fills a rectangle of a page.
func (d *Document) Box(on int, x, y, w, h float64, i Ink) {
	d.pages[on].boxes = append(d.pages[on].boxes, box{x, y, w, h, inks[i]})
}

// Picture puts a PNG on a page.
func (d *Document) Picture(on int, x, y, w, h float64, png []byte) {
	d.pages[on].pictures = append(d.pages[on].pictures, picture{x, y, w, h, png})
}

// Each goes through all words that were set, for who wants to check a layout.
func (d *Document) Each(f func(on int, x, y, width, size float64, words string)) {
	for i, p := range d.pages {
		for _, t := range p.texts {
			f(i, t.x, t.y, d.Width(t.words, t.size, t.bold), t.size, t.words)
		}
	}
}

// Write writes the pages as a PDF.
func (d *Document) Write(to io.Writer) error {
	return writePages(to, d.title, d.made, d.paper, d.pages)
}
