//! The first page of a city: its plan in short, its targets, and how much is on record.

use crate::plan::{self, PlanView};
use crate::{body, budget, people};
use base::{Day, Result};
use db::Read;
use kernel::organisation;
use serde::Serialize;
use utoipa::ToSchema;

/// What the first page shows.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Overview {
    /// The plan; none before a pack was loaded.
    pub plan: Option<PlanView>,
    /// What is counted for the targets of the plan.
    pub reached: Vec<crate::measure::target::Reached>,
    /// How much is on record; each number leads to its rows.
    pub counts: Counts,
    /// The civil day of the city on which it was read.
    #[schema(value_type = String)]
    pub today: Day,
    /// The position that this view shows.
    pub position: i64,
}

/// How much is on record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Organisations; those registered twice count once.
    pub organisations: i64,
    /// People in public roles.
    pub people: i64,
    /// Bodies.
    pub bodies: i64,
    /// Budget lines.
    pub budget_lines: i64,
}

/// Reads it.
pub fn read(read: &impl Read, today: Day, position: i64) -> Result<Overview> {
    let everyone = organisation::store::Filter::default();
    let counts = Counts {
        organisations: organisation::store::count(read, &everyone, today)?,
        people: people::count(read)?,
        bodies: body::store::count(read)?,
        budget_lines: budget::store::count(read)?,
    };
    Ok(Overview { plan: plan::store::find(read, position)?, reached: Vec::new(), counts, today, position })
}
