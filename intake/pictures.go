package intake

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/vault"
)

// errPicturesChanged means that an archive's pictures are others than when it
// was looked at.
var errPicturesChanged = errors.New("the pictures in the files changed since they were looked at")

// pictures are those of an archive: looked at in the preview, so that entries
// can name them, and sealed in the vault when the import is committed. Their
// bytes are read again for that, since there may be more than memory holds.
type pictures struct {
	vault   *vault.Vault
	profile health.ProfileID
	paths   []string
	how     importers.Options        // in which the paths were read
	found   map[string]*foundPicture // by the name in the archive
}

type foundPicture struct {
	name string // in the vault
	sum  [sha256.Size]byte
	used bool // an entry that is staged names it
}

// seen takes a picture of the archive and chooses its name.
func (p *pictures) seen(name string, data []byte) error {
	kept, err := p.vault.PictureName(p.profile, name, data)
	if err != nil {
		return err
	}
	if p.found == nil {
		p.found = map[string]*foundPicture{}
	}
	p.found[name] = &foundPicture{name: kept, sum: sha256.Sum256(data)}
	return nil
}

// named makes an entry name its picture as the vault does.
func (p *pictures) named(e health.Entry) health.Entry {
	if len(p.found) == 0 {
		return e
	}
	for i, f := range e.Fields {
		picture := p.found[f.Text]
		if f.Name != health.FieldPicture || picture == nil {
			continue
		}
		picture.used = true
		if picture.name != f.Text {
			fields := append([]health.Field(nil), e.Fields...)
			fields[i].Text = picture.name
			e.Fields = fields
		}
	}
	return e
}

// attach seals the pictures that entries name.
func (p *pictures) attach(ctx context.Context) error {
	left := 0
	for _, f := range p.found {
		if f.used {
			left++
		}
	}
	if left == 0 {
		return nil
	}
	a := &attaching{pictures: p, ctx: ctx}
	how := p.how
	how.PicturesOnly = true
	if _, err := importers.Read(ctx, p.paths, how, a); err != nil {
		return err
	}
	if a.done != left {
		return fmt.Errorf("import: %w", errPicturesChanged)
	}
	return nil
}

// attaching is a sink for pictures alone.
type attaching struct {
	*pictures
	ctx  context.Context // the sink of an importer takes none
	done int
}

// Picture implements importers.Pictures.
func (a *attaching) Picture(name string, data []byte) error {
	f := a.found[name]
	switch {
	case f == nil || f.sum != sha256.Sum256(data):
		return fmt.Errorf("import: %w", errPicturesChanged)
	case !f.used:
		return nil
	}
	a.done++
	return a.vault.AttachAs(a.ctx, a.profile, f.name, data)
}

// File implements importers.Sink.
func (*attaching) File(string) (uint32, error) { return 0, nil }

// Sample implements importers.Sink.
func (*attaching) Sample(health.MetricID, health.SourceID, health.Sample) error { return nil }

// Entry implements importers.Sink.
func (*attaching) Entry(health.Entry) error { return nil }

// Reject implements importers.Sink.
func (*attaching) Reject(health.Reject) error { return nil }
