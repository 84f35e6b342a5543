package vault

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unsafe"
)

// diskEvent is one thing that the vault asked of the disk, in the order in which
// it asked. The fields that a kind does not need are zero.
type diskEvent struct {
	kind diskEventKind
	file int    // number of the file
	at   int64  // write: where; resize: to what size
	data []byte // write
	name string // of the folder's entry
	to   string // rename: the new name
}

type diskEventKind string

const (
	diskCreate     diskEventKind = "create"
	diskWrite      diskEventKind = "write"
	diskResize     diskEventKind = "resize"
	diskSync       diskEventKind = "sync"
	diskLink       diskEventKind = "link"
	diskRename     diskEventKind = "rename"
	diskRemove     diskEventKind = "remove"
	diskSyncFolder diskEventKind = "sync folder"
)

func (e diskEvent) String() string {
	return fmt.Sprintf("%s file %d at %d, %d bytes, %q %q", e.kind, e.file, e.at, len(e.data), e.name, e.to)
}

// diskLog is everything that was asked of the disk for one folder, from a known
// content on.
type diskLog struct {
	t      testing.TB
	folder string
	files  []loggedFile
	before diskImage
	events []diskEvent
	noLink bool // the file system has no hard links
}

type loggedFile struct {
	info os.FileInfo
	size int64
}

// diskImage is a folder: the contents of its files, and their names.
type diskImage struct {
	contents map[int][]byte
	names    map[string]int
}

// logDisk begins a log of a folder, whose content counts as durable. Until the
// test ends, everything goes into the log.
func logDisk(t testing.TB, folder string) *diskLog {
	t.Helper()
	l := &diskLog{t: t, folder: folder, before: diskImage{contents: map[int][]byte{}, names: map[string]int{}}}
	l.lookAround()
	for i, e := range l.events {
		b, err := os.ReadFile(filepath.Join(folder, e.name))
		if err != nil {
			t.Fatal(err)
		}
		l.before.contents[i], l.before.names[e.name], l.files[i].size = b, i, int64(len(b))
	}
	l.events = nil
	t.Cleanup(func() {
		link, rename, remove, syncFolder = os.Link, os.Rename, os.Remove, flushFolder
		onOpened, onSynced = func(*store) {}, func(*store) {}
	})
	link = func(old, to string) error {
		if l.noLink {
			return &os.LinkError{Op: "link", Err: errors.ErrUnsupported}
		}
		return l.naming(diskLink, old, to, func() error { return os.Link(old, to) })
	}
	rename = func(old, to string) error {
		return l.naming(diskRename, old, to, func() error { return os.Rename(old, to) })
	}
	remove = func(name string) error {
		return l.naming(diskRemove, name, "", func() error { return os.Remove(name) })
	}
	syncFolder = func(path string) error {
		l.lookAround()
		if l.inside(filepath.Join(path, "x")) {
			l.add(diskEvent{kind: diskSyncFolder})
		}
		return flushFolder(path)
	}
	onOpened, onSynced = l.listen, l.synced
	return l
}

func (l *diskLog) add(e diskEvent) { l.events = append(l.events, e) }

func (l *diskLog) inside(path string) bool { return filepath.Dir(path) == l.folder }

// number returns the number of a file; a new one gets one.
func (l *diskLog) number(info os.FileInfo) (n int, fresh bool) {
	n = slices.IndexFunc(l.files, func(f loggedFile) bool { return os.SameFile(f.info, info) })
	if n >= 0 {
		return n, false
	}
	l.files = append(l.files, loggedFile{info: info})
	return len(l.files) - 1, true
}

// lookAround logs the files that appeared in the folder without going through
// folder.go: opening a file makes one.
func (l *diskLog) lookAround() {
	list, err := os.ReadDir(l.folder)
	if err != nil {
		l.t.Error(err)
	}
	for _, d := range list {
		info, err := d.Info()
		if err != nil {
			l.t.Error(err)
			continue
		}
		if n, fresh := l.number(info); fresh {
			l.add(diskEvent{kind: diskCreate, file: n, name: d.Name()})
		}
	}
}

// naming logs what is done to a name, if it succeeds.
func (l *diskLog) naming(kind diskEventKind, name, to string, do func() error) error {
	l.lookAround()
	var n int
	info, err := os.Lstat(name)
	if err == nil {
		n, _ = l.number(info)
	}
	if err := do(); err != nil {
		return err
	}
	if l.inside(name) || l.inside(to) {
		l.add(diskEvent{kind: kind, file: n, name: filepath.Base(name), to: filepath.Base(to)})
	}
	return nil
}

// listen logs what bbolt writes to a file. bbolt v1.5.0 writes through a variable
// that its own tests replace, too, and syncs at fixed places: a file is made with
// one write and a sync (db.init); a transaction that needs a larger file resizes
// and syncs it (db.grow; neither with NoGrowSync), writes its pages and syncs
// (tx.write), then writes one meta page and syncs (tx.writeMeta; no syncs with
// NoSync). TestBoltWritesAsTheDiskLogTakesIt holds this to that version.
func (l *diskLog) listen(s *store) {
	if s.db.IsReadOnly() || !l.inside(s.db.Path()) {
		return
	}
	info, err := s.file.Stat()
	if err != nil {
		l.t.Error(err)
		return
	}
	l.lookAround()
	n, fresh := l.number(info)
	if fresh {
		l.t.Errorf("the file just opened is not in its folder")
	}
	if l.files[n].size == 0 {
		b, err := os.ReadFile(s.db.Path())
		if err != nil {
			l.t.Error(err)
			return
		}
		l.add(diskEvent{kind: diskWrite, file: n, data: b})
		l.add(diskEvent{kind: diskSync, file: n})
		l.files[n].size = int64(len(b))
	}
	write, err := boltWriter(s)
	if err != nil {
		l.t.Fatal(err)
	}
	through := *write
	*write = func(b []byte, at int64) (int, error) {
		if err := l.resized(n, s); err != nil {
			return 0, err
		}
		meta := at < 2*pageSize && !s.db.NoSync
		if meta {
			l.add(diskEvent{kind: diskSync, file: n})
		}
		l.add(diskEvent{kind: diskWrite, file: n, at: at, data: bytes.Clone(b)})
		l.files[n].size = max(l.files[n].size, at+int64(len(b)))
		if meta {
			l.add(diskEvent{kind: diskSync, file: n})
		}
		return through(b, at)
	}
}

// resized notices that bbolt has made the file larger.
func (l *diskLog) resized(n int, s *store) error {
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if size := info.Size(); size != l.files[n].size {
		l.add(diskEvent{kind: diskResize, file: n, at: size})
		if !s.db.NoGrowSync {
			l.add(diskEvent{kind: diskSync, file: n})
		}
		l.files[n].size = size
	}
	return nil
}

// synced logs a sync that bbolt did not do by itself.
func (l *diskLog) synced(s *store) {
	info, err := s.file.Stat()
	if err != nil {
		l.t.Error(err)
		return
	}
	if n, fresh := l.number(info); !fresh {
		l.add(diskEvent{kind: diskSync, file: n})
	}
}

var errOtherBolt = errors.New("bbolt does not write through DB.ops.writeAt any more: the log of the disk needs another way")

// boltWriter returns where bbolt keeps the function that it writes with.
func boltWriter(s *store) (*func([]byte, int64) (int, error), error) {
	ops := reflect.ValueOf(s.db).Elem().FieldByName("ops")
	if !ops.IsValid() {
		return nil, errOtherBolt
	}
	f := ops.FieldByName("writeAt")
	if !f.IsValid() || f.Type() != reflect.TypeFor[func([]byte, int64) (int, error)]() {
		return nil, errOtherBolt
	}
	return (*func([]byte, int64) (int, error))(unsafe.Pointer(f.UnsafeAddr())), nil
}

func TestBoltWritesAsTheDiskLogTakesIt(t *testing.T) {
	b, err := os.ReadFile(filepath.Join("..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "\tgo.etcd.io/bbolt v1.5.0\n") {
		t.Error("another bbolt: read again where it writes and syncs, correct diskLog.listen, then this version")
	}
	folder := t.TempDir()
	l := logDisk(t, folder)
	v, _, err := Create(t.Context(), filepath.Join(folder, "home.vitalkeep"), testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, e := range l.events {
		if k := string(e.kind); len(kinds) == 0 || kinds[len(kinds)-1] != k || e.kind != diskWrite {
			kinds = append(kinds, k)
		}
	}
	want := []string{
		"create", "write", "sync", // the empty database
		"resize", "sync", "write", "sync", "write", "sync", // the first transaction
		"link", "remove", "sync folder",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("log = %q, want %q", kinds, want)
	}
	// The log, played back, is the folder.
	d := newDisk(l.before)
	for _, e := range l.events {
		d.apply(e)
	}
	image := d.image(keepAll)
	if len(image.names) != 1 {
		t.Errorf("names = %v", image.names)
	}
	got, err := os.ReadFile(v.Path())
	if err != nil || !bytes.Equal(got, image.contents[image.names["home.vitalkeep"]]) {
		t.Errorf("the log does not lead to the file (%v)", err)
	}
}
