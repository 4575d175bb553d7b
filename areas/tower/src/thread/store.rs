//! Titles and numbers of records that no other store reads by their id.

use crate::plan;
use base::{Id, Result, Tri};
use db::{Read, Row, Sql};

const CLAIM: Sql = Sql::new(
    "tower.thread.claim",
    "select code, label_ko, label_en, label_zh from tower_claim where id = ?1 and seq_out is null",
);
const REPLY: Sql = Sql::new("tower.thread.reply", "select number from tower_claim_reply where id = ?1");
const SNAPSHOT: Sql = Sql::new(
    "tower.thread.snapshot",
    "select number, measure from tower_snapshot where id = ?1 and (published is not null or ?2 = 1)",
);
const PLAN: Sql =
    Sql::new("tower.thread.plan", "select code, title_ko, title_en, title_zh from tower_plan where id = ?1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[CLAIM, REPLY, SNAPSHOT, PLAN];

/// Code and label of a published number.
pub fn claim(read: &impl Read, id: Id) -> Result<Option<(String, Tri)>> {
    titled(read, &CLAIM, id)
}

/// The number of a reply or a request.
pub fn reply(read: &impl Read, id: Id) -> Result<Option<String>> {
    read.opt(&REPLY, &[(&id.to_string()).into()], |row| row.get(0))
}

/// Number and measure of a kept count that is seen.
pub fn snapshot(read: &impl Read, id: Id, internal: bool) -> Result<Option<(String, String)>> {
    let id = id.to_string();
    let params = [(&id).into(), i64::from(internal).into()];
    read.opt(&SNAPSHOT, &params, |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Code and title of a plan.
pub fn plan(read: &impl Read, id: Id) -> Result<Option<(String, Tri)>> {
    titled(read, &PLAN, id)
}

fn titled(read: &impl Read, sql: &Sql, id: Id) -> Result<Option<(String, Tri)>> {
    read.opt(sql, &[(&id.to_string()).into()], |row: &Row| Ok((row.get(0)?, plan::store::tri(row, 1)?)))
}
