package watch

// View is what a window shows at one moment.
type View struct {
	Number int    `json:"number"` // counts the views, from 1
	Items  []Item `json:"items"`
}

// Item is a line of text, or a control with the name by which people know it.
// Its place is in pixels of the window.
type Item struct {
	Text       string `json:"text,omitempty"`
	Name       string `json:"name,omitempty"`
	Focused    bool   `json:"focused,omitempty"`
	X, Y, W, H int
}
