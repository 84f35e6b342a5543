package sheets

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Recovery is the sheet that a recovery key is kept on.
type Recovery struct {
	Key   string // in groups, with hyphens between them
	Vault string // name of the vault's file
	Made  time.Time
	Paper Paper
}

// WriteRecovery writes the sheet as a PDF of one page.
func WriteRecovery(to io.Writer, r Recovery) error {
	p, err := r.layout()
	if err != nil {
		return err
	}
	return p.write(to, "Recovery key", r.Made)
}

// Measures of the sheet, in points.
const (
	margin   = 64.0
	keySize  = 28.0
	keyCell  = 23.0 // each symbol of the key has a cell of its own
	keyGroup = 22.0 // between two groups
	keyLine  = 54.0
	inRow    = 4 // groups
)

// uses says what the sheet is for and how it is used.
var uses = []string{
	"Should the password of this vault be forgotten, this key opens it. Without both nobody can: the key is kept nowhere but here.",
	"To use it, start Vitalkeep, choose the vault, then “Use recovery key”, and type the symbols. Capital letters, spaces and dashes do not matter. There is no letter O, I or L in it: what looks like one is a zero or a one. The last symbol checks the others, so a slip is noticed.",
	"Whoever holds this sheet can open the vault. Keep it away from the computer and from the vault's file, where only those find it who shall. When a new key is made, this one opens no longer; destroy the sheet then, but not while backups from its time are kept.",
}

// toFill are the lines to be written on by hand.
var toFill = []string{
	"Where the vault's file is kept", "Where the backups are kept", "Who may use this sheet", "Notes",
}

// layout sets the page.
func (r Recovery) layout() (page, error) {
	regular, bold, err := faces()
	if err != nil {
		return page{}, err
	}
	p := page{paper: r.Paper}
	room := r.Paper.width - 2*margin
	y := margin + 8
	p.texts = append(p.texts, text{margin, y, 11, true, teal, "Vitalkeep"})
	y += 40
	p.texts = append(p.texts, text{margin, y, 28, true, black, "Recovery key"})
	y += 24
	of := fmt.Sprintf("of the vault %s, made on %s", r.Vault, r.Made.Format("2 January 2006"))
	for _, line := range wrap(regular, of, 12, room) {
		p.texts = append(p.texts, text{margin, y, 12, false, muted, line})
		y += 17
	}
	y += 10
	y = r.key(&p, bold, regular, y)
	y += 34
	for _, words := range uses {
		for _, line := range wrap(regular, words, 11, room) {
			p.texts = append(p.texts, text{margin, y, 11, false, black, line})
			y += 16
		}
		y += 8
	}
	// The lines to write on share what is left.
	bottom := r.Paper.height - margin
	step := (bottom - y) / float64(len(toFill))
	for _, words := range toFill {
		y += step
		p.boxes = append(p.boxes, box{margin, y - 14, room, 0.6, hair})
		p.texts = append(p.texts, text{margin, y - 3, 9, false, muted, words})
	}
	return p, nil
}

// key sets the key in large groups, each symbol in a cell of its own, and
// marks the one that checks the others.
func (r Recovery) key(p *page, bold, regular *face, y float64) float64 {
	groups := strings.Split(r.Key, "-")
	rows := (len(groups) + inRow - 1) / inRow
	height := float64(rows)*keyLine + 28
	p.boxes = append(p.boxes, box{margin, y, r.Paper.width - 2*margin, height, paper})
	wide := 4*keyCell*inRow + keyGroup*(inRow-1)
	left := margin + (r.Paper.width-2*margin-wide)/2
	y += 14
	for i, group := range groups {
		x := left + float64(i%inRow)*(4*keyCell+keyGroup)
		base := y + float64(i/inRow)*keyLine + 37
		symbols := []rune(group)
		for k, symbol := range symbols {
			w := bold.width(string(symbol), keySize)
			at := x + float64(k)*keyCell + (keyCell-w)/2
			p.texts = append(p.texts, text{at, base, keySize, true, black, string(symbol)})
			if i == len(groups)-1 && k == len(symbols)-1 {
				const words = "checks the others"
				p.boxes = append(p.boxes, box{x + float64(k)*keyCell + 3, base + 5, keyCell - 6, 1.2, teal})
				p.texts = append(p.texts, text{x + float64(k+1)*keyCell + 6, base + 1, 9, false, muted, words})
			}
		}
		if i%inRow < inRow-1 && i < len(groups)-1 {
			p.boxes = append(p.boxes, box{x + 4*keyCell + keyGroup/2 - 4, base - 10.5, 8, 1.2, hair})
		}
	}
	return y - 14 + height
}

// wrap breaks words into lines; a word that is wider than a line is broken
// within.
func wrap(f *face, words string, size, room float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(words) {
		next := word
		if line != "" {
			next = line + " " + word
		}
		if f.width(next, size) <= room {
			line = next
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		line = word
		for f.width(line, size) > room {
			runes := []rune(line)
			n := len(runes) - 1
			for n > 1 && f.width(string(runes[:n]), size) > room {
				n--
			}
			lines = append(lines, string(runes[:n]))
			line = string(runes[n:])
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
