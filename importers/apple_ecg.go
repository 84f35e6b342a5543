package importers

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"vitalkeep/health"
)

// Bounds of the file of an electrocardiogram: real ones have a dozen lines in
// front of some 15,000 samples.
const (
	mostECGHead = 40
	mostECGLine = 4096
	mostSignal  = 200_000
	leastHertz  = 100
	mostHertz   = 2000
)

const appleECG = health.SourceID("apple:watch")

// ecgHead is what stands before the samples. Its keys are in the language of the
// iPhone, but their order is not.
type ecgHead struct {
	keys, values []string
	row          int // of the date
	at           int64
	printed      int32
	rate         float64
	rateText     string
	unit         string // "µV" or "mV"
}

// readAppleECG reads an electrocardiogram: keys and values, then a sample on each
// line. What tells the parts apart is their form: the date, the number of hertz
// and the unit look alike in all languages.
func readAppleECG(f *fileReader, r io.Reader) error {
	b := bufio.NewReaderSize(r, mostECGLine)
	var head ecgHead
	var signal []byte
	samples := 0
	cut := false
	for f.row = 1; ; f.row++ {
		line, err := b.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			return f.refuse("", "a line that is longer than any that is known")
		}
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return f.keep(err)
		}
		cut = cut || end && len(line) > 0 && !f.file.checked
		line = bytes.TrimSpace(bytes.TrimPrefix(line, byteOrderMark))
		if len(line) > 0 && !cut {
			reason := ""
			if head.unit == "" || samples == 0 && !sampleLine(line) {
				reason = head.line(f.row, string(line))
			} else {
				signal, reason = ecgSample(signal, line)
				samples++
			}
			if samples > mostSignal {
				reason = "more samples than any recording has"
			}
			if reason != "" { // without one line all behind it is at another time
				return f.refuse("", reason)
			}
		}
		if end {
			break
		}
	}
	if cut {
		if err := f.refuse("", reasonCut); err != nil {
			return err
		}
	}
	return f.electrocardiogram(&head, signal, samples)
}

// line takes a line of the head.
func (h *ecgHead) line(row int, text string) (reason string) {
	if len(h.keys) >= mostECGHead {
		return "there are no samples behind the description"
	}
	key, value, _ := strings.Cut(text, ",")
	value = strings.Trim(strings.TrimSpace(value), `"`)
	h.keys, h.values = append(h.keys, key), append(h.values, value)
	var clock appleClock
	if at, printed, ok := clock.at([]byte(value)); ok {
		h.row, h.at, h.printed = row, at, printed
	}
	number, word, _ := strings.Cut(value, " ")
	number = strings.Replace(number, ",", ".", 1)
	if v, err := strconv.ParseFloat(number, 64); err == nil && v >= leastHertz && v <= mostHertz && word != "" && !strings.Contains(word, " ") {
		h.rate, h.rateText = v, number
	}
	switch value {
	case "µV", "μV", "uV":
		h.unit = "µV"
	case "mV":
		h.unit = "mV"
	}
	return ""
}

// sampleLine reports whether a line begins like a number.
func sampleLine(line []byte) bool {
	return line[0] == '-' || line[0] >= '0' && line[0] <= '9'
}

// ecgSample appends a sample; a decimal comma becomes a point, since commas part
// the samples of an entry.
func ecgSample(signal, line []byte) (_ []byte, reason string) {
	if len(signal) > 0 {
		signal = append(signal, ',')
	}
	from := len(signal)
	signal = append(signal, line...)
	number := signal[from:]
	if i := bytes.IndexByte(number, ','); i >= 0 && bytes.IndexByte(number, '.') < 0 {
		number[i] = '.'
	}
	if _, err := parseNumber(number); err != nil {
		return signal, reasonNotANumber
	}
	return signal, ""
}

// privateLines are the lines of the head that say who the person is: the first two,
// in every language.
const privateLines = 2

// electrocardiogram hands the recording over, under the names that those of
// other makers have.
func (f *fileReader) electrocardiogram(h *ecgHead, signal []byte, samples int) error {
	switch {
	case h.row == 0:
		f.row = 0
		return f.refuse("", "it has no line with date and time of the recording")
	case h.rate == 0 || samples == 0:
		f.row = 0
		return f.refuse("", "it has no samples, or does not say how many there are a second")
	case !health.PossibleTime(h.at):
		f.row = h.row
		return f.refuse("", reasonNoSuchYear)
	}
	f.row = h.row
	e := health.Entry{
		Kind: health.ECG, Source: appleECG, Key: "Electrocardiogram", Start: h.at, Offset: f.zone.or(h.at, h.printed),
		Duration: int64(float64(samples) / h.rate * 1000),
		Fields: []health.Field{
			{Name: "type", Text: "Electrocardiogram"},
			{Name: "frequency", Text: h.rateText},
			{Name: "unit", Text: h.unit},
		},
	}
	for i := privateLines; i < len(h.keys); i++ {
		if h.values[i] != "" && h.values[i] != h.unit {
			e.Fields = append(e.Fields, health.Field{Name: h.keys[i], Text: h.values[i]})
		}
	}
	e.Fields = append(e.Fields, health.Field{Name: "signal", Text: string(signal)})
	return f.entry(e)
}

// claimAppleECG tells an electrocardiogram by its form: a date with an offset and
// a number of hertz among the first lines, and a unit of voltage.
func claimAppleECG(g *glance) (bool, string) {
	if g.ext != ".csv" || bytes.IndexByte(g.head, 0) >= 0 {
		return false, ""
	}
	var h ecgHead
	for i := 0; i < mostECGHead && len(g.head) > 0; i++ {
		line, rest, _ := bytes.Cut(g.head, newline)
		if line = bytes.TrimSpace(line); len(line) > 0 && len(line) < mostECGLine {
			_ = h.line(i+1, string(line))
		}
		if h.row > 0 && h.rate > 0 && h.unit != "" {
			return true, ""
		}
		g = &glance{head: rest}
	}
	return false, ""
}
