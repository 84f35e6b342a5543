package session

import (
	"io"

	"vitalkeep/sheets"
	"vitalkeep/ui"
)

// WriteSheet writes the sheet for a recovery key. It is a ui.SheetWriter.
func WriteSheet(to io.Writer, s ui.RecoverySheet) error {
	paper := sheets.A4
	if s.Letter {
		paper = sheets.Letter
	}
	return sheets.WriteRecovery(to, sheets.Recovery{Key: s.Key, Vault: s.Vault, Made: s.Made, Paper: paper})
}
