package offline

import "testing"

func TestAScreenBehindATunnelIsRemote(t *testing.T) {
	for _, c := range []struct {
		display, wayland string
		want             bool
	}{
		{"", "", false},
		{":0", "", false},
		{":55.0", "", false},
		{"unix:0", "", false},
		{"/private/tmp/launch/org.xquartz:0", "", false},
		{"localhost:10.0", "", true},
		{"192.168.1.5:0", "", true},
		{"[::1]:0", "", true},
		{"localhost:10.0", "wayland-0", false},
	} {
		env := map[string]string{"DISPLAY": c.display, "WAYLAND_DISPLAY": c.wayland}
		if got := ScreenIsRemote(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%q with Wayland %q: %v", c.display, c.wayland, got)
		}
	}
}
