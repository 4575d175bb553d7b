//! What is wrong with a file of claims: where, what, and how to mend it.

use std::fmt;

use crate::judgement::Saying;

/// A broken place. `line` counts from 1 (of the whole file: 1); `column` is the name in the first line, empty
/// when the whole line is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub line: u64,
    pub column: String,
    pub wrong: Wrong,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    NotUtf8,
    TooLong,
    TooManyClaims,
    NoHeader,
    NotATable,
    UnknownColumn,
    RepeatedColumn,
    ColumnMissing,
    Cells {
        found: usize,
        expected: usize,
    },
    Empty,
    NoUnit,
    /// A control character, a line break or a sign that turns the direction of text: `U+202E`.
    UnseenSign {
        code: String,
    },
    CellTooLong {
        length: usize,
        limit: usize,
    },
    BrokenNumber {
        text: String,
    },
    BrokenDate {
        text: String,
    },
    UnknownRelation {
        text: String,
    },
    DenominatorNotPositive {
        text: String,
    },
    BrokenPart {
        text: String,
    },
    RepeatedPart {
        name: String,
    },
    DuplicateId {
        id: String,
        first: u64,
    },
}

impl Fault {
    pub(super) fn new(line: u64, column: &str, wrong: Wrong) -> Fault {
        Fault { line, column: column.to_owned(), wrong }
    }

    /// What is wrong; the mend has the same key with `-mend` behind it.
    pub fn say(&self) -> Saying {
        match &self.wrong {
            Wrong::NotUtf8 => Saying::new("claims-fault-not-utf8"),
            Wrong::TooLong => Saying::new("claims-fault-too-long"),
            Wrong::TooManyClaims => Saying::new("claims-fault-too-many"),
            Wrong::NoHeader => Saying::new("claims-fault-no-header"),
            Wrong::NotATable => Saying::new("claims-fault-not-a-table"),
            Wrong::UnknownColumn => Saying::new("claims-fault-unknown-column").with("column", &self.column),
            Wrong::RepeatedColumn => Saying::new("claims-fault-repeated-column").with("column", &self.column),
            Wrong::ColumnMissing => Saying::new("claims-fault-column-missing").with("column", &self.column),
            Wrong::Cells { found, expected } => Saying::new("claims-fault-cells")
                .with("found", found.to_string())
                .with("expected", expected.to_string()),
            Wrong::Empty => Saying::new("claims-fault-empty").with("column", &self.column),
            Wrong::NoUnit => Saying::new("claims-fault-unit"),
            Wrong::UnseenSign { code } => {
                Saying::new("claims-fault-sign").with("column", &self.column).with("code", code)
            }
            Wrong::CellTooLong { length, limit } => Saying::new("claims-fault-cell-too-long")
                .with("column", &self.column)
                .with("length", length.to_string())
                .with("limit", limit.to_string()),
            Wrong::BrokenNumber { text } => Saying::new("claims-fault-number").with("text", text),
            Wrong::BrokenDate { text } => Saying::new("claims-fault-date").with("text", text),
            Wrong::UnknownRelation { text } => Saying::new("claims-fault-relation").with("text", text),
            Wrong::DenominatorNotPositive { text } => {
                Saying::new("claims-fault-denominator").with("text", text)
            }
            Wrong::BrokenPart { text } => Saying::new("claims-fault-part").with("text", text),
            Wrong::RepeatedPart { name } => Saying::new("claims-fault-repeated-part").with("name", name),
            Wrong::DuplicateId { id, first } => {
                Saying::new("claims-fault-duplicate-id").with("id", id).with("first", first.to_string())
            }
        }
    }

    /// The key of the sentence that says what to do; it has no places.
    pub fn mend_key(&self) -> String {
        format!("{}-mend", self.say().key)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(out, ", column {}", self.column)?;
        }
        let saying = self.say();
        write!(out, ": {}", saying.key)?;
        for (name, value) in &saying.facts {
            write!(out, " {name}={value}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Fault {}
