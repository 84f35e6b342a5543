package applehealth

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/flate"

	"vitalkeep/health"
)

const declarations = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 12 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|ClinicalRecord)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!ELEMENT Record ((MetadataEntry|HeartRateVariabilityMetadataList)*)>
<!ATTLIST Record
  type          CDATA #REQUIRED
  startDate     CDATA #REQUIRED
  endDate       CDATA #REQUIRED
>
%s]>
`

// brokenDeclaration lacks an end, as that of iOS 16 does.
const brokenDeclaration = `<!ATTLIST VisionPrescription
  type          CDATA #REQUIRED
<!ELEMENT VisionPrescription ((RightEye|LeftEye)*, Attachment?)
  dateIssued CDATA #REQUIRED
<!ATTLIST RightEye
  sphere  CDATA #IMPLIED
>
>
`

// side is a file beside the XML.
type side struct {
	path string
	data []byte
}

// export writes the XML file and makes the files beside it.
func (w *writer) export() (beside []side) {
	w.Born = health.Date{Year: 1981, Month: time.April, Day: 17}
	broken := ""
	if w.Options.BrokenDTD {
		broken = brokenDeclaration
	}
	w.text(fmt.Sprintf(declarations, broken))
	w.text("<HealthData locale=\"de_DE\">\n <ExportDate value=\"")
	w.bytes(w.date(nil, w.day(w.Options.Records/1000+400)))
	w.text("\"/>\n <Me HKCharacteristicTypeIdentifierDateOfBirth=\"" + w.Born.String() +
		"\" HKCharacteristicTypeIdentifierBiologicalSex=\"HKBiologicalSexFemale\" HKCharacteristicTypeIdentifierBloodType=\"HKBloodTypeNotSet\" HKCharacteristicTypeIdentifierFitzpatrickSkinType=\"HKFitzpatrickSkinTypeNotSet\"/>\n")
	n := w.Options.Records
	pressures, nights, headaches := min(n/200, 700), min(n/300, 1500), min(n/2000, 100)
	w.records(n - 2*pressures - 10*nights - headaches)
	w.pressure(pressures)
	w.nights(nights)
	w.headaches(headaches)
	runs := w.workouts(min(n/2000, 300))
	w.summaries(min(n/300, 1500))
	w.release()
	w.text("</HealthData>\n")
	for _, r := range runs[:min(len(runs), 20)] {
		beside = append(beside, side{"workout-routes/" + r.file, w.route(r)})
	}
	for i := range min(n/2000, 6) {
		name, data := w.electrocardiogram(i*5, i%2 == 1)
		beside = append(beside, side{"electrocardiograms/" + name, data})
	}
	cda := "<?xml version=\"1.0\"?>\n<ClinicalDocument xmlns=\"urn:hl7-org:v3\"><title>Health Data Export</title></ClinicalDocument>\n"
	return append(beside, side{"export_cda.xml", []byte(cda)})
}

// WriteXML writes the XML file alone.
func WriteXML(to io.Writer, o Options) (*Book, error) {
	w, err := newWriter(to, o)
	if err != nil {
		return nil, err
	}
	w.export()
	for s := range w.Series {
		if s.Source == "apple:route" {
			delete(w.Series, s)
		}
	}
	delete(w.Entries, health.ECG)
	return w.Book, w.finish()
}

// WriteZIP writes export.zip.
func WriteZIP(to io.Writer, o Options) (*Book, error) {
	z := zip.NewWriter(to)
	o = o.withDefaults()
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, o.Level)
	})
	book, err := o.write(func(path string) (io.Writer, error) {
		return z.CreateHeader(&zip.FileHeader{Name: o.Folder + "/" + path, Method: zip.Deflate})
	})
	if err != nil {
		return nil, err
	}
	return book, z.Close()
}

// WriteDir writes the unzipped export into the folder path, which it makes.
func WriteDir(path string, o Options) (*Book, error) {
	var open *os.File
	closed := func() error {
		if open == nil {
			return nil
		}
		err := open.Close()
		open = nil
		return err
	}
	book, err := o.withDefaults().write(func(name string) (_ io.Writer, err error) {
		if err := closed(); err != nil {
			return nil, err
		}
		at := filepath.Join(path, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			return nil, err
		}
		open, err = os.Create(at)
		return open, err
	})
	if e := closed(); err == nil {
		err = e
	}
	return book, err
}

// write writes all files, each into what create gives for its path.
func (o Options) write(create func(path string) (io.Writer, error)) (*Book, error) {
	to, err := create(o.Name)
	if err != nil {
		return nil, err
	}
	w, err := newWriter(to, o)
	if err != nil {
		return nil, err
	}
	beside := w.export()
	if err := w.finish(); err != nil {
		return nil, err
	}
	for _, s := range beside {
		to, err := create(s.path)
		if err != nil {
			return nil, err
		}
		if _, err := to.Write(s.data); err != nil {
			return nil, err
		}
	}
	return w.Book, nil
}
