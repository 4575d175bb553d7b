//! An election as the rules see it: for each project who supports it and how strongly.
//!
//! Built once per election and utility, shared by all counts. It holds no state of a count.

use crate::election::Election;
use crate::fraction::SmallFraction;
use crate::outcome::{RuleError, Tie};
use crate::ties::TieRule;
use crate::utility::{OrdinalScore, Utility, score};

/// One class of equal ballots behind a project.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backer {
    pub class: u32,
    pub voters: u32,
}

pub(crate) struct Market {
    pub utility: Utility,
    pub voters: u64,
    pub classes: usize,
    /// Smallest units of money.
    pub cost: Vec<u64>,
    /// The sum of scores over all voters; at most 2^52.
    pub points: Vec<u64>,
    /// Voters with a positive score.
    pub supporters: Vec<u64>,
    /// Tie ranks; equal ranks are ties that the rule leaves open.
    pub rank: Vec<u32>,
    ties: TieRule,
    starts: Vec<usize>,
    backers: Vec<Backer>,
    /// The score of each backer; empty when all scores are 1.
    scores: Vec<u32>,
}

impl Market {
    pub fn new(election: &Election, utility: Utility, ordinal: OrdinalScore, ties: &TieRule) -> Market {
        let count = election.projects().len();
        let mut supporters = vec![0_u64; count];
        let mut points = vec![0_u64; count];
        let mut lengths = vec![0_usize; count];
        let mut unit = true;
        for class in election.classes() {
            for mark in class.marks {
                let score = score(election, ordinal, mark.value, class.marks.len());
                let project = mark.project as usize;
                if score > 0 {
                    lengths[project] += 1;
                    supporters[project] += u64::from(class.voters);
                    points[project] += u64::from(class.voters) * u64::from(score);
                    unit &= score == 1;
                }
            }
        }
        let rank = ties.ranks(election, &supporters);
        let mut market = Market {
            utility,
            voters: u64::from(election.voters()),
            classes: election.class_count(),
            cost: election.projects().iter().map(|project| project.cost).collect(),
            points,
            supporters,
            rank,
            ties: ties.clone(),
            starts: starts_of(&lengths),
            backers: Vec::new(),
            scores: Vec::new(),
        };
        market.fill(election, ordinal, unit);
        market
    }

    fn fill(&mut self, election: &Election, ordinal: OrdinalScore, unit: bool) {
        let total = self.starts.last().copied().unwrap_or(0);
        self.backers = vec![Backer { class: 0, voters: 0 }; total];
        if !unit {
            self.scores = vec![0; total];
        }
        let mut next = self.starts.clone();
        for (index, class) in election.classes().enumerate() {
            for mark in class.marks {
                let score = score(election, ordinal, mark.value, class.marks.len());
                if score == 0 {
                    continue;
                }
                let place = &mut next[mark.project as usize];
                self.backers[*place] = Backer { class: index as u32, voters: class.voters };
                if !unit {
                    self.scores[*place] = score;
                }
                *place += 1;
            }
        }
    }

    pub fn projects(&self) -> usize {
        self.cost.len()
    }

    pub fn backers(&self, project: usize) -> &[Backer] {
        &self.backers[self.starts[project]..self.starts[project + 1]]
    }

    /// The scores of a project's backers, or None when all are 1.
    pub fn scores(&self, project: usize) -> Option<&[u32]> {
        if self.scores.is_empty() {
            return None;
        }
        Some(&self.scores[self.starts[project]..self.starts[project + 1]])
    }

    /// Backers with their scores.
    pub fn scored_backers(&self, project: usize) -> impl Iterator<Item = (Backer, u32)> + '_ {
        let scores = self.scores(project);
        self.backers(project)
            .iter()
            .enumerate()
            .map(move |(index, &backer)| (backer, scores.map_or(1, |scores| scores[index])))
    }

    /// The first of equally good projects after `after` selections, and the tie if there was one. Error: the tie
    /// rule does not say which is first.
    pub fn first_of(
        &self,
        election: &Election,
        mut tied: Vec<usize>,
        after: usize,
    ) -> Result<(Option<usize>, Option<Tie>), RuleError> {
        tied.sort_by_key(|&project| (self.rank[project], project));
        let (first, second) = match tied.as_slice() {
            [] => return Ok((None, None)),
            [only] => return Ok((Some(*only), None)),
            [first, second, ..] => (*first, *second),
        };
        let Some(by) = self.ties.deciding_key(election, &self.supporters, first, second) else {
            let even = tied.iter().filter(|&&project| self.rank[project] == self.rank[first]);
            let ids = even.map(|&project| election.projects()[project].id.clone()).collect();
            return Err(RuleError::UnresolvedTie { ids, after });
        };
        Ok((Some(first), Some(Tie { after, tied, chosen: first, by })))
    }

    /// Whether money or, for a free project, utility can ever get it selected.
    pub fn can_be_bought(&self, project: usize) -> bool {
        self.points[project] > 0 && (self.cost[project] > 0 || self.utility == Utility::Cardinality)
    }

    /// The price per utility when all supporters pay fully, which is the least it can ever be:
    /// cost / (points * factor).
    pub fn full_price(&self, project: usize) -> SmallFraction {
        let below = self.points[project];
        match self.utility {
            Utility::Cost => SmallFraction { above: 1, below },
            Utility::Cardinality => SmallFraction { above: self.cost[project], below },
        }
    }

    /// A float that is at most the full price.
    pub fn least_price(&self, project: usize) -> f64 {
        let price = self.cost[project] as f64 / self.points[project] as f64 / self.factor(project) as f64;
        price * (1.0 - 8.0 * f64::EPSILON)
    }

    /// Utility of a score point: a price per point divided by this is a price per utility.
    pub fn factor(&self, project: usize) -> u64 {
        self.utility.factor(self.cost[project])
    }
}

fn starts_of(lengths: &[usize]) -> Vec<usize> {
    let mut starts = Vec::with_capacity(lengths.len() + 1);
    let mut total = 0;
    starts.push(0);
    for length in lengths {
        total += length;
        starts.push(total);
    }
    starts
}
