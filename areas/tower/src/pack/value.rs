//! Values of a pack's files: texts with a limit, days, dates known in part. Each keeps its place for the findings.
//!
//! A wrong value is told to the TOML reader as `key|name=value|…`; `read` turns that back into a saying.

use base::{Day, Tri, When};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

pub use toml::Spanned;

/// The longest text of a pack, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;

/// A text of one language: not empty, normal form C, not too long.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Text(pub String);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text of a value that keeps its place.
pub fn text(value: &Spanned<Text>) -> String {
    value.get_ref().0.clone()
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        let text = String::deserialize(deserializer)?;
        checked(&text).map(Text).map_err(D::Error::custom)
    }
}

fn checked(text: &str) -> Result<String, String> {
    let chars = text.chars().count();
    match () {
        () if chars > TEXT_CHARS_MAX => {
            Err(format!("tower-pack-text-long|count={chars}|max={TEXT_CHARS_MAX}"))
        }
        () if text.trim().is_empty() => Err("tower-pack-text-empty".to_owned()),
        () => Ok(base::canon::nfc(text.trim())),
    }
}

/// A text in up to three languages, at least one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said(pub Tri);

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Said, D::Error> {
        said(Tri::deserialize(deserializer)?).map(Said).map_err(D::Error::custom)
    }
}

fn said(text: Tri) -> Result<Tri, String> {
    let part = |text: Option<String>| text.map(|text| checked(&text)).transpose();
    let tri = Tri { ko: part(text.ko)?, en: part(text.en)?, zh: part(text.zh)? };
    match tri.is_empty() {
        true => Err("tower-pack-text-empty".to_owned()),
        false => Ok(tri),
    }
}

/// A civil day, written as a TOML date: `2020-01-29`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct OnDay(pub Day);

impl<'de> Deserialize<'de> for OnDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OnDay, D::Error> {
        let found = Datetime::deserialize(deserializer)?;
        day_of(&found).map(OnDay).ok_or_else(|| D::Error::custom(format!("tower-pack-day|text={found}")))
    }
}

fn day_of(found: &Datetime) -> Option<Day> {
    let (Some(date), None, None) = (found.date, found.time, found.offset) else { return None };
    Day::of(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?)
}

/// A date as far as it is known: a TOML date, or a text such as `"2019-01"`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AsKnown(pub When);

#[derive(Deserialize)]
#[serde(untagged)]
enum DateOrText {
    Date(Datetime),
    Text(String),
}

impl<'de> Deserialize<'de> for AsKnown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AsKnown, D::Error> {
        let wrong = |text: String| D::Error::custom(format!("tower-pack-when|text={}", short(&text)));
        match DateOrText::deserialize(deserializer) {
            Ok(DateOrText::Date(date)) => {
                day_of(&date).map(|day| AsKnown(When::day(day))).ok_or_else(|| wrong(date.to_string()))
            }
            Ok(DateOrText::Text(text)) => When::parse(&text).map(AsKnown).map_err(|_| wrong(text)),
            Err(_) => Err(wrong("?".into())),
        }
    }
}

/// The beginning of a text, for a message: one line, without the signs that part a message.
pub fn short(text: &str) -> String {
    text.chars().take(60).map(|c| if c == '|' || c == '=' || c.is_control() { ' ' } else { c }).collect()
}
