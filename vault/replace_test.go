package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var errNo = errors.New("no")

func TestAFailedRewritingLeavesTheOldFile(t *testing.T) {
	failRename := func(t *testing.T, v *Vault) {
		rename = func(string, string) error { return errNo }
		t.Cleanup(func() { rename = os.Rename })
	}
	for _, tt := range []struct {
		name string
		fail func(t *testing.T, v *Vault) // what goes wrong
		want error
	}{
		{"no space", func(_ *testing.T, v *Vault) { v.options.maxSize = 40 << 10 }, ErrNoSpace},
		{"no new name", failRename, errNo},
		{"no new name where the file must be closed for it", func(t *testing.T, v *Vault) {
			replacesOpenFiles = false
			t.Cleanup(func() { replacesOpenFiles = true })
			failRename(t, v)
		}, errNo},
		{"a damaged object", func(t *testing.T, v *Vault) {
			s := v.state.Load()
			id := s.containers[1].nodes[0].series[0].rows[0].id
			o, _, err := v.store.object(id)
			if err != nil {
				t.Fatal(err)
			}
			o[100] ^= 1
			if err := v.store.apply(change{puts: []object{{ref: ref{id: id}, bytes: o}}}); err != nil {
				t.Fatal(err)
			}
		}, ErrDamaged},
		{"an import is under way", func(t *testing.T, v *Vault) {
			ps, err := v.Profiles()
			if err != nil {
				t.Fatal(err)
			}
			st := stageRows(t, v, ps[0].ID, nil)
			t.Cleanup(func() {
				if err := st.Discard(); err != nil {
					t.Error(err)
				}
			})
		}, ErrBusy},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, _, _, _ := fullVault(t)
			purgeNow(t, v) // compaction begins with that, and keeps it
			tt.fail(t, v)
			before := mustRead(t, v.Path())
			for name, rewrite := range rewritings {
				if err := rewrite(context.Background(), v); !errors.Is(err, tt.want) {
					t.Errorf("%s: %v, want %v", name, err, tt.want)
				}
				if !bytes.Equal(mustRead(t, v.Path()), before) {
					t.Errorf("%s: the file changed", name)
				}
				onlyFile(t, v.Path())
			}
			v.options.maxSize = 0
			if !errors.Is(tt.want, ErrDamaged) {
				wantWhole(t, v)
			}
			if _, err := v.Batches(); err != nil {
				t.Error(err)
			}
		})
	}
}

func mustRead(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestARewritingStopsWhenItIsCancelled(t *testing.T) {
	v, _, _, _ := fullVault(t)
	purgeNow(t, v)
	before := mustRead(t, v.Path())
	for stop := int64(0); ; stop += 5 {
		ctx, cancel := context.WithCancel(context.Background())
		_, err := v.Compact(ctx, func(done, _ int64) {
			if done >= stop {
				cancel()
			}
		})
		if err == nil {
			cancel()
			break
		}
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped at %d: %v", stop, err)
		}
		if !bytes.Equal(mustRead(t, v.Path()), before) {
			t.Fatalf("stopped at %d: the file changed", stop)
		}
		onlyFile(t, v.Path())
		cancel()
		if stop > 10_000 {
			t.Fatal("never done")
		}
	}
	wantWhole(t, v)
}

func TestAVaultClosedDuringARewritingIsTheOldOne(t *testing.T) {
	for _, at := range []int64{0, 64, 1 << 40} {
		v, _, _, _ := fullVault(t)
		want := shownBy(t, v)
		_, err := v.Compact(context.Background(), func(done, total int64) {
			if done >= min(at, total) {
				if err := v.Close(); err != nil {
					t.Error(err)
				}
			}
		})
		if !errors.Is(err, ErrClosed) {
			t.Errorf("closed at %d: %v", at, err)
		}
		onlyFile(t, v.Path())
		v, err = Open(context.Background(), v.Path(), testPassword, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		wantContent(t, v, want)
		closeVault(t, v)
	}
}

func TestANameThatIsNotDurableIsSaid(t *testing.T) {
	for name, rewrite := range rewritings {
		t.Run(name, func(t *testing.T) {
			v, ada, _, undone := fullVault(t)
			want := shownBy(t, v)
			syncFolder = func(string) error { return errNo }
			err := rewrite(context.Background(), v)
			syncFolder = flushFolder
			if !errors.Is(err, ErrNotDurable) || !errors.Is(err, errNo) {
				t.Errorf("%v", err)
			}
			wantContent(t, v, want)
			wantGone(t, v.Path(), undone)
			onlyFile(t, v.Path())
			importRows(t, v, ada, []row{weight(70, 8000)})
			wantWhole(t, v)
		})
	}
	v, _, _, _ := fullVault(t)
	syncFolder = func(string) error { return errNo }
	t.Cleanup(func() { syncFolder = flushFolder })
	if key, err := v.NewRecoveryKey(context.Background()); key == "" || !errors.Is(err, ErrNotDurable) {
		t.Errorf("the new recovery key is lost: %v", err)
	}
	if key, err := v.Rekey(context.Background(), testPassword, nil); key == "" || !errors.Is(err, ErrNotDurable) {
		t.Errorf("the new recovery key is lost: %v", err)
	}
}

func TestAVaultIsReplacedWhereOpenFilesCannotBe(t *testing.T) {
	replacesOpenFiles = false
	t.Cleanup(func() { replacesOpenFiles = true })
	for name, rewrite := range rewritings {
		t.Run(name, func(t *testing.T) {
			v, ada, _, undone := fullVault(t)
			want := shownBy(t, v)
			if err := rewrite(context.Background(), v); err != nil {
				t.Fatal(err)
			}
			wantContent(t, v, want)
			wantGone(t, v.Path(), undone)
			importRows(t, v, ada, []row{weight(70, 8000)})
			wantWhole(t, v)
			onlyFile(t, v.Path())
		})
	}
}

func TestWhoWaitsForTheLockNeverGetsTheOldFile(t *testing.T) {
	v, _, _, _ := fullVault(t)
	ctx := context.Background()
	old, err := os.OpenFile(v.Path(), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.Compact(ctx, nil); err != nil {
		t.Fatal(err)
	}
	// The old file is free now. Whoever opened it before must not have it.
	if err := lockFile(ctx, old, true, 0); err != nil {
		t.Errorf("the old file is locked: %v", err)
	}
	named, err := os.Stat(v.Path())
	if err != nil {
		t.Fatal(err)
	}
	if info, err := old.Stat(); err != nil || os.SameFile(info, named) {
		t.Fatal("the file was not replaced", err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	// Many wait while the vault is compacted and closed again and again.
	path, want := v.Path(), shownBy(t, v)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 3 {
				v, err := Open(ctx, path, testPassword, testOptions())
				if errors.Is(err, ErrInUse) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if info, err := v.store.file.Stat(); err != nil {
					t.Error(err)
				} else if named, err := os.Stat(path); err != nil || !os.SameFile(info, named) {
					t.Error("a file without a name was opened", err)
				}
				if _, err := v.Compact(ctx, nil); err != nil {
					t.Error(err)
				}
				if got, err := contentOf(v); err != nil || got != want {
					t.Error("another content", err)
				}
				if err := v.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	closeVault(t, v)
	wg.Wait()
	onlyFile(t, path)
}

func TestReadingGoesOnDuringRewritings(t *testing.T) {
	v, ada, _, _ := fullVault(t)
	want := len(readings(t, v, ada, "heart_rate"))
	ctx := context.Background()
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				n := 0
				for _, err := range v.Readings(ctx, ada, "heart_rate", minTime, afterTime) {
					if errors.Is(err, ErrChanged) {
						n = want
						break
					}
					if err != nil {
						t.Errorf("readings: %v", err)
						return
					}
					n++
				}
				if n != want {
					t.Errorf("%d readings", n)
					return
				}
				if _, err := v.Verify(ctx, nil); err != nil && !errors.Is(err, ErrChanged) {
					t.Errorf("verify: %v", err)
				}
			}
		})
	}
	for range 3 {
		for name, rewrite := range rewritings {
			if name == "change password" {
				continue // it asks for the password before the last one
			}
			if err := rewrite(ctx, v); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	close(stop)
	wg.Wait()
}

func TestLeftoversOfAnInterruptedRewritingAreRemoved(t *testing.T) {
	path, raw, _ := closedVault(t)
	folder := filepath.Dir(path)
	name := func(s string) string { return filepath.Join(folder, s) }
	leftover, held := name(".home.vitalkeep.0123456789ab.new"), name(".home.vitalkeep.ba9876543210.new")
	others := []string{
		name(".home.vitalkeep.0123456789ab.new.txt"), name("home.vitalkeep.0123456789ab.new"), name(".home.vitalkeep.new"),
		name(".home.vitalkeep.0123456789.new"), name(".home.vitalkeep.0123456789xy.new"), name(".other.vitalkeep.0123456789ab.new"),
	}
	for _, n := range append([]string{leftover, held}, others...) {
		if err := os.WriteFile(n, raw[:len(raw)/2], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	dir := name(".home.vitalkeep.aaaaaaaaaaaa.new")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(held, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := lockFile(context.Background(), f, true, time.Second); err != nil {
		t.Fatal(err)
	}
	o := testOptions()
	o.ReadOnly = true
	for _, o := range []Options{o, testOptions()} {
		v, err := Open(context.Background(), path, testPassword, o)
		if err != nil {
			t.Fatal(err)
		}
		_, err = os.Lstat(leftover)
		if there := !errors.Is(err, fs.ErrNotExist); there != o.ReadOnly {
			t.Errorf("the leftover is there: %v, opened for reading only: %v", there, o.ReadOnly)
		}
		closeVault(t, v)
	}
	for _, n := range append(others, held, dir) {
		if _, err := os.Lstat(n); err != nil {
			t.Errorf("%s: %v", filepath.Base(n), err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestASmallDiskIsSaidAsSuch(t *testing.T) {
	for _, err := range []error{syscall.ENOSPC, syscall.EDQUOT, fmt.Errorf("%s: %w", resizeError, errNo)} {
		v, _, _, _ := fullVault(t)
		rename = func(string, string) error { return err }
		_, got := v.Compact(context.Background(), nil)
		rename = os.Rename
		if !errors.Is(got, ErrNoSpace) {
			t.Errorf("%v: %v", err, got)
		}
	}
}

func TestATemporaryNameTellsWhoseItIs(t *testing.T) {
	name := temporaryName(filepath.Join("a", "home.vitalkeep"))
	if filepath.Dir(name) != "a" || !strings.HasPrefix(filepath.Base(name), ".home.vitalkeep.") || !strings.HasSuffix(name, ".new") {
		t.Errorf("%s", name)
	}
}

func TestTheFileBehindASymbolicLinkIsReplaced(t *testing.T) {
	path, _, _ := closedVault(t)
	link := filepath.Join(t.TempDir(), "link.vitalkeep")
	if err := os.Symlink(path, link); err != nil {
		if runtime.GOOS == "windows" {
			t.Skip("no right to make symbolic links")
		}
		t.Fatal(err)
	}
	leftover := filepath.Join(filepath.Dir(path), ".home.vitalkeep.0123456789ab.new")
	if err := os.WriteFile(leftover, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := mustRead(t, path)
	v, err := Open(context.Background(), link, testPassword, testOptions())
	if err != nil {
		t.Fatal(err)
	}
	want := shownBy(t, v)
	if err := v.ChangePassword(context.Background(), testPassword, []byte("another")); err != nil {
		t.Fatal(err)
	}
	wantContent(t, v, want)
	closeVault(t, v)
	if to, err := os.Readlink(link); err != nil || to != path {
		t.Errorf("the link: %q, %v", to, err)
	}
	if bytes.Equal(mustRead(t, path), old) {
		t.Error("the file is the old one")
	}
	onlyFile(t, path)
	onlyFile(t, link)
}

func TestAVaultOpenedByAShortNameStaysWhereItIs(t *testing.T) {
	path, _, _ := closedVault(t)
	t.Chdir(filepath.Dir(path))
	v := openTest(t, filepath.Base(path))
	elsewhere := t.TempDir()
	t.Chdir(elsewhere)
	want := shownBy(t, v)
	if _, err := v.Compact(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	wantContent(t, v, want)
	closeVault(t, v)
	onlyFile(t, path)
	if list, err := os.ReadDir(elsewhere); err != nil || len(list) > 0 {
		t.Errorf("in the other folder: %v, %v", list, err)
	}
}

func TestAFileThatTookTheNameOfAnOpenVaultIsLeftAlone(t *testing.T) {
	if !replacesOpenFiles {
		t.Skip("an open file keeps its name here")
	}
	for _, there := range []bool{true, false} {
		path, _, _ := closedVault(t)
		v := openTest(t, path)
		want := shownBy(t, v)
		moved := path + ".moved"
		if err := os.Rename(path, moved); err != nil {
			t.Fatal(err)
		}
		if there {
			if err := os.WriteFile(path, []byte("another"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := v.Compact(context.Background(), nil); !errors.Is(err, ErrMoved) {
			t.Errorf("compact = %v", err)
		}
		wantContent(t, v, want)
		closeVault(t, v)
		if raw, err := os.ReadFile(path); there && string(raw) != "another" || !there && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("under the name: %d bytes, %v", len(raw), err)
		}
		v = openTest(t, moved)
		wantContent(t, v, want)
		closeVault(t, v)
	}
}

func TestAfterAnErrorAnotherFileOfTheNameIsNotBelieved(t *testing.T) {
	if !replacesOpenFiles {
		t.Skip("an open file keeps its name here")
	}
	path, _, _ := closedVault(t)
	old := mustRead(t, path)
	v := openTest(t, path)
	if err := v.AddBackup(BackupRecord{At: 1, Path: "somewhere"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.reopen(errNo); !errors.Is(err, ErrMoved) {
		t.Errorf("reopen = %v", err)
	}
	if _, err := v.Profiles(); !errors.Is(err, ErrMoved) {
		t.Errorf("afterwards = %v", err)
	}
	closeVault(t, v)
}
