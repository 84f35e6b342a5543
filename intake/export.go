package intake

import (
	"context"
	"iter"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/vault"
)

// Holdings returns what a profile has, in the form that exporters read.
func Holdings(v *vault.Vault, profile health.ProfileID) exporters.Data {
	return holdings{v, profile}
}

type holdings struct {
	vault   *vault.Vault
	profile health.ProfileID
}

func (h holdings) Series() ([]exporters.Series, error) {
	infos, err := h.vault.Series(h.profile)
	if err != nil {
		return nil, err
	}
	series := make([]exporters.Series, len(infos))
	for i, s := range infos {
		series[i] = exporters.Series{Metric: s.Metric, Source: s.Source, Count: s.Count, First: s.First, Last: s.Last}
	}
	return series, nil
}

func (h holdings) Readings(ctx context.Context, metric health.MetricID, source health.SourceID, from, to int64) iter.Seq2[health.Reading, error] {
	return h.vault.SourceReadings(ctx, h.profile, metric, source, from, to)
}

func (h holdings) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return h.vault.Entries(ctx, h.profile, from, to)
}

// Export writes everything of a profile to a new file, see exporters.Export.
func Export(ctx context.Context, v *vault.Vault, format exporters.Format, path string, opts exporters.Options) (exporters.Report, error) {
	return exporters.Export(ctx, format, Holdings(v, opts.Profile.ID), path, opts)
}
