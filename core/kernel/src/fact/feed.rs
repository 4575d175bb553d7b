//! Facts to the query engine: whatever happened after the position it has reached.
//!
//! The engine's own position rules, not the follower's cursor: an engine that lost its files stands at 0 and is
//! given everything again. Two threads may feed one engine; who comes second finds that it moved and goes on.

use super::Fact;
use super::store::fact;
use crate::city::City;
use crate::follower::{Follower, Since, Work};
use crate::journal::store as journal;
use base::query::{Changes, FactRow, QueryError, Refusal};
use base::{Fault, Result};
use db::{Read, Sql};
use std::sync::Arc;

const STATED: Sql = Sql::new(
    "kernel.fact.feed.stated",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where seq_in > ?1 and seq_in <= ?2 order by seq_in, id limit ?3",
);
const ENDED: Sql = Sql::new(
    "kernel.fact.feed.ended",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where seq_out > ?1 and seq_out <= ?2 and seq_in <= ?1 order by seq_out, id limit ?3",
);
const STATED_BEYOND: Sql = Sql::new(
    "kernel.fact.feed.stated_beyond",
    "select seq_in from fact where seq_in > ?1 order by seq_in limit 1 offset ?2",
);
const ENDED_BEYOND: Sql = Sql::new(
    "kernel.fact.feed.ended_beyond",
    "select seq_out from fact where seq_out > ?1 order by seq_out limit 1 offset ?2",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[STATED, ENDED, STATED_BEYOND, ENDED_BEYOND];

/// The name of the follower.
pub const FOLLOWER: &str = "kernel.fact.feed";
/// Facts of one push, roughly: a push ends with a whole position.
const FACTS: i64 = 50_000;
/// Facts that one act can state or end; more in one push is a fault.
const FACTS_MAX: i64 = 1_000_000;
/// After so many facts in one go the engine writes them down, so that they are not asked for again.
const FLUSH_FROM: usize = 10_000;

/// Gives the engine of a city everything up to the newest durable position; how many facts that were.
///
/// # Errors
/// `query-absent` for a city without an engine; faults of the database and of the engine's disk.
pub fn catch_up(city: &City) -> Result<usize> {
    let engine = Arc::clone(city.engine()?);
    let newest = city.read_blocking(|read| journal::newest(read))?;
    if engine.reached() > newest {
        // The register was put back to an earlier time: what the engine knows beyond it never happened here.
        engine.reset()?;
    }
    let mut given = 0;
    loop {
        let after = engine.reached();
        if after >= newest {
            break;
        }
        let changes = city.read_blocking(move |read| changes(read, after, newest))?;
        let facts = changes.stated.len() + changes.ended.len();
        match engine.push(changes) {
            Ok(()) => given += facts,
            Err(QueryError::Refused(Refusal::Moved { .. })) => {}
            Err(error) => return Err(error.into()),
        }
    }
    if given >= FLUSH_FROM {
        engine.flush()?;
    }
    Ok(given)
}

/// The follower that keeps the engine fresh. It needs a runner of its own: the first filling takes long.
pub fn follower() -> Follower {
    Follower {
        name: FOLLOWER,
        actions: &[],
        since: Since::Now,
        work: Work::Outside {
            reset: Arc::new(|city| Ok(city.engine()?.reset()?)),
            take: Arc::new(|city, _| catch_up(city).map(|_| ())),
        },
    }
}

/// All that happened to facts after `after`, up to a position at or before `newest`.
fn changes(read: &impl Read, after: i64, newest: i64) -> Result<Changes> {
    let beyond = |sql: &Sql| read.opt(sql, &[after.into(), FACTS.into()], |row| row.get::<i64>(0));
    let end = [beyond(&STATED_BEYOND)?, beyond(&ENDED_BEYOND)?].into_iter().flatten().min();
    let up_to = end.map_or(newest, |position| (position - 1).max(after + 1).min(newest));
    let rows = |sql: &Sql| -> Result<Vec<FactRow>> {
        let found = read.list(sql, &[after.into(), up_to.into(), FACTS_MAX.into()], fact)?;
        match i64::try_from(found.len()) {
            Ok(count) if count < FACTS_MAX => Ok(found.into_iter().map(|fact| row(fact, up_to)).collect()),
            _ => Err(Fault::new("feeding the query engine", format!("{FACTS_MAX} facts at {up_to}")).into()),
        }
    };
    Ok(Changes { after, up_to, stated: rows(&STATED)?, ended: rows(&ENDED)? })
}

/// A fact as it stood at `up_to`.
fn row(fact: Fact, up_to: i64) -> FactRow {
    let says = fact.says;
    FactRow {
        id: fact.id,
        kind: says.kind,
        subject: says.subject,
        other: says.other,
        code: says.code,
        amount: says.amount,
        place: says.place,
        valid: says.valid,
        level: says.level,
        evidence: says.evidence,
        source: says.source,
        seq_in: fact.seq_in,
        seq_out: fact.seq_out.filter(|out| *out <= up_to),
    }
}
