//! The journal's rows.

use super::tree::Frontier;
use super::{Entry, hex};
use crate::tx::Tx;
use base::{Fault, Instant, PersonId, Result};
use db::{Conn, Read, Row, Sql};

const INSERT: Sql = Sql::new(
    "kernel.journal.insert",
    "insert into journal_entry (seq, v, at, received, request, actor, action, subject, commitment, salt, body,
       by_fact)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
);
const PERSON: Sql = Sql::new(
    "kernel.journal.person",
    "insert into journal_person (person, seq) values (?1, ?2) on conflict do nothing",
);
const NEWEST: Sql = Sql::new("kernel.journal.newest", "select coalesce(max(seq), 0) from journal_entry");
const LAST_AT: Sql =
    Sql::new("kernel.journal.last_at", "select at from journal_entry order by seq desc limit 1");
const TREE: Sql = Sql::new("kernel.journal.tree", "select size, frontier from journal_tree where id = 1");
const SAVE_TREE: Sql = Sql::new(
    "kernel.journal.save_tree",
    "insert into journal_tree (id, size, frontier) values (1, ?1, ?2)
     on conflict (id) do update set size = excluded.size, frontier = excluded.frontier",
);
const SAVE_CHECKPOINT: Sql = Sql::new(
    "kernel.journal.save_checkpoint",
    "insert into journal_checkpoint (size, at, note, leaves) values (?1, ?2, ?3, ?4)",
);
const PAGE: Sql = Sql::new(
    "kernel.journal.page",
    "select seq, v, at, received, request, actor, action, subject, commitment, salt, body
       from journal_entry where seq > ?1 order by seq limit ?2",
);
const OF_SUBJECT: Sql = Sql::new(
    "kernel.journal.of_subject",
    "select seq, v, at, received, request, actor, action, subject, commitment, salt, body
       from journal_entry
      where subject = ?1 and seq < ?2 and seq in (
        select seq from journal_entry where subject = ?1 and by_fact = 0
        union all select seq_in from fact where subject = ?1
        union all select seq_out from fact where subject = ?1 and seq_out is not null)
      order by seq desc limit ?3",
);
const CHECKPOINTS: Sql = Sql::new(
    "kernel.journal.checkpoints",
    "select size, at, note from journal_checkpoint where size > ?1 order by size limit ?2",
);
const SEALED: Sql = Sql::new(
    "kernel.journal.sealed",
    "select size, note, leaves from journal_checkpoint where size > ?1 and size <= ?2 order by size limit ?3",
);
const LATEST_CHECKPOINT: Sql = Sql::new(
    "kernel.journal.latest_checkpoint",
    "select size, at, note from journal_checkpoint order by size desc limit 1",
);
const POSITION_AT: Sql = Sql::new(
    "kernel.journal.position_at",
    "select seq from journal_entry where at <= ?1 order by seq desc limit 1",
);
const REQUESTS: Sql = Sql::new(
    "kernel.journal.requests",
    "select request, seq from journal_request where received > ?1 order by seq",
);
const REQUEST_AT: Sql = Sql::new(
    "kernel.journal.request_at",
    "select actor, fingerprint, seq, outcome from journal_request where seq = ?1 and request = ?2 and received > ?3",
);
const REQUEST_ANYWHERE: Sql = Sql::new(
    "kernel.journal.request_anywhere",
    "select actor, fingerprint, seq, outcome from journal_request
      where request = ?1 and received > ?2 order by seq desc limit 1",
);
const SAVE_REQUEST: Sql = Sql::new(
    "kernel.journal.save_request",
    "insert into journal_request (request, actor, fingerprint, seq, received, outcome) values (?1, ?2, ?3, ?4, ?5, ?6)",
);
const SWEEP_REQUESTS: Sql =
    Sql::new("kernel.journal.sweep_requests", "delete from journal_request where received <= ?1");
const FORGET: Sql = Sql::new(
    "kernel.journal.forget",
    "update journal_entry set salt = null, body = null
      where body is not null and seq in (select seq from journal_person where person = ?1)",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    INSERT,
    PERSON,
    NEWEST,
    LAST_AT,
    TREE,
    SAVE_TREE,
    SAVE_CHECKPOINT,
    PAGE,
    OF_SUBJECT,
    CHECKPOINTS,
    SEALED,
    LATEST_CHECKPOINT,
    POSITION_AT,
    REQUESTS,
    REQUEST_AT,
    REQUEST_ANYWHERE,
    SAVE_REQUEST,
    SWEEP_REQUESTS,
    FORGET,
];

/// A request keeps its answer for 30 days.
const REQUEST_SECONDS: i64 = 30 * 24 * 3600;

/// An entry ready to be written, before it becomes text.
pub struct NewEntry<'a> {
    pub seq: i64,
    pub at: Instant,
    pub received: Option<Instant>,
    pub request: Option<&'a str>,
    pub actor: &'a str,
    pub action: &'a str,
    pub subject: &'a str,
    pub commitment: [u8; 32],
    pub salt: [u8; 16],
    pub body: &'a str,
    /// The act states a fact about its own subject, through which the entry is found.
    pub by_fact: bool,
}

pub fn insert(tx: &Tx<'_>, entry: &NewEntry<'_>) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            entry.seq.into(),
            super::VERSION.into(),
            entry.at.into(),
            entry.received.into(),
            entry.request.into(),
            entry.actor.into(),
            entry.action.into(),
            entry.subject.into(),
            (&entry.commitment).into(),
            (&entry.salt).into(),
            entry.body.into(),
            i64::from(entry.by_fact).into(),
        ],
    )?;
    Ok(())
}

/// Remembers that an entry speaks of a person.
pub fn speaks_of(tx: &Tx<'_>, person: PersonId, seq: i64) -> Result<()> {
    tx.execute(&PERSON, &[(&person.to_string()).into(), seq.into()])?;
    Ok(())
}

/// Removes salt and body of every entry that speaks of the person; how many.
pub fn forget(tx: &Tx<'_>, person: PersonId) -> Result<u64> {
    tx.execute(&FORGET, &[(&person.to_string()).into()])
}

/// The newest durable position; 0 before the first.
pub fn newest(read: &impl Read) -> Result<i64> {
    read.one(&NEWEST, &[], |row| row.get(0))
}

pub fn last_at(conn: &Conn) -> Result<Instant> {
    Ok(conn.opt(&LAST_AT, &[], |row| row.get(0))?.unwrap_or(Instant::from_micros(0)))
}

pub fn frontier(conn: &Conn) -> Result<Frontier> {
    let found = conn.opt(&TREE, &[], |row| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?)))?;
    let Some((size, bytes)) = found else { return Ok(Frontier::default()) };
    u64::try_from(size)
        .ok()
        .and_then(|size| Frontier::from_bytes(size, &bytes))
        .ok_or_else(|| Fault::new("reading the tree", "the stored head does not fit its size").into())
}

pub fn save_head(
    conn: &Conn,
    frontier: &Frontier,
    at: Instant,
    note: &str,
    leaves: &[[u8; 32]],
) -> Result<()> {
    let size = frontier.size() as i64;
    conn.execute(&SAVE_TREE, &[size.into(), (&frontier.bytes()).into()])?;
    conn.execute(&SAVE_CHECKPOINT, &[size.into(), at.into(), note.into(), leaves.as_flattened().into()])?;
    Ok(())
}

/// Signed heads after a size up to another, with the leaves that each added.
pub fn sealed(read: &impl Read, after: i64, upto: i64, limit: i64) -> Result<Vec<Sealed>> {
    read.list(&SEALED, &[after.into(), upto.into(), limit.into()], |row| {
        Ok(Sealed {
            size: row.get(0)?,
            note: row.get(1)?,
            leaves: row.get::<Option<Vec<u8>>>(2)?.map(|leaves| hex(&leaves)),
        })
    })
}

fn entry(row: &Row) -> Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        v: row.get(1)?,
        at: row.get(2)?,
        received: row.get(3)?,
        request: row.get(4)?,
        actor: row.get(5)?,
        action: row.get(6)?,
        subject: row.get(7)?,
        commitment: hex(&row.get::<Vec<u8>>(8)?),
        salt: row.get::<Option<Vec<u8>>>(9)?.map(|salt| hex(&salt)),
        body: row.get(10)?,
    })
}

/// Entries after a position, in order.
pub fn page(read: &impl Read, after: i64, limit: i64) -> Result<Vec<Entry>> {
    read.list(&PAGE, &[after.into(), limit.into()], entry)
}

/// Entries about one record before a position, newest first.
pub fn of_subject(read: &impl Read, subject: &str, before: i64, limit: i64) -> Result<Vec<Entry>> {
    read.list(&OF_SUBJECT, &[subject.into(), before.into(), limit.into()], entry)
}

/// A published head of the tree.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Published {
    /// Entries it covers.
    pub size: i64,
    /// When.
    pub at: i64,
    /// The signed note.
    pub note: String,
}

/// A signed head as it is exported.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Entries it covers.
    pub size: i64,
    /// The signed note.
    pub note: String,
    /// Hex of the leaves it added, 32 bytes each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<String>,
}

fn published(row: &Row) -> Result<Published> {
    Ok(Published { size: row.get(0)?, at: row.get(1)?, note: row.get(2)? })
}

/// Checkpoints after a size, in order.
pub fn checkpoints(read: &impl Read, after: i64, limit: i64) -> Result<Vec<Published>> {
    read.list(&CHECKPOINTS, &[after.into(), limit.into()], published)
}

/// The newest checkpoint.
pub fn latest_checkpoint(read: &impl Read) -> Result<Option<Published>> {
    read.opt(&LATEST_CHECKPOINT, &[], published)
}

/// The last position whose time is not after `at`; 0 before the first.
pub fn position_at(read: &impl Read, at: Instant) -> Result<i64> {
    Ok(read.opt(&POSITION_AT, &[at.into()], |row| row.get(0))?.unwrap_or(0))
}

/// What an earlier act with the same request left.
pub struct Earlier {
    pub actor: String,
    pub fingerprint: String,
    pub seq: i64,
    pub outcome: String,
}

fn request(row: &Row) -> Result<Earlier> {
    Ok(Earlier { actor: row.get(0)?, fingerprint: row.get(1)?, seq: row.get(2)?, outcome: row.get(3)? })
}

/// Requests received before this are forgotten.
fn kept_since(now: Instant) -> Instant {
    now.plus_seconds(-REQUEST_SECONDS)
}

/// Every request that is kept, with its position, in the order of the positions.
pub(super) fn each_request(read: &impl Read, now: Instant, mut take: impl FnMut(&str, i64)) -> Result<()> {
    read.conn().each(&REQUESTS, &[kept_since(now).into()], &mut |row| {
        take(&row.get::<String>(0)?, row.get(1)?);
        Ok(())
    })
}

/// The request at a position, if it is this one.
pub(super) fn request_at(read: &impl Read, seq: i64, asked: &str, now: Instant) -> Result<Option<Earlier>> {
    read.opt(&REQUEST_AT, &[seq.into(), asked.into(), kept_since(now).into()], request)
}

/// The request, by looking at every row.
pub(super) fn request_anywhere(read: &impl Read, asked: &str, now: Instant) -> Result<Option<Earlier>> {
    read.opt(&REQUEST_ANYWHERE, &[asked.into(), kept_since(now).into()], request)
}

pub fn save_request(
    tx: &Tx<'_>,
    request: &str,
    actor: &str,
    fingerprint: &str,
    seq: i64,
    now: Instant,
    outcome: &str,
) -> Result<()> {
    tx.execute(
        &SAVE_REQUEST,
        &[request.into(), actor.into(), fingerprint.into(), seq.into(), now.into(), outcome.into()],
    )?;
    Ok(())
}

/// Removes requests older than 30 days; how many.
pub fn sweep_requests(tx: &mut Tx<'_>, now: Instant) -> Result<u64> {
    tx.scribe.requests.forget();
    tx.execute(&SWEEP_REQUESTS, &[kept_since(now).into()])
}
