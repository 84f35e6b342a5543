// Package tools pins the project's linters in a module of its own, so that
// their dependencies stay out of the program's, and holds two small checkers:
//
//   - rules looks at what no linter looks at: goroutines of the window outside
//     of its one file, and fuzz targets without seeds.
//   - prove shows that every import direction of .golangci.yml bites.
//
// Both are started by ./dev.
package tools
