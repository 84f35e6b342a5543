package importers

import (
	"encoding/hex"
	"io"
	"path"
	"slices"
	"strings"
)

const (
	kindPicture = "picture"
	// picturesFolder is where an export keeps pictures; the name of each, without
	// its ending, is the one that entries name it by.
	picturesFolder = "pictures"
	maxPicture     = 32 << 20
)

var pictureEndings = []string{".jpg", ".png", ".gif", ".webp", ".pdf", ".bin"}

// exportedPicture reports whether a file stands where an export keeps pictures.
func exportedPicture(folder, name, ext string) bool {
	raw, err := hex.DecodeString(name)
	return err == nil && len(raw) == 16 && slices.Contains(pictureEndings, ext) && path.Base(strings.ToLower(folder)) == picturesFolder
}

func claimPicture(g *glance) (bool, string) {
	return exportedPicture(g.folder, g.name, g.ext), ""
}

// readPicture hands a picture to a sink that takes them.
func readPicture(f *fileReader, r io.Reader) error {
	data, err := f.whole(r, maxPicture)
	if err != nil {
		return err
	}
	to, ok := f.sink.(Pictures)
	if !ok || len(data) == 0 {
		return nil
	}
	return to.Picture(f.name, data)
}
