package style

// Look is what a person can choose about how the window looks. The zero value
// is the usual look.
type Look struct {
	Mode Mode
	Text TextSize
}

// TextSize is how large text and icons are.
type TextSize int

// The sizes of text.
const (
	NormalText TextSize = iota
	LargeText
	LargestText
)

// Factor is how many times as large as normal text is.
func (t TextSize) Factor() float32 {
	switch t {
	case LargeText:
		return 1.3
	case LargestText:
		return 1.6
	}
	return 1
}
