package importers

import (
	"errors"
	"io"

	"vitalkeep/health"
)

// samsungBinned are the numbers of recordings that are read.
var samsungBinned = []struct {
	name   string
	metric health.MetricID
	unit   health.Unit
}{
	{"heart_rate", "heart_rate", health.PerMinute},
	{"sdnn", "hrv_sdnn", health.Millisecond},
	{"rmssd", "hrv_rmssd", health.Millisecond},
	{"spo2", "spo2", health.Percent},
}

// samsungBins reads a recording. Its times are those of a clock in UTC; the
// offset is that of the row that it belongs to, and of the zone where that row
// is not there.
func samsungBins(offset *int32) func(*fileReader, io.Reader) error {
	return func(f *fileReader, r io.Reader) error {
		s := newJSONScan(r, f.lim, "")
		for f.row = 1; ; f.row++ {
			v, err := s.next()
			var row *rowError
			var stop *stopError
			switch {
			case err == nil:
				err = f.samsungBin(v, offset)
			case errors.Is(err, io.EOF):
				return nil
			case errors.As(err, &row):
				err = f.refuse("", row.reason)
			case errors.As(err, &stop):
				return f.refuse("", stop.reason)
			}
			if err != nil {
				return err
			}
		}
	}
}

func (f *fileReader) samsungBin(v jsonValue, offset *int32) error {
	start, reason := jsonMillis(v.get("start_time"))
	if reason != "" {
		return f.refuse("start_time", reason)
	}
	s := health.Sample{Start: start, Origin: f.origin()}
	if end := v.get("end_time"); end.kind() != jsonNone && end.kind() != jsonNull {
		at, reason := jsonMillis(end)
		if reason == "" && (at < start || at-start > maxSpan) {
			reason = reasonEndBefore
		}
		if reason != "" {
			return f.refuse("end_time", reason)
		}
		s.Duration = at - start
	}
	switch {
	case offset != nil:
		s.Offset = *offset
	case f.zone.loc != nil:
		s.Offset = f.zone.at(start)
	default:
		return f.refuse("start_time", reasonNoOffset)
	}
	found := false
	for _, b := range samsungBinned {
		n := v.get(b.name)
		if n.kind() == jsonNone || n.kind() == jsonNull {
			continue
		}
		found = true
		d, err := parseNumber(n.text())
		m := metric(b.metric)
		switch {
		case n.kind() != jsonNumber || err != nil:
			if err := f.refuse(b.name, reasonNotANumber); err != nil {
				return err
			}
			continue
		case d.Mantissa == 0: // nothing was measured in that span
			continue
		case !m.Possible.Contains(b.unit.Value(d)):
			if err := f.refuse(b.name, outside(m)); err != nil {
				return err
			}
			continue
		}
		s.Value, s.Form, s.Unit = d, health.FormOf(n.text(), d), b.unit
		if err := f.sample(b.metric, samsungExport, s); err != nil {
			return err
		}
	}
	if !found {
		return f.refuse("", reasonNothing)
	}
	return nil
}

// jsonMillis reads a time in milliseconds since 1970.
func jsonMillis(v jsonValue) (ms int64, reason string) {
	d, err := health.ParseDecimal(v.text())
	ms, ok := d.Rescale(0)
	switch {
	case v.kind() != jsonNumber || err != nil || !ok:
		return 0, reasonNotInteger
	case !health.PossibleTime(ms):
		return 0, reasonNoSuchYear
	}
	return ms, ""
}
