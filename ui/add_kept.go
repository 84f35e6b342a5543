package ui

import (
	"context"
	"slices"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// wordsIn is the index of the comment whose words stand in the form, of those
// that belong to what is corrected: that of the first number which has one. It is
// -1 for none.
func wordsIn(form present.Form, companion []health.Entry) int {
	for _, ask := range form.Asks {
		i := slices.IndexFunc(companion, func(e health.Entry) bool {
			return e.Kind == health.Comment && ask.Takes(health.MetricID(e.Field(health.FieldMetric)))
		})
		if i >= 0 {
			return i
		}
	}
	return -1
}

// totalsOf are the totals typed of the day that t is of, but for those that are
// corrected. A day begins at other moments in other zones.
func totalsOf(ctx context.Context, lib Library, t typing, corrected []health.Reading) ([]health.Reading, error) {
	date := health.DateAt(t.at.At, t.at.Offset)
	all, err := collect(ctx, lib.SourceReadings(ctx, t.form.Asks[0].Metric.ID, health.TypedSource, t.at.At-2*dayMS, t.at.At+2*dayMS))
	return slices.DeleteFunc(all, func(r health.Reading) bool {
		return health.DateAt(r.Start, r.Offset) != date || !r.WholeDay() && r.Start != t.at.At ||
			slices.ContainsFunc(corrected, func(c health.Reading) bool { return c.Metric == r.Metric && c.Start == r.Start })
	}), err
}
