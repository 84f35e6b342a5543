package importers

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"modernc.org/sqlite"
	"modernc.org/sqlite/vfs"
)

// database reads the tables of somebody else's SQLite database. The file is
// taken for hostile: nothing in it is ever run. Only plain tables are read, by
// the names of columns that really hold values; views, virtual tables, triggers,
// indices and computed columns are not looked at, and an authorizer refuses any
// statement that would. Sizes of texts, numbers of columns, tables and rows are
// bounded, and so is the memory that pages take.
type database struct {
	ctx    context.Context
	fs     *databaseFS
	vfs    *vfs.FS
	db     *sql.DB
	conn   *sql.Conn
	tables []string // in the order in which they stand
	named  map[string]bool
	open   string // the one table that may be read now
	rows   int64  // that can still come
}

// errDamagedDatabase is every error that SQLite itself reports.
var errDamagedDatabase = errors.New("damaged database")

// Bounds on a database, by the numbers of https://www.sqlite.org/c3ref/c_limit_attached.html.
var databaseLimits = map[int]int{
	0:  8 << 20,  // bytes of a row: icons of apps stand in one
	1:  64 << 10, // bytes of a statement, those that made the tables included
	2:  500,      // columns
	3:  50,       // depth of an expression
	4:  3,        // parts of a compound select
	6:  8,        // arguments of a function
	7:  0,        // attached databases
	8:  64,       // bytes of a pattern
	9:  8,        // variables
	10: 1,        // depth of triggers
	11: 0,        // threads
}

const (
	mostTables = 1000
	// leastRowBytes is less than any row takes in a file, in which rows share
	// nothing: more of them than fit mean that pages are linked in circles.
	leastRowBytes = 2
)

// openDatabase opens what at holds. Close must be called on it.
func openDatabase(ctx context.Context, at io.ReaderAt, size int64) (_ *database, err error) {
	d := &database{
		ctx: ctx, fs: &databaseFS{ctx: ctx, at: at, size: size},
		named: map[string]bool{}, rows: size/leastRowBytes + 1,
	}
	defer func() {
		if err != nil {
			err = d.reason(err)
			_ = d.Close() // nothing was read from it
		}
	}()
	name, files, err := vfs.New(d.fs)
	if err != nil {
		return nil, err
	}
	d.vfs = files
	if d.db, err = sql.Open("sqlite", "file:"+databaseName+"?mode=ro&immutable=1&_defensive=1&_dqs=0&vfs="+name); err != nil {
		return nil, err
	}
	d.db.SetMaxOpenConns(1)
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return nil, err
	}
	for id, most := range databaseLimits {
		if _, err := sqlite.Limit(d.conn, id, most); err != nil {
			return nil, err
		}
	}
	for _, setting := range []string{
		"trusted_schema=OFF", "cell_size_check=ON", "query_only=ON", "temp_store=MEMORY", "mmap_size=0", "cache_size=-8192",
	} {
		if _, err := d.conn.ExecContext(ctx, "PRAGMA "+setting); err != nil {
			return nil, err
		}
	}
	if err := d.conn.Raw(func(c any) error {
		guarded, ok := c.(sqlite.AuthorizerRegisterer)
		if !ok {
			return errors.New("unchecked statements")
		}
		return guarded.RegisterAuthorizer(d.allows)
	}); err != nil {
		return nil, err
	}
	return d, d.list()
}

// allows is asked for everything that a statement would do.
func (d *database) allows(action sqlite.AuthorizerActionCode, first, second, _, _ string) sqlite.AuthorizerReturnCode {
	allowed := false
	switch action {
	case sqlite.AuthSelect:
		allowed = true
	case sqlite.AuthRead:
		allowed = first == d.open
	case sqlite.AuthFunction:
		allowed = second == "count"
	case sqlite.AuthPragma:
		allowed = first == "table_info"
	}
	if allowed {
		return sqlite.AuthorizerOK
	}
	return sqlite.AuthorizerDeny
}

// list finds the plain tables. Their names are kept only where they need no
// quoting: others belong to no program that is known.
func (d *database) list() error {
	d.open = "sqlite_master"
	return d.query("SELECT TYPE, NAME, ROOTPAGE, SQL FROM SQLITE_MASTER", 4, func(v []driver.Value) error {
		kind, _ := v[0].(string)
		name, _ := v[1].(string)
		root, _ := v[2].(int64)
		made, _ := v[3].(string)
		if kind != "table" || root <= 0 || !plainName(name) || !strings.HasPrefix(strings.ToUpper(made), "CREATE TABLE") {
			return nil
		}
		if len(d.tables) == mostTables {
			return fmt.Errorf("%w: it has more than %d tables", errDamagedDatabase, mostTables)
		}
		if key := strings.ToLower(name); !d.named[key] {
			d.named[key] = true
			d.tables = append(d.tables, name)
		}
		return nil
	})
}

// plainName reports whether a name of a table or column can stand in a
// statement as it is.
func plainName(s string) bool {
	for i, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != "" && len(s) <= 100 && !strings.HasPrefix(strings.ToLower(s), "sqlite_")
}

func (d *database) has(table string) bool { return d.named[strings.ToLower(table)] }

// columns returns the columns of a table that hold values of their own.
func (d *database) columns(table string) (map[string]bool, error) {
	d.open = table
	found := map[string]bool{}
	return found, d.query("PRAGMA table_info("+table+")", 6, func(v []driver.Value) error {
		if name, ok := v[1].(string); ok && plainName(name) {
			found[strings.ToLower(name)] = true
		}
		return nil
	})
}

// count returns the number of rows of a table.
func (d *database) count(table string) (n int64, err error) {
	d.open = table
	err = d.query("SELECT COUNT(*) FROM "+table+" NOT INDEXED", 1, func(v []driver.Value) error {
		n, _ = v[0].(int64)
		return nil
	})
	return n, err
}

// scan hands over the columns of every row of a table, in the order in which
// they are stored, behind the number of the row. The values hold until the next
// row.
func (d *database) scan(table string, columns []string, row func(id int64, values []any) error) error {
	d.open = table
	s := "SELECT " + rowNumber
	for _, c := range columns {
		// The sign takes the declared type away, by which the driver would turn
		// numbers and texts into times and truths.
		s += ", +" + c
	}
	given := make([]any, len(columns))
	return d.query(s+" FROM "+table+" NOT INDEXED", len(columns)+1, func(v []driver.Value) error {
		id, _ := v[0].(int64)
		for i, x := range v[1:] {
			given[i] = x
		}
		return row(id, given)
	})
}

const rowNumber = "_rowid_"

func (d *database) query(statement string, columns int, row func([]driver.Value) error) error {
	return d.conn.Raw(func(c any) error {
		rows, err := c.(driver.QueryerContext).QueryContext(d.ctx, statement, nil)
		if err != nil {
			return d.reason(err)
		}
		err = d.each(rows, columns, row)
		if e := rows.Close(); err == nil && e != nil {
			err = d.reason(e)
		}
		return err
	})
}

func (d *database) each(rows driver.Rows, columns int, row func([]driver.Value) error) error {
	if len(rows.Columns()) != columns {
		return errDamagedDatabase
	}
	values := make([]driver.Value, columns)
	for {
		switch err := rows.Next(values); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return d.reason(err)
		}
		if d.rows--; d.rows < 0 {
			return fmt.Errorf("%w: it gives more rows than its size can hold", errDamagedDatabase)
		}
		if err := row(values); err != nil {
			return err
		}
	}
}

// reason says why SQLite failed: work that was cancelled, a file that cannot be
// read, or a database that is damaged.
func (d *database) reason(err error) error {
	var sqliteError *sqlite.Error
	switch {
	case d.ctx.Err() != nil:
		return d.ctx.Err()
	case d.fs.failed != nil:
		return d.fs.failed
	case errors.As(err, &sqliteError):
		return fmt.Errorf("%w (%d)", errDamagedDatabase, sqliteError.Code())
	case errors.Is(err, errDamagedDatabase):
		return err
	}
	return fmt.Errorf("%w: %w", errDamagedDatabase, err)
}

// Close ends reading. What at holds is not closed.
func (d *database) Close() error {
	var errs []error
	if d.conn != nil {
		errs = append(errs, d.conn.Close())
	}
	if d.db != nil {
		errs = append(errs, d.db.Close())
	}
	if d.vfs != nil {
		errs = append(errs, d.vfs.Close())
	}
	return errors.Join(errs...)
}
