package importers

import (
	"strings"
	"unicode/utf8"

	"vitalkeep/health"
)

const (
	sourceFitbit         = health.SourceID("fitbit:tracker")
	sourceFitbitDaily    = health.SourceID("fitbit" + health.DailySuffix)
	sourceFitbitNights   = health.SourceID("fitbit:nights")
	sourceFitbitWorkouts = health.SourceID("fitbit:workouts")
	sourceFitbitScale    = health.SourceID("fitbit:scale")
	sourceFitbitHand     = health.SourceID("fitbit:hand")
)

const longestSource = 200

// sources makes sources of what files call the things that measured, each once.
type sources struct {
	of   func(name string) health.SourceID
	made map[string]health.SourceID
}

// find returns the source of a name; the reason says why there is none.
func (s *sources) find(name []byte) (id health.SourceID, reason string) {
	if id, ok := s.made[string(name)]; ok {
		return id, ""
	}
	if !utf8.Valid(name) {
		return "", "not in UTF-8"
	}
	id = s.of(string(name))
	if len(id) > longestSource {
		return "", "longer than the name of a device can be"
	}
	if s.made == nil {
		s.made = map[string]health.SourceID{}
	}
	if len(s.made) < 1000 {
		s.made[string(name)] = id
	}
	return id, ""
}

// fitbitSource sorts the names in the column "data source": of trackers, of
// scales, of the phone that counts steps itself, of the vendor's own app, and of
// other apps that write through the phone's health store or the vendor's
// interface.
func fitbitSource(name string) health.SourceID {
	if name == "" {
		return sourceFitbit
	}
	lower := strings.ToLower(name)
	relayed := strings.HasSuffix(lower, " health connect") || strings.HasSuffix(lower, " health kit") ||
		strings.HasSuffix(lower, " healthkit") || strings.HasSuffix(lower, " web api")
	class := "tracker"
	switch {
	case lower == "manual":
		return sourceFitbitHand
	case lower == "mobiletrack", lower == "phone", strings.HasPrefix(lower, "phone "), strings.Contains(lower, "iphone") && !relayed:
		class = "phone"
	case relayed:
		class = "relay"
	case strings.HasSuffix(lower, " app"):
		class = "other"
	case strings.Contains(lower, "aria"):
		class = "scale"
	}
	return health.SourceID("fitbit:" + class + "/" + name)
}

// fitbitDay is the source of the vendor's own number of a day.
func fitbitDay(name string) health.SourceID {
	if name == "" {
		return sourceFitbitDaily
	}
	return sourceFitbitDaily + health.SourceID("/"+name)
}
