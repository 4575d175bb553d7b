//! Rows of definitions and kept counts.

use super::{Held, Snapshot, definition};
use base::{Day, Fault, Level, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.measure.insert",
    "insert into tower_measure (id, version, text, digest, seq) values (?1, ?2, ?3, ?4, ?5)",
);
const PUBLISH: Sql = Sql::new(
    "tower.measure.publish",
    "update tower_measure set published = ?3 where id = ?1 and version = ?2 and published is null",
);
const FIND: Sql = Sql::new(
    "tower.measure.find",
    "select text, digest, seq, published from tower_measure where id = ?1 and version = ?2",
);
const VERSIONS: Sql = Sql::new(
    "tower.measure.versions",
    "select text, digest, seq, published from tower_measure where id = ?1 and (published is not null or ?2 = 1)
      order by version desc limit 100",
);
const LATEST: Sql = Sql::new(
    "tower.measure.latest",
    "select text, digest, seq, published from tower_measure m
      where (published is not null or ?1 = 1)
        and not exists (select 1 from tower_measure n
              where n.id = m.id and n.version > m.version and (n.published is not null or ?1 = 1))
      order by seq, id limit 500",
);
const INSERT_SNAPSHOT: Sql = Sql::new(
    "tower.snapshot.insert",
    "insert into tower_snapshot (id, number, measure, version, position, as_of, minimum, engine, row_count, digest,
       rows_text, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
);
const PUBLISH_SNAPSHOT: Sql = Sql::new(
    "tower.snapshot.publish",
    "update tower_snapshot set published = ?2 where number = ?1 and published is null",
);
const FIND_SNAPSHOT: Sql = Sql::new(
    "tower.snapshot.find",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot where number = ?1 and (published is not null or ?2 = 1)",
);
const SNAPSHOT_BY_ID: Sql = Sql::new(
    "tower.snapshot.by_id",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot where id = ?1",
);
const RECENT: Sql = Sql::new(
    "tower.snapshot.recent",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot order by seq desc limit ?1",
);
const ROWS: Sql = Sql::new("tower.snapshot.rows", "select rows_text from tower_snapshot where number = ?1");
const SNAPSHOTS: Sql = Sql::new(
    "tower.snapshot.of_measure",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot where measure = ?1 and (published is not null or ?2 = 1) order by seq desc limit ?3",
);
const PUBLISHED: Sql = Sql::new(
    "tower.snapshot.published",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot where measure = ?1 and published is not null and as_of between ?2 and ?3
      order by as_of desc, seq desc limit 1",
);
const NEWEST: Sql = Sql::new(
    "tower.snapshot.newest",
    "select id, number, measure, version, position, as_of, minimum, engine, row_count, digest, seq, published
       from tower_snapshot where published is not null order by published desc, number limit ?1",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    INSERT,
    PUBLISH,
    FIND,
    VERSIONS,
    LATEST,
    INSERT_SNAPSHOT,
    PUBLISH_SNAPSHOT,
    FIND_SNAPSHOT,
    SNAPSHOT_BY_ID,
    RECENT,
    ROWS,
    SNAPSHOTS,
    PUBLISHED,
    NEWEST,
];

/// Whether internal definitions and counts are seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Seeing {
    /// What was published.
    Public,
    /// Everything.
    Internal,
}

impl Seeing {
    fn number(self) -> i64 {
        i64::from(self == Seeing::Internal)
    }
}

pub fn insert(tx: &Tx<'_>, id: &str, version: i64, text: &str, digest: &str) -> Result<()> {
    tx.execute(&INSERT, &[id.into(), version.into(), text.into(), digest.into(), tx.seq().into()])?;
    Ok(())
}

/// False when there is no such version or it is public already.
pub fn publish(tx: &Tx<'_>, id: &str, version: i64) -> Result<bool> {
    Ok(tx.execute(&PUBLISH, &[id.into(), version.into(), tx.seq().into()])? == 1)
}

/// One version, published or not.
pub fn find(read: &impl Read, id: &str, version: i64) -> Result<Option<Held>> {
    read.opt(&FIND, &[id.into(), version.into()], held)
}

/// All versions that are seen, newest first.
pub fn versions(read: &impl Read, id: &str, seeing: Seeing) -> Result<Vec<Held>> {
    read.list(&VERSIONS, &[id.into(), seeing.number().into()], held)
}

/// The newest version that is seen, or "not found".
pub fn newest(read: &impl Read, id: &str, seeing: Seeing) -> Result<Held> {
    let first = versions(read, id, seeing)?.into_iter().next();
    first.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// The newest version of each measure, in the order in which they were brought in.
pub fn latest(read: &impl Read, seeing: Seeing) -> Result<Vec<Held>> {
    read.list(&LATEST, &[seeing.number().into()], held)
}

fn held(row: &Row) -> Result<Held> {
    let (text, digest): (String, String) = (row.get(0)?, row.get(1)?);
    Ok(Held {
        definition: definition::remembered(&text, &digest)?,
        text,
        digest,
        seq: row.get(2)?,
        published: row.get(3)?,
    })
}

pub fn insert_snapshot(tx: &Tx<'_>, new: &Snapshot, rows: &str) -> Result<()> {
    tx.execute(
        &INSERT_SNAPSHOT,
        &[
            (&new.id.to_string()).into(),
            (&new.number).into(),
            (&new.measure).into(),
            new.version.into(),
            new.position.into(),
            new.as_of.into(),
            new.minimum.number().into(),
            (&new.engine).into(),
            new.rows.unwrap_or(i64::MAX).into(),
            (&new.digest).into(),
            rows.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// False when there is no such count or it is public already.
pub fn publish_snapshot(tx: &Tx<'_>, number: &str) -> Result<bool> {
    Ok(tx.execute(&PUBLISH_SNAPSHOT, &[number.into(), tx.seq().into()])? == 1)
}

/// A kept count, or "not found".
pub fn snapshot(read: &impl Read, number: &str, seeing: Seeing) -> Result<Snapshot> {
    read.one(&FIND_SNAPSHOT, &[number.into(), seeing.number().into()], kept)
}

/// A kept count by its id, public or not.
pub fn snapshot_by_id(read: &impl Read, id: &str) -> Result<Option<Snapshot>> {
    read.opt(&SNAPSHOT_BY_ID, &[id.into()], kept)
}

/// The newest kept counts of all measures, public or not.
pub fn recent(read: &impl Read, limit: i64) -> Result<Vec<Snapshot>> {
    read.list(&RECENT, &[limit.into()], kept)
}

/// The rows of a kept count as they were stored.
pub fn rows(read: &impl Read, number: &str) -> Result<String> {
    read.one(&ROWS, &[number.into()], |row| row.get(0))
}

/// Kept counts of a measure, newest first.
pub fn snapshots(read: &impl Read, measure: &str, seeing: Seeing, limit: i64) -> Result<Vec<Snapshot>> {
    read.list(&SNAPSHOTS, &[measure.into(), seeing.number().into(), limit.into()], kept)
}

/// The published count of a measure with the latest day between two days.
pub fn published(read: &impl Read, measure: &str, from: Day, to: Day) -> Result<Option<Snapshot>> {
    read.opt(&PUBLISHED, &[measure.into(), from.into(), to.into()], kept)
}

/// The newest published counts of all measures.
pub fn newest_snapshots(read: &impl Read, limit: i64) -> Result<Vec<Snapshot>> {
    read.list(&NEWEST, &[limit.into()], kept)
}

fn kept(row: &Row) -> Result<Snapshot> {
    let broken = || Fault::new("reading a kept count", "its level is broken");
    Ok(Snapshot {
        id: row.get(0)?,
        number: row.get(1)?,
        measure: row.get(2)?,
        version: row.get(3)?,
        position: row.get(4)?,
        as_of: row.get(5)?,
        minimum: Level::from_number(row.get(6)?).ok_or_else(broken)?,
        engine: row.get(7)?,
        rows: Some(row.get(8)?),
        digest: row.get(9)?,
        seq: row.get(10)?,
        published: row.get(11)?,
    })
}
