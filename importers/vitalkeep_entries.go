package importers

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"vitalkeep/health"
)

// readEntries reads vitalkeep_entries.csv.
func readEntries(f *fileReader) error {
	for {
		ok, err := f.next()
		if !ok || err != nil {
			return err
		}
		if len(f.cells) != len(entriesHeader) {
			if err := f.wrongWidth(); err != nil {
				return err
			}
			continue
		}
		var e health.Entry
		var okK, okS, okD, okF bool
		var wrongT string
		e.Kind, okK = entryKinds[string(f.cells[0])]
		e.Source, okS = parseSource(string(f.cells[1]))
		// The mark that keeps a spreadsheet from running the key as a formula.
		e.Key = strings.TrimPrefix(string(f.cells[2]), "'")
		e.Start, e.Offset, wrongT = readInstant(f.cells[3])
		length, errD := health.ParseDecimal(f.cells[4])
		e.Duration, okD = millis(length)
		e.Fields, okF = parseFields(f.cells[5])
		at, reason := -1, ""
		switch {
		case !okK:
			at, reason = 0, "this kind of entry is not known; it may be from a newer version of Vitalkeep"
		case !okS:
			at, reason = 1, reasonSource
		case wrongT != "":
			at, reason = 3, wrongT
		case errD != nil || !okD:
			at, reason = 4, reasonDuration
		case !okF:
			at, reason = 5, "not a JSON list of pairs of texts"
		}
		if reason != "" {
			err = f.reject(at, reason)
		} else {
			err = f.entry(e)
		}
		if err != nil {
			return err
		}
	}
}

var entryKinds = func() map[string]health.EntryKind {
	m := map[string]health.EntryKind{}
	for k := health.UnknownEntry + 1; k.String() != health.UnknownEntry.String(); k++ {
		m[k.String()] = k
	}
	return m
}()

// parseFields reads [["name","text"],…], strictly.
func parseFields(cell []byte) ([]health.Field, bool) {
	if !utf8.Valid(cell) { // the decoder would replace what is not
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(cell))
	var pairs [][]string
	if err := dec.Decode(&pairs); err != nil || pairs == nil {
		return nil, false
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	var fields []health.Field
	for _, p := range pairs {
		if len(p) != 2 || p[0] == "" {
			return nil, false
		}
		fields = append(fields, health.Field{Name: p[0], Text: p[1]})
	}
	return fields, true
}
