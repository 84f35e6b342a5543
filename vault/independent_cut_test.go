package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"vitalkeep/health"
)

// TestAPowerCutLeavesWhoBecomesIndependentInAWholeFile cuts the power at every
// write of making a vault of Bo's own and of Bo's leaving.
func TestAPowerCutLeavesWhoBecomesIndependentInAWholeFile(t *testing.T) {
	ctx := t.Context()
	folder := memoryFolder(t)
	path, own := filepath.Join(folder, "home.vitalkeep"), filepath.Join(folder, "bo.vitalkeep")
	o := faultOptions()
	o.Profile = health.Profile{Name: "Ada"}
	v, _, err := Create(ctx, path, testPassword, o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := v.AddProfile(health.Profile{Name: "Bo"})
	if err != nil {
		t.Fatal(err)
	}
	bo, ada := p.ID, v.state.Load().containers[1].id
	importRows(t, v, ada, heartRates(200))
	importRows(t, v, bo, heartRates(150))
	importRows(t, v, bo, []row{weight(1, 8000), weight(2, 8100)})
	add1(t, v, bo, nil, pictureOf(t, v, bo, 70, testPicture(pieceSize+1)))
	if _, err := v.Delete(ctx, bo, []Identity{{Metric: "weight", Source: "csv:file", Start: weight(2, 0).Start}}); err != nil {
		t.Fatal(err)
	}
	put1(t, v, health.Device{Nickname: "Bo's", Model: "body", Owners: []health.ProfileID{bo}})
	bos, adas := personIn(t, v, bo), personIn(t, v, ada)
	l := logDisk(t, folder)
	l.listen(v.store) // which was open before
	if _, _, err := v.MakeIndependent(ctx, bo, own, ownPassword, faultOptions(), nil); err != nil {
		t.Fatal(err)
	}
	l.lookAround()
	made := len(l.events)
	if err := v.RemoveIndependent(ctx, bo, own, ownPassword, nil); err != nil {
		t.Fatal(err)
	}
	l.lookAround()
	closeVault(t, v)

	folder = memoryFolder(t)
	path, own = filepath.Join(folder, "home.vitalkeep"), filepath.Join(folder, "bo.vitalkeep")
	r := rand.New(rand.NewPCG(*faultSeed, 31))
	states, outcomes := 0, map[string]int{}
	// where says in which files all of Bo is.
	where := func() (string, error) {
		here, err := Open(ctx, path, testPassword, faultOptions())
		if err != nil {
			return "", err
		}
		defer closeVault(t, here)
		if personIn(t, here, ada) != adas {
			return "", errors.New("Ada lost something")
		}
		wantWholeBut(t, here)
		list := names(t, here)
		stays := slices.Contains(list, "Bo")
		if stays && personIn(t, here, bo) != bos {
			return "", errors.New("Bo is here in part")
		}
		there, err := Open(ctx, own, ownPassword, faultOptions())
		switch {
		case errors.Is(err, fs.ErrNotExist) && stays:
			return "here", nil
		case err != nil:
			return "", fmt.Errorf("Bo's own (here: %v): %w", stays, err)
		}
		defer closeVault(t, there)
		if personIn(t, there, bo) != bos {
			return "", errors.New("Bo is there in part")
		}
		wantWholeBut(t, there)
		if stays {
			return "in both", nil
		}
		return "there", nil
	}
	d := newDisk(l.before)
	for i := 0; ; i++ {
		for _, k := range []keep{keepAll, keepNone, keepSome(r)} {
			if err := d.image(k).put(folder); err != nil {
				t.Fatal(err)
			}
			got, err := where()
			if err != nil {
				t.Fatalf("seed %d, power cut after event %d of %d (made: %d): %v", *faultSeed, i, len(l.events), made, err)
			}
			outcomes[got]++
			states++
		}
		if i == len(l.events) {
			break
		}
		d.apply(l.events[i])
	}
	if outcomes["here"] == 0 || outcomes["in both"] == 0 || outcomes["there"] == 0 {
		t.Errorf("outcomes = %v", outcomes)
	}
	t.Logf("seed %d: %v; tally power-cut-states=%d", *faultSeed, outcomes, states)
}

// wantWholeBut is wantWhole of a file in which the last change may be missing, or
// one copy of the head.
func wantWholeBut(t *testing.T, v *Vault) {
	t.Helper()
	report, err := v.Verify(t.Context(), nil)
	if v.LastChangeMayBeMissing() || v.headState != headWhole {
		report.Problems = slices.DeleteFunc(report.Problems, func(p Problem) bool { return p.Kind == "file" })
	}
	if err != nil || len(report.Problems) > 0 || report.Orphans > 0 {
		t.Errorf("verify = %+v, %v", report, err)
	}
}
