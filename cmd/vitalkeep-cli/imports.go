package main

import (
	"context"
	"flag"
	"strconv"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareImports(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, c.listImports)
	}
}

type batchJSON struct {
	ImportID string   `json:"import_id"`
	At       int64    `json:"at"`
	Profile  string   `json:"profile"`
	Files    []string `json:"files"`
	New      int      `json:"new"`
}

func (c *call) listImports(v *vault.Vault) error {
	profiles, err := v.Profiles()
	if err != nil {
		return err
	}
	names := map[health.ProfileID]string{}
	zones := map[health.ProfileID]*time.Location{}
	for _, p := range profiles {
		names[p.ID] = p.Name
		if zones[p.ID], err = p.Location(); err != nil {
			return err
		}
	}
	if p, ok := v.Inbox(); ok {
		names[p.ID] = inboxName
	}
	batches, err := v.Batches()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, b := range batches {
		if c.json {
			files := b.Files
			if files == nil {
				files = []string{}
			}
			if err := c.printJSON(batchJSON{b.ID.String(), b.At, names[b.Profile], files, b.New}); err != nil {
				return err
			}
			continue
		}
		zone := zones[b.Profile]
		if zone == nil {
			zone = time.UTC
		}
		rows = append(rows, []string{
			b.ID.String(), time.UnixMilli(b.At).In(zone).Format("2006-01-02 15:04"), names[b.Profile],
			strconv.Itoa(b.New), b.Title,
		})
	}
	if c.json {
		return nil
	}
	if len(rows) == 0 {
		c.printf("Nothing was imported yet.\n")
		return nil
	}
	c.table([]string{"import", "when", "profile", "new", "what"}, rows)
	return nil
}

func prepareUndoImport(*flag.FlagSet) func(context.Context, *call) error {
	return takeBack{
		list: "imports", what: "an import", key: "import_id", said: "The import %s was taken back.\n",
		do: (*vault.Vault).UndoBatch,
	}.run
}

// takeBack is a command that undoes what its one argument names.
type takeBack struct {
	list string // the command that lists them
	what string
	key  string // of the identifier in JSON
	said string // when it is done; %s is the identifier
	do   func(*vault.Vault, context.Context, health.BatchID) error
}

func (t takeBack) run(ctx context.Context, c *call) error {
	if len(c.args) != 1 {
		return wrongUsage("Give one identifier, as vitalkeep-cli %s lists them.", t.list)
	}
	id, err := health.ParseBatchID(c.args[0])
	if err != nil {
		return wrongUsage("%q is not an identifier of %s. Call vitalkeep-cli %s to see them.", c.args[0], t.what, t.list)
	}
	return c.with(ctx, false, func(v *vault.Vault) error {
		if err := t.do(v, ctx, id); err != nil {
			return err
		}
		if c.json {
			return c.printJSON(map[string]string{t.key: id.String()})
		}
		c.printf(t.said, id)
		return nil
	})
}
