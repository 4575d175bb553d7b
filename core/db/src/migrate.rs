//! Migrations: forward only, one story per file, never edited after release.
//!
//! A migration is written once, in a small common SQL: `text`, `integer`, `blob`, `strict`, `without rowid`.
//! For PostgreSQL the types are rewritten (`bigint`, `bytea`, text with byte order); what differs in kind stands
//! between `-- only sqlite`, `-- only postgres` and `-- both`.

use crate::conn::{Conn, Read};
use crate::sql::Sql;
use base::{Fault, Instant, Result};
use sha2::{Digest, Sha256};

/// One migration.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `0001_organisation`.
    pub name: &'static str,
    /// The SQL.
    pub sql: &'static str,
}

/// The migrations of one area, in order.
#[derive(Clone, Copy, Debug)]
pub struct Migrations {
    /// The area's name; its tables carry it.
    pub area: &'static str,
    /// In order.
    pub steps: &'static [Migration],
}

const CREATE: &str = "create table if not exists db_migration (
    area text not null, name text not null, digest text not null, at integer not null, primary key (area, name)) strict;
  create table if not exists db_fence (id integer not null primary key, epoch integer not null, seq integer not null) strict;
  insert into db_fence (id, epoch, seq) values (1, 0, 0) on conflict do nothing;";

const APPLIED: Sql =
    Sql::new("db.migration.find", "select digest from db_migration where area = ?1 and name = ?2");
const RECORD: Sql = Sql::new(
    "db.migration.record",
    "insert into db_migration (area, name, digest, at) values (?1, ?2, ?3, ?4)",
);

/// Brings the tables to the state this program expects. Each migration is a transaction of its own.
pub fn migrate(conn: &Conn, all: &[Migrations], now: Instant) -> Result<()> {
    conn.script("preparing the migrations", &for_database(CREATE, conn.is_postgres()))?;
    for area in all {
        for step in area.steps {
            apply(conn, area.area, step, now)?;
        }
    }
    Ok(())
}

fn apply(conn: &Conn, area: &str, step: &Migration, now: Instant) -> Result<()> {
    let digest = hex(&Sha256::digest(step.sql.as_bytes()));
    let applied = conn.opt(&APPLIED, &[area.into(), step.name.into()], |row| row.get::<String>(0))?;
    match applied {
        Some(found) if found == digest => return Ok(()),
        Some(_) => {
            return Err(Fault::new(
                format!("migrating {area}"),
                format!("{} was edited after it was applied here; write a new migration instead", step.name),
            )
            .into());
        }
        None => {}
    }
    let doing = format!("migrating {area} {}", step.name);
    conn.script(&doing, conn.begin_write())?;
    let done = conn
        .script(&doing, &for_database(step.sql, conn.is_postgres()))
        .and_then(|()| conn.execute(&RECORD, &[area.into(), step.name.into(), (&digest).into(), now.into()]));
    match done {
        Ok(_) => conn.script(&doing, "commit"),
        Err(error) => {
            let _ = conn.script(&doing, "rollback");
            Err(error)
        }
    }
}

/// The text for one of the two databases.
pub fn for_database(sql: &str, postgres: bool) -> String {
    let mut out = String::new();
    let mut wanted = true;
    for line in sql.lines() {
        match line.trim() {
            "-- only sqlite" => wanted = !postgres,
            "-- only postgres" => wanted = postgres,
            "-- both" => wanted = true,
            _ if wanted => {
                out.push_str(line);
                out.push('\n');
            }
            _ => {}
        }
    }
    if postgres { types_for_postgres(&out) } else { out }
}

fn types_for_postgres(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + 64);
    for line in sql.lines() {
        if line.trim_start().starts_with("--") {
            continue;
        }
        let (mut word, mut follows) = (String::new(), false);
        for c in line.chars().chain(std::iter::once('\n')) {
            if c.is_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            out.push_str(match word.as_str() {
                // A type follows a name; a column may itself be called `text`.
                "integer" if follows => "bigint",
                "blob" if follows => "bytea",
                "text" if follows => "text collate \"C\"",
                other => other,
            });
            follows = c == ' ' && (follows || !word.is_empty());
            word.clear();
            out.push(c);
        }
    }
    out.replace(") strict, without rowid", ")").replace(") strict", ")")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_serves_both() {
        let sql = "create table a (id integer primary key, b blob, text text not null) strict, without rowid;\n-- only sqlite\nx;\n-- only postgres\ny;\n-- both\nz;";
        assert_eq!(
            for_database(sql, true),
            "create table a (id bigint primary key, b bytea, text text collate \"C\" not null);\ny;\nz;\n"
        );
        assert!(for_database(sql, false).contains("strict, without rowid;\nx;\nz;"));
    }

    #[test]
    fn a_column_may_be_called_text() {
        let sql = "create table a (\n  text text not null,\n  b integer\n) strict;";
        assert_eq!(
            for_database(sql, true),
            "create table a (\n  text text collate \"C\" not null,\n  b bigint\n);\n"
        );
    }
}
