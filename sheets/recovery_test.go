package sheets

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
)

const key = "7K2M-9QXT-4WPA-0HZD-R5VN-C8GJ-1BEF"

func sheet(p Paper, vault string) Recovery {
	return Recovery{Key: key, Vault: vault, Made: time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC), Paper: p}
}

var longName = strings.Repeat("a-household-of-many-names-", 9) + "and a half.vitalkeep"

func TestTheSheetHoldsTheWholeKeyInOrderAndStaysOnThePaper(t *testing.T) {
	regular, bold, err := faces()
	if err != nil {
		t.Fatal(err)
	}
	for _, paper := range []Paper{A4, Letter} {
		for _, vault := range []string{"berg.vitalkeep", longName} {
			p, err := sheet(paper, vault).layout()
			if err != nil {
				t.Fatal(err)
			}
			var symbols strings.Builder
			all := ""
			for _, x := range p.texts {
				f := regular
				if x.bold {
					f = bold
				}
				if right := x.x + f.width(x.words, x.size); x.x < margin || right > paper.width-margin+0.5 || x.y-x.size < margin/2 || x.y > paper.height-margin/2 {
					t.Errorf("%s: %q lies from %.0f to %.0f at %.0f", paper.name, x.words, x.x, right, x.y)
				}
				if x.size == keySize && len(x.words) == 1 {
					symbols.WriteString(x.words)
				}
				all += x.words
			}
			if got, want := symbols.String(), strings.ReplaceAll(key, "-", ""); got != want {
				t.Errorf("%s: the key reads %q, want %q", paper.name, got, want)
			}
			for _, want := range append([]string{"22 November 2026", "checks the others"}, toFill...) {
				if !strings.Contains(all, want) {
					t.Errorf("%s: nothing says %q", paper.name, want)
				}
			}
			if !strings.Contains(strings.ReplaceAll(all, " ", ""), strings.ReplaceAll(vault, " ", "")) {
				t.Errorf("%s: the vault is not named", paper.name)
			}
		}
	}
}

func TestLinesOfTheSheetDoNotTouch(t *testing.T) {
	for _, paper := range []Paper{A4, Letter} {
		p, err := sheet(paper, longName).layout()
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range p.texts {
			for _, b := range p.texts[i+1:] {
				if a.x == b.x && a.y < b.y && b.y-a.y < b.size {
					t.Errorf("%s: %q and %q are %.1f apart", paper.name, a.words, b.words, b.y-a.y)
				}
			}
		}
	}
}

func TestTheFileIsAPDFOfThatPaperWithoutTheKeyInWords(t *testing.T) {
	var first, second bytes.Buffer
	for _, to := range []*bytes.Buffer{&first, &second} {
		if err := WriteRecovery(to, sheet(Letter, "berg.vitalkeep")); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the same sheet twice differs")
	}
	raw := first.Bytes()
	if !bytes.HasPrefix(raw, []byte("%PDF-")) || !bytes.HasSuffix(bytes.TrimSpace(raw), []byte("%%EOF")) {
		t.Error("not a PDF")
	}
	if !bytes.Contains(raw, []byte("/MediaBox [0 0 612.00 792.00]")) {
		t.Error("not on US Letter")
	}
	for _, group := range strings.Split(key, "-") {
		if bytes.Contains(raw, []byte(group)) {
			t.Errorf("%s can be searched for", group)
		}
	}
	if folder := os.Getenv("VITALKEEP_PICTURES"); folder != "" {
		if err := os.WriteFile(folder+"/recovery.pdf", raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// fullDisk takes a few bytes.
type fullDisk struct{ left int }

var errFull = errors.New("disk full")

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) > d.left {
		return d.left, errFull
	}
	d.left -= len(b)
	return len(b), nil
}

func TestAFullDiskIsAnError(t *testing.T) {
	if err := WriteRecovery(&fullDisk{100}, sheet(A4, "berg.vitalkeep")); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}
