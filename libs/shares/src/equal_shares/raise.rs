//! Raising everybody's share step by step until a step would overspend the real budget.
//!
//! (The published name is Add1: one currency unit a step.)

use crate::election::Election;
use crate::market::Market;
use crate::outcome::{Raise, RuleError};

use super::ahead::Ahead;
use super::run::{Count, Finish, Run, Share};
use super::{Add1, Start, Stop};

/// More counts than this are refused.
const MOST_COUNTS: u64 = 1_000_000;
/// After a stretch could not be proved to change nothing, up to this many steps are counted before the next try.
const LONGEST_WAIT: u64 = 32;

/// Raises shares after the plain count, which `run` holds. Afterwards it holds the count that stands.
pub(super) fn raise(run: &mut Run, election: &Election, add1: Add1) -> Result<Raise, RuleError> {
    raise_with(run, election, add1, true)
}

/// The same; without `stretches` every step is counted.
pub(super) fn raise_with(
    run: &mut Run,
    election: &Election,
    add1: Add1,
    stretches: bool,
) -> Result<Raise, RuleError> {
    let step = add1.step.unwrap_or_else(|| election.currency_unit());
    if step == 0 {
        return Err(RuleError::ZeroStep);
    }
    let start = first_share(election, add1.start, step);
    let share_after = |steps: u64| start.raised_by(u128::from(steps) * u128::from(step));
    let mut stretch = Stretch::new(run.market());
    let mut raise = Raise { steps: 0, step, counts: 0 };
    loop {
        if everything_is_bought(run)
            || (add1.stop == Stop::ExhaustedOrOverspent && is_exhausted(run, election))
        {
            return Ok(raise);
        }
        if raise.counts >= MOST_COUNTS {
            return Err(RuleError::TooManySteps { step, limit: MOST_COUNTS });
        }
        // The plain count has another share than the steps start from, so stretches begin at the first step.
        let skipped = if raise.steps == 0 || !stretches {
            0
        } else {
            stretch.prove(run.count(), raise.steps, &share_after)
        };
        let next = raise.steps + skipped.max(1);
        let before = run.count().clone();
        run.restart(share_after(next));
        raise.counts += 1;
        if run.finish(election.budget())? == Finish::Overspent {
            run.set_count(before);
            return Ok(raise);
        }
        raise.steps = next;
    }
}

fn first_share(election: &Election, start: Start, step: u64) -> Share {
    let exact = Share::of(election.budget(), u64::from(election.voters()));
    match start {
        Start::Exact => exact,
        Start::WholeUnits => {
            let steps = exact.above / exact.below / u128::from(step);
            Share { above: steps * u128::from(step), below: 1 }
        }
    }
}

/// Looks for stretches of steps that change nothing: longer after a success, shorter after a failure, and
/// after failures at the shortest only now and then, so that tries cost little where every step counts.
struct Stretch<'a> {
    ahead: Ahead<'a>,
    length: u64,
    wait: u64,
    next_wait: u64,
}

impl<'a> Stretch<'a> {
    fn new(market: &'a Market) -> Stretch<'a> {
        Stretch { ahead: Ahead::new(market), length: 2, wait: 0, next_wait: 1 }
    }

    /// The number of steps after `steps` that surely give the same as `count`; 0 if none was proved.
    fn prove(&mut self, count: &Count, steps: u64, share_after: &dyn Fn(u64) -> Share) -> u64 {
        if self.wait > 0 {
            self.wait -= 1;
            return 0;
        }
        let length = self.length;
        if self.ahead.same_up_to(share_after(steps.saturating_add(length)), &count.purchases) {
            self.length = length.saturating_mul(2).min(1 << 40);
            self.next_wait = 1;
            return length;
        }
        self.length = (length / 2).max(2);
        if length == 2 {
            self.wait = self.next_wait;
            self.next_wait = (self.next_wait * 2).min(LONGEST_WAIT);
        }
        0
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
