//! Council questions: who asked what in which session, by when an answer is due, and what was answered.
//!
//! Numbers stand in measures and claims: an answer only pins them, with the text that was shown. What an answer promises
//! is an obligation of the kernel; here stands only which.
//!
//! Invariant: an answer is never edited. A second version says why; the first stays beside it.
//! Invariant: no person's name stands in a question or an answer.
//! Invariant: everyone sees a question once it is answered; before that, entitled readers alone. A draft is seen by
//! those alone who may answer.

pub mod acts;
pub mod api;
pub mod attached;
pub mod draft;
pub mod form;
pub mod pack;
pub mod pages;
pub mod pins;
pub mod search;
pub mod store;
#[cfg(test)]
mod tests;
pub mod view;
pub mod web;

use ::web::Area;
use base::problem::Class;
use base::{Id, Instant, Ref, Result, Saying, Tri};
use kernel::policy::{Kind, Retention, Visibility};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Adds council questions to the tower.
pub fn add_to(area: Area) -> Area {
    area.kinds(&[&KIND])
        .actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .statements(draft::STATEMENTS)
        .searchables(&[search::SEARCHABLE])
        .words(include_str!("question/words.toml"))
        .nav("tower-nav-questions", "/questions", 40)
        .pages(web::routes())
        .api(api::routes())
}

/// A question as a kind of record.
pub const KIND: Kind = Kind {
    name: "council_question",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// Characters of a question or an answer.
pub const TEXT_MAX: usize = 20_000;
/// Characters of a session's or an asker's label, and of a reason.
pub const LABEL_MAX: usize = 200;
/// Numbers pinned to one answer.
pub const PINS_MAX: usize = 100;
/// Promises in one answer.
pub const PROMISES_MAX: usize = 50;

/// Where a question stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = QuestionState)]
pub enum State {
    /// Nobody prepares an answer yet.
    Asked,
    /// An owner prepares it.
    Drafting,
    /// There is an answer.
    Answered,
    /// It was taken back.
    Withdrawn,
}

impl State {
    const ALL: [State; 4] = [State::Asked, State::Drafting, State::Answered, State::Withdrawn];

    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Drafting => "drafting",
            State::Answered => "answered",
            State::Withdrawn => "withdrawn",
        }
    }

    /// Reads the stored code.
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// True while an answer is owed.
    pub fn is_open(self) -> bool {
        match self {
            State::Asked | State::Drafting => true,
            State::Answered | State::Withdrawn => false,
        }
    }
}

/// What is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewQuestion {
    /// The session of the council, as it is called.
    pub session: String,
    /// A role in words, or `person:…` for somebody in a public role.
    pub asker: String,
    /// The question.
    pub text: String,
    /// When it was asked.
    pub asked: Instant,
    /// When the answer is due.
    pub due: Instant,
}

/// A question as it stands now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Its id.
    pub id: Id,
    /// `2026-CQN-0001`.
    pub number: String,
    /// What was asked.
    pub says: NewQuestion,
    /// Who prepares the answer: a person, an office or an organisation.
    pub owner: Option<Ref>,
    /// Where it stands.
    pub state: State,
    /// Why it was withdrawn.
    pub reason: Option<String>,
    /// The position of its last change.
    pub seq: i64,
}

/// A number as it stood when an answer pinned it. Kept in figures and three languages, so that every reader sees in
/// their own words what was shown on that day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = QuestionPin)]
pub struct Pin {
    /// What it is: `snapshot:2026-SNP-0003`, `claim:c030`.
    pub of: String,
    /// The record by its id: where its thread begins.
    pub record: String,
    /// What was counted or claimed.
    #[schema(value_type = Object)]
    pub title: Tri,
    /// The day it is of, as printed.
    pub as_of: String,
    /// How much.
    pub amount: Amount,
    /// Of what: a code.
    pub unit: String,
    /// Where it can be read, below the city.
    pub path: String,
    /// Hex of the hash of what was shown.
    pub hash: String,
}

/// How much, as everyone may see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = QuestionAmount)]
pub enum Amount {
    /// As somebody published it.
    Published {
        /// `=`, `~`, `>` or `>=`.
        relation: String,
        /// The figure, with its separators.
        value: String,
    },
    /// As the rows came out.
    Counted {
        /// At least so much.
        low: i64,
        /// At most so much; none = nobody can say.
        high: Option<i64>,
        /// True when both are rounded, as counts of people are for everyone.
        #[serde(default)]
        about: bool,
    },
    /// So few people that the number is not shown.
    Hidden,
    /// No rows exist: nothing is known.
    Unknown,
}

/// One version of an answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Counted from 1.
    pub version: i64,
    /// The text.
    pub text: String,
    /// Its numbers.
    pub pins: Vec<Pin>,
    /// The obligations that it made.
    pub promises: Vec<Id>,
    /// Why it was amended; none for the first.
    pub why: Option<String>,
    /// When.
    pub answered: Instant,
}

impl Question {
    /// How other records name it.
    pub fn name(&self) -> Ref {
        Ref::new(KIND.name, self.id)
    }

    /// Seconds until it is due; below zero when overdue. None when no answer is owed.
    pub fn seconds_left(&self, now: Instant) -> Option<i64> {
        self.state.is_open().then(|| self.says.due.micros().saturating_sub(now.micros()) / 1_000_000)
    }

    /// `expected` is the version that the writer saw; another one in between is refused.
    pub fn not_stale(&self, expected: Option<i64>) -> Result<()> {
        match expected {
            Some(version) if version != self.seq => {
                Err(Saying::new(Class::Stale, "tower-changed-meanwhile").with("version", self.seq).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// Refuses what needs an open question.
    pub fn must_be_open(&self) -> Result<()> {
        match self.state.is_open() {
            true => Ok(()),
            false => Err(Saying::conflict("tower-question-closed").with("number", &self.number).into()),
        }
    }
}

/// The beginning of a long text.
pub fn short(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// A text without outer spaces, neither empty nor longer than `max` characters.
pub fn needed(text: &str, max: usize) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Saying::invalid("tower-question-text-missing").into());
    }
    if text.chars().count() > max {
        return Err(Saying::invalid("tower-question-text-long").with("max", max).into());
    }
    Ok(text.to_owned())
}
