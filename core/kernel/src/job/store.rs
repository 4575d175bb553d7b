//! Rows of jobs.

use super::{Job, NewJob, State};
use crate::tx::Tx;
use base::canon::canonical;
use base::{Fault, Id, Instant, Ref, Result, Saying};
use db::{Read, Row, Sql};
use serde_json::Value;

const INSERT: Sql = Sql::new(
    "kernel.job.insert",
    "insert into job (id, kind, subject, body, state, attempts, not_before, deadline, seq)
     values (?1, ?2, ?3, ?4, 'requested', 0, ?5, ?6, ?7)",
);
const FIND: Sql = Sql::new(
    "kernel.job.find",
    "select id, kind, subject, body, state, attempts, not_before, deadline, outcome, error, seq, seq_end
       from job where id = ?1",
);
const DUE: Sql = Sql::new(
    "kernel.job.due",
    "select id, kind, subject, body, state, attempts, not_before, deadline, outcome, error, seq, seq_end
       from job where kind = ?1 and not_before <= ?2 and state in ('requested', 'running')
      order by not_before, id limit ?3",
);
const NEXT_DUE: Sql = Sql::new(
    "kernel.job.next_due",
    "select not_before from job where kind = ?1 and state in ('requested', 'running')
      order by not_before limit 1",
);
const CLAIM: Sql = Sql::new(
    "kernel.job.claim",
    "update job set state = 'running', attempts = attempts + 1, not_before = ?3
      where id = ?1 and attempts = ?2 and not_before <= ?4 and state in ('requested', 'running')",
);
const WAIT: Sql = Sql::new(
    "kernel.job.wait",
    "update job set state = 'requested', attempts = ?3, not_before = ?4, error = ?5
      where id = ?1 and attempts = ?2 and state = 'running'",
);
const PARK: Sql = Sql::new(
    "kernel.job.park",
    "update job set state = 'parked', error = ?3
      where id = ?1 and attempts = ?2 and state in ('requested', 'running')",
);
const UNPARK: Sql = Sql::new(
    "kernel.job.unpark",
    "update job set state = 'requested', attempts = 0, not_before = ?2, deadline = ?3
      where id = ?1 and state = 'parked'",
);
const END: Sql = Sql::new(
    "kernel.job.end",
    "update job set state = ?3, outcome = ?4, error = ?5, seq_end = ?6
      where id = ?1 and attempts = ?2 and state in ('requested', 'running')",
);
const LIST: Sql = Sql::new(
    "kernel.job.list",
    "select id, kind, subject, body, state, attempts, not_before, deadline, outcome, error, seq, seq_end
       from job where state = ?1 and id > ?2 order by id limit ?3",
);
const COUNTS: Sql = Sql::new("kernel.job.counts", "select state, count(*) from job group by state");
const OF_SUBJECT: Sql = Sql::new(
    "kernel.job.of_subject",
    "select id, kind, subject, body, state, attempts, not_before, deadline, outcome, error, seq, seq_end
       from job where subject = ?1 order by id desc limit ?2",
);
const SWEEP: Sql =
    Sql::new("kernel.job.sweep", "delete from job where seq_end is not null and seq_end <= ?1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] =
    &[INSERT, FIND, DUE, NEXT_DUE, CLAIM, WAIT, PARK, UNPARK, END, LIST, COUNTS, OF_SUBJECT, SWEEP];

pub fn insert(tx: &Tx<'_>, id: Id, new: &NewJob) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            new.kind.into(),
            (&new.subject.to_string()).into(),
            (&canonical(&new.body)?).into(),
            new.not_before.unwrap_or(tx.received()).into(),
            new.deadline.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// One job.
pub fn find(read: &impl Read, id: Id) -> Result<Option<Job>> {
    read.opt(&FIND, &[(&id.to_string()).into()], job)
}

/// Jobs of a kind that are to be taken up now, the longest waiting first.
pub fn due(read: &impl Read, kind: &str, now: Instant, limit: i64) -> Result<Vec<Job>> {
    read.list(&DUE, &[kind.into(), now.into(), limit.into()], job)
}

/// When the next job of a kind is to be taken up.
pub fn next_due(read: &impl Read, kind: &str) -> Result<Option<Instant>> {
    read.opt(&NEXT_DUE, &[kind.into()], |row| row.get(0))
}

/// Jobs in a state after an id, in order: the operator's page.
pub fn list(read: &impl Read, state: State, after: Option<Id>, limit: i64) -> Result<Vec<Job>> {
    let after = after.map(|id| id.to_string()).unwrap_or_default();
    read.list(&LIST, &[state.code().into(), (&after).into(), limit.into()], job)
}

/// How many jobs are in each state; states without one are left out.
pub fn counts(read: &impl Read) -> Result<Vec<(State, i64)>> {
    let found = read.list(&COUNTS, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
    Ok(found.into_iter().filter_map(|(code, count)| Some((State::parse(&code)?, count))).collect())
}

/// Jobs for a record, newest first.
pub fn of_subject(read: &impl Read, subject: &Ref, limit: i64) -> Result<Vec<Job>> {
    read.list(&OF_SUBJECT, &[(&subject.to_string()).into(), limit.into()], job)
}

/// Takes the lease; false when another took it.
pub fn claim(tx: &Tx<'_>, id: Id, attempts: i64, until: Instant) -> Result<bool> {
    let id = id.to_string();
    let params = [(&id).into(), attempts.into(), until.into(), tx.received().into()];
    Ok(tx.execute(&CLAIM, &params)? == 1)
}

/// Puts a running job back; it does nothing when another took it.
pub fn wait(tx: &Tx<'_>, job: &Job, attempts: i64, at: Instant, error: &str) -> Result<()> {
    let id = job.id.to_string();
    tx.execute(&WAIT, &[(&id).into(), job.attempts.into(), attempts.into(), at.into(), error.into()])?;
    Ok(())
}

pub fn park(tx: &Tx<'_>, job: &Job, error: &str) -> Result<()> {
    tx.execute(&PARK, &[(&job.id.to_string()).into(), job.attempts.into(), error.into()])?;
    Ok(())
}

pub fn unpark(tx: &Tx<'_>, id: Id, deadline: Option<Instant>) -> Result<()> {
    tx.execute(&UNPARK, &[(&id.to_string()).into(), tx.received().into(), deadline.into()])?;
    Ok(())
}

/// Ends a job; refused when it is not in the hands of this attempt any more.
pub fn end(tx: &Tx<'_>, job: &Job, state: State, outcome: Option<&Value>, error: Option<&str>) -> Result<()> {
    let outcome = outcome.map(canonical).transpose()?;
    let ended = tx.execute(
        &END,
        &[
            (&job.id.to_string()).into(),
            job.attempts.into(),
            state.code().into(),
            (&outcome).into(),
            error.into(),
            tx.seq().into(),
        ],
    )?;
    match ended {
        1 => Ok(()),
        _ => Err(Saying::conflict("job-not-ours").with("job", job.id).into()),
    }
}

/// Removes jobs that were ended at a position or before it; how many.
pub fn sweep(tx: &Tx<'_>, position: i64) -> Result<u64> {
    tx.execute(&SWEEP, &[position.into()])
}

fn job(row: &Row) -> Result<Job> {
    let json =
        |text: String| serde_json::from_str::<Value>(&text).map_err(|e| Fault::new("reading a job", e));
    let state = row.get::<String>(4)?;
    Ok(Job {
        id: row.get(0)?,
        kind: row.get(1)?,
        subject: Ref::parse(&row.get::<String>(2)?)?,
        body: json(row.get(3)?)?,
        state: State::parse(&state)
            .ok_or_else(|| Fault::new("reading a job", format!("the state {state}")))?,
        attempts: row.get(5)?,
        not_before: row.get(6)?,
        deadline: row.get(7)?,
        outcome: row.get::<Option<String>>(8)?.map(json).transpose()?,
        error: row.get(9)?,
        seq: row.get(10)?,
        seq_end: row.get(11)?,
    })
}
