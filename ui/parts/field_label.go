package parts

// SetLabel changes the words over the field.
func (f *Field) SetLabel(label string) {
	if f.label.Text() == label {
		return
	}
	f.label.SetText(label)
	f.Refresh()
}
