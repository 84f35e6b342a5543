// Package style is the design language as code: colours by token for light and
// dark, in usual and in high contrast, the type scale, spaces, radii and sizes,
// the line icons, and the Fyne theme made of them. It holds no widget and no state
// but the theme's [Look]. `vitalkeep -gallery` shows all of it.
//
// # The look
//
// A calm instrument: warm paper or warm black, one deep teal accent, colour only
// where data is. Depth is Sunken, Background, Surface, Raised, in this order, plus
// one outline: Line around what lies, Control around what floats or is worked. No
// shadows, no blur.
//
// # Colours
//
// A widget asks for a colour when it draws, never when it is made:
//
//	text.Color = style.Color(style.Muted)
//
// Charts, which know nothing of Fyne, get the whole [Palette] from [Current].
// Every text pair has a contrast of at least 4.5:1 and every graphic at least 3:1,
// in the palettes of high contrast 7:1 and 4.5:1. Families of data and stages of
// sleep differ by a CIEDE2000 of 10 at least in usual, protan and deutan sight; a
// family has an icon and a mark of its own besides, and its colour is never that
// of text. Tests compute all of it. Success, Warning and Danger come with an icon
// and words.
//
// # Type and icons
//
// Inter in two weights, 400 and 600, with figures of one width. The steps are
// TextCaption to TextValue; lines of running text are [LineHeight] high. Icons are
// drawn on a grid of 24 with a pen of 1.6: IconNav in the rail, IconCard on cards,
// IconInline in buttons, IconMark beside captions, IconEmpty on empty pages. Steps
// are resolved when something is drawn,
//
//	text.TextSize = style.TextBody.Size()
//	row := style.Height(style.RowHeight, style.TextSmall)
//
// so that large text (1.3 and 1.6 times) reaches everything; spaces and strokes
// stay as they are, and [Height] says what a part then needs.
//
// # Space and shape
//
// Spaces are on a grid of four: 4 8 12 16 24 32 48. A page has an inset of 24 (16
// below a width of 1100), a card a padding of 16, the gap between cards is 16 (12
// in the narrow window). Radii are 8 for controls, 12 for cards, 6 for chips, 2
// for bars. The focus is a ring of 2 with a gap of 2.
//
// # Motion
//
// Nothing moves by itself. A message slides in for [ToastTime]; [Motion] makes
// that 0 in a still look.
//
// # Numbers
//
// Package ui/locale writes them: a minus is U+2212, a change has its sign, what is
// missing is an en dash and never 0, ranges have an en dash without spaces, the
// decimals belong to the kind, thousands and decimal signs to the language. A unit
// is smaller than its number, muted, and 4 behind it; figures in columns stand to
// the right.
package style
