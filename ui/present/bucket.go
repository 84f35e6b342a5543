package present

// Bucket sums up the readings of one source within [Start, End), in UTC
// milliseconds; values are in the metric's canonical unit.
type Bucket struct {
	Start, End    int64
	Count         int
	Min, Max, Sum float64
}

// Mean is the mean of the readings.
func (b Bucket) Mean() float64 { return b.Sum / float64(b.Count) }
