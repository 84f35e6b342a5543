package sheets

import (
	"errors"
	"fmt"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"vitalkeep/assets"
)

// face measures and draws with one weight of the program's font. Its outlines
// are cubic curves, which the PDF writer cannot embed as a font but can draw.
type face struct {
	font *sfnt.Font
	buf  sfnt.Buffer
}

// grain is the size in points at which outlines are taken; they are scaled
// from there.
const grain = 1000

// faces returns the two weights.
func faces() (regular, bold *face, err error) {
	r, err := sfnt.Parse(assets.FontRegular)
	b, boldErr := sfnt.Parse(assets.FontSemiBold)
	if err = errors.Join(err, boldErr); err != nil {
		return nil, nil, fmt.Errorf("font: %w", err)
	}
	return &face{font: r}, &face{font: b}, nil
}

// width is how wide words are at a size, in points.
func (f *face) width(words string, size float64) float64 {
	w := 0.0
	for _, g := range f.glyphs(words) {
		w = g.x + g.advance
	}
	return w * size / grain
}

// glyph is a letter at its place in a line, at the size of the grain.
type glyph struct {
	index      sfnt.GlyphIndex
	x, advance float64
}

// glyphs sets a line. A letter that the font does not have becomes its empty
// box.
func (f *face) glyphs(words string) []glyph {
	var out []glyph
	x := 0.0
	for _, r := range words {
		index, err := f.font.GlyphIndex(&f.buf, r)
		if err != nil {
			index = 0
		}
		if n := len(out); n > 0 {
			// Not every pair has a kern, and then there is none.
			if kern, err := f.font.Kern(&f.buf, out[n-1].index, index, fixed.I(grain), font.HintingNone); err == nil {
				x += float(kern)
			}
		}
		advance, err := f.font.GlyphAdvance(&f.buf, index, fixed.I(grain), font.HintingNone)
		if err != nil {
			advance = fixed.I(grain / 2)
		}
		out = append(out, glyph{index, x, float(advance)})
		x += float(advance)
	}
	return out
}

func float(x fixed.Int26_6) float64 { return float64(x) / 64 }

// A letter is drawn once in a document, as a form that every place refers to:
// with its outline at each of them, a page of text would be a hundred times as
// large. Of the form, in units of the grain: how large it is, and where in it a
// letter begins on its line.
const (
	formSize = 2.4 * grain
	formLeft = 0.6 * grain
	formBase = 1.5 * grain
)

// letter is what a form is made for: it keeps the colour of its making.
type letter struct {
	index sfnt.GlyphIndex
	bold  bool
	ink   ink
}

// draw fills the letters of a line.
func (f *face) draw(pdf *fpdf.Fpdf, forms map[letter]fpdf.Template, t text) error {
	scale := t.size / grain
	for _, g := range f.glyphs(t.words) {
		key := letter{g.index, t.bold, t.ink}
		form, known := forms[key]
		if !known {
			var err error
			if form, err = f.form(pdf, g.index); err != nil {
				return err
			}
			forms[key] = form
		}
		if form == nil {
			continue // a blank
		}
		pdf.UseTemplateScaled(form,
			fpdf.PointType{X: t.x + (g.x-formLeft)*scale, Y: t.y - formBase*scale},
			fpdf.SizeType{Wd: formSize * scale, Ht: formSize * scale})
	}
	return nil
}

// form makes the form of a letter; nil for one that leaves no ink.
func (f *face) form(pdf *fpdf.Fpdf, index sfnt.GlyphIndex) (fpdf.Template, error) {
	segments, err := f.font.LoadGlyph(&f.buf, index, fixed.I(grain), nil)
	if err != nil {
		return nil, fmt.Errorf("font: %w", err)
	}
	if len(segments) == 0 {
		return nil, nil
	}
	at := func(p fixed.Point26_6) (x, y float64) { return formLeft + float(p.X), formBase + float(p.Y) }
	return pdf.CreateTemplateCustom(fpdf.PointType{}, fpdf.SizeType{Wd: formSize, Ht: formSize}, func(to *fpdf.Tpl) {
		for _, s := range segments {
			x, y := at(s.Args[0])
			switch s.Op {
			case sfnt.SegmentOpMoveTo:
				to.MoveTo(x, y)
			case sfnt.SegmentOpLineTo:
				to.LineTo(x, y)
			case sfnt.SegmentOpQuadTo:
				x1, y1 := at(s.Args[1])
				to.CurveTo(x, y, x1, y1)
			case sfnt.SegmentOpCubeTo:
				x1, y1 := at(s.Args[1])
				x2, y2 := at(s.Args[2])
				to.CurveBezierCubicTo(x, y, x1, y1, x2, y2)
			}
		}
		to.DrawPath("F")
	}), nil
}
