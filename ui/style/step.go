package style

import "math"

// Step is a step of the type scale or a size of icons, as large as it is in
// normal text. It is resolved when something is drawn, so that large text shows
// without anything being told of it.
type Step float32

// Size is how large the step is in the look in force.
func (s Step) Size() float32 { return float32(s) * textFactor() }

// Line is the height of a line of running text of the step in the look in force.
func (s Step) Line() float32 { return s.Size() * LineHeight }

// Height is how high a part is that has room for a line of each of the steps over
// each other: its height in normal text, or in large text what the lines need.
func Height(normal float32, steps ...Step) float32 {
	need := Space8
	for _, s := range steps {
		need += s.Line()
	}
	return max(normal, float32(math.Ceil(float64(need))))
}

// textFactor is how much larger than normal text is.
func textFactor() float32 { return CurrentLook().Text.Factor() }
