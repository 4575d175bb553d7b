//! Retention by kind: what a kind declares in years is carried out once a day, as an act.
//!
//! A fact ends: from the sweep on nobody believes it, while reads at older positions still show what was believed then.
//! A record of an area goes by the area's own statement. People are another matter: their fields carry a last day, and
//! forgetting them is an act of its own (`person`).

use crate::account::Caller;
use crate::city::City;
use crate::fact;
use crate::policy::{Action, Kind, Target};
use crate::tx::Tx;
use base::{Day, Id, Ref, Result, Saying};
use db::{Read as _, Sql};
use serde_json::json;

/// Removing what is past the years of its kind; only the program does.
pub const EXPIRE: Action = Action::new("kernel.retention.expire", &[]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&EXPIRE];

const FACTS_DUE: Sql = Sql::new(
    "kernel.retention.facts_due",
    "select id from fact where kind = ?1 and seq_out is null and valid_to <= ?2 order by id limit ?3",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FACTS_DUE];

/// Records that one act removes: an act is bounded.
const RECORDS_MAX: i64 = 1_000;

/// Removes up to so many records of a kind that ended on or before a day, inside an act; how many.
pub type Expire = fn(&mut Tx<'_>, &Kind, Day, i64) -> Result<u64>;

/// How what a kind declares is carried out.
#[derive(Clone, Copy)]
pub struct Keep {
    /// The kind.
    pub kind: &'static Kind,
    expire: Expire,
}

impl Keep {
    /// Facts of a kind: belief in them ends.
    pub fn facts(kind: &'static Kind) -> Keep {
        Keep { kind, expire: end_facts }
    }
    /// Records of a kind, by a statement of their own.
    pub const fn records(kind: &'static Kind, expire: Expire) -> Keep {
        Keep { kind, expire }
    }
}

/// Carries out retention; how many acts it took. Doing it twice removes nothing more.
pub fn run(city: &City, all: &[Keep]) -> Result<u64> {
    let mut acts = 0;
    for keep in all.iter().copied().filter(|keep| keep.kind.retention.years.is_some()) {
        loop {
            let done = city.act_blocking(Caller::System("sweep"), None, move |tx| expire(tx, &keep));
            match done {
                Ok(_) => acts += 1,
                Err(error) if error.is("retention-nothing-due") => break,
                Err(error) => return Err(error),
            }
        }
    }
    Ok(acts)
}

fn expire(tx: &mut Tx<'_>, keep: &Keep) -> Result<crate::tx::Done> {
    tx.allow(&EXPIRE, &Target::default())?;
    let (kind, retention) = (keep.kind, keep.kind.retention);
    let before = tx.today().years_before(retention.years.unwrap_or(i64::MAX));
    let count = (keep.expire)(tx, kind, before, RECORDS_MAX)?;
    if count == 0 {
        return Err(Saying::conflict("retention-nothing-due").with("kind", kind.name).into());
    }
    // What stays, and why: the entry itself proves that something was there and went.
    let body = json!({"kind": kind.name, "ended_by": before, "years": retention.years, "basis": retention.basis,
        "count": count, "kept": "positions, counts and hashes of the journal"});
    tx.record(&EXPIRE, Ref::new("retention", kind.name), None, &body, &[])
}

fn end_facts(tx: &mut Tx<'_>, kind: &Kind, before: Day, limit: i64) -> Result<u64> {
    let due: Vec<Id> =
        tx.list(&FACTS_DUE, &[kind.name.into(), before.into(), limit.into()], |row| row.get(0))?;
    due.iter().try_for_each(|id| fact::end(tx, *id))?;
    Ok(due.len() as u64)
}
