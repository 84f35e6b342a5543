//go:build unix && !darwin

package presence

import (
	"context"
	"slices"

	"github.com/godbus/dbus/v5"
)

// screenSaver is one of the screen savers, each with the places it speaks from.
type screenSaver struct {
	name  string
	paths []dbus.ObjectPath
}

var screenSavers = []screenSaver{
	{"org.freedesktop.ScreenSaver", []dbus.ObjectPath{"/org/freedesktop/ScreenSaver", "/ScreenSaver"}},
	{"org.gnome.ScreenSaver", []dbus.ObjectPath{"/org/gnome/ScreenSaver"}},
	{"org.mate.ScreenSaver", []dbus.ObjectPath{"/org/mate/ScreenSaver"}},
	{"org.cinnamon.ScreenSaver", []dbus.ObjectPath{"/org/cinnamon/ScreenSaver"}},
	{"org.xfce.ScreenSaver", []dbus.ObjectPath{"/org/xfce/ScreenSaver", "/"}},
}

// screenSavers are the services on the bus of the session.
func (w *watcher) screenSavers() []service {
	var out []service
	there := map[string]bool{}
	note := func(name string, on bool) {
		there[name] = on
		any := false
		for _, on := range there {
			any = any || on
		}
		w.offer(func(s *sources) { s.saver = any })
	}
	for _, s := range screenSavers {
		out = append(out, service{
			name:  s.name,
			match: [][]dbus.MatchOption{{dbus.WithMatchInterface(s.name), dbus.WithMatchMember("ActiveChanged")}},
			appeared: func(context.Context, *dbus.Conn) bool {
				note(s.name, true)
				return true
			},
			gone: func() { note(s.name, false) },
			signal: func(x *dbus.Signal) {
				if x.Name == s.name+".ActiveChanged" && slices.Contains(s.paths, x.Path) && flag(x) {
					w.tell(ScreenLocked, nothing)
				}
			},
		})
	}
	return out
}
