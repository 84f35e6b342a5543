package importers

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"vitalkeep/health"
)

// stage is a piece of a night.
type stage struct {
	start, end int64
	code       int64
}

// stageMetrics are the totals of a night by the code of the stage.
var stageMetrics = [...]health.MetricID{
	health.StageAwake: "sleep_awake", health.StageLight: "sleep_light", health.StageDeep: "sleep_deep", health.StageREM: "sleep_rem",
}

// stageCode maps the words for stages. Those of classic nights (asleep,
// restless) tell no stage.
func stageCode(word []byte) (int64, bool) {
	switch strings.ToLower(string(word)) {
	case "wake", "awake":
		return health.StageAwake, true
	case "light":
		return health.StageLight, true
	case "deep":
		return health.StageDeep, true
	case "rem":
		return health.StageREM, true
	}
	return 0, false
}

// laid cuts what lies in over out of stages, so that no moment has two: short
// wakes are listed apart from the stages that they interrupt.
func laid(stages, over []stage) []stage {
	for _, o := range over {
		var out []stage
		for _, s := range stages {
			if o.end <= s.start || s.end <= o.start {
				out = append(out, s)
				continue
			}
			if s.start < o.start {
				out = append(out, stage{s.start, o.start, s.code})
			}
			if o.end < s.end {
				out = append(out, stage{o.end, s.end, s.code})
			}
		}
		stages = append(out, o)
	}
	slices.SortFunc(stages, func(a, b stage) int { return cmp.Compare(a.start, b.start) })
	return stages
}

// night hands over the stages of a night and what each comes to. The totals
// cover the whole night, as the entry does.
func (f *fileReader) night(source health.SourceID, start, duration int64, offset int32, stages []stage) error {
	m := metric("sleep_stage")
	var sums [len(stageMetrics)]int64
	for _, s := range stages {
		sums[s.code] += s.end - s.start
		if err := f.sample(m.ID, source, health.Sample{
			Start: s.start, Duration: s.end - s.start, Value: health.Int(s.code), Offset: f.zone.or(s.start, offset),
			Form: health.NoText, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return f.nightTotals(source, start, duration, offset, sums)
}

// nightTotals hands over how long each stage of a night was, in milliseconds.
func (f *fileReader) nightTotals(source health.SourceID, start, duration int64, offset int32, sums [len(stageMetrics)]int64) error {
	for code, id := range stageMetrics {
		if err := f.sample(id, source, health.Sample{
			Start: start, Duration: duration, Value: seconds(sums[code]), Unit: health.Second, Offset: offset,
			Form: health.NoText, Origin: f.origin(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// seconds returns milliseconds as a number of seconds.
func seconds(ms int64) health.Decimal {
	if ms%1000 == 0 {
		return health.Int(ms / 1000)
	}
	return health.Decimal{Mantissa: ms, Places: 3}.Normal()
}

const (
	longestNight = 48 * 3600 * 1000
	reasonLength = "not a duration of up to 48 hours"
)

// readFitbitSleep reads the nights of sleep-*.json. Their times are local; from
// the start on, the stages are followed by their lengths, so that a night
// through which the clocks change is read as well.
func readFitbitSleep(f *fileReader, v jsonValue) error {
	w, _, rest, ok := isoWall(v.get("startTime").text())
	if !ok || len(rest) > 0 {
		return f.refuse("startTime", reasonNoISO)
	}
	start, offset, reason, err := f.inZone(w)
	if err != nil {
		return err
	}
	if reason != "" {
		return f.refuse("startTime", reason)
	}
	length, ok := v.get("duration").whole()
	if !ok || length <= 0 || length > longestNight {
		return f.refuse("duration", reasonLength)
	}
	source := sourceFitbitNights
	if string(v.get("logType").text()) == "manual" {
		source = sourceFitbitHand
	}
	before := f.report.Entries
	if err := f.entry(health.Entry{
		Kind: health.SleepNight, Source: source, Start: start, Duration: length, Offset: offset,
		Fields: v.keep("startTime", "levels.data", "levels.shortData"),
	}); err != nil || f.report.Entries == before {
		return err
	}
	if string(v.get("type").text()) != "stages" {
		return nil
	}
	stages, good, err := f.fitbitStages(v.get("levels", "data"), "levels.data", start, start+length)
	if err != nil || !good {
		return err
	}
	wakes, good, err := f.fitbitStages(v.get("levels", "shortData"), "levels.shortData", start, start+length)
	if err != nil || !good || len(stages) == 0 {
		return err
	}
	return f.night(source, start, length, offset, laid(stages, wakes))
}

// fitbitStages reads a list of stages. One that cannot be read costs all of the
// night: totals without it would be wrong. good is false then.
func (f *fileReader) fitbitStages(list jsonValue, column string, start, end int64) (out []stage, good bool, err error) {
	at := start
	for v := range list.items() {
		code, ok := stageCode(v.get("level").text())
		if !ok {
			return nil, false, f.refuse(column, "a stage of sleep that is not known; the stages of this night are left out")
		}
		n, ok := v.get("seconds").whole()
		w, _, rest, ok2 := isoWall(v.get("dateTime").text())
		if !ok || !ok2 || len(rest) > 0 || n <= 0 || n > longestNight/1000 {
			return nil, false, f.refuse(column, "a stage of sleep without time or length; the stages of this night are left out")
		}
		if !f.shows(w, at) {
			var reason string
			if at, _, reason, err = f.inZone(w); err != nil {
				return nil, false, err
			}
			if reason != "" {
				return nil, false, f.refuse(column, reason+"; the stages of this night are left out")
			}
		}
		if len(out) > 0 && at < out[len(out)-1].end || at < start || at+n*1000 > end+60_000 {
			return nil, false, f.refuse(column, "stages of sleep that overlap or leave the night; the stages of this night are left out")
		}
		out = append(out, stage{at, at + n*1000, code})
		at += n * 1000
	}
	return out, true, nil
}

// readFitbitSleeps reads UserSleeps_*.csv: a row for each night, in UTC with the
// offset beside it.
func readFitbitSleeps(f *fileReader) error {
	from, to, east, giver := f.named("sleep_start"), f.named("sleep_end"), f.named("start_utc_offset"), f.named("data_source")
	for {
		ok, err := f.nextDocument()
		if !ok || err != nil {
			return err
		}
		start, length, offset, column, reason := f.span(from, to, east, longestNight)
		if reason != "" {
			if err := f.reject(column, reason); err != nil {
				return err
			}
			continue
		}
		source := sourceFitbitNights
		if strings.EqualFold(string(f.text(giver)), "manual") {
			source = sourceFitbitHand
		}
		if err := f.entry(health.Entry{
			Kind: health.SleepNight, Source: source, Start: start, Duration: length, Offset: offset, Fields: f.cellsKept(from),
		}); err != nil {
			return err
		}
	}
}

// named finds a column by its name, -1 for none.
func (f *fileReader) named(name string) int {
	return slices.IndexFunc(f.header, func(h string) bool { return strings.EqualFold(h, name) })
}

// span reads the begin, the end and the offset of the current row.
func (f *fileReader) span(from, to, east int, longest int64) (start, length int64, offset int32, column int, reason string) {
	if f.cut() {
		return 0, 0, 0, -1, reasonCut
	}
	start, _, reason = readZoned(f.text(from))
	if reason != "" {
		return 0, 0, 0, from, reason
	}
	end, _, reason := readZoned(f.text(to))
	switch {
	case reason != "":
		return 0, 0, 0, to, reason
	case end < start:
		return 0, 0, 0, to, reasonEndBefore
	case end-start > longest:
		return 0, 0, 0, to, "longer than this can last"
	}
	offset, ok := parseOffset(f.text(east))
	if !ok {
		return 0, 0, 0, east, "not an offset such as +02:00"
	}
	return start, end - start, offset, 0, ""
}

// cellsKept returns the cells of the current row that are not empty, under the
// names of their columns.
func (f *fileReader) cellsKept(without ...int) []health.Field {
	var out []health.Field
	for i, h := range f.header {
		if text := f.text(i); len(text) > 0 && h != "" && !slices.Contains(without, i) {
			out = append(out, health.Field{Name: h, Text: string(text)})
		}
	}
	return out
}

// mostNights bounds the nights that are known by name at one time.
const mostNights = 100_000

// knownNight is what UserSleeps_*.csv says of a night.
type knownNight struct {
	start, length int64
	offset        int32
}

// stagesOf is what UserSleepStages_*.csv says of a night.
type stagesOf struct {
	start, end int64
	row        int // of its first stage
	sums       [len(stageMetrics)]int64
	broken     bool
}

// readFitbitSleepStages reads UserSleepStages_*.csv. Rows of one night may stand
// anywhere, and a file may end in the middle of one: what each stage comes to is
// handed over for nights of which sleeps, the files of nights beside it, tell
// that the stages fill them.
func readFitbitSleepStages(sleeps []*inputFile) func(*fileReader) error {
	return func(f *fileReader) error {
		nights := map[string]*stagesOf{}
		id := f.named("sleep_id")
		for {
			ok, err := f.next()
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			key := f.text(id)
			n := nights[string(key)]
			if n == nil {
				if len(nights) >= mostNights || len(key) > maxKey {
					f.stopped = true
					return f.reject(id, "one of more nights than a file can hold; nothing from here on is read")
				}
				n = &stagesOf{start: 1<<63 - 1, end: -1 << 63}
				nights[string(key)] = n
			}
			if err := f.fitbitStage(n); err != nil {
				return err
			}
		}
		return f.fitbitTotals(nights, sleeps)
	}
}

// fitbitStage reads the current row into its night.
func (f *fileReader) fitbitStage(n *stagesOf) error {
	word := f.named("sleep_stage_type")
	start, length, offset, column, reason := f.span(f.named("sleep_stage_start"), f.named("sleep_stage_end"), f.named("start_utc_offset"), longestNight)
	code, known := stageCode(f.text(word))
	if reason == "" && !known {
		switch strings.ToUpper(string(f.text(word))) {
		case "ASLEEP", "RESTLESS", "UNSPECIFIED": // a night that tells no stages
			n.broken = true
			return nil
		}
		column, reason = word, "a stage of sleep that is not known"
	}
	if reason != "" {
		n.broken = true
		return f.reject(column, reason)
	}
	if start < n.start {
		n.start, n.row = start, f.row
	}
	n.end = max(n.end, start+length)
	n.sums[code] += length
	return f.sample("sleep_stage", sourceFitbitNights, health.Sample{
		Start: start, Duration: length, Value: health.Int(code), Offset: offset, Form: health.NoText, Origin: f.origin(),
	})
}

// fitbitTotals hands over what the stages of each night come to.
func (f *fileReader) fitbitTotals(nights map[string]*stagesOf, sleeps []*inputFile) error {
	known, err := f.fitbitNights(sleeps)
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(nights), func(a, b string) int {
		return cmp.Or(cmp.Compare(nights[a].start, nights[b].start), strings.Compare(a, b))
	})
	for _, key := range keys {
		n := nights[key]
		k, ok := known[key]
		if !ok || n.broken {
			continue
		}
		f.row = n.row
		sum := int64(0)
		for _, ms := range n.sums {
			sum += ms
		}
		const loose = 60_000 // begin and end of a night are told to the minute or half of it
		if abs(n.start-k.start) > loose || abs(n.end-k.start-k.length) > loose || sum != n.end-n.start {
			if err := f.refuse("sleep_id", "the stages do not fill the night; what they come to is left out"); err != nil {
				return err
			}
			continue
		}
		if err := f.nightTotals(sourceFitbitNights, k.start, k.length, k.offset, n.sums); err != nil {
			return err
		}
	}
	return nil
}

func abs(n int64) int64 { return max(n, -n) }

// fitbitNights reads the names and times of nights from the files beside this
// one. What is wrong with those is said where they are read themselves.
func (f *fileReader) fitbitNights(sleeps []*inputFile) (map[string]knownNight, error) {
	known := map[string]knownNight{}
	for _, file := range sleeps {
		err := f.beside(file, func(g *fileReader) error {
			id, from, to, east := g.named("sleep_id"), g.named("sleep_start"), g.named("sleep_end"), g.named("start_utc_offset")
			for {
				if ok, err := g.next(); !ok || err != nil {
					return err
				}
				start, length, offset, _, reason := g.span(from, to, east, longestNight)
				if key := g.text(id); reason == "" && len(known) < mostNights && len(key) <= maxKey {
					known[string(key)] = knownNight{start, length, offset}
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return known, nil
}

// beside reads another table of the bundle, of which nothing is handed over.
func (f *fileReader) beside(file *inputFile, read func(*fileReader) error) (err error) {
	rc, err := file.open(&meter{ctx: f.ctx})
	if err != nil {
		return err
	}
	defer closeInto(&err, rc)
	g := &fileReader{ctx: f.ctx, opts: f.opts, lim: f.lim, sink: nowhere{}, file: file, zone: f.zone}
	g.rows = newScanner(rc, f.lim)
	header, problem, err := readHeader(g.rows)
	if err != nil || problem != "" {
		return err
	}
	g.header = header
	return read(g)
}

// nowhere is a sink for what is handed over elsewhere.
type nowhere struct{}

func (nowhere) File(string) (uint32, error)                                  { return 0, nil }
func (nowhere) Sample(health.MetricID, health.SourceID, health.Sample) error { return nil }
func (nowhere) Entry(health.Entry) error                                     { return nil }
func (nowhere) Reject(health.Reject) error                                   { return nil }
