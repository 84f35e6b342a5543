// Package ui is the window: the shell with its screens and pages, built from the
// widgets of package parts in the colours and sizes of package style.
//
// It promises:
//
//   - Everything here belongs to one goroutine. work.go alone starts others and
//     brings their results back; a result that is no longer wanted is dropped.
//   - Locking wins. [Shell.Lock] takes all data off the window before it
//     returns, cancels what is under way, and closes the session.
//   - A control that does not work is not there.
//   - Everything is done by keyboard too. Every control has a name, shows the
//     focus, and lets Tab go on; shell_shortcuts.go is the one table of keys, from
//     which the window takes them and the list under Ctrl+/ is made.
//   - A change of language or look shows at once: what is on the screen is built
//     anew, so nothing keeps words, figures or colours from before.
//   - Passwords and keys stay in their field and in the call that they are
//     for; nothing of them is logged or put in an error.
//
// A page implements [Page]; its maker is in [Pages], through which the shell
// makes it. From the shell a page gets the session, the person, the frame with
// the top bar, toasts, words for errors and jobs for what takes long:
//
//	job := shell.Work().NewJob()
//	Run(job, read, page.progress, page.show, nil)
//
// What a page can be besides is told by the small interfaces of page.go, such as
// [Finder] for Ctrl+F. Something that can be taken back is told with
// [Shell.ToastUndo], which Ctrl+Z goes by too. How the window looks is an
// [Appearance], kept unsealed because it tells nothing of anybody; what a person
// chooses about their data goes into [Preferences], which are sealed.
//
// For developers, `vitalkeep -gallery` shows every part of package parts in every
// state and the tokens of package style.
//
// The package knows vaults, importers and exporters only as the interfaces that
// it declares itself, in terms of package health.
package ui
