package intake

import (
	"context"
	"errors"
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

func (h holdings) Shown(ctx context.Context, metric health.MetricID, from, to int64) iter.Seq2[health.Reading, error] {
	return h.vault.Readings(ctx, h.profile, metric, from, to)
}

func (h holdings) Entries(ctx context.Context, from, to int64) iter.Seq2[health.Entry, error] {
	return h.vault.Entries(ctx, h.profile, from, to)
}

// Formats returns what a person's data can be written to, the recommended
// format first.
func Formats() []exporters.Format { return append(exporters.Formats(), reportFormat) }

// LookupFormat finds one of Formats by its name or an alias.
func LookupFormat(name string) (exporters.Format, error) {
	return exporters.LookupIn(Formats(), name)
}

// Export writes what options ask for of their profile to a new file, see
// exporters.Export. Devices and pictures come from the vault.
func Export(ctx context.Context, v *vault.Vault, format exporters.Format, path string, opts exporters.Options) (exporters.Report, error) {
	return ExportPart(ctx, v, format, exporters.Part{}, path, opts)
}

// ExportPart is Export of a part of what the person has.
func ExportPart(ctx context.Context, v *vault.Vault, format exporters.Format, part exporters.Part, path string, opts exporters.Options) (exporters.Report, error) {
	devices, err := v.Devices()
	if err != nil {
		return exporters.Report{}, err
	}
	opts.Devices = devices
	chosen, err := v.Preference(opts.Profile.ID, health.ObjectionsKey)
	if err != nil {
		return exporters.Report{}, err
	}
	opts.Objections = health.ReadObjections(chosen)
	opts.Picture = func(ctx context.Context, name string) ([]byte, error) {
		data, err := v.Blob(ctx, opts.Profile.ID, name)
		if errors.Is(err, vault.ErrNoPicture) { // an entry can have come without its picture
			return nil, nil
		}
		return data, err
	}
	return exporters.Export(ctx, format, part.Of(Holdings(v, opts.Profile.ID)), path, opts)
}
