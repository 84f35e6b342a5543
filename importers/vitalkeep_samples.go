package importers

// Names of the two lossless files of Vitalkeep's own that stand beside
// vendor-shaped files in an exported ZIP. The package exporters writes them;
// what they hold is agreed here.
//
// Both are CSV by RFC 4180: UTF-8 without byte order mark, comma, line feed, a
// header as the first line, every line ended (the last one too), a cell quoted
// where it holds a comma, a double quote or a line end.
//
// vitalkeep_samples.csv, one sample a line, header
//
//	metric,source,start,duration_s,value,unit
//
//   - metric: a [health.MetricID] of the catalogue or a generic one.
//   - source: a [health.SourceID] of 3 to 100 bytes: printable ASCII without
//     comma and double quote, with one colon inside it.
//   - start: RFC 3339 with the numeric offset that was in force where it was
//     measured ("2024-03-10T01:59:59-08:00", "+00:00" rather than "Z"), years
//     1 to 9999. The fraction of a second is there only when the milliseconds
//     are not 0, and then has three digits. An offset that is no whole minute
//     has its seconds appended ("+00:09:21"), as [health.FormatOffset] writes
//     it. Instant and offset are taken as they stand, whatever zone is set.
//   - duration_s: seconds, not negative, at most three places without trailing
//     zeros ("0", "60", "0.25").
//   - value: the number as it was written, trailing zeros included
//     ([health.Decimal.String]).
//   - unit: [health.Unit.ID] of the unit that the number was written in; empty
//     for [health.NoUnit].
//
// vitalkeep_entries.csv, one entry a line, header
//
//	kind,source,key,start,duration_s,fields
//
//   - kind: [health.EntryKind.String], never "unknown".
//   - source, start, duration_s: as above.
//   - key: [health.Entry.Key], any text up to 200 bytes, may be empty.
//   - fields: a JSON array of pairs of strings in the entry's order:
//     [["Activity type","Walking"],["Data","{…}"]]; [] for none.
const (
	SamplesFile = "vitalkeep_samples.csv"
	EntriesFile = "vitalkeep_entries.csv"
)
