package vault

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// The buckets. Their names tell nothing.
var (
	bucketHead    = []byte{'h'} // two keys, the head and its copy
	bucketRoot    = []byte{'m'} // one key, the root
	bucketObjects = []byte{'o'} // every other sealed object by its running id
	bucketMarks   = []byte{'p'} // one key, the mark of work under way
	bucketJournal = []byte{'j'} // records of single inserts by their running id

	allBuckets = [][]byte{bucketHead, bucketRoot, bucketObjects, bucketMarks, bucketJournal}
	singleKey  = make([]byte, 8)
)

const (
	lockTimeout = time.Second
	fileMode    = 0o600

	// openTries is how often a file may change under who opens it.
	openTries = 3

	// growth is how much the file grows at a time once it is that large.
	growth = 256 << 10
)

// store is the open file.
type store struct {
	db   *bolt.DB
	file *os.File // bbolt's, for looking at pages without it

	lostMeta bool // see checkPages

	least atomic.Int64 // bytes that the file has at least
	dead  atomic.Bool  // bbolt may hold locks for ever, see work
}

// guard runs a piece of bbolt's work; its panics on pages that cannot be, and
// faults on a file that became shorter, are damage.
func guard(work func() error) error {
	_, err := guarded(work)
	return err
}

// guarded is guard, and says whether memory could not be read.
func guarded(work func() error) (fault bool, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			_, fault = p.(interface{ Addr() uintptr })
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	return false, work()
}

// errShortened is what becomes of a file that somebody cuts while it is open.
var errShortened = fmt.Errorf("%w: the file was changed while it was open", ErrDamaged)

// work is guard for what reads or writes the open file. bbolt takes the file for
// memory, and a fault in it leaves bbolt's locks held: so the length is looked at
// before, and after a fault bbolt is never called again.
func (s *store) work(f func() error) error {
	if s.dead.Load() {
		return errShortened
	}
	info, err := s.file.Stat()
	if err != nil {
		return err
	}
	if info.Size() < s.least.Load() {
		s.dead.Store(true)
		return errShortened
	}
	fault, err := guarded(f)
	if fault {
		s.dead.Store(true)
	}
	return err
}

// grown notes how long the file is after a change.
func (s *store) grown() error {
	info, err := s.file.Stat()
	if err == nil {
		s.least.Store(info.Size())
	}
	return err
}

// storeOptions say how to open a file.
type storeOptions struct {
	create   bool // a new file; it must not exist
	readOnly bool
	maxSize  int // refuse to grow beyond; 0 means no limit
}

// openStore opens path with bbolt after looking at it without. It changes
// nothing in an existing file.
func openStore(ctx context.Context, path string, o storeOptions) (*store, error) {
	if !o.create {
		info, err := os.Stat(path) //nolint:gosec // opening the file that the person names is the purpose
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, ErrNotAVault
		}
	}
	var file *os.File
	opened, lostMeta := false, false
	defer func() {
		if !opened && file != nil {
			_ = file.Close() // an error or panic has kept bbolt from it; a second Close does nothing
		}
	}()
	options := &bolt.Options{
		Timeout: lockTimeout, PageSize: pageSize, FreelistType: bolt.FreelistMapType,
		ReadOnly: o.readOnly, MaxSize: o.maxSize, NoStatistics: true,
		OpenFile: func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
			if o.create {
				file, err = os.OpenFile(name, flag|os.O_CREATE|os.O_EXCL, mode)
				return file, err
			}
			if file, err = openLocked(ctx, name, flag&^os.O_CREATE, !o.readOnly); err == nil {
				lostMeta, err = checkPages(ctx, file)
			}
			return file, err
		},
	}
	s := new(store)
	err := guard(func() (err error) {
		s.db, err = bolt.Open(path, fileMode, options)
		return err
	})
	if err != nil {
		return nil, storeError(err)
	}
	opened = true
	s.file, s.lostMeta = file, lostMeta
	s.db.AllocSize = growth
	if err := s.grown(); err != nil {
		return nil, errors.Join(err, s.close())
	}
	onOpened(s)
	return s, nil
}

// openLocked opens and locks an existing file. Whoever had the lock before may
// have put another file in its place: then that one is meant.
func openLocked(ctx context.Context, name string, flag int, exclusive bool) (*os.File, error) {
	for range openTries {
		f, err := os.OpenFile(name, flag, fileMode)
		if err != nil {
			return nil, err
		}
		err = lockFile(ctx, f, exclusive, lockTimeout)
		var opened, named os.FileInfo
		if err == nil {
			opened, err = f.Stat()
		}
		if err == nil {
			named, err = os.Stat(name)
		}
		if err == nil && os.SameFile(opened, named) {
			return f, nil
		}
		_ = f.Close() // nothing was written
		if err != nil {
			return nil, err
		}
	}
	return nil, ErrInUse
}

// named reports ErrMoved unless a name means the open file.
func (s *store) named(path string) error {
	opened, err := s.file.Stat()
	if err != nil {
		return err
	}
	found, err := os.Stat(path) //nolint:gosec // the name of the vault itself
	if errors.Is(err, fs.ErrNotExist) || (err == nil && !os.SameFile(opened, found)) {
		return ErrMoved
	}
	return err
}

// resizeError is how bbolt begins the error of a file that cannot grow. It keeps
// only the text of the system's error, which the limits of a disk's format
// (4 GB on many memory sticks) and of the system give.
const resizeError = "file resize error"

// storeError turns what bbolt and the system say into the package's errors.
func storeError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrTimeout):
		return ErrInUse
	case errors.Is(err, berrors.ErrMaxSizeReached), errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG),
		errors.Is(err, syscall.EDQUOT), strings.HasPrefix(err.Error(), resizeError):
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch),
		errors.Is(err, berrors.ErrChecksum):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	case errors.Is(err, berrors.ErrDatabaseReadOnly):
		return ErrReadOnly
	}
	return err
}

// close closes the file. If bbolt cannot be called any more, the file is closed
// under it, and with it the lock; what it had in memory stays until the end.
func (s *store) close() error {
	if !s.dead.Load() {
		fault, err := guarded(s.db.Close)
		if !fault {
			return err
		}
	}
	return errors.Join(errShortened, s.file.Close())
}

// single reads the one value of a bucket, or nil.
func (s *store) single(bucket []byte) (value []byte, err error) {
	err = s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			if b := tx.Bucket(bucket); b != nil {
				value = append([]byte(nil), b.Get(singleKey)...)
			}
			return nil
		})
	})
	return value, storeError(err)
}

func objectKey(id uint64) []byte { return binary.BigEndian.AppendUint64(nil, id) }

// object reads a copy of a sealed object. If there is none, it returns the
// root that the same moment had instead.
func (s *store) object(id uint64) (value, rootThen []byte, err error) {
	err = s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketObjects)
			if b == nil {
				return ErrDamaged
			}
			if v := b.Get(objectKey(id)); v != nil {
				value = append(make([]byte, 0, len(v)), v...)
				return nil
			}
			if b := tx.Bucket(bucketRoot); b != nil {
				rootThen = append(rootThen, b.Get(singleKey)...)
			}
			return nil
		})
	})
	return value, rootThen, storeError(err)
}

// ids calls f with the id of every object from the given one on.
func (s *store) ids(from uint64, f func(uint64) error) error {
	return storeError(s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error { return eachID(tx, from, f) })
	}))
}

func eachID(tx *bolt.Tx, from uint64, f func(uint64) error) error {
	b := tx.Bucket(bucketObjects)
	if b == nil {
		return ErrDamaged
	}
	c := b.Cursor()
	for k, _ := c.Seek(objectKey(from)); k != nil; k, _ = c.Next() {
		if len(k) != 8 {
			return fmt.Errorf("%w: an object with a key of a wrong length", ErrDamaged)
		}
		if err := f(binary.BigEndian.Uint64(k)); err != nil {
			return err
		}
	}
	return nil
}

// change is what one transaction does; it is durable when apply returns nil.
type change struct {
	puts   []object
	drops  []uint64
	spares []namedBytes // see addSpares
	root   []byte       // sealed; nil leaves it
	mark   []byte       // sealed; nil leaves it
	unmark bool
	head   []byte // at creation, and where the version rises
	forms  bool   // a segment says how numbers were written, as none does before 1.3
	stale  bool   // something is deleted: what it was may stand in free pages
	dense  bool   // the objects come by rising id: pages are filled
	last   uint64 // of a new file, the highest id that was ever given
	insert *object
	folded []uint64 // records of the journal that go
}

func (s *store) apply(c change) error {
	return storeError(s.work(func() error {
		err := s.db.Update(func(tx *bolt.Tx) error {
			if c.head != nil {
				for _, name := range allBuckets {
					if _, err := tx.CreateBucketIfNotExists(name); err != nil {
						return err
					}
				}
				if err := putHead(tx, c.head); err != nil {
					return err
				}
			}
			objects, root := tx.Bucket(bucketObjects), tx.Bucket(bucketRoot)
			if objects == nil || root == nil {
				return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
			}
			// Nothing is lost with this one, and nothing says that it is gone.
			marks, err := tx.CreateBucketIfNotExists(bucketMarks)
			if err != nil {
				return err
			}
			last := max(objects.Sequence(), c.last)
			if c.dense {
				objects.FillPercent = 1
			}
			for _, o := range c.puts {
				if o.err != nil {
					return o.err
				}
				if err := objects.Put(objectKey(o.ref.id), o.bytes); err != nil {
					return err
				}
				last = max(last, o.ref.id)
			}
			for _, id := range c.drops {
				if err := objects.Delete(objectKey(id)); err != nil {
					return err
				}
			}
			if err := putSpares(tx, c.spares); err != nil {
				return err
			}
			if last != objects.Sequence() { // setting it writes a page
				if err := objects.SetSequence(last); err != nil {
					return err
				}
			}
			if err := applyJournal(tx, c); err != nil {
				return err
			}
			if c.mark != nil {
				if err := marks.Put(singleKey, c.mark); err != nil {
					return err
				}
			}
			if c.unmark {
				if err := marks.Delete(singleKey); err != nil {
					return err
				}
			}
			if c.root != nil {
				return root.Put(singleKey, c.root)
			}
			return nil
		})
		if err == nil {
			err = s.grown()
		}
		return err
	}))
}

// applyJournal is the part of a change that is about the journal.
func applyJournal(tx *bolt.Tx, c change) error {
	if c.insert == nil && len(c.folded) == 0 {
		return nil
	}
	b := tx.Bucket(bucketJournal)
	if b == nil {
		return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
	}
	for _, id := range c.folded {
		if err := b.Delete(objectKey(id)); err != nil {
			return err
		}
	}
	if c.insert == nil {
		return nil
	}
	if c.insert.err != nil {
		return c.insert.err
	}
	return b.Put(objectKey(c.insert.ref.id), c.insert.bytes)
}

// records calls f with a copy of every record of the journal, by rising id.
func (s *store) records(f func(id uint64, value []byte) error) error {
	return storeError(s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketJournal)
			if b == nil {
				return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
			}
			return b.ForEach(func(k, v []byte) error {
				if len(k) != 8 {
					return fmt.Errorf("%w: a record with a key of a wrong length", ErrDamaged)
				}
				return f(binary.BigEndian.Uint64(k), bytes.Clone(v))
			})
		})
	}))
}

// lastID returns the highest id that was ever given.
func (s *store) lastID() (id uint64, err error) {
	err = s.work(func() error {
		return s.db.View(func(tx *bolt.Tx) error {
			b := tx.Bucket(bucketObjects)
			if b == nil {
				return fmt.Errorf("%w: a bucket is missing", ErrDamaged)
			}
			id = b.Sequence()
			if k, _ := b.Cursor().Last(); len(k) == 8 {
				id = max(id, binary.BigEndian.Uint64(k))
			}
			if b := tx.Bucket(bucketJournal); b != nil {
				if k, _ := b.Cursor().Last(); len(k) == 8 {
					id = max(id, binary.BigEndian.Uint64(k))
				}
			}
			return nil
		})
	})
	return id, storeError(err)
}

// sync waits until everything written is on disk.
func (s *store) sync() error {
	if s.db.IsReadOnly() {
		return nil
	}
	if err := s.work(s.db.Sync); err != nil {
		return err
	}
	onSynced(s)
	return nil
}

// check walks the pages of the open file, as openStore did.
func (s *store) check(ctx context.Context) (lostMeta bool, err error) {
	// A write transaction that is rolled back keeps writers out meanwhile.
	err = s.work(func() error {
		tx, err := s.db.Begin(!s.db.IsReadOnly())
		if err != nil {
			return err
		}
		lostMeta, err = checkPages(ctx, s.file)
		return errors.Join(err, tx.Rollback())
	})
	return lostMeta, err
}

// holds reports ErrChanged unless the file's root has that hash.
func (s *store) holds(rootHash [sha256.Size]byte) error {
	root, err := s.single(bucketRoot)
	if err == nil && sha256.Sum256(root) != rootHash {
		err = ErrChanged
	}
	return err
}
