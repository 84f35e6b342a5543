package parts

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"
)

// Each line holds as much as it can, and nothing is lost.
func TestLinesAreFilled(t *testing.T) {
	test.NewTempApp(t)
	texts := []string{
		"", " ", "a", "one two three", "W", strings.Repeat("W", 300), strings.Repeat("a bb ccc dddd ", 40), "x " + strings.Repeat("é", 90) + " y z",
		strings.Repeat("\u0301", 30), "tail\t" + strings.Repeat("ab", 70) + " and more of it",
	}
	for _, text := range texts {
		for _, width := range []float32{1, 9, 60, 200, 100000} {
			lines := Body.wrapLine(text, width)
			if got, want := squeezed(strings.Join(lines, "")), squeezed(text); got != want {
				t.Errorf("at %v, %q became %q", width, text, lines)
			}
			for i, line := range lines {
				if Body.measure(line).Width > width && len([]rune(line)) > 1 {
					t.Errorf("at %v, %q is too long", width, line)
				}
				if i+1 < len(lines) {
					next, _, _ := strings.Cut(lines[i+1], " ")
					if Body.measure(line+" "+next).Width <= width {
						t.Errorf("at %v, %q stands on a line of its own after %q", width, lines[i+1], line)
					}
				}
			}
		}
	}
}

func squeezed(text string) string {
	return strings.Join(slices.Collect(strings.FieldsFuncSeq(text, breaks)), "")
}

func TestLongTextsAreMeasuredInParts(t *testing.T) {
	for limit := range 40 {
		for want := 1; want <= max(limit, 1); want++ {
			largest := 0
			got := most(max(limit, 1), func(n int) bool {
				largest = max(largest, n)
				return n <= want
			})
			if got != want || largest > 2*want {
				t.Errorf("of %d, %d fit, want %d; %d were measured", limit, got, want, largest)
			}
		}
	}
}
