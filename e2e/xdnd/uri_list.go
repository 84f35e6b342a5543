package xdnd

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// URIList gives files in the form of the media type text/uri-list: one
// percent-encoded file URL a line, each line ended by CR LF. Every path has to
// be absolute.
func URIList(files []string) (string, error) {
	var list strings.Builder
	for _, file := range files {
		if !filepath.IsAbs(file) {
			return "", fmt.Errorf("dropping %q: the path is not absolute", file)
		}
		address := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
		list.WriteString(address.String() + "\r\n")
	}
	return list.String(), nil
}
