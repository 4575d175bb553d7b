//! The daily sweep: what has been kept long enough goes, and owners are reminded.
//!
//! It looks at what is due by today, so days off are caught up by the next run, and a second run finds nothing.
//! Removing what the vault kept is an act, with counts only; requests, sessions and stray keys are not acts.

use crate::account;
use crate::account::Caller;
use crate::city::City;
use crate::job;
use crate::journal;
use crate::obligation::reminders;
use crate::person;
use crate::policy::{Action, Target};
use crate::retention::{self, Keep};
use crate::tx::{Done, Tx};
use base::{Day, Ref, Result};
use serde_json::json;

/// Removing what its retention no longer allows; only the program does.
pub const SWEEP: Action = Action::new("kernel.retention.sweep", &[]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&SWEEP];

/// Fields that one act removes: an act is bounded.
const FIELDS_MAX: i64 = 1_000;

/// An ended job is kept this long: 90 days.
const JOB_SECONDS: i64 = 90 * 86_400;

/// What a sweep removed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Swept {
    /// Sealed fields whose day had passed.
    pub fields: u64,
    /// Requests older than 30 days.
    pub requests: u64,
    /// Sessions that had ended.
    pub sessions: u64,
    /// Jobs that ended more than 90 days ago; the journal keeps what they did.
    pub jobs: u64,
    /// Keys whose person was never registered.
    pub orphans: usize,
    /// Keys whose destruction an erasure ordered.
    pub keys: usize,
}

/// What the whole daily sweep did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Serialize)]
pub struct Daily {
    /// What went.
    pub swept: Swept,
    /// Acts that removed what was past the years of its kind.
    pub expired: u64,
    /// Reminders that were given.
    pub reminders: usize,
}

/// Everything that is due once a day. Retention comes first: it orders keys to be destroyed.
pub fn daily(city: &City, keep: &[Keep]) -> Result<Daily> {
    let expired = retention::run(city, keep)?;
    Ok(Daily { swept: run(city)?, expired, reminders: reminders::run(city)? })
}

/// Removes what has been kept long enough. Doing it twice removes nothing more.
pub fn run(city: &City) -> Result<Swept> {
    let fields = sweep_fields(city)?;
    let (requests, sessions, jobs) = city.tidy_blocking(|tx| {
        let requests = journal::store::sweep_requests(tx, tx.received())?;
        let sessions = account::store::sweep_sessions(tx)?;
        let old = journal::store::position_at(tx, tx.received().plus_seconds(-JOB_SECONDS))?;
        Ok((requests, sessions, job::store::sweep(tx, old)?))
    })?;
    let mut keys = 0;
    loop {
        match person::acts::destroy_ordered(city)? {
            0 => break,
            destroyed => keys += destroyed,
        }
    }
    let orphans = person::acts::sweep_orphans(city)?;
    Ok(Swept { fields, requests, sessions, jobs, orphans, keys })
}

fn sweep_fields(city: &City) -> Result<u64> {
    let today = city.today();
    let mut fields = 0;
    loop {
        let count = city.read_blocking(move |read| person::store::expired(read, today, FIELDS_MAX))?.len();
        if count == 0 {
            return Ok(fields);
        }
        city.act_blocking(Caller::System("sweep"), None, remove_fields)?;
        fields += count as u64;
    }
}

fn remove_fields(tx: &mut Tx<'_>) -> Result<Done> {
    tx.allow(&SWEEP, &Target::default())?;
    let today: Day = tx.today();
    let expired = person::store::expired(tx, today, FIELDS_MAX)?;
    for (person, field) in &expired {
        person::store::delete_field(tx, *person, field)?;
    }
    let body = json!({"before": today, "fields": expired.len()});
    tx.record(&SWEEP, Ref::new("sweep", today), None, &body, &[])
}
