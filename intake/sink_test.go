package intake

import (
	"strings"
	"testing"

	"vitalkeep/vault"
)

func TestAnyNameOfAFileCanBeKept(t *testing.T) {
	for name, want := range map[string]string{
		"takeout/fitbit/steps.csv":   "takeout/fitbit/steps.csv",
		"health_connect.db · weight": "health_connect.db · weight",
		"a\tb\x00\u0085c.csv":        "a\ufffdb\ufffd\ufffdc.csv",
		"\xff\xfe.csv":               "\ufffd.csv",
		"":                           "\ufffd",
		strings.Repeat("é", 600):     strings.Repeat("é", vault.MaxFileName/2),
	} {
		if got := keepableName(name); got != want {
			t.Errorf("%q is kept as %q, want %q", name, got, want)
		}
	}
}
