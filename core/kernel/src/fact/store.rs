//! Rows of facts, and reading them as of any position.

use super::{Fact, IDENTITY, Statement};
use crate::tx::Tx;
use base::{Days, Fault, Id, Level, Ref, Result};
use db::{Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.fact.insert",
    "insert into fact (id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
);
const END: Sql =
    Sql::new("kernel.fact.end", "update fact set seq_out = ?2 where id = ?1 and seq_out is null");
const FIND: Sql = Sql::new(
    "kernel.fact.find",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where id = ?1",
);
const OF_SUBJECT: Sql = Sql::new(
    "kernel.fact.of_subject",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where subject = ?1 and kind = ?2 and seq_in <= ?3 and (seq_out is null or seq_out > ?3)
      order by coalesce(valid_from, -9000000), seq_in, id limit ?4",
);
const OF_KIND: Sql = Sql::new(
    "kernel.fact.of_kind",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where kind = ?1 and seq_in <= ?2 and (seq_out is null or seq_out > ?2) and id > ?3
      order by id limit ?4",
);
const SAME_AS: Sql = Sql::new(
    "kernel.fact.same_as",
    "select id, other from fact
      where subject = ?1 and kind = ?2 and seq_in <= ?3 and (seq_out is null or seq_out > ?3)
      order by seq_in desc, id desc limit 1",
);
const MERGED_INTO: Sql = Sql::new(
    "kernel.fact.merged_into",
    "select subject from fact
      where other = ?1 and kind = ?2 and seq_in <= ?3 and (seq_out is null or seq_out > ?3)
      order by subject limit ?4",
);

const PAGE: Sql = Sql::new(
    "kernel.fact.page",
    "select id, kind, subject, other, code, amount, place, valid_from, valid_to, level, evidence, source, seq_in, seq_out
       from fact where id > ?1 order by id limit ?2",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, END, FIND, OF_SUBJECT, OF_KIND, SAME_AS, MERGED_INTO, PAGE];

/// The position that means "now": later than any other.
pub const LATEST: i64 = i64::MAX - 1;

/// A chain of merges is never longer; the act refuses circles.
const CHAIN_MAX: usize = 64;
/// Records merged directly into one.
const MERGED_MAX: i64 = 1_000;

pub fn insert(tx: &mut Tx<'_>, id: Id, says: &Statement) -> Result<()> {
    before_recording(tx)?;
    tx.facts.state(id, says);
    let about = says.subject.to_string();
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            (&says.kind).into(),
            (&about).into(),
            (&says.other.as_ref().map(Ref::to_string)).into(),
            (&says.code).into(),
            says.amount.into(),
            (&says.place).into(),
            says.valid.from.into(),
            says.valid.to.into(),
            says.level.number().into(),
            (&says.evidence.map(|id| id.to_string())).into(),
            (&says.source).into(),
            tx.seq().into(),
        ],
    )?;
    tx.fact_about = about;
    Ok(())
}

/// The entry says which facts its act states and ends, so nothing may follow it.
fn before_recording(tx: &Tx<'_>) -> Result<()> {
    match tx.recorded() {
        false => Ok(()),
        true => Err(Fault::new("stating a fact", "the act has recorded itself already").into()),
    }
}

/// False when the fact is not current.
pub fn end(tx: &mut Tx<'_>, id: Id) -> Result<bool> {
    before_recording(tx)?;
    tx.facts.end(id);
    Ok(tx.execute(&END, &[(&id.to_string()).into(), tx.seq().into()])? == 1)
}

pub(super) fn fact(row: &Row) -> Result<Fact> {
    let broken = |what: &str| Fault::new("reading a fact", format!("its {what} is broken"));
    let other: Option<String> = row.get(3)?;
    Ok(Fact {
        id: row.get(0)?,
        seq_in: row.get(12)?,
        seq_out: row.get(13)?,
        says: Statement {
            kind: row.get(1)?,
            subject: Ref::parse(&row.get::<String>(2)?)?,
            other: other.map(|text| Ref::parse(&text)).transpose()?,
            code: row.get(4)?,
            amount: row.get(5)?,
            place: row.get(6)?,
            valid: Days { from: row.get(7)?, to: row.get(8)? },
            level: Level::from_number(row.get(9)?).ok_or_else(|| broken("level"))?,
            evidence: row.get(10)?,
            source: row.get(11)?,
        },
    })
}

/// One fact, current or not.
pub fn find(read: &impl Read, id: Id) -> Result<Option<Fact>> {
    read.opt(&FIND, &[(&id.to_string()).into()], fact)
}

/// Facts of one kind about one subject, as believed at `position`, by the day they begin.
pub fn of_subject(
    read: &impl Read,
    subject: &Ref,
    kind: &str,
    position: i64,
    limit: i64,
) -> Result<Vec<Fact>> {
    read.list(&OF_SUBJECT, &[(&subject.to_string()).into(), kind.into(), position.into(), limit.into()], fact)
}

/// Facts of one kind as believed at `position`, in the order of their ids, after `after`.
pub fn of_kind(
    read: &impl Read,
    kind: &str,
    position: i64,
    after: Option<Id>,
    limit: i64,
) -> Result<Vec<Fact>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    read.list(&OF_KIND, &[kind.into(), position.into(), (&after).into(), limit.into()], fact)
}

/// All facts, believed or not, in the order of their ids; the first page is after the empty text.
pub fn page(read: &impl Read, after: &str, limit: i64) -> Result<Vec<Fact>> {
    read.list(&PAGE, &[after.into(), limit.into()], fact)
}

/// The record that `of` is known to be at `position`: the end of the chain of "A is B".
pub fn resolve(read: &impl Read, of: &Ref, position: i64) -> Result<Ref> {
    let mut current = of.clone();
    for _ in 0..CHAIN_MAX {
        match same_as(read, &current, position)? {
            Some((_, next)) => current = next,
            None => return Ok(current),
        }
    }
    Err(Fault::new("resolving an identity", format!("the chain from {of} does not end")).into())
}

/// The identity fact of a record at `position`, and what it is.
pub fn same_as(read: &impl Read, of: &Ref, position: i64) -> Result<Option<(Id, Ref)>> {
    read.opt(&SAME_AS, &[(&of.to_string()).into(), IDENTITY.into(), position.into()], |row| {
        Ok((row.get(0)?, Ref::parse(&row.get::<String>(1)?)?))
    })
}

/// All records that are this one at `position`, through any number of merges; without itself.
pub fn all_merged_into(read: &impl Read, kept: &Ref, position: i64) -> Result<Vec<Ref>> {
    let mut found: Vec<Ref> = Vec::new();
    let mut next = 0;
    let mut of = kept.clone();
    loop {
        found.extend(merged_into(read, &of, position, MERGED_MAX)?);
        match found.get(next) {
            Some(other) if found.len() < CHAIN_MAX * CHAIN_MAX => of = other.clone(),
            _ => return Ok(found),
        }
        next += 1;
    }
}

/// The records merged directly into this one at `position`.
pub fn merged_into(read: &impl Read, kept: &Ref, position: i64, limit: i64) -> Result<Vec<Ref>> {
    read.list(
        &MERGED_INTO,
        &[(&kept.to_string()).into(), IDENTITY.into(), position.into(), limit.into()],
        |row| Ref::parse(&row.get::<String>(0)?),
    )
}
