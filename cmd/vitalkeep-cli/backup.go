package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"vitalkeep/backup"
	"vitalkeep/intake"
	"vitalkeep/vault"
)

// backupJob is what a call of backup asks for.
type backupJob struct {
	out, folder    string
	recipient      string
	passphraseFile string
	openCopy       bool
	overwrite      bool
	keep           backup.Policy
}

func prepareBackup(f *flag.FlagSet) func(context.Context, *call) error {
	var j backupJob
	f.StringVar(&j.out, "out", "", "`FILE` of the backup")
	f.StringVar(&j.folder, "folder", "", "`DIR` of backups, in which the name is chosen")
	f.StringVar(&j.recipient, "recipient", "", "`RECIPIENT` of an age key")
	f.StringVar(&j.passphraseFile, "passphrase-file", "", "`PATH` of a file with the passphrase")
	f.BoolVar(&j.openCopy, "open-copy", false, "put everything as CSV and JSON beside the vault")
	f.BoolVar(&j.overwrite, "overwrite", false, "replace a file of that name")
	f.IntVar(&j.keep.Last, "keep-last", 0, "`NUMBER` of last backups to keep")
	f.IntVar(&j.keep.Daily, "keep-daily", 0, "`NUMBER` of days of which to keep the last")
	f.IntVar(&j.keep.Weekly, "keep-weekly", 0, "`NUMBER` of weeks of which to keep the last")
	f.IntVar(&j.keep.Monthly, "keep-monthly", 0, "`NUMBER` of months of which to keep the last")
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		o, err := c.backupOptions(j)
		if err != nil {
			return err
		}
		return c.with(ctx, false, func(v *vault.Vault) error { return c.backUp(ctx, v, j, o) })
	}
}

func (c *call) backupOptions(j backupJob) (o backup.Options, err error) {
	k := j.keep
	switch {
	case (j.out == "") == (j.folder == ""):
		return o, wrongUsage("Name the backup with --out, or its folder with --folder.")
	case k != (backup.Policy{}) && j.folder == "":
		return o, wrongUsage("Which backups to keep can be said of those in a --folder.")
	case min(k.Last, k.Daily, k.Weekly, k.Monthly) < 0:
		return o, wrongUsage("The numbers of backups to keep are not below 0.")
	case j.recipient != "" && j.passphraseFile != "":
		return o, wrongUsage("A backup is sealed to a --recipient or with a passphrase, not both.")
	}
	o = backup.Options{Recipient: j.recipient, Overwrite: j.overwrite, Now: c.now, Work: c.work}
	if j.openCopy {
		o.OpenCopy = intake.Holdings
	}
	if j.recipient == "" {
		o.Passphrase, err = c.secret("passphrase", passphraseVariable, j.passphraseFile, "--passphrase-file")
	}
	return o, err
}

type backupJSON struct {
	Path      string   `json:"path"`
	At        int64    `json:"at"`
	Bytes     int64    `json:"bytes"`
	Digest    string   `json:"sha256"`
	Proven    bool     `json:"proven"`
	OpenCopy  bool     `json:"open_copy"`
	Profiles  int      `json:"profiles"`
	Remembers bool     `json:"remembered"`
	Removed   []string `json:"removed"`
}

func (c *call) backUp(ctx context.Context, v *vault.Vault, j backupJob, o backup.Options) (failed error) {
	out := j.out
	if out == "" {
		out = filepath.Join(j.folder, backup.FileName(v.Path(), c.now()))
	}
	show, clear := c.progress("Backing up")
	if show != nil {
		o.Progress = func(_ backup.Phase, done, total int64) { show(done, total) }
	}
	r, err := backup.Write(ctx, v, out, o)
	clear()
	switch {
	case errors.Is(err, fs.ErrExist) && !j.overwrite:
		return advice{"There is already a file at " + out + ".", "Name another file, or allow with --overwrite to replace it.", err}
	case errors.Is(err, fs.ErrNotExist):
		return advice{"There is no folder for " + out + ".", "Create it first, or name another.", err}
	case err != nil:
		return err
	}
	if r.NotRemembered != nil {
		what, _ := intake.Explain(r.NotRemembered)
		c.complain("The backup is good, but the vault does not remember it: "+what, "")
	}
	removed := []string{}
	if j.folder != "" {
		gone, err := backup.Prune(ctx, v, j.folder, j.keep, c.now(), time.Local)
		for _, f := range gone {
			removed = append(removed, filepath.Join(j.folder, f.Name))
		}
		if err != nil {
			what, _ := intake.Explain(err)
			failed = advice{"The backup is good, but an older one could not be removed: " + what, "Look at " + j.folder + ".", err}
		}
	}
	if r.Closed > 0 {
		c.complain("The open copy leaves out "+counted(r.Closed, "person", "people")+", whose data is closed by a passcode of their own.",
			"The vault in the backup has it, sealed; README.txt in the open copy names them.")
	}
	if c.json {
		err := c.printJSON(backupJSON{
			Path: out, At: r.At.UnixMilli(), Bytes: r.Bytes, Digest: hex.EncodeToString(r.Digest[:]), Proven: !r.ProvenAt.IsZero(),
			OpenCopy: r.OpenCopy, Profiles: r.Profiles, Remembers: r.NotRemembered == nil, Removed: removed,
		})
		return cmp.Or(err, failed)
	}
	c.printf("Backed up %s to %s (%d bytes), restored it to a scratch place and compared: it is good.\n",
		counted(r.Profiles, "profile", "profiles"), out, r.Bytes)
	for _, path := range removed {
		c.printf("Removed %s.\n", path)
	}
	return failed
}

func prepareBackups(*flag.FlagSet) func(context.Context, *call) error {
	return func(ctx context.Context, c *call) error {
		if err := c.noArguments(); err != nil {
			return err
		}
		return c.with(ctx, true, c.listBackups)
	}
}

type backupRecordJSON struct {
	Path     string `json:"path"`
	At       int64  `json:"at"`
	Bytes    int64  `json:"bytes"`
	Digest   string `json:"sha256"`
	ProvenAt int64  `json:"proven_at"`
	OpenCopy bool   `json:"open_copy"`
	Profiles int    `json:"profiles"`
	There    bool   `json:"there"`
}

func (c *call) listBackups(v *vault.Vault) error {
	records, err := v.Backups()
	if err != nil {
		return err
	}
	var rows [][]string
	for _, b := range records {
		there := isThere(b.Path)
		if c.json {
			err := c.printJSON(backupRecordJSON{
				b.Path, b.At, b.Bytes, hex.EncodeToString(b.Digest[:]), b.ProvenAt, b.OpenCopy, len(b.Profiles), there,
			})
			if err != nil {
				return err
			}
			continue
		}
		state := map[bool]string{true: "there", false: "not there now"}[there]
		rows = append(rows, []string{
			time.UnixMilli(b.At).Format("2006-01-02 15:04"), time.UnixMilli(b.ProvenAt).Format("2006-01-02 15:04"),
			strconv.FormatInt(b.Bytes, 10), state, b.Path,
		})
	}
	switch {
	case c.json:
	case len(rows) == 0:
		c.printf("No backup was made yet.\n")
	default:
		c.table([]string{"made", "proven", "bytes", "file", "path"}, rows)
	}
	return nil
}

// isThere reports whether there is a file; one that cannot be looked for is
// not there.
func isThere(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// maxIdentityFile bounds what is read of a file with an age key.
const maxIdentityFile = 64 << 10

func prepareRestore(f *flag.FlagSet) func(context.Context, *call) error {
	identity := f.String("identity", "", "`PATH` of a file with the age key")
	passphraseFile := f.String("passphrase-file", "", "`PATH` of a file with the passphrase")
	overwrite := f.Bool("overwrite", false, "take the place of a file, which is kept under another name")
	return func(ctx context.Context, c *call) error {
		if len(c.args) != 1 {
			return wrongUsage("Name one file to restore.")
		}
		if *identity != "" && *passphraseFile != "" {
			return wrongUsage("A backup is opened with --identity or with a passphrase, not both.")
		}
		var key backup.Key
		var err error
		if *identity != "" {
			key.Identity, err = readSmall(*identity, "identity file", maxIdentityFile)
			if err == nil {
				err = key.Validate()
			}
		} else {
			key.Passphrase, err = c.secret("passphrase", passphraseVariable, *passphraseFile, "--passphrase-file")
		}
		if err != nil {
			return err
		}
		return c.restore(ctx, c.args[0], key, *overwrite)
	}
}

func (c *call) restore(ctx context.Context, path string, key backup.Key, overwrite bool) error {
	target := c.path()
	if c.vaultPath == "" {
		if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
			return err
		}
	}
	show, clear := c.progress("Restoring")
	r, err := backup.Restore(ctx, path, key, target, backup.RestoreOptions{Overwrite: overwrite, Anchors: c.anchors, Now: c.now, Progress: show})
	clear()
	switch {
	case errors.Is(err, fs.ErrExist):
		return advice{"There is already a file at " + target + ".", "Name another with --vault, or allow with --overwrite to take its place: it is then kept under another name.", err}
	case errors.Is(err, fs.ErrNotExist):
		return advice{"There is no such backup, or no such folder to restore to.", "Check both names.", err}
	case err != nil:
		return err
	}
	if c.json {
		return c.printJSON(struct {
			Vault string `json:"vault"`
			Bytes int64  `json:"bytes"`
			Kept  string `json:"kept,omitempty"`
		}{target, r.Bytes, r.Kept})
	}
	c.printf("Restored %s (%d bytes). It opens with the password that the vault had when the backup was made.\n", target, r.Bytes)
	if r.Kept != "" {
		c.printf("The file that stood there is now %s.\n", r.Kept)
	}
	return nil
}
