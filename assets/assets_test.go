package assets_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"

	"vitalkeep/assets"
)

// root holds what every line icon has in common.
type root struct {
	ViewBox  string `xml:"viewBox,attr"`
	Stroke   string `xml:"stroke,attr"`
	Width    string `xml:"stroke-width,attr"`
	LineCap  string `xml:"stroke-linecap,attr"`
	LineJoin string `xml:"stroke-linejoin,attr"`
	Fill     string `xml:"fill,attr"`
}

func TestEveryIconIsDrawnInTheSameHand(t *testing.T) {
	want := root{"0 0 24 24", "currentColor", "1.6", "round", "round", "none"}
	names := assets.IconNames()
	if len(names) == 0 {
		t.Fatal("no icons embedded")
	}
	for _, name := range names {
		svg, err := assets.Icon(name)
		if err != nil {
			t.Fatal(err)
		}
		var got root
		if err := xml.Unmarshal(svg, &got); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
		if strings.Contains(string(svg), "#") {
			t.Errorf("%s: has a colour of its own", name)
		}
	}
}

func TestAnUnknownIconIsAnError(t *testing.T) {
	if _, err := assets.Icon("nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestTheAppIconIsWholeXML(t *testing.T) {
	d := xml.NewDecoder(bytes.NewReader(assets.AppIcon))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestFontsHaveTabularDigits(t *testing.T) {
	for name, data := range map[string][]byte{"regular": assets.FontRegular, "semibold": assets.FontSemiBold} {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var buf sfnt.Buffer
		first := -1
		for r := '0'; r <= '9'; r++ {
			i, err := f.GlyphIndex(&buf, r)
			if err != nil || i == 0 {
				t.Fatalf("%s: no digit %c: %v", name, r, err)
			}
			w, err := f.GlyphAdvance(&buf, i, 1000*64, 0)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if first < 0 {
				first = int(w)
			}
			if int(w) != first {
				t.Errorf("%s: digit %c is %d wide, 0 is %d", name, r, w, first)
			}
		}
	}
	if !strings.Contains(assets.FontLicence, "SIL OPEN FONT LICENSE") {
		t.Error("the fonts' licence is missing")
	}
}
