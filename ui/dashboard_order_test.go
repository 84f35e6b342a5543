package ui

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"vitalkeep/ui/present"
)

func subjectsNamed(ids ...string) []present.Subject {
	var out []present.Subject
	for _, id := range ids {
		out = append(out, present.Subject{ID: id, Name: id})
	}
	return out
}

func idsOf(subjects []present.Subject) string {
	var out []string
	for _, s := range subjects {
		out = append(out, s.ID)
	}
	return strings.Join(out, " ")
}

func TestCardsComeInThePersonsOrderAndNewOnesAtTheirDefaultPlace(t *testing.T) {
	for name, c := range map[string]struct {
		stored, subjects, shown, hidden string
	}{
		"nothing chosen":          {``, "a b c", "a b c", ""},
		"an order":                {`{"version":1,"order":["c","a","b"]}`, "a b c", "c a b", ""},
		"one hidden":              {`{"version":1,"order":["c","a","b"],"hidden":["a"]}`, "a b c", "c b", "a"},
		"hidden without an order": {`{"version":1,"hidden":["b"]}`, "a b c", "a c", "b"},
		"a new one":               {`{"version":1,"order":["c","a"]}`, "a b c", "c a b", ""},
		"a new first one":         {`{"version":1,"order":["c","b"]}`, "a b c", "a c b", ""},
		"new ones at the end":     {`{"version":1,"order":["b","a"]}`, "a b c d", "b c d a", ""},
		"one that is gone":        {`{"version":1,"order":["x","b","a"],"hidden":["y"]}`, "a b", "b a", ""},
		"one named twice":         {`{"version":1,"order":["b","a","b",""],"hidden":["a","a"]}`, "a b", "b", "a"},
		"all hidden":              {`{"version":1,"hidden":["a","b"]}`, "a b", "", "a b"},
	} {
		o, ok := readCardOrder([]byte(c.stored))
		if !ok {
			t.Errorf("%s: not understood", name)
		}
		shown, hidden := o.split(subjectsNamed(strings.Fields(c.subjects)...))
		if idsOf(shown) != c.shown || idsOf(hidden) != c.hidden {
			t.Errorf("%s: shown %q, hidden %q, want %q and %q", name, idsOf(shown), idsOf(hidden), c.shown, c.hidden)
		}
	}
}

func TestAMovedCardTakesThePlaceOfAnother(t *testing.T) {
	all := subjectsNamed("a", "b", "c", "d")
	for _, c := range []struct {
		stored, id string
		to         int
		want       string
	}{
		{``, "a", 3, "b c d a"},
		{``, "d", 0, "d a b c"},
		{``, "b", 2, "a c b d"},
		{``, "c", 1, "a c b d"},
		{``, "a", 0, "a b c d"},
		{``, "a", 99, "b c d a"},
		{``, "d", -5, "d a b c"},
		{``, "x", 1, "a b c d"},
		{`{"order":["a","gone","b","c","d"],"hidden":["b"]}`, "a", 1, "c a d"},
		{`{"order":["a","gone","b","c","d"],"hidden":["b"]}`, "d", 0, "d a c"},
	} {
		o, _ := readCardOrder([]byte(c.stored))
		shown, _ := o.moved(all, c.id, c.to).split(all)
		if idsOf(shown) != c.want {
			t.Errorf("%s to %d of %q: %q, want %q", c.id, c.to, c.stored, idsOf(shown), c.want)
		}
	}
}

func TestWhatANewerProgramStoredIsKept(t *testing.T) {
	all := subjectsNamed("a", "b", "c")
	stored := `{"version":7,"order":["future","c","a"],"hidden":["later","b"],"sizes":{"a":"large"}}`
	o, ok := readCardOrder([]byte(stored))
	if !ok {
		t.Fatal("not understood")
	}
	written, err := o.moved(all, "a", 0).hiding(all, "b", false).stored()
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"version": 7.0, "order": []any{"future", "a", "c", "b"}, "hidden": []any{"later"},
		"sizes": map[string]any{"a": "large"},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("written is %s", written)
	}
	if written, err = o.reset().stored(); err != nil || !strings.Contains(string(written), "sizes") || strings.Contains(string(written), "later") {
		t.Errorf("reset is %s, %v", written, err)
	}
	for _, strange := range []string{`{"order":{"a":1}}`, `{"hidden":"a"}`, `[1]`, `{`, `{"order":[1]}`} {
		if _, ok := readCardOrder([]byte(strange)); ok {
			t.Errorf("%s is understood", strange)
		}
	}
}

func TestNothingIsStoredWhereNothingIsChosen(t *testing.T) {
	all := subjectsNamed("a", "b")
	var none cardOrder
	if b, err := none.stored(); b != nil || err != nil || !none.asDefault() {
		t.Errorf("stored is %s, %v", b, err)
	}
	b, err := none.hiding(all, "a", true).stored()
	if err != nil || string(b) != `{"hidden":["a"],"order":["a","b"],"version":1}` {
		t.Errorf("stored is %s, %v", b, err)
	}
	o, _ := readCardOrder(b)
	if b, err = o.reset().stored(); b != nil || err != nil {
		t.Errorf("reset is %s, %v", b, err)
	}
}
