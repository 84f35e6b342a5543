package importers

import "vitalkeep/health"

// BulkSink is a Sink that takes samples of one series many at a time, which costs
// it less. They come in any order, and behind what was handed over since they
// were read; the slice is valid during the call.
type BulkSink interface {
	Sink
	Samples(health.MetricID, health.SourceID, []health.Sample) error
}

// laneRows is how many samples of a series wait to be handed over together.
const laneRows = 256

const reasonSeries = "the file names more sources and types than any export has"

// lane collects samples of one series for a sink that takes many at a time. A
// reader of a file with few series in long rows, or one that knows which series a
// record belongs to before it looks at the metric's name, keeps it.
type lane struct {
	f      *fileReader
	metric health.MetricID
	source health.SourceID
	rows   []health.Sample
	over   bool // of a series too many: what comes is refused
}

type laneKey struct {
	metric health.MetricID
	source health.SourceID
}

// lane returns the lane of a series.
func (f *fileReader) lane(metric health.MetricID, source health.SourceID) *lane {
	if l := f.last; l != nil && l.metric == metric && l.source == source {
		return l
	}
	l := f.lanes[laneKey{metric, source}]
	if l == nil {
		if !f.begins(laneKey{metric, source}) {
			return &lane{f: f, over: true}
		}
		l = &lane{f: f, metric: metric, source: source}
		if f.lanes == nil {
			f.lanes = map[laneKey]*lane{}
			f.bulk, _ = f.sink.(BulkSink)
		}
		f.lanes[laneKey{metric, source}] = l
		f.order = append(f.order, l)
	}
	f.last = l
	return l
}

// begins reports whether there may be a series of these, which all files of the
// import count together. Each takes kilobytes in the vault, however little is in
// it, and names of sources are whatever a file says.
func (f *fileReader) begins(key laneKey) bool {
	if f.series == nil {
		f.series = map[laneKey]struct{}{}
	}
	if _, ok := f.series[key]; !ok && len(f.series) >= f.lim.series {
		return false
	}
	f.series[key] = struct{}{}
	return true
}

// add hands a sample over, at once or with others.
func (l *lane) add(s health.Sample) error {
	f := l.f
	if l.over {
		return f.refuse("", reasonSeries)
	}
	f.report.Samples++
	if f.bulk == nil {
		return f.sink.Sample(l.metric, l.source, s)
	}
	l.rows = append(l.rows, s)
	if len(l.rows) < laneRows {
		return nil
	}
	return l.flush()
}

// flush hands over what waits.
func (l *lane) flush() error {
	if len(l.rows) == 0 {
		return nil
	}
	err := l.f.bulk.Samples(l.metric, l.source, l.rows)
	l.rows = l.rows[:0]
	return err
}

// flush hands over what waits of all series, in the order in which they came
// first.
func (f *fileReader) flush() error {
	for _, l := range f.order {
		if err := l.flush(); err != nil {
			return err
		}
	}
	return nil
}
