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

	"fyne.io/fyne/v2/test"

	"vitalkeep/health"
	"vitalkeep/passwords"
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
		{"Äö1 5678", false}, // a blank is no special character, umlauts are letters
		{"Äö1-5678", true},
	}
	for _, tt := range tests {
		if got := fits(tt.password); got != tt.fits {
			t.Errorf("%q: %v", tt.password, got)
		}
	}
}

func TestTheWordsForPasswordsAreThoseOfTheirRoom(t *testing.T) {
	for f, words := range flawWords {
		if words != [2]string{f.String(), f.Advice()} {
			t.Errorf("%q and %q", words, f)
		}
	}
	for s := passwords.VeryWeak; s <= passwords.Strong; s++ {
		if scoreWords[s] != s.String() {
			t.Errorf("%q and %q", scoreWords[s], s)
		}
	}
	for _, f := range health.CheckPassword("") {
		if faultWords[f] == "" {
			t.Errorf("no words for %v", f)
		}
	}
}

func TestAPasswordSaysHowStrongItIs(t *testing.T) {
	a := test.NewApp()
	t.Cleanup(a.Quit)
	p := newPasswordPair("Password", "Once more", passwordRules, nil)
	p.known = func() []string { return []string{"Anna Berg"} }
	for _, tt := range []struct {
		password, word, wrong string
		steps                 int
	}{
		{"", "", "Still missing: 8 characters", 0},
		{"Aaaaaaa1-", "Weak", "The same again and again", 1},
		{"Anna-Berg1", "Weak", "a name that others know", 1},
		{"q8$Kx2!m", "Good", "", 3},
		{"Correct-horse7battery.Q", "Strong", "", 4},
	} {
		p.first.SetText(tt.password)
		p.again.SetText(tt.password)
		if p.strength.Steps() != tt.steps || p.strength.Word() != tt.word {
			t.Errorf("%q: %d steps, %q", tt.password, p.strength.Steps(), p.strength.Word())
		}
		if wrong := p.check(); (wrong != nil) != (tt.wrong != "") || !strings.Contains(p.first.Error(), tt.wrong) {
			t.Errorf("%q: %q", tt.password, p.first.Error())
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
