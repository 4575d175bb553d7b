//! Faults: what stopped us, where, and what to do about it.
//!
//! A fault means no result. What can be reported beside a result is a `readings::Finding`.

/// What went wrong, as a name a program can match on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The bytes are not in the format they claim.
    Format,
    /// A column, element or record that is needed is absent.
    Missing,
    /// A number is not a number, or has more digits than its unit can hold.
    Number,
    /// A time is not a time, or is ambiguous.
    Time,
    /// Local times without a zone.
    Zone,
    /// The unit is unknown or not one of energy.
    Unit,
    /// Several meters where one was expected.
    MixedMeters,
    /// Two rates of one item claim the same day.
    Overlap,
    /// A name points at nothing.
    Reference,
    /// No rate is known for a day of the period.
    NoRate,
    /// The period cannot be billed as it stands.
    Period,
    /// A gap makes the number unknowable.
    Gap,
    /// Too few homes, days or rows for an answer.
    TooFew,
    /// A number is larger than the arithmetic allows.
    Limit,
    /// Reading or writing the bytes failed.
    Io,
}

/// Where it is. Zero means "not known" for line and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    pub part: String,
    pub line: u64,
    pub column: u64,
}

impl std::fmt::Display for Place {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.part)?;
        if self.line > 0 {
            write!(out, " line {}", self.line)?;
        }
        if self.column > 0 {
            write!(out, " column {}", self.column)?;
        }
        Ok(())
    }
}

/// A refusal with its place and its mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} [{place}]; {mend}")]
pub struct Fault {
    pub kind: FaultKind,
    pub place: Place,
    pub what: String,
    pub mend: String,
}

impl Fault {
    /// A fault in a named part (a file kind, an item of a tariff).
    pub fn new(
        kind: FaultKind,
        part: impl Into<String>,
        what: impl Into<String>,
        mend: impl Into<String>,
    ) -> Fault {
        let place = Place { part: part.into(), line: 0, column: 0 };
        Fault { kind, place, what: what.into(), mend: mend.into() }
    }

    /// The same fault at a line (from 1) and column (from 1, or 0 when unknown).
    pub fn at(mut self, line: u64, column: u64) -> Fault {
        self.place.line = line;
        self.place.column = column;
        self
    }

    pub(crate) fn io(part: &str, error: &std::io::Error) -> Fault {
        Fault::new(FaultKind::Io, part, format!("reading or writing failed: {error}"), "try again")
    }
}
