//! The port of the search index: documents go in, words are asked for, refs of records come out in order.
//!
//! The index is derived: it can be emptied and filled again from position 0, and then answers the same. It decides
//! nothing about who may see what: it is given a record as visitors see it and as insiders see it, and whoever shows
//! a hit reads the record again with the reader's own rights and asks `matches` once more.
//!
//! Invariant: names of people never enter a document; they stand in the vault.
//! Invariant: which records an answer holds, and in which order, depends on the documents it may look at and on
//! nothing else: not on other documents, on threads or on how the files came about.

use crate::problem::{Class, Error, Fault, Problem, Saying};
use crate::{Lang, Ref, Tri};

/// Words of one question at most; those beyond are left out.
pub const WORDS_MAX: usize = 12;
/// Characters of one question at most.
pub const QUERY_MAX: usize = 200;
/// Hits that one call gives at most.
pub const HITS_MAX: usize = 1_000;

/// What of a record is searched, in the words that a reader of it sees.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Its human number, searched like a name; empty when it has none.
    pub number: String,
    /// What it is called.
    pub title: Tri,
    /// Other names, former ones among them.
    pub names: Vec<String>,
    /// What it says.
    pub text: Tri,
}

/// A record as the index keeps it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Which.
    pub of: Ref,
    /// As visitors see it; none = they do not.
    pub open: Option<Document>,
    /// As those see it who see everything.
    pub inside: Document,
}

/// What became of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// It is so now. What was known of it before is forgotten.
    Put(Box<Entry>),
    /// It is not searched any more.
    Gone(Ref),
}

/// How far into the records a question looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// At what visitors see.
    Open,
    /// At everything; hits are judged one by one afterwards.
    Inside,
}

/// A question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// What was typed: every word must occur. Korean and Chinese words are found inside longer ones.
    pub text: String,
    /// The reader's language: its texts weigh more.
    pub lang: Lang,
    /// The kinds looked for; empty = all.
    pub kinds: Vec<String>,
    /// How far it looks.
    pub reach: Reach,
    /// How many hits, at most `HITS_MAX`.
    pub limit: usize,
    /// Hits that are passed over.
    pub offset: usize,
}

/// A record that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Which.
    pub of: Ref,
    /// How well it fits: the sum over the words of the weight of the best place where each stands. Larger is better.
    pub score: u32,
}

/// What was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// By score, then the shorter title, then by ref.
    pub hits: Vec<Hit>,
    /// The position whose records it has seen.
    pub position: i64,
}

/// A piece of an excerpt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    /// The text as it stands in the record.
    pub text: String,
    /// It is what was asked for.
    pub marked: bool,
}

/// Why it was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// There is nothing to look for in the text: no letter and no digit.
    NoWords,
    /// Changes that do not begin where the last ended: give those after `reached`.
    Moved {
        /// Where the changes begin.
        after: i64,
        /// Where the index stands.
        reached: i64,
    },
}

impl Problem for Refusal {
    fn say(&self) -> Saying {
        match self {
            Refusal::NoWords => Saying::invalid("search-no-words"),
            Refusal::Moved { after, reached } => {
                Saying::conflict("search-moved").with("after", after).with("reached", reached)
            }
        }
    }
}

/// A city whose program was started without an index.
pub fn absent() -> Error {
    Saying::new(Class::Unavailable, "search-absent").into()
}

/// A refusal that a person should read, or a fault of disk or program.
#[derive(Debug)]
pub enum SearchError {
    /// The question, or where changes begin.
    Refused(Refusal),
    /// Something broke, here or where the changes come from.
    Broken(Error),
}

impl From<Refusal> for SearchError {
    fn from(refusal: Refusal) -> SearchError {
        SearchError::Refused(refusal)
    }
}

impl From<Fault> for SearchError {
    fn from(fault: Fault) -> SearchError {
        SearchError::Broken(fault.into())
    }
}

impl From<SearchError> for Error {
    fn from(error: SearchError) -> Error {
        match error {
            SearchError::Refused(refusal) => refusal.into(),
            SearchError::Broken(error) => error,
        }
    }
}

impl std::fmt::Display for SearchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SearchError::Refused(refusal) => Error::from(refusal.say()).fmt(f),
            SearchError::Broken(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SearchError {}

/// Gives the next changes, none after the last. A record may come more than once: the last counts.
pub type Pages<'a> = dyn FnMut() -> Result<Option<Vec<Change>>, Error> + 'a;

/// The index of one city. Methods touch the disk; they are for threads that may wait.
pub trait Index: Send + Sync {
    /// The last position whose records it has; 0 when it is new. It is durable.
    fn reached(&self) -> i64;

    /// Takes all pages and stands at `up_to` afterwards, durably. All of them are visible to later questions, or none.
    ///
    /// # Errors
    /// `Moved` unless `after` is where the index stands. Faults of the disk and errors of `pages`: the index stands
    /// where it stood.
    fn push(&self, after: i64, up_to: i64, pages: &mut Pages<'_>) -> Result<(), SearchError>;

    /// Forgets everything: the next changes begin after 0. Questions under way end undisturbed.
    fn reset(&self) -> Result<(), SearchError>;

    /// Looks for records.
    ///
    /// # Errors
    /// `NoWords`; faults of the disk.
    fn find(&self, question: &Question) -> Result<Found, SearchError>;

    /// Whether a document fits what was typed, by the very rule of `find`.
    fn matches(&self, text: &str, document: &Document) -> bool;

    /// About `length` characters of `from` around the first place where what was typed stands, with those places
    /// marked; the beginning of `from` when it does not stand there.
    fn excerpt(&self, text: &str, from: &str, length: usize) -> Vec<Piece>;
}
