package main

import (
	"strings"
	"time"
)

// systemZone returns the IANA name of the system's time zone, or "" where the
// system does not tell: TZ, else what /etc/localtime points to, else what Go
// found out.
func systemZone(getenv func(string) string, readlink func(string) (string, error)) string {
	names := []string{strings.TrimPrefix(getenv("TZ"), ":")}
	if target, err := readlink("/etc/localtime"); err == nil {
		if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
			names = append(names, name)
		}
	}
	names = append(names, time.Local.String())
	for _, name := range names {
		if name == "" || name == "Local" {
			continue
		}
		if _, err := time.LoadLocation(name); err == nil {
			return name
		}
	}
	return ""
}
