//! Links: who caused what. Written by the act that causes it; the thread from a problem to a job is made of them.

use crate::tx::Tx;
use base::{Id, Ref, Result};
use db::{Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.link.insert",
    "insert into link (id, from_ref, verb, to_ref, basis, seq_in) values (?1, ?2, ?3, ?4, ?5, ?6)",
);
const END: Sql =
    Sql::new("kernel.link.end", "update link set seq_out = ?2 where id = ?1 and seq_out is null");
const FROM: Sql = Sql::new(
    "kernel.link.from",
    "select id, from_ref, verb, to_ref, basis, seq_in from link
      where from_ref = ?1 and seq_in <= ?2 and (seq_out is null or seq_out > ?2) order by seq_in, id limit ?3",
);
const TO: Sql = Sql::new(
    "kernel.link.to",
    "select id, from_ref, verb, to_ref, basis, seq_in from link
      where to_ref = ?1 and seq_in <= ?2 and (seq_out is null or seq_out > ?2) order by seq_in, id limit ?3",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, END, FROM, TO];

/// A link.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Link {
    /// Its id.
    pub id: Id,
    /// The cause.
    pub from: Ref,
    /// How.
    pub verb: String,
    /// The effect.
    pub to: Ref,
    /// What it rests on: a source key or a ref.
    pub basis: Option<String>,
    /// Position that wrote it.
    pub seq: i64,
}

/// Writes a link, inside an act.
pub fn write(tx: &mut Tx<'_>, from: &Ref, verb: &str, to: &Ref, basis: Option<&str>) -> Result<Id> {
    let id = tx.new_id();
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            (&from.to_string()).into(),
            verb.into(),
            (&to.to_string()).into(),
            basis.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(id)
}

/// Ends a link, inside an act; false when it is not current.
pub fn end(tx: &Tx<'_>, id: Id) -> Result<bool> {
    Ok(tx.execute(&END, &[(&id.to_string()).into(), tx.seq().into()])? == 1)
}

/// Effects of a record at a position.
pub fn from(read: &impl Read, of: &Ref, position: i64, limit: i64) -> Result<Vec<Link>> {
    read.list(&FROM, &[(&of.to_string()).into(), position.into(), limit.into()], link)
}

/// Causes of a record at a position.
pub fn to(read: &impl Read, of: &Ref, position: i64, limit: i64) -> Result<Vec<Link>> {
    read.list(&TO, &[(&of.to_string()).into(), position.into(), limit.into()], link)
}

fn link(row: &Row) -> Result<Link> {
    Ok(Link {
        id: row.get(0)?,
        from: Ref::parse(&row.get::<String>(1)?)?,
        verb: row.get(2)?,
        to: Ref::parse(&row.get::<String>(3)?)?,
        basis: row.get(4)?,
        seq: row.get(5)?,
    })
}
