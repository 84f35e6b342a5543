package offline

import (
	"errors"
	"strings"
)

// ErrScreen means that the screen is reached over the network, so that the
// window cannot give it up.
var ErrScreen = errors.New("the screen is reached over the network")

// ScreenIsRemote reports whether a window of this process is shown over the
// network: by an X server on another computer, or a tunnel to one. getenv is
// os.Getenv.
func ScreenIsRemote(getenv func(string) string) bool {
	display := getenv("DISPLAY")
	if getenv("WAYLAND_DISPLAY") != "" || display == "" || strings.HasPrefix(display, "/") {
		return false
	}
	host, _, _ := strings.Cut(display, ":")
	return host != "" && host != "unix"
}
