package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/klauspost/compress/flate"

	"vitalkeep/internal/applehealth" //nolint:depguard // a bench is no part of the program
)

// writeApple writes an export with n records: folder, n, and a seed for their
// order, if it is not a phone's.
func writeApple(args []string) (err error) {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(args[0], "export.zip"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	o := applehealth.Options{Seed: 1, Records: n}
	if args[2] != "" {
		if o.Shuffle, err = strconv.ParseUint(args[2], 10, 64); err != nil {
			return err
		}
	}
	_, err = applehealth.WriteZIP(f, o)
	return err
}

// inflate unpacks every file of an archive into nothing.
func inflate(args []string) error {
	z, err := zip.OpenReader(args[0])
	if err != nil {
		return err
	}
	defer func() { _ = z.Close() }() // only read from
	z.RegisterDecompressor(zip.Deflate, flate.NewReader)
	var size int64
	chunk := make([]byte, 128<<10)
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return err
		}
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, chunk) //nolint:gosec // an archive of our own
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
		size += n
	}
	fmt.Println(size)
	return nil
}

// apple compares the import of an export with inflating it.
func (b *bench) apple(n int, shuffle, name string) (err error) {
	folder, err := b.make(fmt.Sprintf("apple-%d-%s", n, shuffle), "write-apple", n, shuffle)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	ours, bare, err := b.importing(filepath.Join(folder, "export.zip"), "inflate")
	if err != nil {
		return err
	}
	b.line("Apple export, "+name, n, ours, bare, "inflating", 1.9)
	return nil
}
