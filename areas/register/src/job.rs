//! Jobs for the operator to see: what waits, runs, ended or is parked, with attempts and deadlines.

pub mod api;
pub mod pages;
pub mod web;

use base::{Id, Result};
use db::Read;
use kernel::job::acts::{GIVE_UP, RETRY};
use kernel::job::{Job, State, store};
use kernel::policy::Actor;
use serde::Serialize;
use utoipa::ToSchema;

/// Jobs on one page.
pub const PAGE: i64 = 100;

/// A page of jobs in one state.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JobsView {
    /// The state that is shown.
    pub state: String,
    /// How many are in each state.
    pub counts: Vec<StateCount>,
    /// In the order in which they were asked for.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Job>,
    /// Where the next page begins; none = this was the last.
    pub next: Option<String>,
    /// What the reader may do with a parked one.
    pub can: Can,
}

/// How many are in a state.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = JobStateCount)]
pub struct StateCount {
    /// The state.
    pub state: String,
    /// How many.
    pub count: i64,
}

/// What the reader may do with a parked job.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[schema(as = JobsCan)]
pub struct Can {
    /// Try it again.
    pub retry: bool,
    /// Give it up: what was held for it is undone.
    pub give_up: bool,
}

/// Reads a page.
pub fn view(read: &impl Read, state: State, after: Option<Id>, actor: &Actor) -> Result<JobsView> {
    let items = store::list(read, state, after, PAGE)?;
    let known = store::counts(read)?;
    let count = |state: State| known.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count);
    Ok(JobsView {
        state: state.code().to_owned(),
        counts: State::ALL
            .iter()
            .map(|state| StateCount { state: state.code().to_owned(), count: count(*state) })
            .collect(),
        next: items.last().filter(|_| items.len() as i64 == PAGE).map(|job| job.id.to_string()),
        items,
        can: Can {
            retry: RETRY.permits(actor, &Default::default()),
            give_up: GIVE_UP.permits(actor, &Default::default()),
        },
    })
}
