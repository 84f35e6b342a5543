package ui

import (
	"context"
	"image"
)

// thumbnails are small pictures out of the vault, loaded one after the other
// when they come into sight. What cannot be shown stays without a picture.
type thumbnails struct {
	job    *Job
	ready  func()
	have   map[string]image.Image // nil: it cannot be shown, or is on its way
	queue  []wantedThumb
	closed bool
}

type wantedThumb struct {
	from Notebook
	ref  string
}

// Pixels of the longer side of a thumbnail, and how many are kept.
const (
	thumbSide = 96
	mostThumb = 400
)

func newThumbnails(w *Work, ready func()) *thumbnails {
	return &thumbnails{job: w.NewJob(), ready: ready, have: map[string]image.Image{}}
}

// get returns a picture, nil while it is not there.
func (t *thumbnails) get(from Notebook, ref string) image.Image {
	img, known := t.have[ref]
	if known || from == nil || t.closed {
		return img
	}
	if len(t.have) >= mostThumb {
		t.have = map[string]image.Image{}
	}
	t.have[ref] = nil
	t.queue = append(t.queue, wantedThumb{from, ref})
	t.next()
	return nil
}

func (t *thumbnails) next() {
	if t.job.Running() || len(t.queue) == 0 {
		return
	}
	want := t.queue[0]
	t.queue = t.queue[1:]
	Run(t.job, func(ctx context.Context, _ func(Step)) (image.Image, error) {
		return loadPicture(ctx, want.from, want.ref, thumbSide)
	}, nil, func(img image.Image, err error) {
		if err == nil {
			t.have[want.ref] = img
			t.ready()
		}
		t.next()
	}, nil)
}

// forget drops the pictures; none is loaded any more.
func (t *thumbnails) forget() {
	t.closed = true
	t.job.Cancel()
	t.queue, t.have = nil, nil
}
