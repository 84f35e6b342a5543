package importers

import "bytes"

// recordShape is the beginning of a Record as it stood before, up to its first
// date: the records of one source differ in their dates and values only, so most
// are told by comparing their beginning with one of the last few.
type recordShape struct {
	head   []byte // from "<Record" to the quote before the creation date
	series *appleSeries
}

// shapes are how many are remembered: a watch and a phone write in turns, and
// each under several addresses.
const shapes = 8

// What stands between the dates of a Record, and how far behind the head each
// thing begins.
const (
	shapeStart = `" startDate="`
	shapeEnd   = `" endDate="`
	shapeValue = `" value="`

	startAt = appleDate + len(shapeStart)
	endAt   = startAt + appleDate + len(shapeEnd)
	valueAt = endAt + appleDate + len(shapeValue)

	longestShape = 100 // of a value
)

// learn remembers the beginning of the Record that was just scanned.
func (a *appleExport) learn(series *appleSeries) {
	s := a.s
	const first = `creationDate="`
	n := len(s.attrs)
	if n < 5 || string(s.attrs[n-4].name) != "creationDate" || len(s.attrs[n-4].value) != appleDate {
		return
	}
	at := bytes.LastIndex(s.tag, []byte(first))
	if at < 0 {
		return
	}
	head := s.tag[:at+len(first)]
	if bytes.IndexByte(head, '\n') >= 0 || !shaped(s.tag[len(head):]) {
		return
	}
	last := &a.shapes[shapes-1]
	last.head = append(last.head[:0], head...)
	last.series = series
	a.front(shapes - 1)
}

// front puts a shape before the others.
func (a *appleExport) front(i int) {
	s := a.shapes[i]
	copy(a.shapes[1:i+1], a.shapes[:i])
	a.shapes[0] = s
}

// shaped reports whether dates and value follow as they do in a shape.
func shaped(b []byte) bool {
	return len(b) > valueAt+1 && string(b[appleDate:startAt]) == shapeStart &&
		string(b[startAt+appleDate:endAt]) == shapeEnd && string(b[endAt+appleDate:valueAt]) == shapeValue
}

// sameShape reads the next element if it is a Record like one of the last few
// and stands whole in the buffer.
func (a *appleExport) sameShape() (bool, error) {
	s := a.s
	b := s.buf[s.pos:s.end]
	i, lines := 0, 0
	for ; i < len(b) && blankByte(b[i]); i++ {
		if b[i] == '\n' {
			lines++
		}
	}
	b = b[i:]
	k := 0
	for ; ; k++ {
		if k == shapes {
			return false, nil
		}
		if h := a.shapes[k].head; len(h) > 0 && bytes.HasPrefix(b, h) {
			break
		}
	}
	series := a.shapes[k].series
	i += len(a.shapes[k].head)
	b = b[len(a.shapes[k].head):]
	if !shaped(b) {
		return false, nil
	}
	value := b[valueAt:min(len(b), valueAt+longestShape)]
	q := bytes.IndexByte(value, '"')
	if q < 0 || valueAt+q+2 >= len(b) {
		return false, nil
	}
	length := valueAt + q + 2
	empty := b[valueAt+q+1] == '/' && b[valueAt+q+2] == '>'
	if empty {
		length++
	} else if b[valueAt+q+1] != '>' {
		return false, nil
	}
	value = value[:q]
	if bytes.IndexByte(value, '<') >= 0 || bytes.IndexByte(value, '\n') >= 0 {
		return false, nil
	}
	if err := a.closeRecord(); err != nil {
		return false, err
	}
	if k > 0 {
		a.front(k)
	}
	s.pos += i + length
	s.line += lines
	if err := a.begin(series, s.line, b[startAt:startAt+appleDate], b[endAt:endAt+appleDate], value); err != nil {
		return false, err
	}
	if empty {
		return true, a.closeRecord()
	}
	return true, nil
}
