//! Council questions: who asked what in which session, by when an answer is due, and what was answered.
//!
//! Numbers stand in measures and claims: an answer only pins them, with the text that was shown. What an answer promises
//! is an obligation of the kernel; here stands only which.
//!
//! Invariant: an answer is never edited. A second version says why; the first stays beside it.
//! Invariant: no person's name stands in a question or an answer.
//! Invariant: everyone sees a question once it is answered; before that, entitled readers alone.

pub mod acts;
pub mod pack;
pub mod pages;
pub mod pins;
pub mod store;
#[cfg(test)]
mod tests;
pub mod view;
pub mod web;

use ::web::Area;
use base::{Day, Id, Instant, Ref, Result, Saying};
use kernel::policy::{Kind, Retention, Visibility};
use serde::{Deserialize, Serialize};

/// Adds council questions to the tower.
pub fn add_to(area: Area) -> Area {
    area.kinds(&[&KIND])
        .actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .words(include_str!("question/words.toml"))
        .nav("tower-nav-questions", "/questions", 40)
        .pages(web::routes())
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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
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
    /// The person who prepares the answer.
    pub owner: Option<Ref>,
    /// Where it stands.
    pub state: State,
    /// Why it was withdrawn.
    pub reason: Option<String>,
}

/// A number as it was shown in an answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pin {
    /// What it is: a snapshot of a measure, or a claim.
    pub of: String,
    /// The label and value as shown on that day.
    pub shown: String,
    /// Where it can be read, below the city.
    pub path: String,
    /// Hex of the hash of what was shown.
    pub hash: String,
}

/// What an answer promises.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// What is to be done.
    pub what: String,
    /// Who owes it.
    pub owner: Option<Ref>,
    /// By when.
    pub due: Option<Day>,
}

/// What is answered, before it is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewAnswer {
    /// The text.
    pub text: String,
    /// Refs of numbers to pin: `claim:…`, `snapshot:…`.
    pub pins: Vec<String>,
    /// What it promises.
    pub promises: Vec<Promise>,
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

impl NewQuestion {
    /// The same without outer spaces, or what is wrong with it.
    pub fn checked(self) -> Result<NewQuestion> {
        if self.due <= self.asked {
            return Err(Saying::invalid("tower-question-due-before").into());
        }
        Ok(NewQuestion {
            session: needed(&self.session, LABEL_MAX)?,
            asker: needed(&self.asker, LABEL_MAX)?,
            text: needed(&self.text, TEXT_MAX)?,
            ..self
        })
    }
}

impl NewAnswer {
    /// What holds of an answer by itself: a text, and an owner and a day for each promise.
    pub fn check(&self) -> Result<()> {
        needed(&self.text, TEXT_MAX)?;
        if self.pins.len() > PINS_MAX || self.promises.len() > PROMISES_MAX {
            return Err(Saying::invalid("tower-question-too-many").into());
        }
        for promise in &self.promises {
            needed(&promise.what, LABEL_MAX * 5)?;
            if promise.owner.is_none() || promise.due.is_none() {
                return Err(Saying::invalid("tower-question-promise-owner").into());
            }
        }
        Ok(())
    }
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

    /// Refuses what needs an open question.
    pub fn must_be_open(&self) -> Result<()> {
        match self.state.is_open() {
            true => Ok(()),
            false => Err(Saying::conflict("tower-question-closed").with("number", &self.number).into()),
        }
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
