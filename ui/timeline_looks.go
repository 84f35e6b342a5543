package ui

import (
	"vitalkeep/health"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// topicLook is the icon and the colour of a topic of the timeline.
func topicLook(t present.Topic) (style.Icon, style.Token) {
	switch t {
	case present.TopicBody:
		return FamilyLook(health.Body)
	case present.TopicHeart:
		return FamilyLook(health.Heart)
	case present.TopicActivity:
		return FamilyLook(health.Activity)
	case present.TopicSleep:
		return FamilyLook(health.Sleep)
	case present.TopicTemperature:
		return FamilyLook(health.Temperature)
	case present.TopicOxygen:
		return FamilyLook(health.Oxygen)
	case present.TopicRoom:
		return FamilyLook(health.Room)
	case present.TopicDiary:
		return style.IconDiary, style.Accent
	case present.TopicNotices:
		return style.IconBell, style.Muted
	}
	return style.IconImport, style.Muted
}

// happeningLook is the icon of a line and its colour.
func happeningLook(h happening) (style.Icon, style.Token) {
	icon, token := topicLook(h.Topic)
	switch {
	case h.deletion != nil:
		return style.IconTrash, token
	case h.noticed:
		return style.IconMotion, token
	case h.Entry != nil:
		return entryIcon(*h.Entry, icon), token
	case h.Metric == "systolic", h.Metric == "diastolic":
		return style.IconPressure, token
	}
	return icon, token
}

// entryIcon is the icon of a document; usual is that of its topic.
func entryIcon(e health.Entry, usual style.Icon) style.Icon {
	switch e.Kind {
	case health.ECG:
		return style.IconEcg
	case health.Symptom:
		return style.IconSymptom
	case health.Medicine:
		return style.IconMedicine
	case health.Picture:
		return style.IconPicture
	case health.Note:
		return style.IconNote
	case health.Letter:
		return style.IconFile
	case health.Comment:
		return style.IconComment
	case health.Correction:
		return style.IconHistory
	case health.RoomEvent:
		switch e.Field(health.FieldEvent) {
		case "motion":
			return style.IconMotion
		case "sound":
			return style.IconSound
		}
		return style.IconCamera
	}
	return usual
}
