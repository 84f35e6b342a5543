package presence

import "bytes"

// screenIsLocked reads what ioreg says of the root of the registry of macOS: whether
// the screen is locked, and whether it says so at all.
func screenIsLocked(registry []byte) (locked, told bool) {
	for line := range bytes.Lines(registry) {
		key, value, found := bytes.Cut(line, []byte(`"IOConsoleLocked" = `))
		// The key begins its line, after what draws the tree.
		if !found || len(bytes.Trim(key, " |+-o")) > 0 {
			continue
		}
		switch string(bytes.TrimSpace(value)) {
		case "Yes":
			return true, true
		case "No":
			return false, true
		}
	}
	return false, false
}
