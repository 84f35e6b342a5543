package style

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"vitalkeep/assets"
)

// Icon names a line icon.
type Icon string

// The line icons.
const (
	NoIcon           Icon = ""
	IconAdd          Icon = "add"
	IconBack         Icon = "back"
	IconBell         Icon = "bell"
	IconCalendar     Icon = "calendar"
	IconCamera       Icon = "camera"
	IconCameraOff    Icon = "camera-off"
	IconCheck        Icon = "check"
	IconChevronDown  Icon = "chevron-down"
	IconChevronLeft  Icon = "chevron-left"
	IconChevronRight Icon = "chevron-right"
	IconChevronUp    Icon = "chevron-up"
	IconClose        Icon = "close"
	IconComment      Icon = "comment"
	IconCopy         Icon = "copy"
	IconDashboard    Icon = "dashboard"
	IconData         Icon = "data"
	IconDevices      Icon = "devices"
	IconDiary        Icon = "diary"
	IconEcg          Icon = "ecg"
	IconEdit         Icon = "edit"
	IconExport       Icon = "export"
	IconEye          Icon = "eye"
	IconEyeOff       Icon = "eye-off"
	IconFile         Icon = "file"
	IconFilter       Icon = "filter"
	IconFolder       Icon = "folder"
	IconGrip         Icon = "grip"
	IconHeart        Icon = "heart"
	IconHeight       Icon = "height"
	IconHistory      Icon = "history"
	IconHome         Icon = "home"
	IconImport       Icon = "import"
	IconInfo         Icon = "info"
	IconInsight      Icon = "insight"
	IconKey          Icon = "key"
	IconKeyboard     Icon = "keyboard"
	IconLight        Icon = "light"
	IconLock         Icon = "lock"
	IconMedicine     Icon = "medicine"
	IconMotion       Icon = "motion"
	IconNetworkOff   Icon = "network-off"
	IconNote         Icon = "note"
	IconOxygen       Icon = "oxygen"
	IconPerson       Icon = "person"
	IconPicture      Icon = "picture"
	IconPressure     Icon = "pressure"
	IconRoom         Icon = "room"
	IconSearch       Icon = "search"
	IconSettings     Icon = "settings"
	IconShield       Icon = "shield"
	IconSleep        Icon = "sleep"
	IconSound        Icon = "sound"
	IconSteps        Icon = "steps"
	IconSymptom      Icon = "symptom"
	IconTemperature  Icon = "temperature"
	IconTimeline     Icon = "timeline"
	IconTrash        Icon = "trash"
	IconUndo         Icon = "undo"
	IconUnlock       Icon = "unlock"
	IconWarning      Icon = "warning"
	IconWeight       Icon = "weight"
)

// iconGrid is the side of the grid that icons are drawn on, iconPen the width of
// their strokes as it stands in the files.
const (
	iconGrid = 24
	iconPen  = 1.6
)

// Picture draws the icon in the given colour, as large as fits into w by h
// pixels. The pen grows with the size: the renderer that Fyne uses for SVG
// files scales shapes but not strokes, which would leave icons thin on screens
// with many pixels. An icon that is not embedded gives an empty picture.
func (i Icon) Picture(w, h int, c color.Color) image.Image {
	side := min(w, h)
	picture := image.NewRGBA(image.Rect(0, 0, max(w, 1), max(h, 1)))
	svg, err := assets.Icon(string(i))
	if err != nil || side < 1 {
		return picture
	}
	pen := fmt.Appendf(nil, `stroke-width="%.3f"`, iconPen*float64(side)/iconGrid)
	svg = bytes.Replace(svg, fmt.Appendf(nil, `stroke-width="%g"`, iconPen), pen, 1)
	drawing, err := oksvg.ReadReplacingCurrentColor(bytes.NewReader(svg), "#000000")
	if err != nil {
		return picture
	}
	drawing.SetTarget(float64(w-side)/2, float64(h-side)/2, float64(side), float64(side))
	mask := image.NewRGBA(picture.Bounds())
	drawing.Draw(rasterx.NewDasher(w, h, rasterx.NewScannerGV(w, h, mask, mask.Bounds())), 1)
	draw.DrawMask(picture, picture.Bounds(), image.NewUniform(c), image.Point{}, mask, image.Point{}, draw.Src)
	return picture
}
