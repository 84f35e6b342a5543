// Package parts holds the widgets that every screen is built from, one file
// each. They draw with the tokens of package style, know nothing of health or
// of files, and report through callbacks; screens wire them.
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
// [Inset] gives the padding. [Text] is one line, [Paragraph] wraps.
package parts
