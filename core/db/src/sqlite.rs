//! SQLite: how a statement runs there and what its errors mean.

use crate::place::Sync;
use crate::sql::{Cell, Param, Row, Sql};
use base::{Error, Fault, FaultKind, Result};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// Pages of 4 KiB in the log beyond which the writer tries to begin it anew, without waiting for anybody.
const LOG_PAGES: i64 = 8_192;
/// It tries only when this few are left to be moved into the file: that much work it does itself.
const LOG_PAGES_LEFT: i64 = 2_048;
/// Pages beyond which it waits for readers: 2 GiB.
const LOG_PAGES_MAX: i64 = 524_288;
/// How often the writer looks after the log.
const BATCHES_PER_LOOK: u32 = 8;
/// How long a connection waits for another's lock.
const BUSY: Duration = Duration::from_secs(5);

pub struct Lite {
    conn: Connection,
    opened: Instant,
    started_ms: Arc<AtomicU64>,
    batches: std::cell::Cell<u32>,
    keeper: Option<Keeper>,
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
        let lite = Lite::connect(file, flags, vfs)?;
        let sync = match sync {
            Sync::Full => "full",
            Sync::Normal => "normal",
        };
        lite.script(
            "opening the database",
            &format!(
                "pragma journal_mode=wal; pragma synchronous={sync}; pragma secure_delete=on; pragma foreign_keys=on;
                 pragma cache_size=-262144; pragma temp_store=memory; pragma wal_autocheckpoint=4000;
                 pragma journal_size_limit=268435456; pragma trusted_schema=off;"
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
        conn.busy_timeout(BUSY).map_err(|e| fault("opening the database", e))?;
        Ok(Lite {
            conn,
            opened: Instant::now(),
            started_ms: Arc::default(),
            batches: std::cell::Cell::new(0),
            keeper: None,
        })
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

    /// The writer's own care of the log: another thread moves it into the file, so that commits do not wait for that.
    pub fn keep_log(&mut self, file: &Path, vfs: Option<&str>) -> Result<()> {
        let helper =
            Lite::connect(file, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX, vfs)?;
        helper
            .script("preparing the log's thread", "pragma synchronous=full; pragma wal_autocheckpoint=0")?;
        self.script("preparing the log", "pragma wal_autocheckpoint=0")?;
        let (ask, asked) = mpsc::sync_channel::<()>(1);
        let log = Arc::new(Log::default());
        let seen = Arc::clone(&log);
        std::thread::Builder::new()
            .name("log".into())
            .spawn(move || {
                while asked.recv().is_ok() {
                    match helper.move_log("passive") {
                        Ok((pages, moved)) => {
                            seen.pages.store(pages, Ordering::Relaxed);
                            seen.moved.store(moved, Ordering::Relaxed);
                        }
                        Err(error) => tracing::warn!(%error, "the log could not be moved into the file"),
                    }
                }
            })
            .map_err(|e| Fault::new("starting the log's thread", e))?;
        self.keeper = Some(Keeper { ask, log });
        Ok(())
    }

    /// Called by the writer between batches. The log begins anew once nearly all of it is in the file and no reader
    /// needs it; while readers hold it, it grows, and only when it is very long the writer waits for them.
    pub fn tidy_log(&self) -> Result<()> {
        let Some(keeper) = &self.keeper else { return Ok(()) };
        self.batches.set(self.batches.get().wrapping_add(1));
        if !self.batches.get().is_multiple_of(BATCHES_PER_LOOK) {
            return Ok(());
        }
        let (pages, moved) =
            (keeper.log.pages.load(Ordering::Relaxed), keeper.log.moved.load(Ordering::Relaxed));
        let _ = keeper.ask.try_send(());
        if pages < LOG_PAGES || (pages - moved > LOG_PAGES_LEFT && pages < LOG_PAGES_MAX) {
            return Ok(());
        }
        let patience = if pages < LOG_PAGES_MAX { Duration::ZERO } else { BUSY };
        self.conn.busy_timeout(patience).map_err(|e| fault("starting the log anew", e))?;
        let done = self.move_log("restart");
        self.conn.busy_timeout(BUSY).map_err(|e| fault("starting the log anew", e))?;
        keeper.log.pages.store(0, Ordering::Relaxed);
        done.map(|_| ())
    }

    /// Pages in the log, and how many of them are in the file now.
    fn move_log(&self, how: &str) -> Result<(i64, i64)> {
        self.conn
            .query_row(&format!("pragma wal_checkpoint({how})"), [], |row| Ok((row.get(1)?, row.get(2)?)))
            .map_err(|e| fault("moving the log into the file", e))
    }
}

/// The thread that moves the log into the file; it ends with the writer's connection.
struct Keeper {
    ask: mpsc::SyncSender<()>,
    log: Arc<Log>,
}

/// What that thread saw last, in pages.
#[derive(Default)]
struct Log {
    pages: AtomicI64,
    moved: AtomicI64,
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
