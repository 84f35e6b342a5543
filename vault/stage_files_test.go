package vault

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"vitalkeep/health"
)

func TestNewByFileCountsEveryNewRowOnce(t *testing.T) {
	v, p := newTestVault(t)
	first := stageThreeFiles(t, v, p)
	if got := first.NewByFile(); !slices.Equal(got, []int{2, 1, 0}) {
		t.Errorf("first import: %v, want 2, 1 and none", got)
	}
	if _, err := first.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	again := stageThreeFiles(t, v, p)
	if got := again.NewByFile(); !slices.Equal(got, []int{0, 0, 0}) {
		t.Errorf("second import: %v, want nothing", got)
	}
	if err := again.Discard(); err != nil {
		t.Fatal(err)
	}
}

// stageThreeFiles seals an import of three files: a weight and a note in the
// first, another weight in the second, nothing in the last.
func stageThreeFiles(t *testing.T, v *Vault, profile health.ProfileID) *Stage {
	t.Helper()
	st, err := v.Stage(t.Context(), profile, "test")
	if err != nil {
		t.Fatal(err)
	}
	weigh := func(file uint32, start, grams int64) {
		err := st.Sample("weight", "csv:file", health.Sample{
			Start: start, Value: health.Decimal{Mantissa: grams, Places: 3}, Unit: health.Kilogram, Origin: health.Origin{File: file},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var files [3]uint32
	for i, name := range []string{"a.csv", "b.csv", "c.csv"} {
		if files[i], err = st.File(name); err != nil {
			t.Fatal(err)
		}
	}
	weigh(files[0], 1000, 70000)
	weigh(files[1], 2000, 71000)
	err = st.Entry(health.Entry{
		Kind: health.Note, Source: "csv:file", Start: 1000, Origin: health.Origin{File: files[0]},
		Fields: []health.Field{{Name: "texts", Text: "tired"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.Seal(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	return st
}

func TestAStageKeepsNamesOfFilesAsTheyAreAndRefusesUnusableOnes(t *testing.T) {
	v, profile := newTestVault(t)
	st, err := v.Stage(t.Context(), profile, "test")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "a\tb.csv", "\x00", "\u0085", "\xff.csv", strings.Repeat("x", MaxFileName+1)} {
		if _, err := st.File(name); !errors.Is(err, ErrBadName) {
			t.Errorf("%q: %v", name, err)
		}
	}
	names := []string{"takeout/fitbit/steps.csv", "health_connect.db · weight_record_table", strings.Repeat("x", MaxFileName)}
	for i, name := range names {
		if n, err := st.File(name); err != nil || int(n) != i {
			t.Errorf("%q: %d, %v", name, n, err)
		}
	}
	if !slices.Equal(st.files, names) {
		t.Errorf("names %q", st.files)
	}
	if err := st.Discard(); err != nil {
		t.Fatal(err)
	}
}
