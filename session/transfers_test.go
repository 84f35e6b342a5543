package session

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"vitalkeep/health"
	"vitalkeep/internal/withingsarchive"
	"vitalkeep/ui"
)

func TestWhoseDataIsAskedWhereTheFilesDoNotSay(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 10})
	p, err := s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{}, noProgress)
	if err != nil || p.PersonNeeded || p.Profile != s.Profiles[0].ID {
		t.Fatalf("the only person is not taken: %+v, %v", p.Profile, err)
	}
	if _, err := s.People.Add(ctx, health.Profile{Name: "Jonas Berg", Zone: "Europe/Berlin"}); err != nil {
		t.Fatal(err)
	}
	p, err = s.Import.Preview(ctx, []string{archive}, ui.ImportOptions{}, noProgress)
	if err != nil || !p.PersonNeeded || p.New != 0 || len(p.Listed) == 0 {
		t.Errorf("with two people: needed %v, %d new, %v", p.PersonNeeded, p.New, err)
	}
	if _, err := s.Import.Commit(ctx, nil); err == nil {
		t.Error("it was stored for nobody")
	}
}

func TestPeopleAreKnownByTheirNames(t *testing.T) {
	anna := health.Profile{Name: "Anna Berg"}
	for name, want := range map[string]bool{
		"anna berg": true, "ANNA": true, " Anna  Berg ": true, "Berg": false, "Anna Maria Berg": false, "Jonas Berg": false, "": false,
	} {
		if got := isPerson(anna, name); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
}

func TestFilesAreListedWithTheirFirstLines(t *testing.T) {
	s := newSession(t)
	archive, _ := writeArchive(t, withingsarchive.Options{Days: 20})
	p, err := s.Import.Preview(context.Background(), []string{archive}, ui.ImportOptions{Zone: "Europe/Berlin"}, noProgress)
	if err != nil {
		t.Fatal(err)
	}
	read, lines := 0, 0
	for _, f := range p.Listed {
		read += f.Read
		if f.Name != "weight.csv" {
			continue
		}
		lines = len(f.Lines)
		if len(f.Understood) == 0 || f.Understood[0].Line < 2 || f.Format == "" {
			t.Errorf("of weight.csv: %+v", f)
		}
	}
	if read < p.New || lines < 2 {
		t.Errorf("%d read of %d new, %d lines", read, p.New, lines)
	}
}

func TestATableIsAskedAboutUnderstoodAndRemembered(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	path := filepath.Join(t.TempDir(), "mother.csv")
	text := "Date;Weight;Pulse\n03/04/2024 07:10;78,4;62\n04/04/2024 07:05;78,1;64\n05/04/2024 07:20;soon;61\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := ui.ImportOptions{Profile: s.Profiles[0].ID, Zone: "Europe/Berlin"}
	p, err := s.Import.Preview(ctx, []string{path}, o, noProgress)
	if err != nil || len(p.Tables) != 1 || len(p.Tables[0].Open) == 0 || p.New != 0 {
		t.Fatalf("preview %+v, %v", p, err)
	}
	table := p.Tables[0]
	m := table.Mapping
	m.Dates = "dd/mm/yyyy"
	m.Columns[1].Unit, m.Columns[1].Known = health.Kilogram, true
	o.Mappings = map[string]ui.TableMapping{table.Key: m}
	tables, err := s.Import.Understand(ctx, []string{path}, o)
	if err != nil || len(tables) != 1 || len(tables[0].Open) > 0 {
		t.Fatalf("understood %+v, %v", tables, err)
	}
	if got := tables[0].Understood; len(got) < 4 || got[0].Line != 2 || got[0].Metric != "weight" || got[0].Sample.Value.String() != "78.4" {
		t.Errorf("understood %+v", got)
	}
	if got := tables[0].Rejects; len(got) != 1 || got[0].Row != 4 {
		t.Errorf("left out %+v", got)
	}
	if p, err = s.Import.Preview(ctx, []string{path}, o, noProgress); err != nil || p.New == 0 {
		t.Fatalf("%d new, %v", p.New, err)
	}
	if _, err := s.Import.Commit(ctx, nil); err != nil {
		t.Fatal(err)
	}
	o.Mappings = nil
	p, err = s.Import.Preview(ctx, []string{path}, o, noProgress)
	if err != nil || p.New != 0 || p.Duplicates == 0 || !p.Tables[0].Remembered {
		t.Errorf("again: %d new, %+v, %v", p.New, p.Tables, err)
	}
	if err := s.Import.Forget(ctx, o.Profile, table.Key); err != nil {
		t.Fatal(err)
	}
	if p, err = s.Import.Preview(ctx, []string{path}, o, noProgress); err != nil || len(p.Tables[0].Open) == 0 {
		t.Errorf("after it was forgotten: %+v, %v", p.Tables, err)
	}
	batches, err := s.Imports.Imports()
	if err != nil || len(batches) != 1 || batches[0].Format == "" {
		t.Errorf("imports %+v, %v", batches, err)
	}
}

func TestPlainFilesInAnotherFormAreReadAsTables(t *testing.T) {
	ctx := context.Background()
	s := newSession(t)
	path := filepath.Join(t.TempDir(), "mine.csv")
	if err := os.WriteFile(path, []byte("Date,Weight\n2024-03-01,172.4\n2024-03-02,171.9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := s.Import.Preview(ctx, []string{path}, ui.ImportOptions{Zone: "Europe/Berlin"}, noProgress)
	if err != nil || !p.Plain || p.New != 0 || p.Rejected != 2 {
		t.Fatalf("as a plain file: plain %v, %d new, %d rejected, %v", p.Plain, p.New, p.Rejected, err)
	}
	o := ui.ImportOptions{Zone: "Europe/Berlin", AsTable: true, Profile: p.Profile}
	p, err = s.Import.Preview(ctx, []string{path}, o, noProgress)
	if err != nil || p.Plain || len(p.Tables) != 1 || len(p.Tables[0].Open) == 0 {
		t.Fatalf("as a table: %+v, %v", p.Tables, err)
	}
	m := p.Tables[0].Mapping
	m.Columns[1].Unit, m.Columns[1].Known = health.Pound, true
	o.Mappings = map[string]ui.TableMapping{p.Tables[0].Key: m}
	if p, err = s.Import.Preview(ctx, []string{path}, o, noProgress); err != nil || p.New != 2 || p.Rejected != 0 {
		t.Errorf("answered: %d new, %d rejected, %v", p.New, p.Rejected, err)
	}
}
