package household

import (
	"math"

	"vitalkeep/health"
)

// Diary is what a person of the household typed and wrote.
type Diary struct {
	Readings []health.Reading
	Entries  []health.Entry
	// Pictures belong to the entries of that index, whose fields do not name them
	// yet.
	Pictures map[int][]byte
	// Comments are words to one of the readings, by its index.
	Comments map[int]string
	// Slips are what readings said at first, by the index of what they say now.
	Slips map[int]Slip
}

// Slip is a number that was mistyped and corrected later.
type Slip struct {
	Value health.Decimal
	At    int64 // UTC milliseconds, when it was corrected
}

// PictureType is the media type of the pictures.
const PictureType = pictureType

// Diary returns what the person wrote. The entries tell of the same illness as
// the numbers of Generate with the same options do.
func (p Person) Diary(opts Options) (Diary, error) {
	if opts.Until == (health.Date{}) {
		return Diary{}, ErrNoUntil
	}
	loc, err := p.Profile.Location()
	if err != nil {
		return Diary{}, err
	}
	g := &generator{opts: opts, person: p, loc: loc, first: opts.Until.AddDays(1 - Days), dice: opts.dice(p.Profile.Name, "diary")}
	w := &writing{g: g, d: Diary{Pictures: map[int][]byte{}, Comments: map[int]string{}, Slips: map[int]Slip{}}}
	p.traits.diary(w)
	return w.d, nil
}

// writing fills a diary.
type writing struct {
	g *generator
	d Diary
}

// at is an instant of the day that lies so many days before the end, the last
// one being 1.
func (w *writing) at(before int, hours float64) (ms int64, offset int32) {
	ms = w.g.at(w.g.day(Days-before), hours)
	return ms, health.OffsetAt(ms, w.g.loc)
}

func (w *writing) note(kind health.EntryKind, key string, before int, hours float64, fields ...health.Field) {
	start, offset := w.at(before, hours)
	w.d.Entries = append(w.d.Entries, health.Entry{
		Kind: kind, Source: health.TypedSource, Key: key, Start: start, Offset: offset, Fields: fields,
	})
}

func (w *writing) symptom(before int, hours float64, name, severity string) {
	w.note(health.Symptom, name, before, hours, health.Field{Name: health.FieldName, Text: name}, health.Field{Name: health.FieldSeverity, Text: severity})
}

func (w *writing) medicine(before int, hours float64, name, amount string) {
	w.note(health.Medicine, name, before, hours, health.Field{Name: health.FieldName, Text: name}, health.Field{Name: health.FieldAmount, Text: amount})
}

func (w *writing) words(before int, hours float64, text string) {
	w.note(health.Note, "", before, hours, health.Field{Name: health.FieldText, Text: text})
}

func (w *writing) picture(before int, hours float64, text string, picture []byte) {
	w.note(
		health.Picture, "", before, hours,
		health.Field{Name: health.FieldText, Text: text}, health.Field{Name: health.FieldPictureType, Text: pictureType},
	)
	w.d.Pictures[len(w.d.Entries)-1] = picture
}

// typed adds a number and returns its index.
func (w *writing) typed(before int, hours float64, n number) int {
	start, offset := w.at(before, hours)
	v, _ := health.FromFloat(n.value, n.places) // small ones only
	w.d.Readings = append(w.d.Readings, health.Reading{Metric: n.metric, Source: health.TypedSource, Sample: health.Sample{
		Start: start, Value: v, Unit: n.unit, Offset: offset,
	}})
	return len(w.d.Readings) - 1
}

// correctedFrom says that a number was typed as something else at first.
func (w *writing) correctedFrom(index int, v health.Decimal, before int, hours float64) {
	at, _ := w.at(before, hours)
	w.d.Slips[index] = Slip{Value: v, At: at}
}

func celsius(v float64) number { return number{"body_temperature", health.Celsius, 1, v} }

// noraWrites is a cold with fever, and what else was worth a line.
func noraWrites(w *writing) {
	first := Days - w.g.person.traits.illnesses[1].first // counted from the end, as all days here
	w.symptom(first, 7.2, "sore_throat", "2")
	w.symptom(first, 7.25, "fatigue", "2")
	w.words(first, 9, "Called in sick. Tea, soup and sleep.")
	w.typed(first, 9.1, celsius(38.1))
	w.medicine(first, 9.2, "Paracetamol", "500 mg")
	w.symptom(first, 15, "headache", "2")
	w.typed(first, 19.2, celsius(38.6))
	w.picture(first, 19.3, "In case the doctor asks", drawThermometer("38.6"))
	w.medicine(first, 19.4, "Ibuprofen", "400 mg")
	w.symptom(first, 22, "fever_chills", "3")

	second := first - 1
	night := w.typed(second, 2.6, celsius(38.4))
	w.d.Comments[night] = "Taken in bed, under the blanket."
	w.symptom(second, 8, "cough", "2")
	w.symptom(second, 8.1, "headache", "1")
	w.medicine(second, 8.2, "Ibuprofen", "400 mg")
	slip := w.typed(second, 13.1, celsius(37.9))
	w.correctedFrom(slip, health.Decimal{Mantissa: 397, Places: 1}, second, 13.6)
	w.medicine(second, 20, "Ibuprofen", "400 mg")

	w.symptom(first-2, 9, "cough", "1")
	w.symptom(first-2, 9.1, "runny_nose", "1")
	w.words(first-2, 18.5, "Fever is gone. Slept most of the day.")
	w.symptom(first-4, 10, "cough", "1")
	w.words(first-7, 20, "First walk again, half an hour, a little slow.")
	w.picture(first-7, 20.1, "At the lake", drawLake())

	w.symptom(9, 16.5, "headache", "1")
	w.medicine(9, 16.8, "Ibuprofen", "200 mg")
	w.words(5, 21, "Long week. To bed before ten.")
	w.medicine(3, 8, "Vitamin D", "1000 IU")
	w.medicine(2, 8, "Vitamin D", "1000 IU")
	w.medicine(1, 8, "Vitamin D", "1000 IU")
	w.words(1, 20.5, "Ran with Ida. Knees fine.")
}

// theoWrites is a medicine for the blood pressure and a visit to the pharmacy.
func theoWrites(w *writing) {
	for before := 14; before >= 1; before-- {
		w.medicine(before, 7.1+0.2*math.Sin(float64(before)), "Ramipril", "5 mg")
	}
	w.symptom(11, 18, "dizziness", "1")
	visit := w.typed(6, 11.3, number{"systolic", health.MillimetreOfMercury, 0, 138})
	w.typed(6, 11.3, number{"diastolic", health.MillimetreOfMercury, 0, 86})
	w.typed(6, 11.3, number{"heart_rate", health.PerMinute, 0, 72})
	w.d.Comments[visit] = "At the pharmacy, right after the stairs."
	w.words(2, 19.5, "No dizziness since the new tablets.")
}
