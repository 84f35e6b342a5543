package importers

// limits bound what an input may ask for. The defaults leave room for the
// largest real archives (4 GB of XML in one file; a file for every day and
// metric of ten years) and stop what no vendor writes.
type limits struct {
	entries    int   // files in an archive or folder
	folders    int   // in which a file may lie
	nameBytes  int   // name of a file inside an archive
	directory  int64 // bytes read of a ZIP before its first file
	fileBytes  int64 // one file, uncompressed
	totalBytes int64 // all files of an archive together, uncompressed
	ratio      int64 // uncompressed to compressed bytes of one file …
	ratioFrom  int64 // … once this much of it is uncompressed
	memory     int64 // bytes of a file that has to be held as a whole
	record     int   // bytes of one CSV record
	columns    int   // cells of one CSV record
	unclosed   int   // rows of a file that may open a quote and never close it
	series     int   // metrics of sources in an import
	rejects    int   // rejects of one file that are handed over one by one
}

// A real snoring stream, the most regular file there is, deflates 40:1;
// deflate itself cannot pass 1032:1.
var defaultLimits = limits{
	entries:    40_000,
	folders:    8,
	nameBytes:  240,
	directory:  8 << 20,
	fileBytes:  8 << 30,
	totalBytes: 16 << 30,
	ratio:      300,
	ratioFrom:  32 << 20,
	memory:     512 << 20,
	record:     4 << 20,
	columns:    256,
	unclosed:   10,
	series:     5000,
	rejects:    20000,
}
