package ui

import (
	"math"
	"time"

	"vitalkeep/ui/locale"
)

// pace tells how fast work goes and how long it takes still. Its methods belong
// to the goroutine that reports the progress.
type pace struct {
	now     func() time.Time
	started time.Time
	at      time.Time // of the last measure of the rate
	done    int64     // by then
	rate    float64   // a second, smoothed; 0 while it is not known
}

func newPace(now func() time.Time) *pace {
	t := now()
	return &pace{now: now, started: t, at: t}
}

const (
	// paceEvery is the time between two measures of the rate.
	paceEvery = 250 * time.Millisecond
	// paceWeight is the weight of a new measure among those before.
	paceWeight = 0.2
	// rateAfter and leftAfter are how long work has to run before its rate, and
	// the time that is left, mean something.
	rateAfter = time.Second
	leftAfter = 2 * time.Second
)

// measure takes how far the work is into account.
func (p *pace) measure(done int64) {
	t := p.now()
	since := t.Sub(p.at)
	if since < paceEvery || done < p.done {
		return
	}
	rate := float64(done-p.done) / since.Seconds()
	if p.rate == 0 {
		p.rate = rate
	} else {
		p.rate += paceWeight * (rate - p.rate)
	}
	p.at, p.done = t, done
}

// step is a step of the work with its rate, as words tells it, and the time left.
func (p *pace) step(step Step, done, total int64, words func(rate float64) string) Step {
	p.measure(done)
	elapsed := p.now().Sub(p.started)
	if p.rate < 1 {
		return step
	}
	if elapsed >= rateAfter {
		step.Label += " · " + words(p.rate)
	}
	if elapsed >= leftAfter && total > done {
		step.Label += " · " + leftText(float64(total-done)/p.rate)
	}
	return step
}

// bytesRead is a step of reading files. How much is left is told as a share: the
// total holds the comparison too.
func (p *pace) bytesRead(done, total int64) Step {
	step := percentStep(locale.T("Reading…"), done, total)
	if total <= 0 {
		step.Label += " " + byteText(done)
	} else {
		step.Label += " · " + byteText(done)
	}
	return p.step(step, done, total, func(rate float64) string { return byteText(int64(rate)) + "/s" })
}

// readingsWritten is a step of writing an export.
func (p *pace) readingsWritten(done, total int64) Step {
	return p.step(percentStep(locale.T("Writing…"), done, total), done, total, func(rate float64) string {
		n := int(rate)
		return locale.N("%s reading a second", "%s readings a second", n, locale.Count(n))
	})
}

// leftText says how long work takes still. It rounds: nobody knows it closer.
func leftText(seconds float64) string {
	switch {
	case seconds < 10:
		return locale.T("a few seconds left")
	case seconds < 90:
		n := int(math.Round(seconds/5) * 5)
		return locale.N("about %s second left", "about %s seconds left", n, locale.Count(n))
	case seconds < 90*60:
		n := int(math.Round(seconds / 60))
		return locale.N("about %s minute left", "about %s minutes left", n, locale.Count(n))
	}
	n := int(math.Round(min(seconds, 1e7) / 3600))
	return locale.N("about %s hour left", "about %s hours left", n, locale.Count(n))
}
