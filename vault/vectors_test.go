package vault_test

import (
	"context"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"flag"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"vitalkeep/health"
	"vitalkeep/vault"
)

// The vectors are a vault of each format and what is in it, byte by byte. They
// are read here by a reader of its own, written from docs/vault-format.md and
// sharing no code with the package. A format that is once committed stays in
// testdata and opens for ever.

var newVectors = flag.Bool("new-vectors", false, "make the vectors of the newest format anew")

// vectorVersions are the minor versions of format 1, the newest last.
var vectorVersions = []string{"1.0", "1.1", "1.2", "1.3", "1.4"}

func vectorVault(version string) string { return "testdata/format-" + version + ".vitalkeep" }
func vectorFile(version string) string  { return "testdata/format-" + version + ".json" }

type vectors struct {
	Password    string            `json:"password"`
	RecoveryKey string            `json:"recovery_key"`
	Head        string            `json:"head"`
	Keys        map[string]string `json:"keys"`
	Segment     struct {
		ID     uint64 `json:"id"`
		Sealed string `json:"sealed"`
		Body   string `json:"body"`
	} `json:"segment"`
	Journal *vectorRecord `json:"journal,omitempty"`
	Deleted int64         `json:"deleted,omitempty"` // start of a sample

	// Since 1.2.
	Corrected int64         `json:"corrected,omitempty"` // start of a sample
	Piece     *vectorRecord `json:"piece,omitempty"`     // the first of the picture
	Picture   string        `json:"picture,omitempty"`   // SHA-256 of it
	Device    string        `json:"device,omitempty"`    // its nickname
	Choice    string        `json:"choice,omitempty"`

	// Since 1.4.
	Born  string `json:"born,omitempty"`
	Sex   uint64 `json:"sex,omitempty"`
	Of    string `json:"of_the_account,omitempty"` // a choice
	Inbox int    `json:"inbox,omitempty"`          // containers that are nobody's
}

type vectorRecord struct {
	ID     uint64 `json:"id"`
	Sealed string `json:"sealed"`
	Body   string `json:"body"`
}

// vectorSamples is what the vault of the vectors holds: every third value has
// fewer places, the unit changes once. Since 1.3 some numbers were not written
// plainly.
func vectorSamples(version string) []health.Sample {
	var out []health.Sample
	for i := range int64(60) {
		s := health.Sample{
			Start: 1_700_000_000_000 + i*86_400_000 + i*i*1000, Value: health.Decimal{Mantissa: 7800 + i*i%37, Places: 2},
			Unit: health.Kilogram, Offset: 3600, Origin: health.Origin{Row: uint32(62 - i)},
		}
		if i%3 == 0 {
			s.Value = health.Decimal{Mantissa: 780 + i%5, Places: 1}
		}
		if i >= 30 {
			s.Unit, s.Duration, s.Offset = health.Pound, 5000, -25200
		}
		if version >= "1.3" && i >= 40 {
			s.Form = [...]health.Form{health.DecimalComma, health.NoText}[i/50%2]
		}
		out = append(out, s)
	}
	return out
}

// vectorTyped is what is typed by hand in the vaults since 1.1, and of the
// samples of the import, one is deleted there.
var vectorTyped = health.Sample{
	Start: 1_900_000_000_000, Value: health.Decimal{Mantissa: 7777, Places: 2}, Unit: health.Kilogram, Offset: 3600,
}

const vectorDeleted = 7

// vectorSlip was typed in the vaults since 1.2 and then corrected to vectorRight.
var vectorSlip, vectorRight = vectorAt(1_899_000_000_000), vectorAt(1_899_500_000_000)

func vectorAt(start int64) health.Sample {
	s := vectorTyped
	s.Start = start
	return s
}

// vectorPicture is more than one piece of a picture.
func vectorPicture() []byte {
	b := make([]byte, 6059+100)
	for i := range b {
		b[i] = byte(i * i % 251)
	}
	return b
}

const vectorChoice, vectorAccountChoice = "weight first", "five minutes"

// vectorBorn is when the person of the vaults since 1.4 was born.
var vectorBorn = health.Date{Year: 1984, Month: time.February, Day: 29}

// vectorShown is what a vault of that version shows.
func vectorShown(version string) []health.Sample {
	list := vectorSamples(version)
	if version == "1.0" {
		return list
	}
	list = slices.Delete(list, vectorDeleted, vectorDeleted+1)
	if version != "1.1" {
		list = append(list, vectorRight)
	}
	return append(list, vectorTyped)
}

func makeVectors(t *testing.T) {
	t.Helper()
	ctx := context.Background()
	if err := os.MkdirAll("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	version := vectorVersions[len(vectorVersions)-1]
	path := vectorVault(version)
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	want := vectors{Password: "un café, s'il vous plaît"}
	v, key, err := vault.Create(ctx, path, []byte(want.Password), vault.Options{
		Cost: vault.CostFloor, Now: func() time.Time { return time.UnixMilli(1_750_000_000_000) },
		Profile: health.Profile{Name: "Vector", Zone: "Europe/Paris", Units: health.USUnits},
	})
	if err != nil {
		t.Fatal(err)
	}
	want.RecoveryKey = key
	ps, err := v.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	st, err := v.Stage(ctx, ps[0].ID, "csv-weight")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.File("weight.csv"); err != nil {
		t.Fatal(err)
	}
	for _, s := range vectorSamples(version) {
		if err := st.Sample("weight", "csv:file", s); err != nil {
			t.Fatal(err)
		}
	}
	note := health.Entry{Kind: health.Note, Source: "csv:file", Key: "k", Start: 1_700_000_000_000, Fields: []health.Field{{Name: "text", Text: "felt fine"}}}
	if err := st.Entry(note); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Seal(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	gone := vault.Identity{Metric: "weight", Source: "csv:file", Start: vectorSamples(version)[vectorDeleted].Start}
	if _, err := v.Delete(ctx, ps[0].ID, []vault.Identity{gone}); err != nil {
		t.Fatal(err)
	}
	writeWindow(t, v, ps[0].ID)
	writePeople(t, v, ps[0])
	if err := v.Add(ctx, ps[0].ID, []health.Reading{{Metric: "weight", Sample: vectorTyped}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	got, _ := readIndependently(t, version, want.Password)
	got.RecoveryKey = want.RecoveryKey
	b, err := json.MarshalIndent(got, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(vectorFile(version), append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// writeWindow writes what came with 1.2.
func writeWindow(t *testing.T, v *vault.Vault, p health.ProfileID) {
	t.Helper()
	ctx := context.Background()
	name, err := v.Attach(ctx, p, vectorPicture())
	if err != nil {
		t.Fatal(err)
	}
	picture := health.Entry{
		Kind: health.Picture, Start: vectorSlip.Start,
		Fields: []health.Field{{Name: health.FieldText, Text: "felt fine"}, {Name: health.FieldPicture, Text: name}},
	}
	if err := v.Add(ctx, p, []health.Reading{{Metric: "weight", Sample: vectorSlip}}, []health.Entry{picture}); err != nil {
		t.Fatal(err)
	}
	old := vault.Identity{Metric: "weight", Source: health.TypedSource, Start: vectorSlip.Start}
	if err := v.Correct(ctx, p, []vault.Identity{old}, []health.Reading{{Metric: "weight", Sample: vectorRight}}, nil); err != nil {
		t.Fatal(err)
	}
	if err := v.SetPreference(ctx, p, "dashboard", []byte(vectorChoice)); err != nil {
		t.Fatal(err)
	}
	if _, err := v.PutDevice(health.Device{Nickname: "Scale", Model: "body", Owners: []health.ProfileID{p}}); err != nil {
		t.Fatal(err)
	}
}

// writePeople writes what came with 1.4.
func writePeople(t *testing.T, v *vault.Vault, p health.Profile) {
	t.Helper()
	p.Born, p.Sex, p.Week, p.Dates = vectorBorn, health.Female, health.SundayWeek, health.YearFirst
	err := v.SetProfile(p)
	if err == nil {
		err = v.SetChoice(context.Background(), "lock", []byte(vectorAccountChoice))
	}
	if err == nil {
		_, err = v.OpenInbox(context.Background())
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestAnIndependentReaderReadsTheVectors(t *testing.T) {
	if *newVectors {
		makeVectors(t)
	}
	for _, version := range vectorVersions {
		want := readVectors(t, version)
		got, samples := readIndependently(t, version, want.Password)
		got.RecoveryKey = want.RecoveryKey
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got  %+v\nwant %+v", version, got, want)
		}
		if !reflect.DeepEqual(samples, vectorSamples(version)) {
			t.Errorf("%s: samples differ: %+v", version, samples)
		}
	}
}

func readVectors(t *testing.T, version string) (v vectors) {
	t.Helper()
	b, err := os.ReadFile(vectorFile(version))
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTheVectorsOpen(t *testing.T) {
	for _, version := range vectorVersions {
		t.Run(version, func(t *testing.T) { opensVectors(t, version) })
	}
}

func opensVectors(t *testing.T, version string) {
	want := readVectors(t, version)
	raw, err := os.ReadFile(vectorVault(version))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.vitalkeep")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	v, err := vault.Open(ctx, path, []byte(want.Password), vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if v.ReadOnly() || v.MigrationFailed() != nil {
		t.Errorf("open for reading only: %v", v.MigrationFailed())
	}
	ps, err := v.Profiles()
	if err != nil || len(ps) != 1 || ps[0].Name != "Vector" || ps[0].Units != health.USUnits {
		t.Fatal(ps, err)
	}
	var got []health.Sample
	for r, err := range v.Readings(ctx, ps[0].ID, "weight", math.MinInt64, math.MaxInt64) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, r.Sample)
	}
	if !reflect.DeepEqual(got, vectorShown(version)) {
		t.Errorf("samples differ: %+v", got)
	}
	notes := 0
	if version >= "1.2" {
		notes-- // and one that names a picture
		shownSince12(t, v, ps[0].ID)
	}
	if version >= "1.4" {
		shownSince14(t, v, ps[0])
	}
	for e, err := range v.Entries(ctx, ps[0].ID, math.MinInt64, math.MaxInt64) {
		if err != nil || e.Field("text") != "felt fine" {
			t.Errorf("entry %+v, %v", e, err)
		}
		notes++
	}
	if notes != 1 {
		t.Errorf("%d notes", notes)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	v, err = vault.OpenWithRecoveryKey(ctx, path, want.RecoveryKey, vault.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
}

// shownSince12 compares what came with 1.2.
func shownSince12(t *testing.T, v *vault.Vault, p health.ProfileID) {
	t.Helper()
	ctx := context.Background()
	for e, err := range v.Entries(ctx, p, vectorSlip.Start, vectorSlip.Start+1) {
		if err != nil {
			t.Fatal(err)
		}
		if got, err := v.Blob(ctx, p, e.Field(health.FieldPicture)); err != nil || !slices.Equal(got, vectorPicture()) {
			t.Errorf("a picture of %d bytes, %v", len(got), err)
		}
	}
	if got, err := v.Preference(p, "dashboard"); err != nil || string(got) != vectorChoice {
		t.Errorf("choice %q, %v", got, err)
	}
	if list, err := v.Devices(); err != nil || len(list) != 1 || list[0].Nickname != "Scale" || list[0].Owners[0] != p {
		t.Errorf("devices %+v, %v", list, err)
	}
	if list, err := v.Deletions(); err != nil || len(list) != 1 {
		t.Errorf("deletions %+v, %v", list, err)
	}
}

// shownSince14 compares what came with 1.4.
func shownSince14(t *testing.T, v *vault.Vault, p health.Profile) {
	t.Helper()
	if p.Born != vectorBorn || p.Sex != health.Female || p.Week != health.SundayWeek || p.Dates != health.YearFirst {
		t.Errorf("person %+v", p)
	}
	if got, err := v.Choice("lock"); err != nil || string(got) != vectorAccountChoice {
		t.Errorf("choice of the account %q, %v", got, err)
	}
	if _, there := v.Inbox(); !there {
		t.Error("no inbox")
	}
}

// reader is the independent reader. Anything unexpected ends the test.
type reader struct {
	t     *testing.T
	head  []byte
	again []byte // the second copy of the head
	root  []byte
	typed map[uint64][]byte // the journal
	objs  map[uint64][]byte
	vault []byte // id
}

func (r *reader) need(ok bool, what string) {
	r.t.Helper()
	if !ok {
		r.t.Fatal(what)
	}
}

// cursor reads primitive fields.
type cursor struct {
	r *reader
	b []byte
}

func (c *cursor) u() uint64 {
	v, n := binary.Uvarint(c.b)
	c.r.need(n > 0, "number")
	c.b = c.b[n:]
	return v
}

func (c *cursor) s() int64 { u := c.u(); return int64(u>>1) ^ -int64(u&1) }

func (c *cursor) bytes(n int) []byte {
	c.r.need(n <= len(c.b), "bytes")
	v := c.b[:n]
	c.b = c.b[n:]
	return v
}

func (c *cursor) fields() map[uint64][][]byte {
	m := map[uint64][][]byte{}
	for len(c.b) > 0 {
		n := c.u()
		m[n] = append(m[n], c.bytes(int(c.u())))
	}
	return m
}

// plain opens a sealed object.
func (r *reader) plain(key, container []byte, kind byte, id uint64, sealed []byte) []byte {
	r.t.Helper()
	a, err := chacha20poly1305.NewX(key)
	r.need(err == nil, "key")
	ad := append([]byte{0, 1}, container...)
	ad = append(ad, kind)
	ad = binary.BigEndian.AppendUint64(ad, id)
	ad = append(ad, sealed[:8]...)
	plain, err := a.Open(nil, sealed[8:32], sealed[32:], ad)
	r.need(err == nil, "not authentic")
	return plain
}

func (r *reader) aead(key []byte) func(container []byte, kind byte, id uint64, sealed []byte) []byte {
	return func(container []byte, kind byte, id uint64, sealed []byte) []byte {
		r.t.Helper()
		plain := r.plain(key, container, kind, id, sealed)
		n := binary.BigEndian.Uint32(plain[1:])
		body := plain[5 : 5+n]
		if plain[0] == 1 {
			d, err := zstd.NewReader(nil)
			r.need(err == nil, "zstd")
			defer d.Close()
			body, err = d.DecodeAll(body, nil)
			r.need(err == nil, "zstd")
		}
		return body
	}
}

// ref takes a reference and returns the object that it means.
func (r *reader) ref(b []byte) (uint64, []byte) {
	r.t.Helper()
	c := &cursor{r, b}
	id, version := c.u(), c.u()
	o := r.objs[id]
	r.need(len(o)%6112 == 0 && len(o) > 0, "object")
	r.need(binary.BigEndian.Uint64(o) == version && string(o[len(o)-16:]) == string(c.bytes(16)), "tag")
	return id, o
}

func (r *reader) derive(key []byte, info string) []byte {
	b, err := hkdf.Key(sha256.New, key, r.vault, info, 32)
	r.need(err == nil, "hkdf")
	return b
}

func readIndependently(t *testing.T, version, password string) (out vectors, samples []health.Sample) {
	t.Helper()
	r := &reader{t: t, objs: map[uint64][]byte{}, typed: map[uint64][]byte{}}
	db, err := bolt.Open(vectorVault(version), 0o600, &bolt.Options{ReadOnly: true})
	r.need(err == nil, "bbolt")
	err = db.View(func(tx *bolt.Tx) error {
		r.head = append(r.head, tx.Bucket([]byte("h")).Get(make([]byte, 8))...)
		r.again = append(r.again, tx.Bucket([]byte("h")).Get([]byte{0, 0, 0, 0, 0, 0, 0, 1})...)
		r.root = append(r.root, tx.Bucket([]byte("m")).Get(make([]byte, 8))...)
		err := tx.Bucket([]byte("j")).ForEach(func(k, v []byte) error {
			r.typed[binary.BigEndian.Uint64(k)] = append([]byte(nil), v...)
			return nil
		})
		if err != nil {
			return err
		}
		return tx.Bucket([]byte("o")).ForEach(func(k, v []byte) error {
			r.objs[binary.BigEndian.Uint64(k)] = append([]byte(nil), v...)
			return nil
		})
	})
	r.need(err == nil && db.Close() == nil, "bbolt")

	// The head: 14 bytes of magic and versions, the vault id, two slots.
	h := r.head
	minor := version[len("1."):]
	r.need(string(h[:8]) == "VTLKEEP\x1a" && string(h[8:11]) == "\x00\x01\x00" && h[11] == minor[0]-'0' && string(h[12:14]) == "\x00\x01", "magic")
	if minor != "0" {
		r.need(string(r.again) == string(make([]byte, 4096))+string(h), "the second head")
	}
	r.vault = h[14:30]
	r.need(h[30] == 2 && h[31] == 1 && binary.BigEndian.Uint16(h[32:]) == 97, "slots")
	time, memory, threads := binary.BigEndian.Uint32(h[34:]), binary.BigEndian.Uint32(h[38:]), h[42]
	salt, wrapped := h[43:59], h[59:131]
	kek := argon2.IDKey([]byte(password), salt, time, memory, threads, 32)
	a, err := chacha20poly1305.NewX(kek)
	r.need(err == nil, "kek")
	ad := append([]byte{0, 1}, r.vault...)
	key, err := a.Open(nil, wrapped[:24], wrapped[24:], append(ad, h[31:59]...))
	r.need(err == nil, "password")
	end := len(h)
	r.need(crc32.Checksum(h[:end-4], crc32.MakeTable(crc32.Castagnoli)) == binary.BigEndian.Uint32(h[end-4:]), "checksum")
	r.need(hmac.Equal(r.derive(key, "vitalkeep 1 commitment"), h[end-68:end-36]), "commitment")
	mac := hmac.New(sha256.New, r.derive(key, "vitalkeep 1 head"))
	mac.Write(h[:end-36])
	r.need(hmac.Equal(mac.Sum(nil), h[end-36:end-4]), "mac")

	// Root, catalogue, and the container of role 1.
	manifest, catalogue, wrap := r.derive(key, "vitalkeep 1 manifest"), r.derive(key, "vitalkeep 1 catalogue"), r.derive(key, "vitalkeep 1 container keys")
	root := (&cursor{r, r.aead(manifest)(r.vault, 1, 0, r.root)}).fields()
	id, sealed := r.ref(root[2][0])
	var profile map[uint64][][]byte
	top := (&cursor{r, r.aead(catalogue)(r.vault, 2, id, sealed)}).fields()
	var container, profileKey []byte
	var doc map[uint64][][]byte
	var open func(container []byte, kind byte, id uint64, sealed []byte) []byte
	for _, c := range top[1] {
		f := (&cursor{r, c}).fields()
		if f[2][0][0] != 1 {
			continue // the home
		}
		id, sealed = r.ref(f[3][0])
		key := r.aead(wrap)(f[1][0], 3, id, sealed)
		id, sealed = r.ref(f[4][0])
		said := (&cursor{r, r.aead(key)(f[1][0], 4, id, sealed)}).fields()
		if flags := (&cursor{r, said[2][0]}).u(); flags&4 != 0 {
			out.Inbox++
			continue
		}
		profile, container, profileKey, doc, open = f, f[1][0], key, said, r.aead(key)
	}
	if minor != "0" {
		out.Journal = r.journal(r.derive(key, "vitalkeep 1 journal"), profileKey, container, root)
	}
	r.need(string(doc[1][0]) == "Vector", "name")
	id, sealed = r.ref(profile[5][0])
	layers := (&cursor{r, open(container, 5, id, sealed)}).fields()[1]
	if minor != "0" {
		r.need(len(layers) >= 2, "layers")
		out.Deleted = r.deletion(open, container, layers[1], false)
		r.need(out.Deleted == vectorSamples(version)[vectorDeleted].Start, "which sample")
	}
	if minor >= "2" {
		r.need(len(layers) == 5, "layers")
		out.Corrected = r.deletion(open, container, layers[3], true)
		r.need(out.Corrected == vectorSlip.Start, "which slip")
		out.Piece, out.Picture = r.picture(open, container, profile[7][0])
		choice := &cursor{r, doc[6][0]}
		r.need(string(choice.bytes(int(choice.u()))) == "dashboard", "which choice")
		out.Choice = string(choice.b)
		id, sealed = r.ref(top[2][0])
		settings := (&cursor{r, r.aead(catalogue)(r.vault, 17, id, sealed)}).fields()
		device := (&cursor{r, settings[3][0]}).fields()
		r.need(len(device[1][0]) == 16 && string(device[3][0]) == "body" && string(device[6][0]) == string(container), "device")
		out.Device = string(device[2][0])
		if minor >= "4" {
			out.Born, out.Sex = string(doc[8][0]), (&cursor{r, doc[9][0]}).u()
			r.need((&cursor{r, doc[10][0]}).u() == 2 && (&cursor{r, doc[11][0]}).u() == 3, "week and dates")
			choice := &cursor{r, settings[4][0]}
			r.need(string(choice.bytes(int(choice.u()))) == "lock", "which choice of the account")
			out.Of = string(choice.b)
			r.need(out.Born == vectorBorn.String() && out.Of == vectorAccountChoice && out.Inbox == 1, "what came with 1.4")
		}
	}
	entry := &cursor{r, layers[0]}
	seq := entry.u()
	id, sealed = r.ref(entry.b)
	node := (&cursor{r, open(container, 6, id, sealed)}).fields()

	// The node's first series is the samples, in one segment.
	s := &cursor{r, node[9][0]}
	number := s.u()
	r.need(s.bytes(1)[0] == 0 && s.u() == 60 && s.u() == 1, "series")
	id, sealed = r.ref(s.b)
	body := open(container, 7, id, sealed)
	out.Password = password
	out.Head = hex.EncodeToString(h)
	out.Keys = map[string]string{
		"kek": hex.EncodeToString(kek), "vault": hex.EncodeToString(key), "manifest": hex.EncodeToString(manifest),
		"catalogue": hex.EncodeToString(catalogue), "container keys": hex.EncodeToString(wrap), "profile": hex.EncodeToString(profileKey),
	}
	out.Segment.ID, out.Segment.Sealed, out.Segment.Body = id, hex.EncodeToString(sealed), hex.EncodeToString(body)
	return out, r.segment(body, number, seq)
}

// journal reads the one record of the journal.
func (r *reader) journal(key, profileKey, container []byte, root map[uint64][][]byte) *vectorRecord {
	r.t.Helper()
	said := &cursor{r, root[3][0]}
	r.need(said.u() == 1 && len(r.typed) == 1, "journal")
	var out vectorRecord
	for id, sealed := range r.typed {
		b := binary.BigEndian.AppendUint64(make([]byte, 32), id)
		chain := sha256.Sum256(append(b, sealed[len(sealed)-16:]...))
		r.need(string(said.bytes(32)) == string(chain[:]) && len(sealed)%512 == 0, "chain")
		plain := r.plain(key, r.vault, 13, id, sealed)
		r.need(string(plain[:16]) == string(container), "whose record it is")
		inner := plain[20 : 20+binary.BigEndian.Uint32(plain[16:])]
		body := r.plain(profileKey, container, 13, id, inner)
		out = vectorRecord{ID: id, Sealed: hex.EncodeToString(sealed), Body: hex.EncodeToString(body)}
		c := &cursor{r, (&cursor{r, body}).fields()[1][0]}
		r.need(string(c.bytes(int(c.u()))) == "weight" && string(c.bytes(int(c.u()))) == "manual:hand", "what was typed")
		r.need(c.s() == vectorTyped.Start && c.s() == 0 && c.s() == vectorTyped.Value.Mantissa, "when and how much")
		r.need(c.bytes(1)[0] == vectorTyped.Value.Places && c.bytes(1)[0] == byte(vectorTyped.Unit) && c.s() == int64(vectorTyped.Offset), "unit and offset")
	}
	return &out
}

// picture reads the one picture of the container's list, and returns its first
// piece and the SHA-256 of all of it.
func (r *reader) picture(open func([]byte, byte, uint64, []byte) []byte, container, list []byte) (*vectorRecord, string) {
	r.t.Helper()
	id, sealed := r.ref(list)
	all := (&cursor{r, open(container, 20, id, sealed)}).fields()[1]
	r.need(len(all) == 1, "one picture")
	id, sealed = r.ref(all[0][16:])
	dir := (&cursor{r, open(container, 21, id, sealed)}).fields()
	size := (&cursor{r, dir[2][0]}).u()
	r.need(string(dir[1][0]) == string(all[0][:16]) && size == uint64(len(vectorPicture())), "which picture")
	pieces := &cursor{r, dir[4][0]}
	count, last := pieces.u(), uint64(0)
	r.need(count == 2, "two pieces")
	var first *vectorRecord
	var data []byte
	for range count {
		last += pieces.u()
		ref := binary.AppendUvarint(binary.AppendUvarint(nil, last), pieces.u())
		id, sealed := r.ref(append(ref, pieces.bytes(16)...))
		body := open(container, 22, id, sealed)
		if data = append(data, body...); first == nil {
			r.need(len(body) == 6059, "the length of a piece")
			first = &vectorRecord{ID: id, Sealed: hex.EncodeToString(sealed), Body: hex.EncodeToString(body)}
		}
	}
	sum := sha256.Sum256(data)
	r.need(string(data) == string(vectorPicture()) && string(sum[:]) == string(dir[3][0]), "the picture")
	return first, hex.EncodeToString(sum[:])
}

// deletion reads a layer that hides one sample and returns its start.
func (r *reader) deletion(open func([]byte, byte, uint64, []byte) []byte, container, layer []byte, correction bool) int64 {
	r.t.Helper()
	entry := &cursor{r, layer}
	seq := entry.u()
	id, sealed := r.ref(entry.b)
	node := (&cursor{r, open(container, 6, id, sealed)}).fields()
	r.need((&cursor{r, node[12][0]}).u() == 2 && (len(node[14]) == 1) == correction, "what layer it is")
	s := &cursor{r, node[13][0]}
	number := s.u()
	r.need(s.bytes(1)[0] == 0 && s.u() == 1, "tombstones")
	id, sealed = r.ref(s.b)
	c := &cursor{r, open(container, 15, id, sealed)}
	r.need(c.u() == number && c.u() == seq && c.u() == 1, "which tombstones")
	scale := []int64{1, 1000, 60_000}[c.bytes(1)[0]]
	r.need(c.bytes(1)[0] == 0, "keyed")
	start := c.s() * scale
	r.need(len(c.b) == 0, "rest of the tombstones")
	return start
}

// segment decodes the columns of a segment of samples.
func (r *reader) segment(body []byte, number, seq uint64) []health.Sample {
	r.t.Helper()
	c := &cursor{r, body}
	r.need(c.u() == number && c.u() == seq, "which segment")
	n := int(c.u())
	out := make([]health.Sample, n)
	head := c.bytes(4)
	scales := []int64{1, 1000, 60_000}
	deltas2 := func() []int64 {
		v := make([]int64, n)
		for i := range v {
			v[i] = c.s()
			if i > 0 {
				step := int64(0)
				if i > 1 {
					step = v[i-1] - v[i-2]
				}
				v[i] += v[i-1] + step
			}
		}
		return v
	}
	runs := func() []int64 {
		var v []int64
		for len(v) < n {
			k := c.u()
			x := c.s()
			for range k {
				v = append(v, x)
			}
		}
		return v
	}
	starts, durations := deltas2(), runs()
	values := make([]int64, n)
	for i := range values {
		values[i] = c.s()
		if head[3] == 1 && i > 0 {
			values[i] += values[i-1]
		}
	}
	places, units, offsets, files, rows := runs(), runs(), runs(), runs(), deltas2()
	forms := make([]int64, n)
	if len(c.b) > 0 {
		forms = runs()
	}
	r.need(len(c.b) == 0, "rest")
	for i := range out {
		v := values[i]
		for p := int64(head[2]); p > places[i]; p-- {
			v /= 10
		}
		out[i] = health.Sample{
			Start: starts[i] * scales[head[0]], Duration: durations[i] * scales[head[1]],
			Value: health.Decimal{Mantissa: v, Places: uint8(places[i])}, Unit: health.Unit(units[i]), Form: health.Form(forms[i]),
			Offset: int32(offsets[i]), Origin: health.Origin{File: uint32(files[i]), Row: uint32(rows[i])},
		}
	}
	return out
}
