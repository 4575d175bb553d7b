//! What wants attention now: promises, published numbers, council questions - each as far as this reader is told, with
//! as many rows behind it as it says.

use super::said::SaidView;
use crate::question::{self, State, view::is_entitled};
use crate::who::Reader;
use base::Result;
use db::Read;
use kernel::obligation::Outcome;
use kernel::obligation::board::{Filter, Whose, totals};
use serde::Serialize;
use utoipa::ToSchema;

/// Verdicts that ask for a look.
pub const TO_CHECK: [&str; 3] = ["arithmetic", "conflict", "differs_with_reason"];
/// Characters of a question on the first page.
const QUESTION_CHARS: usize = 90;

/// What wants attention.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Alarms {
    /// Promises.
    pub promises: PromiseAlarm,
    /// Published numbers.
    pub numbers: NumberAlarm,
    /// Council questions.
    pub questions: QuestionAlarm,
}

/// Promises, as far as the reader is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PromiseAlarm {
    /// Open after their last day; null for readers who are not told what is late.
    pub overdue: Option<i64>,
    /// Of which nobody knows how they came out.
    pub unknown: i64,
    /// All that this reader sees.
    pub all: i64,
}

/// Published numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct NumberAlarm {
    /// Those with a verdict that asks for a look.
    pub to_check: i64,
    /// Whose own arithmetic does not hold.
    pub arithmetic: i64,
    /// Of which two publications disagree.
    pub conflict: i64,
    /// Of which counting gave something else.
    pub differs: i64,
    /// Without a list to check them against.
    pub no_list: i64,
    /// All.
    pub all: i64,
}

/// Council questions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct QuestionAlarm {
    /// Waiting for an answer; null for readers who see a question once it is answered.
    pub open: Option<i64>,
    /// Answered.
    pub answered: i64,
    /// The beginning of the one that is due first.
    pub first: Option<String>,
    /// When that one is due, in UTC.
    pub first_due: Option<String>,
}

/// Reads them; `said` are all published numbers as they were judged.
pub fn read(read: &impl Read, said: &[SaidView], reader: &Reader) -> Result<Alarms> {
    Ok(Alarms {
        promises: promises(read, reader)?,
        numbers: numbers(said),
        questions: questions(read, reader)?,
    })
}

fn promises(read: &impl Read, reader: &Reader) -> Result<PromiseAlarm> {
    let all = totals(read, &Filter::default(), reader.now, &reader.sight())?;
    let count = |outcome: Option<Outcome>| {
        all.iter().filter(|total| outcome.is_none_or(|of| total.outcome == of)).map(|total| total.count).sum()
    };
    // What is late is told to the agency and to those who owe it themselves.
    let overdue = match (reader.reads_internal(), reader.actor.person()) {
        (true, _) => Some(all.iter().map(|total| total.overdue).sum()),
        (false, Some(_)) => {
            let own = Filter { whose: Whose::Ours, overdue: true, ..Filter::default() };
            let own = totals(read, &own, reader.now, &reader.sight())?;
            Some(own.iter().map(|total| total.count).sum())
        }
        (false, None) => None,
    };
    Ok(PromiseAlarm { overdue, unknown: count(Some(Outcome::Unknown)), all: count(None) })
}

fn numbers(said: &[SaidView]) -> NumberAlarm {
    let count = |fits: &dyn Fn(&SaidView) -> bool| {
        i64::try_from(said.iter().filter(|said| fits(said)).count()).unwrap_or(i64::MAX)
    };
    NumberAlarm {
        to_check: count(&|said| TO_CHECK.iter().any(|verdict| said.is(verdict))),
        arithmetic: count(&|said| said.is("arithmetic")),
        conflict: count(&|said| said.is("conflict")),
        differs: count(&|said| said.is("differs_with_reason")),
        no_list: count(&|said| said.is("no_list")),
        all: count(&|_| true),
    }
}

fn questions(read: &impl Read, reader: &Reader) -> Result<QuestionAlarm> {
    let by_state = question::store::tally(read)?;
    let count = |states: &[State]| {
        by_state.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum::<i64>()
    };
    let answered = count(&[State::Answered]);
    if !is_entitled(&reader.actor) {
        return Ok(QuestionAlarm { open: None, answered, first: None, first_due: None });
    }
    let open = count(&[State::Asked, State::Drafting]);
    let first = if open > 0 { question::store::first_due(read)? } else { None };
    Ok(QuestionAlarm {
        open: Some(open),
        answered,
        first: first.as_ref().map(|first| beginning(&first.says.text)),
        first_due: first.map(|first| first.says.due.to_string()),
    })
}

fn beginning(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUESTION_CHARS) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}
