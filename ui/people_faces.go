package ui

import (
	"context"
	"image"

	"vitalkeep/health"
	"vitalkeep/pictures"
	"vitalkeep/ui/locale"
	"vitalkeep/ui/parts"
)

// peopleState is what the shell holds of people while a vault is open. The lock
// forgets it.
type peopleState struct {
	faces   map[string]image.Image // small pictures by their names in the vault
	job     *Job                   // loads faces
	inbox   int                    // readings in the inbox, as far as it was counted
	count   *Job
	closing map[health.ProfileID][]Draft // closed as soon as these are sealed
}

// faceSide is how many pixels a picture of a person has where it is shown: enough
// for the largest disc at twice the scale.
const faceSide = 192

// face is the small picture of a person, nil while there is none or it is closed.
func (s *Shell) face(p health.Profile) image.Image {
	if p.Picture == "" || s.isClosed(p.ID) {
		return nil
	}
	return s.people.faces[p.Picture]
}

// tellPerson shows who is on show on top of the rail.
func (s *Shell) tellPerson() {
	if s.chip != nil {
		s.chip.Set(s.profile.Name, s.captionOf(s.profile), s.face(s.profile))
	}
}

// loadFaces reads the pictures of people that are not there yet, beside the UI.
func (s *Shell) loadFaces() {
	if s.session == nil || s.session.Notebook == nil {
		return
	}
	type wanted struct {
		book Notebook
		name string
	}
	var all []wanted
	for _, p := range s.session.Profiles {
		if _, there := s.people.faces[p.Picture]; p.Picture != "" && !there && !s.isClosed(p.ID) {
			all = append(all, wanted{s.session.Notebook(p.ID), p.Picture})
		}
	}
	if len(all) == 0 {
		return
	}
	if s.people.job == nil {
		s.people.job = s.deps.Work.NewJob()
	}
	s.people.job.Cancel()
	Run(s.people.job, func(ctx context.Context, _ func(Step)) (map[string]image.Image, error) {
		found := map[string]image.Image{}
		for _, w := range all {
			data, err := w.book.Picture(ctx, w.name)
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if err != nil {
				continue // the initial stands for a picture that cannot be read
			}
			if small, err := pictures.Decode(data, faceSide); err == nil {
				found[w.name] = small
			}
		}
		return found, nil
	}, nil, func(found map[string]image.Image, err error) {
		if err != nil || s.session == nil {
			return
		}
		for name, picture := range found {
			s.keepFace(name, picture)
		}
		s.tellPerson()
	}, nil)
}

// keepFace keeps a picture for as long as the vault is open.
func (s *Shell) keepFace(name string, picture image.Image) {
	if s.people.faces == nil {
		s.people.faces = map[string]image.Image{}
	}
	s.people.faces[name] = picture
}

// useForms writes dates as the person on show wants them, and else as the window
// has them.
func (s *Shell) useForms() { locale.UseForms(s.formsOf(s.profile)) }

// formsOf are the forms of dates in which a person reads them.
func (s *Shell) formsOf(p health.Profile) locale.Forms {
	f := s.appearance.Forms
	if p.Dates != health.UsualDates {
		f.Date = locale.DateForm(p.Dates)
	}
	if p.Week != health.UsualWeek {
		f.Week = locale.WeekForm(p.Week)
	}
	return f
}

// personFace is the disc of a person with a width of its own, 0 for that of lists.
func (s *Shell) personFace(p health.Profile, side float32) *parts.Face {
	return parts.NewFace(p.Name, s.face(p), side)
}
