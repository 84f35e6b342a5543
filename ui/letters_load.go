package ui

import (
	"context"
	"math"
	"slices"
	"strconv"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/pictures"
	"vitalkeep/ui/present"
)

// filedLetter is a letter with the entry that keeps it.
type filedLetter struct {
	letters.Filed
	entry health.Entry
}

// loadLetters returns a person's letters, the newest first.
func loadLetters(ctx context.Context, book Notebook) ([]filedLetter, error) {
	var out []filedLetter
	for e, err := range book.Entries(ctx, firstInstant, math.MaxInt64) {
		if err != nil {
			return nil, err
		}
		if f, ok := letters.FromEntry(e); ok {
			out = append(out, filedLetter{f, e})
		}
	}
	slices.SortStableFunc(out, func(a, b filedLetter) int { return b.Sent.Compare(a.Sent) })
	return out, ctx.Err()
}

// openLetter opens the page of a letter from where it is told of, and reports
// whether the entry is one.
func (s *Shell) openLetter(p timelinePerson, e health.Entry) bool {
	f, ok := letters.FromEntry(e)
	if !ok || p.notebook == nil {
		return false
	}
	s.Open(newLetterPage(s, p.notebook, p.profile, filedLetter{f, e}))
	return true
}

// newLetterEntry is the entry of a letter that is filed now. It stands at noon of
// the day on which it was sent.
func newLetterEntry(f letters.Filed, a present.Almanac) health.Entry {
	const noon = 12 * 3600 * 1000
	at := f.Sent.Start(a.Zone) + noon
	key := f.Kind.String() + " " + strconv.FormatInt(a.Now.UnixMilli(), 10)
	return present.NewEntry(health.Letter, key, present.Instant{At: at, Offset: a.OffsetAt(at)}, f.Fields()...)
}

// stored stores what became of a letter in the place of what was known.
func (l filedLetter) stored(ctx context.Context, book Notebook, next letters.Filed) (filedLetter, error) {
	e := present.NewEntry(health.Letter, l.entry.Key, present.Instant{At: l.entry.Start, Offset: l.entry.Offset}, next.Fields()...)
	if err := book.Correct(ctx, []Measurement{measurementOf(l.entry)}, nil, []health.Entry{e}); err != nil {
		return l, err
	}
	return filedLetter{next, e}, nil
}

// pdfType is the media type of a PDF.
const pdfType = "application/pdf"

// readAnswer reads the file with an answer and tells what it is: a PDF, or a
// picture.
func readAnswer(path string) (data []byte, media string, err error) {
	if data, err = pictures.Read(path); err != nil {
		return nil, "", err
	}
	if len(data) > 5 && string(data[:5]) == "%PDF-" {
		return data, pdfType, nil
	}
	info, err := pictures.Inspect(data)
	return data, info.Type, err
}

// answerExtension is how the name of a file with an answer ends.
func answerExtension(media string) string {
	if media == pdfType {
		return ".pdf"
	}
	return pictures.Extension(media)
}
