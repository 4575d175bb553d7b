//! All rows of a place as lines of JSON, from one snapshot, and back into an empty place of either kind.
//!
//! First line: the migrations that the tables had. Then per table its name and columns, its rows as arrays, and at the
//! end how many rows there were. Bytes are `{"x": hex}`. What the rows mean is none of this file's business.

use crate::conn::{Conn, Read};
use crate::migrate::{Migration, Migrations, migrate};
use crate::sql::{Cell, Param, Sql};
use base::{Error, Fault, Instant, Result, Saying};
use std::collections::BTreeSet;
use std::io::{BufRead, Write};
use std::sync::{Mutex, OnceLock};

/// Rows per fetch on PostgreSQL, whose driver would else hold the whole table.
const FETCH: usize = 1_000;
/// Rows per transaction when reading back.
const ROWS_PER_COMMIT: u64 = 20_000;
/// The longest line that is read, in bytes.
const LINE_MAX: usize = 256 << 20;

const LITE_TABLES: Sql = Sql::new(
    "db.dump.tables",
    "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name",
);
const PG_TABLES: Sql = Sql::new(
    "db.dump.tables",
    "select table_name::text from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1",
);
const LITE_COLUMNS: Sql = Sql::new("db.dump.columns", "select name from pragma_table_info(?1) order by cid");
const PG_COLUMNS: Sql = Sql::new(
    "db.dump.columns",
    "select column_name::text from information_schema.columns
      where table_schema = current_schema() and table_name = ?1 order by ordinal_position",
);
const APPLIED: Sql =
    Sql::new("db.dump.applied", "select area, name from db_migration order by area, name limit 10000");

/// One line of a dump.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Migrations(Vec<(String, String)>),
    Table { name: String, columns: Vec<String> },
    Row(Vec<Value>),
    End { rows: u64 },
}

/// A cell.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Value {
    Int(i64),
    Text(String),
    Blob { x: String },
    Null(()),
}

/// The tables of a place, by name.
pub fn tables(conn: &Conn) -> Result<Vec<String>> {
    conn.list(if conn.is_postgres() { &PG_TABLES } else { &LITE_TABLES }, &[], |row| row.get(0))
}

/// Writes all rows as they are in one snapshot; how many. `also` reads in the same snapshot, before the rows.
pub fn write<T>(conn: &Conn, to: &mut impl Write, also: impl FnOnce(&Conn) -> Result<T>) -> Result<(u64, T)> {
    conn.script("beginning a dump", conn.begin_read())?;
    let done = also(conn).and_then(|other| Ok((write_all(conn, to)?, other)));
    let ended = conn.script("ending a dump", "rollback");
    done.and_then(|done| ended.map(|()| done))
}

fn write_all(conn: &Conn, to: &mut impl Write) -> Result<u64> {
    put(to, &Line::Migrations(conn.list(&APPLIED, &[], |row| Ok((row.get(0)?, row.get(1)?)))?))?;
    let mut rows = 0;
    for name in tables(conn)? {
        let columns = if conn.is_postgres() { &PG_COLUMNS } else { &LITE_COLUMNS };
        let columns: Vec<String> = conn.list(columns, &[(&name).into()], |row| row.get(0))?;
        let select = format!("select {} from {}", columns.join(", "), plain(&name)?);
        put(to, &Line::Table { name, columns })?;
        each_row(conn, &select, &mut |cells| {
            rows += 1;
            put(to, &Line::Row(cells.into_iter().map(value).collect()))
        })?;
    }
    put(to, &Line::End { rows })?;
    to.flush().map_err(|e| Fault::new("writing a dump", e))?;
    Ok(rows)
}

fn each_row(conn: &Conn, select: &str, take: &mut dyn FnMut(Vec<Cell>) -> Result<()>) -> Result<()> {
    if !conn.is_postgres() {
        return conn.each(&statement(select), &[], &mut |row| take(row.0));
    }
    conn.script("opening a cursor", &format!("declare dump_rows no scroll cursor for {select}"))?;
    // The columns differ from table to table, so the fetch is another statement for each.
    let fetch = statement(&format!("fetch {FETCH} from dump_rows -- {select}"));
    loop {
        let mut count = 0;
        conn.each(&fetch, &[], &mut |row| {
            count += 1;
            take(row.0)
        })?;
        if count < FETCH {
            return conn.script("closing a cursor", "close dump_rows");
        }
    }
}

/// Reads a dump into a place that has no tables yet; how many rows. The tables are made by those of `migrations` that
/// the dump names, so an older dump gets its own tables and is migrated further when the city is opened.
///
/// # Errors
/// `db-dump-broken` with the line and why; `db-dump-newer` when the dump has migrations that this program does not
/// know; `db-dump-not-empty` when there are tables.
pub fn read(conn: &Conn, from: &mut impl BufRead, migrations: &[Migrations], now: Instant) -> Result<u64> {
    if !tables(conn)?.is_empty() {
        return Err(Saying::conflict("db-dump-not-empty").into());
    }
    let mut load = Load { conn, insert: None, rows: 0, ended: false };
    let (mut buffer, mut number) = (Vec::new(), 0u64);
    loop {
        buffer.clear();
        number += 1;
        let read = std::io::Read::take(&mut *from, LINE_MAX as u64)
            .read_until(b'\n', &mut buffer)
            .map_err(|e| Fault::new(format!("reading line {number} of a dump"), e))?;
        if read == 0 {
            break;
        }
        let broken = |why: String| Saying::invalid("db-dump-broken").with("line", number).with("why", why);
        let line = serde_json::from_slice(&buffer).map_err(|e| broken(e.to_string()))?;
        match line {
            Line::Migrations(names) if number == 1 => load.make_tables(&names, migrations, now)?,
            _ if number == 1 => return Err(broken("it does not begin with migrations".into()).into()),
            Line::Migrations(_) => return Err(broken("migrations twice".into()).into()),
            Line::Table { name, columns } => load.table(&name, &columns)?,
            Line::Row(values) => load.row(&values).map_err(|e| match e {
                Error::Refused(saying) => Error::Refused(Box::new(saying.with("line", number))),
                fault => fault,
            })?,
            Line::End { rows } => load.end(rows)?,
        }
    }
    match load.ended {
        true => Ok(load.rows),
        false => Err(Saying::invalid("db-dump-broken").with("line", number).with("why", "it was cut").into()),
    }
}

struct Load<'a> {
    conn: &'a Conn,
    insert: Option<(Sql, usize)>,
    rows: u64,
    ended: bool,
}

impl Load<'_> {
    fn make_tables(&self, names: &[(String, String)], migrations: &[Migrations], now: Instant) -> Result<()> {
        let known = |area: &str, name: &str| {
            migrations.iter().any(|m| m.area == area && m.steps.iter().any(|step| step.name == name))
        };
        if let Some((area, name)) = names.iter().find(|(area, name)| !known(area, name)) {
            return Err(Saying::invalid("db-dump-newer").with("area", area).with("name", name).into());
        }
        for area in migrations {
            let had = |step: &&Migration| names.iter().any(|(a, n)| a == area.area && n == step.name);
            for step in area.steps.iter().filter(had) {
                migrate(
                    self.conn,
                    &[Migrations { area: area.area, steps: std::slice::from_ref(step) }],
                    now,
                )?;
            }
        }
        self.conn.script("emptying new tables", "delete from db_migration; delete from db_fence")?;
        self.conn.script("beginning to fill", self.conn.begin_write())
    }

    fn table(&mut self, name: &str, columns: &[String]) -> Result<()> {
        let columns = columns.iter().map(|column| plain(column)).collect::<Result<Vec<_>>>()?;
        let marks: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        let (name, marks) = (plain(name)?, marks.join(", "));
        let text = format!("insert into {name} ({}) values ({marks})", columns.join(", "));
        self.insert = Some((statement(&text), columns.len()));
        Ok(())
    }

    fn row(&mut self, values: &[Value]) -> Result<()> {
        let broken = |why: &str| Saying::invalid("db-dump-broken").with("why", why);
        let (insert, columns) = self.insert.as_ref().ok_or_else(|| broken("a row before a table"))?;
        if values.len() != *columns {
            return Err(broken("a row with another number of cells").into());
        }
        let bytes = values
            .iter()
            .map(|value| match value {
                Value::Blob { x } => unhex(x).ok_or_else(|| broken("bytes that are not hex").into()),
                _ => Ok(Vec::new()),
            })
            .collect::<Result<Vec<Vec<u8>>>>()?;
        let params: Vec<Param<'_>> = values
            .iter()
            .zip(&bytes)
            .map(|(value, bytes)| match value {
                Value::Int(v) => Param::Int(*v),
                Value::Text(v) => Param::Text(v),
                Value::Blob { .. } => Param::Blob(bytes),
                Value::Null(()) => Param::Null,
            })
            .collect();
        self.conn.execute(insert, &params)?;
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS_PER_COMMIT) {
            self.conn.script("keeping rows", "commit")?;
            self.conn.script("filling on", self.conn.begin_write())?;
        }
        Ok(())
    }

    fn end(&mut self, rows: u64) -> Result<()> {
        if rows != self.rows || self.ended {
            return Err(Saying::invalid("db-dump-broken").with("why", "rows are missing").into());
        }
        self.ended = true;
        self.conn.script("keeping rows", "commit")
    }
}

fn put(to: &mut impl Write, line: &Line) -> Result<()> {
    serde_json::to_writer(&mut *to, line).map_err(|e| Fault::new("writing a dump", e))?;
    to.write_all(b"\n").map_err(|e| Fault::new("writing a dump", e).into())
}

fn value(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::Null(()),
        Cell::Int(v) => Value::Int(v),
        Cell::Text(v) => Value::Text(v),
        Cell::Blob(v) => Value::Blob { x: v.iter().map(|b| format!("{b:02x}")).collect() },
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| {
            let digit = |at: usize| char::from(*pair.get(at)?).to_digit(16);
            u8::try_from(digit(0)? * 16 + digit(1)?).ok()
        })
        .collect()
}

/// Names stand unquoted in statements; those of a dump come from a file.
fn plain(name: &str) -> Result<&str> {
    let good = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_';
    match !name.is_empty() && name.bytes().all(good) {
        true => Ok(name),
        false => Err(Saying::invalid("db-dump-broken").with("why", format!("the name {name:?}")).into()),
    }
}

/// Statements are static, because they are kept prepared; those made from table names are few and kept for good.
fn statement(text: &str) -> Sql {
    static MADE: OnceLock<Mutex<BTreeSet<&'static str>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap_or_else(|broken| broken.into_inner());
    let text = match made.get(text) {
        Some(known) => *known,
        None => {
            let known: &'static str = Box::leak(text.to_owned().into_boxed_str());
            made.insert(known);
            known
        }
    };
    Sql::new("db.dump.rows", text)
}
