package vault

import "math"

// gatherRows is how many rows are gathered at a time, if there are so many.
const gatherRows = 4096

// gather goes through the runs of a staged series in the order of start, many
// rows at a time.
type gather[R any] struct {
	f     runFormat[R]
	load  func(b *block, dst []R) ([]R, error)
	lanes []*gatherLane[R]
	out   []R

	sorter  *sorter
	scratch []R
}

// gatherLane is one run: rows that are in memory, and blocks behind them.
type gatherLane[R any] struct {
	blocks []block
	rows   []R
	buf    []R
}

func (g *gather[R]) add(blocks []block, rows []R) {
	if len(blocks)+len(rows) > 0 {
		g.lanes = append(g.lanes, &gatherLane[R]{blocks: blocks, rows: rows})
	}
}

// next returns rows in order, without repetitions, and all of their starts; how
// many there were with the repetitions; and none at the end. They are valid until
// the next call.
func (g *gather[R]) next() (rows []R, came int, err error) {
	for {
		// What starts before the first block that is still to be read is here.
		nearest, until := -1, int64(math.MaxInt64)
		for i, l := range g.lanes {
			if len(l.blocks) > 0 && (nearest < 0 || l.blocks[0].tmin < until) {
				nearest, until = i, l.blocks[0].tmin
			}
		}
		ready, from := 0, 0
		for i, l := range g.lanes {
			if n := l.before(g.f.start, until, nearest < 0); n > 0 {
				ready, from = ready+n, i
			}
		}
		if nearest >= 0 && ready < gatherRows {
			// More rows of one lane take the place of those that have passed; while
			// it has none left, there is nothing to wait for.
			if l := g.lanes[nearest]; ready == 0 || len(g.lanes) > 1 {
				if err := g.read(l); err != nil {
					return nil, 0, err
				}
				continue
			}
		}
		if ready == 0 {
			return nil, 0, nil
		}
		if l := g.lanes[from]; l.before(g.f.start, until, nearest < 0) == ready {
			rows, l.rows = l.rows[:ready], l.rows[ready:]
			g.tidy()
			return rows, ready, nil
		}
		g.out = g.out[:0]
		for _, l := range g.lanes {
			n := l.before(g.f.start, until, nearest < 0)
			g.out = append(g.out, l.rows[:n]...)
			l.rows = l.rows[n:]
		}
		g.tidy()
		return g.f.sort(g.sorter, g.out), ready, nil
	}
}

// before counts the rows that start before a time, or all.
func (l *gatherLane[R]) before(start func(*R) int64, until int64, all bool) int {
	if n := len(l.rows); n == 0 || all || start(&l.rows[n-1]) < until {
		return n
	}
	low, high := 0, len(l.rows)
	for low < high {
		if middle := (low + high) / 2; start(&l.rows[middle]) < until {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// read reads the next block of a lane behind the rows that it has.
func (g *gather[R]) read(l *gatherLane[R]) error {
	left := len(l.rows)
	if left == 0 {
		rows, err := g.load(&l.blocks[0], l.buf)
		l.rows, l.buf, l.blocks = rows, rows, l.blocks[1:]
		return err
	}
	more, err := g.load(&l.blocks[0], g.scratch)
	if err != nil {
		return err
	}
	g.scratch, l.blocks = more, l.blocks[1:]
	l.buf = append(append(l.buf[:0], l.rows...), more...)
	l.rows = l.buf
	return nil
}

// tidy forgets the lanes that are at their end.
func (g *gather[R]) tidy() {
	kept := g.lanes[:0]
	for _, l := range g.lanes {
		if len(l.rows)+len(l.blocks) > 0 {
			kept = append(kept, l)
		}
	}
	clear(g.lanes[len(kept):])
	g.lanes = kept
}
