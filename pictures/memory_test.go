package pictures_test

import (
	"image"
	"runtime"
	"testing"

	"vitalkeep/pictures"
)

// allocated is how many bytes f asks for in all.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Scaling down takes little beside the picture itself, whatever its shape.
func TestMakingAPictureSmallTakesLittleMemory(t *testing.T) {
	data := pngOf(t, image.NewGray(image.Rect(0, 0, 6000, 6000))) // 36 MB when decoded
	got := allocated(func() {
		if _, err := pictures.Decode(data, 2560); err != nil {
			t.Fatal(err)
		}
	})
	if most := uint64(120 << 20); got > most {
		t.Errorf("decoding took %d MB, want at most %d", got>>20, most>>20)
	}
}
