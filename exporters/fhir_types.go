package exporters

import "encoding/json"

// The few elements of FHIR R4 that an export uses, in the order of the
// standard.

type coding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display,omitempty"`
}

type concept struct {
	Coding []coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

type reference struct {
	Reference string `json:"reference"`
	Display   string `json:"display,omitempty"`
}

type identifier struct {
	System string `json:"system"`
	Value  string `json:"value"`
}

type quantity struct {
	Value  json.Number `json:"value"` // all digits, as they were written
	Unit   string      `json:"unit"`
	System string      `json:"system"`
	Code   string      `json:"code"`
}

type period struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type meta struct {
	Profile []string `json:"profile,omitempty"`
	Tag     []coding `json:"tag,omitempty"`
}

type annotation struct {
	Text string `json:"text"`
}

type component struct {
	Code     concept   `json:"code"`
	Quantity *quantity `json:"valueQuantity,omitempty"`
}

type observation struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id"`
	Meta         *meta        `json:"meta,omitempty"`
	Identifier   []identifier `json:"identifier"`
	Status       string       `json:"status"`
	Category     []concept    `json:"category,omitempty"`
	Code         concept      `json:"code"`
	Subject      reference    `json:"subject"`
	At           string       `json:"effectiveDateTime,omitempty"`
	Over         *period      `json:"effectivePeriod,omitempty"`
	Performer    []reference  `json:"performer,omitempty"`
	Quantity     *quantity    `json:"valueQuantity,omitempty"`
	Concept      *concept     `json:"valueCodeableConcept,omitempty"`
	Text         string       `json:"valueString,omitempty"`
	Note         []annotation `json:"note,omitempty"`
	Device       *reference   `json:"device,omitempty"`
	Component    []component  `json:"component,omitempty"`
}

type patient struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id"`
	Identifier   []identifier `json:"identifier"`
	Name         []humanName  `json:"name,omitempty"`
}

type humanName struct {
	Text string `json:"text"`
}

type device struct {
	ResourceType string       `json:"resourceType"`
	ID           string       `json:"id"`
	Identifier   []identifier `json:"identifier"`
	Status       string       `json:"status"`
	Manufacturer string       `json:"manufacturer,omitempty"`
	Serial       string       `json:"serialNumber,omitempty"`
	Names        []deviceName `json:"deviceName"`
	Model        string       `json:"modelNumber,omitempty"`
	Type         *concept     `json:"type,omitempty"`
	Patient      *reference   `json:"patient,omitempty"`
}

type deviceName struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

type codeSystem struct {
	ResourceType  string    `json:"resourceType"`
	ID            string    `json:"id"`
	URL           string    `json:"url"`
	Name          string    `json:"name"`
	Title         string    `json:"title"`
	Status        string    `json:"status"`
	Description   string    `json:"description"`
	Copyright     string    `json:"copyright"`
	CaseSensitive bool      `json:"caseSensitive"`
	Content       string    `json:"content"`
	Concept       []meaning `json:"concept"`
}

type meaning struct {
	Code    string `json:"code"`
	Display string `json:"display"`
}
