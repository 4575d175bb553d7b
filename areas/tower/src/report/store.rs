//! Rows of published reports: only their period and position; what they count is read again.

use super::Published;
use base::{Id, Result};
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.promise_report.insert",
    "insert into tower_promise_report (id, number, from_day, to_day, today, position, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
);
const BY_NUMBER: Sql = Sql::new(
    "tower.promise_report.by_number",
    "select number, from_day, to_day, today, position from tower_promise_report where number = ?1",
);
const LIST: Sql = Sql::new(
    "tower.promise_report.list",
    "select number, from_day, to_day, today, position from tower_promise_report order by seq desc limit 200",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, BY_NUMBER, LIST];

pub fn insert(tx: &Tx<'_>, id: Id, new: &Published) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            (&new.number).into(),
            new.from.into(),
            new.until.into(),
            new.today.into(),
            new.position.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

pub fn by_number(read: &impl Read, number: &str) -> Result<Published> {
    read.one(&BY_NUMBER, &[number.into()], published)
}

/// The newest first.
pub fn list(read: &impl Read) -> Result<Vec<Published>> {
    read.list(&LIST, &[], published)
}

fn published(row: &Row) -> Result<Published> {
    Ok(Published {
        number: row.get(0)?,
        from: row.get(1)?,
        until: row.get(2)?,
        today: row.get(3)?,
        position: row.get(4)?,
    })
}
