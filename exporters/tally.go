package exporters

// tally tells of progress in samples.
type tally struct {
	n, total int64
	told     int64
	tell     func(done, total int64)
}

// newTally expects all samples of the series once.
func newTally(series []Series, opts Options) *tally {
	t := &tally{tell: opts.Progress}
	for _, s := range series {
		t.total += int64(s.Count)
	}
	return t
}

func (t *tally) add(samples int) {
	t.n += int64(samples)
	if t.tell != nil && t.n-t.told >= progressStep {
		t.told = t.n
		t.tell(min(t.n, t.total), t.total)
	}
}

// done tells of the end: measurements that several sources have come once, so
// that fewer may have been seen than were expected.
func (t *tally) done() {
	if t.tell != nil {
		t.tell(t.total, t.total)
	}
}
