package vault

import (
	"context"
	"path/filepath"
	"testing"
)

func TestAFileThatWasRestoredIsNoRollback(t *testing.T) {
	a := newAnchored(t)
	a.with(a.add("Ada"))
	older := a.file()
	a.with(a.add("Bob"))
	newer := a.file()

	a.put(older)
	if err := ExpectRestored(context.Background(), a.path, a.options.Anchors); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a.put(older)
		if r, ok := a.with(justOpen); ok {
			t.Fatalf("the restored file: %+v", r)
		}
		a.put(newer) // the one it was made from, opened in between
		if r, ok := a.with(justOpen); ok {
			t.Fatalf("the newer file: %+v", r)
		}
	}

	// Going on with the restored one: that is what this computer goes by.
	a.put(older)
	a.with(a.add("Eve"))
	changed := a.file()
	if r, ok := a.with(justOpen); ok {
		t.Fatalf("the restored file, changed: %+v", r)
	}
	a.put(newer)
	if _, ok := a.with(justOpen); !ok {
		t.Error("the other way was not reported")
	}
	a.put(changed)
	if r, ok := a.with(justOpen); ok {
		t.Errorf("the restored file, changed, again: %+v", r)
	}
}

func TestOnlyTheRestoredStateIsExpected(t *testing.T) {
	a := newAnchored(t)
	oldest := a.file()
	a.with(a.add("Ada"))
	older := a.file()
	a.with(a.add("Bob"))
	a.put(older)
	if err := ExpectRestored(context.Background(), a.path, a.options.Anchors); err != nil {
		t.Fatal(err)
	}
	a.put(oldest)
	if _, ok := a.with(justOpen); !ok {
		t.Error("an older one than was restored is not reported")
	}
	if err := ExpectRestored(context.Background(), filepath.Join(t.TempDir(), "none"), a.options.Anchors); err == nil {
		t.Error("a file that is not there is expected")
	}
}
