package locale

import "vitalkeep/health"

// Voice says texts in a language of its own, whatever the window's is: that of a
// letter.
type Voice struct{ tongue *tongue }

// In returns the voice of a language, with dates as that language has them. It
// is called on the window's goroutine; the voice may be used on any.
func In(l Language) Voice { return Voice{newTongue(l, load(l), Forms{})} }

// Say is [Dynamic] with arguments, for a text of a package without a window.
func (v Voice) Say(english string, args ...any) string {
	return fill(v.tongue.word(english, english), args)
}

// Day returns "14 October 2025".
func (v Voice) Day(d health.Date) string {
	var buf [64]byte
	return string(v.tongue.appendDate(buf[:0], d, v.tongue.shapes[wordDate]))
}
