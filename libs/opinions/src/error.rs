//! What can be wrong with a conversation, where it is wrong, and how to mend it.
//!
//! Nothing in this crate panics on outside input; every refusal is one of these values. The words are
//! English; a caller that speaks other languages matches on the variant.

use std::fmt;
use thiserror::Error;

/// Where in a file a fault stands. Lines and columns count from 1; a column counts fields, not bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which of the files was read: `votes`, `matrix`, `statements`, `people`, `population`, `banned`.
    pub file: &'static str,
    /// Line of the record's first character; 0 when the fault concerns the whole file.
    pub line: u64,
    /// Field of the record; 0 when the fault concerns the whole line.
    pub column: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(out, "{}", self.file),
            (line, 0) => write!(out, "{} line {line}", self.file),
            (line, column) => write!(out, "{} line {line} field {column}", self.file),
        }
    }
}

/// One broken line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFault {
    /// Where it stands.
    pub place: Place,
    /// What is wrong, with what was found (shortened).
    pub what: String,
    /// What to write instead.
    pub mend: &'static str,
}

impl fmt::Display for LineFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}; {}", self.place, self.what, self.mend)
    }
}

/// Why no map, report or weighting could be made.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum OpinionError {
    /// The source failed while it was read; the text is the system's.
    #[error("{place}: reading failed: {cause}")]
    Unreadable { place: Place, cause: String },
    /// A needed column is not in the header.
    #[error("{place}: the header has no column `{column}`")]
    MissingColumn { place: Place, column: &'static str },
    /// A column stands twice in the header, so a value would be ambiguous.
    #[error("{place}: the header names `{column}` twice")]
    ColumnTwice { place: Place, column: String },
    /// Lines that cannot be understood. Holds the first twenty and the number of all.
    #[error("{total} broken line(s); first: {first}", first = .faults.first().map(|f| f.to_string()).unwrap_or_default())]
    BrokenLines { faults: Vec<LineFault>, total: u64 },
    /// More of something than this crate takes.
    #[error("{place}: more than {limit} {what}")]
    TooMany { place: Place, what: &'static str, limit: u64 },
    /// No file with votes was given, or it has a header and nothing else.
    #[error("there is no vote")]
    NoVotes,
    /// A map needs two people.
    #[error("{found} person has voted and 2 are needed")]
    TooFewPeople { found: usize },
    /// A map needs two statements.
    #[error("{found} statement has votes and 2 are needed")]
    TooFewStatements { found: usize },
    /// Every vote is a pass: nobody took a side.
    #[error("all {votes} votes are passes")]
    OnlyPasses { votes: usize },
    /// The tallies in the statements file fit only with agree and disagree exchanged.
    #[error("{place}: the tallies of {statements} statements fit only with agree and disagree exchanged")]
    SidesExchanged { place: Place, statements: usize },
    /// A setting names a person who is not on the map.
    #[error("`{person}` is named as a start and is not on the map")]
    UnknownStart { person: String },
    /// A number of groups that cannot be made.
    #[error("{asked} groups were asked for; between 1 and {most} are possible")]
    ImpossibleGroups { asked: usize, most: usize },
    /// A trait of a person that the population file does not know.
    #[error("`{value}` of column `{column}` is not in the population file")]
    UnknownTrait { column: String, value: String },
    /// Weights need both who the people are and what the population is.
    #[error("weights need the people file and the population file")]
    HalfWeights,
    /// The list of weights does not belong to these votes.
    #[error("{weights} weights were given for {people} people")]
    WrongWeights { weights: usize, people: usize },
}

impl OpinionError {
    /// Where the fault stands, when it stands in one place of a file.
    pub fn place(&self) -> Option<&Place> {
        match self {
            OpinionError::Unreadable { place, .. }
            | OpinionError::MissingColumn { place, .. }
            | OpinionError::ColumnTwice { place, .. }
            | OpinionError::TooMany { place, .. }
            | OpinionError::SidesExchanged { place, .. } => Some(place),
            OpinionError::BrokenLines { faults, .. } => faults.first().map(|fault| &fault.place),
            OpinionError::NoVotes
            | OpinionError::TooFewPeople { .. }
            | OpinionError::TooFewStatements { .. }
            | OpinionError::OnlyPasses { .. }
            | OpinionError::UnknownStart { .. }
            | OpinionError::ImpossibleGroups { .. }
            | OpinionError::UnknownTrait { .. }
            | OpinionError::HalfWeights
            | OpinionError::WrongWeights { .. } => None,
        }
    }

    /// What the person who gave the input can do about it: one sentence.
    pub fn mend(&self) -> &'static str {
        match self {
            OpinionError::Unreadable { .. } => {
                "Check that the file is complete and readable, then try again."
            }
            OpinionError::MissingColumn { .. } => {
                "Add the column to the first line, or give the file it belongs to."
            }
            OpinionError::ColumnTwice { .. } => "Keep one of the two columns.",
            OpinionError::BrokenLines { .. } => "Correct the named lines, or export the file again.",
            OpinionError::TooMany { .. } => "Split the conversation, or leave out what is not needed.",
            OpinionError::NoVotes => "Give a votes file or a matrix with at least one vote.",
            OpinionError::TooFewPeople { .. } => "Wait until two people have voted.",
            OpinionError::TooFewStatements { .. } => "Wait until two statements have votes.",
            OpinionError::OnlyPasses { .. } => "Wait until somebody agrees or disagrees.",
            OpinionError::SidesExchanged { .. } => {
                "Write 1 for agree and -1 for disagree in the votes; raw Polis tables have it the other way round."
            }
            OpinionError::UnknownStart { .. } => "Name people who have voted often enough to be on the map.",
            OpinionError::ImpossibleGroups { .. } => "Ask for fewer groups, or let the map choose.",
            OpinionError::UnknownTrait { .. } => {
                "Add the value to the population file, or leave the person's field empty."
            }
            OpinionError::HalfWeights => "Give both files, or neither.",
            OpinionError::WrongWeights { .. } => "Make the weights from the same votes.",
        }
    }
}
