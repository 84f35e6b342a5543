// Package locale speaks with people in their language: words, plurals, figures
// and dates.
//
// A key is the English text itself, so that code reads as the window does and a
// missing translation shows English:
//
//	locale.T("Import files…")
//	locale.T("From %[1]s to %[2]s", a, b)
//	locale.N("%s reading", "%s readings", n, locale.Count(n))
//	locale.C("noun", "Export")
//
// Tables hold keys, marked with [Key] or [KeyIn], which [Dynamic] says where they are shown.
// Keys are literals, from which a test collects the messages that each file of
// assets/translations has to have. Messages go through the toolkit's own
// catalogue (fyne.io/fyne/v2/lang), to which [Use] adds those of the language
// chosen.
//
// It promises:
//
//   - everything but [Use] and [UseForms] may be called from any goroutine,
//     takes no lock and looks words up in a map that never changes;
//   - a number that can be read in two ways is refused, never guessed;
//   - a minus is U+2212, a missing figure an en dash.
//
// What is on the screen keeps its words until it is built again.
package locale
