//! How much a voter gains when a project is funded.
//!
//! A ballot gives each project a score (approval 1, points, or a score by place); the utility of a funded
//! project is that score, or that score times the cost.

use std::str::FromStr;

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

/// A name that is none of those expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {what} \"{name}\" is not known; to mend it, give one of {}", .expected.join(", "))]
pub struct UnknownName {
    pub what: &'static str,
    pub name: String,
    pub expected: Vec<&'static str>,
}

impl UnknownName {
    pub(crate) fn new(what: &'static str, name: &str, expected: Vec<&'static str>) -> UnknownName {
        UnknownName { what, name: name.chars().take(80).collect(), expected }
    }
}

impl FromStr for Utility {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Utility, UnknownName> {
        let all = [Utility::Cost, Utility::Cardinality];
        let unknown = || UnknownName::new("utility", name, all.map(Utility::name).to_vec());
        all.into_iter().find(|utility| utility.name() == name).ok_or_else(unknown)
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

    const ALL: [OrdinalScore; 4] = [
        OrdinalScore::BordaOfBallot,
        OrdinalScore::BallotLength,
        OrdinalScore::LongestBallot,
        OrdinalScore::ProjectCount,
    ];

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

impl FromStr for OrdinalScore {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<OrdinalScore, UnknownName> {
        let all = OrdinalScore::ALL;
        let unknown = || UnknownName::new("way to score places", name, all.map(OrdinalScore::name).to_vec());
        all.into_iter().find(|score| score.name() == name).ok_or_else(unknown)
    }
}

/// The score that a mark stands for. `length` is the number of projects on the ballot.
pub fn score(election: &Election, ordinal: OrdinalScore, value: u32, length: usize) -> u32 {
    match election.kind() {
        BallotKind::Approval | BallotKind::Cumulative | BallotKind::Scoring => value,
        BallotKind::Ordinal => ordinal.score(value, length, election),
    }
}
