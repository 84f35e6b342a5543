package ui

import (
	"context"
	"errors"
	"io"
	"path/filepath"

	"vitalkeep/ui/locale"
)

// saveSealed writes a picture or another file of the vault to a place of the
// person's choice, as it was brought, and says that it is not encrypted there.
func (s *Shell) saveSealed(job *Job, book Notebook, ref, path string, to io.WriteCloser, failed func(error)) {
	Run(job, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		data, err := book.Picture(ctx, ref)
		if err == nil {
			_, err = to.Write(data)
		}
		return struct{}{}, errors.Join(err, to.Close())
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.Toast(locale.T("Saved as %s. This file is not encrypted.", filepath.Base(path)), "", nil)
	}, nil)
}
