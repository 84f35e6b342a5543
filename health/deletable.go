package health

import "strings"

// TypedSource is the source of everything that is typed in by hand.
const TypedSource SourceID = "manual:hand"

// Typed reports whether what the source gives is typed in by a person.
func (s SourceID) Typed() bool {
	giver, stream, _ := strings.Cut(string(s), ":")
	return giver == "manual" || stream == "hand"
}

// Why a single value is not deleted.
const (
	whyPassive  = "It was recorded in passing. Such values go with the whole import, everything of the device, or the profile."
	whyDayTotal = "It is a total that the maker worked out for a whole day. Such values go with the whole import, everything of the device, or the profile."
	whyUnknown  = "It is of a kind that Vitalkeep does not know. Such values go with the whole import, everything of the device, or the profile."
)

// spotStreams are the streams of measurements that people take on purpose, and
// of files that say no more than the kind.
var spotStreams = map[string]bool{"export": true, "other": true, "file": true, "spot": true, "scale": true, "cuff": true}

// withPulse are the streams in which a heart rate belongs to a measurement of
// the blood pressure or a weigh-in; in all others it was recorded in passing.
var withPulse = map[string]bool{"export": true, "file": true, "spot": true, "scale": true, "cuff": true}

// ownStreams are the givers whose streams are known, so that one which is not a
// spot stream is a recording.
var ownStreams = map[string]bool{"withings": true, "sample": true}

// MayDelete reports whether one value of the metric, or one entry of the kind,
// that came from the source may be deleted by itself, and if not, why: what a
// person typed, and what they measured on purpose. Entry is UnknownEntry for a
// metric's values.
func MayDelete(metric MetricID, entry EntryKind, source SourceID) (ok bool, why string) {
	if source.Typed() {
		return true, ""
	}
	if source.DayTotals() {
		return false, whyDayTotal
	}
	if entry != UnknownEntry {
		if entry == Note || entry == ECG {
			return true, ""
		}
		return false, whyPassive
	}
	m, known := Lookup(metric)
	if !known || m.Generic {
		return false, whyUnknown
	}
	giver, stream, _ := strings.Cut(string(source), ":")
	onPurpose := spotStreams[stream] || !ownStreams[giver]
	if (m.Active && onPurpose) || (metric == "heart_rate" && withPulse[stream]) {
		return true, ""
	}
	return false, whyPassive
}
