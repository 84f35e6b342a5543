package notices

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"

	"vitalkeep/health"
)

// Notice is one thing that was said. It holds no words: those are made of what it
// refers to when it is shown.
type Notice struct {
	Kind   Kind
	Person health.ProfileID // zero for the account
	Ref    string           // the reminder, goal, … that it is about
	// Stamp tells the notices of a Ref apart: the time it was due by the person's
	// clock, the day of a goal. It is in milliseconds, later ones are larger.
	Stamp int64
	// At is when it fell due, in UTC milliseconds.
	At int64
	// Count is how many times a reminder was missed before, how many days a goal
	// was reached, how many measurements came.
	Count  int
	Answer Answer
	Read   bool
	// Told means that the desktop needs not be told any more.
	Told bool
	// InTimeline means that its timeline channel was on when it was raised.
	InTimeline bool
	// Until is when it comes again, 0 where it was not put off.
	Until int64
	// Cleared takes it off the list; it stays in the timeline.
	Cleared bool
}

// Answer is what became of a notice.
type Answer uint8

// The answers.
const (
	Open    Answer = iota
	Done           // what it asked for was done
	TakenIt        // ticked in the notice
	Skipped        // ticked in the notice
	Missed         // the next one came before it was answered
	answerEnd
)

var answerNames = [answerEnd]string{"", "done", "taken", "skipped", "missed"}

// Key names a notice.
type Key struct {
	Kind   Kind
	Person health.ProfileID
	Ref    string
	Stamp  int64
}

// Key is what the notice is known by.
func (n Notice) Key() Key { return Key{n.Kind, n.Person, n.Ref, n.Stamp} }

// String tells it from all others.
func (k Key) String() string {
	return k.Kind.String() + "/" + hex.EncodeToString(k.Person[:]) + "/" + k.Ref + "/" + strconv.FormatInt(k.Stamp, 10)
}

// mark names what has notices one after the other.
type mark struct {
	kind   Kind
	person health.ProfileID
	ref    string
}

// Log is what was raised, bounded, and up to when each reminder and the like was.
type Log struct {
	notices []Notice // the oldest first
	marks   map[mark]int64
	// Since is when the log was begun, in UTC milliseconds; what came in before
	// is not told of.
	Since int64
}

// Bounds of a log.
const (
	MostNotices = 200
	mostMarks   = 150
	// mostLog is how long its stored form gets.
	mostLog = 15 << 10
)

// NewLog is an empty log, begun at an instant.
func NewLog(now int64) Log { return Log{Since: now} }

// All are the notices of the list, the newest first; what is put off is not among
// them.
func (l Log) All() []Notice {
	return l.some(func(n Notice) bool { return n.Until == 0 && !n.Cleared })
}

// Told are the notices for a timeline, the newest first.
func (l Log) Told() []Notice { return l.some(func(n Notice) bool { return n.InTimeline }) }

func (l Log) some(which func(Notice) bool) []Notice {
	out := make([]Notice, 0, len(l.notices))
	for _, n := range slices.Backward(l.notices) {
		if which(n) {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b Notice) int { return cmp.Compare(b.At, a.At) })
	return out
}

// Unread is how many nobody has looked at.
func (l Log) Unread() int {
	n := 0
	for _, x := range l.notices {
		if !x.Read && x.Until == 0 && !x.Cleared {
			n++
		}
	}
	return n
}

func (l Log) index(k Key) int {
	return slices.IndexFunc(l.notices, func(n Notice) bool { return n.Key() == k })
}

// Get is the notice of a key.
func (l Log) Get(k Key) (Notice, bool) {
	if i := l.index(k); i >= 0 {
		return l.notices[i], true
	}
	return Notice{}, false
}

// Raise takes in what [Due] gave.
func (l Log) Raise(due []Notice) Log {
	l = l.clone()
	for _, n := range due {
		if l.index(n.Key()) >= 0 {
			continue
		}
		for i := range l.notices { // the one before cannot be answered any more
			o := &l.notices[i]
			if n.Kind.Reminds() && o.Kind == n.Kind && o.Person == n.Person && o.Ref == n.Ref && o.Answer == Open {
				o.Answer, o.Until, o.Told = Missed, 0, true
			}
		}
		l.notices = append(l.notices, n)
		m := mark{n.Kind, n.Person, n.Ref}
		l.marks[m] = max(l.marks[m], n.Stamp)
	}
	l.bound()
	return l
}

func (l Log) clone() Log {
	l.notices = slices.Clone(l.notices)
	marks := make(map[mark]int64, len(l.marks))
	for k, v := range l.marks {
		marks[k] = v
	}
	l.marks = marks
	return l
}

// bound forgets the oldest.
func (l *Log) bound() {
	if more := len(l.notices) - MostNotices; more > 0 {
		l.notices = slices.Delete(l.notices, 0, more)
	}
	for len(l.marks) > mostMarks {
		var oldest mark
		least := int64(0)
		for m, v := range l.marks {
			if oldest == (mark{}) || v < least || v == least && m.ref < oldest.ref {
				oldest, least = m, v
			}
		}
		delete(l.marks, oldest)
	}
}

// change changes the notice of a key.
func (l Log) change(k Key, how func(n *Notice)) Log {
	if i := l.index(k); i >= 0 {
		l = l.clone()
		how(&l.notices[i])
	}
	return l
}

// Answered notes what became of a notice; it counts as read.
func (l Log) Answered(k Key, a Answer) Log {
	return l.change(k, func(n *Notice) { n.Answer, n.Read, n.Told, n.Until = a, true, true, 0 })
}

// Later puts a notice off until an instant.
func (l Log) Later(k Key, until int64) Log {
	return l.change(k, func(n *Notice) { n.Read, n.Told, n.Until = true, true, until })
}

// ReadAll notes that everything was looked at.
func (l Log) ReadAll() Log {
	l = l.clone()
	for i := range l.notices {
		l.notices[i].Read = true
	}
	return l
}

// Clear empties the list. What is put off still comes, and nothing that was
// raised comes again.
func (l Log) Clear() Log {
	l = l.clone()
	for i := range l.notices {
		if n := &l.notices[i]; n.Until == 0 {
			n.Cleared, n.Read = true, true
		}
	}
	return l
}

// Of is the part of a log that is about one person, or with the zero ID about the
// account: what is kept of somebody goes with them.
func (l Log) Of(person health.ProfileID) Log {
	out := Log{Since: l.Since, marks: map[mark]int64{}}
	for _, n := range l.notices {
		if n.Person == person {
			out.notices = append(out.notices, n)
		}
	}
	for m, stamp := range l.marks {
		if m.person == person {
			out.marks[m] = stamp
		}
	}
	return out
}

// Empty reports whether a log holds nothing.
func (l Log) Empty() bool { return len(l.notices) == 0 && len(l.marks) == 0 }

// Join puts the parts of a log together.
func Join(parts ...Log) Log {
	out := Log{marks: map[mark]int64{}}
	for _, p := range parts {
		if out.Since == 0 || p.Since != 0 && p.Since < out.Since {
			out.Since = p.Since
		}
		out.notices = append(out.notices, p.notices...)
		for m, stamp := range p.marks {
			out.marks[m] = max(out.marks[m], stamp)
		}
	}
	slices.SortStableFunc(out.notices, func(a, b Notice) int { return cmp.Compare(a.At, b.At) })
	out.bound()
	return out
}

type storedLog struct {
	Version int            `json:"version"`
	Since   int64          `json:"since"`
	People  []string       `json:"people"`
	Marks   []storedMark   `json:"marks"`
	Notices []storedNotice `json:"notices"`
}

type storedMark struct {
	Kind   string `json:"k"`
	Person int    `json:"p"` // index of people; -1 for the account
	Ref    string `json:"r,omitempty"`
	Stamp  int64  `json:"s"`
}

type storedNotice struct {
	storedMark
	At       int64  `json:"t"`
	Count    int    `json:"n,omitempty"`
	Answer   string `json:"a,omitempty"`
	Read     bool   `json:"d,omitempty"`
	Told     bool   `json:"o,omitempty"`
	Timeline bool   `json:"l,omitempty"`
	Until    int64  `json:"u,omitempty"`
	Cleared  bool   `json:"c,omitempty"`
}

const logVersion = 1

// ReadLog reads what Store wrote. ok is false where there is nothing that this
// program understands; a log is begun anew then.
func ReadLog(stored []byte) (Log, bool) {
	var raw storedLog
	if len(stored) == 0 || len(stored) > mostStored || json.Unmarshal(stored, &raw) != nil || raw.Version != logVersion {
		return Log{}, false
	}
	var people []health.ProfileID
	for _, text := range raw.People {
		var id health.ProfileID
		b, err := hex.DecodeString(text)
		if err != nil || len(b) != len(id) {
			return Log{}, false
		}
		copy(id[:], b)
		people = append(people, id)
	}
	markOf := func(m storedMark) (mark, bool) {
		k, ok := parseKind(m.Kind)
		out := mark{kind: k, ref: m.Ref}
		if m.Person >= 0 && m.Person < len(people) {
			out.person = people[m.Person]
		} else if m.Person != -1 {
			ok = false
		}
		return out, ok && len(m.Ref) <= 64
	}
	l := Log{Since: raw.Since, marks: map[mark]int64{}}
	for _, m := range raw.Marks {
		if k, ok := markOf(m); ok {
			l.marks[k] = m.Stamp
		}
	}
	for _, n := range raw.Notices {
		k, ok := markOf(n.storedMark)
		a := slices.Index(answerNames[:], n.Answer)
		if !ok || a < 0 {
			continue // of a newer program
		}
		x := Notice{
			Kind: k.kind, Person: k.person, Ref: k.ref, Stamp: n.Stamp, At: n.At, Count: n.Count, Answer: Answer(a), //nolint:gosec // there are few
			Read: n.Read, Told: n.Told, InTimeline: n.Timeline, Until: n.Until, Cleared: n.Cleared,
		}
		if l.index(x.Key()) < 0 {
			l.notices = append(l.notices, x)
		}
	}
	l.bound()
	return l, true
}

// Store is what ReadLog reads. The oldest are left out until it is short enough.
func (l Log) Store() ([]byte, error) {
	for drop := 0; ; drop += 10 {
		short := l
		short.notices = l.notices[min(drop, len(l.notices)):]
		out, err := short.store()
		if err != nil || len(out) <= mostLog || drop >= len(l.notices) {
			return out, err
		}
	}
}

func (l Log) store() ([]byte, error) {
	raw := storedLog{Version: logVersion, Since: l.Since, People: []string{}, Marks: []storedMark{}, Notices: []storedNotice{}}
	index := map[health.ProfileID]int{{}: -1}
	person := func(id health.ProfileID) int {
		i, ok := index[id]
		if !ok {
			i = len(raw.People)
			index[id] = i
			raw.People = append(raw.People, hex.EncodeToString(id[:]))
		}
		return i
	}
	for _, n := range l.notices {
		raw.Notices = append(raw.Notices, storedNotice{
			storedMark: storedMark{n.Kind.String(), person(n.Person), n.Ref, n.Stamp},
			At:         n.At, Count: n.Count, Answer: answerNames[n.Answer], Read: n.Read, Told: n.Told, Timeline: n.InTimeline, Until: n.Until, Cleared: n.Cleared,
		})
	}
	for m, stamp := range l.marks {
		raw.Marks = append(raw.Marks, storedMark{m.kind.String(), 0, m.ref, stamp})
		raw.Marks[len(raw.Marks)-1].Person = person(m.person)
	}
	slices.SortFunc(raw.Marks, func(a, b storedMark) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Person, b.Person), cmp.Compare(a.Ref, b.Ref))
	})
	return json.Marshal(raw)
}
