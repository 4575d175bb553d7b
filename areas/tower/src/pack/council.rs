//! `snapshots.toml` and `questions.toml` as they are written: counts to be kept, and council questions of a made-up city.
//!
//! A question's times hang on the moment of loading: a clock that ran out months ago would show nothing.

use super::value::{OnDay, Spanned, Text};
use base::{Day, Instant};
use serde::Deserialize;

/// `snapshots.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnapshotsFile {
    #[serde(default)]
    pub snapshot: Vec<Snapshot>,
}

/// A count: which measure, of which day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    pub measure: Spanned<Text>,
    pub as_of: Spanned<OnDay>,
}

/// `questions.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionsFile {
    #[serde(default)]
    pub question: Vec<Question>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub id: Spanned<Text>,
    pub session: Text,
    /// A role in words.
    pub asker: Text,
    pub text: Text,
    /// The last such time of day that has come: `16:00`.
    pub at: Spanned<Text>,
    /// So many days earlier.
    pub days_before: Option<Spanned<i64>>,
    /// The answer is due so many minutes after loading.
    pub due_minutes: Spanned<i64>,
    /// An organisation of the pack that prepares the answer.
    pub owner: Option<Spanned<Text>>,
    pub answer: Option<Answer>,
    /// Why it was taken back.
    pub withdrawn: Option<Spanned<Text>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub text: Text,
    /// Published numbers of the pack that it pins.
    #[serde(default)]
    pub claims: Vec<Spanned<Text>>,
    /// Kept counts of the pack that it pins.
    #[serde(default)]
    pub snapshot: Vec<Snapshot>,
    #[serde(default)]
    pub promise: Vec<Promise>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promise {
    pub what: Text,
    /// An organisation of the pack.
    pub owner: Spanned<Text>,
    /// Its last day, so many days after loading.
    pub due_days: Spanned<i64>,
}

impl Snapshot {
    /// Its key among the items of a pack.
    pub fn item(&self) -> String {
        format!("snapshot/{}/{}", self.measure.get_ref().as_str(), self.as_of.get_ref().0)
    }
}

impl Question {
    /// When it was asked, seen from `now`; none when `at` is no time of day.
    pub fn asked(&self, now: Instant, zone: &str) -> Option<Instant> {
        let on = |day: Day| Instant::parse_local(&format!("{day} {}", self.at.get_ref().as_str()), zone);
        let today = now.day_in(zone);
        let last = if on(today)? <= now { today } else { today.plus(-1) };
        on(last.plus(-self.days_before.as_ref().map_or(0, |days| *days.get_ref())))
    }
}
