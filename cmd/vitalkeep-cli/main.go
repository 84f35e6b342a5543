package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
	_ "time/tzdata" // zones are known on systems that bring none

	"vitalkeep/offline"
	"vitalkeep/vault"
)

func main() {
	_ = offline.GiveUp()     // no command needs the network; where the system cannot refuse it, none uses it
	_ = vault.ShieldMemory() // where the system cannot, the vault is opened all the same
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	p := &program{
		out: os.Stdout, errs: os.Stderr, getenv: os.Getenv, now: time.Now, terminal: isTerminal(os.Stderr),
		anchors: defaultAnchors(), create: vault.Create, unlock: vault.Open, salvage: vault.Salvage,
	}
	code := p.run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

// isTerminal reports whether a file is shown to somebody.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
