package intake

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"vitalkeep/health"
	"vitalkeep/importers"
	"vitalkeep/vault"
)

// MaxRejects is how many rejected rows of an import are kept with their reason.
const MaxRejects = 10_000

// Options decide how files are read.
type Options struct {
	// Format is the name of one of importers.Formats; empty to find out.
	Format string
	// Zone is where the person says that local times were lived; nil to go by
	// what the files name.
	Zone *time.Location
	// Fallback is used where Zone is nil and the files name no zone, or several
	// with this one among them; nil asks instead, with importers.ErrZoneNeeded.
	// Files without local times are read in the profile's zone.
	Fallback *time.Location
	// KeepDamaged reads what can be read of files that are cut off; without it,
	// they are an error that wraps importers.ErrIncomplete.
	KeepDamaged bool
	// Mappings say how tables are read, by importers.Table.Key. They come before
	// those chosen earlier, and are remembered when the import is stored.
	Mappings map[string]importers.Mapping
}

// Staged is what files would bring, compared with the vault and not yet
// stored. It ends with Commit or Discard.
type Staged struct {
	Profile     health.Profile
	Recognition importers.Recognition
	// Zone is the IANA name of the zone in which local times were read; empty
	// when nothing had any.
	Zone    string
	Preview health.Preview
	// Rejects are the first MaxRejects rejected rows, Rejected counts them all.
	Rejects  []health.Reject
	Rejected int
	Paths    []Path
	// Heads are readings of the first lines of files, by FileReport.Number.
	Heads map[uint32][]Head

	vault    *vault.Vault
	stage    *vault.Stage
	pictures *pictures
	chosen   []importers.Table // tables that Options.Mappings spoke of
}

// Path is what one of the named files, folders or archives would bring.
type Path struct {
	Path     string
	Format   string // name of the format; empty when it is not understood
	Files    []importers.FileReport
	New      int // samples and entries that the vault does not have
	Rejects  []health.Reject
	Rejected int
}

// Receipt is what an import stored.
type Receipt struct {
	// Batch is its identifier; the zero value when there was nothing to store.
	Batch                                health.BatchID
	New, Duplicates, Conflicts, Rejected int
}

// Preview reads the paths once into a stage of the vault and compares it with
// what is there. Progress, which may be nil, is told in bytes of input, with a
// share at the end for the comparison. After an error nothing is left over.
func Preview(ctx context.Context, v *vault.Vault, profile health.Profile, paths []string, opts Options, progress func(done, total int64)) (_ *Staged, err error) {
	mappings, err := opts.mappings(v, profile.ID)
	if err != nil {
		return nil, err
	}
	recognition, err := importers.DetectWith(ctx, importers.Options{Format: opts.Format, Mappings: mappings, KeepDamaged: opts.KeepDamaged}, paths...)
	if err != nil {
		return nil, err
	}
	zone, err := chooseZone(recognition, opts, profile)
	if err != nil {
		return nil, err
	}
	stage, err := v.Stage(ctx, profile.ID, formatOf(recognition, opts))
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, stage.Discard())
		}
	}()
	stage.SetTitle(Title(paths))
	devices, err := v.Devices()
	if err != nil {
		return nil, err
	}
	how := importers.Options{
		Format: opts.Format, Zone: zone, Units: profile.Units, Refuse: refusal(health.DarkCamerasOf(devices)),
		Mappings:    mappings,
		KeepDamaged: opts.KeepDamaged,
	}
	pictures := &pictures{vault: v, profile: profile.ID, paths: paths, how: how}
	sink := &sink{stage: stage, pictures: pictures}
	bar := newMeter(progress)
	how.Progress = bar.read
	report, err := importers.Read(ctx, paths, how, sink)
	if err != nil {
		return nil, err
	}
	if err := compareWhole(stage, report); err != nil {
		return nil, err
	}
	preview, err := stage.Seal(ctx, bar.compare)
	if err != nil {
		return nil, err
	}
	s := &Staged{
		Profile: profile, Recognition: recognition, Preview: preview,
		Rejects: sink.rejects, Rejected: sink.rejected, vault: v, stage: stage, pictures: pictures,
	}
	for _, t := range recognition.Tables {
		if _, ok := opts.Mappings[t.Key()]; ok {
			s.chosen = append(s.chosen, t)
		}
	}
	if zone != nil && len(recognition.NeedsZone) > 0 {
		s.Zone = zone.String()
	}
	s.Heads = sink.heads
	s.Paths = perPath(report, sink.rejects, stage.NewByFile())
	return s, nil
}

// compareWhole has the stage look for what vendors no longer hand out: in the
// files of formats that hold the whole history.
func compareWhole(stage *vault.Stage, report importers.Report) error {
	whole := map[string]bool{}
	for _, f := range importers.Formats() {
		whole[f.Name] = f.Whole
	}
	for _, in := range report.Inputs {
		if !whole[in.Format] {
			continue
		}
		var files []uint32
		for _, f := range in.Files {
			if f.Read && !f.Single {
				files = append(append(files, f.Number), f.Parts...)
			}
		}
		if err := stage.Compare(in.Format, files); err != nil {
			return err
		}
	}
	return nil
}

// reasonDark is why a picture of a camera that is switched off is left out.
const reasonDark = "The camera of this device is off."

// refusal leaves out pictures of cameras that are switched off: an import is no
// way round the switch.
func refusal(dark health.DarkCameras) func(health.Entry) string {
	return func(e health.Entry) string {
		if dark.Took(e) {
			return reasonDark
		}
		return ""
	}
}

// formatOf names the format of a whole import: that of all paths, or of each
// once where they differ.
func formatOf(r importers.Recognition, opts Options) string {
	if opts.Format != "" {
		return opts.Format
	}
	if f := r.Format(); f != "" {
		return f
	}
	var all []string
	for _, in := range r.Inputs {
		if in.Format != "" && !slices.Contains(all, in.Format) {
			all = append(all, in.Format)
		}
	}
	text := ""
	for i, f := range all {
		if i > 0 {
			text += ", "
		}
		text += f
	}
	return text
}

// chooseZone returns the zone for local times, nil when it has to be asked for.
func chooseZone(r importers.Recognition, opts Options, home health.Profile) (*time.Location, error) {
	switch {
	case opts.Zone != nil:
		return opts.Zone, nil
	case r.ZoneHint != "":
		loc, err := time.LoadLocation(r.ZoneHint)
		if err != nil {
			return nil, fmt.Errorf("zone of the files: %w", err)
		}
		return loc, nil
	case opts.Fallback != nil && (len(r.ZoneHints) == 0 || slices.Contains(r.ZoneHints, opts.Fallback.String())):
		return opts.Fallback, nil
	case len(r.NeedsZone) == 0:
		// Recordings at most. Their instants are certain, so nobody is asked, but
		// the offset that they print is not the one that the person lived by.
		return home.Location()
	}
	return nil, nil // importers.Read asks
}

// perPath says what each path brings. Rejects come in the order of paths and
// files, which is how they find their path.
func perPath(report importers.Report, rejects []health.Reject, newByFile []int) []Path {
	var paths []Path
	for _, in := range report.Inputs {
		p := Path{Path: in.Path, Format: in.Format, Files: in.Files}
		for _, f := range in.Files {
			if f.Samples+f.Entries > 0 {
				for _, n := range append([]uint32{f.Number}, f.Parts...) {
					if int(n) < len(newByFile) {
						p.New += newByFile[n]
					}
				}
			}
			p.Rejected += f.Rejected
			n := 0
			for n < f.Rejected && n < len(rejects) && rejects[n].File == f.Name {
				n++
			}
			p.Rejects, rejects = append(p.Rejects, rejects[:n]...), rejects[n:]
		}
		paths = append(paths, p)
	}
	return paths
}

// Stored reports whether Commit would store anything.
func (s *Staged) Stored() bool { return s.Preview.New+s.Preview.Conflicts > 0 }

// Commit stores everything at once, or with an error nothing. Where there is
// nothing to store it discards the stage and returns a receipt without batch.
func (s *Staged) Commit(ctx context.Context) (Receipt, error) {
	r := Receipt{
		New: s.Preview.New, Duplicates: s.Preview.Duplicates,
		Conflicts: s.Preview.Conflicts, Rejected: s.Rejected,
	}
	if !s.Stored() {
		s.remember(ctx)
		return r, s.Discard()
	}
	if err := s.pictures.attach(ctx); err != nil {
		return Receipt{}, err
	}
	id, err := s.stage.Commit(ctx)
	if err != nil {
		return Receipt{}, err
	}
	r.Batch = id
	s.remember(ctx)
	return r, nil
}

// Discard drops the stage. After Commit it does nothing.
func (s *Staged) Discard() error {
	if err := s.stage.Discard(); err != nil && !errors.Is(err, vault.ErrStageDone) {
		return err
	}
	return nil
}

// Title names the paths for people: the name of the only one, or how many.
func Title(paths []string) string {
	if len(paths) == 1 {
		return filepath.Base(paths[0])
	}
	return fmt.Sprintf("%d files", len(paths))
}
