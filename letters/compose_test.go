package letters

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/sheets"
)

var update = flag.Bool("update", false, "write the golden letters anew")

func day(text string) health.Date {
	d, err := health.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

func english(text string, args ...any) string {
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// order is a whole order of a kind to an addressee.
func order(k Kind, to Addressee, ground string) Order {
	o := Order{
		Kind: k, To: to, Name: "Pulse & Sons", Address: "Privacy Office\n1 Harbour Road\nDublin", Ground: ground,
		From: Sender{
			Name: "Ada Berg", Address: "Lindenweg 4\n12345 Neustadt", Email: "ada@example.org", Account: "A-1077",
			Devices: "Scale 00:24:e4:11\nWatch 9",
		},
		Date: day("2026-03-04"), Say: english,
		Day: func(d health.Date) string {
			return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Format("2 January 2006")
		},
	}
	if to == Clinic {
		o.Name, o.From.Born, o.From.Devices = "St. Vitus Hospital", day("1984-02-29"), ""
	}
	g, _ := ParseGround(k, ground)
	if k == Rectification || g.Detailed {
		o.About = "The weight of 1 May 2025 is 71 kg.\n\nIt says 17 kg."
	}
	return o
}

// every goes through all kinds, addressees and grounds.
func every(f func(name string, o Order)) {
	for _, k := range Kinds() {
		for _, to := range []Addressee{Vendor, Clinic} {
			if len(Grounds(k)) == 0 {
				f(k.String()+"-"+to.String(), order(k, to, ""))
			}
			for _, g := range Grounds(k) {
				f(k.String()+"-"+to.String()+"-"+g.String(), order(k, to, g.String()))
			}
		}
	}
}

func TestEveryLetterReadsAsItDid(t *testing.T) {
	seen := map[string]bool{}
	every(func(name string, o Order) {
		l, err := Compose(o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		path := filepath.Join("testdata", name+".txt")
		seen[name+".txt"] = true
		if *update {
			if err := os.WriteFile(path, []byte(l.Text()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Text(); got != string(want) {
			t.Errorf("%s reads otherwise:\n%s", name, got)
		}
	})
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !seen[f.Name()] {
			t.Errorf("%s is a letter that nobody writes", f.Name())
		}
	}
}

func TestEveryLetterIsWholeAndNamesItsArticle(t *testing.T) {
	asks := map[Kind]string{
		Access: "Under Article 15(1) GDPR", Rectification: "Under Article 16 GDPR", Erasure: "Under Article 17(1) GDPR",
		Restriction: "Under Article 18(1) GDPR", Portability: "Under Article 20(1) GDPR",
	}
	every(func(name string, o Order) {
		l, err := Compose(o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		text := l.Text()
		for _, want := range append([]string{
			"Ada Berg\nLindenweg 4\n12345 Neustadt\nada@example.org\n\n", o.Name + "\nPrivacy Office\n1 Harbour Road\nDublin\n\n",
			"4 March 2026", fmt.Sprintf("Article %d", o.Kind.Article()), "A-1077", "Article 12(3)", "Article 12(4)", "Article 12(5)", "Article 12(6)", "Article 77",
			"Yours faithfully,\n\nAda Berg\n",
		}, lines(o.About)...) {
			if want != "" && !strings.Contains(text, want) {
				t.Errorf("%s does not say %q", name, want)
			}
		}
		if !strings.Contains(l.Subject, fmt.Sprintf("Article %d GDPR", o.Kind.Article())) {
			t.Errorf("%s has the subject %q", name, l.Subject)
		}
		for _, bad := range []string{"%!", "%s", "[", "…", "  \n", "\n\n\n", "TODO", "MISSING"} {
			if strings.Contains(text, bad) {
				t.Errorf("%s has %q", name, bad)
			}
		}
		for _, line := range strings.Split(strings.ReplaceAll(text, "    ", ""), "\n") {
			if strings.TrimSpace(line) != line || strings.HasSuffix(line, ": ") {
				t.Errorf("%s has the line %q", name, line)
			}
		}
		for k, sentence := range asks {
			if want := k == o.Kind; strings.Contains(text, sentence) != want {
				t.Errorf("%s says %q: %v, want %v", name, sentence, !want, want)
			}
		}
	})
}

func TestWhatALetterNeedsIsAskedFor(t *testing.T) {
	with := func(k Kind, to Addressee, ground string, how func(o *Order)) Order {
		o := order(k, to, ground)
		how(&o)
		return o
	}
	for name, x := range map[string]struct {
		order Order
		want  []Detail
	}{
		"nobody to write to":             {with(Access, Vendor, "", func(o *Order) { o.Name = " \n" }), []Detail{DetailName}},
		"no address is no fault":         {with(Access, Vendor, "", func(o *Order) { o.Address = "" }), nil},
		"a sender without a name":        {with(Access, Vendor, "", func(o *Order) { o.From.Name = "\t" }), []Detail{DetailSender}},
		"a sender who cannot be reached": {with(Access, Vendor, "", func(o *Order) { o.From.Address, o.From.Email = "", " " }), []Detail{DetailReach}},
		"an e-mail address is enough":    {with(Access, Vendor, "", func(o *Order) { o.From.Address = "" }), nil},
		"a postal address is enough":     {with(Access, Vendor, "", func(o *Order) { o.From.Email = "" }), nil},
		"no e-mail address":              {with(Access, Vendor, "", func(o *Order) { o.From.Email = "ada at home" }), []Detail{DetailEmail}},
		"an account that is unknown":     {with(Access, Vendor, "", func(o *Order) { o.From.Account = "" }), []Detail{DetailAccount}},
		"a clinic finds by birth":        {with(Access, Clinic, "", func(o *Order) { o.From.Account = "" }), nil},
		"a clinic finds by number":       {with(Access, Clinic, "", func(o *Order) { o.From.Born = health.Date{} }), nil},
		"a clinic finds nobody":          {with(Access, Clinic, "", func(o *Order) { o.From.Account, o.From.Born = "", health.Date{} }), []Detail{DetailBorn}},
		"born tomorrow":                  {with(Access, Clinic, "", func(o *Order) { o.From.Born = o.Date.AddDays(1) }), []Detail{DetailBorn}},
		"nothing to put right":           {with(Rectification, Clinic, "", func(o *Order) { o.About = "" }), []Detail{DetailAbout}},
		"no ground":                      {with(Erasure, Vendor, "", func(*Order) {}), []Detail{DetailGround}},
		"a ground of another kind":       {with(Erasure, Vendor, "marketing", func(*Order) {}), []Detail{DetailGround}},
		"a ground without reasons":       {with(Objection, Vendor, "situation", func(o *Order) { o.About = "" }), []Detail{DetailAbout}},
		"no reasons against advertising": {with(Objection, Vendor, "marketing", func(o *Order) { o.About = "" }), nil},
		"no date":                        {with(Access, Vendor, "", func(o *Order) { o.Date = health.Date{} }), []Detail{DetailDate}},
		"too long":                       {with(Access, Vendor, "", func(o *Order) { o.About = strings.Repeat("x", MaxText+1) }), []Detail{DetailAbout}},
		"all at once": {
			with(Restriction, Vendor, "", func(o *Order) { o.Name, o.From = "", Sender{} }),
			[]Detail{DetailName, DetailGround, DetailSender, DetailReach, DetailAccount},
		},
		"no such kind": {with(Access, Vendor, "", func(o *Order) { o.Kind = kindEnd }), []Detail{DetailKind}},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := Compose(x.order)
			var missing Missing
			if errors.As(err, &missing) != (len(x.want) > 0) || len(x.want) > 0 && len(l.Body) > 0 {
				t.Fatalf("got %v", err)
			}
			var got []Detail
			for _, f := range missing {
				got = append(got, f.Detail)
				if f.Reason == "" || strings.Contains(missing.Error(), "Berg") {
					t.Errorf("the fault is told as %q, %v", f.Reason, missing)
				}
			}
			if !slices.Equal(got, x.want) {
				t.Errorf("lacks %q, want %q", got, x.want)
			}
		})
	}
}

func TestTypedTextIsTidyAndKeepsItsLines(t *testing.T) {
	o := order(Rectification, Vendor, "")
	o.From.Name = " Ada\u202e\tBerg\n "
	o.About = "\n\n  first \r\n\r\n\r\n\x1b[2Jsecond\n\n"
	l, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	if l.Signed != "Ada Berg" {
		t.Errorf("signed %q", l.Signed)
	}
	var got []string
	for _, p := range l.Body {
		if p.Form == Typed {
			got = append(got, p.Text)
		}
	}
	if !slices.Equal(got, []string{"first", "[2Jsecond"}) {
		t.Errorf("typed %q", got)
	}
	if !slices.ContainsFunc(l.Body, func(p Paragraph) bool { return p.Text == "Devices: Scale 00:24:e4:11, Watch 9" }) {
		t.Error("the devices are not listed")
	}
}

func TestDataIsSentOnWhereItWasAskedFor(t *testing.T) {
	o := order(Portability, Vendor, "")
	o.Onward = "Other Maker\nPort 1"
	l, err := Compose(o)
	if err != nil {
		t.Fatal(err)
	}
	if text := l.Text(); !strings.Contains(text, "to:\n    Other Maker\n    Port 1\n") || strings.Contains(text, "send the data to me") {
		t.Errorf("got\n%s", text)
	}
}

func TestPagesStayOnThePaperAndHoldEveryWord(t *testing.T) {
	long := order(Rectification, Clinic, "")
	long.About = strings.TrimSuffix(strings.Repeat("Something that is wrong, and a-very-long-word-that-has-no-end-at-all-and-goes-on-and-on-until-the-margin-of-the-page.\n", 40), "\n")
	orders := map[string]Order{"long": long}
	every(func(name string, o Order) { orders[name] = o })
	for name, o := range orders {
		l, err := Compose(o)
		if err != nil {
			t.Fatal(err)
		}
		for _, paper := range []sheets.Paper{sheets.A4, sheets.Letter} {
			p, err := l.layout(paper, time.Unix(0, 0))
			if err != nil {
				t.Fatal(err)
			}
			width, height := paper.Size()
			type place struct {
				page int
				y    float64
			}
			lowest := map[place]string{}
			words := ""
			p.doc.Each(func(on int, x, y, w, size float64, text string) {
				if x < margin-0.01 || x+w > width-margin+0.01 || y-size < margin/2 || y > height-foot+0.01 {
					t.Errorf("%s: %q lies at %.0f, %.0f", name, text, x, y)
				}
				if other, taken := lowest[place{on, y}]; taken && other != "–" {
					t.Errorf("%s: %q and %q lie on each other", name, other, text)
				}
				lowest[place{on, y}] = text
				words += strings.ReplaceAll(text, " ", "")
			})
			for _, x := range l.Body {
				if p.doc.Pages() == 1 && !strings.Contains(words, strings.ReplaceAll(x.Text, " ", "")) {
					t.Errorf("%s: the page does not say %q", name, x.Text)
				}
			}
			if name == "long" && p.doc.Pages() < 3 {
				t.Errorf("a long letter has %d pages", p.doc.Pages())
			}
			if name == "erasure-vendor-consent" && p.doc.Pages() != 1 {
				t.Errorf("a usual letter has %d pages", p.doc.Pages())
			}
		}
	}
}

func TestThePDFHoldsNoNameButInItsDrawing(t *testing.T) {
	l, err := Compose(order(Access, Clinic, ""))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := l.WritePDF(&b, sheets.A4, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(b.String(), "%PDF-") {
		t.Error("no PDF")
	}
	for _, name := range []string{"Berg", "Vitus", "1077", "Neustadt"} {
		if strings.Contains(b.String(), name) {
			t.Errorf("the file says %q", name)
		}
	}
	if folder := os.Getenv("VITALKEEP_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "letter.pdf"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestEveryNameIsReadBack(t *testing.T) {
	for _, k := range Kinds() {
		if got, ok := ParseKind(k.String()); !ok || got != k || k.Title() == "" || k.Sentence() == "" {
			t.Errorf("%s is read as %v", k, got)
		}
	}
	for _, a := range []Addressee{Vendor, Clinic} {
		if got, ok := ParseAddressee(a.String()); !ok || got != a {
			t.Errorf("%s is read as %v", a, got)
		}
	}
	for _, bad := range []string{"", "Access", "patient"} {
		if _, ok := ParseKind(bad); ok {
			t.Errorf("%q is a kind", bad)
		}
		if _, ok := ParseAddressee(bad); ok {
			t.Errorf("%q is an addressee", bad)
		}
	}
	if !slices.IsSortedFunc(Vendors(), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		t.Error("the vendors are not sorted")
	}
}
