package exporters

import (
	"context"

	"vitalkeep/health"
)

// arrayLimit is how many samples one row holds at most; the vendor's rows go
// up to some two hundred.
const arrayLimit = 60

// array is a row of samples that follow each other without a gap.
type array struct {
	start, end       int64
	offset           int32
	durations, value []byte // JSON, without the closing bracket
	n                int
}

// runRaw groups the samples of a raw stream into rows as the vendor does, each
// beginning where the one before it ended, oldest first.
func runRaw(ctx context.Context, s *sheet, out outlet) error {
	var a array
	flush := func() error {
		if a.n == 0 {
			return nil
		}
		err := out.row(stamp(a.start, a.offset), string(a.durations)+"]", string(a.value)+"]")
		a = array{durations: a.durations[:0], value: a.value[:0]}
		return err
	}
	for _, x := range s.series {
		for r, err := range out.read(ctx, x) {
			if err != nil {
				return err
			}
			if !s.plain(r) {
				if err := out.sample(r); err != nil {
					return err
				}
				continue
			}
			if a.n == arrayLimit || a.n > 0 && a.end != r.Start || r.End()-a.start > longestSpan {
				if err := flush(); err != nil {
					return err
				}
			}
			a.add(r)
		}
		if err := flush(); err != nil {
			return err
		}
	}
	return nil
}

func (a *array) add(r health.Reading) {
	separator := byte(',')
	if a.n == 0 {
		a.start, a.offset, separator = r.Start, r.Offset, '['
	}
	a.durations = append(append(a.durations, separator), seconds(r.Duration)...)
	a.value = r.Value.AppendText(append(a.value, separator))
	a.end = r.End()
	a.n++
}
