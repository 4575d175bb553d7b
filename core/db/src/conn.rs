//! One connection, whichever database it leads to.

use crate::place::Place;
use crate::postgres::Pg;
use crate::sql::{Param, Row, Sql};
use crate::sqlite::Lite;
use base::{Result, Saying};
use std::time::Duration;

/// A connection. It is used by one thread at a time.
pub enum Conn {
    /// SQLite.
    Sqlite(Lite),
    /// PostgreSQL.
    Postgres(Box<Pg>),
}

impl Conn {
    /// Opens a connection that may write.
    pub fn open(place: &Place) -> Result<Conn> {
        Ok(match place {
            Place::Sqlite { file, sync, vfs } => Conn::Sqlite(Lite::open(file, *sync, vfs.as_deref())?),
            Place::Postgres { url, schema } => Conn::Postgres(Box::new(Pg::open(url, schema)?)),
        })
    }

    /// Opens a connection that cannot write and gives up on a read after `limit`.
    pub fn open_reader(place: &Place, limit: Duration) -> Result<Conn> {
        Ok(match place {
            Place::Sqlite { file, vfs, .. } => Conn::Sqlite(Lite::open_reader(file, vfs.as_deref(), limit)?),
            Place::Postgres { url, schema } => Conn::Postgres(Box::new(Pg::open_reader(url, schema, limit)?)),
        })
    }

    /// Runs a statement that returns rows and hands them over one by one.
    pub fn each(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        take: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        match self {
            Conn::Sqlite(lite) => lite.each(sql, params, take),
            Conn::Postgres(pg) => pg.each(sql, params, take),
        }
    }

    /// Runs a statement that changes rows; how many.
    pub fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64> {
        match self {
            Conn::Sqlite(lite) => lite.execute(sql, params),
            Conn::Postgres(pg) => pg.execute(sql, params),
        }
    }

    /// Runs statements without parameters (migrations, transaction control).
    pub fn script(&self, doing: &str, text: &str) -> Result<()> {
        match self {
            Conn::Sqlite(lite) => lite.script(doing, text),
            Conn::Postgres(pg) => pg.script(doing, text),
        }
    }

    /// Prepares a statement without running it: a test does so with all of them.
    pub fn prepare(&self, sql: &Sql) -> Result<()> {
        match self {
            Conn::Sqlite(lite) => lite.prepare(sql),
            Conn::Postgres(pg) => pg.prepare(sql),
        }
    }

    /// True while the transaction that we began still stands. SQLite ends it whole on a full disk or an I/O error.
    pub(crate) fn stands(&self) -> bool {
        match self {
            Conn::Sqlite(lite) => lite.in_transaction(),
            Conn::Postgres(pg) => pg.is_open(),
        }
    }

    /// Starts the clock of a reader's limit.
    pub(crate) fn start_clock(&self) {
        if let Conn::Sqlite(lite) = self {
            lite.start_clock();
        }
    }

    /// Tells the log that a batch was committed.
    pub(crate) fn after_batch(&self, log: &mut crate::log::Log) {
        if let Conn::Sqlite(lite) = self {
            log.after_batch(lite);
        }
    }

    /// How a transaction that writes begins.
    pub fn begin_write(&self) -> &'static str {
        match self {
            Conn::Sqlite(_) => "begin immediate",
            Conn::Postgres(_) => "begin",
        }
    }

    pub(crate) fn begin_read(&self) -> &'static str {
        match self {
            Conn::Sqlite(_) => "begin deferred",
            Conn::Postgres(_) => "begin isolation level repeatable read read only",
        }
    }

    /// Copies a SQLite database into a new file, from one snapshot, while it is in use.
    pub fn copy_to(&self, file: &std::path::Path) -> Result<()> {
        match self {
            Conn::Sqlite(lite) => lite.copy_to(file),
            Conn::Postgres(_) => {
                Err(base::Fault::new("copying a database", "PostgreSQL is not a file").into())
            }
        }
    }

    /// True for PostgreSQL; for the few places where the two differ in kind, not in words.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Conn::Postgres(_))
    }
}

/// Reading, for whoever holds a connection in a transaction.
pub trait Read {
    /// The connection inside.
    fn conn(&self) -> &Conn;

    /// All rows, mapped. Every list statement has a limit of its own.
    fn list<T>(&self, sql: &Sql, params: &[Param<'_>], map: impl Fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        let mut out = Vec::new();
        self.conn().each(sql, params, &mut |row| {
            out.push(map(&row)?);
            Ok(())
        })?;
        Ok(out)
    }

    /// The first row, if any.
    fn opt<T>(&self, sql: &Sql, params: &[Param<'_>], map: impl Fn(&Row) -> Result<T>) -> Result<Option<T>> {
        let mut out = None;
        self.conn().each(sql, params, &mut |row| {
            if out.is_none() {
                out = Some(map(&row)?);
            }
            Ok(())
        })?;
        Ok(out)
    }

    /// The row, or "not found".
    fn one<T>(&self, sql: &Sql, params: &[Param<'_>], map: impl Fn(&Row) -> Result<T>) -> Result<T> {
        self.opt(sql, params, map)?.ok_or_else(|| Saying::not_found("base-not-found").into())
    }
}

impl Read for Conn {
    fn conn(&self) -> &Conn {
        self
    }
}
