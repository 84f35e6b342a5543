// Command vitalkeep is the window: a household's own vault of health data.
// It only puts the parts together; package ui holds what is seen.
package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // the zones of the data, on machines that have no list of them

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"github.com/adrg/xdg"

	"vitalkeep/intake"
	"vitalkeep/offline"
	"vitalkeep/session"
	"vitalkeep/ui"
	"vitalkeep/ui/style"
	"vitalkeep/vault"
)

// watched lets the end-to-end runs see what the window shows; it is nil but in
// their builds.
var watched func(fyne.Window)

func main() {
	state := filepath.Join(xdg.StateHome, "vitalkeep")
	appearances := session.Appearances{File: filepath.Join(state, "appearance.json")}
	looks := appearances.Load()
	flag.Func("theme", "`system`, light or dark", func(s string) (err error) {
		looks.Look.Mode, err = style.ParseMode(s)
		return err
	})
	gallery := flag.Bool("gallery", false, "show every part of the window in every state, for developers")
	flag.Parse()
	network := giveUpNetwork()
	_ = vault.ShieldMemory() // where the system cannot, the vault is opened all the same

	a := app.NewWithID("app.vitalkeep")
	scale := interfaceScale()
	scale(looks.Scale)
	looks.Apply()
	a.SetIcon(style.AppIcon())
	w := a.NewWindow("Vitalkeep")
	zone := session.SystemZone()
	recent := session.Recents{File: filepath.Join(state, "recent.json")}
	vaults := session.Vaults{
		Now: time.Now, Zone: zone, Anchors: vault.AnchorFolder(filepath.Join(state, "anchors")),
		Passcodes: session.SystemPasscodes(state, time.Now), Forget: recent.Forget,
	}
	shell := ui.New(ui.Deps{
		Window:   w,
		Vaults:   vaults,
		Restorer: vaults,
		Salvager: vaults,
		Recent:   recent,
		Explain:  intake.Explain,
		Sheet:    session.WriteSheet,
		Folder:   filepath.Join(xdg.UserDirs.Documents, "Vitalkeep"),
		Zone:     zone,
		Open:     flag.Arg(0),
		Now:      time.Now,
		Work:     ui.NewWork(),
		Desktop:  func(title, text string) { a.SendNotification(fyne.NewNotification(title, text)) },
		Pages:    ui.AllPages(),

		Passcodes:   vaults.Unlocker(),
		Appearances: appearances,
		Appearance:  looks,
		SetScale:    scale,
		About:       ui.About{Version: version(), State: state},
		Offline:     network,
	})
	if *gallery {
		shell.ShowGallery()
	}
	w.Resize(looks.WindowSize())
	w.SetCloseIntercept(shell.Leave)
	w.SetOnClosed(shell.Close)
	if watched != nil {
		watched(w)
	}
	w.Show()
	stop := watchPresence(w, shell)
	defer stop()
	a.Run()
}

// giveUpNetwork takes the network away from the program where the system can,
// before anything else runs.
func giveUpNetwork() ui.Offline {
	if offline.ScreenIsRemote(os.Getenv) {
		return ui.Offline{RemoteScreen: true}
	}
	s := offline.GiveUp()
	o := ui.Offline{Sockets: s.Sockets, TCP: s.TCP, UDP: s.UDP}
	if runtime.GOOS == "linux" {
		o.Check = fmt.Sprintf("grep Seccomp: /proc/%d/status", os.Getpid())
	}
	return o
}

// packaging is what the packaged program says of itself.
//
//go:embed FyneApp.toml
var packaging string

// version is the program's.
func version() string {
	for line := range strings.Lines(packaging) {
		if v, ok := strings.CutPrefix(line, "Version = "); ok {
			return strings.Trim(v, "\"\n\r ")
		}
	}
	return ""
}

// interfaceScale returns what makes the window larger or smaller. The toolkit
// reads the factor from the environment, whenever the theme is set; what stood
// there when the program was started is as the screen asks for.
func interfaceScale() func(factor float32) {
	const name = "FYNE_SCALE"
	usual, given := os.LookupEnv(name)
	return func(factor float32) {
		switch {
		case factor > 0 && factor != 1:
			_ = os.Setenv(name, strconv.FormatFloat(float64(factor), 'f', 2, 32))
		case given:
			_ = os.Setenv(name, usual)
		default:
			_ = os.Unsetenv(name)
		}
	}
}
