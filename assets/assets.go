package assets

import (
	"embed"
	"fmt"
	"slices"
	"strings"
)

var (
	// AppIcon is the program's icon as an SVG of 512 by 512.
	//
	//go:embed icon.svg
	AppIcon []byte

	// FontRegular is Inter at weight 400 with tabular digits, as OpenType.
	//
	//go:embed fonts/Inter-tnum-Regular.otf
	FontRegular []byte

	// FontSemiBold is Inter at weight 600 with tabular digits, as OpenType.
	//
	//go:embed fonts/Inter-tnum-SemiBold.otf
	FontSemiBold []byte

	// FontLicence is the licence of both fonts.
	//
	//go:embed fonts/LICENSE.txt
	FontLicence string

	//go:embed icons/*.svg
	icons embed.FS

	//go:embed translations/*.json
	translations embed.FS
)

// Translation returns the messages of a language ("de") as JSON. The error names
// a language that has no file.
func Translation(language string) ([]byte, error) {
	messages, err := translations.ReadFile("translations/" + language + ".json")
	if err != nil {
		return nil, fmt.Errorf("translation %q: %w", language, err)
	}
	return messages, nil
}

// Icon returns the SVG of the line icon called name, such as "lock", with
// currentColor for its colour. The error names an icon that does not exist.
func Icon(name string) ([]byte, error) {
	svg, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil, fmt.Errorf("icon %q: %w", name, err)
	}
	return svg, nil
}

// IconNames lists every line icon, sorted.
func IconNames() []string {
	files, err := icons.ReadDir("icons")
	if err != nil {
		return nil // the folder is compiled in; without it there are no icons
	}
	names := make([]string, 0, len(files))
	for _, f := range files {
		names = append(names, strings.TrimSuffix(f.Name(), ".svg"))
	}
	slices.Sort(names)
	return names
}
