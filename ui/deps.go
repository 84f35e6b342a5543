package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// Deps is everything the user interface needs from outside.
type Deps struct {
	// Window is filled and listened to; the caller shows it.
	Window fyne.Window
	Vaults Vaults
	// Passcodes opens vaults by passcode; nil asks for passwords only.
	Passcodes Passcodes
	Recent    Recents
	// Explain gives words for errors of the vault, the importers and the rest
	// that this package does not know; "" for those it does not know either.
	Explain func(error) (what, todo string)
	// Folder is where new vaults go unless the person says otherwise.
	Folder string
	// Zone is the system's IANA zone, or "" if it cannot be told.
	Zone string
	// Open is a vault named when the program was started, or "".
	Open string
	Now  func() time.Time
	Work *Work
	// Restorer and Salvager bring vaults back; what is nil is not offered.
	Restorer Restorer
	Salvager Salvager
	// Sheet writes the sheet for a recovery key; nil leaves its button away.
	Sheet SheetWriter
	// Appearances keeps how the window looks; nil forgets it with the window.
	Appearances Appearances
	// Appearance is how the window looks at first, if nothing is kept.
	Appearance Appearance
	// SetScale makes everything in the window larger or smaller; 0 and 1 are as
	// the screen asks for. nil cannot.
	SetScale func(float32)
	// About is what the program says of itself.
	About About
	// Desktop shows a line of text on the desktop, outside the window; nil cannot.
	Desktop func(title, text string)
	// Pages are the makers of the pages beside the rail.
	Pages Pages
	// Offline is how the system keeps this program off the network.
	Offline Offline
}

// About is what the program says of itself.
type About struct {
	Version string
	// State is the folder of what the program remembers on this computer.
	State string
}
