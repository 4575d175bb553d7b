//! The greedy rule that most cities use: most votes first, whatever still fits.
//!
//! With cost utility the order is by votes (points), with cardinality by votes per money. A project that
//! nobody supports is not selected. All comparisons are exact.
//!
//! Source: D. Stolicki, S. Szufa, N. Talmon, "Pabulib: A Participatory Budgeting Library", 2020 (rule
//! "greedy").

use std::cmp::Ordering;

use crate::election::Election;
use crate::fraction::SmallFraction;
use crate::market::Market;
use crate::outcome::{Decisions, Outcome, RuleError, Selection, Tie};
use crate::ties::TieRule;
use crate::utility::{OrdinalScore, Utility};

/// The rule with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Greedy {
    pub utility: Utility,
    pub ordinal: OrdinalScore,
    pub ties: TieRule,
}

impl Greedy {
    /// By votes, with the published tie rule (then listed first).
    pub fn by_votes() -> Greedy {
        Greedy {
            utility: Utility::Cost,
            ordinal: OrdinalScore::LongestBallot,
            ties: TieRule::published_then_listed(),
        }
    }

    /// Counts. Error: a tie that the tie rule leaves open and that changes the result.
    pub fn count(&self, election: &Election) -> Result<Outcome, RuleError> {
        let market = Market::new(election, self.utility, self.ordinal, &self.ties);
        let mut taken = vec![false; market.projects()];
        let fill = fill(&market, election, &mut taken, election.budget(), 0)?;
        Ok(Outcome {
            cost: election.cost_of(&fill.projects),
            selections: fill.projects.iter().map(|&project| selection(&market, project)).collect(),
            misses: Vec::new(),
            share: None,
            completed: 0,
            ties: fill.ties,
            raise: None,
            decisions: Decisions::default(),
        })
    }
}

fn selection(market: &Market, project: usize) -> Selection {
    Selection { project, price: 0.0, supporters: market.supporters[project], paid_less: 0 }
}

/// What greedy buying took.
pub(crate) struct Fill {
    pub projects: Vec<usize>,
    pub ties: Vec<Tie>,
}

/// Buys from `left`, best first, and marks what it took in `taken`. `after` projects were selected before.
pub(crate) fn fill(
    market: &Market,
    election: &Election,
    taken: &mut [bool],
    mut left: u64,
    after: usize,
) -> Result<Fill, RuleError> {
    let mut order = (0..market.projects()).filter(|&p| !taken[p] && market.points[p] > 0).collect::<Vec<_>>();
    order.sort_by(|&a, &b| by_value(market, a, b).then(market.rank[a].cmp(&market.rank[b])).then(a.cmp(&b)));
    let mut fill = Fill { projects: Vec::new(), ties: Vec::new() };
    for group in order.chunk_by(|&a, &b| by_value(market, a, b) == Ordering::Equal) {
        let fitting =
            group.iter().copied().filter(|&project| market.cost[project] <= left).collect::<Vec<_>>();
        let matters = election.cost_of(&fitting) > left;
        for (place, &project) in fitting.iter().enumerate() {
            if market.cost[project] > left {
                continue;
            }
            if matters {
                let rivals = still_fitting(market, &fitting[place..], left);
                let (_, tie) = market.first_of(election, rivals, after + fill.projects.len())?;
                fill.ties.extend(tie);
            }
            taken[project] = true;
            left -= market.cost[project];
            fill.projects.push(project);
        }
    }
    Ok(fill)
}

fn still_fitting(market: &Market, projects: &[usize], left: u64) -> Vec<usize> {
    projects.iter().copied().filter(|&project| market.cost[project] <= left).collect()
}

/// Most utility per money first; free projects before all others.
fn by_value(market: &Market, a: usize, b: usize) -> Ordering {
    let free = |project: usize| market.cost[project] == 0;
    if free(a) || free(b) {
        return free(b).cmp(&free(a));
    }
    let value = |project: usize| match market.utility {
        Utility::Cost => SmallFraction { above: market.points[project], below: 1 },
        Utility::Cardinality => SmallFraction { above: market.points[project], below: market.cost[project] },
    };
    value(b).compare(value(a))
}

#[cfg(test)]
mod tests;
