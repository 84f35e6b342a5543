//go:build unix && !darwin

package keyring

import (
	"os"
	"path/filepath"
	"strconv"
)

// present reports whether there is a session bus to ask on. Without one the
// library would start one of its own, on which nobody keeps secrets.
func present() bool {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" && a != "autolaunch:" {
		return true
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(filepath.Join(runtimeFolder, strconv.Itoa(os.Getuid()), name)); err == nil {
			return true
		}
	}
	return false
}

// runtimeFolder has a folder for each user who is logged in.
var runtimeFolder = "/run/user"
