package importers

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"vitalkeep/health"
)

// strict is a sink that checks the promises on what it is given.
type strict struct {
	t *testing.T
	n int
}

func (s *strict) File(string) (uint32, error) { return 0, nil }

func (s *strict) Sample(id health.MetricID, source health.SourceID, v health.Sample) error {
	m, ok := health.Lookup(id)
	if !ok || source == "" || v.Duration < 0 || v.Unit.Canonical() != m.Unit.Canonical() || !m.Possible.Contains(v.Canonical()) || v.Origin.Row < 1 {
		s.t.Errorf("%s from %s in %s, row %d, breaks a promise", id, source, v.Unit, v.Origin.Row)
	}
	s.n++
	return nil
}

func (s *strict) Entry(e health.Entry) error {
	if e.Kind == health.UnknownEntry || e.Source == "" || e.Duration < 0 || len(e.Key) > maxKey {
		s.t.Errorf("entry %s breaks a promise", e.Kind)
	}
	s.n++
	return nil
}

func (s *strict) Reject(r health.Reject) error {
	if r.Reason == "" || r.File == "" {
		s.t.Error("a reject without reason or file")
	}
	return nil
}

// FuzzFile reads any bytes as a single file under each of the names.
func FuzzFile(f *testing.F) {
	for i, s := range specimens {
		f.Add(i, []byte(s.text(f)))
	}
	f.Add(0, []byte("\xff\xfeD\x00"))
	f.Fuzz(func(t *testing.T, i int, content []byte) {
		s := specimens[uint(i)%uint(len(specimens))]
		path := put(t, s.file, string(content))
		lim := defaultLimits
		lim.record = 64 << 10
		_, err := readLimited(context.Background(), []string{path}, Options{Zone: time.UTC}, &strict{t: t}, lim)
		var fe *FileError
		if err != nil && !errors.As(err, &fe) {
			t.Errorf("error %v", err)
		}
	})
}

// FuzzArchive reads any bytes as a ZIP.
func FuzzArchive(f *testing.F) {
	f.Add(packed(f, "aggregates_steps.csv", dayFile))
	f.Add(packed(f, "data/weight.csv", specimenOf(f, "weight.csv"), "data/devices.csv", "mac,timezone\n1,Europe/Paris\n"))
	f.Add(packed(f))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		lim := defaultLimits
		lim.fileBytes, lim.totalBytes, lim.record = 1<<20, 2<<20, 64<<10
		b, err := zipBundle(bytes.NewReader(data), int64(len(data)), "export.zip", lim)
		var fe *FileError
		if err != nil {
			if !errors.As(err, &fe) {
				t.Errorf("error %v", err)
			}
			return
		}
		for _, file := range b.files {
			if file.name == "" || bytes.ContainsAny([]byte(file.name), "/\\\x00") {
				t.Errorf("a file named %q", file.name)
			}
			rc, err := file.open(&meter{ctx: context.Background()})
			if err != nil {
				continue
			}
			if _, _, _, err := scanAll(rc, lim); err != nil && !errors.As(err, &fe) {
				var stop *stopError
				if !errors.As(err, &stop) {
					t.Errorf("error %v", err)
				}
			}
			if err := rc.Close(); err != nil {
				t.Error(err)
			}
		}
	})
}
