package locale

import "sync"

// The calendars of the languages: months and days after CLDR's tables "format
// wide", "format abbreviated" and "stand-alone abbreviated", patterns as the
// languages' own style guides have them.

var germanShapes = shapes{
	fullDate: "d. MMM y", shortDate: "d. MMM", longDate: "EEEE, d. MMMM y", longDay: "EEEE, d. MMMM",
	wordDate: "d. MMMM y", wordDay: "d. MMMM", weekdayDate: "EEE, d. MMM y", weekdayDay: "EEE d.",
	monthYear: "MMMM y", shortMonthYear: "MMM y", numericDate: "dd.MM.y",
}

var spanishShapes = shapes{
	fullDate: "d MMM y", shortDate: "d MMM", longDate: "EEEE, d 'de' MMMM 'de' y", longDay: "EEEE, d 'de' MMMM",
	wordDate: "d 'de' MMMM 'de' y", wordDay: "d 'de' MMMM", weekdayDate: "EEE, d MMM y", weekdayDay: "EEE d",
	monthYear: "MMMM 'de' y", shortMonthYear: "MMM y", numericDate: "dd/MM/y",
}

var englishNames = names{
	months:    [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	short:     [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	alone:     [12]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	days:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	shortDays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
}

var germanNames = names{
	months:    [12]string{"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
	short:     [12]string{"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
	alone:     [12]string{"Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"},
	days:      [7]string{"Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"},
	shortDays: [7]string{"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
}

var frenchNames = names{
	months:    [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	short:     [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
	alone:     [12]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
	days:      [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	shortDays: [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
	first:     "1er",
}

var spanishNames = names{
	months:    [12]string{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
	short:     [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	alone:     [12]string{"ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"},
	days:      [7]string{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
	shortDays: [7]string{"dom", "lun", "mar", "mié", "jue", "vie", "sáb"},
}

var italianNames = names{
	months:    [12]string{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
	short:     [12]string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
	alone:     [12]string{"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
	days:      [7]string{"domenica", "lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato"},
	shortDays: [7]string{"dom", "lun", "mar", "mer", "gio", "ven", "sab"},
}

var dutchNames = names{
	months:    [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
	short:     [12]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
	alone:     [12]string{"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
	days:      [7]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"},
	shortDays: [7]string{"zo", "ma", "di", "wo", "do", "vr", "za"},
}

// pseudoNames are the English names in marks.
var pseudoNames = sync.OnceValue(func() *names {
	n := englishNames
	for _, list := range [][]string{n.months[:], n.short[:], n.alone[:], n.days[:], n.shortDays[:]} {
		for i, name := range list {
			list[i] = PseudoStart + name + PseudoEnd
		}
	}
	return &n
})
