package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
	"vitalkeep/ui/style"
)

// shortcut is a key, what it does, and how both read in the list of keys.
type shortcut struct {
	does string // in words, a key of locale
	name func() []string
	key  fyne.KeyName // none for what a page or the toolkit does with it
	mod  fyne.KeyModifier
	do   func(s *Shell)
	has  func(s *Shell) bool // nil is always
	// anywhere works while something lies over the page, too.
	anywhere bool
}

// shortcutGroup are the shortcuts of a place.
type shortcutGroup struct {
	title string // a key of locale
	keys  []shortcut
}

const command = fyne.KeyModifierShortcutDefault

// withCommand are keys pressed together with the one for commands.
func withCommand(names ...string) func() []string {
	return func() []string { return append([]string{commandKey()}, plainKeys(names...)()...) }
}

// plainKeys are keys by their names; letters are the same in every language.
func plainKeys(names ...string) func() []string {
	return func() []string {
		out := make([]string, len(names))
		for i, n := range names {
			out[i] = locale.Dynamic(n)
		}
		return out
	}
}

// shortcuts are all keys of the window. The list that people see and what the
// keys do are made of the same table.
func shortcuts() []shortcutGroup {
	open := func(s *Shell) bool { return s.session != nil }
	everywhere := []shortcut{
		{does: locale.Key("Add a measurement or a note"), name: withCommand("N"), key: fyne.KeyN, mod: command, do: func(s *Shell) { s.OpenAdd(Adding{}) }, has: (*Shell).CanAdd},
		{does: locale.Key("Save what is typed"), name: withCommand(locale.KeyIn("key", "Enter")), key: fyne.KeyReturn, mod: command, do: (*Shell).submit, has: (*Shell).CanAdd},
		{key: fyne.KeyEnter, mod: command, do: (*Shell).submit},
		{does: locale.Key("Import files"), name: withCommand("I"), key: fyne.KeyI, mod: command, do: func(s *Shell) { s.OpenImport(nil) }, has: func(s *Shell) bool { return open(s) && s.pages.Import != nil }},
		{does: locale.Key("Export files"), name: withCommand("E"), key: fyne.KeyE, mod: command, do: (*Shell).OpenExport, has: func(s *Shell) bool { return open(s) && s.pages.Export != nil }},
		{does: locale.Key("Show the notices"), name: withCommand("J"), key: fyne.KeyJ, mod: command, do: (*Shell).OpenNotices, has: (*Shell).hasNotices},
		{does: locale.Key("Find something on the page"), name: withCommand("F"), key: fyne.KeyF, mod: command, do: (*Shell).find, has: open},
		{does: locale.Key("Take the last deletion back"), name: withCommand("Z"), do: (*Shell).undoLast, has: open},
		{does: locale.Key("Lock the vault"), name: withCommand("L"), key: fyne.KeyL, mod: command, do: (*Shell).Lock, has: open, anywhere: true},
		{does: locale.Key("Show this list"), name: withCommand("/"), key: fyne.KeySlash, mod: command, do: (*Shell).ShowShortcuts, anywhere: true},
		{key: fyne.KeyF1, do: (*Shell).ShowShortcuts, anywhere: true},
	}
	places := []shortcut{
		{does: locale.Key("Go to a place of the rail"), name: withCommand("1", "…", "8"), has: open},
		{does: locale.Key("Change the person"), name: withCommand(locale.KeyIn("key", "Shift"), "1", "…", "9"), has: func(s *Shell) bool { return open(s) && len(s.session.Profiles) > 1 }},
		{does: locale.Key("Change between the rail and the page"), name: plainKeys("F6"), key: fyne.KeyF6, do: (*Shell).changeSide},
		{does: locale.Key("Next control, with Shift the one before"), name: plainKeys(locale.KeyIn("key", "Tab"))},
		{does: locale.Key("Press the control"), name: plainKeys(locale.KeyIn("key", "Space"))},
		{does: locale.Key("Close, or go back"), name: plainKeys(locale.KeyIn("key", "Escape"))},
	}
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9} {
		places = append(places,
			shortcut{key: key, mod: command, do: func(s *Shell) { s.goTo(i) }},
			shortcut{key: key, mod: command | fyne.KeyModifierShift, do: func(s *Shell) { s.goToPerson(i) }})
	}
	return []shortcutGroup{
		{locale.Key("Everywhere"), everywhere},
		{locale.Key("Moving about"), places},
		{locale.Key("On the dashboard"), []shortcut{
			{does: locale.Key("The card beside, over or under"), name: plainKeys(locale.KeyIn("key", "Arrows"))},
			{does: locale.Key("Open the card"), name: plainKeys(locale.KeyIn("key", "Enter"))},
			{does: locale.Key("What the data of the card comes to"), name: plainKeys("I"), has: func(s *Shell) bool { return s.pages.Insights != nil }},
			{does: locale.Key("Arrange the cards"), name: plainKeys("A"), has: (*Shell).canArrange},
			{does: locale.Key("Move the card, while arranging"), name: func() []string { return append([]string{movingKey()}, plainKeys(locale.KeyIn("key", "Arrows"))()...) }, has: (*Shell).canArrange},
			{does: locale.Key("Hide the card or show it, while arranging"), name: plainKeys("H"), has: (*Shell).canArrange},
		}},
		{locale.Key("In tables and lists"), []shortcut{
			{does: locale.Key("The row before or after"), name: plainKeys(locale.KeyIn("key", "Arrows"))},
			{does: locale.Key("A screenful of rows"), name: plainKeys(locale.KeyIn("key", "Page Up"), locale.KeyIn("key", "Page Down"))},
			{does: locale.Key("The first or the last row"), name: plainKeys(locale.KeyIn("key", "Home"), locale.KeyIn("key", "End"))},
			{does: locale.Key("Open the row"), name: plainKeys(locale.KeyIn("key", "Enter"))},
			{does: locale.Key("Delete the measurement"), name: plainKeys(locale.KeyIn("key", "Delete"))},
		}},
		{locale.Key("In graphs"), []shortcut{
			{does: locale.Key("The reading before or after"), name: plainKeys(locale.KeyIn("key", "Arrows"))},
			{does: locale.Key("The first or the last reading"), name: plainKeys(locale.KeyIn("key", "Home"), locale.KeyIn("key", "End"))},
			{does: locale.Key("Closer, farther"), name: plainKeys("+", "−")},
			{does: locale.Key("Show all of the reading"), name: plainKeys(locale.KeyIn("key", "Enter"))},
		}},
	}
}

// listen connects the keys of the window.
func (s *Shell) listen(c fyne.Canvas) {
	for _, group := range shortcuts() {
		for _, k := range group.keys {
			if k.key == "" || k.mod == 0 {
				continue
			}
			custom := &desktop.CustomShortcut{KeyName: k.key, Modifier: k.mod}
			s.keys.AddShortcut(custom, func(fyne.Shortcut) {
				// What lies over a page belongs to it, and it stays until that is
				// closed.
				if k.anywhere || c.Overlays().Top() == nil {
					k.do(s)
				}
			})
			c.AddShortcut(custom, s.keys.TypedShortcut)
		}
	}
	// The toolkit has names of its own for some shortcuts.
	s.keys.AddShortcut(&fyne.ShortcutUndo{}, func(fyne.Shortcut) {
		if c.Overlays().Top() == nil {
			s.undoLast()
		}
	})
	c.AddShortcut(&fyne.ShortcutUndo{}, s.keys.TypedShortcut)
	c.SetOnTypedKey(s.typedKey)
	c.SetOnTypedRune(func(r rune) {
		if c.Overlays().Top() != nil {
			return
		}
		if t, ok := s.Page().(KeyTyper); ok {
			t.TypedRune(r)
		}
	})
}

// typedKey takes the keys that nothing with the focus has used.
func (s *Shell) typedKey(ev *fyne.KeyEvent) {
	overlays := s.deps.Window.Canvas().Overlays()
	switch over := overlays.Top(); {
	case ev.Name == fyne.KeyF1:
		s.ShowShortcuts()
		return
	case over != nil:
		s.typedOver(over, ev)
		return
	case ev.Name == fyne.KeyF6:
		s.changeSide()
		return
	}
	if t, ok := s.Page().(KeyTyper); ok && t.TypedKey(ev) {
		return
	}
	if ev.Name == fyne.KeyEscape && s.screen != nil {
		if s.toast != nil {
			s.toast.Close()
			return
		}
		s.screen.escape()
	}
}

// typedOver takes a key for what lies over the screen: Escape takes it away, the
// arrows go through what is in it.
func (s *Shell) typedOver(over fyne.CanvasObject, ev *fyne.KeyEvent) {
	on := s.deps.Window.Canvas()
	popup, ours := over.(*parts.Popup)
	switch {
	case ev.Name == fyne.KeyEscape && ours:
		popup.Close()
	case ev.Name == fyne.KeyEscape:
		on.Overlays().Remove(over)
	case ev.Name == fyne.KeyDown && ours:
		on.FocusNext()
	case ev.Name == fyne.KeyUp && ours:
		on.FocusPrevious()
	}
}

// changeSide moves the keyboard from the page to the rail, or back.
func (s *Shell) changeSide() {
	if s.rail == nil {
		return
	}
	on := s.deps.Window.Canvas()
	if !s.rail.Holds(on.Focused()) {
		s.rail.Focus()
		return
	}
	on.Unfocus()
	on.FocusNext() // the page comes before the rail
}

// ShowShortcuts shows what the keys do, over whatever is on show; asked again it
// takes the list away.
func (s *Shell) ShowShortcuts() {
	if s.keyList != nil && s.keyList.Shown() {
		s.keyList.Close()
		return
	}
	if s.deps.Window.Canvas().Overlays().Top() != nil {
		return
	}
	var close func()
	done := parts.NewIconButton(style.IconClose, locale.T("Close"), func() { close() }).Tall(style.ControlSmallHeight)
	head := parts.Row(style.Space8, parts.Stretch(parts.NewText(locale.T("Keys"), parts.Heading)), done)
	s.keyList = parts.ShowSheet(s.deps.Window.Canvas(), 760, parts.Inset(style.Space12, parts.Column(style.Space16, head, s.shortcutList(2))))
	close = s.keyList.Close
	parts.Focus(done)
}

// shortcutList shows the keys that do something now, in so many columns.
func (s *Shell) shortcutList(columns int) fyne.CanvasObject {
	var groups []fyne.CanvasObject
	for _, g := range shortcuts() {
		rows := []fyne.CanvasObject{parts.NewText(locale.Dynamic(g.title), parts.Strong)}
		for _, k := range g.keys {
			if k.does != "" && (k.has == nil || k.has(s)) {
				rows = append(rows, parts.NewKeyRow(locale.Dynamic(k.does), k.name()))
			}
		}
		groups = append(groups, parts.Column(style.Space8, rows...))
	}
	if columns < 2 {
		return parts.Column(style.Space24, groups...)
	}
	half := len(groups) / 2 // the first groups are the longest
	return parts.Columns(style.Space32, parts.Column(style.Space24, groups[:half]...), parts.Column(style.Space24, groups[half:]...))
}
