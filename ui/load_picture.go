package ui

import (
	"context"
	"image"

	"vitalkeep/pictures"
)

// loadPicture decodes a picture of a notebook with the longer side of at most
// so many pixels. It runs off the UI goroutine.
func loadPicture(ctx context.Context, book Notebook, ref string, side int) (image.Image, error) {
	data, err := book.Picture(ctx, ref)
	if err != nil {
		return nil, err
	}
	return pictures.Decode(data, side)
}
