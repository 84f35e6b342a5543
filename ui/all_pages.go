package ui

// AllPages are the makers of every page that the program has.
func AllPages() Pages {
	return Pages{
		Dashboard: func(s *Shell) Page { return NewDashboardScreen(s, dataNeeds(s)) },
		Timeline:  TimelinePage,
		Home:      HomePage,
		Devices:   DevicesPage,
		Data:      func(s *Shell) Page { return NewDataScreen(s, dataNeeds(s)) },
		Insights:  func(s *Shell, subject string) Page { return NewInsightsScreen(s, dataNeeds(s), subject) },
		Diary:     DiaryPage,
		Add:       AddPage,
		Vault:     VaultPage,
		Settings:  func(s *Shell) Page { return NewSettingsScreen(s) },
		Import:    ImportPage,
		Export:    ExportPage,
		Resume: map[string]Resumer{
			addDraftKind: ResumeAdd, importDraftKind: ResumeImport, personDraftKind: resumePerson,
			letterDraftKind: ResumeLetter, reminderDraftKind: ResumeReminder, goalDraftKind: ResumeGoal,
			commentDraftKind: ResumeComment, exportDraftKind: ResumeExport,
		},
		Notices: NoticesPage,
	}
}

func dataNeeds(s *Shell) DataNeeds {
	session := s.Session()
	n := DataNeeds{
		Library: session.Library(s.Profile().ID), Past: session.Imports, Deletions: session.Deletions, Devices: session.Devices,
		Backups: session.Backups,
	}
	if session.Notebook != nil {
		n.Notebook = session.Notebook(s.Profile().ID)
	}
	if session.Preferences != nil {
		n.Preferences = session.Preferences(s.Profile().ID)
	}
	return n
}
