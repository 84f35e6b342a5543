package intake_test

import (
	"bytes"
	"slices"
	"testing"

	"vitalkeep/health"
	"vitalkeep/intake"
)

// A letter with its dates and the PDF that answered it comes back as it was.
func TestALetterComesBackWithItsAnswer(t *testing.T) {
	v, p := newVault(t, health.Profile{Zone: "UTC"})
	answer := append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("answer "), 9000)...)
	name, err := v.Attach(t.Context(), p.ID, answer)
	if err != nil {
		t.Fatal(err)
	}
	fields := []health.Field{
		{Name: health.FieldLetter, Text: "portability"},
		{Name: health.FieldTo, Text: "clinic"},
		{Name: health.FieldName, Text: "St. Vitus"},
		{Name: health.FieldAddress, Text: "Dean Street 1\nLondon"},
		{Name: health.FieldSubject, Text: "=Request"},
		{Name: health.FieldSent, Text: "2026-03-04"},
		{Name: health.FieldReceived, Text: "2026-03-05"},
		{Name: health.FieldExtended, Text: "2026-03-24"},
		{Name: health.FieldAnswered, Text: "2026-05-03"},
		{Name: health.FieldPicture, Text: name},
		{Name: health.FieldPictureType, Text: "application/pdf"},
		{Name: health.FieldFile, Text: "answer.pdf"},
		{Name: health.FieldText, Text: "Dear Sir or Madam,\n\n- one;\n- two."},
	}
	e := health.Entry{Kind: health.Letter, Source: health.TypedSource, Key: "portability 1", Start: 1_772_625_600_000, Fields: fields}
	fill(t, v, p, []health.Reading{{Metric: "weight", Source: "manual:hand", Sample: health.Sample{Start: 1, Value: health.Int(70), Unit: health.Kilogram}}}, []health.Entry{e})
	comesBack(t, v, p)
	for _, f := range intake.Formats() {
		if !f.Lossless {
			continue
		}
		other, q := newVault(t, health.Profile{Zone: "UTC"})
		commit(t, preview(t, other, q, intake.Options{}, exportAs(t, v, p, f)))
		_, got := everything(t, other, q)
		i := slices.IndexFunc(got, func(e health.Entry) bool { return e.Kind == health.Letter })
		if i < 0 {
			t.Fatalf("%s: no letter came", f.Name)
		}
		if !slices.Equal(got[i].Fields, fields) {
			t.Errorf("%s: came back as %+v", f.Name, got[i].Fields)
		}
		if data, err := other.Blob(t.Context(), q.ID, got[i].Field(health.FieldPicture)); err != nil || !bytes.Equal(data, answer) {
			t.Errorf("%s: the answer is %d bytes, %v", f.Name, len(data), err)
		}
	}
}
