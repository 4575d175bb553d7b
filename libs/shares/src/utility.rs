//! How much a voter gains when a project is funded.
//!
//! A ballot gives each project a score (approval 1, points, or a score by place); the utility of a funded
//! project is that score, or that score times the cost.

use crate::election::{BallotKind, Election};

/// What one funded project is worth to a voter who gave it score s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Utility {
    /// s x cost: money spent on what I wanted. Used in all official elections so far.
    Cost,
    /// s: the number of projects (or points) I wanted. Favours cheap projects.
    Cardinality,
}

impl Utility {
    /// The factor between score and utility.
    pub(crate) fn factor(self, cost: u64) -> u64 {
        match self {
            Utility::Cost => cost,
            Utility::Cardinality => 1,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Utility::Cost => "cost",
            Utility::Cardinality => "cardinality",
        }
    }
}

/// How a place on a ranking becomes a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrdinalScore {
    /// The first of k ranked projects gets k - 1, the last gets 0.
    BordaOfBallot,
    /// The first of k ranked projects gets k, the last gets 1.
    BallotLength,
    /// The first gets as many points as the longest ballot has places (3, 2, 1 in Krakow), whatever the length.
    LongestBallot,
    /// The first gets as many points as there are projects.
    ProjectCount,
}

impl OrdinalScore {
    pub fn name(self) -> &'static str {
        match self {
            OrdinalScore::BordaOfBallot => "borda-of-ballot",
            OrdinalScore::BallotLength => "ballot-length",
            OrdinalScore::LongestBallot => "longest-ballot",
            OrdinalScore::ProjectCount => "project-count",
        }
    }

    fn score(self, place: u32, length: usize, election: &Election) -> u32 {
        let best = match self {
            OrdinalScore::BordaOfBallot => (length as u32).saturating_sub(1),
            OrdinalScore::BallotLength => length as u32,
            OrdinalScore::LongestBallot => election.longest_ballot(),
            OrdinalScore::ProjectCount => election.projects().len() as u32,
        };
        best.saturating_sub(place - 1)
    }
}

/// The score that a mark stands for. `length` is the number of projects on the ballot.
pub fn score(election: &Election, ordinal: OrdinalScore, value: u32, length: usize) -> u32 {
    match election.kind() {
        BallotKind::Approval | BallotKind::Cumulative | BallotKind::Scoring => value,
        BallotKind::Ordinal => ordinal.score(value, length, election),
    }
}
