//! The method of equal shares.
//!
//! Every voter gets the same share of the budget. A project is bought when its supporters together can
//! pay its cost; each pays in proportion to the utility the project has for them, or all they have left
//! if that is less. Of all projects that can be bought, the one with the least price per utility is next.
//! It stops when nobody's money buys anything more; completions spend what is left.
//!
//! Sources: D. Peters, G. Pierczynski, P. Skowron, "Proportional Participatory Budgeting with Additive
//! Utilities", NeurIPS 2021 (the rule); the completions and the tie rule as published for the elections
//! of Wieliczka 2023 and at equalshares.net.
//!
//! Exactness: prices are floats that carry their error bound. Where the bounds of two projects overlap,
//! fractions decide: in 128 bits if all supporters can pay the full price, else rationals of any size.

use crate::election::Election;
use crate::greedy;
use crate::market::Market;
use crate::outcome::{Miss, Outcome, Raise, RuleError, Selection};
use crate::ties::TieRule;
use crate::utility::{OrdinalScore, Utility};

mod ahead;
mod exact;
mod price;
mod raise;
mod run;

use run::{Finish, Run, Share};

/// What happens with the money that equal shares leaves over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Nothing.
    Plain,
    /// What is left buys the projects with most votes that still fit.
    Utilitarian,
    /// Everybody's share is raised step by step, and the last result within the budget counts.
    Add1(Add1),
    /// First the raise, then votes.
    Add1ThenUtilitarian(Add1),
}

/// How shares are raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Add1 {
    /// Smallest units of money per voter and step; None is one currency unit.
    pub step: Option<u64>,
    pub start: Start,
    pub stop: Stop,
}

impl Add1 {
    /// As counted in Wieliczka 2023: steps of one currency unit from the budget divided by the voters, rounded down
    /// to a whole unit, until a step overspends.
    pub fn official() -> Add1 {
        Add1 { step: None, start: Start::WholeUnits, stop: Stop::Overspent }
    }
}

/// The share before the first raise. The plain count before it always uses the exact share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Budget divided by voters, a fraction.
    Exact,
    /// The same, rounded down to a whole number of steps.
    WholeUnits,
}

/// When raising ends, apart from the step at which nothing more can be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// At the first step that overspends; the step before it counts. The official rule.
    Overspent,
    /// The same, but already when the money left over buys no further project.
    ExhaustedOrOverspent,
}

/// The rule with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualShares {
    pub utility: Utility,
    pub ordinal: OrdinalScore,
    pub completion: Completion,
    pub ties: TieRule,
}

impl EqualShares {
    /// Cost utility, the published tie rule (then listed first), places scored 3, 2, 1.
    pub fn with(completion: Completion) -> EqualShares {
        EqualShares {
            utility: Utility::Cost,
            ordinal: OrdinalScore::LongestBallot,
            completion,
            ties: TieRule::published_then_listed(),
        }
    }

    /// Counts. Errors: a tie that the tie rule leaves open; a step of zero.
    pub fn count(&self, election: &Election) -> Result<Outcome, RuleError> {
        let market = Market::new(election, self.utility, self.ordinal, &self.ties);
        let plain_share = Share::of(election.budget(), market.voters);
        let mut run = Run::new(&market, election);
        run.restart(plain_share);
        // The plain count cannot overspend: all shares together are the budget.
        let finish = run.finish(u64::MAX)?;
        debug_assert_eq!(finish, Finish::Done);
        let (raise, utilitarian) = match self.completion {
            Completion::Plain => (None, false),
            Completion::Utilitarian => (None, true),
            Completion::Add1(add1) => (Some(raise::raise(&mut run, election, add1)?), false),
            Completion::Add1ThenUtilitarian(add1) => (Some(raise::raise(&mut run, election, add1)?), true),
        };
        let mut outcome = outcome_of(&run, &market, election, raise);
        if utilitarian {
            complete(&mut outcome, &market, election)?;
        }
        Ok(outcome)
    }
}

fn outcome_of(run: &Run, market: &Market, election: &Election, raise: Option<Raise>) -> Outcome {
    let count = run.count();
    let selections = count.selections.clone();
    let cost = selections.iter().map(|selection| market.cost[selection.project]).sum();
    let misses = (0..election.projects().len())
        .filter(|project| !selections.iter().any(|selection| selection.project == *project))
        .map(|project| Miss { project, money_left: count.money_left[project] })
        .collect();
    Outcome {
        selections,
        misses,
        cost,
        share: Some(count.share),
        completed: 0,
        ties: count.ties.clone(),
        raise,
        decisions: run.decisions(),
    }
}

/// Buys from what is left, most utility per money first, whatever still fits.
fn complete(outcome: &mut Outcome, market: &Market, election: &Election) -> Result<(), RuleError> {
    let mut taken = outcome.selected(market.projects());
    let left = election.budget() - outcome.cost;
    let extra = greedy::fill(market, election, &mut taken, left, outcome.selections.len())?;
    outcome.completed = extra.projects.len();
    outcome.cost += extra.projects.iter().map(|&project| market.cost[project]).sum::<u64>();
    outcome.misses.retain(|miss| !taken[miss.project]);
    outcome.ties.extend(extra.ties);
    outcome.selections.extend(extra.projects.iter().map(|&project| Selection {
        project,
        price: 0.0,
        supporters: market.supporters[project],
        paid_less: 0,
    }));
    Ok(())
}

#[cfg(test)]
mod tests;
