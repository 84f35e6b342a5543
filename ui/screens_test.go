package ui

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/ui/style"
)

// shot is one state of one screen. Every screen has at least one in [shots]; the
// tests of looks, of words and of room go over all of them.
type shot struct {
	name  string // of the screen: "vault"
	state string // of what it shows: "empty", "error"; "" is the usual one
	// stage opens the window; nil is a vault with the household's data.
	stage func(t *testing.T, m style.Mode, size fyne.Size) *stage
	// open leads from there to the screen; nil is there already. Words in the
	// helpers of stage (press, field, choice) are English in every language.
	open func(s *stage)
	// data are texts on it that have no translation: what people or files say.
	data []string
}

// String is the name of the shot's picture.
func (x shot) String() string {
	if x.state == "" {
		return x.name
	}
	return x.name + "-" + x.state
}

// take builds the shot and lets it come to rest, except for what is under way
// in it.
func (x shot) take(t *testing.T, m style.Mode, size fyne.Size) *stage {
	t.Helper()
	if x.stage != nil {
		s := x.stage(t, m, size)
		if x.open != nil {
			x.open(s)
		}
		return s
	}
	s := unlocked(t, m, size, withData(household()))
	if x.open != nil {
		x.open(s)
		s.bench.settle()
	}
	return s
}

// shots are all screens in all their states.
func shots() []shot {
	return slices.Concat(
		named(frontScreens, func(s *stage) *stage { return s }),
		named(rescueScreens, func(s *stage) *stage { return s }),
		named(vaultScreens, func(ks *keptStage) *stage { return ks.stage }),
		named(backupScreens, func(ks *keptStage) *stage { return ks.stage }),
		named(compromisedScreens, func(ks *keptStage) *stage { return ks.stage }),
		named(transferScreens, func(ts *transferStage) *stage { return ts.stage }),
		named(stoppedShots, func(ts *transferStage) *stage { return ts.stage }),
		dataShots,
		insightShots,
		detailShots,
		addShots,
		diaryShots,
		named(timelineShots, func(s *stage) *stage { return s }),
		named(homeShots, func(s *stage) *stage { return s }),
		named(deviceShots, func(s *stage) *stage { return s }),
		named(leaveScreens, func(ls *leaveStage) *stage { return ls.stage }),
		named(settingsShots, func(s *stage) *stage { return s }),
		named(awayShots, func(s *sealedStage) *stage { return s.stage }),
		named(passcodeScreens, func(s *stage) *stage { return s }),
		named(visitScreens, func(s *stage) *stage { return s }),
		spokenOf(named(noticeShots, func(s *stage) *stage { return s })),
		named(rightsShots, func(s *stage) *stage { return s }),
		lettersShots(),
		named(peopleShots, func(s *stage) *stage { return s }),
	)
}

// named are the shots of a table of makers by name, "vault-checked" for the
// state "checked" of "vault".
func named[S any](screens map[string]func(*testing.T, style.Mode, fyne.Size) S, stageOf func(S) *stage) []shot {
	var out []shot
	for _, key := range slices.Sorted(maps.Keys(screens)) {
		name, state, _ := strings.Cut(key, "-")
		make := screens[key]
		out = append(out, shot{name: name, state: state, stage: func(t *testing.T, m style.Mode, size fyne.Size) *stage {
			return stageOf(make(t, m, size))
		}})
	}
	return out
}

// narrow is the smallest window that the program is made for.
var narrow = fyne.NewSize(900, 600)

// Every state of every screen at both sizes: all words fit. Places do not depend
// on the palette; with VITALKEEP_PICTURES a picture of each is kept in both.
func TestScreensFitTheirWindow(t *testing.T) {
	pictures := os.Getenv("VITALKEEP_PICTURES") != ""
	if !pictures {
		shareApp(t)
	}
	for size, px := range map[string]fyne.Size{"1280x800": wide, "900x600": narrow} {
		for _, x := range shots() {
			t.Run(x.String()+" "+size, func(t *testing.T) {
				s := x.take(t, style.AlwaysLight, px)
				if pictures {
					s.capture(x.String() + "-light-" + size)
				}
				s.unroll()
				for _, o := range s.overflow() {
					t.Error(o)
				}
				if pictures {
					x.take(t, style.AlwaysDark, px).capture(x.String() + "-dark-" + size)
				}
				if px == narrow {
					for _, o := range s.unreachable() {
						t.Error(o)
					}
				}
				if pictures {
					dress(t, style.Look{Mode: style.AlwaysLight, Text: style.LargeText})
					x.take(t, style.AlwaysLight, px).capture(x.String() + "-large-" + size)
					dress(t, style.Look{Mode: style.AlwaysDark, Contrast: true})
					x.take(t, style.AlwaysDark, px).capture(x.String() + "-contrast-" + size)
				}
			})
		}
	}
}

// Large text leaves less room for the same words. All of them fit into the usual
// window still; into the smallest, too.
func TestScreensFitTheirWindowInLargeText(t *testing.T) {
	shareApp(t)
	dress(t, style.Look{Mode: style.AlwaysLight, Text: style.LargeText})
	for _, x := range shots() {
		t.Run(x.String(), func(t *testing.T) {
			s := x.take(t, style.AlwaysLight, narrow)
			s.unroll()
			for _, o := range s.overflow() {
				t.Error(o)
			}
		})
	}
}

// unroll scrolls everything to its top: what is scrolled out of sight is not
// cut.
func (s *stage) unroll() { eachScroll(s, func(c *container.Scroll) { c.ScrollToTop() }) }
