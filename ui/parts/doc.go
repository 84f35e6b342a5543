// Package parts holds the widgets that every screen is built from, one file
// each. They draw with the tokens of package style, know nothing of health but
// its calendar date and nothing of files, and report through callbacks; screens wire them.
//
// All of it belongs to the UI goroutine. Rules that hold for every part:
//
//   - Colours and icons are looked up in Refresh, so a change of theme shows
//     without rebuilding the screen.
//   - What can be clicked can be focused and worked with Space and Enter, shows
//     the focus ring (2 px with a gap of 2 px, so leave 4 px around it) and has
//     a name for assistive technology.
//   - A focused part hands keys and shortcuts it has no use for to the canvas,
//     so Escape and Ctrl+L work wherever the focus is.
//   - Nothing moves by itself and nothing is animated on hover.
//
// A page is usually a [TopBar] over a [Column] of [Card] with [Row] inside;
// [Inset] gives the padding. [Text] is one line, [Paragraph] wraps, [Flow] sets
// what it is given as words stand in a text.
//
// What a person works with: [Button], [Switch] for on and off, [Segmented] for
// one of a few, [Choice] for one of many, [Chip] for several of some, [Slider]
// for a number by eye, [Field] for what is typed, [DateField] with its
// [Calendar], [SearchField] to find things. [ShowPopup] opens a card at a
// control. A part has the same name for a screen reader as for the eye and says
// its state with it ("High contrast: on").
package parts
