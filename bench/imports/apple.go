package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/klauspost/compress/flate"

	"vitalkeep/internal/applehealth"
)

// writeApple writes an export with n records: folder, n.
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
	_, err = applehealth.WriteZIP(f, applehealth.Options{Seed: 1, Records: n})
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
		n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, r, chunk)
		if err = errors.Join(err, r.Close()); err != nil {
			return err
		}
		size += n
	}
	fmt.Println(size)
	return nil
}

// apple compares the import of an export with inflating it.
func (b *bench) apple(n int) error {
	folder, err := b.make(fmt.Sprintf("apple-%d", n), "write-apple", n)
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // goes with the whole folder at the end
	ours, bare, err := b.importing(filepath.Join(folder, "export.zip"), "inflate")
	if err != nil {
		return err
	}
	fmt.Printf("apple, %d records: %d stored, import %v (%.0f ns each), inflating %v, ratio %.2f, peak %.1f MB, %.2f bytes each\n",
		n, ours.count, ours.cpu.Round(time.Millisecond), float64(ours.cpu.Nanoseconds())/float64(n), bare.cpu.Round(time.Millisecond),
		float64(ours.cpu)/float64(bare.cpu), float64(ours.peak)/1e6, float64(ours.size)/float64(ours.count))
	return nil
}
