//! Jobs: what is slow, done after the act that asked for it and ended by an act of its own.
//!
//! requested -> running -> done | failed | parked. A handler runs outside the writer, at least once: after a crash its
//! lease runs out and it is taken up again. Its effects on rows happen in the ending act, exactly once.
//!
//! Invariant: a job that was undone never takes effect, and one that took effect is never undone.

pub mod acts;
pub mod store;

use crate::account::Caller;
use crate::city::City;
use crate::follower::{backoff, caught, is_weather, told};
use crate::tx::Tx;
use base::{Error, Id, Instant, Ref, Result};
use serde_json::Value;
use std::sync::Arc;

/// Jobs taken up in one read.
const PAGE: i64 = 50;
/// Seconds to wait when the machine, not the job, is at fault.
const WEATHER_SECONDS: i64 = 15;

/// What a job is at present.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Waits for its turn.
    Requested,
    /// Somebody works on it, until the lease ends.
    Running,
    /// Its ending act took effect.
    Done,
    /// It was refused, too late or given up; what was begun is undone.
    Failed,
    /// It failed too often: it waits for a person.
    Parked,
}

impl State {
    /// All states.
    pub const ALL: [State; 5] = [State::Requested, State::Running, State::Done, State::Failed, State::Parked];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            State::Requested => "requested",
            State::Running => "running",
            State::Done => "done",
            State::Failed => "failed",
            State::Parked => "parked",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A job to be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewJob {
    /// The name of its kind.
    pub kind: &'static str,
    /// The record it is for.
    pub subject: Ref,
    /// What its handler needs: references and integers, no names of people.
    pub body: Value,
    /// Not before this; none = at once.
    pub not_before: Option<Instant>,
    /// An effect after this is too late; none = it may take its time.
    pub deadline: Option<Instant>,
}

/// A job as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Job {
    /// Its id.
    pub id: Id,
    /// The name of its kind.
    pub kind: String,
    /// The record it is for.
    pub subject: Ref,
    /// What its handler needs.
    pub body: Value,
    /// What it is at present.
    pub state: State,
    /// How often it was begun.
    pub attempts: i64,
    /// Not before this; when running, the end of its lease.
    pub not_before: Instant,
    /// An effect after this is too late.
    pub deadline: Option<Instant>,
    /// What came of it.
    pub outcome: Option<Value>,
    /// What went wrong last.
    pub error: Option<String>,
    /// The act that asked for it.
    pub seq: i64,
    /// The act that ended it.
    pub seq_end: Option<i64>,
}

impl Job {
    /// How other records name it.
    pub fn name(&self) -> Ref {
        Ref::new("job", self.id)
    }
}

/// Does the slow part, outside the writer; perhaps more than once.
pub type Run = Arc<dyn Fn(&City, &Job) -> Result<Value> + Send + Sync>;

/// A kind of job, declared once at the start of the program.
#[derive(Clone)]
pub struct JobKind {
    /// `register.name_check`.
    pub name: &'static str,
    /// How often it is begun before it is parked.
    pub attempts: i64,
    /// How long a run may take before another takes it up.
    pub lease_seconds: i64,
    /// The slow part. A refusal ends the job, except "not now"; a fault is tried again.
    pub run: Run,
    /// Writes the effect, inside the ending act; it does not record.
    pub finish: fn(&mut Tx<'_>, &Job, &Value) -> Result<()>,
    /// Takes back what the requesting act held for it, inside the ending act of a job that failed.
    pub undo: fn(&mut Tx<'_>, &Job) -> Result<()>,
}

/// What a turn did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Turn {
    /// Jobs whose handler ran or that were ended.
    pub handled: usize,
    /// When the next one is due; none = nothing waits.
    pub next: Option<Instant>,
}

/// Takes up every job of this kind that is due now. An error is the machine's: try the turn again later.
pub fn turn(city: &City, kind: &JobKind) -> Result<Turn> {
    let (name, now) = (kind.name, city.now());
    let mut turn = Turn::default();
    loop {
        let due = city.read_blocking(move |read| store::due(read, name, now, PAGE))?;
        if due.is_empty() {
            turn.next = city.read_blocking(move |read| store::next_due(read, name))?;
            return Ok(turn);
        }
        for job in due {
            one(city, kind, job)?;
            turn.handled += 1;
        }
    }
}

/// One job, from its lease to its end or its next waiting.
fn one(city: &City, kind: &JobKind, job: Job) -> Result<()> {
    let now = city.now();
    if is_late(&job, now) {
        return fail(city, kind, job, "job-deadline");
    }
    if job.attempts >= kind.attempts {
        return park(city, job, "its runs ended without a word");
    }
    let (id, attempts, lease) = (job.id, job.attempts, now.plus_seconds(kind.lease_seconds));
    if !city.tidy_blocking(move |tx| store::claim(tx, id, attempts, lease))? {
        return Ok(());
    }
    let job = Job { state: State::Running, attempts: attempts + 1, not_before: lease, ..job };
    match caught(|| (kind.run)(city, &job)) {
        Ok(outcome) => finish(city, kind, job, outcome),
        Err(error) => after_error(city, kind, job, &error),
    }
}

/// Ends a job that was run: its effect and the act commit together, unless it is too late or was taken from us.
fn finish(city: &City, kind: &JobKind, job: Job, outcome: Value) -> Result<()> {
    let (finish, undo, ended) = (kind.finish, kind.undo, job.clone());
    let done =
        city.act_blocking(Caller::System("jobs"), None, move |tx| match is_late(&ended, tx.received()) {
            true => acts::fail(tx, &ended, "job-deadline", undo),
            false => acts::done(tx, &ended, &outcome, finish),
        });
    match done {
        Ok(_) => Ok(()),
        // Its lease ran out and another took it up: what that one does counts.
        Err(error) if error.is("job-not-ours") => Ok(()),
        Err(error) => after_error(city, kind, job, &error),
    }
}

fn after_error(city: &City, kind: &JobKind, job: Job, error: &Error) -> Result<()> {
    let text = told(error);
    tracing::warn!(kind = kind.name, job = %job.id, attempts = job.attempts, error = text, "a job did not end");
    if is_weather(error) {
        let at = city.now().plus_seconds(WEATHER_SECONDS);
        // What the machine did is not counted: the attempt is given back.
        return city.tidy_blocking(move |tx| store::wait(tx, &job, job.attempts - 1, at, &text));
    }
    match error {
        Error::Refused(_) => fail(city, kind, job, &text),
        Error::Fault(_) if job.attempts >= kind.attempts => park(city, job, &text),
        Error::Fault(_) => {
            let at = city.now().plus_seconds(backoff(job.attempts));
            city.tidy_blocking(move |tx| store::wait(tx, &job, job.attempts, at, &text))
        }
    }
}

fn fail(city: &City, kind: &JobKind, job: Job, why: &str) -> Result<()> {
    let (undo, why) = (kind.undo, why.to_owned());
    let (failed, reason) = (job.clone(), why.clone());
    let ended =
        city.act_blocking(Caller::System("jobs"), None, move |tx| acts::fail(tx, &failed, &reason, undo));
    match ended {
        Ok(_) => Ok(()),
        Err(error) if error.is("job-not-ours") => Ok(()),
        Err(error) if is_weather(&error) => Err(error),
        // What cannot be undone waits for a person.
        Err(error) => park(city, job, &format!("{why}; undoing it: {}", told(&error))),
    }
}

fn park(city: &City, job: Job, why: &str) -> Result<()> {
    let why = why.to_owned();
    city.tidy_blocking(move |tx| store::park(tx, &job, &why))
}

fn is_late(job: &Job, now: Instant) -> bool {
    job.deadline.is_some_and(|deadline| deadline < now)
}
