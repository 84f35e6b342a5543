package backup

// Phase is what a backup is at.
type Phase uint8

// The phases, in their order.
const (
	Copying  Phase = iota // a compacted copy of the vault is made
	Sealing               // it is written into the encryption
	Opening               // the open copy is written into the encryption
	Reading               // the file is read back from the disk
	Proving               // its vault is restored and compared
	phaseEnd Phase = iota
)

// whole is the total that Progress hears of.
const whole = 1000

// weights say how much of the whole each phase is, from experience.
var weights = [2][phaseEnd]int64{
	{Copying: 350, Sealing: 150, Reading: 100, Proving: 400},             // without an open copy
	{Copying: 100, Sealing: 50, Opening: 700, Reading: 50, Proving: 100}, // with one
}

// meter turns the progress of each phase into one of the whole.
type meter struct {
	tell   func(phase Phase, done, total int64)
	weight *[phaseEnd]int64
	last   int64
}

func newMeter(tell func(Phase, int64, int64), open bool) *meter {
	m := &meter{tell: tell, weight: &weights[0]}
	if open {
		m.weight = &weights[1]
	}
	return m
}

// in returns the callback of one phase, of which a share of parts n to m of
// parts is done by whoever is given it.
func (m *meter) in(phase Phase, n, parts int64) func(done, total int64) {
	if m.tell == nil {
		return nil
	}
	var before int64
	for _, w := range m.weight[:phase] {
		before += w
	}
	share := m.weight[phase]
	return func(done, total int64) {
		if total <= 0 {
			return
		}
		done = min(max(done, 0), total)
		at := before + share*n/parts + int64(float64(share)*float64(done)/float64(total))/parts
		if at = max(at, m.last); at > m.last || at == 0 {
			m.last = at
			m.tell(phase, at, whole)
		}
	}
}

// end tells that all is done.
func (m *meter) end() {
	if m.tell != nil && m.last < whole {
		m.last = whole
		m.tell(Proving, whole, whole)
	}
}
