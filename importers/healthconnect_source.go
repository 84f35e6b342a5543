package importers

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
)

// hcSources tells the source of a record from the program and the device that
// wrote it.
type hcSources struct {
	apps    map[int64]hcApp
	devices map[int64]int64 // their types
	known   map[hcOrigin]health.SourceID
}

type hcApp struct{ pack, name string }

// hcOrigin is what a record says of where it comes from.
type hcOrigin struct {
	app, device, method int64
	class               string // for what no device is named
}

// manualEntry is the recording method of what a person typed in.
const manualEntry = 3

// hcDevices are the classes of the types of devices.
var hcDevices = map[int64]string{1: "watch", 2: "phone", 3: "scale", 4: "tracker", 6: "tracker", 7: "hr"}

// hcVendors begin the packages of programs that hand on what their own vendor's
// account holds as well.
var hcVendors = []string{"com.withings.", "com.fitbit.", "com.sec.android.app.shealth", "com.samsung.", "com.garmin."}

// mostApps bounds how many programs and devices are remembered.
const mostApps = 100_000

// loadSources reads the tables of programs and devices. Records whose program
// is missing come from an unknown one.
func (h *hcReader) loadSources() error {
	h.sources = hcSources{apps: map[int64]hcApp{}, devices: map[int64]int64{}, known: map[hcOrigin]health.SourceID{}}
	err := h.lookup("application_info_table", []hcColumn{{"row_id", false}, {"package_name", false}, {"app_name", true}}, func(v []any) {
		if id, ok := v[0].(int64); ok && len(h.sources.apps) < mostApps {
			pack, _ := v[1].(string)
			name, _ := v[2].(string)
			h.sources.apps[id] = hcApp{pack, name}
		}
	})
	if err != nil {
		return err
	}
	return h.lookup("device_info_table", []hcColumn{{"row_id", false}, {"device_type", false}}, func(v []any) {
		id, ok1 := v[0].(int64)
		kind, ok2 := v[1].(int64)
		if ok1 && ok2 && len(h.sources.devices) < mostApps {
			h.sources.devices[id] = kind
		}
	})
}

// lookup reads a table that explains numbers in others.
func (h *hcReader) lookup(table string, columns []hcColumn, row func([]any)) error {
	if !h.db.has(table) {
		return nil
	}
	have, err := h.db.columns(table)
	if err != nil {
		return h.damaged(table, err)
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		if names[i] = c.name; !have[c.name] {
			if !c.optional {
				return nil
			}
			names[i] = "NULL"
		}
	}
	h.row = 0
	return h.damaged(table, h.db.scan(table, names, func(_ int64, v []any) error {
		row(v)
		return nil
	}))
}

// source returns who a record comes from. Its first three columns say it; class
// is that of records without a device.
func (r hcRow) source(class string) health.SourceID {
	o := hcOrigin{app: -1, device: -1, class: class}
	if id, ok := r.values[0].(int64); ok {
		o.app = id
	}
	if id, ok := r.values[1].(int64); ok {
		o.device = id
	}
	o.method, _ = r.values[2].(int64)
	s, ok := r.h.sources.known[o]
	if !ok {
		s = r.h.sources.of(o)
		if len(r.h.sources.known) < mostApps {
			r.h.sources.known[o] = s
		}
	}
	return s
}

func (s *hcSources) of(o hcOrigin) health.SourceID {
	app := s.apps[o.app]
	class := o.class
	if c, ok := hcDevices[s.devices[o.device]]; ok && class == "other" {
		class = c
	}
	for _, v := range hcVendors {
		if strings.HasPrefix(app.pack, v) {
			class = "relay"
		}
	}
	if o.method == manualEntry {
		class = "hand"
	}
	name := sourceName(app.name)
	if name == "" {
		name = sourceName(app.pack)
	}
	return sourceOf("health-connect", class, name)
}

// sourceOf makes a SourceID; name, that of the thing as a file writes it, may be
// empty.
func sourceOf(giver, class, name string) health.SourceID {
	s := giver + ":" + class
	if name != "" {
		s += "/" + name
	}
	return health.SourceID(s)
}

// maxSourceName leaves room for giver and class in the 200 bytes of a source.
const maxSourceName = 160

// sourceName makes a name of a thing fit into a source: printable, without
// blanks around it, and not too long.
func sourceName(s string) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	for len(s) > maxSourceName {
		_, n := utf8.DecodeLastRuneInString(s)
		s = strings.TrimSpace(s[:len(s)-n])
	}
	return s
}
