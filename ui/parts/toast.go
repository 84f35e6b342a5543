package parts

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// ToastStay is how long a toast stays when nobody points at it.
const ToastStay = 10 * time.Second

// After calls f on the UI goroutine once d has passed, unless stop is called
// first. The shell gives the real one, tests their own.
type After func(d time.Duration, f func()) (stop func())

// Toast is a short message that floats over the page, with one thing to do
// about it, such as Undo. It goes by itself after [ToastStay]; while the mouse
// is over it, or its button has the focus, it stays.
type Toast struct {
	widget.BaseWidget
	after   After
	closed  func()
	stop    func()
	card    *Card
	action  *Button
	message string
	gone    bool
}

// NewToast returns the message. action may be "" when there is nothing to do;
// closed is told once, when the toast has to be taken away.
func NewToast(message, action string, act func(), after After, closed func()) *Toast {
	t := &Toast{after: after, closed: closed, message: message}
	objects := []fyne.CanvasObject{Stretch(NewParagraph(message, Body))}
	if action != "" {
		t.action = NewButton(Quiet, action, func() {
			t.Close()
			act()
		})
		objects = append(objects, t.action)
	}
	objects = append(objects, NewIconButton(style.IconClose, locale.T("Close"), t.Close).Tall(style.ControlSmallHeight))
	t.card = NewRaisedCard(Row(style.Space8, objects...))
	t.ExtendBaseWidget(t)
	t.wait()
	return t
}

// Message returns the words.
func (t *Toast) Message() string { return t.message }

// Action returns the button, nil if there is none.
func (t *Toast) Action() *Button { return t.action }

// Close takes the toast away.
func (t *Toast) Close() {
	t.hold()
	if !t.gone {
		t.gone = true
		t.closed()
	}
}

func (t *Toast) wait() {
	t.hold()
	t.stop = t.after(ToastStay, func() {
		if t.action != nil && t.action.focused {
			t.wait()
			return
		}
		t.Close()
	})
}

func (t *Toast) hold() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
}

// MouseIn implements desktop.Hoverable.
func (t *Toast) MouseIn(*desktop.MouseEvent) { t.hold() }

// MouseMoved implements desktop.Hoverable.
func (t *Toast) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (t *Toast) MouseOut() {
	if !t.gone {
		t.wait()
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (t *Toast) AccessibilityLabel() string { return t.message }

// AccessibilityRole implements fyne.Accessible.
func (t *Toast) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// HeightFor returns the height the toast needs at a width.
func (t *Toast) HeightFor(width float32) float32 { return t.card.HeightFor(width) }

// CreateRenderer implements fyne.Widget.
func (t *Toast) CreateRenderer() fyne.WidgetRenderer { return &toastRenderer{t: t} }

type toastRenderer struct {
	noDestroy
	t *Toast
}

func (r *toastRenderer) MinSize() fyne.Size {
	return fyne.NewSize(style.ToastWidth, r.t.card.HeightFor(style.ToastWidth))
}
func (r *toastRenderer) Layout(s fyne.Size)           { r.t.card.Resize(s) }
func (r *toastRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.card} }
func (r *toastRenderer) Refresh()                     { canvas.Refresh(r.t.card) }
