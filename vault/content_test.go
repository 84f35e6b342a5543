package vault

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"vitalkeep/health"
)

// contentOf writes down everything that a vault shows, or says why it cannot be
// read.
func contentOf(v *Vault) (string, error) {
	ctx := context.Background()
	var b strings.Builder
	ps, err := v.Profiles()
	if err != nil {
		return "", err
	}
	batches, err := v.Batches()
	if err != nil {
		return "", err
	}
	fmt.Fprintf(&b, "%+v\n%+v\n", ps, batches)
	for _, p := range ps {
		infos, err := v.Series(p.ID)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%s %+v\n", p.Name, infos)
		metrics := map[health.MetricID]bool{}
		for _, s := range infos {
			if metrics[s.Metric] {
				continue
			}
			metrics[s.Metric] = true
			for r, err := range v.Readings(ctx, p.ID, s.Metric, minTime, afterTime) {
				if err != nil {
					return "", err
				}
				fmt.Fprintf(&b, "%+v\n", r)
			}
		}
		for e, err := range v.Entries(ctx, p.ID, minTime, afterTime) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%+v\n", e)
		}
	}
	return b.String(), nil
}

// everythingOf is contentOf and what the vault says about itself.
func everythingOf(v *Vault) (string, error) {
	content, err := contentOf(v)
	if err != nil {
		return "", err
	}
	deletions, err := v.Deletions()
	if err != nil {
		return "", err
	}
	backups, err := v.Backups()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%+v\n%+v\n%s", deletions, backups, content), nil
}

func mustContent(t testing.TB, v *Vault) string {
	t.Helper()
	s, err := contentOf(v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
