//! What can be wrong with a file, where, and what to do about it.

use std::fmt;

use crate::election::ElectionError;

/// A place in a file. Numbers count from 1; 0 means the whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    /// Which field of the line.
    pub column: usize,
    /// The name of that column, or the key in META.
    pub name: String,
}

impl Place {
    pub(super) fn line(line: usize) -> Place {
        Place { line, column: 0, name: String::new() }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => write!(out, "file"),
            (line, 0) => write!(out, "line {line}"),
            (line, column) if self.name.is_empty() => write!(out, "line {line}, column {column}"),
            (line, column) => write!(out, "line {line}, column {column} ({})", self.name),
        }
    }
}

/// The first thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}; to mend it, {}", .problem.mend())]
pub struct Error {
    pub place: Place,
    pub problem: Problem,
}

impl Error {
    pub(super) fn at(place: Place, problem: Problem) -> Error {
        Error { place, problem }
    }

    /// What to do about it.
    pub fn mend(&self) -> String {
        self.problem.mend()
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error("the file cannot be read: {reason}")]
    Unreadable { reason: String },
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge { limit: u64 },
    #[error("the text is not UTF-8")]
    NotUtf8,
    #[error("a quoted field is not closed")]
    UnclosedQuote,
    #[error("text follows a closing quote")]
    TextAfterQuote,
    #[error("\"{found}\" stands before the section META")]
    BeforeMeta { found: String },
    #[error("the section {section} is missing")]
    SectionMissing { section: &'static str },
    #[error("the section {section} stands twice or out of order")]
    SectionMisplaced { section: &'static str },
    #[error("the section {section} has no header line")]
    HeaderMissing { section: &'static str },
    #[error("the section {section} has no column \"{column}\"")]
    ColumnMissing { section: &'static str, column: &'static str },
    #[error("the column \"{column}\" stands twice")]
    ColumnTwice { column: String },
    #[error("the line has {found} fields and the header has {expected}")]
    FieldCount { expected: usize, found: usize },
    #[error("the line has more than {limit} fields")]
    TooManyFields { limit: usize },
    #[error("the key \"{key}\" is missing in META")]
    KeyMissing { key: &'static str },
    #[error("the key \"{key}\" stands twice in META")]
    KeyTwice { key: String },
    #[error("\"{text}\" is not a number")]
    NotANumber { text: String },
    #[error("\"{text}\" is not a whole number")]
    NotWhole { text: String },
    #[error("{text} is negative")]
    Negative { text: String },
    #[error("the vote type \"{found}\" is not known")]
    UnknownVoteType { found: String },
    #[error("{key} says {stated}, and there are {found}")]
    WrongCount { key: &'static str, stated: u64, found: u64 },
    #[error("the ballot names the project \"{id}\", which is not listed")]
    UnknownProject { id: String },
    #[error("the ballot has an empty project id")]
    EmptyChoice,
    #[error("the voter \"{id}\" has two ballots")]
    VoterTwice { id: String },
    #[error("the ballot names {projects} projects and gives {points} numbers of points")]
    PointsCount { projects: usize, points: usize },
    #[error("the ballot has {found} projects and {key} is {limit}")]
    BallotLength { key: &'static str, limit: u64, found: u64 },
    #[error("the ballot's points or costs add up to {found} and {key} is {limit}")]
    BallotSum { key: &'static str, limit: String, found: String },
    #[error("{found} points are given and {key} is {limit}")]
    PointsRange { key: &'static str, limit: String, found: String },
    #[error("{0}")]
    Election(ElectionError),
}

impl Problem {
    /// What to do about it.
    pub fn mend(&self) -> String {
        match self {
            Problem::Unreadable { .. } => "check that the file is there and whole".into(),
            Problem::FileTooLarge { .. } => "split the election by district".into(),
            Problem::NotUtf8 => "save the file as UTF-8".into(),
            Problem::UnclosedQuote => {
                "end the field with a double quote; write a quote inside a field as two".into()
            }
            Problem::TextAfterQuote => {
                "put the whole field in double quotes and write each quote inside it as two".into()
            }
            Problem::BeforeMeta { .. } => "begin the file with a line META".into(),
            Problem::SectionMissing { section } => format!("add a line {section} with its table below it"),
            Problem::SectionMisplaced { .. } => "keep one META, then one PROJECTS, then one VOTES".into(),
            Problem::HeaderMissing { .. } => "add a line with the column names".into(),
            Problem::ColumnMissing { column, .. } => {
                format!("add the column \"{column}\" to the header and every line")
            }
            Problem::ColumnTwice { .. } => "rename or remove one of the two columns".into(),
            Problem::FieldCount { .. } => {
                "give every column one field, and put a field that contains a semicolon in double quotes"
                    .into()
            }
            Problem::TooManyFields { .. } => "put a field that contains semicolons in double quotes".into(),
            Problem::KeyMissing { key } => format!("add a line \"{key};..\" to META"),
            Problem::KeyTwice { .. } => "remove one of the two lines".into(),
            Problem::NotANumber { .. } => {
                "write digits, with a point before decimals and no spaces or signs".into()
            }
            Problem::NotWhole { .. } => "write a whole number".into(),
            Problem::Negative { .. } => "write an amount of zero or more".into(),
            Problem::UnknownVoteType { .. } => {
                "use approval, choose-1, ordinal, cumulative or scoring".into()
            }
            Problem::WrongCount { key, found, .. } => {
                format!("find the missing or additional lines, or set {key} to {found}")
            }
            Problem::UnknownProject { .. } => "add the project to PROJECTS or take it off the ballot".into(),
            Problem::EmptyChoice => "remove the comma too many".into(),
            Problem::VoterTwice { .. } => "keep one ballot per voter".into(),
            Problem::PointsCount { .. } => "give one number of points for each project named".into(),
            Problem::BallotLength { key, .. }
            | Problem::BallotSum { key, .. }
            | Problem::PointsRange { key, .. } => {
                format!("take the ballot out as invalid, or correct {key} in META")
            }
            Problem::Election(error) => error.mend().into(),
        }
    }
}
