package main

import (
	"context"
	"database/sql"
	"errors"
	"iter"

	_ "github.com/mattn/go-sqlite3" // the driver that is compared with
)

type sqliteEngine struct{ db *sql.DB }

const (
	sqliteTable = `CREATE TABLE data.samples (
		series INTEGER NOT NULL, start INTEGER NOT NULL, duration INTEGER NOT NULL, value INTEGER NOT NULL,
		offset INTEGER NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL,
		PRIMARY KEY (series, start)) WITHOUT ROWID`
	sqliteInsert = `INSERT INTO data.samples VALUES (1, ?, ?, ?, ?, 0, ?)`
)

// openSQLite opens a database as "data" beside an empty one in memory: a key
// must come before anything else that the driver does with a file. key is a
// literal of SQL, or empty.
func openSQLite(ctx context.Context, path, key string, create bool) (engine, error) {
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	attach := `ATTACH DATABASE ? AS data`
	if key != "" {
		attach += ` KEY ` + key
	}
	_, err = db.ExecContext(ctx, attach, path)
	statements := []string{`PRAGMA data.journal_mode = WAL`, `PRAGMA data.synchronous = FULL`}
	if create {
		statements = append(statements, sqliteTable)
	}
	for _, s := range statements {
		if err == nil {
			_, err = db.ExecContext(ctx, s)
		}
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &sqliteEngine{db: db}, nil
}

func (e *sqliteEngine) load(ctx context.Context, rows iter.Seq[row]) (err error) {
	tx, err := e.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	insert, err := tx.PrepareContext(ctx, sqliteInsert)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	for r := range rows {
		if _, err := insert.ExecContext(ctx, r.start, r.duration, r.value, r.offset, r.line); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	if err := errors.Join(insert.Close(), tx.Commit()); err != nil {
		return err
	}
	// The log goes into the file, which is then as small as it gets.
	_, err = e.db.ExecContext(ctx, `PRAGMA data.wal_checkpoint(TRUNCATE)`)
	return err
}

func (e *sqliteEngine) scan(ctx context.Context) (int, int64, error) {
	return e.rows(ctx, `SELECT start, duration, value, offset, line FROM data.samples WHERE series = 1 ORDER BY start`)
}

func (e *sqliteEngine) between(ctx context.Context, from, to int64) (int, int64, error) {
	return e.rows(ctx, `SELECT start, duration, value, offset, line FROM data.samples
		WHERE series = 1 AND start >= ? AND start < ? ORDER BY start`, from, to)
}

func (e *sqliteEngine) rows(ctx context.Context, query string, args ...any) (n int, sum int64, err error) {
	rows, err := e.db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.start, &r.duration, &r.value, &r.offset, &r.line); err != nil {
			return 0, 0, err
		}
		n++
		sum += r.value
	}
	return n, sum, rows.Err()
}

// total adds everything up inside the database: no row leaves it.
func (e *sqliteEngine) total(ctx context.Context) (n int, sum int64, err error) {
	err = e.db.QueryRowContext(ctx, `SELECT count(*), sum(value) FROM data.samples WHERE series = 1`).Scan(&n, &sum)
	return n, sum, err
}

func (e *sqliteEngine) insert(ctx context.Context, r row) error {
	_, err := e.db.ExecContext(ctx, sqliteInsert, r.start, r.duration, r.value, r.offset, r.line)
	return err
}

func (e *sqliteEngine) close() error { return e.db.Close() }
