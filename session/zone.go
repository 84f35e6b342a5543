package session

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// SystemZone returns the IANA name of the computer's zone, or "" where it
// cannot be told (Go knows the rules of the local zone, not always its name).
func SystemZone() string {
	candidates := []string{strings.TrimPrefix(os.Getenv("TZ"), ":"), time.Local.String()}
	if link, err := filepath.EvalSymlinks("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(filepath.ToSlash(link), "/zoneinfo/"); ok {
			candidates = append(candidates, name)
		}
	}
	if raw, err := os.ReadFile("/etc/timezone"); err == nil {
		candidates = append(candidates, strings.TrimSpace(string(raw)))
	}
	for _, name := range candidates {
		if name == "" || name == "Local" {
			continue
		}
		if _, err := time.LoadLocation(name); err == nil {
			return name
		}
	}
	return ""
}
