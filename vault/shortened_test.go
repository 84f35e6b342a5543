package vault

import (
	"context"
	"errors"
	"os"
	"runtime"
	"testing"

	"vitalkeep/health"
)

// TestAFileThatIsCutShortWhileItIsOpenIsDamage takes the file away under the
// open vault: what is read beyond its end is a fault of memory, which must
// become an error, and nothing may wait for ever afterwards.
func TestAFileThatIsCutShortWhileItIsOpenIsDamage(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open file cannot be cut there")
	}
	ctx := context.Background()
	for _, size := range []int64{0, 2 * pageSize, 5 * pageSize, 12 * pageSize} {
		path, _, _ := closedVault(t)
		v := openTest(t, path)
		ps, err := v.Profiles()
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		for name, work := range map[string]func() error{
			"read": func() error {
				for _, err := range v.Readings(ctx, ps[0].ID, "heart_rate", minTime, afterTime) {
					if err != nil {
						return err
					}
				}
				return nil
			},
			"verify": func() error {
				report, err := v.Verify(ctx, nil)
				if err == nil && len(report.Problems) == 0 {
					t.Errorf("cut to %d bytes, and nothing found", size)
				}
				return err
			},
			"write": func() error {
				_, err := v.AddProfile(health.Profile{Name: "Cy"})
				if err == nil {
					t.Errorf("written to a file of %d bytes", size)
				}
				return err
			},
		} {
			if err := work(); err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotAVault) {
				t.Errorf("cut to %d bytes, %s: %v", size, name, err)
			}
		}
		if err := v.Close(); err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("close: %v", err)
		}
	}
}
