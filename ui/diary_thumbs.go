package ui

import (
	"context"
	"image"

	"vitalkeep/ui/parts"
)

// diaryThumbs are the small pictures of the days on show. They are decoded one
// after the other and live only as long as the page.
type diaryThumbs struct {
	job   *Job
	book  Notebook
	have  map[string]image.Image
	shown map[string][]*parts.Photo // of the days on show, by reference
	queue []string
}

// The side of a small picture, in dp, and the pixels that are decoded for it.
const (
	diaryThumb       = 72
	diaryThumbPixels = 3 * diaryThumb
)

func newDiaryThumbs(w *Work, book Notebook) *diaryThumbs {
	return &diaryThumbs{job: w.NewJob(), book: book, have: map[string]image.Image{}, shown: map[string][]*parts.Photo{}}
}

// begin forgets which pictures are on show, before the days are built.
func (t *diaryThumbs) begin() {
	t.job.Cancel()
	t.shown, t.queue = map[string][]*parts.Photo{}, nil
}

// photo is a small picture that opens the large one.
func (t *diaryThumbs) photo(alt, ref string, open func()) *parts.Photo {
	p := parts.NewPhoto(alt, diaryThumb, open)
	if small := t.have[ref]; small != nil {
		p.Set(small)
	} else if t.shown[ref] == nil {
		t.queue = append(t.queue, ref)
	}
	t.shown[ref] = append(t.shown[ref], p)
	return p
}

// load decodes what is missing.
func (t *diaryThumbs) load() {
	if len(t.queue) == 0 {
		return
	}
	ref, book := t.queue[0], t.book
	t.queue = t.queue[1:]
	Run(t.job, func(ctx context.Context, _ func(Step)) (image.Image, error) {
		return loadPicture(ctx, book, ref, diaryThumbPixels)
	}, nil, func(small image.Image, err error) {
		for _, p := range t.shown[ref] {
			if err != nil {
				p.Fail()
			} else {
				t.have[ref] = small
				p.Set(small)
			}
		}
		t.load()
	}, nil)
}

// forget drops every picture.
func (t *diaryThumbs) forget() {
	t.job.Cancel()
	t.have, t.shown, t.queue = map[string]image.Image{}, map[string][]*parts.Photo{}, nil
}
