package notices

import (
	"encoding/json"
	"time"
)

// Quiet are the hours in which nothing is told on the desktop.
type Quiet struct {
	On       bool
	From, To Clock
}

// Holds reports whether it is quiet in a zone at an instant.
func (q Quiet) Holds(ms int64, loc *time.Location) bool {
	if !q.On || q.From == q.To {
		return false
	}
	t := time.UnixMilli(ms).In(loc)
	now := Clock(t.Hour()*60 + t.Minute())
	if q.From < q.To {
		return q.From <= now && now < q.To
	}
	return now >= q.From || now < q.To
}

// Ends is when the quiet hours that hold at an instant are over.
func (q Quiet) Ends(ms int64, loc *time.Location) int64 {
	d := dateIn(ms, loc)
	for range 3 {
		if at := momentOf(d, q.To, loc); at > ms {
			return at
		}
		d = d.AddDays(1)
	}
	return ms + dayMS
}

// Settings say which kinds are raised and where they are seen.
type Settings struct {
	on    [kindEnd][channelEnd]bool
	Quiet Quiet
	// Told lets what is on the desktop say what it is about.
	Told bool

	kept kept
}

// DefaultSettings are those of who has chosen nothing.
func DefaultSettings() Settings {
	s := Settings{Quiet: Quiet{From: 22 * 60, To: 7 * 60}}
	for k := range s.on {
		s.on[k] = [channelEnd]bool{true, true}
	}
	s.on[NewData][Desktop] = false // who imports is sitting there
	return s
}

// On reports whether notices of a kind are seen in a channel.
func (s Settings) On(k Kind, c Channel) bool { return k < kindEnd && c < channelEnd && s.on[k][c] }

// Raises reports whether notices of a kind are raised at all.
func (s Settings) Raises(k Kind) bool { return s.On(k, Timeline) || s.On(k, Desktop) }

// With are the settings with a channel of a kind switched.
func (s Settings) With(k Kind, c Channel, on bool) Settings {
	if k < kindEnd && c < channelEnd {
		s.on[k][c] = on
	}
	return s
}

type storedSettings struct {
	Version int             `json:"version"`
	Off     map[string]bool `json:"off"` // by "kind/channel"
	Quiet   storedQuiet     `json:"quiet"`
	Told    bool            `json:"told,omitempty"`
}

type storedQuiet struct {
	On   bool  `json:"on"`
	From Clock `json:"from"`
	To   Clock `json:"to"`
}

const settingsVersion = 1

// ReadSettings reads what Store wrote; nothing are the default ones. ok is false
// where it is something that this program does not understand and so must not
// write either; it goes by the default then.
func ReadSettings(stored []byte) (s Settings, ok bool) {
	s = DefaultSettings()
	if len(stored) == 0 {
		return s, true
	}
	var raw storedSettings
	all, err := readKept(stored, &raw)
	if err != nil || raw.Version != settingsVersion || !raw.Quiet.From.Valid() || !raw.Quiet.To.Valid() {
		return s, false
	}
	s.kept, s.Told, s.Quiet = all, raw.Told, Quiet{raw.Quiet.On, raw.Quiet.From, raw.Quiet.To}
	for k := range kindEnd {
		for c := range channelEnd {
			if off, says := raw.Off[switchName(k, c)]; says {
				s.on[k][c] = !off
			}
		}
	}
	return s, true
}

func switchName(k Kind, c Channel) string { return k.String() + "/" + channelNames[c] }

// Store is what ReadSettings reads.
func (s Settings) Store() ([]byte, error) {
	raw := storedSettings{Version: settingsVersion, Told: s.Told, Quiet: storedQuiet{s.Quiet.On, s.Quiet.From, s.Quiet.To}, Off: map[string]bool{}}
	var before struct {
		Off map[string]bool `json:"off"`
	}
	if all, says := s.kept["off"]; says {
		_ = json.Unmarshal(all, &before.Off) // it was read before
	}
	for name, off := range before.Off {
		raw.Off[name] = off // of kinds that a newer program has
	}
	for k := range kindEnd {
		for c := range channelEnd {
			raw.Off[switchName(k, c)] = !s.on[k][c]
		}
	}
	return s.kept.write(raw)
}
