package ui

import (
	"vitalkeep/ui/locale"
	"vitalkeep/ui/style"
)

// Offline is how the system keeps this program off the network.
type Offline struct {
	// Sockets means that no internet socket can be made; TCP and UDP that no
	// connection of that kind can be, by a second lock.
	Sockets, TCP, UDP bool
	// RemoteScreen means that the window itself is shown over the network.
	RemoteScreen bool
	// Check is a line for a terminal that shows the lock from outside, "" where
	// there is none.
	Check string
}

// offlineSection is about the network that the program does not use.
func (p *SettingsScreen) offlineSection() settingsSection {
	return settingsSection{
		id: "offline", title: locale.T("Offline"), icon: style.IconNetworkOff,
		cards: []settingsCard{{title: locale.T("Network"), rows: offlineRows(p.shell.deps.Offline)}},
	}
}

func offlineRows(o Offline) []settingsRow {
	rows := []settingsRow{offlineLock(o)}
	if o.Sockets || o.TCP {
		rows = append(rows,
			settingsRow{
				id: "offline-covers", title: locale.T("What that covers"),
				detail: locale.T("This window and every program that it starts, until it is closed. Nobody can lift it, this program neither."),
			},
			settingsRow{
				id: "offline-beyond", title: locale.T("What it does not cover"),
				detail: locale.T("Other programs on this computer: the screen, the keyring, whatever watches a folder to which a file is written. What they send is theirs."),
			})
	}
	if o.Check != "" && o.Sockets {
		rows = append(rows, settingsRow{
			id: "offline-check", title: locale.T("See for yourself"), words: o.Check,
			detail: locale.T("In a terminal, this shows “Seccomp: 2” for as long as the lock is on: %s", o.Check),
		})
	}
	return rows
}

// offlineLock says how sure it is that nothing leaves.
func offlineLock(o Offline) settingsRow {
	row := settingsRow{id: "offline", words: "internet network firewall Landlock seccomp"}
	switch {
	case o.Sockets && o.TCP:
		row.title = locale.T("The system keeps this program off the network")
		row.detail = locale.T("When it started, the program gave up the network for good: the kernel refuses it every internet socket, and by a second lock (Landlock) every TCP connection.")
		if o.UDP {
			row.detail = locale.T("When it started, the program gave up the network for good: the kernel refuses it every internet socket, and by a second lock (Landlock) every TCP connection and UDP message.")
		}
	case o.Sockets:
		row.title = locale.T("The system keeps this program off the network")
		row.detail = locale.T("When it started, the program gave up the network for good: the kernel refuses it every internet socket. A second lock (Landlock) needs Linux 6.7 or newer.")
	case o.TCP:
		row.title = locale.T("The system refuses this program TCP connections")
		row.detail = locale.T("When it started, the program gave up connections for good (Landlock). Other kinds of messages are not forbidden to it here; no part of it sends any.")
	case o.RemoteScreen:
		row.title = locale.T("No part of this program opens a connection")
		row.detail = locale.T("The screen itself is reached over the network, so the system cannot forbid it to this program. Whoever can read that connection sees the window.")
	default:
		row.title = locale.T("No part of this program opens a connection")
		row.detail = locale.T("This system has no way for a program to give up the network by itself. A firewall can make sure of it.")
	}
	return row
}
