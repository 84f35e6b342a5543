package session

import (
	"context"
	"errors"
	"io/fs"

	"vitalkeep/ui"
	"vitalkeep/ui/locale"
	"vitalkeep/vault"
)

// Salvage implements ui.Salvager. There is no telling how far looking is.
func (o Vaults) Salvage(ctx context.Context, path string, secret ui.Secret, _ func(done, total int64)) (ui.Salvaged, error) {
	var found *vault.Salvaged
	var err error
	options := vault.Options{Now: o.Now}
	if secret.Recovery {
		found, err = vault.SalvageWithRecoveryKey(ctx, path, secret.Text, options)
	} else {
		found, err = vault.Salvage(ctx, path, []byte(secret.Text), options)
	}
	switch {
	case errors.Is(err, vault.ErrWrongPassword):
		return nil, errors.Join(ui.ErrWrongPassword, err)
	case err != nil:
		return nil, err
	}
	return salvaged{found}, nil
}

// salvaged is what can be read of a damaged vault, as the window wants it.
type salvaged struct {
	*vault.Salvaged
}

// WriteTo implements ui.Salvaged.
func (s salvaged) WriteTo(ctx context.Context, path string, progress func(done, total int64)) error {
	err := s.Salvaged.WriteTo(ctx, path, progress)
	if errors.Is(err, vault.ErrExists) {
		return errors.Join(fs.ErrExist, err)
	}
	return err
}

// Report implements ui.Salvaged.
func (s salvaged) Report() ui.SalvageReport {
	r := s.Salvaged.Report()
	var out ui.SalvageReport
	if r.Older {
		out.Remarks = append(out.Remarks, locale.T("The newest state of the vault is gone; this is an earlier one."))
	}
	lost, unknown, recovered, pictures := 0, 0, 0, 0
	for _, p := range r.Profiles {
		person := ui.SalvagedPerson{Name: p.Profile.Name, Read: p.Samples + p.Entries + p.Recovered}
		person.Of = person.Read + p.SamplesLost + p.EntriesLost
		unknown += p.BatchesLost
		recovered += p.Recovered
		pictures += p.PicturesLost
		switch {
		case p.Lost:
			lost++
			continue
		case p.Home && person.Of == 0:
			continue // a home in which nothing was measured
		case p.Home:
			person.Name = locale.T("The home")
		case p.Profile.Inbox:
			person.Name = locale.T("Inbox")
		case person.Name == "":
			person.Name = locale.T("A person without a name")
		}
		if p.BatchesLost > 0 {
			person.Of = 0 // nobody knows how much those imports brought
		}
		out.People = append(out.People, person)
	}
	if lost > 0 {
		out.Remarks = append(out.Remarks, locale.N("The key to one person's data is gone; nothing of that can ever be read.",
			"The keys to the data of %s people are gone; nothing of that can ever be read.", lost, locale.Count(lost)))
	}
	if unknown > 0 {
		out.Remarks = append(out.Remarks, locale.N(
			"The record of one import is gone; %[2]s of the readings that such imports brought were found all the same.",
			"The records of %[1]s imports are gone; %[2]s of the readings that such imports brought were found all the same.",
			unknown, locale.Count(unknown), locale.Count(recovered),
		))
	}
	if pictures > 0 {
		out.Remarks = append(out.Remarks, locale.N("One picture is gone.", "%s pictures are gone.", pictures, locale.Count(pictures)))
	}
	return out
}
