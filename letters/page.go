package letters

import (
	"io"
	"strconv"
	"time"

	"vitalkeep/sheets"
)

// Measures of a page, in points.
const (
	margin = 62.0
	size   = 10.2
	step   = 13.6 // between lines
	gap    = 6.0  // between paragraphs
	indent = 14.0
	foot   = 36.0 // of the footer's baseline, from the lower edge
	signs  = 42.0 // room to sign
)

// Paper is a size of paper.
type Paper = sheets.Paper

// Papers returns the paper of most countries and that of North America.
func Papers() (a4, letter Paper) { return sheets.A4, sheets.Letter }

// layout sets a letter from the upper edge on.
type layout struct {
	doc  *sheets.Document
	room float64
	end  float64 // of the last baseline
	page int
	y    float64
}

// need turns the page where less than so much is left of it.
func (l *layout) need(height float64) {
	if l.y+height > l.end {
		l.page, l.y = l.doc.AddPage(), margin
	}
}

// words sets words in lines of their own, from x on.
func (l *layout) words(x float64, bold bool, i sheets.Ink, words string) {
	for _, line := range l.doc.Wrap(words, size, bold, l.room-(x-margin)) {
		l.need(step)
		l.y += step
		l.doc.Text(l.page, x, l.y, size, bold, i, line)
	}
}

// WritePDF writes the letter as a PDF. What it is about is its title; names
// stand in the drawing alone.
func (l Letter) WritePDF(to io.Writer, paper Paper, made time.Time) error {
	p, err := l.layout(paper, made)
	if err != nil {
		return err
	}
	return p.doc.Write(to)
}

func (l Letter) layout(paper Paper, made time.Time) (*layout, error) {
	doc, err := sheets.NewDocument(paper, l.Subject, made)
	if err != nil {
		return nil, err
	}
	width, height := paper.Size()
	p := &layout{doc: doc, room: width - 2*margin, end: height - foot - 20}
	p.page, p.y = doc.AddPage(), margin-step
	for i, line := range l.From {
		p.words(margin, i == 0, sheets.Black, line)
	}
	p.y += 2 * step
	for _, line := range l.To {
		p.words(margin, false, sheets.Black, line)
	}
	p.y += 2 * step
	p.words(margin+p.room-doc.Width(l.Date, size, false), false, sheets.Black, l.Date)
	p.y += step
	p.words(margin, true, sheets.Black, l.Subject)
	p.y += gap
	p.words(margin, false, sheets.Black, l.Greets)
	for i, x := range l.Body {
		if x.Form == Plain || i > 0 && l.Body[i-1].Form == Plain && x.Form == Typed {
			p.y += gap
		}
		if x.Form == Plain { // a sentence is not parted from the list that it begins
			p.need(2 * step)
		}
		switch x.Form {
		case Item:
			p.need(step)
			doc.Text(p.page, margin+2, p.y+step, size, false, sheets.Black, "–")
			p.words(margin+indent, false, sheets.Black, x.Text)
		case Typed:
			p.words(margin+indent, false, sheets.Black, x.Text)
		default:
			p.words(margin, false, sheets.Black, x.Text)
		}
	}
	p.y += gap
	p.need(3*step + signs)
	p.words(margin, false, sheets.Black, l.Closes)
	p.y += signs
	p.words(margin, false, sheets.Black, l.Signed)
	if n := doc.Pages(); n > 1 {
		for i := range n {
			at := l.say("Page %[1]s of %[2]s", strconv.Itoa(i+1), strconv.Itoa(n))
			doc.Text(i, margin+p.room-doc.Width(at, 8.5, false), height-foot, 8.5, false, sheets.Muted, at)
		}
	}
	return p, nil
}
