package importers

import (
	"slices"
	"strings"
)

// tablesForPeople are the headers of an export's tables, without units. They
// hold nothing that the files for importers do not hold, rounded and in other
// units, so that they are never read.
var tablesForPeople = []string{
	"Day,Steps,Distance,Elevation,Floors,Active calories",
	"Day,Active calories,Resting calories",
	"Time,Weight,Fat mass,Bone mass,Muscle mass,Hydration,Comments,Source",
	"Time,Systolic,Diastolic,Heart rate,Comments,Source",
	"Begin,End,Light sleep,Deep sleep,REM sleep,Awake,Wake-ups,Source",
	"Time,Body temperature,Comments,Source",
	"Time,Height,Comments,Source",
	"Time,SpO2,Comments,Source",
	"Time,Room temperature,CO2,VOC,Light,Sound level,Motion,Source",
	"Time,Kind,Picture,Text",
}

// forPeople claims a table for people by its header.
func forPeople(_ string, header []string) (bool, string) {
	bare := make([]string, len(header))
	for i, h := range header {
		bare[i], _, _ = strings.Cut(h, " (")
	}
	return slices.Contains(tablesForPeople, strings.Join(bare, ",")), ""
}
