package intake

import (
	"context"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/reports"
	"vitalkeep/sheets"
)

// reportFormat is the report for a doctor among the formats of an export.
var reportFormat = exporters.Format{
	Name: "report-pdf", Aliases: []string{"pdf", "report"}, Extension: ".pdf",
	Title:       "Report for a doctor",
	Description: "A PDF to print or send: averages, graphs and readings of a period, without any judgement.",
	Kinds:       []health.EntryKind{},
	Choices: []exporters.Choice{{
		ID: "paper", Title: "Paper", US: "letter",
		Values: []exporters.ChoiceValue{{ID: "a4", Title: "A4"}, {ID: "letter", Title: "US Letter"}},
	}},
	Write: writeReport,
}

// shown is exporters.Data in the form that reports read.
type shown struct{ exporters.Data }

func (s shown) Readings(ctx context.Context, m health.MetricID) iter.Seq2[health.Reading, error] {
	return s.Shown(ctx, m, math.MinInt64, math.MaxInt64)
}

func writeReport(ctx context.Context, w io.Writer, data exporters.Data, opts exporters.Options, report *exporters.Report) error {
	series, err := data.Series()
	if err != nil {
		return err
	}
	order := reports.Order{Profile: opts.Profile, From: opts.From, To: opts.To, Paper: sheets.A4, Made: opts.At, Metrics: reportMetrics(series, opts), Objections: opts.Objections}
	if opts.Choices["paper"] == "letter" {
		order.Paper = sheets.Letter
	}
	var total int64
	for _, s := range series {
		if slices.Contains(order.Metrics, s.Metric) {
			total += int64(s.Count)
		} else {
			report.Left += s.Count
		}
	}
	if opts.Progress != nil {
		order.Progress = func(done int64) { opts.Progress(min(done, total), total) }
	}
	made, err := reports.Write(ctx, w, shown{data}, order)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	report.Samples = made.Readings
	if opts.Progress != nil {
		opts.Progress(total, total)
	}
	return nil
}

// reportMetrics are those that the report is about: the ones that were asked
// for, else what doctors ask for, else whatever there is.
func reportMetrics(series []exporters.Series, opts exporters.Options) []health.MetricID {
	has := map[health.MetricID]bool{}
	var there []health.MetricID
	for _, s := range series {
		if !has[s.Metric] && reports.Fits(s.Metric) {
			there = append(there, s.Metric)
		}
		has[s.Metric] = true
	}
	if opts.Metrics != nil {
		return slices.DeleteFunc(slices.Clone(opts.Metrics), func(m health.MetricID) bool { return !has[m] })
	}
	if usual := slices.DeleteFunc(reports.Usual(), func(m health.MetricID) bool { return !has[m] }); len(usual) > 0 {
		return usual
	}
	return there
}
