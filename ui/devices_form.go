package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"vitalkeep/health"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/present"
	"vitalkeep/ui/style"
)

// deviceForm adds a device or changes one: model, names, owners, dates, and
// which of the sources in the vault are its data.
type deviceForm struct {
	shell  *Shell
	src    timelineSource
	device health.Device
	whole  *fyne.Container

	looking, storing *Job

	find                  *parts.Field // for the model
	nickname, serial, mac *parts.Field
	since, retired        *parts.Field
	found                 *fyne.Container
	models                []*parts.ListButton
	chosen                *fyne.Container
	owners                []*parts.Tick // in the order of the people
	sources               *fyne.Container
	ticks                 map[health.SourceID]*parts.Tick
	held                  []heldSource
	loaded                bool
	fault                 *fyne.Container
	save                  *parts.Button
	model                 health.DeviceModel
	hasModel              bool
}

var (
	_ Page     = (*deviceForm)(nil)
	_ Starter  = (*deviceForm)(nil)
	_ KeyTyper = (*deviceForm)(nil)
)

// modelsShown is how many models are offered while one types.
const modelsShown = 6

func newDeviceForm(s *Shell, src timelineSource, d health.Device) *deviceForm {
	w := s.Work()
	f := &deviceForm{
		shell: s, src: src, device: d, looking: w.NewJob(), storing: w.NewJob(),
		ticks: map[health.SourceID]*parts.Tick{},
	}
	f.build()
	if m, ok := health.DeviceModelByID(d.Model); ok {
		f.choose(m)
	} else {
		f.showModels()
	}
	return f
}

func (f *deviceForm) build() {
	d := f.device
	dateText := func(x health.Date) string {
		if x == (health.Date{}) {
			return ""
		}
		return locale.NumericDate(x)
	}
	field := func(label, text, hint string) *parts.Field {
		x := parts.NewField(label)
		x.SetText(text)
		if hint != "" {
			x.SetHint(hint)
		}
		x.OnChanged(func(string) {
			if x.Error() != "" {
				x.SetError("")
				f.whole.Refresh() // its room changes
			}
		})
		x.OnEnter(f.store)
		return x
	}
	f.find = parts.NewField(locale.T("Model"))
	f.find.SetPlaceHolder(locale.T("Type a part of its name, such as “body”"))
	f.find.OnChanged(func(string) { f.showModels() })
	f.find.OnEnter(func() {
		if found := present.FindModels(f.find.Text()); len(found) > 0 {
			f.choose(found[0])
		}
	})
	f.found = parts.Column(0)
	f.chosen = container.NewStack()
	today := locale.NumericDate(f.src.almanac(0).Today())
	f.nickname = field(locale.T("Name"), d.Nickname, locale.T("What you call it, such as “Bathroom scale”."))
	f.serial = field(locale.T("Serial number (optional)"), d.Serial, "")
	f.mac = field(locale.T("MAC address (optional)"), d.MAC, "")
	f.mac.SetPlaceHolder("00:24:E4:5A:0B:1C")
	f.since = field(locale.T("Connected since (optional)"), dateText(d.Since), "")
	f.since.SetPlaceHolder(today)
	f.retired = field(locale.T("Retired on (optional)"), dateText(d.Retired), "")
	f.retired.SetPlaceHolder(today)

	var owners []fyne.CanvasObject
	for _, p := range f.src.people {
		t := parts.NewTick(p.profile.Name, nil)
		t.SetOn(slices.Contains(d.Owners, p.profile.ID))
		f.owners = append(f.owners, t)
		owners = append(owners, t)
	}
	f.sources = parts.Column(style.Space8)
	f.fault = parts.Column(0)
	f.fault.Hide()

	whose := parts.Column(style.Space8, append([]fyne.CanvasObject{
		parts.NewText(locale.T("Whose it is"), parts.Strong),
		parts.NewParagraph(locale.T("Without a tick it belongs to the home, and what it measured may be anybody's."), parts.SmallMuted),
	}, owners...)...)
	data := parts.Column(style.Space8,
		parts.NewText(locale.T("Its data"), parts.Strong),
		parts.NewParagraph(locale.T("Tick the sources whose data this device measured. Only what its model gives is counted as its."), parts.SmallMuted),
		f.sources)
	title := locale.T("Add a device")
	if d.ID != ([16]byte{}) {
		title = locale.T("Edit %s", deviceName(d))
	}
	f.save = parts.NewButton(parts.Primary, locale.T("Save"), f.store).Tall(style.ControlLargeHeight)
	foot := parts.Row(style.Space12, parts.Spring(),
		parts.NewButton(parts.Outlined, locale.T("Cancel"), f.shell.Back).Tall(style.ControlLargeHeight), f.save)
	f.whole = container.NewStack(newTransferPage(f.shell.Compact, parts.NewTopBar(title, "", f.shell.Back), foot,
		f.fault,
		parts.NewCard(parts.Column(style.Space16,
			parts.Column(style.Space8, f.chosen, f.find, f.found), f.nickname,
			parts.Columns(style.Space16, f.serial, f.mac), parts.Columns(style.Space16, f.since, f.retired))),
		parts.NewCard(whose),
		parts.NewCard(data)))
}

// Object implements Page.
func (f *deviceForm) Object() fyne.CanvasObject { return f.whole }

// Start implements Starter.
func (f *deviceForm) Start() {
	if f.hasModel {
		f.nickname.Focus()
	} else {
		f.find.Focus()
	}
	if f.loaded {
		return
	}
	src := f.src
	Run(f.looking, func(ctx context.Context, _ func(Step)) ([]heldSource, error) {
		return loadSources(ctx, src)
	}, nil, func(held []heldSource, err error) {
		f.loaded, f.held = true, held
		if err != nil {
			f.fail(err)
		}
		f.showSources()
	}, nil)
}

// fail says over the form what went wrong.
func (f *deviceForm) fail(err error) {
	f.fault.Objects = []fyne.CanvasObject{f.shell.Fault(err)}
	f.fault.Show()
	f.whole.Refresh()
}

// Leave implements Page.
func (f *deviceForm) Leave() {
	f.looking.Cancel()
	f.storing.Cancel()
}

// showModels offers the models that go with what is typed.
func (f *deviceForm) showModels() {
	f.found.Objects, f.models = nil, nil
	if f.hasModel {
		f.found.Refresh()
		return
	}
	all := present.FindModels(f.find.Text())
	for _, m := range all[:min(len(all), modelsShown)] {
		icon, _ := deviceIcon(m.Kind)
		b := parts.NewListButton(icon, m.Maker+" "+m.Name, present.DeviceKindName(m.Kind), func() { f.choose(m) })
		f.models = append(f.models, b)
		f.found.Add(b)
	}
	switch {
	case len(all) == 0:
		f.found.Add(parts.NewParagraph(locale.T("The catalogue knows no such model. Look through it under Devices."), parts.SmallMuted))
	case len(all) > modelsShown:
		more := len(all) - modelsShown
		f.found.Add(parts.NewText(locale.N("%s more; type on to find it", "%s more; type on to find them", more, locale.Count(more)), parts.Caption))
	}
	f.whole.Refresh()
}

// choose takes a model of the catalogue.
func (f *deviceForm) choose(m health.DeviceModel) {
	f.model, f.hasModel = m, true
	icon, token := deviceIcon(m.Kind)
	f.chosen.Objects = []fyne.CanvasObject{parts.Column(style.Space12, parts.Row(style.Space16, newBadge(icon, token, style.Sunken, 48),
		parts.Stretch(parts.Column(2, parts.NewText(m.Maker+" "+m.Name, parts.Heading).Cutting(parts.CutEnd),
			parts.NewParagraph(locale.List(present.Gives(m)...), parts.SmallMuted))),
		parts.NewButton(parts.Quiet, locale.T("Another model"), f.another)))}
	f.find.Hide()
	f.showModels()
	f.showSources()
	if f.nickname.Text() == "" {
		f.nickname.SetPlaceHolder(m.Name)
	}
	f.whole.Refresh()
	f.nickname.Focus()
}

// another lets the person choose the model again.
func (f *deviceForm) another() {
	f.hasModel, f.model = false, health.DeviceModel{}
	f.chosen.Objects = nil
	f.find.Show()
	f.showModels()
	f.showSources()
	f.find.Focus()
}

// showSources lists the sources that hold anything that the model measures.
func (f *deviceForm) showSources() {
	f.sources.Objects = nil
	was := map[health.SourceID]bool{}
	for s, t := range f.ticks {
		was[s] = t.On()
	}
	f.ticks = map[health.SourceID]*parts.Tick{}
	say := func(words string) { f.sources.Add(parts.NewParagraph(words, parts.Small)) }
	others := 0
	switch {
	case !f.loaded:
		say(locale.T("Looking for sources…"))
	case !f.hasModel:
		say(locale.T("Choose the model first."))
	default:
		for _, h := range f.held {
			mine := h.measured(f.model)
			if len(mine) == 0 {
				others++
				continue
			}
			t := parts.NewTick(f.sourceWords(h, mine), nil)
			on, asked := was[h.source]
			t.SetOn(asked && on || !asked && slices.Contains(f.device.Sources, h.source))
			f.ticks[h.source] = t
			f.sources.Add(t)
		}
		if len(f.ticks) == 0 {
			say(locale.T("No source in the vault holds what this model gives. Import its data first; you can come back here."))
		} else if others > 0 {
			f.sources.Add(parts.NewParagraph(locale.N("%s other source holds nothing that this model gives.", "%s other sources hold nothing that this model gives.", others, locale.Count(others)), parts.Caption))
		}
	}
	f.whole.Refresh()
}

// sourceWords says what a source holds of what the model measures.
func (f *deviceForm) sourceWords(h heldSource, mine []health.MetricID) string {
	var names []string
	for _, id := range mine {
		m, _ := health.Lookup(id)
		names = append(names, locale.Dynamic(m.Name))
	}
	a := f.src.almanac(0)
	return locale.T("%[1]s: %[2]s, last %[3]s", present.SourceName(h.source), locale.List(names...), a.When(h.last, a.OffsetAt(h.last)))
}

// read returns what is in the form, and whether it can be stored; what is wrong
// stands beside its field then.
func (f *deviceForm) read() (health.Device, bool) {
	d := f.device
	ok := true
	fail := func(x *parts.Field, words string) {
		x.SetError(words)
		if ok {
			x.Focus()
		}
		ok = false
	}
	if !f.hasModel {
		fail(f.find, locale.T("Choose one of the models."))
	}
	d.Model, d.Nickname = f.model.ID, f.nickname.Text()
	var err error
	if d.Serial, err = present.ParseSerial(f.serial.Text()); err != nil {
		fail(f.serial, locale.T("A serial number has letters, figures and hyphens, 40 at most."))
	}
	if d.MAC, err = present.ParseMAC(f.mac.Text()); err != nil {
		fail(f.mac, locale.T("A MAC address has six pairs of figures 0–9 and letters A–F."))
	}
	today := f.src.almanac(0).Today()
	date := func(x *parts.Field) health.Date {
		if x.Text() == "" {
			return health.Date{}
		}
		v, err := locale.ParseDate(x.Text())
		switch {
		case err != nil:
			fail(x, locale.T("Write a date such as %s.", locale.NumericDate(today)))
		case v.Compare(today) > 0:
			fail(x, locale.T("This date is still to come."))
		}
		return v
	}
	d.Since, d.Retired = date(f.since), date(f.retired)
	if ok && d.Retired != (health.Date{}) && d.Since != (health.Date{}) && d.Retired.Compare(d.Since) < 0 {
		fail(f.retired, locale.T("It cannot be retired before it was connected."))
	}
	d.Owners, d.Sources = nil, nil
	for i, t := range f.owners {
		if t.On() {
			d.Owners = append(d.Owners, f.src.people[i].profile.ID)
		}
	}
	for _, h := range f.held {
		if t := f.ticks[h.source]; t != nil && t.On() {
			d.Sources = append(d.Sources, h.source)
		}
	}
	if !f.loaded {
		d.Sources = f.device.Sources
	}
	return d, ok
}

func (f *deviceForm) store() {
	d, ok := f.read()
	if !ok {
		f.whole.Refresh() // what is wrong needs its room
		return
	}
	if f.storing.Running() {
		return
	}
	shell, book := f.shell, f.src.devices
	Run(f.storing, func(ctx context.Context, _ func(Step)) (health.Device, error) {
		return book.Put(ctx, d)
	}, nil, func(stored health.Device, err error) {
		if err != nil {
			f.fail(err)
			return
		}
		shell.Back()
		shell.Toast(locale.T("Saved %s.", deviceName(stored)), "", nil)
	}, nil)
}

// TypedKey implements KeyTyper: Escape leaves, as nothing is stored yet.
func (f *deviceForm) TypedKey(*fyne.KeyEvent) bool { return false }

// TypedRune implements KeyTyper.
func (f *deviceForm) TypedRune(rune) bool { return false }
