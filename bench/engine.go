package main

import (
	"context"
	"fmt"
	"iter"
)

// engine is one way of keeping the rows.
type engine interface {
	// load stores all rows, durably.
	load(ctx context.Context, rows iter.Seq[row]) error
	// scan goes through all rows in the order of time and adds their values up.
	scan(ctx context.Context) (n int, sum int64, err error)
	// between is scan from one start up to another.
	between(ctx context.Context, from, to int64) (n int, sum int64, err error)
	// insert stores one more row, durably.
	insert(ctx context.Context, r row) error
	close() error
}

// engines open what is at a path; create makes it first.
var engines = map[string]func(ctx context.Context, path string, create bool) (engine, error){
	"vault": openVault,
}

func open(ctx context.Context, name, path string, create bool) (engine, error) {
	f, ok := engines[name]
	if !ok {
		return nil, fmt.Errorf("no engine %q in this build", name)
	}
	return f(ctx, path, create)
}
