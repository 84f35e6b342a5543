package presence

import (
	"context"
	"runtime"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Messages of Windows and what they carry.
const (
	wmDestroy        = 0x0002
	wmClose          = 0x0010
	wmPowerBroadcast = 0x0218
	wmSessionChange  = 0x02B1

	powerSuspend = 0x4 // PBT_APMSUSPEND

	consoleDisconnect = 0x2
	remoteDisconnect  = 0x4
	sessionLock       = 0x7

	thisSession = 0 // NOTIFY_FOR_THIS_SESSION
)

// holdTime is how long Windows waits for one program before the machine sleeps,
// with a little left over.
const holdTime = 1800 * time.Millisecond

var (
	user32   = windows.NewLazySystemDLL("user32.dll")
	wtsapi32 = windows.NewLazySystemDLL("wtsapi32.dll")

	registerClass   = user32.NewProc("RegisterClassExW")
	unregisterClass = user32.NewProc("UnregisterClassW")
	createWindow    = user32.NewProc("CreateWindowExW")
	destroyWindow   = user32.NewProc("DestroyWindow")
	defaultProc     = user32.NewProc("DefWindowProcW")
	getMessage      = user32.NewProc("GetMessageW")
	dispatchMessage = user32.NewProc("DispatchMessageW")
	postMessage     = user32.NewProc("PostMessageW")
	postQuit        = user32.NewProc("PostQuitMessage")

	registerSession   = wtsapi32.NewProc("WTSRegisterSessionNotification")
	unregisterSession = wtsapi32.NewProc("WTSUnRegisterSessionNotification")
)

// windowClass is WNDCLASSEXW.
type windowClass struct {
	size, style          uint32
	proc                 uintptr
	classExtra, winExtra int32
	instance             windows.Handle
	icon, cursor, brush  windows.Handle
	menuName, className  *uint16
	smallIcon            windows.Handle
}

// message is MSG.
type message struct {
	window     windows.HWND
	id         uint32
	word, long uintptr
	time       uint32
	x, y       int32
	private    uint32
}

// watchSystem listens with a window that is never shown, until the context ends.
// It is not one for messages only: those are not told that the machine sleeps.
func (w *watcher) watchSystem(ctx context.Context) {
	ended := make(chan struct{})
	go func() { // a thread of its own, which has the window's messages
		defer close(ended)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		w.hear(ctx)
	}()
	<-ended
}

// hear has the window and its messages.
func (w *watcher) hear(ctx context.Context) {
	name, err := windows.UTF16PtrFromString("VitalkeepPresence")
	if err != nil {
		return
	}
	var instance windows.Handle
	if windows.GetModuleHandleEx(0, nil, &instance) != nil {
		return
	}
	class := windowClass{proc: windows.NewCallback(w.message), instance: instance, className: name}
	class.size = uint32(unsafe.Sizeof(class))
	if ok, _, _ := registerClass.Call(uintptr(unsafe.Pointer(&class))); ok == 0 {
		return
	}
	defer func() { _, _, _ = unregisterClass.Call(uintptr(unsafe.Pointer(name)), uintptr(instance)) }()
	window, _, _ := createWindow.Call(0, uintptr(unsafe.Pointer(name)), 0, 0, 0, 0, 0, 0, 0, 0, uintptr(instance), 0)
	if window == 0 {
		return
	}
	session, _, _ := registerSession.Call(window, thisSession)
	if session != 0 {
		defer func() { _, _, _ = unregisterSession.Call(window) }()
	}
	w.offer(func(s *sources) { s.sleep, s.session = true, session != 0 })
	stop := context.AfterFunc(ctx, func() { _, _, _ = postMessage.Call(window, wmClose, 0, 0) })
	defer stop()
	for {
		var m message
		if more, _, _ := getMessage.Call(uintptr(unsafe.Pointer(&m)), 0, 0, 0); int32(more) <= 0 {
			return
		}
		_, _, _ = dispatchMessage.Call(uintptr(unsafe.Pointer(&m)))
	}
}

// message is what the window does with a message.
func (w *watcher) message(window windows.HWND, id uint32, word, long uintptr) uintptr {
	switch id {
	case wmSessionChange:
		switch word {
		case sessionLock:
			w.tell(ScreenLocked, nothing)
		case consoleDisconnect, remoteDisconnect:
			w.tell(UserSwitched, nothing)
		}
		return 0
	case wmPowerBroadcast:
		if word == powerSuspend {
			w.suspend()
		}
		return 1
	case wmClose:
		_, _, _ = destroyWindow.Call(uintptr(window))
		return 0
	case wmDestroy:
		_, _, _ = postQuit.Call(0)
		return 0
	}
	result, _, _ := defaultProc.Call(uintptr(window), uintptr(id), word, long)
	return result
}

// suspend holds the machine until what has to be done is done: it sleeps when the
// message is answered.
func (w *watcher) suspend() {
	done := make(chan struct{})
	w.tell(Suspending, func() { close(done) })
	limit := time.NewTimer(holdTime)
	defer limit.Stop()
	select {
	case <-done:
	case <-limit.C:
	}
}
