package session

import (
	"context"
	"errors"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/household"
	"vitalkeep/ui/present"
	"vitalkeep/vault"
)

// fill puts the invented household into a vault.
func (o Vaults) fill(ctx context.Context, v *vault.Vault, progress func(done, total int64)) error {
	zone := o.Zone
	if _, err := time.LoadLocation(zone); err != nil || zone == "" {
		zone = "UTC"
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	today := o.Now().In(loc)
	options := household.Options{
		Until: health.Date{Year: today.Year(), Month: today.Month(), Day: today.Day()}.AddDays(-1), Seed: 1,
	}
	people := household.People(zone, health.MetricUnits)
	ids := map[string]health.ProfileID{}
	for i := range people {
		stored, err := v.AddProfile(people[i].Profile)
		if err != nil {
			return err
		}
		people[i].Profile = stored
		ids[stored.Name] = stored.ID
	}
	for _, owned := range household.Devices(options.Until) {
		for _, name := range owned.Owners {
			owned.Device.Owners = append(owned.Device.Owners, ids[name])
		}
		d, err := v.PutDevice(owned.Device)
		if err != nil {
			return err
		}
		if d.Model == household.CameraModel {
			options.Camera = d.ID
		}
	}
	for i, person := range people {
		options.Progress = func(done, total int64) {
			progress(int64(i)*total+done, int64(len(people))*total)
		}
		options.Attach = func(picture []byte) (string, error) { return v.Attach(ctx, person.Profile.ID, picture) }
		if err := measure(ctx, v, person, options); err != nil {
			return err
		}
		if err := write(ctx, v, person, options); err != nil {
			return err
		}
	}
	return nil
}

// measure imports what a person's devices recorded.
func measure(ctx context.Context, v *vault.Vault, person household.Person, options household.Options) error {
	stage, err := v.Stage(ctx, person.Profile.ID, "sample")
	if err != nil {
		return err
	}
	stage.SetTitle(household.FileName)
	if err := person.Generate(ctx, options, stage); err != nil {
		return errors.Join(err, stage.Discard())
	}
	if _, err := stage.Seal(ctx, nil); err != nil {
		return errors.Join(err, stage.Discard())
	}
	if _, err := stage.Commit(ctx); err != nil {
		return errors.Join(err, stage.Discard())
	}
	return nil
}

// write stores what a person typed, slips and their corrections included.
func write(ctx context.Context, v *vault.Vault, person household.Person, options household.Options) error {
	diary, err := person.Diary(options)
	if err != nil {
		return err
	}
	id := person.Profile.ID
	entries := slices.Clone(diary.Entries)
	for i, picture := range diary.Pictures {
		ref, err := v.Attach(ctx, id, picture)
		if err != nil {
			return err
		}
		entries[i].Fields = append(slices.Clone(entries[i].Fields), health.Field{Name: health.FieldPicture, Text: ref})
	}
	for i, text := range diary.Comments {
		entries = append(entries, present.NewComment(diary.Readings[i], text))
	}
	readings := slices.Clone(diary.Readings)
	for i, slip := range diary.Slips {
		readings[i].Value = slip.Value
	}
	if err := v.Add(ctx, id, readings, entries); err != nil {
		return err
	}
	for i, slip := range diary.Slips {
		old, right := readings[i], diary.Readings[i]
		kept := present.CorrectReadings([]health.Reading{old}, []health.Reading{right}, present.Instant{At: right.Start, Offset: right.Offset}, slip.At)
		name := vault.Identity{Metric: old.Metric, Source: old.Source, Start: old.Start}
		if err := v.Correct(ctx, id, []vault.Identity{name}, []health.Reading{right}, kept); err != nil {
			return err
		}
	}
	return nil
}
