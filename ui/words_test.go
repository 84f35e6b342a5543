package ui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestExplainHasWordsForEveryError(t *testing.T) {
	errBusy := errors.New("in use")
	known := func(err error) (string, string) {
		if errors.Is(err, errBusy) {
			return "Another window has the vault open.", "Close it."
		}
		return "", ""
	}
	tests := []struct {
		err  error
		what string
	}{
		{nil, ""},
		{fmt.Errorf("open: %w", ErrWrongPassword), "This does not open the vault."},
		{fmt.Errorf("open: %w", errBusy), "Another window has the vault open."},
		{context.Canceled, "Cancelled."},
		{&fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "The system does not allow access"},
		{fs.ErrNotExist, "The file or folder is not there."},
		{fs.ErrExist, "There is a file of this name already."},
		{errors.New("odd"), "That did not work: odd."},
	}
	for _, tt := range tests {
		what, _ := Explain(tt.err, known)
		if !strings.HasPrefix(what, tt.what) || (tt.what == "") != (what == "") {
			t.Errorf("%v: %q, want %q", tt.err, what, tt.what)
		}
	}
}

func TestPasswordRules(t *testing.T) {
	tests := []struct {
		password string
		fits     bool
	}{
		{"", false},
		{"Aa1-567", false},
		{"Aa1-5678", true},
		{"aa1-5678", false},
		{"AA1-5678", false},
		{"Aab-cdef", false},
		{"Aa123456", false},
		{"Äö1 5678", true}, // a blank is a special character, umlauts are letters
	}
	for _, tt := range tests {
		if got := fits(tt.password); got != tt.fits {
			t.Errorf("%q: %v", tt.password, got)
		}
	}
}

func TestStrengthGrowsWithWhatIsHardToGuess(t *testing.T) {
	for password, want := range map[string]string{
		"":                        "",
		"Aaaaaaa1-":               "Weak",
		"Abcdefg12345-":           "Weak",
		"Tr0ub4d-":                "Fair",
		"Tr0ub4dor&3x":            "Good",
		"Correct-horse7battery.Q": "Strong",
	} {
		if got := passwordStrength(password); got != want {
			t.Errorf("%q: %q, want %q", password, got, want)
		}
	}
}

func TestOpenedText(t *testing.T) {
	now := time.Date(2025, 10, 14, 9, 45, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		{}:                  "",
		now.Add(-time.Hour): "Opened last today at 08:45",
		time.Date(2025, 10, 13, 21, 4, 0, 0, time.UTC): "Opened last yesterday at 21:04",
		time.Date(2025, 9, 1, 7, 0, 0, 0, time.UTC):    "Opened last on Monday 1 September at 07:00",
		time.Date(2024, 9, 1, 7, 0, 0, 0, time.UTC):    "Opened last on 1 September 2024 at 07:00",
	} {
		if got := openedText(at, now); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
}

func TestFileNameTakesNothingAFileSystemRefuses(t *testing.T) {
	for name, want := range map[string]string{"Anna Berg": "anna-berg", " a/b\\c:d ": "a-b-c-d", "..": "", "Łukasz": "łukasz"} {
		if got := fileName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestTypedPathTakesQuotesAndHome(t *testing.T) {
	t.Setenv("HOME", "/home/anna")
	for typed, want := range map[string]string{"": "", `"/a/b c"`: "/a/b c", " /a/../b ": "/b", "~/v": "/home/anna/v"} {
		if got := typedPath(typed); got != want {
			t.Errorf("%q: %q, want %q", typed, got, want)
		}
	}
}

// fits reports whether a password meets all rules.
func fits(password string) bool {
	return !slices.ContainsFunc(passwordRules(password), func(r passwordRule) bool { return !r.Met })
}
