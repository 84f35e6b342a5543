package importers

import (
	"bytes"
	"strings"
)

// Kinds of files of an Apple Health export.
const (
	kindAppleExport   = "export"
	kindAppleRoute    = "route"
	kindAppleECG      = "electrocardiogram"
	kindAppleDocument = "clinical-document"
	kindAppleClinical = "clinical-record"
)

// AppleHealth is the name of the format.
const AppleHealth = "apple-health"

const appleAssumes = "Body fat and oxygen saturation of at most 1.5 with the unit % are taken for fractions, as the Health app writes them. Stages of sleep with less than two hours between them are one night."

// appleHealth is the export of the Health app of an iPhone: export.zip, the
// folder in it, or the XML file alone. Names of files and folders are in the
// language of the iPhone, so that only contents count.
func appleHealth() Format {
	return Format{
		Name: AppleHealth, Title: "Apple Health export", Form: "export.zip, the folder in it, or export.xml alone",
		Extensions: []string{".zip", ".xml", ".gpx", ".csv", ".json"}, Whole: true, nested: true,
		kinds: []kind{
			{name: kindAppleDocument, claim: claimAppleDocument, aside: true},
			{
				name: kindAppleClinical, claim: claimAppleClinical, aside: true,
				why: "a document of a clinic, not measurements; those are not read",
			},
			{
				name: kindAppleExport, claim: claimAppleExport, local: true, assumes: appleAssumes,
				person: bornIn, stream: readAppleExport,
			},
			{
				name: kindAppleRoute, claim: claimAppleRoute, stream: readAppleRoute,
				assumes: "Points of a route in the same second are kept a millisecond apart.",
			},
			{name: kindAppleECG, claim: claimAppleECG, stream: readAppleECG},
		},
		arrange: arrangeApple,
	}
}

// claimAppleExport claims the XML file, whatever it is called.
func claimAppleExport(g *glance) (bool, string) {
	if !bytes.Contains(g.head, []byte("<!DOCTYPE HealthData")) && !bytes.Contains(g.head, []byte("<HealthData")) {
		return false, ""
	}
	if bytes.Contains(g.head, []byte("<!ENTITY")) {
		return true, reasonEntities
	}
	return true, ""
}

// claimAppleDocument claims the clinical document, which says a part of the
// export again in another form.
func claimAppleDocument(g *glance) (bool, string) {
	return g.ext == ".xml" && bytes.Contains(g.head, []byte("<ClinicalDocument")), ""
}

// claimAppleClinical claims what clinics sent to the phone.
func claimAppleClinical(g *glance) (bool, string) {
	last := g.folder[strings.LastIndexByte(g.folder, '/')+1:]
	return g.ext == ".json" && strings.HasPrefix(last, "clinical") && bytes.Contains(g.head, []byte("resourceType")), ""
}

func claimAppleRoute(g *glance) (bool, string) {
	return bytes.Contains(g.head, []byte("<gpx")) && bytes.Contains(g.head, []byte("Apple Health Export")), ""
}

// arrangeApple leaves one export in every folder: the largest; others in it are
// older or copies. Of exports that name different dates of birth, only that of
// the largest is read, with what lies beside it.
func arrangeApple(tasks []*task) {
	largest := map[string]*task{} // by folder
	var most *task
	for _, t := range tasks {
		if t.kind.name != kindAppleExport {
			continue
		}
		if l := largest[t.file.folder]; l == nil || t.file.size > l.file.size {
			largest[t.file.folder] = t
		}
		if most == nil || t.file.size > most.file.size {
			most = t
		}
	}
	for _, t := range tasks {
		l := beside(largest, t.file.folder)
		switch {
		case l == nil:
		case l.person != most.person:
			t.read, t.info.Skipped = false, "of another person than the largest export here; bring it by itself"
		case t.kind.name == kindAppleExport && l != t:
			t.read, t.info.Skipped = false, "a larger export in the same folder is read; bring this one by itself if it is another person's"
		}
	}
}

// beside returns the export that a file of the folder belongs to: one in the
// folder or around it.
func beside(exports map[string]*task, folder string) *task {
	for {
		if t := exports[folder]; t != nil || folder == "" {
			return t
		}
		folder = folder[:max(0, strings.LastIndexByte(folder, '/'))]
	}
}
