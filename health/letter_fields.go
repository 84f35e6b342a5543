package health

// The names of fields of a Letter. They are part of the vault format. Its text
// is FieldText, the answer that was filed with it FieldPicture with
// FieldPictureType, which may be "application/pdf" here.
const (
	// FieldLetter is what the letter asks for ("access").
	FieldLetter = "letter"
	// FieldTo is what the addressee is, "vendor" or "clinic"; FieldName and
	// FieldAddress are who and where.
	FieldTo      = "to"
	FieldAddress = "address"
	// FieldSubject is the line above the letter.
	FieldSubject = "subject"
	// FieldSent, FieldReceived, FieldExtended, FieldAnswered and FieldClosed are
	// dates (yyyy-mm-dd): when it was sent, when it arrived, when the addressee
	// told of an extension, when the answer came, and when the person closed it.
	FieldSent     = "sent"
	FieldReceived = "received"
	FieldExtended = "extended"
	FieldAnswered = "answered"
	FieldClosed   = "closed"
	// FieldFile is the name of the file with the answer.
	FieldFile = "file"
)
