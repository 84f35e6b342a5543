package importers

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"strings"
	"unicode/utf8"

	"vitalkeep/health"
)

// maxSource bounds a SourceID.
const maxSource = 200

// appleSource names a source of an export: its class and its name as the person
// or the app gave it.
func appleSource(class, name string) health.SourceID {
	id := "apple:" + class
	if name == "" {
		return health.SourceID(id)
	}
	id += "/" + name
	if len(id) <= maxSource {
		return health.SourceID(id)
	}
	// Two long names that begin alike stay two.
	h := fnv.New32a()
	_, _ = h.Write([]byte(id))
	id = id[:maxSource-9]
	for !utf8.ValidString(id) {
		id = id[:len(id)-1]
	}
	return health.SourceID(fmt.Sprintf("%s#%08x", id, h.Sum32()))
}

// appleClass tells what a device is by its description: <<HKDevice: 0x2…>,
// name:Apple Watch, manufacturer:Apple Inc., model:Watch, …>. Names say nothing:
// people give them.
func appleClass(device []byte) string {
	at := bytes.LastIndex(device, []byte("model:")) // behind the name, which could be anything
	if at < 0 {
		return "other"
	}
	model := device[at+len("model:"):]
	for _, m := range []struct{ model, class string }{{"Watch", "watch"}, {"iPhone", "phone"}, {"iPad", "phone"}, {"iPod", "phone"}} {
		if bytes.HasPrefix(model, []byte(m.model)) {
			return m.class
		}
	}
	return "other"
}

// relays are apps that write what another vendor's devices measured into Health,
// as they call themselves there, in lower case.
var relays = []string{
	"withings", "health mate", "nokia health", "oura", "garmin", "connect", "fitbit", "polar flow", "polar beat", "polar",
	"omron", "omron connect", "heartadvisor", "samsung health", "google fit", "suunto", "coros", "zepp", "zepp life", "mi fit",
	"mi fitness", "huawei health", "dexcom", "librelink", "freestyle librelink", "freestyle libre", "libreview", "whoop",
	"eufylife", "renpho", "qardio", "ihealth", "beurer", "healthmanager", "amazfit", "health sync",
}

// relayed reports whether a source is such an app: one of the names, with
// nothing or no letter behind it.
func relayed(name string) bool {
	name = strings.ToLower(name)
	for _, r := range relays {
		if rest, ok := strings.CutPrefix(name, r); ok {
			if rest == "" || r != "connect" && !letter(rest) {
				return true
			}
		}
	}
	return false
}

func letter(s string) bool {
	c := s[0]
	return c >= 'a' && c <= 'z' || c >= 0x80
}

// relayKeys begin the keys of metadata that only such an app writes.
var relayKeys = []string{"Withings ", "Health Mate "}

func relayKey(key []byte) bool {
	for _, k := range relayKeys {
		if bytes.HasPrefix(key, []byte(k)) {
			return true
		}
	}
	return false
}
