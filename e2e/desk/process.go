//go:build linux

package desk

import (
	"fmt"
	"io"
	"os/exec"
	"syscall"
	"time"
)

// grace is how long a program may take to end when asked politely.
const grace = 5 * time.Second

// groupCommand prepares a program in a process group of its own, which ends
// at lifetime whatever becomes of the test.
func groupCommand(lifetime time.Duration, program string, args ...string) *exec.Cmd {
	limits := []string{"-k", "5", fmt.Sprintf("%d", int(lifetime.Seconds())), program}
	cmd := exec.Command("timeout", append(limits, args...)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.WaitDelay = grace
	return cmd
}

// endGroup asks the group to end, forces it after grace, and collects it. It
// may be called for a group that has ended.
func endGroup(cmd *exec.Cmd) {
	if cmd.Process == nil || cmd.ProcessState != nil {
		return
	}
	group := -cmd.Process.Pid
	_ = syscall.Kill(group, syscall.SIGTERM) // gone already is as good
	force := time.AfterFunc(grace, func() { _ = syscall.Kill(group, syscall.SIGKILL) })
	defer force.Stop()
	_ = cmd.Wait()                           // its end by a signal is what was asked for
	_ = syscall.Kill(group, syscall.SIGKILL) // children that outlived it
}

func closeQuietly(c io.Closer) { _ = c.Close() }
