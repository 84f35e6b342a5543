package style

// The type scale. Two weights only: regular and semibold.
const (
	TextCaption     Step = 12
	TextSmall       Step = 13
	TextBody        Step = 14
	TextHeading     Step = 16
	TextTitle       Step = 20
	TextDetailValue Step = 24
	TextValue       Step = 28
)

// LineHeight is the height of a line of running text, in its size.
const LineHeight float32 = 1.4

// Spaces, all on a grid of four.
const (
	Space4  float32 = 4
	Space8  float32 = 8
	Space12 float32 = 12
	Space16 float32 = 16
	Space24 float32 = 24
	Space32 float32 = 32
	Space48 float32 = 48

	PageInset        float32 = 24
	PageInsetCompact float32 = 16
	CardPadding      float32 = 16
	Gap              float32 = 16
	GapCompact       float32 = 12
)

// Corner radii and strokes.
const (
	RadiusControl float32 = 8
	RadiusCard    float32 = 12
	RadiusChip    float32 = 6
	RadiusBar     float32 = 2

	Hairline  float32 = 1
	FocusRing float32 = 2
	FocusGap  float32 = 2
)

// Sizes of icons.
const (
	IconEmpty  Step = 40
	IconNav    Step = 20
	IconCard   Step = 18
	IconInline Step = 16
	IconMark   Step = 14
)

// Sizes of the window's parts. A part that holds lines of text is as high as
// [Height] makes of them.
const (
	RailWidth        float32 = 208
	RailCompactWidth float32 = 84
	// CompactBelow is the window width under which the compact sizes hold.
	CompactBelow float32 = 1100

	TopBarHeight        float32 = 64
	TopBarCompactHeight float32 = 56

	ControlHeight      float32 = 36
	ControlLargeHeight float32 = 44
	ControlSmallHeight float32 = 30
	NavRowHeight       float32 = 40
	NavRowCompact      float32 = 50
	RowHeight          float32 = 36

	CardMinWidth          float32 = 228
	CardHeight            float32 = 204
	CardTallHeight        float32 = 280
	SparkHeight           float32 = 46
	SparkTallHeight       float32 = 130
	SidePanelWidth        float32 = 344
	SidePanelCompactWidth float32 = 268
	ToastWidth            float32 = 500
	UnlockCardWidth       float32 = 420
)
