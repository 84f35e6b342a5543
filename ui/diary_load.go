package ui

import (
	"context"
	"math"

	"vitalkeep/health"
	"vitalkeep/ui/present"
)

// diaryData is what the diary is made of, beside the UI.
type diaryData struct {
	temperatures []health.Reading
	entries      []health.Entry
}

// firstInstant is before everything that can have been measured.
const firstInstant = -1 << 52

// loadDiary gathers all temperatures of a person and what they wrote.
func loadDiary(ctx context.Context, lib Library, book Notebook) (diaryData, error) {
	var out diaryData
	if lib != nil {
		readings, err := collect(ctx, lib.Readings(ctx, present.DiaryMetric, firstInstant, math.MaxInt64))
		if err != nil {
			return out, err
		}
		out.temperatures = readings
	}
	for e, err := range book.Entries(ctx, firstInstant, math.MaxInt64) {
		if err != nil {
			return out, err
		}
		if err := ctx.Err(); err != nil {
			return out, err
		}
		if present.InDiary(e) {
			out.entries = append(out.entries, e)
		}
	}
	return out, nil
}

// measurementsOf names what a line of the diary stands for.
func measurementsOf(l present.DiaryLine) []Measurement {
	switch {
	case l.Reading != nil:
		return []Measurement{{Metric: l.Reading.Metric, Source: l.Reading.Source, Start: l.Reading.Start}}
	case l.Entry != nil:
		return []Measurement{measurementOf(*l.Entry)}
	}
	return nil
}
