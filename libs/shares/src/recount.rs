//! A published result, counted again from its file alone.
//!
//! The caller opens the file; the report prints the same bytes everywhere.

use std::io::Read;

use crate::compare::{HeadToHead, Service, head_to_head, service};
use crate::election::Election;
use crate::greedy::Greedy;
use crate::outcome::{Outcome, RuleError};
use crate::pabulib::{self, Loaded};
use crate::phragmen::Phragmen;
use crate::utility::UnknownName;

mod options;
mod text;

pub use options::{Options, Rule};

/// A counted election with everything needed to explain it. Its `Display` is the text of the report.
#[derive(Clone, Debug)]
pub struct Report {
    pub loaded: Loaded,
    /// The key `description` of the file.
    pub title: String,
    pub options: Options,
    pub rule: Rule,
    pub outcome: Outcome,
    /// Compared with the column `selected`, if the file has one.
    pub published: Option<Agreement>,
    /// Compared with what most votes first would give; None if that rule has no result.
    pub greedy: Option<AgainstGreedy>,
}

/// How the result agrees with the published one. Projects by index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    pub both: usize,
    pub only_here: Vec<usize>,
    pub only_published: Vec<usize>,
}

impl Agreement {
    pub fn is_complete(&self) -> bool {
        self.only_here.is_empty() && self.only_published.is_empty()
    }
}

/// This result beside the greedy one.
#[derive(Clone, Debug, PartialEq)]
pub struct AgainstGreedy {
    pub here: Service,
    pub greedy: Service,
    pub only_here: Vec<usize>,
    pub only_greedy: Vec<usize>,
    /// Voters who get more money's worth here (`first`) or with the greedy rule (`second`).
    pub by_cost: HeadToHead,
    /// Voters who get more projects.
    pub by_projects: HeadToHead,
}

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    File(#[from] pabulib::Error),
    #[error("{0}; to mend it, {mend}", mend = .0.mend())]
    Rule(#[from] RuleError),
    #[error(transparent)]
    UnknownRule(#[from] UnknownName),
}

/// Reads a `.pb` file and counts it. Errors: a file that is wrong, with line and mend; a rule name that is not
/// known; a tie that the tie rule leaves open.
pub fn recount(input: impl Read, options: &Options) -> Result<Report, Error> {
    let file = pabulib::read(input)?;
    let loaded = file.election()?;
    let title = file.meta_value("description").unwrap_or("").to_string();
    let rule = match options.rule {
        Some(rule) => rule,
        None => loaded.rule.parse()?,
    };
    let outcome = count(&loaded.election, rule, options)?;
    let selected = outcome.selected(loaded.election.projects().len());
    let published = loaded.official.as_ref().map(|official| agreement(&selected, official));
    let greedy = against_greedy(&loaded.election, options, &selected);
    Ok(Report { loaded, title, options: options.clone(), rule, outcome, published, greedy })
}

/// Counts an election by a rule.
pub fn count(election: &Election, rule: Rule, options: &Options) -> Result<Outcome, RuleError> {
    match rule {
        Rule::EqualShares(completion) => options.equal_shares(completion).count(election),
        Rule::Greedy => options.greedy().count(election),
        Rule::Phragmen(at_overspend) => Phragmen { at_overspend, ties: options.ties.clone() }.count(election),
    }
}

fn agreement(selected: &[bool], official: &[u64]) -> Agreement {
    let differ = |here: bool| {
        let pairs = selected.iter().zip(official).enumerate();
        pairs.filter(move |&(_, (&is, &was))| is == here && (was == 1) != here).map(|(project, _)| project)
    };
    let both = selected.iter().zip(official).filter(|&(&is, &was)| is && was == 1).count();
    Agreement { both, only_here: differ(true).collect(), only_published: differ(false).collect() }
}

fn against_greedy(election: &Election, options: &Options, selected: &[bool]) -> Option<AgainstGreedy> {
    let rule = Greedy { ..options.greedy() };
    let greedy = rule.count(election).ok()?.selected(election.projects().len());
    let only = |here: &[bool], there: &[bool]| {
        (0..here.len()).filter(|&project| here[project] && !there[project]).collect::<Vec<_>>()
    };
    Some(AgainstGreedy {
        here: service(election, options.ordinal, selected),
        greedy: service(election, options.ordinal, &greedy),
        only_here: only(selected, &greedy),
        only_greedy: only(&greedy, selected),
        by_cost: head_to_head(election, options.ordinal, selected, &greedy, true),
        by_projects: head_to_head(election, options.ordinal, selected, &greedy, false),
    })
}

#[cfg(test)]
mod tests;
