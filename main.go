// Command vitalkeep is the window: a household's own vault of health data.
// It only puts the parts together; package ui holds what is seen.
package main

import (
	"flag"
	"path/filepath"
	"time"
	_ "time/tzdata" // the zones of the data, on machines that have no list of them

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/adrg/xdg"

	"vitalkeep/intake"
	"vitalkeep/session"
	"vitalkeep/ui"
	"vitalkeep/ui/style"
	"vitalkeep/vault"
)

// watched lets the end-to-end runs see what the window shows; it is nil but in
// their builds.
var watched func(fyne.Window)

func main() {
	mode := style.FollowSystem
	flag.Func("theme", "`system`, light or dark", func(s string) (err error) {
		mode, err = style.ParseMode(s)
		return err
	})
	flag.Parse()
	_ = vault.ShieldMemory() // where the system cannot, the vault is opened all the same

	a := app.NewWithID("app.vitalkeep")
	a.Settings().SetTheme(style.NewTheme(mode))
	a.SetIcon(style.AppIcon())
	w := a.NewWindow("Vitalkeep")
	zone := session.SystemZone()
	state := filepath.Join(xdg.StateHome, "vitalkeep")
	vaults := session.Vaults{Now: time.Now, Zone: zone, Anchors: vault.AnchorFolder(filepath.Join(state, "anchors"))}
	shell := ui.New(ui.Deps{
		Window:   w,
		Vaults:   vaults,
		Restorer: vaults,
		Salvager: vaults,
		Recent:   session.Recents{File: filepath.Join(state, "recent.json")},
		Explain:  intake.Explain,
		Sheet:    session.WriteSheet,
		Folder:   filepath.Join(xdg.UserDirs.Documents, "Vitalkeep"),
		Zone:     zone,
		Open:     flag.Arg(0),
		Now:      time.Now,
		Work:     ui.NewWork(),
		Pages:    ui.AllPages(),
	})
	w.Resize(fyne.NewSize(1280, 800))
	w.SetCloseIntercept(shell.Leave)
	w.SetOnClosed(shell.Close)
	if watched != nil {
		watched(w)
	}
	w.ShowAndRun()
}
