package importers

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"vitalkeep/health"
)

// columnJSON is a MappedColumn in JSON. A unit that is not known is left out;
// one that is known to be none is empty.
type columnJSON struct {
	Role string  `json:"role"`
	Unit *string `json:"unit,omitempty"`
}

// MarshalJSON writes {"role":"weight","unit":"kg"}, without a unit where it is
// not known.
func (c MappedColumn) MarshalJSON() ([]byte, error) {
	out := columnJSON{Role: c.Role}
	if c.Known {
		id := c.Unit.ID()
		out.Unit = &id
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *MappedColumn) UnmarshalJSON(raw []byte) error {
	var in columnJSON
	if err := json.Unmarshal(raw, &in); err != nil {
		return err
	}
	*c = MappedColumn{Role: in.Role}
	if in.Unit != nil {
		u, ok := parseUnitID(*in.Unit)
		if !ok {
			return fmt.Errorf("there is no unit %q", *in.Unit)
		}
		c.Unit, c.Known = u, true
	}
	return nil
}

// Most columns of a mapping, and bytes of the name of a role.
const (
	maxMappedColumns = 256
	maxMappedRole    = maxMetricID
)

// Check says in words what a mapping from outside has that no table can be read
// with; nil for one that can be tried. What it leaves open is no error.
func (m Mapping) Check() error {
	switch {
	case !isComma(m.Comma):
		return fmt.Errorf("columns are separated by one of , ; | or a tab, not by %q", m.Comma)
	case m.Decimal != "" && m.Decimal != "." && m.Decimal != ",":
		return fmt.Errorf("the decimal sign is a point or a comma, not %q", m.Decimal)
	case !knownEncoding(m.Encoding):
		return fmt.Errorf("there is no encoding %q", m.Encoding)
	case m.Dates != "" && !slices.Contains(DateForms(), m.Dates):
		return fmt.Errorf("there is no form of dates %q", m.Dates)
	case len(m.Columns) > maxMappedColumns:
		return fmt.Errorf("there are more than %d columns", maxMappedColumns)
	}
	for i, c := range m.Columns {
		if len(c.Role) > maxMappedRole || !utf8.ValidString(c.Role) || !knownRole(c.Role) {
			return fmt.Errorf("column %d: there is no role of that name", i+1)
		}
		if reason := unfitUnit(c); reason != "" {
			return fmt.Errorf("column %d: %s", i+1, reason)
		}
	}
	return nil
}

// knownRole reports whether a column can have the role.
func knownRole(role string) bool {
	switch role {
	case RoleNone, RoleDateTime, RoleDate, RoleTime, RoleComment, RolePressure:
		return true
	}
	m, ok := health.Lookup(health.MetricID(role))
	return ok && len(m.ID) <= maxMetricID
}

// unfitUnit says what is wrong with the unit of a column.
func unfitUnit(c MappedColumn) string {
	if !c.Known {
		return ""
	}
	var want health.Unit
	switch c.Role {
	case RoleNone, RoleDateTime, RoleDate, RoleTime, RoleComment:
		return ""
	case RolePressure:
		want = health.MillimetreOfMercury
	default:
		want = metric(health.MetricID(c.Role)).Unit.Canonical()
	}
	if c.Unit.Canonical() != want {
		return "this unit does not belong to what is measured"
	}
	return ""
}
