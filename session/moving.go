package session

import (
	"context"
	"errors"

	"vitalkeep/health"
	"vitalkeep/ui"
	"vitalkeep/vault"
)

// mover puts readings where they belong, as ui.Mover wants it.
type mover struct{ vault *vault.Vault }

// Move implements ui.Mover.
func (m mover) Move(ctx context.Context, from, to health.ProfileID, what []ui.Measurement) (ui.Moved, error) {
	return toldMove(m.vault.Move(ctx, from, to, identities(what)))
}

// MoveImport implements ui.Mover.
func (m mover) MoveImport(ctx context.Context, from, to health.ProfileID, batch health.BatchID, sources ...health.SourceID) (ui.Moved, error) {
	return toldMove(m.vault.MoveAll(ctx, from, to, vault.Selection{Batch: batch, Sources: sources}))
}

// MoveSource implements ui.Mover.
func (m mover) MoveSource(ctx context.Context, from, to health.ProfileID, source health.SourceID) (ui.Moved, error) {
	return toldMove(m.vault.MoveAll(ctx, from, to, vault.Selection{Sources: []health.SourceID{source}}))
}

// Undoable implements ui.Mover.
func (m mover) Undoable(context.Context) ([]ui.Moved, error) {
	list, err := m.vault.Moves()
	out := make([]ui.Moved, len(list))
	for i, x := range list {
		out[i] = ui.Moved(x)
	}
	return out, err
}

// Undo implements ui.Mover.
func (m mover) Undo(ctx context.Context, x ui.Moved) error {
	err := m.vault.UndoMove(ctx, x.ID)
	if errors.Is(err, vault.ErrMovedSince) {
		return errors.Join(ui.ErrMovedSince, err)
	}
	return err
}

// toldMove is a move in the words of the window.
func toldMove(x vault.Moved, err error) (ui.Moved, error) {
	if conflict, ok := errors.AsType[*vault.MoveConflictError](err); ok {
		err = errors.Join(&ui.MoveConflict{Readings: conflict.Readings}, err)
	}
	return ui.Moved(x), err
}
