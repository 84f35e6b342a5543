package main

import (
	"context"

	"fyne.io/fyne/v2"

	"vitalkeep/presence"
	"vitalkeep/ui"
)

// absences are the events of the system in the window's words.
var absences = map[presence.Event]ui.Absence{
	presence.ScreenLocked: ui.LeftScreen,
	presence.Suspending:   ui.LeftAsleep,
	presence.Slept:        ui.LeftAsleep,
	presence.UserSwitched: ui.LeftToAnother,
}

// watchPresence tells the window when the person leaves the computer, until stop is
// called. The window is on the screen already.
func watchPresence(w fyne.Window, shell *ui.Shell) (stop func()) {
	hearWindow(w, shell)
	ctx, stop := context.WithCancel(context.Background())
	go presence.Watch(ctx, presence.Options{
		Tell: func(e presence.Event, done func()) {
			fyne.Do(func() { shell.LeftBy(absences[e], done) })
		},
		Offer: func(o presence.Offers) {
			fyne.Do(func() {
				shell.Offers(func(p *ui.Presence) { p.Screen, p.Sleep, p.User = o.ScreenLocked, o.Suspending, o.UserSwitched })
			})
		},
	})
	return stop
}
