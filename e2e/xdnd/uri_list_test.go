//go:build !windows

package xdnd

import "testing"

func TestURIList(t *testing.T) {
	cases := []struct {
		name  string
		files []string
		want  string
	}{
		{"one file is one line", []string{"/home/ana/data.zip"}, "file:///home/ana/data.zip\r\n"},
		{"several files keep their order", []string{"/b", "/a"}, "file:///b\r\nfile:///a\r\n"},
		{"blanks, percent signs and letters beyond ASCII are escaped", []string{"/50 % für"}, "file:///50%20%25%20f%C3%BCr\r\n"},
		{"a hash does not start a fragment", []string{"/a#b?c"}, "file:///a%23b%3Fc\r\n"},
		{"no files give an empty list", nil, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := URIList(c.files)
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestURIListRefusesARelativePath(t *testing.T) {
	if got, err := URIList([]string{"data.zip"}); err == nil {
		t.Errorf("got %q and no error", got)
	}
}
