package importers

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/flate"
)

func deflated(tb testing.TB, level int, parts ...[]byte) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := flate.NewWriter(&b, level)
	if err != nil {
		tb.Fatal(err)
	}
	for _, p := range parts {
		if _, err := w.Write(p); err != nil {
			tb.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// contents are what deflate does in all its ways.
func contents() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(r.IntN(256))
	}
	few := make([]byte, 500_000)
	for i := range few {
		few[i] = "abcdefghij"[min(r.IntN(10), r.IntN(10))]
	}
	var lines strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&lines, " <Record type=%q startDate=\"2024-03-%02d 07:%02d:00 +0100\" value=\"%d\"/>\n", "HeartRate", i%28+1, i%60, r.IntN(200))
	}
	// Distances of all lengths, up to the longest.
	far := bytes.Clone(noise[:40_000])
	for d := 1; d <= 32768; d = d*5/4 + 1 {
		far = append(far, far[len(far)-d:len(far)-d+min(d, 300)]...)
	}
	return map[string][]byte{
		"nothing": nil, "a byte": {7}, "noise": noise, "few letters": few, "lines": []byte(lines.String()),
		"one letter": bytes.Repeat([]byte{'x'}, 700_000), "far": far, "pairs": bytes.Repeat([]byte("ab"), 100_000),
	}
}

func TestWhatIsDeflatedComesOutAsItWas(t *testing.T) {
	for name, content := range contents() {
		for _, level := range []int{flate.NoCompression, flate.BestSpeed, 6, flate.BestCompression, flate.HuffmanOnly} {
			packed := deflated(t, level, content[:len(content)/3], content[len(content)/3:])
			for how, r := range map[string]io.Reader{
				"whole": bytes.NewReader(packed), "byte by byte": iotest.OneByteReader(bytes.NewReader(packed)), "halves": iotest.HalfReader(bytes.NewReader(packed)),
			} {
				if how != "whole" && len(packed) > 50_000 {
					continue
				}
				f := newInflater(r)
				got, err := io.ReadAll(f)
				if err != nil || !bytes.Equal(got, content) {
					t.Errorf("%s, level %d, %s: %d bytes of %d, %v", name, level, how, len(got), len(content), err)
				}
				if err := f.Close(); err != nil {
					t.Error(err)
				}
				if _, err := f.Read(make([]byte, 1)); err == nil {
					t.Error("it reads on when it is closed")
				}
			}
		}
	}
}

func TestDeflatedDataThatIsCutNeverGivesOtherBytes(t *testing.T) {
	content := contents()["lines"][:30_000]
	packed := deflated(t, 6, content)
	for n := range len(packed) {
		f := newInflater(bytes.NewReader(packed[:n]))
		got, err := io.ReadAll(f)
		if err == nil || !bytes.HasPrefix(content, got) {
			t.Fatalf("cut at %d of %d: %d bytes, %v", n, len(packed), len(got), err)
		}
		_ = f.Close()
	}
}

// FuzzInflate compares with the library: the same bytes, and an error where it
// has one.
func FuzzInflate(f *testing.F) {
	for _, content := range contents() {
		content = content[:min(len(content), 3000)]
		for _, level := range []int{0, 1, 6, flate.HuffmanOnly} {
			packed := deflated(f, level, content)
			f.Add(packed)
			f.Add(packed[:len(packed)/2])
		}
	}
	f.Add([]byte{6, 0, 0, 0})
	f.Add([]byte{0xed, 0xfd, 0x81, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, packed []byte) {
		const most = 4 << 20
		one, two := newInflater(bytes.NewReader(packed)), flate.NewReader(bytes.NewReader(packed))
		got, err := io.ReadAll(io.LimitReader(one, most))
		want, wantErr := io.ReadAll(io.LimitReader(two, most))
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%d bytes and %v, the library has %d and %v", len(got), err, len(want), wantErr)
		}
		if n := min(len(got), len(want)); !bytes.Equal(got[:n], want[:n]) {
			t.Fatal("other bytes than the library has")
		}
		_ = one.Close()
	})
}

func BenchmarkInflate(b *testing.B) {
	content := contents()["lines"]
	packed := deflated(b, 6, content)
	chunk := make([]byte, 128<<10)
	for name, open := range map[string]func(io.Reader) io.ReadCloser{"own": newInflater, "library": flate.NewReader} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(content)))
			for b.Loop() {
				f := open(bytes.NewReader(packed))
				if _, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, f, chunk); err != nil {
					b.Fatal(err)
				}
				_ = f.Close()
			}
		})
	}
}
