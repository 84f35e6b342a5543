package backup

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"math"
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
	profiles, closed := openPeople(v, profiles)
	var folders []string
	for i, p := range profiles {
		folders = append(folders, openFolder+personFolder(i+1, p.Name)+"/")
	}
	if err := addText(z, openFolder+readmeName, openReadme(folders, profiles, closed, at), at); err != nil {
		return err
	}
	for i, p := range profiles {
		opts := exporters.Options{Profile: p, At: at, Progress: m.in(Opening, int64(i), int64(len(profiles)))}
		if _, err := exporters.WriteOpenCopy(ctx, z, folders[i], holdings(v, p.ID), opts); err != nil {
			return err
		}
		if err := writePictures(ctx, z, folders[i]+"pictures/", v, p.ID, at); err != nil {
			return err
		}
	}
	return nil
}

// inboxName is what the inbox is called among the people.
const inboxName = "Inbox"

// openPeople returns those whose data goes into an open copy, with the inbox, and
// those whose data is closed by a passcode of their own, and stays out.
func openPeople(v *vault.Vault, all []health.Profile) (open, closed []health.Profile) {
	for _, p := range all {
		if v.ProfileClosed(p.ID) {
			closed = append(closed, p)
		} else {
			open = append(open, p)
		}
	}
	if p, ok := v.Inbox(); ok {
		p.Name = inboxName
		open = append(open, p)
	}
	return open, closed
}

// pictureEndings are the endings of files by media type.
var pictureEndings = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"application/pdf": ".pdf", // the answer to a letter
}

// writePictures writes every picture that an entry names under that name.
func writePictures(ctx context.Context, z *zip.Writer, folder string, v *vault.Vault, person health.ProfileID, at time.Time) error {
	written := map[string]bool{}
	for e, err := range v.Entries(ctx, person, math.MinInt64, math.MaxInt64) {
		if err != nil {
			return err
		}
		name := e.Field(health.FieldPicture)
		if name == "" || written[name] {
			continue
		}
		picture, err := v.Blob(ctx, person, name)
		if errors.Is(err, vault.ErrNoPicture) { // a name from elsewhere, and so no name of a file either
			continue
		}
		if err != nil {
			return err
		}
		written[name] = true
		if err := addText(z, folder+name+pictureEndings[e.Field(health.FieldPictureType)], string(picture), at); err != nil {
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
