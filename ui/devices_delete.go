package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// deviceData is what of one person and source is a device's: what one deletion
// takes.
type deviceData struct {
	profile health.ProfileID
	source  health.SourceID
	metrics []health.MetricID
}

// data parts what came from a device by person and source.
func (o ownedDevice) data(src timelineSource) []deviceData {
	var out []deviceData
	for _, s := range o.series {
		if s.metric == "" {
			continue
		}
		profile := src.people[s.person].profile.ID
		n := len(out)
		for i := range out {
			if out[i].profile == profile && out[i].source == s.source {
				n = i
			}
		}
		if n == len(out) {
			out = append(out, deviceData{profile: profile, source: s.source})
		}
		out[n].metrics = append(out[n].metrics, s.metric)
	}
	return out
}

// deleteQuestion says what goes when everything of the device is deleted.
func (p *devicePage) deleteQuestion(o ownedDevice) fyne.CanvasObject {
	var names []string
	seen := map[string]bool{}
	rest := false
	for _, s := range o.series {
		if s.metric == "" {
			rest = true
			continue
		}
		if n := s.name(); !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	what := locale.N("Delete %s reading that came from it?", "Delete %s readings that came from it?", o.readings(), locale.Count(o.readings()))
	todo := locale.T("What goes: %s.", locale.List(names...))
	if rest {
		todo += " " + locale.T("Workouts and events stay; they go with the import that brought them.")
	}
	todo += " " + locale.T("You can bring it back until the vault is locked.")
	return parts.NewNotice(parts.NoticeWarning, what, todo,
		p.button("delete-yes", parts.Danger, locale.T("Delete"), p.delete),
		p.button("delete-no", parts.Quiet, locale.T("Keep it"), p.keep))
}

// delete hides everything of the device; should one of the deletions fail, what
// was done before it is taken back.
func (p *devicePage) delete() {
	if p.owned == nil || p.deleting.Running() {
		return
	}
	shell, book, deletions, data := p.shell, p.src.devices, p.src.deletions, p.owned.data(p.src)
	count := p.owned.readings()
	Run(p.deleting, func(ctx context.Context, _ func(Step)) ([]Deletion, error) {
		var done []Deletion
		for _, x := range data {
			d, err := book.DeleteData(ctx, x.profile, x.source, x.metrics)
			if err != nil {
				return nil, errors.Join(err, undeleteAll(context.WithoutCancel(ctx), deletions, done))
			}
			done = append(done, d)
		}
		return done, nil
	}, nil, func(done []Deletion, err error) {
		p.asking = asksNothing
		if err != nil {
			p.fault = err
			p.redraw()
			return
		}
		shell.Reload()
		shell.Toast(locale.N("Deleted %s reading.", "Deleted %s readings.", count, locale.Count(count)), locale.T("Undo"), func() {
			Run(shell.undeleting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
				return struct{}{}, undeleteAll(ctx, deletions, done)
			}, nil, func(_ struct{}, err error) {
				if err != nil {
					what, todo := shell.Explain(err)
					shell.Toast(what+" "+todo, "", nil)
					return
				}
				shell.Toast(locale.T("Brought back."), "", nil)
				shell.Reload()
			}, nil)
		})
	}, nil)
}

func undeleteAll(ctx context.Context, deletions Deletions, all []Deletion) error {
	for _, d := range all {
		if err := deletions.Undelete(ctx, d.ID); err != nil {
			return err
		}
	}
	return nil
}

func (p *devicePage) forgetQuestion(o ownedDevice) fyne.CanvasObject {
	return parts.NewNotice(parts.NoticeWarning, locale.T("Forget %s?", deviceName(o.device)),
		locale.T("It leaves this list. What came from it stays among the data."),
		p.button("forget-yes", parts.Danger, locale.T("Forget it"), p.forget),
		p.button("forget-no", parts.Quiet, locale.T("Keep it"), p.keep))
}

// forget takes the device off the list; it can be put there again.
func (p *devicePage) forget() {
	if p.owned == nil || p.forgetting.Running() {
		return
	}
	shell, book, device := p.shell, p.src.devices, p.owned.device
	Run(p.forgetting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, book.Forget(ctx, device.ID)
	}, nil, func(_ struct{}, err error) {
		p.asking = asksNothing
		if err != nil {
			p.fault = err
			p.redraw()
			return
		}
		shell.Back()
		shell.Toast(locale.T("Forgot %s.", deviceName(device)), locale.T("Undo"), func() {
			Run(shell.undeleting, func(ctx context.Context, _ func(Step)) (struct{}, error) {
				again := device
				again.ID = [16]byte{}
				_, err := book.Put(ctx, again)
				return struct{}{}, err
			}, nil, func(_ struct{}, err error) {
				if err != nil {
					what, todo := shell.Explain(err)
					shell.Toast(what+" "+todo, "", nil)
					return
				}
				shell.Reload()
			}, nil)
		})
	}, nil)
}
