package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"vitalkeep/ui/style"
)

// withData is a stage whose pages show the data of a library.
func withData(lib Library) stageOption {
	return func(d *Deps, _ *stage) {
		needs := DataNeeds{Library: lib, Past: onePast}
		d.Pages.Dashboard = func(s *Shell) Page { return NewDashboardScreen(s, needs) }
		d.Pages.Data = func(s *Shell) Page { return NewDataScreen(s, needs) }
	}
}

// detail opens the detail of a subject.
func (s *stage) detail(lib Library, subject string) *DetailScreen {
	s.t.Helper()
	d := NewDetailScreen(s.Shell, DataNeeds{Library: lib, Past: onePast}, subject)
	s.Open(d)
	s.bench.settle()
	return d
}

func TestDataScreensFitTheirWindow(t *testing.T) {
	lib := household()
	modes := map[string]style.Mode{"light": style.AlwaysLight, "dark": style.AlwaysDark}
	sizes := map[string]fyne.Size{"1280x800": wide, "900x600": fyne.NewSize(900, 600)}
	screens := map[string]func(s *stage){
		"dashboard": func(s *stage) {},
		"data":      func(s *stage) { s.goTo(1) },
		"weight": func(s *stage) {
			d := s.detail(lib, "weight")
			s.bench.settle()
			d.side.table.Select(0)
		},
		"weight-details": func(s *stage) {
			d := s.detail(lib, "weight")
			d.side.table.Select(2)
			d.side.openDetails()
		},
		"weight-year":    func(s *stage) { s.detail(lib, "weight").TypedRune('y') },
		"pressure":       func(s *stage) { s.detail(lib, "blood_pressure").main.chart.walk(-1) },
		"sleep":          func(s *stage) { s.detail(lib, "sleep").main.chart.walk(-1) },
		"sleep-day":      func(s *stage) { s.detail(lib, "sleep").TypedRune('d') },
		"steps":          func(s *stage) { s.detail(lib, "steps") },
		"steps-day":      func(s *stage) { s.detail(lib, "steps").TypedRune('d') },
		"heart":          func(s *stage) { s.detail(lib, "heart_rate") },
		"heart-day":      func(s *stage) { s.detail(lib, "heart_rate").TypedRune('d') },
		"temperature":    func(s *stage) { s.detail(lib, "body_temperature").main.chart.walk(-1) },
		"height":         func(s *stage) { s.detail(lib, "height") },
		"unknown-stream": func(s *stage) { s.detail(lib, "raw_tracker_wear_state") },
	}
	// These in both palettes at both sizes, the others once in each.
	whole := []string{"dashboard", "weight-details", "pressure", "sleep-day"}
	for mode, m := range modes {
		for size, sz := range sizes {
			for name, open := range screens {
				if (m == style.AlwaysLight) != (sz == wide) && !slices.Contains(whole, name) {
					continue
				}
				t.Run(name+"-"+size+"-"+mode, func(t *testing.T) {
					s := unlocked(t, m, sz, withData(lib))
					open(s)
					s.bench.settle()
					s.capture(name + "-" + size + "-" + mode)
					if bad := s.overflow(); len(bad) > 0 {
						t.Errorf("cut off: %v", bad)
					}
				})
			}
		}
	}
}
