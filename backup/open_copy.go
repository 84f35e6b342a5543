package backup

import (
	"archive/zip"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"vitalkeep/exporters"
	"vitalkeep/health"
	"vitalkeep/vault"
)

// Holdings returns what a person has in a vault, in the form that exporters
// read.
type Holdings func(*vault.Vault, health.ProfileID) exporters.Data

// writeOpenCopy writes one folder for each person, and a page that explains
// them, into a ZIP.
func writeOpenCopy(ctx context.Context, z *zip.Writer, v *vault.Vault, holdings Holdings, profiles []health.Profile, at time.Time, m *meter) error {
	var folders []string
	for i, p := range profiles {
		folders = append(folders, openFolder+personFolder(i+1, p.Name)+"/")
	}
	if err := addText(z, openFolder+readmeName, openReadme(folders, profiles, at), at); err != nil {
		return err
	}
	for i, p := range profiles {
		opts := exporters.Options{Profile: p, At: at, Progress: m.in(Opening, int64(i), int64(len(profiles)))}
		if _, err := exporters.WriteOpenCopy(ctx, z, folders[i], holdings(v, p.ID), opts); err != nil {
			return err
		}
	}
	return nil
}

// personFolder is a name that every system takes for a folder, and that a
// person recognises.
func personFolder(number int, name string) string {
	const most = 40 // characters
	var b strings.Builder
	n := 0
	for _, r := range name {
		if n++; n > most {
			break
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			r = '-'
		}
		b.WriteRune(r)
	}
	return fmt.Sprintf("%d-%s", number, strings.Trim(b.String(), "-"))
}
