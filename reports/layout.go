package reports

import (
	"fmt"
	"strings"

	"vitalkeep/sheets"
)

// Measures of a page, in points.
const (
	margin  = 50.0
	foot    = 34.0 // of the footer's baseline, from the lower edge
	small   = 8.5
	body    = 9.5
	rowStep = 14.5
)

// layout sets pages from their upper edge on.
type layout struct {
	doc           *sheets.Document
	width, height float64
	room          float64 // between the margins
	page          int
	y             float64 // of the baseline set last
}

func newLayout(o Order) (*layout, error) {
	doc, err := sheets.NewDocument(o.Paper, "Health report", o.Made)
	if err != nil {
		return nil, err
	}
	l := &layout{doc: doc}
	l.width, l.height = o.Paper.Size()
	l.room = l.width - 2*margin
	l.turn()
	return l, nil
}

// turn begins a page.
func (l *layout) turn() { l.page, l.y = l.doc.AddPage(), margin }

// need turns the page where less than so much is left of it; it reports whether
// it did.
func (l *layout) need(height float64) bool {
	if l.y+height <= l.height-foot-22 {
		return false
	}
	l.turn()
	return true
}

func (l *layout) text(x, size float64, bold bool, ink sheets.Ink, words string) {
	l.doc.Text(l.page, x, l.y, size, bold, ink, words)
}

// lines sets words in as many lines as they need.
func (l *layout) lines(size, step float64, bold bool, ink sheets.Ink, words string) {
	for _, line := range l.doc.Wrap(words, size, bold, l.room) {
		l.need(step)
		l.y += step
		l.text(margin, size, bold, ink, line)
	}
}

const disclaimer = "Values are those of home devices and of what was typed in, as they were recorded. Nothing is graded, and nothing here is a diagnosis."

// head sets what stands above all sections.
func (l *layout) head(o Order, period string, some bool) {
	l.y += 4
	l.text(margin, 10, true, sheets.Teal, "Vitalkeep")
	l.y += 14
	l.lines(24, 26, true, sheets.Black, "Health report")
	name := o.Profile.Name
	if name == "" {
		name = "No name"
	}
	l.lines(13, 22, true, sheets.Black, name)
	if period != "" {
		l.lines(11, 17, false, sheets.Black, period)
	}
	if o.Profile.Sample {
		l.lines(11, 17, true, sheets.Black, "Invented sample data of no person")
	}
	l.y += 4
	l.lines(small, 12, false, sheets.Muted, fmt.Sprintf("Made on %s. Times are those on the clock where something was measured.", o.Made.Format("2 January 2006")))
	l.lines(small, 12, false, sheets.Muted, disclaimer)
	if !some {
		l.y += 12
		l.lines(11, 17, false, sheets.Black, "There are no readings in this period.")
	}
}

// section sets one part. Its title is never parted from what follows.
func (l *layout) section(s section) {
	height := 40 + rowStep*float64(len(s.figures.rows)+1)
	if s.graph != nil {
		height += l.graphHeight() + 30
	}
	l.y += 26
	l.need(height)
	l.y += 8
	l.text(margin, 15, true, sheets.Black, s.title)
	l.y += 4
	l.doc.Box(l.page, margin, l.y+3, l.room, 1, sheets.Teal)
	l.y += 6
	if len(s.figures.rows) > 0 {
		l.table(s.figures)
	}
	l.y += 2
	for _, n := range s.notes {
		l.lines(small, 11.5, false, sheets.Muted, n)
	}
	if s.graph != nil {
		h := l.graphHeight()
		l.need(h + 24)
		l.y += 10
		l.doc.Picture(l.page, margin, l.y, l.room, h, s.graph)
		l.y += h
		l.lines(small, 11.5, false, sheets.Muted, s.caption)
	}
	l.lines(small, 13, false, sheets.Muted, "Sources: "+strings.Join(s.sources, ", ")+".")
	if len(s.list.rows) > 0 {
		l.y += 18
		l.need(4 * rowStep)
		l.text(margin, 11, true, sheets.Black, s.list.title)
		if s.list.note != "" {
			x := margin + l.doc.Width(s.list.title, 11, true) + 8
			l.text(x, small, false, sheets.Muted, s.list.note)
		}
		l.y += 2
		l.table(s.list)
	}
}

func (l *layout) graphHeight() float64 { return l.room * graphHeight / graphWidth }

// columns are where the columns of a table begin and end, from a left edge on.
func (l *layout) columns(t table, edge, room float64) (left, right []float64) {
	n := len(t.head)
	widths := make([]float64, n)
	widths[0] = room * 0.30
	switch {
	case t.list:
		widths[0] = room * 0.24
	case t.twice:
		widths[0] = room * 0.40
	}
	rest := room - widths[0]
	numbers := n - 1
	if t.list { // the source has what is left over by the numbers
		widths[n-1] = rest * 0.42
		if n == 3 {
			widths[n-1] = rest * 0.70
		}
		rest -= widths[n-1]
		numbers--
	}
	for i := 1; i <= numbers; i++ {
		widths[i] = rest / float64(numbers)
	}
	for _, w := range widths {
		left = append(left, edge)
		edge += w
		right = append(right, edge)
	}
	return left, right
}

// set puts one row of a table at the baseline.
func (l *layout) set(t table, left, right []float64, bold bool, ink sheets.Ink, row []string) {
	const gap = 16.0 // before words that follow numbers
	size := body
	if t.twice {
		size = body - 0.5
	}
	for i, words := range row {
		switch {
		case i == 0:
			l.text(left[i], size, bold, ink, l.fitting(words, size, bold, right[i]-left[i]-4))
		case t.list && i == len(t.head)-1:
			l.text(left[i]+gap, size, bold, ink, l.fitting(words, size, bold, right[i]-left[i]-gap))
		default:
			words = l.fitting(words, size, bold, right[i]-left[i]-2)
			l.text(right[i]-l.doc.Width(words, size, bold), size, bold, ink, words)
		}
	}
}

// between is the room between two columns of rows.
const between = 26.0

// table sets rows; on every further page its header stands again.
func (l *layout) table(t table) {
	blocks := 1
	if t.twice {
		blocks = 2
	}
	room := (l.room - between*float64(blocks-1)) / float64(blocks)
	for rows := t.rows; ; {
		l.need(2.5 * rowStep)
		top := l.y
		fit := max(int((l.height-foot-24-top-rowStep-3)/rowStep), 1)
		each := min((len(rows)+blocks-1)/blocks, fit)
		lowest := top
		for b := range blocks {
			some := rows[:min(each, len(rows))]
			if b > 0 && len(some) == 0 {
				break
			}
			left, right := l.columns(t, margin+float64(b)*(room+between), room)
			l.y = top + rowStep
			l.set(t, left, right, true, sheets.Muted, t.head)
			l.doc.Box(l.page, left[0], l.y+4, room, 0.6, sheets.Hair)
			l.y += 3
			for n, row := range some {
				l.y += rowStep
				if (t.list || t.twice) && n%2 == 1 {
					l.doc.Box(l.page, left[0]-3, l.y-rowStep+4.2, room+6, rowStep, sheets.Shade)
				}
				l.set(t, left, right, false, sheets.Black, row)
			}
			lowest = max(lowest, l.y)
			rows = rows[len(some):]
		}
		l.y = lowest
		if len(rows) == 0 {
			return
		}
		l.turn()
	}
}

// fitting shortens words to a width.
func (l *layout) fitting(words string, size float64, bold bool, room float64) string {
	if l.doc.Width(words, size, bold) <= room {
		return words
	}
	runes := []rune(words)
	for len(runes) > 1 && l.doc.Width(string(runes)+"…", size, bold) > room {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// feet sets the footers, once it is known how many pages there are.
func (l *layout) feet(o Order) {
	left := "Health report"
	if o.Profile.Name != "" {
		left += " · " + o.Profile.Name
	}
	left += " · " + o.Made.Format("2 January 2006")
	for i := range l.doc.Pages() {
		y := l.height - foot
		right := fmt.Sprintf("Page %d of %d", i+1, l.doc.Pages())
		w := l.doc.Width(right, small, false)
		l.doc.Box(i, margin, y-14, l.room, 0.6, sheets.Hair)
		l.doc.Text(i, margin, y, small, false, sheets.Muted, l.fitting(left, small, false, l.room-w-20))
		l.doc.Text(i, l.width-margin-w, y, small, false, sheets.Muted, right)
	}
}
