package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"

	"vitalkeep/health"
	"vitalkeep/vault"
)

// inboxName is how the inbox stands beside people in lists.
const inboxName = "inbox"

// moveOrder is what a call of move asks for.
type moveOrder struct {
	from, to        string
	inbox           bool
	metric, kind    string
	source, batch   string
	at, since, till string
}

func prepareMove(f *flag.FlagSet) func(context.Context, *call) error {
	var o moveOrder
	f.StringVar(&o.from, "profile", "", "`NAME` of the person with whom it lies")
	f.BoolVar(&o.inbox, "inbox", false, "take it from the inbox instead")
	f.StringVar(&o.to, "to", "", "`NAME` of the person whose it is")
	f.StringVar(&o.metric, "metric", "", "name of the metric")
	f.StringVar(&o.kind, "kind", "", "kind of documents")
	f.StringVar(&o.source, "source", "", "`SOURCE`, as list --json gives it")
	f.StringVar(&o.batch, "import", "", "`ID` of an import")
	f.StringVar(&o.at, "at", "", "`TIME` at which one reading starts")
	f.StringVar(&o.since, "since", "", "first `TIME`")
	f.StringVar(&o.till, "until", "", "last `TIME`")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		what, err := o.selection()
		if err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error {
			to, err := profileNamed(v, o.to)
			if err != nil {
				return err
			}
			from, err := c.source(v, o.from, o.inbox)
			if err != nil {
				return err
			}
			for _, p := range []health.Profile{from, to} {
				if err := c.openProfile(ctx, v, p); err != nil {
					return err
				}
			}
			zone, err := from.Location()
			if err != nil {
				return err
			}
			times, err := o.times(zone)
			if err != nil {
				return err
			}
			what.From, what.To = times.from, times.to
			m, err := v.MoveAll(ctx, from.ID, to.ID, what)
			if conflict, ok := errors.AsType[*vault.MoveConflictError](err); ok {
				return advice{
					fmt.Sprintf("%s has another value for %s of these; nothing was moved.", to.Name, counted(conflict.Readings, "reading", "readings")),
					"Delete one of the two values first, or choose less with --since and --until.", err,
				}
			}
			if err != nil {
				return err
			}
			return c.tellMove(v, m)
		})
	}
}

// source is the person from whom something is moved, or the inbox.
func (c *call) source(v *vault.Vault, name string, inbox bool) (health.Profile, error) {
	if !inbox {
		return profileNamed(v, name)
	}
	p, ok := v.Inbox()
	if !ok {
		return p, advice{"The inbox is empty.", "Only what was imported with --unclear lies there.", vault.ErrNoReading}
	}
	return p, nil
}

// selection is what is said of the readings but for their time.
func (o *moveOrder) selection() (s vault.Selection, err error) {
	switch {
	case o.to == "":
		return s, wrongUsage("Name the person whose it is with --to.")
	case o.inbox == (o.from != ""):
		return s, wrongUsage("Say where it lies, with --profile or --inbox.")
	case o.metric+o.kind+o.source+o.batch == "":
		return s, wrongUsage("Say what to move, with --metric, --kind, --source or --import.")
	case o.at != "" && o.since+o.till != "":
		return s, wrongUsage("--at is one instant; leave --since and --until out.")
	}
	if o.metric != "" {
		m, err := metricOf(o.metric)
		if err != nil {
			return s, err
		}
		s.Metrics = []health.MetricID{m.ID}
	}
	if o.kind != "" {
		kind, ok := kindOf(o.kind)
		if !ok {
			return s, wrongUsage("There is no kind %q. Known are %s.", o.kind, strings.Join(kindNames(), ", "))
		}
		s.Entries = []health.EntryKind{kind}
	}
	if o.source != "" {
		s.Sources = []health.SourceID{health.SourceID(o.source)}
	}
	if o.batch != "" {
		if s.Batch, err = health.ParseBatchID(o.batch); err != nil {
			return s, wrongUsage("%q is not an identifier of an import. Call vitalkeep-cli imports or inbox to see them.", o.batch)
		}
	}
	return s, nil
}

// times is when the readings start; a zero is no bound.
func (o *moveOrder) times(zone *time.Location) (span, error) {
	if o.at != "" {
		start, err := momentOf(o.at)
		return span{start, start + 1}, err
	}
	s, err := spanOf(o.since, o.till, zone)
	if s.from == earliest {
		s.from = 0
	}
	if s.to == latest {
		s.to = 0
	}
	return s, err
}

type moveJSON struct {
	ID       string `json:"move_id"`
	At       int64  `json:"at"`
	From     string `json:"from"`
	To       string `json:"to"`
	Readings int    `json:"readings"`
	Already  int    `json:"already_there"`
}

func (c *call) moveJSON(v *vault.Vault, m vault.Moved) (moveJSON, error) {
	profiles, err := v.Profiles()
	if err != nil {
		return moveJSON{}, err
	}
	named := func(id health.ProfileID) string {
		if p, ok := v.Inbox(); ok && p.ID == id {
			return inboxName
		}
		return nameOf(profiles, id)
	}
	return moveJSON{m.ID.String(), m.At, named(m.From), named(m.To), m.Readings, m.Already}, nil
}

func (c *call) tellMove(v *vault.Vault, m vault.Moved) error {
	out, err := c.moveJSON(v, m)
	switch {
	case err != nil:
		return err
	case c.json:
		return c.printJSON(out)
	}
	c.printf("Moved %s from %s to %s, with their history", counted(m.Readings, "reading", "readings"), out.From, out.To)
	if m.Already > 0 {
		c.printf("; %s had %d of them just the same", out.To, m.Already)
	}
	c.printf(". To take it back, until the vault is compacted: vitalkeep-cli undo-move %s\n", out.ID)
	return nil
}

func prepareMoves(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, func(v *vault.Vault) error {
			all, err := v.Moves()
			if err != nil {
				return err
			}
			var rows [][]string
			for _, m := range all {
				out, err := c.moveJSON(v, m)
				if err == nil && c.json {
					err = c.printJSON(out)
				}
				if err != nil {
					return err
				}
				rows = append(rows, []string{out.ID, time.UnixMilli(m.At).Format("2006-01-02 15:04"), out.From, out.To, strconv.Itoa(m.Readings)})
			}
			switch {
			case c.json:
			case len(rows) == 0:
				c.printf("There is no move that could be taken back.\n")
			default:
				c.table([]string{"move", "when", "from", "to", "readings"}, rows)
			}
			return nil
		})
	}
}

func prepareUndoMove(*flag.FlagSet) func(context.Context, *call) error {
	return takeBack{
		list: "moves", what: "a move", key: "move_id", said: "What the move %s took is where it was.\n",
		do: (*vault.Vault).UndoMove,
	}.run
}

func prepareInbox(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, func(v *vault.Vault) error { return c.listInbox(ctx, v) })
	}
}

type unclaimedJSON struct {
	ImportID string            `json:"import_id"`
	Title    string            `json:"title"`
	Source   health.SourceID   `json:"source"`
	Readings int               `json:"readings"`
	Metrics  []health.MetricID `json:"metrics"`
	Kinds    []string          `json:"kinds"`
	First    int64             `json:"first"`
	Last     int64             `json:"last"`
}

func (c *call) listInbox(ctx context.Context, v *vault.Vault) error {
	p, ok := v.Inbox()
	var list []vault.Brought
	if ok {
		var err error
		if list, err = v.Brought(ctx, p.ID); err != nil {
			return err
		}
	}
	batches, err := v.Batches()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, b := range list {
		out := unclaimedJSON{
			ImportID: b.Batch.String(), Source: b.Source, Readings: b.Readings, Metrics: b.Metrics, Kinds: []string{}, First: b.First, Last: b.Last,
		}
		if out.Metrics == nil {
			out.Metrics = []health.MetricID{}
		}
		words := make([]string, 0, len(b.Metrics)+len(b.Kinds))
		for _, m := range b.Metrics {
			words = append(words, string(m))
		}
		for _, k := range b.Kinds {
			out.Kinds = append(out.Kinds, k.String())
		}
		for _, o := range batches {
			if o.ID == b.Batch {
				out.Title = o.Title
			}
		}
		if c.json {
			if err := c.printJSON(out); err != nil {
				return err
			}
			continue
		}
		day := func(at int64) string { return time.UnixMilli(at).UTC().Format(time.DateOnly) }
		rows = append(rows, []string{
			out.ImportID, out.Title, string(b.Source), strconv.Itoa(b.Readings), day(b.First), day(b.Last),
			strings.Join(append(words, out.Kinds...), ", "),
		})
	}
	switch {
	case c.json:
	case len(rows) == 0:
		c.printf("The inbox is empty.\n")
	default:
		c.table([]string{"import", "file", "source", "readings", "from", "to", "what"}, rows)
		c.printf("Give them to whom they belong: vitalkeep-cli move --inbox --import ID --to NAME\n")
	}
	return nil
}
