package main

import (
	"errors"
	"flag"
	"fmt"
	"strings"
)

const helpHead = `vitalkeep-cli works with a Vitalkeep vault from a terminal or a script.

Usage: vitalkeep-cli [GLOBAL FLAGS] COMMAND [FLAGS]

Commands:
`

const helpTail = `
Global flags, before or after the command:
  --vault PATH          the vault; without it, %s
  --password-file PATH  a file with the password; one line end at its end is no
                        part of it
  --profile-passcode-file PATH
                        a file with the passcode of the person that a command is
                        about, if that person set one
  --json                write JSON, one object a line, for scripts

The password is read from VITALKEEP_PASSWORD, or from the password file. The
recovery key does in its place.

"backup" seals to the recipient of an age key, or else with the passphrase in
VITALKEEP_BACKUP_PASSPHRASE or the file of --passphrase-file. The program age
opens it, too: in it is a plain ZIP. With --folder DIR instead of --out FILE it
chooses the name; --keep-last, --keep-daily, --keep-weekly and --keep-monthly,
each with a number, then remove older backups of this vault there. "restore"
takes the same passphrase, or --identity with the file of the age key.

"change-password" reads the new password from VITALKEEP_NEW_PASSWORD, or from
the file of --new-password-file. So does "rekey"; without one the password stays.

"make-independent" writes a vault with everything of one person, whose password
it reads in the same way, opens it again and compares it. Nobody leaves by that:
the same call with --remove compares it once more and then removes the profile
here. Deleting the main profile, the last one, ends the account: "compact" then
destroys the vault's file once the seven days are over.

A person's data that is closed by a passcode of their own is shown when that is
given in VITALKEEP_PROFILE_PASSCODE or the file of --profile-passcode-file.
"set-passcode" reads the new one from VITALKEEP_NEW_PROFILE_PASSCODE, or from the
file of --new-passcode-file. Files can be imported for that person all the same.
"remove-passcode" takes the recovery key in place of the password as well.

"import --unclear" stores what belongs to nobody yet in the inbox; "move --inbox"
gives it to whom it belongs.

"init", "new-recovery-key", "rekey" and "make-independent" print the
recovery key once, on standard output (with --json in the field
"recovery_key"). It opens the vault when the password is lost, and cannot be
shown again: keep it on paper, away from this computer.

--profile may be left out when the vault has only one. Times (T) are RFC 3339
("2024-03-01T07:30:00+01:00"), dates, or milliseconds since 1970 in UTC; days
(D) are dates ("2024-03-01"). --from is included; --to is not, but a date there
means all of that day.

Local times in files are read in the zone of --zone, else in the one that the
files name, else in that of the profile. Where files name several zones, the
profile's has to be one of them, or --zone is needed.

A table that no program is known to write is read by a mapping: what separates
its columns, and what each of them is in which unit. What the file does not say
is asked for: "import --show-map PATH" writes in JSON how it is understood and
what is open; correct it and give it with "--map FILE". It is remembered for the
next table with the same header. See docs/tables.md.

Exit codes: 0 done; 1 failed, nothing was changed; 2 wrong usage; 3 done, but
some rows were rejected.
`

// help prints the help where it was asked for; any other error it leaves to
// its caller.
func (c *call) help(cause error, one *command) error {
	if !errors.Is(cause, flag.ErrHelp) {
		return cause
	}
	if one != nil {
		c.printf("%s\n", strings.TrimSpace(fmt.Sprintf("Usage: vitalkeep-cli %s %s", one.name, one.usage)))
		c.printf("%s.\n", strings.ToUpper(one.summary[:1])+one.summary[1:])
		c.printf("Call vitalkeep-cli help for the global flags.\n")
		return flag.ErrHelp
	}
	c.printf("%s", helpHead)
	for _, k := range commands {
		c.printf("  %-16s %s\n", k.name, k.summary)
		if k.usage != "" {
			c.printf("  %-16s   %s\n", "", k.usage)
		}
	}
	c.printf(helpTail, defaultVaultPath())
	return flag.ErrHelp
}
