// Command rules checks what no linter checks:
//
//   - In ui, only work.go starts goroutines, so that there is one place that
//     shows progress, cancels, and comes back to the window's goroutine.
//   - Every fuzz target has at least one committed seed file, and no seed folder
//     is empty or belongs to a target that is gone: such a target runs on nothing
//     and passes.
//
// It takes the folder of the project and prints one finding a line.
// Exit 0 nothing found, 1 something found, 2 it could not look.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: rules PROJECT")
		os.Exit(2)
	}
	findings, err := Check(os.DirFS(os.Args[1]))
	if err != nil {
		fmt.Fprintln(os.Stderr, "rules:", err)
		os.Exit(2)
	}
	for _, f := range findings {
		fmt.Fprintln(os.Stderr, f)
	}
	if len(findings) > 0 {
		os.Exit(1)
	}
}
