//! Acts on jobs: asking for one (inside another act), ending it, and what an operator does with a parked one.

use super::{Job, NewJob, State, store};
use crate::policy::{ALWAYS, Action, Role, Rule, Target, rule};
use crate::tx::{Done, Tx};
use base::{Id, Result, Saying};
use serde_json::{Value, json};

const OPERATORS: &[Rule] = &[rule(Role::Operator, ALWAYS)];

/// A job took effect; only the program does.
pub const DONE: Action = Action::new("kernel.job.done", &[]);
/// A job failed and was undone; only the program does.
pub const FAILED: Action = Action::new("kernel.job.failed", &[]);
/// Trying a parked job again.
pub const RETRY: Action = Action::new("kernel.job.retry", OPERATORS);
/// Giving a parked job up: it is undone.
pub const GIVE_UP: Action = Action::new("kernel.job.give_up", OPERATORS);

/// Looking at jobs; it writes nothing.
pub const READ: Action = Action::new(
    "kernel.job.read",
    &[rule(Role::Operator, ALWAYS), rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)],
);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&READ, &DONE, &FAILED, &RETRY, &GIVE_UP];

/// Asks for a job, inside an act; that act is the entry that says so, and it was allowed there.
pub fn request(tx: &mut Tx<'_>, new: &NewJob) -> Result<Id> {
    if let Some(deadline) = new.deadline.filter(|deadline| *deadline <= tx.received()) {
        return Err(Saying::invalid("job-deadline-past").with("deadline", deadline).into());
    }
    let id = tx.new_id();
    store::insert(tx, id, new)?;
    Ok(id)
}

/// Ends a job with its effect.
pub(super) fn done(
    tx: &mut Tx<'_>,
    job: &Job,
    outcome: &Value,
    finish: fn(&mut Tx<'_>, &Job, &Value) -> Result<()>,
) -> Result<Done> {
    tx.allow(&DONE, &Target::default())?;
    store::end(tx, job, State::Done, Some(outcome), None)?;
    finish(tx, job, outcome)?;
    let body =
        json!({"kind": job.kind, "subject": job.subject, "attempts": job.attempts, "outcome": outcome});
    tx.record(&DONE, job.name(), None, &body, &[])
}

/// Ends a job without effect: what was held for it is undone.
pub(super) fn fail(
    tx: &mut Tx<'_>,
    job: &Job,
    why: &str,
    undo: fn(&mut Tx<'_>, &Job) -> Result<()>,
) -> Result<Done> {
    tx.allow(&FAILED, &Target::default())?;
    store::end(tx, job, State::Failed, None, Some(why))?;
    undo(tx, job)?;
    let body = json!({"kind": job.kind, "subject": job.subject, "attempts": job.attempts, "why": why});
    tx.record(&FAILED, job.name(), None, &body, &[])
}

/// Tries a parked job again, from its first attempt.
pub fn retry(tx: &mut Tx<'_>, id: Id) -> Result<Done> {
    tx.allow(&RETRY, &Target::default())?;
    let job = parked(tx, id)?;
    store::unpark(tx, id, job.deadline)?;
    tx.record(&RETRY, job.name(), None, &json!({}), &[])
}

/// Gives a parked job up; its kind's next turn finds it too late and undoes it.
pub fn give_up(tx: &mut Tx<'_>, id: Id, reason: &str) -> Result<Done> {
    tx.allow(&GIVE_UP, &Target::default())?;
    if reason.trim().is_empty() {
        return Err(Saying::invalid("job-reason-missing").into());
    }
    let job = parked(tx, id)?;
    let over = tx.received().plus_seconds(-1);
    store::unpark(tx, id, Some(over))?;
    tx.record(&GIVE_UP, job.name(), None, &json!({"reason": reason.trim()}), &[])
}

fn parked(tx: &Tx<'_>, id: Id) -> Result<Job> {
    let job = store::find(tx, id)?.ok_or_else(|| Saying::not_found("base-not-found"))?;
    match job.state {
        State::Parked => Ok(job),
        State::Requested | State::Running | State::Done | State::Failed => {
            Err(Saying::conflict("job-not-parked").with("state", job.state.code()).into())
        }
    }
}
