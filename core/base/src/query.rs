//! The port of the query engine: facts go in, questions in SQL come out as plain columns.
//!
//! The engine keeps a columnar copy of one city's facts. It is derived: it can be emptied and filled again from
//! position 0, and then gives the same answers. Nothing here knows how it is built; the types hold no foreign type.
//!
//! Invariant: an answer depends only on the question, its position and the facts up to it, never on threads, on
//! the files that happen to lie on the disk, or on what came in later.

use crate::problem::{Class, Error, Fault, Problem, Saying};
use crate::time::{Day, Days};
use crate::{Id, Level, Ref};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// One fact as the register keeps it, with the positions between which it was believed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactRow {
    /// Its id.
    pub id: Id,
    /// The kind, declared by an area.
    pub kind: String,
    /// Of whom, as it was stated: identities are resolved when it is read.
    pub subject: Ref,
    /// To whom or what.
    pub other: Option<Ref>,
    /// A code of the kind.
    pub code: Option<String>,
    /// Whole units of the kind's unit.
    pub amount: Option<i64>,
    /// A place code.
    pub place: Option<String>,
    /// When it holds in the world, half-open.
    pub valid: Days,
    /// How it is known.
    pub level: Level,
    /// The evidence record.
    pub evidence: Option<Id>,
    /// A short source key of an imported record.
    pub source: Option<String>,
    /// The position that stated it.
    pub seq_in: i64,
    /// The position that ended our belief, as far as the giver knows.
    pub seq_out: Option<i64>,
}

/// All that happened to facts after one position and up to another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Changes {
    /// Everything up to this position was given before.
    pub after: i64,
    /// Everything up to this position is given with these changes.
    pub up_to: i64,
    /// Facts with `after < seq_in <= up_to`, in any order. A `seq_out` beyond `up_to` must come as none.
    pub stated: Vec<FactRow>,
    /// Facts stated at or before `after` with `after < seq_out <= up_to`, in any order.
    pub ended: Vec<FactRow>,
}

/// How much one question may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Rows of the answer; one more is refused, nothing is cut off silently.
    pub rows: usize,
    /// From asking to the last row.
    pub time: Duration,
    /// Bytes that sorting, grouping and joining may hold; the answer itself counts too.
    pub memory_bytes: usize,
    /// How long to wait, within `time`, for a position that the engine has not reached yet.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            rows: 1_000_000,
            time: Duration::from_secs(10),
            memory_bytes: 512 * 1024 * 1024,
            wait: Duration::from_secs(2),
        }
    }
}

/// A question. `:as_of` is its only parameter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// One SELECT in DataFusion's dialect (it may begin with WITH) over views named by `view_name`.
    ///
    /// Columns of a view: `fact` (id), `subject`, `other` (refs `kind:id`, identities resolved), `code`, `place`,
    /// `evidence`, `source` text; `amount`, `level` (0 to 4), `seq` (the position that stated it) integer;
    /// `valid_from`, `valid_to` date.
    pub sql: String,
    /// As which position facts and identities are read; none = as far as the engine has come.
    pub position: Option<i64>,
    /// The civil day that stands for `:as_of`.
    pub as_of: Day,
    /// The kinds the author may read: other views do not exist, for this question.
    pub kinds: Vec<String>,
    /// How much it may take.
    pub limits: Limits,
}

/// What a view of `kind` is called in version 1 of the columns: `presence` is `presence_v1`, `company.founded` is
/// `company_founded_v1`. Kinds that differ only in the mark between words would meet in one name; the engine refuses
/// a question whose kinds do.
pub fn view_name(kind: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' };
    format!("{}_v{VIEW_VERSION}", kind.chars().map(plain).collect::<String>())
}

/// The version of the columns of the views.
pub const VIEW_VERSION: u32 = 1;

/// The values of one column of an answer, one per row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Values {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Civil days.
    Day(Vec<Option<Day>>),
    /// Yes or no.
    Bool(Vec<Option<bool>>),
    /// Nothing in any row: a bare `null` has no type. The number of rows.
    Null(usize),
}

/// One value of an answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value<'a> {
    /// None.
    Null,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A civil day.
    Day(Day),
    /// Yes or no.
    Bool(bool),
}

impl Values {
    /// Rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(all) => all.len(),
            Values::Integer(all) => all.len(),
            Values::Day(all) => all.len(),
            Values::Bool(all) => all.len(),
            Values::Null(rows) => *rows,
        }
    }
    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The value of a row; null beyond the last.
    pub fn at(&self, row: usize) -> Value<'_> {
        fn known<'a, T>(all: &'a [Option<T>], row: usize, say: impl Fn(&'a T) -> Value<'a>) -> Value<'a> {
            all.get(row).and_then(Option::as_ref).map_or(Value::Null, say)
        }
        match self {
            Values::Text(all) => known(all, row, |text| Value::Text(text)),
            Values::Integer(all) => known(all, row, |number| Value::Integer(*number)),
            Values::Day(all) => known(all, row, |day| Value::Day(*day)),
            Values::Bool(all) => known(all, row, |yes| Value::Bool(*yes)),
            Values::Null(_) => Value::Null,
        }
    }
    /// The name of the type, for messages: `text`, `integer`, `date`, `bool` or `null`.
    pub fn type_name(&self) -> &'static str {
        match self {
            Values::Text(_) => "text",
            Values::Integer(_) => "integer",
            Values::Day(_) => "date",
            Values::Bool(_) => "bool",
            Values::Null(_) => "null",
        }
    }
}

/// A column of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, as the SQL gave it.
    pub name: String,
    /// Its values.
    pub values: Values,
}

/// An answer. All columns have the same number of rows. Rows stand in the order the SQL asks for; without an
/// ORDER BY they are a set, and whoever hashes or shows them sorts them first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Its columns, in the order of the SQL.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: usize,
    /// The position it was read at.
    pub position: i64,
    /// What computed it, for example `query 0.1.0 datafusion 55.2.0 views 1`.
    pub engine: String,
}

impl Answer {
    /// A column by its name.
    pub fn column(&self, name: &str) -> Option<&Values> {
        self.columns.iter().find(|column| column.name == name).map(|column| &column.values)
    }
    /// The values of a row, in the order of the columns.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Value<'_>> {
        self.columns.iter().map(move |column| column.values.at(row))
    }
}

/// Where in the SQL: line and column, both from 1; none = the engine cannot say.
pub type Place = Option<(u64, u64)>;

/// Why a question was not answered. Each names its place and, in its words, the mend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Not SQL, or not meaningful: an unknown column, types that do not fit. The engine's own words.
    Wrong {
        /// Where.
        place: Place,
        /// What, in English.
        detail: String,
    },
    /// More or less than one statement.
    NotOne,
    /// It writes, sets, copies, explains or describes: only SELECT is answered.
    NotAQuery {
        /// The first word of the statement.
        verb: String,
    },
    /// A parameter other than `:as_of`.
    Parameter {
        /// As written.
        name: String,
        /// Where.
        place: Place,
    },
    /// A view that does not exist or that the author may not read: the two are never told apart.
    View {
        /// As written.
        name: String,
        /// Where.
        place: Place,
        /// The views that exist for this question.
        known: Vec<String>,
    },
    /// A function that reads something else than the facts (files, clock, chance, settings).
    Function {
        /// Its name.
        name: String,
    },
    /// A column with floats, in the answer or in a sum: integers only.
    Float {
        /// The column or expression.
        column: String,
    },
    /// A column whose type an answer does not carry.
    Type {
        /// The column.
        column: String,
        /// Its type.
        type_name: String,
    },
    /// Two columns of the answer have one name.
    SameName {
        /// The name.
        column: String,
    },
    /// It depends on an order that it does not give: LIMIT, row_number, first_value … without ORDER BY.
    Unordered {
        /// Which part.
        what: String,
    },
    /// Two kinds of the question have one view name.
    SameView {
        /// The view.
        name: String,
    },
    /// It went wrong on a value: division by zero, a number too large, a text that is no date.
    Value {
        /// What, in English.
        detail: String,
    },
    /// More rows than allowed.
    Rows {
        /// The limit.
        most: usize,
    },
    /// Longer than allowed.
    Time {
        /// The limit in milliseconds.
        most_ms: u64,
    },
    /// More memory than allowed.
    Memory {
        /// The limit in bytes.
        most: usize,
    },
    /// The engine has not reached the position yet.
    NotReached {
        /// Asked for.
        asked: i64,
        /// Reached.
        reached: i64,
    },
    /// Changes that do not begin where the last ended: give those after `reached`.
    Moved {
        /// Where the changes begin.
        after: i64,
        /// Where the engine stands.
        reached: i64,
    },
}

impl Refusal {
    /// Where in the SQL, when it can be said.
    pub fn place(&self) -> Place {
        match self {
            Refusal::Wrong { place, .. } | Refusal::Parameter { place, .. } | Refusal::View { place, .. } => {
                *place
            }
            Refusal::NotOne
            | Refusal::NotAQuery { .. }
            | Refusal::Function { .. }
            | Refusal::Float { .. }
            | Refusal::Type { .. }
            | Refusal::SameName { .. }
            | Refusal::Unordered { .. }
            | Refusal::SameView { .. }
            | Refusal::Value { .. }
            | Refusal::Rows { .. }
            | Refusal::Time { .. }
            | Refusal::Memory { .. }
            | Refusal::NotReached { .. }
            | Refusal::Moved { .. } => None,
        }
    }
}

impl Problem for Refusal {
    /// Facts `line` and `column` are there when the place is known, else both are `-`.
    fn say(&self) -> Saying {
        let (line, column) = self
            .place()
            .map_or(("-".into(), "-".into()), |(line, column)| (line.to_string(), column.to_string()));
        let at = |saying: Saying| saying.with("line", &line).with("column", &column);
        match self {
            Refusal::Wrong { detail, .. } => at(Saying::invalid("query-wrong")).with("detail", detail),
            Refusal::NotOne => Saying::invalid("query-not-one"),
            Refusal::NotAQuery { verb } => Saying::invalid("query-not-a-query").with("verb", verb),
            Refusal::Parameter { name, .. } => at(Saying::invalid("query-parameter")).with("name", name),
            Refusal::View { name, known, .. } => {
                at(Saying::invalid("query-view")).with("name", name).with("known", known.join(", "))
            }
            Refusal::Function { name } => Saying::invalid("query-function").with("name", name),
            Refusal::Float { column } => Saying::invalid("query-float").with("name", column),
            Refusal::Type { column, type_name } => {
                Saying::invalid("query-type").with("name", column).with("type", type_name)
            }
            Refusal::SameName { column } => Saying::invalid("query-same-name").with("name", column),
            Refusal::Unordered { what } => Saying::invalid("query-unordered").with("what", what),
            Refusal::SameView { name } => Saying::invalid("query-same-view").with("name", name),
            Refusal::Value { detail } => Saying::invalid("query-value").with("detail", detail),
            Refusal::Rows { most } => Saying::new(Class::TooLarge, "query-rows").with("most", most),
            Refusal::Time { most_ms } => Saying::new(Class::TooLarge, "query-time").with("most", most_ms),
            Refusal::Memory { most } => Saying::new(Class::TooLarge, "query-memory").with("most", most >> 20),
            Refusal::NotReached { asked, reached } => Saying::new(Class::Unavailable, "query-not-reached")
                .with("asked", asked)
                .with("reached", reached),
            Refusal::Moved { after, reached } => {
                Saying::conflict("query-moved").with("after", after).with("reached", reached)
            }
        }
    }
}

/// A refusal that a person should read, or a fault of disk or program.
#[derive(Debug)]
pub enum QueryError {
    /// The question, or what it would take.
    Refused(Refusal),
    /// Something broke.
    Fault(Fault),
}

impl From<Refusal> for QueryError {
    fn from(refusal: Refusal) -> QueryError {
        QueryError::Refused(refusal)
    }
}

impl From<Fault> for QueryError {
    fn from(fault: Fault) -> QueryError {
        QueryError::Fault(fault)
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Error {
        match error {
            QueryError::Refused(refusal) => refusal.into(),
            QueryError::Fault(fault) => fault.into(),
        }
    }
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            QueryError::Refused(refusal) => Error::from(refusal.say()).fmt(f),
            QueryError::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for QueryError {}

/// An answer on its way. Dropping it gives the question up. It can be awaited on any executor.
pub type Answering = Pin<Box<dyn Future<Output = Result<Answer, QueryError>> + Send>>;

/// The engine of one city. Methods without a future may touch the disk; they are for threads that may wait.
pub trait Engine: Send + Sync {
    /// The last position whose facts it has; 0 when it is new. What was pushed last may be lost when the program
    /// ends: then it stands further back and takes those changes again.
    fn reached(&self) -> i64;

    /// The last position at which something changed that questions over these kinds read, merged records included; an
    /// answer as of any position from there on is the same one. It may be later than that, never earlier.
    fn changed(&self, kinds: &[String]) -> i64;

    /// Takes changes in order. All of them are visible to later questions, or none.
    ///
    /// # Errors
    /// `Moved` unless `changes.after` is where the engine stands. Changes that end at or before it are known and
    /// pass without effect. Faults of the disk: the engine stands where it stood.
    fn push(&self, changes: Changes) -> Result<(), QueryError>;

    /// Writes what is only in memory to files, so that less is taken again after a restart.
    fn flush(&self) -> Result<(), QueryError>;

    /// Forgets everything: the next changes begin after 0. Questions under way end undisturbed.
    fn reset(&self) -> Result<(), QueryError>;

    /// Answers, off the caller's threads.
    fn ask(&self, question: Question) -> Answering;

    /// The same for threads that may wait; never inside async code.
    fn ask_blocking(&self, question: Question) -> Result<Answer, QueryError>;

    /// What computes: stored with a snapshot, so that a later difference can be explained.
    fn version(&self) -> String;
}
