package session

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"vitalkeep/ui"
	"vitalkeep/vault"
)

// Keys of age, made for these tests: a backup under one of them takes no time.
const (
	recipient = "age1y8qlen5cv3se77c5n9gn7tnx293phd8p4fc4hk3fluxsn68laydqwjaz3h"
	identity  = "AGE-SECRET-KEY-158WUHVJC5TH3LJ8066TVTN5U9WHZ0MP6377AFSRVQ5CJGNNYUT9SLWVWSR"
	another   = "AGE-SECRET-KEY-14CPHN4FRTWYE6XKNZ7DJFR328Z5MPNWWP0L4A9GJ7FJ0V6CCFAMQPZ5U7K"
)

func TestABackupIsMadeRememberedAndRestored(t *testing.T) {
	ctx, o := context.Background(), newVaults()
	s, _ := filled(t)
	want := summaries(t, s.Library(s.Profiles[0].ID))
	folder := t.TempDir()
	path := filepath.Join(folder, s.Backups.FileName())
	if !strings.HasSuffix(path, ui.BackupExtension) {
		t.Errorf("the name is %s", filepath.Base(path))
	}
	labels := map[string]bool{}
	last := 0.0
	made, err := s.Backups.BackUp(ctx, ui.BackupOrder{Path: path, Recipient: recipient, OpenCopy: true}, func(step ui.Step) {
		labels[step.Label] = true
		if step.Fraction < last {
			t.Errorf("progress went back from %v to %v", last, step.Fraction)
		}
		last = step.Fraction
	})
	if err != nil || made.Path != path || made.Bytes == 0 || made.Proven.IsZero() || len(labels) != len(phases) || last != 1 {
		t.Fatalf("made %+v, phases %v up to %v, %v", made, labels, last, err)
	}
	list, err := s.Backups.Made()
	if err != nil || len(list) != 1 || list[0].Path != path || list[0].Bytes != made.Bytes || list[0].Proven.IsZero() {
		t.Errorf("remembered %+v, %v", list, err)
	}
	if _, err := s.Backups.BackUp(ctx, ui.BackupOrder{Path: path, Recipient: recipient}, func(ui.Step) {}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	if _, err := s.Backups.BackUp(ctx, ui.BackupOrder{Path: path + "2.age", Recipient: "age1nobody"}, func(ui.Step) {}); !errors.Is(err, ui.ErrBadRecipient) {
		t.Errorf("for a recipient that is none: %v", err)
	}

	to := filepath.Join(folder, "new", "restored.vitalkeep")
	if _, err := o.Restore(ctx, path, another, to, false, noProgress); !errors.Is(err, ui.ErrWrongPassword) {
		t.Errorf("with another identity: %v", err)
	}
	if kept, err := o.Restore(ctx, path, identity, to, false, noProgress); err != nil || kept != "" {
		t.Fatalf("kept %q, %v", kept, err)
	}
	if _, err := o.Restore(ctx, path, identity, to, false, noProgress); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over a file that is there: %v", err)
	}
	if kept, err := o.Restore(ctx, path, identity, to, true, noProgress); err != nil || kept == "" {
		t.Errorf("in its place: kept %q, %v", kept, err)
	}
	restored, err := o.opened(vault.Open(ctx, to, []byte(password), vault.Options{}))
	if err != nil {
		t.Fatal(err)
	}
	if got := summaries(t, restored.Library(restored.Profiles[0].ID)); !maps.Equal(got, want) {
		t.Errorf("restored %v, want %v", got, want)
	}
	if err := restored.Close(); err != nil {
		t.Error(err)
	}
}
