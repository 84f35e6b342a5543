package importers

import (
	"encoding/json"
	"strings"
	"testing"

	"vitalkeep/health"
)

func TestMappingSurvivesJSON(t *testing.T) {
	m := Mapping{
		Comma: ";", Decimal: ",", Encoding: "utf-8", Header: true, Dates: "dd.mm.yyyy",
		Columns: []MappedColumn{
			{Role: RoleDateTime},
			{Role: "weight", Unit: health.Pound, Known: true},
			{Role: "height"},
			{Role: "sleep_stage", Known: true},
			{},
		},
	}
	raw, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"comma":";","decimal":",","encoding":"utf-8","header":true,"dates":"dd.mm.yyyy","columns":[{"role":"datetime"},{"role":"weight","unit":"lb"},{"role":"height"},{"role":"sleep_stage","unit":""},{"role":""}]}`
	if string(raw) != want {
		t.Errorf("%s", raw)
	}
	var again Mapping
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	if back, err := json.Marshal(again); err != nil || string(back) != want || again.Check() != nil {
		t.Errorf("%s, %v, %v", back, err, again.Check())
	}
}

func TestMappingFromOutsideIsChecked(t *testing.T) {
	good := func(change func(*Mapping)) Mapping {
		m := Mapping{Comma: ",", Encoding: "utf-8", Columns: []MappedColumn{{Role: RoleDate}}}
		change(&m)
		return m
	}
	cases := []struct {
		name   string
		change func(*Mapping)
		want   string
	}{
		{"nothing wrong", func(*Mapping) {}, ""},
		{"a letter between columns", func(m *Mapping) { m.Comma = "x" }, "separated"},
		{"another decimal sign", func(m *Mapping) { m.Decimal = "'" }, "decimal sign"},
		{"another encoding", func(m *Mapping) { m.Encoding = "ebcdic" }, "encoding"},
		{"another form of dates", func(m *Mapping) { m.Dates = "yyyy-dd-mm" }, "form of dates"},
		{"too many columns", func(m *Mapping) { m.Columns = make([]MappedColumn, 257) }, "more than"},
		{"another role", func(m *Mapping) { m.Columns[0].Role = "mood" }, "column 1"},
		{"a unit of something else", func(m *Mapping) {
			m.Columns = append(m.Columns, MappedColumn{Role: "weight", Unit: health.Metre, Known: true})
		}, "column 2"},
		{"a generic metric", func(m *Mapping) { m.Columns[0].Role = "raw_visceral_fat" }, ""},
	}
	for _, c := range cases {
		err := good(c.change).Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
