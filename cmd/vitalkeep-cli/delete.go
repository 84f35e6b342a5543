package main

import (
	"context"
	"flag"
	"strconv"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareDelete(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	at := f.String("at", "", "`TIME` at which the reading starts")
	source := f.String("source", "", "`SOURCE`, as list --json gives it")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		if *metric == "" && *at == "" {
			if *source == "" {
				return wrongUsage("Name a reading with --metric and --at, or all that a source gave with --source.")
			}
			return c.withProfile(ctx, false, *profile, func(v *vault.Vault, p health.Profile) error {
				id, err := v.DeleteSource(ctx, p.ID, health.SourceID(*source))
				if err != nil {
					return err
				}
				return c.tellDeletion(v, id)
			})
		}
		m, err := metricOf(*metric)
		if err != nil {
			return err
		}
		start, err := momentOf(*at)
		if err != nil {
			return err
		}
		return c.withProfile(ctx, false, *profile, func(v *vault.Vault, p health.Profile) error {
			from, err := sourceAt(ctx, v, p.ID, m.ID, health.SourceID(*source), start)
			if err != nil {
				return err
			}
			id, err := v.Delete(ctx, p.ID, []vault.Identity{{Metric: m.ID, Source: from, Start: start}})
			if err != nil {
				return err
			}
			return c.tellDeletion(v, id)
		})
	}
}

// momentOf reads an instant: a whole day is none.
func momentOf(text string) (int64, error) {
	if text == "" {
		return 0, wrongUsage("Name the time of the reading with --at.")
	}
	first, end, err := parseTime(text, time.UTC)
	if err != nil {
		return 0, err
	}
	if first != end {
		return 0, wrongUsage("%q is a whole day. Give a time such as 2024-03-01T07:30:00+01:00, or milliseconds since 1970.", text)
	}
	return first, nil
}

// sourceAt finds the one source that has a reading at that instant, unless it
// is named.
func sourceAt(ctx context.Context, v *vault.Vault, p health.ProfileID, m health.MetricID, named health.SourceID, start int64) (health.SourceID, error) {
	if named != "" {
		return named, nil
	}
	infos, err := v.Series(p)
	if err != nil {
		return "", err
	}
	var found []health.SourceID
	for _, s := range infos {
		if s.Metric != m || start < s.First || start > s.Last {
			continue
		}
		for _, err := range v.SourceReadings(ctx, p, m, s.Source, start, start+1) {
			if err != nil {
				return "", err
			}
			found = append(found, s.Source)
			break
		}
	}
	switch len(found) {
	case 0:
		return "", vault.ErrNoReading
	case 1:
		return found[0], nil
	}
	return "", wrongUsage("Several sources have a reading at that time. Name one with --source.")
}

type deletionJSON struct {
	ID       string          `json:"deletion_id"`
	At       int64           `json:"at"`
	Profile  string          `json:"profile"`
	Readings int             `json:"readings"`
	Source   health.SourceID `json:"source,omitempty"`
}

func (c *call) tellDeletion(v *vault.Vault, id health.BatchID) error {
	all, err := v.Deletions()
	if err != nil {
		return err
	}
	for _, d := range all {
		if d.ID != id {
			continue
		}
		if c.json {
			return c.printDeletion(v, d)
		}
		c.printf("Deleted %s. To bring it back, until the vault is compacted: vitalkeep-cli undelete %s\n",
			counted(d.Readings, "reading", "readings"), id)
		return nil
	}
	return vault.ErrNoReading // there was nothing to delete
}

func (c *call) printDeletion(v *vault.Vault, d vault.Deletion) error {
	profiles, err := v.Profiles()
	if err != nil {
		return err
	}
	return c.printJSON(deletionJSON{ID: d.ID.String(), At: d.At, Profile: nameOf(profiles, d.Profile), Readings: d.Readings, Source: d.Source})
}

// nameOf is the name of one of the profiles; empty if it is none of them.
func nameOf(profiles []health.Profile, id health.ProfileID) string {
	for _, p := range profiles {
		if p.ID == id {
			return p.Name
		}
	}
	return ""
}

func prepareDeletions(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, c.listDeletions)
	}
}

func (c *call) listDeletions(v *vault.Vault) error {
	all, err := v.Deletions()
	if err != nil {
		return err
	}
	profiles, err := v.Profiles()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, d := range all {
		if c.json {
			if err := c.printDeletion(v, d); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{
			d.ID.String(), time.UnixMilli(d.At).Format("2006-01-02 15:04"), nameOf(profiles, d.Profile), strconv.Itoa(d.Readings), string(d.Source),
		})
	}
	switch {
	case c.json:
	case len(rows) == 0:
		c.printf("There is nothing that could be brought back.\n")
	default:
		c.table([]string{"deletion", "when", "profile", "readings", "all of"}, rows)
	}
	return nil
}

func prepareUndelete(*flag.FlagSet) func(context.Context, *call) error {
	return takeBack{
		list: "deletions", what: "a deletion", key: "deletion_id", said: "What the deletion %s hid is back.\n",
		do: (*vault.Vault).UndoDeletion,
	}.run
}
