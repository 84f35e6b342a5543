package importers

import (
	"cmp"
	"slices"

	"vitalkeep/health"
)

// hcSerial is a table of numbers at instants, each of which belongs to a record
// in another table, which says who measured them and in what time zone.
type hcSerial struct {
	name, parent, column string
	metric               health.MetricID
	unit                 health.Unit
}

var hcSeries = []hcSerial{
	{"heart_rate_record_series_table", "heart_rate_record_table", "beats_per_minute", "heart_rate", health.PerMinute},
}

// hcParent is a record that numbers belong to.
type hcParent struct {
	id     int64
	source health.SourceID
	offset int32
}

// mostParents bounds how many records are remembered: one a minute for twenty
// years is 10 million.
const mostParents = 12_000_000

func (h *hcReader) series(s hcSerial) error {
	if !h.db.has(s.name) {
		return nil
	}
	parents, err := h.parents(s.parent)
	if err != nil {
		return err
	}
	last := 0 // the numbers of one record mostly stand together
	return h.table(s.name, []hcColumn{{"parent_key", false}, {"epoch_millis", false}, {s.column, false}}, func(r hcRow) error {
		id, isInt := r.values[0].(int64)
		if !isInt {
			return h.refuse(r.named(0), reasonNotInteger)
		}
		if last >= len(parents) || parents[last].id != id {
			at, found := slices.BinarySearchFunc(parents, id, func(p hcParent, id int64) int { return cmp.Compare(p.id, id) })
			if !found {
				return h.refuse(r.named(0), "the record that it belongs to is missing, or was left out")
			}
			last = at
		}
		start, isInt := r.values[1].(int64)
		switch {
		case !isInt:
			return h.refuse(r.named(1), reasonNotInteger)
		case !health.PossibleTime(start):
			return h.refuse(r.named(1), reasonNoSuchYear)
		}
		d, ok, err := r.number(2, s.metric, s.unit)
		if !ok || err != nil {
			return err
		}
		return h.sample(s.metric, parents[last].source, health.Sample{
			Start: start, Value: d, Unit: s.unit, Offset: parents[last].offset, Origin: h.origin(),
		})
	})
}

// parents reads the records of a series, by their number.
func (h *hcReader) parents(table string) ([]hcParent, error) {
	columns := append(hcInterval[:len(hcInterval):len(hcInterval)], hcColumn{"row_id", false})
	var all []hcParent
	err := h.scanTable(table, columns, func(r hcRow) error {
		s, ok, err := r.when()
		if !ok || err != nil {
			return err
		}
		id, isInt := r.values[len(columns)-1].(int64)
		if !isInt {
			return h.refuse(r.named(len(columns)-1), reasonNotInteger)
		}
		if len(all) == mostParents {
			return tooLarge(h.file.name, "the table %s has more than %d rows", table, mostParents)
		}
		all = append(all, hcParent{id, r.source("other"), s.Offset})
		return nil
	})
	// They are stored in this order, if the table is as Android makes it.
	slices.SortStableFunc(all, func(a, b hcParent) int { return cmp.Compare(a.id, b.id) })
	return all, err
}
