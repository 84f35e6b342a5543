package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"
)

// nocanary LIST PATH... wants none of the lines of a file in any file below the
// paths, nor in their names; with "!" it wants one there.
func nocanary(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: nocanary LIST PATH...")
	}
	var canaries []string
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if line = strings.TrimSpace(line); line != "" {
			canaries = append(canaries, line)
		}
	}
	if len(canaries) < 5 {
		ts.Fatalf("only %d canaries", len(canaries))
	}
	var found []string
	files := 0
	for _, path := range args[1:] {
		err := filepath.WalkDir(ts.MkAbs(path), func(path string, d fs.DirEntry, err error) error {
			// The key files are the tests' own, see unlockCheaply.
			if err != nil || d.IsDir() || strings.HasSuffix(path, keyFile("")) {
				return err
			}
			files++
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, c := range canaries {
				for _, form := range forms(c) {
					if bytes.Contains(content, form) || strings.Contains(filepath.Base(path), c) {
						found = append(found, fmt.Sprintf("%q in %s", c, path))
						break
					}
				}
			}
			return nil
		})
		ts.Check(err)
	}
	switch {
	case neg && len(found) == 0:
		ts.Fatalf("no canary where there are some")
	case !neg && len(found) > 0:
		ts.Fatalf("%s", strings.Join(found, "\n"))
	case !neg:
		ts.Logf("looked for %d canaries in %d files", len(canaries), files)
	}
}

// forms are the ways in which a text may lie in a file.
func forms(text string) [][]byte {
	out := [][]byte{[]byte(text), []byte(strings.ToUpper(text)), []byte(strings.ToLower(text)), []byte(base64.StdEncoding.EncodeToString([]byte(text)))}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(text)) {
		little, big = binary.LittleEndian.AppendUint16(little, u), binary.BigEndian.AppendUint16(big, u)
	}
	return append(out, little, big)
}

// gone WITHOUT WITH AFTER wants that of what a file came to hold from WITHOUT
// to WITH, nothing is in AFTER any more, wherever it may have moved to; with
// "!" it wants something of it there.
func gone(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: gone WITHOUT WITH AFTER")
	}
	type window [16]byte
	before := map[window]bool{}
	without, with, after := ts.ReadFile(args[0]), ts.ReadFile(args[1]), ts.ReadFile(args[2])
	for i := range len(without) - len(window{}) {
		before[window([]byte(without[i:i+len(window{})]))] = true
	}
	// What is sealed looks like noise, and for kilobytes on end; page numbers and
	// padding do not. The names of spare copies are noise, too, but short: those of
	// what stays may come to stand side by side on a page of names.
	const noise = 64 // pieces in a row
	came := map[window]bool{}
	var row []window
	for i := 0; i+len(window{}) <= len(with); i += len(window{}) {
		w := window([]byte(with[i : i+len(window{})]))
		if before[w] || distinct(w[:]) < 12 {
			row = nil
			continue
		}
		row = append(row, w)
		switch {
		case len(row) == noise:
			for _, w := range row {
				came[w] = true
			}
		case len(row) > noise:
			came[w] = true
		}
	}
	if len(came) < 1000 {
		ts.Fatalf("only %d pieces came", len(came))
	}
	left := 0
	for i := range len(after) - len(window{}) {
		if came[window([]byte(after[i:i+len(window{})]))] {
			left++
		}
	}
	if (left > 0) != neg {
		ts.Fatalf("%d of %d pieces are still there", left, len(came))
	}
}

func distinct(b []byte) int {
	var seen [256]bool
	n := 0
	for _, c := range b {
		if !seen[c] {
			seen[c] = true
			n++
		}
	}
	return n
}
