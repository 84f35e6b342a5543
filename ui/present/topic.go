package present

import (
	"vitalkeep/health"
	"vitalkeep/ui/locale"
)

// Topic is what the timeline is filtered by: a family of data, the diary, or
// what came in and went, or what was told of.
type Topic uint8

// The topics, those of data in the order of the families.
const (
	TopicBody Topic = iota
	TopicHeart
	TopicActivity
	TopicSleep
	TopicTemperature
	TopicOxygen
	TopicRoom
	TopicDiary
	TopicImports
	TopicNotices
)

// Topics are all of them in the order in which they are offered.
var Topics = []Topic{TopicBody, TopicHeart, TopicActivity, TopicSleep, TopicTemperature, TopicOxygen, TopicRoom, TopicDiary, TopicImports, TopicNotices}

// TopicOf is the topic of a family of data.
func TopicOf(f health.Family) Topic {
	switch f {
	case health.Heart:
		return TopicHeart
	case health.Activity:
		return TopicActivity
	case health.Sleep:
		return TopicSleep
	case health.Temperature:
		return TopicTemperature
	case health.Oxygen:
		return TopicOxygen
	case health.Room:
		return TopicRoom
	}
	return TopicBody
}

// TopicOfEntry is the topic of a kind of entry.
func TopicOfEntry(k health.EntryKind) Topic {
	switch k {
	case health.SleepNight:
		return TopicSleep
	case health.Workout:
		return TopicActivity
	case health.ECG:
		return TopicHeart
	case health.RoomEvent:
		return TopicRoom
	}
	return TopicDiary
}

// Name returns what stands on the chip of the topic.
func (t Topic) Name() string {
	switch t {
	case TopicHeart:
		return locale.T("Heart")
	case TopicActivity:
		return locale.T("Activity")
	case TopicSleep:
		return locale.T("Sleep")
	case TopicTemperature:
		return locale.T("Temperature")
	case TopicOxygen:
		return locale.T("Oxygen")
	case TopicRoom:
		return locale.T("Room")
	case TopicDiary:
		return locale.T("Diary")
	case TopicImports:
		return locale.T("Imports")
	case TopicNotices:
		return locale.T("Notices")
	}
	return locale.T("Body")
}

// TopicSet is a choice of topics; the zero value is all of them.
type TopicSet uint16

// With returns the set with the topic in it, or without it if it was.
func (s TopicSet) With(t Topic) TopicSet { return s ^ 1<<t }

// Names reports whether the topic was chosen.
func (s TopicSet) Names(t Topic) bool { return s&(1<<t) != 0 }

// Has reports whether the topic is shown: it was chosen, or nothing was.
func (s TopicSet) Has(t Topic) bool { return s == 0 || s.Names(t) }
