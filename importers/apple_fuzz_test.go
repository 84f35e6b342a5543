package importers

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"
)

// FuzzAppleFiles gives any bytes to the readers of an export, of a route and of
// an electrocardiogram, in pieces, with little room for a tag.
func FuzzAppleFiles(f *testing.F) {
	for i, s := range []string{appleSpecimen, routeSpecimen, ecgSpecimen} {
		f.Add(byte(i), []byte(s))
	}
	f.Add(byte(0), []byte("<HealthData><Record a='<' b=\"&#0;\"><Correlation></Workout></Record>"))
	f.Fuzz(func(t *testing.T, which byte, content []byte) {
		r := readerOf(&strict{t: t}, Options{Zone: time.UTC, KeepDamaged: which&4 != 0})
		r.lim.record = 4 << 10
		from := &pieces{bytes.NewReader(content), 1 + int(which)*7}
		var err error
		switch which % 3 {
		case 0:
			err = readAppleExport(r, from)
		case 1:
			err = readAppleRoute(r, from)
		default:
			err = readAppleECG(r, from)
		}
		var fe *FileError
		if err != nil && !errors.As(err, &fe) {
			t.Errorf("error %v", err)
		}
	})
}

// FuzzCutArchive reads any bytes as a ZIP that lost its end.
func FuzzCutArchive(f *testing.F) {
	whole := packed(f, "a/export.xml", appleSpecimen, "a/b/route.gpx", routeSpecimen)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Fuzz(func(t *testing.T, data []byte) {
		lim := defaultLimits
		lim.fileBytes, lim.totalBytes, lim.record = 1<<20, 2<<20, 64<<10
		m := &meter{ctx: context.Background()}
		b, err := cutBundle(bytes.NewReader(data), int64(len(data)), "export.zip", lim, m)
		var fe *FileError
		if err != nil {
			if !errors.As(err, &fe) {
				t.Errorf("error %v", err)
			}
			return
		}
		for _, file := range b.files {
			rc, err := file.open(m)
			if err != nil {
				t.Fatal(err)
			}
			if _, _, _, err := scanAll(rc, lim); err != nil && !errors.As(err, &fe) {
				var stop *stopError
				if !errors.As(err, &stop) {
					t.Errorf("error %v", err)
				}
			}
		}
	})
}
