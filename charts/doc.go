// Package charts draws readings: data in, picture out.
//
// A [Spec] says what to draw (marks over a span of time), how large, in which
// colours and with which fonts; [Render] answers with a [Picture], an
// *image.RGBA with the place of its plot and functions between pixels, times
// and values, so that a crosshair can stand over it. [Sparkline] draws the same
// marks without axes, for a card. [RenderStrip] draws an electrocardiogram on its
// paper.
//
// The package promises:
//   - the same Spec gives the same picture: it reads no clock, no file, no
//     setting and no locale; "now", zone, palette, fonts and words are given;
//   - nothing is invented: a gap in the data breaks a line and a ribbon, values
//     that are not finite numbers are left out, and no data at all is
//     [ErrNoData], never an empty axis;
//   - days, weeks, months and years begin at local midnight, also on days of 23
//     and 25 hours;
//   - no input panics, and the time taken grows linearly with the number of
//     points;
//   - a Spec and a Font may be used from several goroutines at once.
//
// Lengths in comments are in dp (1/96 inch at scale 1) unless they say pixels;
// Spec.Scale is pixels per dp. Times are UTC milliseconds since 1970.
//
// Charts are put together by go-chart (its chart, ranges, axes and series) and
// painted by a chart.Renderer of this package: go-chart's own painter takes
// time that grows faster than the number of points, and cannot read the
// program's fonts.
package charts
