//! Raising everybody's share step by step until a step would overspend the real budget.
//!
//! (The published name is Add1: one currency unit a step.)

use crate::election::Election;
use crate::market::Market;
use crate::outcome::{Raise, RuleError};

use super::run::{Finish, Run, Share};
use super::{Add1, Start, Stop};

/// More counts than this are refused.
const MOST_COUNTS: u64 = 10_000_000;

/// Raises shares after the plain count, which `run` holds. Afterwards it holds the count that stands.
pub(super) fn raise(run: &mut Run, election: &Election, add1: Add1) -> Result<Raise, RuleError> {
    let step = add1.step.unwrap_or_else(|| election.currency_unit());
    if step == 0 {
        return Err(RuleError::ZeroStep);
    }
    let exact = Share::of(election.budget(), u64::from(election.voters()));
    let start = match add1.start {
        Start::Exact => exact,
        Start::WholeUnits => {
            let units = exact.above / exact.below / u128::from(step);
            Share { above: units * u128::from(step), below: 1 }
        }
    };
    let mut raise = Raise { steps: 0, step, counts: 0 };
    loop {
        if everything_is_bought(run)
            || (add1.stop == Stop::ExhaustedOrOverspent && is_exhausted(run, election))
        {
            return Ok(raise);
        }
        if raise.counts == MOST_COUNTS {
            return Err(RuleError::TooManySteps { step, limit: MOST_COUNTS });
        }
        let before = run.count().clone();
        run.restart(start.raised_by(u128::from(raise.steps + 1) * u128::from(step)));
        raise.counts += 1;
        if run.finish(election.budget())? == Finish::Overspent {
            run.set_count(before);
            return Ok(raise);
        }
        raise.steps += 1;
    }
}

fn everything_is_bought(run: &Run) -> bool {
    let market: &Market = run.market();
    let buyable = (0..market.projects()).filter(|&project| market.can_be_bought(project)).count();
    run.count().selections.len() == buyable
}

/// Nothing that is not yet bought fits into the money left over, bought by anybody or not.
fn is_exhausted(run: &Run, election: &Election) -> bool {
    let market = run.market();
    let left = election.budget() - run.count().cost;
    let mut bought = vec![false; market.projects()];
    for selection in &run.count().selections {
        bought[selection.project] = true;
    }
    !(0..market.projects()).any(|project| !bought[project] && market.cost[project] <= left)
}
