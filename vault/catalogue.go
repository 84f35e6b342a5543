package vault

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"vitalkeep/health"
)

func appendField(b []byte, number uint64, v []byte) []byte {
	b = binary.AppendUvarint(b, number)
	return appendBlob(b, v)
}

func appendNumber(b []byte, number, v uint64) []byte {
	return appendField(b, number, binary.AppendUvarint(nil, v))
}

// fields calls f with each field of a record.
func fields(record []byte, f func(number uint64, v *wireReader)) error {
	r := wireReader{b: record}
	for len(r.b) > 0 {
		number := r.uvarint()
		v := wireReader{b: r.blob()}
		if r.failed {
			return errMalformed
		}
		f(number, &v)
		if v.failed {
			return errMalformed
		}
	}
	return r.done()
}

// root is the start of everything. Its version is its counter.
type root struct {
	previous  [sha256.Size]byte // of the root before, as it was sealed
	catalogue ref
	counter   uint64
	journal   journalState
	// stale says that free pages may hold what was deleted.
	stale bool
}

// Fields of the root; 4 is kept.
const (
	rootPrevious  = 1
	rootCatalogue = 2
	rootJournal   = 3 // absent while the journal is empty
	rootStale     = 6
)

func encodeRoot(r root) []byte {
	b := appendField(nil, rootPrevious, r.previous[:])
	b = appendField(b, rootCatalogue, appendRef(nil, r.catalogue))
	if r.journal.count > 0 {
		b = appendField(b, rootJournal, append(binary.AppendUvarint(nil, r.journal.count), r.journal.chain[:]...))
	}
	if r.stale {
		b = appendNumber(b, rootStale, 1)
	}
	return b
}

func decodeRoot(body []byte) (r root, err error) {
	err = fields(body, func(n uint64, v *wireReader) {
		switch n {
		case rootPrevious:
			copy(r.previous[:], v.take(sha256.Size))
		case rootCatalogue:
			r.catalogue = v.ref()
		case rootJournal:
			r.journal.count = v.uvarint()
			copy(r.journal.chain[:], v.take(sha256.Size))
			if r.journal.count == 0 {
				v.fail()
			}
		case rootStale:
			r.stale = v.uvarint() != 0
		}
	})
	if err == nil && r.catalogue.zero() {
		err = errMalformed
	}
	return r, err
}

// The roles of a container.
const (
	roleHome    = 0 // what belongs to the rooms and to no person
	roleProfile = 1
)

// container is a profile, or the home, with everything in it. Once it is part
// of a state it is never changed, only replaced.
type container struct {
	id        [16]byte
	role      byte
	key       *secret
	sealer    sealer
	keyRef    ref // the wrapped key: without this object all else is noise
	docRef    ref
	dirRef    ref
	rollupRef ref // zero when there are none of this state
	pictures  []*picture
	// picturesRef is the list of the pictures, zero while there are none.
	picturesRef ref
	profile     health.Profile
	passcode    *profilePasscode  // nil unless the person set one
	choices     map[string][]byte // of the person, see Preference; never changed, only replaced
	series      []series
	nodes       []*node // by rising sequence
	directory   map[uint32][]*nodeSeries
	rollups     *rollups // nil like rollupRef
	// badRollups is a rollup directory that cannot be used: damaged, or of
	// another state.
	badRollups ref
	// unwritten holds objects that are not in the file yet, while the next
	// state is made.
	unwritten *objectWriter
	farewell  *farewell // nil unless the profile is leaving; never changed, only replaced
	// cache keeps what is read from this copy of a state's container; see Overview.
	cache *segmentCache

	// What the journal holds, in the order of typing; it lies over the nodes.
	typed    typed
	waiting  map[uint32]*waiting // the same by number of the series
	unlisted []series            // that no node has
}

// series is one sequence of samples or entries of a container.
type series struct {
	number uint32
	metric health.MetricID // samples only
	entry  health.EntryKind
	source health.SourceID
}

// Fields of the catalogue and of one container in it.
const (
	catalogueContainer = 1
	catalogueSettings  = 2 // absent until there is something to remember

	containerID       = 1
	containerRole     = 2
	containerKey      = 3
	containerDoc      = 4
	containerDir      = 5
	containerRoll     = 6
	containerPictures = 7 // since 1.2
	containerFarewell = 9
)

func encodeCatalogue(s *state) []byte {
	var b []byte
	for _, c := range s.containers {
		f := appendField(nil, containerID, c.id[:])
		f = appendNumber(f, containerRole, uint64(c.role))
		f = appendField(f, containerKey, appendRef(nil, c.keyRef))
		f = appendField(f, containerDoc, appendRef(nil, c.docRef))
		f = appendField(f, containerDir, appendRef(nil, c.dirRef))
		if !c.rollupRef.zero() {
			f = appendField(f, containerRoll, appendRef(nil, c.rollupRef))
		}
		if !c.picturesRef.zero() {
			f = appendField(f, containerPictures, appendRef(nil, c.picturesRef))
		}
		if c.farewell != nil {
			f = appendField(f, containerFarewell, encodeFarewell(c.farewell))
		}
		b = appendField(b, catalogueContainer, f)
	}
	if !s.settingsRef.zero() {
		b = appendField(b, catalogueSettings, appendRef(nil, s.settingsRef))
	}
	return b
}

// decodeCatalogue returns the containers and where the settings are.
func decodeCatalogue(body []byte) (cs []*container, settings ref, err error) {
	var inner error
	err = fields(body, func(n uint64, v *wireReader) {
		if n == catalogueSettings {
			settings = v.ref()
		}
		if n != catalogueContainer {
			return
		}
		c := new(container)
		e := fields(v.b, func(n uint64, v *wireReader) {
			switch n {
			case containerID:
				c.id = v.array16()
			case containerRole:
				c.role = v.byte()
			case containerKey:
				c.keyRef = v.ref()
			case containerDoc:
				c.docRef = v.ref()
			case containerDir:
				c.dirRef = v.ref()
			case containerRoll:
				c.rollupRef = v.ref()
			case containerPictures:
				c.picturesRef = v.ref()
			case containerFarewell:
				if c.farewell = decodeFarewell(v.b); c.farewell == nil {
					v.fail()
				}
			}
		})
		if e != nil {
			inner = e
		}
		cs = append(cs, c)
	})
	if err == nil {
		err = inner
	}
	return cs, settings, err
}

// Fields of a profile's document.
const (
	docName   = 1
	docFlags  = 2 // bit 0 main, bit 1 sample data, since 1.4 bit 2 inbox
	docUnits  = 3
	docZone   = 4
	docSeries = 5 // number, entry kind, metric, source
	docChoice = 6 // repeated, by rising key, since 1.2: key, value

	// Since 1.4, absent where they are not said.
	docPicture = 7 // name
	docBorn    = 8 // yyyy-mm-dd
	docSex     = 9
	docWeek    = 10
	docDates   = 11
	docLock    = 12 // the person's passcode
)

func encodeDoc(c *container) []byte {
	p := c.profile
	b := appendField(nil, docName, []byte(p.Name))
	var flags uint64
	if p.Main {
		flags |= 1
	}
	if p.Sample {
		flags |= 2
	}
	if p.Inbox {
		flags |= 4
	}
	b = appendNumber(b, docFlags, flags)
	b = appendNumber(b, docUnits, uint64(p.Units))
	b = appendField(b, docZone, []byte(p.Zone))
	for _, s := range c.series {
		f := binary.AppendUvarint(nil, uint64(s.number))
		f = append(f, byte(s.entry))
		f = appendBlob(f, s.metric)
		f = appendBlob(f, s.source)
		b = appendField(b, docSeries, f)
	}
	for _, key := range slices.Sorted(maps.Keys(c.choices)) {
		b = appendField(b, docChoice, append(appendBlob(nil, key), c.choices[key]...))
	}
	if c.passcode != nil {
		b = appendField(b, docLock, encodeProfilePasscode(c.passcode))
	}
	return appendPerson(b, p)
}

// appendPerson writes what is said of a person beyond the name.
func appendPerson(b []byte, p health.Profile) []byte {
	if p.Picture != "" {
		b = appendField(b, docPicture, []byte(p.Picture))
	}
	if p.Born != (health.Date{}) {
		b = appendField(b, docBorn, []byte(p.Born.String()))
	}
	for _, f := range []struct{ number, value uint64 }{{docSex, uint64(p.Sex)}, {docWeek, uint64(p.Week)}, {docDates, uint64(p.Dates)}} {
		if f.value != 0 {
			b = appendNumber(b, f.number, f.value)
		}
	}
	return b
}

// decodePerson reads what appendPerson writes; other fields it leaves alone.
func decodePerson(p *health.Profile, n uint64, v *wireReader) {
	switch n {
	case docPicture:
		p.Picture = string(v.b)
		if _, ok := parsePictureName(p.Picture); !ok {
			v.fail()
		}
	case docBorn:
		born, err := health.ParseDate(string(v.b))
		if err != nil {
			v.fail()
		}
		p.Born = born
	case docSex:
		p.Sex = health.Sex(v.byte())
	case docWeek:
		p.Week = health.WeekStart(v.byte())
	case docDates:
		p.Dates = health.DateForm(v.byte())
	}
}

// decodeDoc fills the container from its document, or leaves it as it is.
func (c *container) decodeDoc(body []byte) error {
	var p health.Profile
	var list []series
	var passcode *profilePasscode
	choices := map[string][]byte{}
	err := fields(body, func(n uint64, v *wireReader) {
		switch n {
		case docName:
			p.Name = string(v.b)
		case docFlags:
			f := v.uvarint()
			p.Main, p.Sample, p.Inbox = f&1 != 0, f&2 != 0, f&4 != 0
		case docUnits:
			units := v.uvarint()
			if units > math.MaxUint16 {
				v.fail()
				return
			}
			p.Units = health.UnitSystem(units)
		case docZone:
			p.Zone = string(v.b)
		case docSeries:
			s := series{number: v.uint32(), entry: health.EntryKind(v.byte())}
			s.metric = health.MetricID(v.text())
			s.source = health.SourceID(v.text())
			list = append(list, s)
		case docChoice:
			key := v.text()
			if v.failed || !holdsChoice(key, v.b) || len(choices) == maxChoices {
				v.fail()
				return
			}
			choices[key] = bytes.Clone(v.b)
		case docLock:
			if passcode = decodeProfilePasscode(v.b); passcode == nil {
				v.fail()
			}
		default:
			decodePerson(&p, n, v)
		}
	})
	if err != nil {
		return err
	}
	if !p.Sex.Valid() || !p.Week.Valid() || !p.Dates.Valid() {
		return errMalformed
	}
	p.ID = c.id
	c.profile, c.series, c.choices, c.passcode = p, list, choices, passcode
	return nil
}

// find returns the series of that metric or kind of entry and source.
func (c *container) find(metric health.MetricID, entry health.EntryKind, source health.SourceID) (series, bool) {
	for _, s := range c.series {
		if s.metric == metric && s.entry == entry && s.source == source {
			return s, true
		}
	}
	return series{}, false
}

// encodeDirectory lists the batches of a container: sequence and node.
func encodeDirectory(nodes []*node) []byte {
	var b []byte
	for _, n := range nodes {
		f := binary.AppendUvarint(nil, n.seq)
		b = appendField(b, 1, appendRef(f, n.ref))
	}
	return b
}

func decodeDirectory(body []byte) (nodes []*node, err error) {
	err = fields(body, func(n uint64, v *wireReader) {
		if n == 1 {
			nodes = append(nodes, &node{seq: v.uvarint(), ref: v.ref()})
		}
	})
	if !slices.IsSortedFunc(nodes, func(a, b *node) int {
		if a.seq < b.seq {
			return -1
		}
		return 1
	}) {
		err = errMalformed
	}
	return nodes, err
}
