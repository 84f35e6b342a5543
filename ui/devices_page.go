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

// devicePage tells of one device: what it is, what it gives by the catalogue,
// and what came from it. From here that can be seen and deleted, and the device
// edited and forgotten.
type devicePage struct {
	shell *Shell
	src   timelineSource
	id    [16]byte
	whole *fyne.Container

	loading, deleting, forgetting *Job

	owned   *ownedDevice
	fault   error
	gone    bool
	asking  deviceQuestion
	rows    []*parts.RowButton
	buttons map[string]*parts.Button
}

// deviceQuestion is what the page asks.
type deviceQuestion int

const (
	asksNothing deviceQuestion = iota
	asksToDelete
	asksToForget
)

var (
	_ Page     = (*devicePage)(nil)
	_ Starter  = (*devicePage)(nil)
	_ Reloader = (*devicePage)(nil)
	_ KeyTyper = (*devicePage)(nil)
)

func newDevicePage(s *Shell, src timelineSource, d health.Device) *devicePage {
	w := s.Work()
	p := &devicePage{
		shell: s, src: src, id: d.ID, whole: container.NewStack(),
		loading: w.NewJob(), deleting: w.NewJob(), forgetting: w.NewJob(),
	}
	p.redraw()
	return p
}

// Object implements Page.
func (p *devicePage) Object() fyne.CanvasObject { return p.whole }

// Start implements Starter.
func (p *devicePage) Start() {
	if p.owned == nil && !p.gone {
		p.Reload()
	}
}

// Leave implements Page.
func (p *devicePage) Leave() {
	for _, j := range []*Job{p.loading, p.deleting, p.forgetting} {
		j.Cancel()
	}
}

// Reload implements Reloader.
func (p *devicePage) Reload() {
	src, id := p.src, p.id
	Run(p.loading, func(ctx context.Context, _ func(Step)) (*ownedDevice, error) {
		all, err := src.devices.List(ctx)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(all, func(d health.Device) bool { return d.ID == id })
		if i < 0 {
			return nil, nil
		}
		o, err := loadDevice(ctx, src, all[i])
		return &o, err
	}, nil, func(o *ownedDevice, err error) {
		p.owned, p.fault, p.gone = o, err, o == nil && err == nil
		p.redraw()
	}, nil)
}

// redraw builds the page anew.
func (p *devicePage) redraw() {
	p.rows, p.buttons = nil, map[string]*parts.Button{}
	title, under := locale.T("Device"), ""
	var content, actions []fyne.CanvasObject
	switch {
	case p.fault != nil:
		content = []fyne.CanvasObject{p.shell.Fault(p.fault)}
	case p.gone:
		content = []fyne.CanvasObject{parts.InsetBy(style.Space48, 0, 0, 0, parts.NewEmptyState(style.IconDevices,
			locale.T("This device is not on the list any more"), locale.T("It was forgotten. What came from it is still among the data.")))}
	case p.owned != nil:
		title, under = deviceName(p.owned.device), p.owned.modelName()
		content = p.content()
		actions = []fyne.CanvasObject{p.button("edit", parts.Outlined, locale.T("Edit…"), p.edit).WithIcon(style.IconEdit)}
	}
	bar := parts.NewTopBar(title, under, p.shell.Back, append(actions, p.shell.Actions()...)...)
	page := newTransferPage(p.shell.Compact, bar, nil, content...)
	if len(p.whole.Objects) > 0 {
		keepOffset(p.whole.Objects[0], page)
	}
	p.whole.Objects = []fyne.CanvasObject{page}
	p.whole.Refresh()
}

func (p *devicePage) button(name string, kind parts.ButtonKind, label string, pressed func()) *parts.Button {
	b := parts.NewButton(kind, label, pressed)
	p.buttons[name] = b
	return b
}

func (p *devicePage) content() []fyne.CanvasObject {
	o := *p.owned
	out := []fyne.CanvasObject{
		p.facts(o),
		vaultHeading(locale.T("What this model gives")),
		givesCard(o.model),
		vaultHeading(locale.T("What came from it")),
		p.dataCard(o),
	}
	switch p.asking {
	case asksToDelete:
		return append(out, p.deleteQuestion(o))
	case asksToForget:
		return append(out, p.forgetQuestion(o))
	}
	row := []fyne.CanvasObject{}
	if o.readings() > 0 && p.shell.session != nil && p.shell.session.Deletions != nil {
		row = append(row, p.button("delete", parts.Danger, locale.T("Delete what came from it…"), func() { p.ask(asksToDelete, "delete-no") }).WithIcon(style.IconTrash))
	}
	if len(o.exported()) > 0 && p.shell.session != nil && p.shell.session.ExportOf != nil {
		row = append([]fyne.CanvasObject{p.button("export", parts.Outlined, locale.T("Export what came from it…"), p.export).WithIcon(style.IconExport)}, row...)
	}
	row = append(row, p.button("forget", parts.Danger, locale.T("Forget this device…"), func() { p.ask(asksToForget, "forget-no") }), parts.Spring())
	return append(out, parts.Row(style.Space8, row...))
}

// facts are what is known of the device itself.
func (p *devicePage) facts(o ownedDevice) fyne.CanvasObject {
	icon, token := o.look()
	d := o.device
	head := parts.Row(style.Space16, newBadge(icon, token, style.Sunken, 48), parts.Stretch(parts.Column(2,
		parts.NewText(deviceName(d), parts.Heading).Cutting(parts.CutEnd),
		parts.NewText(p.src.heard(o), parts.SmallMuted).Cutting(parts.CutEnd))))
	lines := []fyne.CanvasObject{head, parts.HRule()}
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, labelledLine(label, text))
		}
	}
	add(locale.T("Model"), o.modelName())
	if o.known {
		add(locale.T("Kind"), present.DeviceKindName(o.model.Kind))
	}
	add(locale.T("Serial number"), d.Serial)
	add(locale.T("MAC address"), d.MAC)
	add(locale.T("Owner"), p.src.owners(d))
	if d.Since != (health.Date{}) {
		add(locale.T("Connected since"), locale.FullDate(d.Since))
	}
	if d.Retired != (health.Date{}) {
		add(locale.T("Retired on"), locale.FullDate(d.Retired))
	}
	if d.CameraOff {
		add(locale.T("Camera"), locale.T("Off: nothing of it is shown, recorded or stored."))
	}
	var sources []string
	for _, s := range d.Sources {
		sources = append(sources, present.SourceName(s))
	}
	add(locale.T("Its data"), locale.List(sources...))
	return parts.NewCard(parts.Column(style.Space8, lines...))
}

// givesCard lists exactly what a model gives by its row of the catalogue.
func givesCard(m health.DeviceModel) fyne.CanvasObject {
	var marks []fyne.CanvasObject
	for _, name := range present.Gives(m) {
		marks = append(marks, newMark(name))
	}
	if len(marks) == 0 {
		return parts.NewParagraph(locale.T("The catalogue does not know this model, so no data is counted as its."), parts.SmallMuted)
	}
	return parts.NewCard(parts.Flow(style.Space8, marks...))
}

// newMark is a word on a ground of its own.
func newMark(words string) fyne.CanvasObject {
	return container.NewStack(parts.NewFill(style.Sunken, style.RadiusChip, fyne.Size{}),
		parts.InsetBy(style.Space4, 10, style.Space4, 10, parts.NewText(words, parts.Small)))
}

// seriesName is what a line of data is called.
func (s deviceSeries) name() string {
	switch s.entry {
	case health.Workout:
		return locale.T("Workouts")
	case health.RoomEvent:
		return locale.T("Events in the room")
	}
	m, _ := health.Lookup(s.metric)
	return locale.Dynamic(m.Name)
}

func (s deviceSeries) look() (style.Icon, style.Token) {
	switch s.entry {
	case health.Workout:
		return FamilyLook(health.Activity)
	case health.RoomEvent:
		return style.IconMotion, style.Room
	}
	m, _ := health.Lookup(s.metric)
	if m.ID == "systolic" || m.ID == "diastolic" {
		return style.IconPressure, style.Heart
	}
	return FamilyLook(m.Family)
}

// dataCard lists what came from the device; a line opens it.
func (p *devicePage) dataCard(o ownedDevice) fyne.CanvasObject {
	if len(o.series) == 0 {
		words := locale.T("Nothing came from it yet.")
		if len(o.device.Sources) == 0 {
			words = locale.T("It is not said which data is its. Choose the sources under Edit.")
		}
		return parts.NewCard(parts.NewParagraph(words, parts.SmallMuted))
	}
	var rows []fyne.CanvasObject
	for i, s := range o.series {
		icon, token := s.look()
		a := p.src.almanac(s.person)
		count := locale.N("%s reading", "%s readings", s.count, locale.Count(s.count))
		if s.metric == "" {
			count = locale.Count(s.count)
		}
		detail := present.SourceName(s.source)
		if len(p.src.people) > 1 {
			detail = present.Facts(p.src.people[s.person].profile.Name, detail)
		}
		span := locale.DateSpan(a.DateAt(s.first), a.DateAt(s.last))
		content := parts.InsetBy(style.Space8, 0, style.Space8, 0, parts.Row(style.Space12, parts.NewGlyph(icon, token, style.IconCard),
			parts.Stretch(parts.Column(0, parts.NewText(s.name(), parts.Body).Cutting(parts.CutEnd), parts.NewText(detail, parts.Caption).Cutting(parts.CutEnd))),
			parts.Column(0, parts.NewText(count, parts.Small).Aligned(fyne.TextAlignTrailing), parts.NewText(span, parts.Caption).Aligned(fyne.TextAlignTrailing))))
		row := parts.NewRowButton(s.name()+", "+count+", "+span, i == len(o.series)-1, content, func() { p.open(s) })
		p.rows = append(p.rows, row)
		rows = append(rows, row)
	}
	return parts.NewBareCard(parts.Column(0, rows...))
}

// open shows what came from the device: the detail of the metric with this
// source alone, the timeline of workouts, or the journal of the home.
func (p *devicePage) open(s deviceSeries) {
	person := p.src.people[s.person]
	if s.entry == health.RoomEvent {
		p.shell.openJournal(p.src)
		return
	}
	if s.metric == "" {
		src := p.src
		src.people = []timelinePerson{person}
		p.shell.Open(newTimeline(p.shell, src, present.TopicSet(0).With(present.TopicOfEntry(s.entry)), p.shell.Back))
		return
	}
	d := NewDetailScreen(p.shell, p.src.needs(s.person), string(s.metric))
	d.source, d.lib = s.source, oneSource{Library: person.library, source: s.source}
	p.shell.Open(d)
}

// exported are the series of the device that an export can hold: numbers, and
// the workouts of its sources.
func (o ownedDevice) exported() []SeriesName {
	var out []SeriesName
	for _, s := range o.series {
		if n := (SeriesName{Metric: s.metric, Entry: s.entry, Source: s.source}); s.entry != health.RoomEvent && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// export opens the export with nothing but what came from the device, for the
// people who have any of it.
func (p *devicePage) export() {
	if p.owned == nil || p.shell.session == nil || p.shell.session.ExportOf == nil {
		return
	}
	needs := exportNeeds(p.shell)
	needs.Export, needs.Of = p.shell.session.ExportOf(p.owned.exported()), deviceName(p.owned.device)
	needs.Profiles = nil
	for _, s := range p.owned.series {
		profile := p.src.people[s.person].profile
		if !slices.ContainsFunc(needs.Profiles, func(x health.Profile) bool { return x.ID == profile.ID }) {
			needs.Profiles = append(needs.Profiles, profile)
		}
	}
	if !slices.ContainsFunc(needs.Profiles, func(x health.Profile) bool { return x.ID == needs.Profile }) {
		needs.Profile = needs.Profiles[0].ID
	}
	p.shell.Open(NewExportScreen(needs))
}

func (p *devicePage) edit() {
	if p.owned != nil {
		p.shell.Open(newDeviceForm(p.shell, p.src, p.owned.device))
	}
}

// ask shows a question; the focus goes to the answer that changes nothing.
func (p *devicePage) ask(q deviceQuestion, focus string) {
	p.asking = q
	p.redraw()
	showAtBottom(p.whole.Objects[0])
	if b := p.buttons[focus]; b != nil {
		parts.Focus(b)
	}
}

func (p *devicePage) keep() {
	p.asking = asksNothing
	p.redraw()
}

// TypedKey implements KeyTyper.
func (p *devicePage) TypedKey(ev *fyne.KeyEvent) bool {
	if ev.Name == fyne.KeyEscape && p.asking != asksNothing {
		p.keep()
		return true
	}
	return false
}

// TypedRune implements KeyTyper.
func (p *devicePage) TypedRune(rune) bool { return false }
