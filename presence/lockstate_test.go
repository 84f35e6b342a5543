package presence

import "testing"

func TestTheLockOfAMacScreenIsRead(t *testing.T) {
	tests := []struct {
		name, registry string
		locked, told   bool
	}{
		{"locked", "+-o Root  <class IORegistryEntry, id 0x100000100>\n  | {\n  |   \"IOConsoleLocked\" = Yes\n  |   \"OS Build Version\" = \"24A335\"\n", true, true},
		{"open", "  |   \"IOConsoleLocked\" = No\n", false, true},
		{"of an older system", "  |   \"IOConsoleUsers\" = ()\n", false, false},
		{"of no system", "", false, false},
		{"with another value", "  |   \"IOConsoleLocked\" = Maybe\n", false, false},
		{"within another value", "  |   \"Name\" = \"\"IOConsoleLocked\" = Yes\"\n", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if locked, told := screenIsLocked([]byte(tt.registry)); locked != tt.locked || told != tt.told {
				t.Errorf("locked is %v, told %v", locked, told)
			}
		})
	}
}
