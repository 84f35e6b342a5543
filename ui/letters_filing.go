package ui

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"vitalkeep/health"
	"vitalkeep/letters"
	"vitalkeep/ui/locale"
)

func (f *letterForm) copy() {
	if l, ok := f.compose(); ok {
		f.shell.CopyUntilLock(l.Text())
		f.shell.Toast(locale.T("Copied; taken off the clipboard when the vault is locked."), "", nil)
	}
}

// fileName is the name of the letter as a file: what it asks for, of whom.
func (f *letterForm) fileName(ending string) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '-'
		}
		return r
	}, strings.TrimSpace(f.fields[letters.DetailName].Text()))
	return f.asks().String() + " " + name + " " + f.today.String() + ending
}

// save writes the letter to a file of the person's choice.
func (f *letterForm) save(ending string) {
	l, ok := f.compose()
	if !ok {
		return
	}
	paper, us := letters.Papers()
	if f.paper.Selected() == 1 {
		paper = us
	}
	made := f.shell.Now()
	f.pick.Save(f.fileName(ending), func(path string, to io.WriteCloser, err error) {
		if err != nil {
			f.say(f.shell.Fault(err))
			return
		}
		Run(f.storing, func(context.Context, func(Step)) (struct{}, error) {
			var err error
			if ending == ".pdf" {
				err = l.WritePDF(to, paper, made)
			} else {
				_, err = io.WriteString(to, l.Text())
			}
			return struct{}{}, errors.Join(err, to.Close())
		}, nil, func(_ struct{}, err error) {
			if err != nil {
				f.say(f.shell.Fault(err))
				return
			}
			f.shell.Toast(locale.T("Saved as %s. This file is not encrypted.", filepath.Base(path)), "", nil)
		}, nil)
	})
}

// file keeps the letter as one that was sent.
func (f *letterForm) file() {
	if f.Busy() {
		return
	}
	l, ok := f.compose()
	if !ok {
		return
	}
	if !f.sent.Check(false) {
		f.sent.Focus()
		f.whole.Refresh()
		return
	}
	sent, _ := f.sent.Date()
	filed := letters.Filed{
		Kind: l.Kind, To: f.addressee(), Name: l.To[0], Address: strings.Join(l.To[1:], "\n"), Subject: l.Subject, Text: l.Text(), Sent: sent,
	}
	if f.way.Selected() == 0 {
		filed.Received = sent // it arrives as it is sent
	}
	book, entry := f.book, newLetterEntry(filed, f.shell.almanac(f.person))
	Run(f.storing, func(ctx context.Context, _ func(Step)) (struct{}, error) {
		return struct{}{}, book.Add(ctx, nil, []health.Entry{entry})
	}, nil, func(_ struct{}, err error) {
		if err != nil {
			f.say(f.shell.Fault(err))
			return
		}
		for _, x := range f.fields {
			x.SetText("") // nothing is left to be kept as a draft
		}
		f.shell.DropDraft(letterDraftKind, f.person.ID, "")
		f.shell.Back()
		f.shell.Reload()
		f.shell.Toast(locale.T("The letter is filed."), "", nil)
	}, nil)
}
