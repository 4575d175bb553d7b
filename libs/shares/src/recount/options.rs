//! What to count by: rule names for the command line, and the choices behind them.

use std::fmt;
use std::str::FromStr;

use crate::equal_shares::{Add1, Completion, EqualShares, Start, Stop};
use crate::greedy::Greedy;
use crate::phragmen::AtOverspend;
use crate::ties::TieRule;
use crate::utility::{OrdinalScore, UnknownName, Utility};

/// A rule by name. Parse it with `str::parse`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    EqualShares(Completion),
    Greedy,
    Phragmen(AtOverspend),
}

impl Rule {
    /// All names, as `parse` takes them, with what they mean.
    pub fn names() -> Vec<(&'static str, Rule)> {
        let exhaustive = Add1 { step: None, start: Start::Exact, stop: Stop::ExhaustedOrOverspent };
        vec![
            ("equalshares", Rule::EqualShares(Completion::Plain)),
            ("equalshares/utilitarian", Rule::EqualShares(Completion::Utilitarian)),
            ("equalshares/add1", Rule::EqualShares(Completion::Add1(Add1::official()))),
            ("equalshares/add1-exhaustive", Rule::EqualShares(Completion::Add1(exhaustive))),
            (
                "equalshares/add1-utilitarian",
                Rule::EqualShares(Completion::Add1ThenUtilitarian(Add1::official())),
            ),
            ("greedy", Rule::Greedy),
            ("phragmen", Rule::Phragmen(AtOverspend::End)),
            ("phragmen/skip", Rule::Phragmen(AtOverspend::SkipProject)),
        ]
    }
}

impl FromStr for Rule {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Rule, UnknownName> {
        let names = Rule::names();
        let unknown = || UnknownName::new("rule", name, names.iter().map(|(name, _)| *name).collect());
        names.iter().find(|(known, _)| *known == name).map(|(_, rule)| *rule).ok_or_else(unknown)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Greedy => write!(out, "most votes first"),
            Rule::Phragmen(AtOverspend::End) => {
                write!(out, "sequential Phragmen, until a project does not fit")
            }
            Rule::Phragmen(AtOverspend::SkipProject) => {
                write!(out, "sequential Phragmen, leaving out projects that do not fit")
            }
            Rule::EqualShares(completion) => {
                write!(out, "equal shares")?;
                match completion {
                    Completion::Plain => Ok(()),
                    Completion::Utilitarian => write!(out, ", rest by votes"),
                    Completion::Add1(add1) => write_add1(out, *add1),
                    Completion::Add1ThenUtilitarian(add1) => {
                        write_add1(out, *add1)?;
                        write!(out, ", rest by votes")
                    }
                }
            }
        }
    }
}

fn write_add1(out: &mut fmt::Formatter<'_>, add1: Add1) -> fmt::Result {
    let start = match add1.start {
        Start::Exact => "the exact share",
        Start::WholeUnits => "the share rounded down",
    };
    let stop = match add1.stop {
        Stop::Overspent => "until a step overspends",
        Stop::ExhaustedOrOverspent => "until nothing more fits or a step overspends",
    };
    write!(out, ", shares raised from {start} {stop}")
}

/// How to count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// None: the rule that the file names.
    pub rule: Option<Rule>,
    pub utility: Utility,
    pub ordinal: OrdinalScore,
    pub ties: TieRule,
    /// For rules that raise shares: smallest units of money per voter and step; None is one currency unit.
    pub step: Option<u64>,
}

impl Default for Options {
    /// As the file says, cost utility, places scored 3, 2, 1, the published tie rule and then listed first.
    fn default() -> Options {
        Options {
            rule: None,
            utility: Utility::Cost,
            ordinal: OrdinalScore::LongestBallot,
            ties: TieRule::published_then_listed(),
            step: None,
        }
    }
}

impl Options {
    pub(super) fn equal_shares(&self, completion: Completion) -> EqualShares {
        let with_step = |add1: Add1| Add1 { step: self.step.or(add1.step), ..add1 };
        let completion = match completion {
            Completion::Plain | Completion::Utilitarian => completion,
            Completion::Add1(add1) => Completion::Add1(with_step(add1)),
            Completion::Add1ThenUtilitarian(add1) => Completion::Add1ThenUtilitarian(with_step(add1)),
        };
        EqualShares { utility: self.utility, ordinal: self.ordinal, completion, ties: self.ties.clone() }
    }

    pub(super) fn greedy(&self) -> Greedy {
        Greedy { utility: self.utility, ordinal: self.ordinal, ties: self.ties.clone() }
    }
}
