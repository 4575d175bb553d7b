//! Rows of followers: cursors and parked entries.

use crate::tx::Tx;
use base::{Instant, Result, Saying};
use db::{Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.follower.insert",
    "insert into follower (name, form, position, failures, reset) values (?1, ?2, ?3, 0, 0) on conflict do nothing",
);
const STANDING: Sql = Sql::new(
    "kernel.follower.find",
    "select name, form, position, failures, retry_at, error, reset from follower where name = ?1",
);
const LIST: Sql = Sql::new(
    "kernel.follower.list",
    "select name, form, position, failures, retry_at, error, reset from follower order by name limit 200",
);
const ADVANCE: Sql = Sql::new(
    "kernel.follower.advance",
    "update follower set position = ?3, failures = 0, retry_at = null, error = null
      where name = ?1 and position = ?2 and reset = 0",
);
const FAILED: Sql = Sql::new(
    "kernel.follower.failed",
    "update follower set failures = ?3, retry_at = ?4, error = ?5 where name = ?1 and position = ?2",
);
const ORDER_REBUILD: Sql = Sql::new(
    "kernel.follower.order_rebuild",
    "update follower set position = 0, failures = 0, retry_at = null, error = null, reset = 1
      where name = ?1 and form = 'outside'",
);
const FORGET_PARKED: Sql =
    Sql::new("kernel.follower.forget_parked", "delete from follower_parked where follower = ?1");
const WAS_RESET: Sql = Sql::new("kernel.follower.was_reset", "update follower set reset = 0 where name = ?1");
const PARK: Sql = Sql::new(
    "kernel.follower.park",
    "insert into follower_parked (follower, seq, attempts, error, at, wanted) values (?1, ?2, ?3, ?4, ?5, 0)
     on conflict (follower, seq) do update set attempts = follower_parked.attempts + excluded.attempts,
       error = excluded.error, at = excluded.at, wanted = 0",
);
const PARKED: Sql = Sql::new(
    "kernel.follower.parked",
    "select p.follower, p.seq, p.attempts, p.error, p.at, p.wanted, e.action, e.subject
       from follower_parked p join journal_entry e on e.seq = p.seq
      where p.follower > ?1 or (p.follower = ?1 and p.seq > ?2) order by p.follower, p.seq limit ?3",
);
const WANTED: Sql = Sql::new(
    "kernel.follower.wanted",
    "select seq from follower_parked where follower = ?1 and wanted = 1 order by seq limit ?2",
);
const WANT: Sql = Sql::new(
    "kernel.follower.want",
    "update follower_parked set wanted = 1 where follower = ?1 and seq = ?2 and wanted = 0",
);
const UNPARK: Sql =
    Sql::new("kernel.follower.unpark", "delete from follower_parked where follower = ?1 and seq = ?2");
const PARKED_AGAIN: Sql = Sql::new(
    "kernel.follower.parked_again",
    "update follower_parked set attempts = attempts + 1, error = ?3, at = ?4, wanted = 0
      where follower = ?1 and seq = ?2",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    INSERT,
    STANDING,
    LIST,
    ADVANCE,
    FAILED,
    ORDER_REBUILD,
    FORGET_PARKED,
    WAS_RESET,
    PARK,
    PARKED,
    WANTED,
    WANT,
    UNPARK,
    PARKED_AGAIN,
];

/// Where a follower stands.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Standing {
    /// Which.
    pub name: String,
    /// `act` or `outside`.
    pub form: String,
    /// The last entry it has dealt with.
    pub position: i64,
    /// How often the next one failed.
    pub failures: i64,
    /// When it is tried again.
    pub retry_at: Option<Instant>,
    /// What went wrong last.
    pub error: Option<String>,
    /// A rebuild was ordered and has not begun.
    pub reset: bool,
}

/// An entry that waits for a person.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Parked {
    /// Whose.
    pub follower: String,
    /// The entry.
    pub seq: i64,
    /// How often it failed.
    pub attempts: i64,
    /// What went wrong last.
    pub error: String,
    /// When.
    pub at: Instant,
    /// It is to be tried again.
    pub wanted: bool,
    /// The entry's action.
    pub action: String,
    /// The entry's subject.
    pub subject: String,
}

pub fn insert(tx: &Tx<'_>, name: &str, form: &str, position: i64) -> Result<()> {
    tx.execute(&INSERT, &[name.into(), form.into(), position.into()])?;
    Ok(())
}

/// One follower's standing; none when the city has not seen it.
pub fn standing(read: &impl Read, name: &str) -> Result<Option<Standing>> {
    read.opt(&STANDING, &[name.into()], row_of_standing)
}

/// All followers, by name.
pub fn standings(read: &impl Read) -> Result<Vec<Standing>> {
    read.list(&LIST, &[], row_of_standing)
}

fn row_of_standing(row: &Row) -> Result<Standing> {
    Ok(Standing {
        name: row.get(0)?,
        form: row.get(1)?,
        position: row.get(2)?,
        failures: row.get(3)?,
        retry_at: row.get(4)?,
        error: row.get(5)?,
        reset: row.get(6)?,
    })
}

/// Moves the cursor. Refused as "not now" when it is not where the caller believes: another thread moved it, or a
/// rebuild was ordered; the caller begins its turn again.
pub fn advance(tx: &Tx<'_>, name: &str, from: i64, to: i64) -> Result<()> {
    match tx.execute(&ADVANCE, &[name.into(), from.into(), to.into()])? {
        1 => Ok(()),
        _ => Err(Saying::new(base::problem::Class::Unavailable, "follower-moved")
            .with("follower", name)
            .into()),
    }
}

pub fn failed(
    tx: &Tx<'_>,
    name: &str,
    position: i64,
    failures: i64,
    retry_at: Instant,
    error: &str,
) -> Result<()> {
    tx.execute(&FAILED, &[name.into(), position.into(), failures.into(), retry_at.into(), error.into()])?;
    Ok(())
}

/// False when there is no such outside follower.
pub fn order_rebuild(tx: &Tx<'_>, name: &str) -> Result<bool> {
    let ordered = tx.execute(&ORDER_REBUILD, &[name.into()])? == 1;
    if ordered {
        tx.execute(&FORGET_PARKED, &[name.into()])?;
    }
    Ok(ordered)
}

pub fn was_reset(tx: &Tx<'_>, name: &str) -> Result<()> {
    tx.execute(&WAS_RESET, &[name.into()])?;
    Ok(())
}

pub fn park(tx: &Tx<'_>, name: &str, seq: i64, attempts: i64, error: &str) -> Result<()> {
    tx.execute(&PARK, &[name.into(), seq.into(), attempts.into(), error.into(), tx.received().into()])?;
    Ok(())
}

/// Parked entries of all followers after (follower, seq), in that order.
pub fn parked(read: &impl Read, after: (&str, i64), limit: i64) -> Result<Vec<Parked>> {
    read.list(&PARKED, &[after.0.into(), after.1.into(), limit.into()], |row| {
        Ok(Parked {
            follower: row.get(0)?,
            seq: row.get(1)?,
            attempts: row.get(2)?,
            error: row.get(3)?,
            at: row.get(4)?,
            wanted: row.get(5)?,
            action: row.get(6)?,
            subject: row.get(7)?,
        })
    })
}

/// Parked entries that are to be tried again.
pub fn wanted(read: &impl Read, name: &str, limit: i64) -> Result<Vec<i64>> {
    read.list(&WANTED, &[name.into(), limit.into()], |row| row.get(0))
}

/// False when no such entry is parked, or it is wanted already.
pub fn want(tx: &Tx<'_>, name: &str, seq: i64) -> Result<bool> {
    Ok(tx.execute(&WANT, &[name.into(), seq.into()])? == 1)
}

/// Takes an entry off; refused when it is not parked any more: somebody else dealt with it.
pub fn unpark(tx: &Tx<'_>, name: &str, seq: i64) -> Result<()> {
    match tx.execute(&UNPARK, &[name.into(), seq.into()])? {
        1 => Ok(()),
        _ => {
            Err(Saying::not_found("follower-not-parked").with("follower", name).with("position", seq).into())
        }
    }
}

pub fn parked_again(tx: &Tx<'_>, name: &str, seq: i64, error: &str) -> Result<()> {
    tx.execute(&PARKED_AGAIN, &[name.into(), seq.into(), error.into(), tx.received().into()])?;
    Ok(())
}
