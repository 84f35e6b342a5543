package intake_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

// mapped is the mapping of a table as it is understood, changed.
func mapped(t *testing.T, v *vault.Vault, p health.Profile, path string, change func(*importers.Mapping)) map[string]importers.Mapping {
	t.Helper()
	r, err := intake.Recognise(t.Context(), v, p.ID, []string{path}, intake.Options{})
	if err != nil || len(r.Tables) != 1 {
		t.Fatalf("%d tables, %v", len(r.Tables), err)
	}
	m := r.Tables[0].Mapping
	change(&m)
	return map[string]importers.Mapping{r.Tables[0].Key(): m}
}

func inPounds(m *importers.Mapping) {
	m.Columns[1].Unit, m.Columns[1].Known = health.Pound, true
}

func TestWhatWasChosenForATableIsRememberedByItsHeader(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	first := file(t, "a.csv", "Day,Weight", "2024-05-01,170")
	if _, err := intake.Preview(t.Context(), v, p, []string{first}, intake.Options{}, nil); !errors.Is(err, importers.ErrMappingNeeded) {
		t.Fatalf("before anything was chosen: %v", err)
	}
	choice := intake.Options{Fallback: time.UTC, Mappings: mapped(t, v, p, first, inPounds)}
	if err := preview(t, v, p, choice, first).Discard(); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Preview(t.Context(), v, p, []string{first}, intake.Options{}, nil); !errors.Is(err, importers.ErrMappingNeeded) {
		t.Errorf("a preview that was discarded is remembered: %v", err)
	}
	commit(t, preview(t, v, p, choice, first))

	later := file(t, "later.csv", "day, WEIGHT", "2024-06-01,171", "2024-06-02,172")
	s := preview(t, v, p, intake.Options{Fallback: time.UTC}, later)
	if s.Preview.New != 2 || s.Recognition.Tables[0].Mapping.Columns[1].Unit != health.Pound {
		t.Errorf("%d new in %s", s.Preview.New, s.Recognition.Tables[0].Mapping.Columns[1].Unit)
	}
	if err := s.Discard(); err != nil {
		t.Fatal(err)
	}
	for header, row := range map[string]string{"Day,Body weight": "2024-06-01,171", "Day;Weight": "2024-06-01;171", "Day,Weight,Height": "2024-06-01,171,"} {
		other := file(t, "mine.csv", header, row)
		if _, err := intake.Preview(t.Context(), v, p, []string{other}, intake.Options{}, nil); !errors.Is(err, importers.ErrMappingNeeded) {
			t.Errorf("%s: %v", header, err)
		}
	}
	if err := v.SetPreference(t.Context(), p.ID, "import.mappings", []byte("{broken")); err != nil {
		t.Fatal(err)
	}
	if _, err := intake.Preview(t.Context(), v, p, []string{later}, intake.Options{}, nil); !errors.Is(err, importers.ErrMappingNeeded) {
		t.Errorf("with a record that cannot be read: %v", err)
	}
}

func TestTheOldestMappingsAreForgotten(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	const many = 120
	var keys []string
	for i := range many {
		path := file(t, "a.csv", fmt.Sprintf("Day,Weight,Other %d", i), "2024-05-01,170,")
		for key, m := range mapped(t, v, p, path, inPounds) {
			keys = append(keys, key)
			r, err := intake.Recognise(t.Context(), v, p.ID, []string{path}, intake.Options{Mappings: map[string]importers.Mapping{key: m}})
			if err != nil {
				t.Fatal(err)
			}
			if err := intake.KeepMappings(t.Context(), v, p.ID, r.Tables); err != nil {
				t.Fatal(err)
			}
		}
	}
	all, err := intake.Mappings(v, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, first := all[keys[0]]; first || len(all) >= many || len(all) < 20 {
		t.Errorf("%d are kept, the first: %t", len(all), first)
	}
	if _, last := all[keys[many-1]]; !last {
		t.Error("the last is forgotten")
	}
}
