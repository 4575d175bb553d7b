//! Sequential Phragmen for projects with costs.
//!
//! Every voter earns money at the same speed. As soon as the supporters of a project together hold its
//! cost, it is bought and they are left with nothing. Told the other way round, each voter carries a load,
//! and the next project is the one whose supporters then carry the least: (cost + their loads) / supporters.
//! Only who supports a project counts, not how strongly.
//!
//! Source: M. Los, Z. Christoff, D. Grossi, "Proportional Budget Allocations: Towards a Systematization",
//! IJCAI 2022.
//!
//! Exactness: loads are floats with a relative error that only sums can raise; where two loads are closer
//! than that, rationals decide.

use num_rational::BigRational;
use num_traits::Zero;

use crate::election::Election;
use crate::fraction::{ratio, whole};
use crate::market::Market;
use crate::outcome::{Decisions, Outcome, RuleError, Selection, Tie};
use crate::ties::TieRule;
use crate::utility::{OrdinalScore, Utility};

/// What happens when the next project costs more than is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtOverspend {
    /// The count ends, as in the paper.
    End,
    /// That project drops out and the count goes on.
    SkipProject,
}

/// The rule with its options.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phragmen {
    pub at_overspend: AtOverspend,
    pub ties: TieRule,
}

impl Phragmen {
    /// Ends at the first project that does not fit; the published tie rule (then listed first).
    pub fn sequential() -> Phragmen {
        Phragmen { at_overspend: AtOverspend::End, ties: TieRule::published_then_listed() }
    }

    /// Counts. Error: a tie that the tie rule leaves open.
    pub fn count(&self, election: &Election) -> Result<Outcome, RuleError> {
        let market = Market::new(election, Utility::Cardinality, OrdinalScore::BallotLength, &self.ties);
        let mut count = Count::new(&market, election);
        while let Some(project) = count.next(self.at_overspend)? {
            count.take(project);
        }
        Ok(Outcome {
            cost: election.budget() - count.left,
            selections: count.selections,
            misses: Vec::new(),
            share: None,
            completed: 0,
            ties: count.ties,
            raise: None,
            decisions: count.decisions,
        })
    }
}

struct Count<'a> {
    market: &'a Market,
    election: &'a Election,
    /// For each class the number of the round that set its load; round 0 is load 0.
    set_in: Vec<u32>,
    /// The load of each round, in smallest units of money per voter; relative error at most `error`.
    loads: Vec<f64>,
    error: f64,
    /// The first rounds' loads as exact numbers, worked out when needed.
    exact: Vec<BigRational>,
    /// What was bought in a round, and the voters behind it by the round that had set their load.
    bought: Vec<(usize, Vec<(u32, u64)>)>,
    open: Vec<usize>,
    left: u64,
    selections: Vec<Selection>,
    ties: Vec<Tie>,
    decisions: Decisions,
}

impl<'a> Count<'a> {
    fn new(market: &'a Market, election: &'a Election) -> Count<'a> {
        Count {
            market,
            election,
            set_in: vec![0; market.classes],
            loads: vec![0.0],
            error: 0.0,
            exact: vec![BigRational::zero()],
            bought: vec![(usize::MAX, Vec::new())],
            open: (0..market.projects()).filter(|&project| market.points[project] > 0).collect(),
            left: election.budget(),
            selections: Vec::new(),
            ties: Vec::new(),
            decisions: Decisions::default(),
        }
    }

    /// The project with the least load among those that fit, or the end.
    fn next(&mut self, at_overspend: AtOverspend) -> Result<Option<usize>, RuleError> {
        if at_overspend == AtOverspend::SkipProject {
            self.open.retain(|&project| self.market.cost[project] <= self.left);
        }
        if self.open.is_empty() {
            return Ok(None);
        }
        let loads = self.open.iter().map(|&project| self.load_after(project)).collect::<Vec<_>>();
        let slack = 1.0 + 4.0 * self.load_error();
        let least = loads.iter().copied().fold(f64::INFINITY, f64::min) * slack * slack;
        let close = self.open.iter().zip(&loads).filter(|&(_, &load)| load <= least).map(|(&p, _)| p);
        let mut best = close.collect::<Vec<_>>();
        if best.len() == 1 {
            self.decisions.by_float += 1;
        } else {
            self.decisions.by_exact_rational += 1;
            best = self.exactly_least(&best);
        }
        // The paper's end: one of the projects with the least load does not fit.
        if best.iter().any(|&project| self.market.cost[project] > self.left) {
            return Ok(None);
        }
        self.break_tie(best)
    }

    /// The load that the supporters would carry.
    fn load_after(&self, project: usize) -> f64 {
        let loads = &self.loads;
        let set_in = &self.set_in;
        let carried = self
            .market
            .backers(project)
            .iter()
            .map(|backer| f64::from(backer.voters) * loads[set_in[backer.class as usize] as usize])
            .sum::<f64>();
        (self.market.cost[project] as f64 + carried) / self.market.supporters[project] as f64
    }

    /// Relative error of a load worked out now: that of the loads it sums, and of the sum.
    fn load_error(&self) -> f64 {
        self.error + (self.market.classes as f64 + 8.0) * f64::EPSILON
    }

    fn exactly_least(&mut self, projects: &[usize]) -> Vec<usize> {
        self.work_out_exact_loads();
        let mut best = Vec::new();
        let mut least: Option<BigRational> = None;
        for &project in projects {
            let load = self.exact_load(project, &self.voters_by_round(project));
            if least.as_ref().is_none_or(|least| load < *least) {
                least = Some(load);
                best = vec![project];
            } else if least.as_ref() == Some(&load) {
                best.push(project);
            }
        }
        best
    }

    fn work_out_exact_loads(&mut self) {
        for round in self.exact.len()..self.bought.len() {
            let (project, voters) = &self.bought[round];
            let load = self.exact_load(*project, voters);
            self.exact.push(load);
        }
    }

    fn exact_load(&self, project: usize, voters: &[(u32, u64)]) -> BigRational {
        let mut total = whole(self.market.cost[project]);
        for &(round, voters) in voters {
            total += &self.exact[round as usize] * whole(voters);
        }
        total * ratio(1, u128::from(self.market.supporters[project]))
    }

    /// The supporters of a project by the round that set their load.
    fn voters_by_round(&self, project: usize) -> Vec<(u32, u64)> {
        let mut voters = vec![0_u64; self.loads.len()];
        for backer in self.market.backers(project) {
            voters[self.set_in[backer.class as usize] as usize] += u64::from(backer.voters);
        }
        (0_u32..).zip(voters).filter(|&(_, voters)| voters > 0).collect()
    }

    fn break_tie(&mut self, best: Vec<usize>) -> Result<Option<usize>, RuleError> {
        let (first, tie) = self.market.first_of(self.election, best, self.selections.len())?;
        self.ties.extend(tie);
        Ok(first)
    }

    fn take(&mut self, project: usize) {
        let load = self.load_after(project);
        self.error = self.load_error();
        self.bought.push((project, self.voters_by_round(project)));
        self.loads.push(load);
        let round = self.loads.len() as u32 - 1;
        for backer in self.market.backers(project) {
            self.set_in[backer.class as usize] = round;
        }
        self.left -= self.market.cost[project];
        self.open.retain(|&other| other != project);
        self.selections.push(Selection {
            project,
            price: 0.0,
            supporters: self.market.supporters[project],
            paid_less: 0,
        });
    }
}

#[cfg(test)]
mod tests;
