// Package assets holds the files that travel inside the program: the icon, the
// typeface, the line icons and the translations. It only embeds; drawing and colouring is the
// business of whoever shows them.
//
// Line icons are drawn on a grid of 24 with a stroke of 1.6 and round ends, in
// one colour written as currentColor. The typeface is Inter in two weights
// whose digits are tabular; its licence, the SIL Open Font License, lies beside
// it and is embedded too.
//
// A translation is an object of messages by their English text, as package
// ui/locale describes. A message is a string, or for a count an object of the
// forms "one" and "other".
package assets
