package vault

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// disk is a disk on its way through a log: what is durable, and what a power cut
// may still take or leave, since the last sync of that file or of the folder.
type disk struct {
	durable diskImage
	pending map[int][]diskEvent // writes and sizes by file
	names   []diskEvent         // changes of names
	applied int                 // events
}

func newDisk(from diskImage) *disk {
	return &disk{
		durable: diskImage{contents: maps.Clone(from.contents), names: maps.Clone(from.names)},
		pending: map[int][]diskEvent{},
	}
}

func (d *disk) apply(e diskEvent) {
	d.applied++
	switch e.kind {
	case diskWrite, diskResize:
		d.pending[e.file] = append(d.pending[e.file], e)
	case diskSync:
		content := slices.Clone(d.durable.contents[e.file])
		for _, p := range d.pending[e.file] {
			content = p.on(content)
		}
		d.durable.contents[e.file] = content
		delete(d.pending, e.file)
	case diskSyncFolder:
		for _, p := range d.names {
			p.rename(d.durable.names)
		}
		d.names = nil
	default:
		d.names = append(d.names, e)
	}
}

// on returns a file's content after a write or resize.
func (e diskEvent) on(content []byte) []byte {
	size := int(e.at) + len(e.data)
	if e.kind == diskResize || size > len(content) {
		content = append(content[:min(size, len(content))], make([]byte, max(size-len(content), 0))...)
	}
	copy(content[e.at:], e.data)
	return content
}

// rename changes names as the event says.
func (e diskEvent) rename(names map[string]int) {
	switch e.kind {
	case diskCreate:
		names[e.name] = e.file
	case diskLink:
		names[e.to] = e.file
	case diskRename:
		if names[e.name] == e.file {
			delete(names, e.name)
		}
		names[e.to] = e.file
	case diskRemove:
		delete(names, e.name)
	}
}

// keep decides what of an event that is not durable yet a power cut leaves: all
// of it, nothing, or some of its bytes. It may return several writes.
type keep func(diskEvent) []diskEvent

func keepAll(e diskEvent) []diskEvent { return []diskEvent{e} }
func keepNone(diskEvent) []diskEvent  { return nil }

// keepSome leaves a random part of everything: of a write all, nothing, or some
// of its sectors, of which some may be torn within and end in noise; of names and
// sizes all or nothing.
func keepSome(r *rand.Rand) keep {
	return func(e diskEvent) []diskEvent {
		fate := r.IntN(3)
		if e.kind != diskWrite && fate == 2 {
			fate = r.IntN(2)
		}
		switch fate {
		case 0:
			return nil
		case 1:
			return []diskEvent{e}
		}
		sector := []int{512, pageSize}[r.IntN(2)]
		var out []diskEvent
		for at := 0; at < len(e.data); at += sector {
			if r.IntN(2) == 0 {
				continue
			}
			data := e.data[at:min(at+sector, len(e.data))]
			if r.IntN(4) == 0 { // the one that was being written
				data = slices.Clone(data)
				for i := max(r.IntN(2*len(data))-len(data), 0); i < len(data); i++ {
					data[i] = byte(r.Uint32())
				}
			}
			out = append(out, diskEvent{kind: diskWrite, file: e.file, at: e.at + int64(at), data: data})
		}
		return out
	}
}

// keepTorn leaves everything, and of every write a beginning and then noise.
func keepTorn(r *rand.Rand) keep {
	return func(e diskEvent) []diskEvent {
		if e.kind == diskWrite {
			e.data = slices.Clone(e.data)
			for i := r.IntN(pageHeaderSize + 64); i < len(e.data); i++ {
				e.data[i] = byte(r.Uint32())
			}
		}
		return []diskEvent{e}
	}
}

// image is what is on the disk after a power cut.
func (d *disk) image(k keep) diskImage {
	out := diskImage{contents: maps.Clone(d.durable.contents), names: maps.Clone(d.durable.names)}
	for _, file := range slices.Sorted(maps.Keys(d.pending)) {
		content := slices.Clone(out.contents[file])
		for _, e := range d.pending[file] {
			for _, part := range k(e) {
				content = part.on(content)
			}
		}
		out.contents[file] = content
	}
	for _, e := range d.names {
		for _, part := range k(e) {
			part.rename(out.names)
		}
	}
	return out
}

// put makes a folder what the image is.
func (i diskImage) put(folder string) error {
	list, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := os.Remove(filepath.Join(folder, d.Name())); err != nil {
			return err
		}
	}
	for name, file := range i.names {
		if err := os.WriteFile(filepath.Join(folder, name), i.contents[file], fileMode); err != nil {
			return err
		}
	}
	return nil
}
