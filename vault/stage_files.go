package vault

import (
	"slices"

	"vitalkeep/health"
)

// SetTitle says in short what is brought, such as the name of the archive; it
// becomes the Title of the batch.
func (st *Stage) SetTitle(title string) { st.title = title }

// NewByFile returns, once the import is sealed, how many of its new samples and
// entries come from each file, in the order in which File named them. One that
// stands in several files counts for one of them.
func (st *Stage) NewByFile() []int {
	counts := slices.Clone(st.newByFile)
	for len(counts) < len(st.files) {
		counts = append(counts, 0)
	}
	return counts[:len(st.files)]
}

// countNew counts a new identity for the file of its visible row.
func (st *Stage) countNew(o health.Origin) {
	if int64(o.File) >= int64(len(st.files)) {
		return // an origin without a file: sample data, or a caller's own
	}
	for len(st.newByFile) <= int(o.File) {
		st.newByFile = append(st.newByFile, 0)
	}
	st.newByFile[o.File]++
}

// countNewOf is countNew for rows, which mostly come from one file.
func (st *Stage) countNewOf(rows []health.Sample) {
	for len(rows) > 0 {
		file, n := rows[0].Origin.File, 1
		for n < len(rows) && rows[n].Origin.File == file {
			n++
		}
		if int64(file) < int64(len(st.files)) {
			st.countNew(rows[0].Origin)
			st.newByFile[file] += n - 1
		}
		rows = rows[n:]
	}
}
