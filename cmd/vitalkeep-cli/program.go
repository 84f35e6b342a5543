package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"vitalkeep/intake"
	"vitalkeep/vault"
)

// Exit codes.
const (
	exitDone     = 0
	exitFailed   = 1 // nothing was changed
	exitUsage    = 2
	exitRejected = 3 // done, but some rows were rejected
)

// program is one call of the command, with everything of the system that it
// touches, so that tests run it in their own process.
type program struct {
	out, errs io.Writer
	getenv    func(string) string
	now       func() time.Time
	terminal  bool // whether somebody looks at errs
	anchors   vault.Anchors
	work      int        // of a backup's passphrase, see backup.Options
	cost      vault.Cost // of a new password
	// create, unlock and salvage are vault.Create, vault.Open and vault.Salvage,
	// which take a second on purpose; tests go around that.
	create  func(context.Context, string, []byte, vault.Options) (*vault.Vault, string, error)
	unlock  func(context.Context, string, []byte, vault.Options) (*vault.Vault, error)
	salvage func(context.Context, string, []byte, vault.Options) (*vault.Salvaged, error)
}

// call is what was asked for: the global flags and the words that are no flags.
type call struct {
	*program
	vaultPath    string
	passwordFile string
	passcodeFile string // of a profile
	json         bool
	args         []string
	accept       bool // go by an older file from now on
	recovered    bool // the vault was opened with its recovery key
	rejected     int  // rows left out, for the exit code
}

// command is one of the words after the program's name.
type command struct {
	name    string
	usage   string // flags and arguments
	summary string
	// prepare declares the command's own flags and returns what carries it out.
	prepare func(*flag.FlagSet) func(context.Context, *call) error
}

// commands is the list of what the program can do, in the order of the help.
var commands = []command{
	{"init", "--profile NAME [--units metric|us] [--zone ZONE]", "create a vault with its first profile", prepareInit},
	{"import", "[--profile NAME | --unclear] [--zone ZONE] [--format F] [--map FILE | --show-map] [--dry-run] [--keep-damaged] PATH...", "store what files, folders and archives hold", prepareImport},
	{"imports", "", "list what was imported, newest first", prepareImports},
	{"undo-import", "ID", "take one import back", prepareUndoImport},
	{"metrics", "[--profile NAME]", "list what there is", prepareMetrics},
	{"list", "[--profile NAME] --metric M|--kind K [--from T] [--to T] [--origin]", "list the readings of a metric, or documents of a kind", prepareList},
	{"days", "[--profile NAME] --metric M [--from D] [--to D]", "list a metric by local day", prepareDays},
	{"export", "[--profile NAME] [--format F] [--metric M[,M]] [--kind K[,K]] [--from T] [--to T] [--choice NAME=VALUE] [--overwrite] --out PATH", "write what a profile has to a file", prepareExport},
	{"chart", "[--profile NAME] --metric M [--from T] [--to T] [--size 1000x400] [--overwrite] --out FILE.png", "draw a metric", prepareChart},
	{"verify", "[--accept-older]", "read the whole vault and check it", prepareVerify},
	{"salvage", "--out PATH", "save what a damaged vault still holds into a new one", prepareSalvage},
	{"compact", "", "write the vault anew, without what was deleted", prepareCompact},
	{"backup", "(--out FILE [--overwrite] | --folder DIR [--keep-last N] [--keep-daily N] [--keep-weekly N] [--keep-monthly N]) [--recipient age1... | --passphrase-file PATH] [--open-copy]", "make a proven, sealed copy of the vault", prepareBackup},
	{"backups", "", "list the backups that the vault remembers", prepareBackups},
	{"restore", "FILE [--identity FILE | --passphrase-file PATH] [--overwrite]", "restore a backup to the path of --vault", prepareRestore},
	{"add", "[--profile NAME] --metric M --value V --unit U --at T", "store one reading", prepareAdd},
	{"delete", "[--profile NAME] (--metric M --at T [--source S] | --source S)", "delete a reading, or all that a source gave", prepareDelete},
	{"deletions", "", "list what was deleted and can be brought back", prepareDeletions},
	{"undelete", "ID", "bring back what was deleted", prepareUndelete},
	{"move", "(--profile NAME | --inbox) --to NAME [--metric M] [--kind K] [--source S] [--import ID] [--at T | --since T --until T]", "move readings to the person whose they are, with their history", prepareMove},
	{"moves", "", "list the moves that can be taken back", prepareMoves},
	{"undo-move", "ID", "take a move back", prepareUndoMove},
	{"inbox", "", "list what was imported and belongs to nobody yet", prepareInbox},
	{"profiles", "", "list the people of the vault", prepareProfiles},
	{"add-profile", "NAME [--units metric|us] [--zone ZONE]", "add a person to the vault", prepareAddProfile},
	{"delete-profile", "NAME [--now]", "remove a profile, after seven days or at once", prepareDeleteProfile},
	{"keep-profile", "NAME", "keep a profile that is leaving", prepareKeepProfile},
	{"leaving", "", "list who is leaving, and until when they can be kept", prepareLeaving},
	{"make-independent", "--profile NAME --out PATH [--new-password-file PATH] [--remove]", "give a person a vault of their own, then remove them here", prepareMakeIndependent},
	{"set-passcode", "[--profile NAME] [--new-passcode-file PATH]", "close a person's data by a passcode of their own", prepareSetPasscode},
	{"remove-passcode", "[--profile NAME]", "take a person's passcode off, with it or with the recovery key", prepareRemovePasscode},
	{"change-password", "[--new-password-file PATH]", "put a new password in the place of the old one", prepareChangePassword},
	{"new-recovery-key", "", "put a new recovery key in the place of the old one", prepareNewRecoveryKey},
	{"rekey", "[--new-password-file PATH]", "seal everything under new keys", prepareRekey},
}

// usageError is a call that makes no sense, whatever the vault holds.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

func wrongUsage(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// run carries out one call and returns its exit code.
func (p *program) run(ctx context.Context, args []string) int {
	c := &call{program: p}
	// Output is buffered: a long list is written in large pieces, and one write
	// error shows at the end.
	out := bufio.NewWriterSize(p.out, 1<<16)
	buffered := *p
	buffered.out = out
	c.program = &buffered
	err := c.do(ctx, args)
	if flushed := out.Flush(); err == nil && flushed != nil {
		err = fmt.Errorf("writing the result: %w", flushed)
	}
	var usage usageError
	var own advice
	switch {
	case errors.Is(err, flag.ErrHelp):
		return exitDone
	case errors.As(err, &usage):
		p.complain(usage.text, "Call vitalkeep-cli help to see what it can do.")
		return exitUsage
	case errors.As(err, &own):
		p.complain(own.what, own.hint)
		return exitFailed
	case err != nil:
		p.complain(intake.Explain(err))
		return exitFailed
	case c.rejected > 0:
		return exitRejected
	}
	return exitDone
}

// complain writes what happened and what to do about it.
func (p *program) complain(what, hint string) {
	text := "vitalkeep-cli: " + what
	if hint != "" {
		text += "\n" + hint
	}
	// Where the error stream is gone, too, the exit code is all that is left.
	_, _ = fmt.Fprintln(p.errs, legible(text))
}

// do finds the command and carries it out. Global flags stand before or after
// its name.
func (c *call) do(ctx context.Context, args []string) error {
	global := c.flags("vitalkeep-cli")
	if err := parse(global, args); err != nil {
		return c.help(err, nil)
	}
	if global.NArg() == 0 {
		return c.help(wrongUsage("No command was given."), nil)
	}
	name, rest := global.Arg(0), global.Args()[1:]
	if name == "help" {
		if len(rest) == 0 {
			return c.help(flag.ErrHelp, nil)
		}
		name, rest = rest[0], []string{"--help"}
	}
	i := slices.IndexFunc(commands, func(k command) bool { return k.name == name })
	if i < 0 {
		return wrongUsage("There is no command %q.", name)
	}
	flags := c.flags(name)
	carryOut := commands[i].prepare(flags)
	for {
		if err := parse(flags, rest); err != nil {
			return c.help(err, &commands[i])
		}
		n := len(rest) - flags.NArg()
		ended := n > 0 && rest[n-1] == "--"
		rest = flags.Args()
		if ended || len(rest) == 0 {
			c.args = append(c.args, rest...)
			break
		}
		// Flags may stand behind paths, too.
		c.args, rest = append(c.args, rest[0]), rest[1:]
	}
	return carryOut(ctx, c)
}

// flags returns a set with the global flags, which keep what an earlier set
// has read.
func (c *call) flags(name string) *flag.FlagSet {
	f := flag.NewFlagSet(name, flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&c.vaultPath, "vault", c.vaultPath, "`PATH` of the vault")
	f.StringVar(&c.passwordFile, "password-file", c.passwordFile, "`PATH` of a file with the password")
	f.StringVar(&c.passcodeFile, "profile-passcode-file", c.passcodeFile, "`PATH` of a file with the profile's passcode")
	f.BoolVar(&c.json, "json", c.json, "write JSON, one object a line")
	return f
}

func parse(f *flag.FlagSet, args []string) error {
	err := f.Parse(args)
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return err
	}
	return usageError{sentence(err.Error())}
}

// sentence makes a sentence of an error's text.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + strings.TrimSuffix(s[1:], ".") + "."
}

// noArguments is for commands that take flags only.
func (c *call) noArguments() error {
	if len(c.args) > 0 {
		return wrongUsage("%q is one word too many.", c.args[0])
	}
	return nil
}

// printf writes to standard output; run reports a failed write at the end.
func (c *call) printf(format string, args ...any) {
	_, _ = io.WriteString(c.out, legible(fmt.Sprintf(format, args...)))
}

// legible takes out what a terminal would obey or turn around: names of files,
// columns and sources, and texts in them, are whatever a stranger wrote there.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return utf8.RuneError
		}
		return r
	}, s)
}
