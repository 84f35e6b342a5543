// Package sheets sets pages that are printed: the sheet that a recovery key is
// kept on, and documents that others lay out.
//
// It promises:
//
//   - What a page says is laid out first, as texts at places, and drawn after;
//     nothing lies outside of the paper's margins.
//   - Letters are drawn as outlines of the program's own font, so a sheet looks
//     the same everywhere and needs no font on the reader's side.
//   - Nothing of the key stands in the file but its drawing: no title, no
//     keyword, no file name.
package sheets
