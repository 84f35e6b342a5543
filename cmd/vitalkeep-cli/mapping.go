package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

// mostMap bounds the file of --map.
const mostMap = 4 << 20

// tableJSON is a table as it is understood. What --map reads has the same form.
type tableJSON struct {
	File    string               `json:"file"`
	Path    string               `json:"path"`
	Key     string               `json:"key"`
	Preset  string               `json:"preset"`
	Header  []string             `json:"header"`
	Lines   []string             `json:"lines"`
	Rows    [][]string           `json:"rows"`
	Mapping importers.Mapping    `json:"mapping"`
	Open    []importers.Question `json:"open"`
}

func tablesJSON(tables []importers.Table) []tableJSON {
	out := []tableJSON{}
	for _, t := range tables {
		x := tableJSON{
			File: t.File, Path: t.Path, Key: t.Key(), Preset: t.Preset, Header: t.Header,
			Lines: t.Lines, Rows: t.Rows, Mapping: t.Mapping, Open: t.Open,
		}
		if x.Open == nil {
			x.Open = []importers.Question{}
		}
		if x.Rows == nil {
			x.Rows = [][]string{}
		}
		out = append(out, x)
	}
	return out
}

// showMap writes how the tables among the paths are understood.
func (c *call) showMap(ctx context.Context, v *vault.Vault, p health.Profile, opts intake.Options) error {
	r, err := intake.Recognise(ctx, v, p.ID, c.args, opts)
	if err != nil {
		return err
	}
	return c.printJSON(struct {
		Tables []tableJSON `json:"tables"`
	}{tablesJSON(r.Tables)})
}

// readMap reads the file of --map: what showMap writes, or a mapping alone, which
// then holds for every table with as many columns.
func readMap(path string) (byKey map[string]importers.Mapping, forAll *importers.Mapping, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(f, mostMap+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, nil, err
	}
	if len(raw) > mostMap {
		return nil, nil, wrongUsage("The file of --map is larger than any mapping.")
	}
	var given struct {
		Tables []struct {
			Key     string            `json:"key"`
			Mapping importers.Mapping `json:"mapping"`
		} `json:"tables"`
		importers.Mapping
	}
	if err := json.Unmarshal(raw, &given); err != nil {
		return nil, nil, wrongUsage("The file of --map is no mapping in JSON: %s.", err)
	}
	if given.Tables == nil {
		if err := given.Check(); err != nil {
			return nil, nil, wrongUsage("The mapping of --map: %s.", err)
		}
		return nil, &given.Mapping, nil
	}
	byKey = map[string]importers.Mapping{}
	for _, t := range given.Tables {
		if err := t.Mapping.Check(); err != nil {
			return nil, nil, wrongUsage("The mapping of --map: %s.", err)
		}
		byKey[t.Key] = t.Mapping
	}
	return byKey, nil, nil
}

// takeMap has the tables among the paths read as the file of --map says.
func (c *call) takeMap(ctx context.Context, v *vault.Vault, p health.Profile, path string, opts *intake.Options) error {
	if path == "" {
		return nil
	}
	byKey, forAll, err := readMap(path)
	if err != nil {
		return err
	}
	opts.Mappings = byKey
	if forAll == nil {
		return nil
	}
	r, err := intake.Recognise(ctx, v, p.ID, c.args, *opts)
	if err != nil {
		return err
	}
	opts.Mappings = map[string]importers.Mapping{}
	for _, t := range r.Tables {
		if len(t.Mapping.Columns) == len(forAll.Columns) {
			opts.Mappings[t.Key()] = *forAll
		}
	}
	return nil
}

// mappingAdvice says how the questions that a table leaves open are answered.
func mappingAdvice(err error) error {
	if !errors.Is(err, importers.ErrMappingNeeded) {
		return err
	}
	what, _ := intake.Explain(err)
	return advice{what, "See what was understood with import --show-map, correct it, and give it with --map FILE.", err}
}
