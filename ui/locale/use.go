package locale

// Use makes l the language of everything built from now on. It is called on the
// window's goroutine.
func Use(l Language) {
	was := current.Load()
	c := catalogue{pseudo: l == Pseudo}
	current.Store(newTongue(l, c, was.wishes))
}

// UseForms writes dates and clocks as a person wants them, in every language. It
// is called on the window's goroutine.
func UseForms(f Forms) {
	was := current.Load()
	current.Store(newTongue(was.language, was.catalogue, f))
}
