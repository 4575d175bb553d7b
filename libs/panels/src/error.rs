//! What can be wrong with the input, where it is wrong, and how to mend it.
//!
//! Not here: explaining quotas that contradict each other takes a search and lives in
//! `conflict`; this file only carries its result.

use std::fmt;

/// The file or option an error is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The table of features, values, minimums and maximums.
    Quotas,
    /// The table of people who may be drawn.
    People,
    /// A setting: seats, seed, names of columns.
    Options,
    /// A published lottery.
    Lottery,
    /// A list of ids: a published panel, or people who dropped out.
    Ids,
}

impl Source {
    fn name(self) -> &'static str {
        match self {
            Source::Quotas => "quotas file",
            Source::People => "people file",
            Source::Options => "options",
            Source::Lottery => "lottery file",
            Source::Ids => "list of ids",
        }
    }
}

/// Where in the input an error is. Lines count from 1 and include the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub source: Source,
    pub line: Option<u64>,
    pub column: Option<String>,
}

impl Place {
    pub fn whole(source: Source) -> Place {
        Place { source, line: None, column: None }
    }

    pub fn line(source: Source, line: u64) -> Place {
        Place { source, line: Some(line), column: None }
    }

    pub fn cell(source: Source, line: u64, column: &str) -> Place {
        Place { source, line: Some(line), column: Some(column.to_string()) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.source.name())?;
        if let Some(line) = self.line {
            write!(out, ", line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(out, ", column '{column}'")?;
        }
        Ok(())
    }
}

/// One side of one quota: "at least 3 of Gender = Female".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaSide {
    pub feature: String,
    pub value: String,
    /// True for a minimum, false for a maximum.
    pub is_minimum: bool,
    /// The number asked for, in people.
    pub bound: u32,
    /// People in the pool who have this value.
    pub in_pool: u32,
    /// Line of the quotas file, when the quotas came from a file.
    pub line: Option<u64>,
}

impl fmt::Display for QuotaSide {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = if self.is_minimum { "at least" } else { "at most" };
        write!(out, "{side} {} of {} = {}", self.bound, self.feature, self.value)?;
        write!(out, " ({} in the pool", self.in_pool)?;
        match self.line {
            Some(line) => write!(out, "; line {line})"),
            None => write!(out, ")"),
        }
    }
}

/// A change of one quota that, with its companions, makes a panel possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuotaChange {
    pub side: QuotaSide,
    /// The number that would do.
    pub to: u32,
}

impl fmt::Display for QuotaChange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, side) = if self.side.is_minimum { ("lower", "minimum") } else { ("raise", "maximum") };
        let QuotaSide { feature, value, bound, .. } = &self.side;
        write!(out, "{verb} the {side} of {feature} = {value} from {bound} to {}", self.to)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// The bytes are not a table: broken quoting, not UTF-8, rows of unequal length.
    NotATable { cause: String },
    /// A needed column is absent.
    MissingColumn { wanted: String, found: Vec<String> },
    /// Two columns have one name.
    DuplicateColumn { name: String },
    /// The table has a header and nothing below it.
    NoRows,
    /// A cell that must be filled is empty.
    EmptyCell,
    /// A cell that must be a whole number from 0 up is not.
    NotANumber { found: String },
    /// A minimum above its maximum.
    MinimumAboveMaximum { minimum: u32, maximum: u32 },
    /// The same feature and value stand twice.
    DuplicateValue { value: String, first_line: Option<u64> },
    /// A person has a value that the quotas do not name.
    UnknownValue { found: String, known: Vec<String> },
    /// Two people have one id.
    DuplicateId { id: String, first_line: Option<u64> },
    /// Nobody can be drawn.
    EmptyPool,
    /// More than this library takes on.
    TooLarge { what: &'static str, limit: usize },
    /// No seat to fill.
    NoSeats,
    /// More seats than people who may sit together (one per address).
    TooFewPeople { seats: u32, people: u32, homes: u32 },
    /// No panel meets all quotas. `conflict` is irreducible: without any one of its members
    /// the others could be met. `mend` is a smallest total change that makes a panel possible.
    QuotasConflict { seats: u32, conflict: Vec<QuotaSide>, mend: Vec<QuotaChange> },
    /// Feasibility or optimality could not be settled within the limit on search nodes.
    SearchLimit { nodes: u64 },
    /// A seed without a character.
    EmptySeed,
    /// An id that the pool, or the panel, does not have.
    UnknownId { id: String },
    /// A published lottery that does not fit the quotas and the pool it is said to be for.
    LotteryMismatch { cause: String },
    /// A published list of panels needs at least this many tickets.
    TooFewTickets { tickets: u64, least: u64 },
}

/// One thing that is wrong, its place and its mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelError {
    pub kind: Kind,
    pub place: Place,
}

impl PanelError {
    pub fn new(kind: Kind, place: Place) -> PanelError {
        PanelError { kind, place }
    }

    /// What the person at the desk can do about it. One plain sentence.
    pub fn mend(&self) -> String {
        match &self.kind {
            Kind::NotATable { .. } => {
                "Save the table as CSV in UTF-8, every row with as many cells as the header.".into()
            }
            Kind::MissingColumn { wanted, .. } => format!("Add the column '{wanted}' or name the right one."),
            Kind::DuplicateColumn { name } => {
                format!("Keep one column '{name}'; rename or remove the other.")
            }
            Kind::NoRows => "Add at least one row below the header.".into(),
            Kind::EmptyCell => "Fill the cell or remove the row.".into(),
            Kind::NotANumber { .. } => "Write a whole number such as 0, 7 or 22.".into(),
            Kind::MinimumAboveMaximum { .. } => "Lower the minimum or raise the maximum.".into(),
            Kind::DuplicateValue { .. } => "Keep one of the two rows.".into(),
            Kind::UnknownValue { known, .. } => {
                format!("Use one of: {}; or add the value to the quotas.", known.join(", "))
            }
            Kind::DuplicateId { .. } => {
                "Remove the second row, or give the second person an id of their own.".into()
            }
            Kind::EmptyPool => "Add people to the pool.".into(),
            Kind::TooLarge { limit, .. } => format!("Split the input: at most {limit} are accepted."),
            Kind::NoSeats => "Ask for at least one seat.".into(),
            Kind::TooFewPeople { homes, .. } => {
                format!("Ask for at most {homes} seats or recruit more people.")
            }
            Kind::QuotasConflict { mend, .. } => mend_of_conflict(mend),
            Kind::SearchLimit { .. } => {
                "Widen the quotas a little, or raise the limit on search nodes.".into()
            }
            Kind::EmptySeed => "Give the published seed, for example the digits of a public draw.".into(),
            Kind::UnknownId { .. } => "Check the id against the people file.".into(),
            Kind::LotteryMismatch { .. } => {
                "Use the quotas, people and lottery files that were published together.".into()
            }
            Kind::TooFewTickets { least, .. } => format!("Ask for at least {least} tickets."),
        }
    }
}

fn mend_of_conflict(mend: &[QuotaChange]) -> String {
    if mend.is_empty() {
        return "Widen one of these quotas, change the number of seats, or recruit more people.".into();
    }
    let changes: Vec<String> = mend.iter().map(|change| change.to_string()).collect();
    format!("A smallest change that works: {}.", changes.join("; "))
}

impl fmt::Display for PanelError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.place)?;
        match &self.kind {
            Kind::NotATable { cause } => write!(out, "cannot be read as a table ({cause})"),
            Kind::MissingColumn { wanted, found } => {
                write!(out, "there is no column '{wanted}' among: {}", found.join(", "))
            }
            Kind::DuplicateColumn { name } => write!(out, "two columns are named '{name}'"),
            Kind::NoRows => write!(out, "there is no row below the header"),
            Kind::EmptyCell => write!(out, "the cell is empty"),
            Kind::NotANumber { found } => write!(out, "'{found}' is not a whole number from 0 up"),
            Kind::MinimumAboveMaximum { minimum, maximum } => {
                write!(out, "the minimum {minimum} is above the maximum {maximum}")
            }
            Kind::DuplicateValue { value, first_line } => {
                write!(out, "'{value}' stands twice{}", first_seen(*first_line))
            }
            Kind::UnknownValue { found, .. } => write!(out, "the quotas have no value '{found}'"),
            Kind::DuplicateId { id, first_line } => {
                write!(out, "the id '{id}' stands twice{}", first_seen(*first_line))
            }
            Kind::EmptyPool => write!(out, "nobody can be drawn"),
            Kind::TooLarge { what, limit } => write!(out, "more than {limit} {what}"),
            Kind::NoSeats => write!(out, "no seat to fill"),
            Kind::TooFewPeople { seats, people, homes } => {
                write!(out, "{seats} seats, but only {people} people at {homes} addresses")
            }
            Kind::QuotasConflict { seats, conflict, .. } => {
                let sides: Vec<String> = conflict.iter().map(|side| side.to_string()).collect();
                write!(out, "no panel of {seats} can meet these quotas together: {}", sides.join("; "))
            }
            Kind::SearchLimit { nodes } => write!(out, "not settled after {nodes} search nodes"),
            Kind::EmptySeed => write!(out, "the seed is empty"),
            Kind::UnknownId { id } => write!(out, "nobody has the id '{id}'"),
            Kind::LotteryMismatch { cause } => write!(out, "the lottery does not fit: {cause}"),
            Kind::TooFewTickets { tickets, least } => write!(out, "{tickets} tickets are fewer than {least}"),
        }
    }
}

fn first_seen(line: Option<u64>) -> String {
    line.map(|line| format!(", first in line {line}")).unwrap_or_default()
}

/// Everything found wrong in one go, so that a file is mended once and not row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems {
    /// At most `Problems::SHOWN`, in order of the input. Never empty.
    pub list: Vec<PanelError>,
    /// How many more there are.
    pub more: usize,
}

impl Problems {
    /// Errors kept in full; the rest are counted.
    pub const SHOWN: usize = 50;

    /// `Ok` when nothing was found, otherwise all of it.
    pub fn check(mut found: Vec<PanelError>) -> Result<(), Problems> {
        if found.is_empty() {
            return Ok(());
        }
        let more = found.len().saturating_sub(Problems::SHOWN);
        found.truncate(Problems::SHOWN);
        Err(Problems { list: found, more })
    }

    pub(crate) fn one(kind: Kind, place: Place) -> Problems {
        Problems { list: vec![PanelError::new(kind, place)], more: 0 }
    }
}

impl From<PanelError> for Problems {
    fn from(error: PanelError) -> Problems {
        Problems { list: vec![error], more: 0 }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.list.iter().enumerate() {
            let gap = if index == 0 { "" } else { "\n" };
            write!(out, "{gap}{error}. {}", error.mend())?;
        }
        if self.more > 0 {
            write!(out, "\nand {} more", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
