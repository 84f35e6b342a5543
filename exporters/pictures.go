package exporters

import (
	"context"
	"encoding/hex"
	"fmt"

	"vitalkeep/health"
)

// Where pictures stand in a ZIP. The name of a picture's file is the one that
// entries name it by, so that an import finds it again.
const (
	picturesFolder = "pictures/"
	picturesTable  = "table_pictures.csv"
)

var picturesHeader = []string{"Time", "Kind", "Picture", "Text"}

// pictureEndings are the ends of names by media type.
var pictureEndings = map[string]string{
	"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"application/pdf": ".pdf", // the answer to a letter
}

// pictureFile names a picture's file; false for what is no name of a picture.
func pictureFile(e health.Entry) (name, file string, ok bool) {
	name = e.Field(health.FieldPicture)
	if raw, err := hex.DecodeString(name); err != nil || len(raw) != 16 || hex.EncodeToString(raw) != name {
		return "", "", false
	}
	ending, ok := pictureEndings[e.Field(health.FieldPictureType)]
	if !ok {
		ending = ".bin"
	}
	return name, picturesFolder + name + ending, true
}

// writePictures writes the pictures that entries name, each once, and a table
// of them. Without a way to get at them it writes nothing.
func writePictures(ctx context.Context, a *archive, data Data, opts Options) error {
	if opts.Picture == nil {
		return nil
	}
	var rows [][]string
	written := map[string]bool{}
	for e, err := range data.Entries(ctx, earliest, latest) {
		if err != nil {
			return err
		}
		name, file, ok := pictureFile(e)
		if !ok {
			continue
		}
		row := []string{local(e.Start, e.Offset), e.Kind.String(), file, guarded(e.Field(health.FieldText))}
		if written[name] {
			rows = append(rows, row)
			continue
		}
		picture, err := opts.Picture(ctx, name)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		if len(picture) == 0 {
			a.report.Left++
			continue
		}
		rows, written[name] = append(rows, row), true
		w, err := a.create(file)
		if err != nil {
			return err
		}
		if _, err := w.Write(picture); err != nil {
			return fmt.Errorf("export: %s: %w", file, err)
		}
		a.report.Files = append(a.report.Files, File{Name: file})
	}
	if len(rows) == 0 {
		return nil
	}
	return a.table(picturesTable, picturesHeader, func(row rowFunc) error {
		for _, cells := range rows {
			if err := row(cells...); err != nil {
				return err
			}
		}
		return nil
	})
}
