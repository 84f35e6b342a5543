// Package xdnd drops files on the window of another program, as a file manager
// does: by version 5 of the XDND protocol, over a connection of its own to the
// X server, without a mouse.
//
// Drop returns only when the other program has said that it has taken the
// files, has refused them, or the context has ended.
package xdnd
