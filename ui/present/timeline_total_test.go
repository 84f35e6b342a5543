package present

import (
	"testing"

	"vitalkeep/health"
)

func TestATypedTotalStandsForItsDayInTheTimeline(t *testing.T) {
	total := NewReading(Amount{"steps", health.Int(8200), health.Count}, Instant{0, 0})
	total.Duration = 24 * 3600 * 1000
	weight := NewReading(Amount{"weight", health.Int(78), health.Kilogram}, Instant{0, 0})
	lines := Spots([]health.Reading{total, weight}, health.MetricUnits, nil, Objections{})
	if len(lines) != 2 || lines[0].Clock() != "00:00" || lines[0].Metric != "weight" || !lines[1].WholeDay || lines[1].Clock() != "" {
		t.Errorf("the lines are %+v", lines)
	}
}
