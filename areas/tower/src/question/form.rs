//! What people send in about questions, as they typed it, and what is wrong with it - field by field, so that a form is
//! shown again with each message at its place and nothing is lost.

use super::acts::Names;
use super::{LABEL_MAX, NewQuestion, PINS_MAX, PROMISES_MAX, TEXT_MAX, needed};
use base::problem::Wrong;
use base::{Day, Error, Instant, Result, Saying};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Characters of what a promise is about.
const WHAT_MAX: usize = 1_000;

/// A question to be written down.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentQuestion {
    /// The session of the council, as it is called.
    pub session: String,
    /// A role in words, or `person:…` for somebody in a public role. Never a name.
    pub asker: String,
    /// The question.
    pub text: String,
    /// When it was asked: `2026-11-21 16:00` in the city's zone; empty = now.
    pub asked: String,
    /// When the answer is due, in the same form.
    pub due: String,
}

/// An answer to be given, or kept as a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentAnswer {
    /// The text.
    pub text: String,
    /// Refs of numbers to pin: `claim:…`, `snapshot:…`.
    pub pins: Vec<String>,
    /// What it promises.
    pub promises: Vec<SentPromise>,
    /// Why an answer is amended; not used for the first.
    pub why: String,
}

/// One promise in an answer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentPromise {
    /// What is to be done.
    pub what: String,
    /// Who owes it: the name or number of an organisation, `me`, `office`, or a reference.
    pub owner: String,
    /// The last day: `2027-01-31`.
    pub due: String,
}

/// Who prepares an answer.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentOwner {
    /// The name or number of an organisation, `me`, `office`, or a reference.
    pub owner: String,
}

/// Why a question is taken back.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SentReason {
    /// Why.
    pub why: String,
}

/// The sentence over a form in which fields are wrong.
pub const FORM: &str = "tower-question-form";

impl SentQuestion {
    /// Reads it in the city's zone.
    ///
    /// # Errors
    /// `tower-question-form` with every field that is wrong.
    pub fn read(&self, zone: &str, now: Instant) -> Result<NewQuestion> {
        let (mut wrong, today) = (Wrong::default(), now.day_in(zone));
        let asked = match self.asked.trim() {
            "" => Some(now),
            text => wrong.take("asked", local_time(text, zone, today))?,
        };
        let due = wrong.take("due", local_time(&self.due, zone, today.plus(1)))?;
        // A time that could not be read is told already; the others are looked at as if it were fine.
        let (asked_at, due_at) = (asked.unwrap_or(now), due.unwrap_or(now.plus_seconds(1)));
        let new = NewQuestion {
            session: self.session.clone(),
            asker: self.asker.clone(),
            text: self.text.clone(),
            asked: asked_at,
            due: due_at,
        };
        let both = asked.is_some() && due.is_some();
        let new = new.checked_into(&mut wrong, both)?;
        wrong.refuse(FORM)?;
        Ok(new)
    }
}

impl NewQuestion {
    /// The same without outer spaces; what is wrong is told.
    pub(super) fn checked_into(self, wrong: &mut Wrong, with_times: bool) -> Result<NewQuestion> {
        let session = wrong.take("session", needed(&self.session, LABEL_MAX))?;
        let asker = wrong.take("asker", needed(&self.asker, LABEL_MAX))?;
        let text = wrong.take("text", needed(&self.text, TEXT_MAX))?;
        if with_times && self.due <= self.asked {
            wrong.take::<()>("due", Err(Saying::invalid("tower-question-due-before").into()))?;
        }
        let kept = |text: Option<String>| text.unwrap_or_default();
        Ok(NewQuestion { session: kept(session), asker: kept(asker), text: kept(text), ..self })
    }
}

impl SentAnswer {
    /// Rows of promises in which something was typed.
    pub fn promised(&self) -> impl Iterator<Item = (usize, &SentPromise)> {
        self.promises.iter().enumerate().filter(|(_, promise)| !promise.is_empty())
    }

    /// What holds of an answer by itself; no person's name in it.
    pub(super) fn check_into(&self, wrong: &mut Wrong, names: &Names) -> Result<()> {
        let text = wrong.take("text", needed(&self.text, TEXT_MAX))?;
        wrong.take("text", names.refuse_in(text.as_deref().unwrap_or("")))?;
        if self.pins.len() > PINS_MAX {
            wrong.take::<()>("pins", Err(Saying::invalid("tower-question-too-many").into()))?;
        }
        if self.promises.len() > PROMISES_MAX {
            let many = Saying::invalid("tower-question-too-many");
            wrong.take::<()>(&at(PROMISES_MAX, "what"), Err(many.into()))?;
        }
        for (index, promise) in self.promised() {
            let what = wrong.take(&at(index, "what"), needed(&promise.what, WHAT_MAX))?;
            wrong.take(&at(index, "what"), names.refuse_in(what.as_deref().unwrap_or("")))?;
            let missing = |key| Err(Saying::invalid(key).into());
            if promise.owner.trim().is_empty() {
                wrong.take::<()>(&at(index, "owner"), missing("tower-question-promise-owner"))?;
            }
            if promise.due.trim().is_empty() {
                wrong.take::<()>(&at(index, "due"), missing("tower-question-promise-due"))?;
            }
        }
        Ok(())
    }

    /// What a draft must be: bounded, and without a person's name. It may be unfinished.
    pub fn check_draft(&self, names: &Names) -> Result<()> {
        let mut wrong = Wrong::default();
        let short = |text: &str, max: usize| match text.chars().count() > max {
            true => Err(Error::from(Saying::invalid("tower-question-text-long").with("max", max))),
            false => names.refuse_in(text),
        };
        wrong.take("text", short(&self.text, TEXT_MAX))?;
        wrong.take("why", short(&self.why, LABEL_MAX))?;
        let pins: usize = self.pins.iter().map(|pin| pin.chars().count()).sum();
        if self.pins.len() > PINS_MAX || pins > PINS_MAX * LABEL_MAX || self.promises.len() > PROMISES_MAX {
            wrong.take::<()>("pins", Err(Saying::invalid("tower-question-too-many").into()))?;
        }
        for (index, promise) in self.promised() {
            wrong.take(&at(index, "what"), short(&promise.what, WHAT_MAX))?;
            wrong.take(&at(index, "owner"), short(&promise.owner, LABEL_MAX))?;
            wrong.take(&at(index, "due"), short(&promise.due, LABEL_MAX))?;
        }
        wrong.refuse(FORM)
    }
}

impl SentPromise {
    fn is_empty(&self) -> bool {
        [&self.what, &self.owner, &self.due].into_iter().all(|text| text.trim().is_empty())
    }
}

/// The name of a field of a promise, on forms and in refusals of the API alike: `promises.0.what`.
pub fn at(index: usize, name: &str) -> String {
    format!("promises.{index}.{name}")
}

/// `2026-11-21 16:00` in the city's zone; with an offset or `Z`, the instant it names. What cannot be read is told with
/// an example on the day `near`.
pub fn local_time(text: &str, zone: &str, near: Day) -> Result<Instant> {
    let text = text.trim();
    let found = Instant::parse_local(text, zone).or_else(|| Instant::parse(text).ok());
    found.ok_or_else(|| Saying::invalid("tower-question-time").with("day", near).into())
}

/// The last day of a promise as typed; the example is a day to come.
pub(super) fn due_day(text: &str, today: Day) -> Result<Day> {
    let text = text.trim();
    Day::parse(text).map_err(|_| {
        let example = today.plus(crate::obligation::acts::EXAMPLE_DAYS);
        Saying::invalid("tower-due-day-broken")
            .with("text", crate::pack::value::short(text))
            .with("day", example)
            .into()
    })
}
