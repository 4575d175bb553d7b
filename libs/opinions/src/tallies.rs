//! Who said what: counts of agree, disagree and pass per group and statement.
//!
//! Invariant: a tally changes by adding or taking away one vote, so that a live map and a map made
//! from scratch count the same.

use crate::votes::{Vote, Votes};

/// Votes of some people on one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// People who agree.
    pub agree: u32,
    /// People who disagree.
    pub disagree: u32,
    /// People who saw it and passed.
    pub pass: u32,
    /// Weights of who disagrees, passes, agrees; equal to the counts when nobody is weighted.
    pub weight: [f64; 3],
    /// Sum of squared weights.
    pub squares: f64,
}

impl Tally {
    /// People who saw the statement.
    pub fn seen(&self) -> u32 {
        self.agree + self.disagree + self.pass
    }

    /// Weighted share of who voted so among who saw it; 0 when nobody did.
    pub fn share(&self, vote: Vote) -> f64 {
        let all: f64 = self.weight.iter().sum();
        if all > 0.0 { self.weight[vote.slot() as usize] / all } else { 0.0 }
    }

    /// Number of equally weighted people that would say as much: (sum of w)^2 / sum of w^2 (L. Kish,
    /// "Survey Sampling", 1965).
    pub fn effective_seen(&self) -> f64 {
        let all: f64 = self.weight.iter().sum();
        if self.squares > 0.0 { all * all / self.squares } else { 0.0 }
    }

    /// Share times effective number of people: what tests and bounds count with.
    pub fn effective(&self, vote: Vote) -> f64 {
        self.share(vote) * self.effective_seen()
    }

    pub(crate) fn add(&mut self, vote: Vote, weight: f64) {
        *self.count(vote) += 1;
        self.weight[vote.slot() as usize] += weight;
        self.squares += weight * weight;
    }

    pub(crate) fn take(&mut self, vote: Vote, weight: f64) {
        *self.count(vote) -= 1;
        self.weight[vote.slot() as usize] -= weight;
        self.squares -= weight * weight;
        if self.seen() == 0 {
            *self = Tally::default();
        }
    }

    fn count(&mut self, vote: Vote) -> &mut u32 {
        match vote {
            Vote::Agree => &mut self.agree,
            Vote::Disagree => &mut self.disagree,
            Vote::Pass => &mut self.pass,
        }
    }

    fn join(&mut self, other: &Tally) {
        self.agree += other.agree;
        self.disagree += other.disagree;
        self.pass += other.pass;
        for (sum, more) in self.weight.iter_mut().zip(other.weight) {
            *sum += more;
        }
        self.squares += other.squares;
    }
}

/// Tallies of all statements, for everybody and per group.
#[derive(Clone, Debug, PartialEq)]
pub struct Tallies {
    groups: usize,
    /// Statement after statement: first everybody (mapped or not), then each group.
    cells: Vec<Tally>,
}

impl Tallies {
    /// Counts the votes. `group_of` names each person's group, `weights` their weight (1 when absent).
    pub fn count(votes: &Votes, group_of: &[Option<u32>], groups: usize, weights: Option<&[f64]>) -> Tallies {
        let mut tallies =
            Tallies { groups, cells: vec![Tally::default(); votes.statements().len() * (groups + 1)] };
        for (person, group) in group_of.iter().enumerate() {
            let weight = weights.map_or(1.0, |weights| weights[person]);
            for (statement, vote) in votes.of_person(person) {
                tallies.everybody_mut(statement).add(vote, weight);
                if let Some(group) = group {
                    tallies.group_mut(statement, *group as usize).add(vote, weight);
                }
            }
        }
        tallies
    }

    /// Number of groups.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// Number of statements.
    pub fn statements(&self) -> usize {
        self.cells.len() / (self.groups + 1)
    }

    /// Everybody's votes on a statement, of people on the map and others.
    pub fn everybody(&self, statement: usize) -> &Tally {
        &self.cells[statement * (self.groups + 1)]
    }

    /// A group's votes on a statement.
    pub fn group(&self, statement: usize, group: usize) -> &Tally {
        &self.cells[statement * (self.groups + 1) + 1 + group]
    }

    /// Votes of the people in all other groups.
    pub fn outside(&self, statement: usize, group: usize) -> Tally {
        let mut sum = Tally::default();
        for other in (0..self.groups).filter(|other| *other != group) {
            sum.join(self.group(statement, other));
        }
        sum
    }

    pub(crate) fn everybody_mut(&mut self, statement: usize) -> &mut Tally {
        &mut self.cells[statement * (self.groups + 1)]
    }

    pub(crate) fn group_mut(&mut self, statement: usize, group: usize) -> &mut Tally {
        &mut self.cells[statement * (self.groups + 1) + 1 + group]
    }
}
