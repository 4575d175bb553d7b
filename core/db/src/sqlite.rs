//! SQLite: how a statement runs there and what its errors mean.

use crate::gather;
use crate::place::Sync;
use crate::sql::{Cell, Param, Row, Sql};
use base::{Error, Fault, FaultKind, Result};
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a connection waits for another's lock.
const BUSY: Duration = Duration::from_secs(5);

pub struct Lite {
    conn: Connection,
    opened: Instant,
    started_ms: Arc<AtomicU64>,
}

impl rusqlite::ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Param::Null => ValueRef::Null,
            Param::Int(v) => ValueRef::Integer(*v),
            Param::Text(v) => ValueRef::Text(v.as_bytes()),
            Param::Blob(v) => ValueRef::Blob(v),
        }))
    }
}

impl Lite {
    pub fn open(file: &Path, sync: Sync, vfs: Option<&str>) -> Result<Lite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let gathers = match sync {
            Sync::Full => Some(gather::layer(vfs)?),
            Sync::Normal => None,
        };
        let lite = Lite::connect(file, flags, gathers.as_deref().or(vfs))?;
        let sync = match sync {
            Sync::Full => "full",
            Sync::Normal => "normal",
        };
        lite.script(
            "opening the database",
            &format!(
                "pragma journal_mode=wal; pragma synchronous={sync}; pragma secure_delete=on; pragma foreign_keys=on;
                 pragma cache_size=-262144; pragma temp_store=memory; pragma wal_autocheckpoint=0;
                 pragma journal_size_limit=1073741824; pragma trusted_schema=off;"
            ),
        )?;
        Ok(lite)
    }

    pub fn open_reader(file: &Path, vfs: Option<&str>, limit: Duration) -> Result<Lite> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut lite = Lite::connect(file, flags, vfs)?;
        lite.script(
            "opening the database for reading",
            "pragma query_only=on; pragma cache_size=-16384; pragma temp_store=memory; pragma trusted_schema=off;",
        )?;
        let (opened, started) = (lite.opened, Arc::clone(&lite.started_ms));
        let too_long = move || {
            let running = elapsed_ms(opened).saturating_sub(started.load(Ordering::Relaxed));
            u128::from(running) > limit.as_millis()
        };
        let conn = &mut lite.conn;
        conn.progress_handler(20_000, Some(too_long)).map_err(|e| fault("limiting a reader", e))?;
        Ok(lite)
    }

    fn connect(file: &Path, flags: OpenFlags, vfs: Option<&str>) -> Result<Lite> {
        let conn = match vfs {
            Some(vfs) => Connection::open_with_flags_and_vfs(file, flags, vfs),
            None => Connection::open_with_flags(file, flags),
        }
        .map_err(|e| fault(&format!("opening {}", file.display()), e))?;
        conn.set_prepared_statement_cache_capacity(512);
        // One plan per statement: without this SQLite plans anew whenever a bound value might change its mind.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|e| fault("opening the database", e))?;
        conn.busy_timeout(BUSY).map_err(|e| fault("opening the database", e))?;
        Ok(Lite { conn, opened: Instant::now(), started_ms: Arc::default() })
    }

    pub fn each(
        &self,
        sql: &Sql,
        params: &[Param<'_>],
        take: &mut dyn FnMut(Row) -> Result<()>,
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sql.text).map_err(|e| fault(sql.name, e))?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(|e| fault(sql.name, e))?;
        while let Some(row) = rows.next().map_err(|e| fault(sql.name, e))? {
            let mut cells = Vec::with_capacity(columns);
            for index in 0..columns {
                cells.push(cell(row.get_ref(index).map_err(|e| fault(sql.name, e))?));
            }
            take(Row(cells))?;
        }
        Ok(())
    }

    pub fn execute(&self, sql: &Sql, params: &[Param<'_>]) -> Result<u64> {
        let mut statement = self.conn.prepare_cached(sql.text).map_err(|e| fault(sql.name, e))?;
        let changed =
            statement.execute(rusqlite::params_from_iter(params)).map_err(|e| fault(sql.name, e))?;
        Ok(changed as u64)
    }

    pub fn script(&self, doing: &str, text: &str) -> Result<()> {
        // Savepoints come with every act; parsing them anew would cost as much as a small write.
        if text.ends_with("savepoint act") && !text.contains(';') {
            let prepared = self.conn.prepare_cached(text).and_then(|mut statement| statement.execute([]));
            return prepared.map(|_| ()).map_err(|e| fault(doing, e));
        }
        self.conn.execute_batch(text).map_err(|e| fault(doing, e))
    }

    pub fn prepare(&self, sql: &Sql) -> Result<()> {
        self.conn.prepare_cached(sql.text).map(|_| ()).map_err(|e| fault(sql.name, e))
    }

    /// A compact copy made by the database itself: one read transaction, nothing of deleted rows, durable when it returns.
    pub fn copy_to(&self, file: &Path) -> Result<()> {
        let doing = || format!("copying the database to {}", file.display());
        let name = file.to_str().ok_or_else(|| Fault::new(doing(), "the path is not UTF-8"))?;
        self.conn.execute("vacuum into ?1", [name]).map_err(|e| fault(&doing(), e))?;
        std::fs::File::open(file).and_then(|copy| copy.sync_all()).map_err(|e| Fault::new(doing(), e).into())
    }

    pub fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    pub fn start_clock(&self) {
        self.started_ms.store(elapsed_ms(self.opened), Ordering::Relaxed);
    }

    /// Moves what it may of the log into the file, waiting for nobody; the pages that the log holds.
    pub fn move_log(&self) -> Result<i64> {
        self.conn
            .query_row("pragma wal_checkpoint(passive)", [], |row| row.get(1))
            .map_err(|e| fault("moving the log into the file", e))
    }

    /// Moves the rest and lets the next commit begin the log anew, if nobody reads from it just now.
    pub fn begin_log_anew(&self) -> Result<()> {
        let anew = |e| fault("beginning the log anew", e);
        self.conn.busy_timeout(Duration::ZERO).map_err(anew)?;
        let done = self.conn.query_row("pragma wal_checkpoint(restart)", [], |_| Ok(()));
        self.conn.busy_timeout(BUSY).map_err(anew)?;
        done.map_err(anew)
    }
}

fn elapsed_ms(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

fn cell(value: ValueRef<'_>) -> Cell {
    match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(v) => Cell::Int(v),
        // No table has a real column; a float can only come from a statement that should not be there.
        ValueRef::Real(v) => Cell::Text(v.to_string()),
        ValueRef::Text(v) => Cell::Text(String::from_utf8_lossy(v).into_owned()),
        ValueRef::Blob(v) => Cell::Blob(v.to_vec()),
    }
}

fn fault(doing: &str, error: rusqlite::Error) -> Error {
    let kind = match &error {
        rusqlite::Error::SqliteFailure(code, message) => match code.code {
            ErrorCode::ConstraintViolation => unique_columns(message.as_deref().unwrap_or("")),
            ErrorCode::OperationInterrupted => FaultKind::Slow,
            _ => FaultKind::Other,
        },
        _ => FaultKind::Other,
    };
    Fault::new(doing, error).kind(kind).into()
}

/// `UNIQUE constraint failed: t.a, t.b` names the columns; SQLite names no constraint.
fn unique_columns(message: &str) -> FaultKind {
    match message.strip_prefix("UNIQUE constraint failed: ") {
        Some(list) => FaultKind::Unique(
            list.split(", ").map(|c| c.rsplit('.').next().unwrap_or(c).to_owned()).collect(),
        ),
        None => FaultKind::Other,
    }
}
