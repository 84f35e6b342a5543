// Package style is the design language as code: colours by token for light and
// dark, the type scale, spaces, radii and sizes, the line icons, and the Fyne
// theme made of them. It holds no widget and no state but the theme's setting.
//
// A widget asks for a colour when it draws, never when it is made:
//
//	text.Color = style.Color(style.Muted)
//
// so that a change between light and dark needs a Refresh and nothing else. The
// steps of the type scale and of icons are resolved at that moment too:
//
//	text.TextSize = style.TextBody.Size()
//	row := style.Height(style.RowHeight, style.TextSmall)
//
// so that large text reaches everything; spaces and strokes stay as they are.
// Charts, which know nothing of Fyne, get the whole [Palette] from [Current].
// Every text pair of the palettes has a contrast of at least 4.5:1 and every
// graphic at least 3:1, in those of high contrast 7:1 and 4.5:1. Families of data
// and stages of sleep differ by a CIEDE2000 of 10 at least in usual, protan and
// deutan sight. Tests compute all of it.
package style
