package parts

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/style"
)

// Paragraph is running text that wraps at words to the width it is given, with
// a line height of 1.4. Line feeds in the text begin a new line.
type Paragraph struct {
	widget.BaseWidget
	text  string
	role  Role
	align fyne.TextAlign
	width float32
	// broken are the lines at the widths asked for last: a layout asks for the
	// height at the same one again and again.
	broken [2]brokenLines
}

// brokenLines are the lines of a text at a width and a size of its letters.
type brokenLines struct {
	text  string
	role  Role
	width float32
	size  float32
	lines []string
}

// NewParagraph returns wrapping text.
func NewParagraph(text string, role Role) *Paragraph {
	p := &Paragraph{text: text, role: role}
	p.ExtendBaseWidget(p)
	return p
}

// Aligned sets the alignment and returns p.
func (p *Paragraph) Aligned(a fyne.TextAlign) *Paragraph {
	p.align = a
	p.Refresh()
	return p
}

// SetText changes the words. A change in the number of lines needs the parent
// to be laid out again, which Fyne does on the next frame.
func (p *Paragraph) SetText(text string) {
	if p.text != text {
		p.text = text
		p.Refresh()
	}
}

// SetRole changes size, weight and colour.
func (p *Paragraph) SetRole(r Role) {
	if p.role != r {
		p.role = r
		p.Refresh()
	}
}

// Text returns the words.
func (p *Paragraph) Text() string { return p.text }

// AccessibilityLabel implements fyne.Accessible.
func (p *Paragraph) AccessibilityLabel() string { return p.text }

// AccessibilityRole implements fyne.Accessible.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// Resize implements fyne.CanvasObject and remembers the width to wrap at.
func (p *Paragraph) Resize(s fyne.Size) {
	p.width = s.Width
	p.BaseWidget.Resize(s)
}

// HeightFor returns the height the text needs when wrapped at width.
func (p *Paragraph) HeightFor(width float32) float32 {
	return p.role.lineHeight() * float32(len(p.linesAt(width)))
}

// linesAt are the lines of the text at a width.
func (p *Paragraph) linesAt(width float32) []string {
	size := p.role.Size.Size()
	for _, b := range p.broken {
		if b.lines != nil && b.text == p.text && b.role == p.role && b.width == width && b.size == size {
			return b.lines
		}
	}
	lines := p.role.wrap(p.text, width)
	p.broken[1] = p.broken[0]
	p.broken[0] = brokenLines{p.text, p.role, width, size, lines}
	return lines
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	r := &paragraphRenderer{p: p}
	r.Refresh()
	return r
}

type paragraphRenderer struct {
	noDestroy
	p     *Paragraph
	lines []fyne.CanvasObject
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	// Narrow enough for any room; the height is that of the last width.
	return fyne.NewSize(r.p.role.Size.Size(), r.p.HeightFor(r.p.width))
}

func (r *paragraphRenderer) Layout(s fyne.Size) {
	words := r.p.linesAt(s.Width)
	for len(r.lines) < len(words) {
		r.lines = append(r.lines, canvas.NewText("", style.Color(r.p.role.Color)))
	}
	r.lines = r.lines[:len(words)]
	step := r.p.role.lineHeight()
	for i, w := range words {
		line, ok := r.lines[i].(*canvas.Text)
		if !ok {
			continue
		}
		r.p.role.apply(line)
		line.Text = w
		line.Alignment = r.p.align
		h := r.p.role.measure(w).Height
		line.Move(fyne.NewPos(0, float32(i)*step+(step-h)/2))
		line.Resize(fyne.NewSize(s.Width, h))
		line.Refresh()
	}
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.lines }

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

// wrap breaks text into lines no wider than width, at spaces where it can. A
// width of 0 or less, before the first layout, breaks at line feeds only.
func (r Role) wrap(text string, width float32) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		if width <= 0 {
			out = append(out, line)
			continue
		}
		out = append(out, r.wrapLine(line, width)...)
	}
	return out
}

func (r Role) wrapLine(line string, width float32) []string {
	words := slices.Collect(strings.FieldsFuncSeq(line, breaks))
	var out []string
	for len(words) > 0 {
		if n := r.fitting(words, width); n > 0 {
			out = append(out, strings.Join(words[:n], " "))
			words = words[n:]
			continue
		}
		head, tail := r.breakWord(words[0], width)
		out = append(out, head)
		if words[0] = tail; tail == "" {
			words = words[1:]
		}
	}
	if out == nil {
		return []string{""}
	}
	return out
}

// longWord is from how many bytes on a word is not measured as a whole first.
const longWord = 64

// fitting is how many of the words fit into one line, 0 if not even the first.
func (r Role) fitting(words []string, width float32) int {
	if len(words[0]) > longWord {
		if _, tail := r.breakWord(words[0], width); tail != "" {
			return 0
		}
	} else if r.measure(words[0]).Width > width {
		return 0
	}
	return most(len(words), func(n int) bool { return r.measure(strings.Join(words[:n], " ")).Width <= width })
}

// most is the largest number up to limit that fits, where all below it do and 1
// is taken to. It looks at few numbers, and at none much larger than that: a line
// of a text without end is found without measuring the text.
func most(limit int, fits func(n int) bool) int {
	low, high := 1, 2
	for high <= limit && fits(high) {
		low, high = high, 2*high
	}
	high = min(high, limit+1)
	for high-low > 1 {
		if middle := (low + high) / 2; fits(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// breaks reports whether a line may end at a blank. Those that do not break stand
// in numbers: 1\u202f284.
func breaks(r rune) bool { return r == ' ' || r == '\t' }

// breakWord splits a word that is wider than a whole line; at least one
// character stays on the line.
func (r Role) breakWord(word string, width float32) (head, tail string) {
	var ends []int // of the characters, as far as they were looked at
	end := func(n int) int {
		for len(ends) < n {
			at := 0
			if len(ends) > 0 {
				at = ends[len(ends)-1]
			}
			_, size := utf8.DecodeRuneInString(word[at:])
			ends = append(ends, at+size)
		}
		return ends[n-1]
	}
	// There are no more characters than bytes; beyond the last nothing fits.
	n := most(len(word), func(n int) bool {
		at := end(n)
		return (n == 1 || at > ends[n-2]) && r.measure(word[:at]).Width <= width
	})
	at := end(n)
	return word[:at], word[at:]
}

// heightOf returns the height of text wrapped at width.
func (r Role) heightOf(text string, width float32) float32 {
	return r.lineHeight() * float32(len(r.wrap(text, width)))
}

func (r Role) lineHeight() float32 {
	return float32(math.Round(float64(r.Size.Line())))
}
