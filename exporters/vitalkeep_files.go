package exporters

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"vitalkeep/health"
)

// The two files of Vitalkeep's own: whatever a vendor-shaped file cannot say.
// Their form is agreed with importers; times carry the offset in force where
// they were measured, so that no zone is needed to read them.
const (
	samplesFile = "vitalkeep_samples.csv"
	entriesFile = "vitalkeep_entries.csv"
)

var (
	samplesHeader = []string{"metric", "source", "start", "duration_s", "value", "unit"}
	entriesHeader = []string{"kind", "source", "key", "start", "duration_s", "fields"}
)

func samplesRow(r health.Reading) []string {
	return []string{
		string(r.Metric), string(r.Source), stamp(r.Start, r.Offset), seconds(r.Duration),
		r.Value.String(), r.Unit.ID(),
	}
}

func entriesRow(e health.Entry) ([]string, error) {
	pairs := make([][2]string, len(e.Fields))
	for i, f := range e.Fields {
		pairs[i] = [2]string{f.Name, f.Text}
	}
	var fields bytes.Buffer
	enc := json.NewEncoder(&fields)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(pairs); err != nil {
		return nil, fmt.Errorf("export: %s: %w", entriesFile, err)
	}
	return []string{
		e.Kind.String(), string(e.Source), guarded(e.Key), stamp(e.Start, e.Offset), seconds(e.Duration),
		string(bytes.TrimSpace(fields.Bytes())),
	}, nil
}

// guarded puts an apostrophe before a text that a spreadsheet would run as a
// formula, and before one that begins with an apostrophe itself; importers take
// it away again.
func guarded(key string) string {
	if strings.HasPrefix(key, "'") || formula(key) || key != "" && strings.ContainsRune("\t\r\n", rune(key[0])) {
		return "'" + key
	}
	return key
}

// stamp writes an instant in RFC 3339 with its offset; milliseconds only where
// they are not 0.
func stamp(ms int64, offset int32) string {
	t := time.UnixMilli(ms + int64(offset)*1000).UTC()
	layout := "2006-01-02T15:04:05"
	if t.Nanosecond() != 0 {
		layout = "2006-01-02T15:04:05.000"
	}
	return t.Format(layout) + health.FormatOffset(offset)
}

// seconds writes a span of milliseconds in seconds, without trailing zeros.
func seconds(ms int64) string {
	return health.Decimal{Mantissa: ms, Places: 3}.Normal().String()
}
