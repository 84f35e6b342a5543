package intake

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitalkeep/health"
	"vitalkeep/vault"
)

// sink hands everything to the stage and keeps the first rejects.
type sink struct {
	stage    *vault.Stage
	rejects  []health.Reject
	rejected int
	pictures *pictures
	heads    map[uint32][]Head // by number of the file
}

// Head is a reading of the first lines of a file, as it was understood.
type Head struct {
	Metric health.MetricID  // empty for entries
	Entry  health.EntryKind // UnknownEntry for samples
	Sample health.Sample    // of an entry only Start, Duration, Offset and Origin
}

// How much of each file is kept as its head.
const (
	headRows = 6
	maxHeads = 24
)

// head keeps a reading if it stands in the first lines of its file.
func (s *sink) head(h Head) {
	file := h.Sample.Origin.File
	if h.Sample.Origin.Row > headRows || h.Sample.Origin.Row == 0 || len(s.heads[file]) >= maxHeads {
		return
	}
	if s.heads == nil {
		s.heads = map[uint32][]Head{}
	}
	s.heads[file] = append(s.heads[file], h)
}

func (s *sink) File(name string) (uint32, error) { return s.stage.File(keepableName(name)) }

// keepableName makes of any name that a disk can have one that the vault keeps.
func keepableName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(name, string(utf8.RuneError)))
	for len(name) > vault.MaxFileName {
		_, n := utf8.DecodeRuneInString(name) // its end tells more
		name = name[n:]
	}
	return cmp.Or(name, string(utf8.RuneError))
}

func (s *sink) Sample(m health.MetricID, source health.SourceID, x health.Sample) error {
	s.head(Head{Metric: m, Sample: x})
	return s.stage.Sample(m, source, x)
}

// Samples makes the sink an importers.BulkSink.
func (s *sink) Samples(m health.MetricID, source health.SourceID, rows []health.Sample) error {
	for _, x := range rows {
		if x.Origin.Row > headRows { // rows rise
			break
		}
		s.head(Head{Metric: m, Sample: x})
	}
	return s.stage.Samples(m, source, rows)
}

func (s *sink) Entry(e health.Entry) error {
	s.head(Head{Entry: e.Kind, Sample: health.Sample{Start: e.Start, Duration: e.Duration, Offset: e.Offset, Origin: e.Origin}})
	return s.stage.Entry(s.pictures.named(e))
}

// Picture implements importers.Pictures.
func (s *sink) Picture(name string, data []byte) error { return s.pictures.seen(name, data) }

func (s *sink) Reject(r health.Reject) error {
	s.rejected++
	if len(s.rejects) < MaxRejects {
		s.rejects = append(s.rejects, r)
	}
	return s.stage.Reject(r)
}

// meter makes one progress of reading and comparing: of five parts, four are
// the reading.
type meter struct {
	tell  func(done, total int64)
	total int64 // bytes of input
}

func newMeter(tell func(done, total int64)) *meter {
	if tell == nil {
		tell = func(int64, int64) {}
	}
	return &meter{tell: tell}
}

func (m *meter) read(done, total int64) {
	m.total = total
	m.tell(done, total+total/4)
}

func (m *meter) compare(done, total int64) {
	if total <= 0 {
		return
	}
	share := float64(min(done, total)) / float64(total)
	m.tell(m.total+int64(share*float64(m.total/4)), m.total+m.total/4)
}
