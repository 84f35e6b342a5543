// Command prove shows that every import direction of .golangci.yml bites.
//
// A depguard rule whose glob matches nothing reports nothing and looks like a
// clean project. So prove lays out a small module with the rooms of the
// project, lets each room import all that it must not and all that it may,
// runs the linter with the project's own configuration, and compares: each
// forbidden line has to be reported, no other line may be, and every rule has
// to have reported something.
//
// Exit 0 every rule bites, 1 some do not, 2 the linter could not run.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
)

func main() {
	linter := flag.String("linter", "golangci-lint", "the golangci-lint to run")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: prove [-linter PATH] PROJECT")
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	findings, proven, err := prove(ctx, *linter, flag.Arg(0))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "prove:", err)
		os.Exit(2)
	}
	for _, f := range findings {
		fmt.Fprintln(os.Stderr, f)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
	fmt.Printf("prove: %d forbidden lines reported, nothing else, every rule bit\n", proven)
}
