//! Reminders: owners are told 60, 30 and 7 days before the last day, and when it has passed.
//!
//! Each step is written once per obligation and due day, by the program. After days off, the steps that were missed
//! are noted together with the newest, as one act: nobody gets three notices at once.

use super::{Obligation, store};
use crate::account::Caller;
use crate::city::City;
use crate::fact::store::LATEST;
use crate::policy::{Action, Target};
use crate::scope;
use crate::tx::{Done, Tx};
use base::{Day, Id, PersonId, Ref, Result, Saying};
use serde_json::json;

/// Reminding; only the program does.
pub const REMIND: Action = Action::new("kernel.obligation.remind", &[]);

/// Days before the last day; -1 is the first day after it.
pub const STEPS: [i64; 4] = [60, 30, 7, OVERDUE];
/// The step of what is overdue.
pub const OVERDUE: i64 = -1;

/// Obligations looked at in one read.
const PAGE: i64 = 500;

/// A notice that was given.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Given {
    /// About which obligation.
    pub obligation: Id,
    /// For which last day.
    pub due_by: Day,
    /// One of `STEPS`.
    pub step: i64,
    /// Who was told.
    pub told: Vec<Ref>,
    /// True when its day had passed and a later step was told in its place.
    pub late: bool,
    /// The act.
    pub seq: i64,
}

/// An obligation that may need a reminder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which.
    pub id: Id,
    /// Its last day.
    pub due_by: Day,
    /// The smallest step already noted; larger than all when there is none.
    pub reached: i64,
}

/// The steps whose day has come and that are not noted yet, the newest last.
pub fn steps_due(due_by: Day, reached: i64, today: Day) -> Vec<i64> {
    let left = due_by.number() - today.number();
    STEPS.into_iter().filter(|step| left <= *step && *step < reached).collect()
}

/// Who is told at a step: the owner, near the day the deputy too, and after it who it is owed to.
pub fn told(obligation: &Obligation, step: i64) -> Vec<Ref> {
    let content = &obligation.content;
    let deputy = content.deputy.as_ref().filter(|_| step <= 7);
    let from = content.from.as_ref().filter(|_| step == OVERDUE);
    let mut told: Vec<Ref> = Vec::new();
    for named in [content.owner.as_ref(), deputy, from].into_iter().flatten() {
        if !told.contains(named) {
            told.push(named.clone());
        }
    }
    told
}

/// Gives all notices that are due on the city's civil day; how many acts. Doing it twice changes nothing.
pub fn run(city: &City) -> Result<usize> {
    let today = city.today();
    let (mut after, mut acts) = (None, 0);
    loop {
        let from = after.clone();
        let page =
            city.read_blocking(move |read| store::waiting(read, today.plus(STEPS[0]), from.as_ref(), PAGE))?;
        for waiting in &page {
            if !steps_due(waiting.due_by, waiting.reached, today).is_empty() && remind_one(city, waiting)? {
                acts += 1;
            }
        }
        match page.into_iter().last() {
            Some(last) => after = Some(last),
            None => return Ok(acts),
        }
    }
}

/// False when, by the time of the act, there was nothing to remind of any more.
fn remind_one(city: &City, waiting: &Waiting) -> Result<bool> {
    let (id, reached) = (waiting.id, waiting.reached);
    match city.act_blocking(Caller::System("sweep"), None, move |tx| remind(tx, id, reached)) {
        Ok(_) => Ok(true),
        Err(error) if error.is(NOTHING) => Ok(false),
        Err(error) => Err(error),
    }
}

const NOTHING: &str = "obligation-nothing-to-remind";

fn remind(tx: &mut Tx<'_>, id: Id, reached: i64) -> Result<Done> {
    tx.allow(&REMIND, &Target::default())?;
    let (sight, today) = (scope::sight(tx), tx.today());
    let nothing = || Saying::conflict(NOTHING);
    let found = store::find(tx, id, LATEST, &sight)?.filter(|found| found.outcome.is_open());
    let (found, due_by) = found.and_then(|o| o.due_by().map(|due| (o, due))).ok_or_else(nothing)?;
    let steps = steps_due(due_by, reached, today);
    let newest = *steps.last().ok_or_else(nothing)?;
    let told = told(&found, newest);
    if told.is_empty() {
        return Err(nothing().into());
    }
    let mut written = Vec::new();
    for step in steps {
        let late = step != newest;
        let given = Given { obligation: id, due_by, step, told: told.clone(), late, seq: tx.seq() };
        if store::insert_notice(tx, &given)? {
            written.push(step);
        }
    }
    if written.last() != Some(&newest) {
        return Err(nothing().into());
    }
    let people: Vec<PersonId> = told
        .iter()
        .filter(|named| named.kind == "person")
        .filter_map(|named| PersonId::parse(&named.id).ok())
        .collect();
    let body = json!({"step": newest, "steps": written, "due_by": due_by, "to": told});
    tx.record(&REMIND, found.name(), Some(&found.number), &body, &people)
}
