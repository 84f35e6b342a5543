package fingerprint

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
)

// fake is a reader that says what a test wants, and remembers what was asked.
type fake struct {
	fingers int
	fails   string // the question that fails
	touches []status
	waits   context.CancelFunc // called when all touches were told; nil closes

	heard []string
	told  chan status
}

func (f *fake) ask(what string) error {
	f.heard = append(f.heard, what)
	if f.fails == what {
		return ErrUnavailable
	}
	return nil
}

func (f *fake) enrolled(context.Context) (bool, error) { return f.fingers > 0, f.ask("enrolled") }
func (f *fake) claim(context.Context) error            { return f.ask("claim") }
func (f *fake) release(context.Context)                { _ = f.ask("release") }
func (f *fake) stop(context.Context)                   { _ = f.ask("stop") }
func (f *fake) close()                                 { _ = f.ask("close") }
func (f *fake) statuses(context.Context) (<-chan status, error) {
	f.told = make(chan status, len(f.touches))
	return f.told, f.ask("statuses")
}

// start tells all touches until one that ends the check.
func (f *fake) start(context.Context) error {
	if err := f.ask("start"); err != nil {
		return err
	}
	for len(f.touches) > 0 {
		s := f.touches[0]
		f.touches = f.touches[1:]
		if f.told <- s; s.done {
			return nil
		}
	}
	if f.waits != nil {
		f.waits()
		return nil
	}
	close(f.told)
	return nil
}

func TestACheckGoesAsTheReaderSays(t *testing.T) {
	match, other := status{matched, true}, status{notMatched, true}
	retry := func(result string) status { return status{"verify-" + result, false} }
	for name, tt := range map[string]struct {
		reader fake
		want   error
		hints  []Hint
		starts int
	}{
		"the right finger":       {fake{fingers: 1, touches: []status{match}}, nil, []Hint{Touch}, 1},
		"after two others":       {fake{fingers: 2, touches: []status{other, other, match}}, nil, []Hint{Touch, Other, Other}, 3},
		"three others":           {fake{fingers: 1, touches: []status{other, other, other, match}}, ErrNoMatch, []Hint{Touch, Other, Other}, 3},
		"touches to be repeated": {fake{fingers: 1, touches: []status{retry("retry-scan"), retry("swipe-too-short"), retry("finger-not-centered"), retry("remove-and-retry"), match}}, nil, []Hint{Touch, Again, Longer, Centre, Lift}, 1},
		"one that ends a check":  {fake{fingers: 1, touches: []status{{"verify-retry-scan", true}, match}}, nil, []Hint{Touch, Again}, 2},
		"a word nobody knows":    {fake{fingers: 1, touches: []status{retry("moonlight"), match}}, nil, []Hint{Touch, Again}, 1},
		"unplugged":              {fake{fingers: 1, touches: []status{{disconnected, true}, match}}, ErrUnavailable, []Hint{Touch}, 1},
		"an unknown error":       {fake{fingers: 1, touches: []status{{unknown, true}, match}}, ErrUnavailable, []Hint{Touch}, 1},
		"the service ends":       {fake{fingers: 1}, ErrUnavailable, []Hint{Touch}, 1},
		"never read":             {fake{fingers: 1, touches: slices.Repeat([]status{{"verify-retry-scan", true}}, 40)}, ErrUnavailable, append([]Hint{Touch}, slices.Repeat([]Hint{Again}, mostStarts)...), mostStarts},
		"no finger":              {fake{touches: []status{match}}, ErrUnavailable, nil, 0},
		"nothing enrolled told":  {fake{fingers: 1, fails: "enrolled"}, ErrUnavailable, nil, 0},
		"claimed by others":      {fake{fingers: 1, fails: "claim", touches: []status{match}}, ErrUnavailable, nil, 0},
		"deaf":                   {fake{fingers: 1, fails: "statuses", touches: []status{match}}, ErrUnavailable, nil, 0},
		"it does not start":      {fake{fingers: 1, fails: "start", touches: []status{match}}, ErrUnavailable, []Hint{Touch}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var hints []Hint
			r := tt.reader
			if err := verify(context.Background(), &r, func(h Hint) { hints = append(hints, h) }); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if !slices.Equal(hints, tt.hints) {
				t.Errorf("hints %v, want %v", hints, tt.hints)
			}
			count := func(what string) (n int) {
				for _, h := range r.heard {
					if h == what {
						n++
					}
				}
				return n
			}
			if count("start") != tt.starts {
				t.Errorf("started %d times, want %d", count("start"), tt.starts)
			}
			claimed := count("claim") > 0 && tt.reader.fails != "claim"
			if (count("release") == 1) != claimed {
				t.Errorf("claimed %v, heard %s", claimed, strings.Join(r.heard, " "))
			}
			if want := count("start"); count("stop") != want {
				t.Errorf("started %d times and stopped %d", want, count("stop"))
			}
		})
	}
}

func TestACancelledCheckIsNoMatchAndGivesTheReaderBack(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	r := &fake{fingers: 1, waits: cancel}
	err := verify(ctx, r, func(Hint) {})
	if !errors.Is(err, context.Canceled) || !errors.Is(err, ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	if got := strings.Join(r.heard, " "); got != "enrolled claim statuses start stop release" {
		t.Errorf("heard %s", got)
	}
	// A match that comes after that is none.
	late := &fake{fingers: 1, touches: []status{{matched, true}}}
	if err := verify(ctx, late, func(Hint) {}); err == nil {
		t.Error("a match after the end was believed")
	}
}
