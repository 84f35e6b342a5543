package vault

import (
	"bytes"
	"context"
	"os"
	"testing"
)

func TestOneDamagedPageNeverTakesTheHead(t *testing.T) {
	path, raw, _ := closedVault(t)
	var pages []int
	for at := 0; ; {
		i := bytes.Index(raw[at:], []byte(headMagic))
		if i < 0 {
			break
		}
		if pages = append(pages, (at+i)/pageSize); pages[len(pages)-1] != (at+i+300)/pageSize {
			t.Error("a copy of the head crosses the end of a page")
		}
		at += i + 1
	}
	if len(pages) != 2 || pages[0] == pages[1] {
		t.Fatalf("heads on pages %v", pages)
	}
	for _, page := range pages {
		b := bytes.Clone(raw)
		at := page*pageSize + bytes.Index(b[page*pageSize:], []byte(headMagic))
		b[at+40] ^= 1
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		v, err := Open(context.Background(), path, testPassword, testOptions())
		if err != nil {
			t.Fatalf("open without the head on page %d: %v", page, err)
		}
		report, err := v.Verify(context.Background(), nil)
		if err != nil || len(report.Problems) != 1 {
			t.Errorf("verify = %+v, %v", report, err)
		}
		if err := v.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
