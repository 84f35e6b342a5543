// Package desk gives an end-to-end run a screen of its own and hands for it:
// it starts an X server without a monitor, starts programs on it, finds their
// windows, presses keys, moves the mouse, drops files, and looks at pictures.
//
// What it promises:
//
//   - Nothing waits blindly. Every wait looks for the thing itself and ends at
//     Patience with a sentence that says what did not happen.
//   - Nothing is left behind: every program runs in a process group that is
//     ended when the test ends, and under timeout(1), so that it ends even
//     where the test is killed.
//   - A test that fails leaves a picture of the whole screen.
//
// Methods that take no error back end the test where they fail. Points and
// rectangles are in pixels of the window, from its upper left corner.
//
// It needs Linux with Xvfb, xdotool and timeout.
package desk
