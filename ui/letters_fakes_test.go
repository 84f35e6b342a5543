package ui

import (
	"io"
	"os"
	"path/filepath"
)

// savePick saves where a test says, under the name that is offered.
type savePick struct {
	folder, name string
}

func (p *savePick) File(func(path string))   {}
func (p *savePick) Folder(func(path string)) {}
func (p *savePick) Close()                   {}

func (p *savePick) Save(name string, chosen func(path string, to io.WriteCloser, err error)) {
	p.name = name
	path := filepath.Join(p.folder, name)
	f, err := os.Create(path)
	chosen(path, f, err)
}
