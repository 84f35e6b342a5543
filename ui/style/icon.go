package style

import (
	"bytes"
	"fmt"
	"image/color"
	"sync"

	"fyne.io/fyne/v2"

	"vitalkeep/assets"
)

// Icon names a line icon.
type Icon string

// The line icons.
const (
	NoIcon           Icon = ""
	IconBack         Icon = "back"
	IconCheck        Icon = "check"
	IconChevronDown  Icon = "chevron-down"
	IconChevronLeft  Icon = "chevron-left"
	IconChevronRight Icon = "chevron-right"
	IconChevronUp    Icon = "chevron-up"
	IconClose        Icon = "close"
	IconCopy         Icon = "copy"
	IconDashboard    Icon = "dashboard"
	IconData         Icon = "data"
	IconExport       Icon = "export"
	IconEye          Icon = "eye"
	IconEyeOff       Icon = "eye-off"
	IconFile         Icon = "file"
	IconFolder       Icon = "folder"
	IconHeart        Icon = "heart"
	IconImport       Icon = "import"
	IconInfo         Icon = "info"
	IconLock         Icon = "lock"
	IconNetworkOff   Icon = "network-off"
	IconOxygen       Icon = "oxygen"
	IconPerson       Icon = "person"
	IconPressure     Icon = "pressure"
	IconRoom         Icon = "room"
	IconSleep        Icon = "sleep"
	IconSteps        Icon = "steps"
	IconTemperature  Icon = "temperature"
	IconUndo         Icon = "undo"
	IconUnlock       Icon = "unlock"
	IconWarning      Icon = "warning"
	IconWeight       Icon = "weight"
)

var coloured sync.Map // resource name → *fyne.StaticResource

// Resource returns the icon as an SVG in the given colour. The same name and
// colour give the same resource, so Fyne's own cache of pictures works. An
// icon that is not embedded gives an empty picture.
func (i Icon) Resource(c color.Color) fyne.Resource {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	if !ok {
		n = color.NRGBA{A: 0xFF}
	}
	name := fmt.Sprintf("vk-%s-%02x%02x%02x.svg", string(i), n.R, n.G, n.B)
	if r, ok := coloured.Load(name); ok {
		if res, ok := r.(*fyne.StaticResource); ok {
			return res
		}
	}
	svg, err := assets.Icon(string(i))
	if err != nil {
		svg = []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"/>`)
	}
	hex := fmt.Sprintf("#%02x%02x%02x", n.R, n.G, n.B)
	res := fyne.NewStaticResource(name, bytes.ReplaceAll(svg, []byte("currentColor"), []byte(hex)))
	coloured.Store(name, res)
	return res
}
