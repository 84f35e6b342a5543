package main

import (
	"context"
	"encoding/json"
	"flag"
	"strconv"
	"strings"

	"vitalkeep/health"
	"vitalkeep/vault"
)

func prepareList(f *flag.FlagSet) func(context.Context, *call) error {
	profile := f.String("profile", "", "`NAME` of the person")
	metric := f.String("metric", "", "name of the metric")
	kind := f.String("kind", "", "`KIND` of documents in place of a metric, such as workout")
	from := f.String("from", "", "first `TIME`")
	to := f.String("to", "", "`TIME` behind the last, or the last date")
	origin := f.Bool("origin", false, "say in which import, file and row each stood, and how it was written there")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		var what listed
		var err error
		if *kind == "" {
			what.metric, err = metricOf(*metric)
		} else if *metric != "" {
			err = wrongUsage("Name a metric or a kind of documents, not both.")
		} else if k, ok := kindOf(*kind); ok {
			what.kind = k
		} else {
			err = wrongUsage("There is no kind %q. Known are %s.", *kind, strings.Join(kindNames(), ", "))
		}
		if err != nil {
			return err
		}
		return c.withProfile(ctx, true, *profile, func(v *vault.Vault, p health.Profile) error {
			loc, err := p.Location()
			if err != nil {
				return err
			}
			if what.span, err = spanOf(*from, *to, loc); err != nil {
				return err
			}
			if *origin {
				if what.origins, err = originsOf(v); err != nil {
					return err
				}
			}
			if what.kind != health.UnknownEntry {
				return c.listEntries(ctx, v, p, what)
			}
			return c.list(ctx, v, p, what)
		})
	}
}

// listed says what a list shows: a metric, or a kind of entries.
type listed struct {
	metric health.Metric
	kind   health.EntryKind
	span   span
	// origins is nil where they are not asked for.
	origins origins
}

// origins finds the imports that readings come from.
type origins map[health.BatchID]health.Batch

func originsOf(v *vault.Vault) (origins, error) {
	all, err := v.Batches()
	if err != nil {
		return nil, err
	}
	o := make(origins, len(all))
	for _, b := range all {
		o[b.ID] = b
	}
	return o, nil
}

// originJSON says where something stood. What was typed by hand has neither
// import nor file. Text is the number as it stands in the row; it is empty where
// the row says it in words or it was worked out from the row, and for entries,
// whose fields are texts themselves.
type originJSON struct {
	ImportID string `json:"import_id"`
	File     string `json:"file"`
	Row      uint32 `json:"row"`
	Text     string `json:"text"`
}

func (o origins) of(id health.BatchID, at health.Origin, text string) *originJSON {
	if o == nil {
		return nil
	}
	out := &originJSON{ImportID: id.String(), Row: at.Row, Text: text}
	if b, ok := o[id]; ok && int(at.File) < len(b.Files) {
		out.File = b.Files[at.File]
	}
	return out
}

// String tells it to people.
func (o *originJSON) String() string {
	if o == nil {
		return ""
	}
	text := "  typed in"
	if o.File != "" {
		text = "  " + o.File
		if o.Row > 0 {
			text += ", row " + strconv.FormatUint(uint64(o.Row), 10)
		}
	}
	if o.Text != "" {
		text += ": " + o.Text
	}
	return text
}

type readingJSON struct {
	T      int64           `json:"t"`
	D      json.RawMessage `json:"d"`
	V      float64         `json:"v"`
	Offset string          `json:"offset"`
	Source health.SourceID `json:"source"`
	Origin *originJSON     `json:"origin,omitempty"`
	Also   []alsoJSON      `json:"also,omitempty"` // with the origin
}

// alsoJSON is the same measurement as another giver handed it over.
type alsoJSON struct {
	T      int64           `json:"t"`
	Source health.SourceID `json:"source"`
	Origin *originJSON     `json:"origin"`
}

func (c *call) list(ctx context.Context, v *vault.Vault, p health.Profile, what listed) error {
	m := what.metric
	for r, err := range v.Readings(ctx, p.ID, m.ID, what.span.from, what.span.to) {
		if err != nil {
			return err
		}
		origin := what.origins.of(r.Batch, r.Origin, r.Text())
		var also []alsoJSON
		for o := r.Also; o != nil && what.origins != nil; o = o.Also {
			also = append(also, alsoJSON{o.Start, o.Source, what.origins.of(o.Batch, o.Origin, o.Text())})
		}
		if c.json {
			err := c.printJSON(readingJSON{r.Start, secondsOf(r.Duration), r.Canonical(), health.FormatOffset(r.Offset), r.Source, origin, also})
			if err != nil {
				return err
			}
			continue
		}
		length := ""
		if r.Duration > 0 {
			length = "for " + health.Decimal{Mantissa: r.Duration, Places: 3}.Normal().String() + " s"
		}
		c.printf("%s  %s %-6s  %-12s  %s%s\n", localTime(r.Start, r.Offset),
			padded(valueFor(p, m, r.Canonical()), 10), unitFor(p, m), length, r.Source.Name(), origin)
		for _, o := range also {
			c.printf("  also from %s%s\n", o.Source.Name(), o.Origin)
		}
	}
	return nil
}

type entryJSON struct {
	T      int64           `json:"t"`
	D      json.RawMessage `json:"d"`
	Kind   string          `json:"kind"`
	Key    string          `json:"key"`
	Offset string          `json:"offset"`
	Source health.SourceID `json:"source"`
	Fields [][2]string     `json:"fields"`
	Origin *originJSON     `json:"origin,omitempty"`
}

func (c *call) listEntries(ctx context.Context, v *vault.Vault, p health.Profile, what listed) error {
	for e, err := range v.Entries(ctx, p.ID, what.span.from, what.span.to) {
		if err != nil {
			return err
		}
		if e.Kind != what.kind {
			continue
		}
		origin := what.origins.of(e.Batch, e.Origin, "")
		if c.json {
			fields := make([][2]string, 0, len(e.Fields))
			for _, f := range e.Fields {
				fields = append(fields, [2]string{f.Name, f.Text})
			}
			err := c.printJSON(entryJSON{
				e.Start, secondsOf(e.Duration), e.Kind.String(), e.Key, health.FormatOffset(e.Offset), e.Source, fields, origin,
			})
			if err != nil {
				return err
			}
			continue
		}
		c.printf("%s  %-12s  %s%s\n", localTime(e.Start, e.Offset), entryNames[e.Kind], e.Source.Name(), origin)
	}
	return nil
}
