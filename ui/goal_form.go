package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/notices"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
)

// goalForm sets up a goal or changes one.
type goalForm struct {
	setupForm
	goal   notices.Goal // without an ID for a new one
	before goalDraft    // what stood in it at first

	kinds  []goalKind
	metric *parts.Choice
	rule   *parts.Segmented
	rules  *fyne.Container
	target *parts.Field
	start  *parts.DateField
}

// goalKind is what a goal can be about.
type goalKind struct {
	metric health.MetricID
	name   string
	daily  bool
	way    present.Way
}

// goalKinds are the numbers that goals can be about. Blood pressure is two numbers,
// and what a camera or a room says is nobody's to reach.
func goalKinds(system health.UnitSystem) []goalKind {
	var out []goalKind
	for _, x := range present.Forms(system) {
		if x.Entry != health.UnknownEntry || x.ID == present.PressureID || x.Family == health.Room {
			continue
		}
		ask := x.Asks[0]
		if i := slices.IndexFunc(ask.Ways, func(w present.Way) bool { return len(w.Units) == 1 && w.Metric == ask.Metric.ID }); i >= 0 {
			out = append(out, goalKind{ask.Metric.ID, x.Name(), x.Day, ask.Ways[i]})
		}
	}
	return out
}

func newGoalForm(s *Shell, person health.Profile, g notices.Goal) *goalForm {
	f := &goalForm{setupForm: newSetupForm(s, person), goal: g, kinds: goalKinds(person.Units)}
	today := present.NewAlmanac(s.Now(), person).Today()
	var names []string
	chosen := slices.IndexFunc(f.kinds, func(k goalKind) bool { return k.metric == "steps" })
	for i, k := range f.kinds {
		names = append(names, k.name)
		if k.metric == g.Metric {
			chosen = i
		}
	}
	f.metric = parts.NewChoice(locale.T("What it is about"), names, func(int) { f.lay() })
	f.metric.SetSelected(max(chosen, 0))
	f.rules = parts.Column(0)
	f.target = parts.NewField(locale.T("Goal"))
	f.target.OnChanged(func(string) { f.right(f.target) })
	f.target.OnEnter(f.store)
	f.start = parts.NewDateField(locale.T("From"), today)
	f.start.SetDate(today)
	f.start.OnChanged(func(string) { f.right(f.start.Field) })
	title := locale.T("New goal")
	if g.ID != "" {
		title = locale.T("Change a goal")
		f.start.SetDate(g.Start)
		f.target.SetText(f.typed(g))
	}
	f.build(title, f.store, f.metric, f.rules, f.target, f.start.Field,
		parts.NewParagraph(locale.T("A goal is your own. Vitalkeep says when it is reached, and nothing about what is healthy."), parts.SmallMuted))
	f.lay()
	if g.ID != "" {
		f.rule.SetSelected(slices.Index(f.ruleOrder(), g.Rule))
	}
	f.before = f.state()
	return f
}

// typed is the number of a goal as it is typed in the unit of the form.
func (f *goalForm) typed(g notices.Goal) string {
	if k := f.kind(); k.way.Units[0] == g.Unit {
		return locale.Decimal(g.Target)
	}
	m, _ := health.Lookup(g.Metric)
	scale := present.ScaleFor(m, f.person.Units)
	return scale.Number(scale.OfSample(health.Sample{Value: g.Target, Unit: g.Unit}))
}

func (f *goalForm) kind() goalKind { return f.kinds[max(0, f.metric.Selected())] }

// ruleOrder are the rules that can be chosen.
func (f *goalForm) ruleOrder() []notices.Rule {
	if f.kind().daily {
		return []notices.Rule{notices.AtLeast, notices.AtMost}
	}
	return []notices.Rule{notices.Reach, notices.AtLeast, notices.AtMost}
}

// lay shows the fields that the kind asks for.
func (f *goalForm) lay() {
	k := f.kind()
	words := map[notices.Rule]string{notices.AtLeast: locale.T("At least"), notices.AtMost: locale.T("At most"), notices.Reach: locale.T("Reach")}
	var options []string
	for _, r := range f.ruleOrder() {
		options = append(options, words[r])
	}
	f.rule = parts.NewSegmented(locale.T("How"), options, nil)
	f.rules.Objects = []fyne.CanvasObject{parts.Row(0, f.rule, parts.Spring())}
	hint := k.way.Name()
	switch {
	case k.daily && hint == "":
		hint = locale.T("A day.")
	case k.daily:
		hint = locale.T("In %s, a day.", hint)
	case hint != "":
		hint = locale.T("In %s, of the latest measurement.", hint)
	default:
		hint = locale.T("Of the latest measurement.")
	}
	f.target.SetHint(hint)
	if f.object != nil {
		f.object.Refresh()
	}
}

// Start implements [Starter].
func (f *goalForm) Start() { f.target.Focus() }

// Submit is Ctrl+Enter.
func (f *goalForm) Submit() { f.store() }

func (f *goalForm) check() (notices.Goal, bool) {
	g, k := f.goal, f.kind()
	g.Metric, g.Daily, g.Rule = k.metric, k.daily, f.ruleOrder()[max(0, f.rule.Selected())]
	ok := f.start.Check(false)
	g.Start, _ = f.start.Date()
	amount, err := k.way.Parse([]string{f.target.Text()})
	g.Target, g.Unit = amount.Value, amount.Unit
	if g.ID == "" {
		g.ID = newSetupID()
	}
	switch {
	case f.target.Text() == "":
		f.target.SetError(locale.T("Type the number to come to."))
		ok = false
	case err != nil:
		f.target.SetError(locale.T("This is not a number."))
		ok = false
	case ok && errors.Is(g.Check(), notices.ErrTarget):
		f.target.SetError(locale.T("Nobody can measure this. Look at the number and its unit."))
		ok = false
	}
	if !ok {
		f.object.Refresh()
		if f.target.Error() != "" {
			f.target.Focus()
		}
	}
	return g, ok
}

// store keeps the goal, and where a person begins who wants to reach a number.
func (f *goalForm) store() {
	g, ok := f.check()
	if !ok || f.job.Running() {
		return
	}
	s := f.shell
	g.Since, g.From = s.Now().UnixMilli(), nil
	library := s.session.Library(f.person.ID)
	Run(f.job, func(ctx context.Context, _ func(Step)) (*float64, error) {
		return latestOf(ctx, library, g.Metric)
	}, nil, func(from *float64, err error) {
		if err != nil {
			f.failed(err)
			return
		}
		if g.Rule == notices.Reach {
			g.From = from
		}
		with, err := s.noticeBook(f.person.ID).goals.With(g)
		if err != nil {
			f.failed(err)
			return
		}
		s.storeGoals(f.job, f.person.ID, with, func(err error) { f.stored(err, locale.T("Saved the goal.")) })
	}, nil)
}

// latestOf is the latest value of a metric in its canonical unit, nil if there is
// none. It runs off the UI goroutine.
func latestOf(ctx context.Context, lib Library, id health.MetricID) (*float64, error) {
	all, err := lib.Metrics(ctx)
	if err != nil {
		return nil, err
	}
	v, ok, err := latestValue(ctx, lib, all, id)
	if err != nil || !ok {
		return nil, err
	}
	return &v.Value, nil
}
