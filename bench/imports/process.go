package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// cost is what one process took.
type cost struct {
	cpu  time.Duration // user and system
	peak int64         // bytes of memory
	out  []byte
}

// process runs a program to its end.
func (b *bench) process(program string, args ...string) (cost, error) {
	c := exec.CommandContext(b.ctx, program, args...)
	c.Env = append(os.Environ(),
		"VITALKEEP_PASSWORD="+password, "XDG_STATE_HOME="+filepath.Join(b.folder, "state"), "XDG_DATA_HOME="+filepath.Join(b.folder, "data"))
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Run(); err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%s", filepath.Base(program), err, errs.Bytes())
	}
	r := cost{cpu: c.ProcessState.UserTime() + c.ProcessState.SystemTime(), out: out.Bytes()}
	if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.peak = int64(u.Maxrss) << 10
	}
	return r, nil
}

// measured is one of several processes that are compared. before, which may be
// nil, makes ready for each run.
type measured struct {
	before  func() error
	program string
	args    []string
	least   cost
}

// compare runs the processes by turns and keeps the least of each.
func (b *bench) compare(all ...*measured) error {
	for run := range b.runs {
		for _, m := range all {
			if m.before != nil {
				if err := m.before(); err != nil {
					return err
				}
			}
			c, err := b.process(m.program, m.args...)
			if err != nil {
				return err
			}
			if run == 0 || c.cpu < m.least.cpu {
				m.least.cpu, m.least.out = c.cpu, c.out
			}
			if run == 0 || c.peak < m.least.peak {
				m.least.peak = c.peak
			}
		}
	}
	return nil
}
