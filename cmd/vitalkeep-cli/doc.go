// Command vitalkeep-cli works with a Vitalkeep vault from a terminal or a
// script, without a display.
//
// Its flags, exit codes and JSON forms are a contract: they may be added to,
// never changed. The exit code is 0 when it is done, 1 when it failed and
// nothing was changed, 2 when it was called wrongly, and 3 when it is done but
// some rows were rejected.
package main
