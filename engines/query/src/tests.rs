//! What the engine must do, against plain Rust over the same facts.

mod again;
mod city;
mod cuts;
mod folder;
mod limits;
mod refused;
mod told_apart;

use crate::{Query, Settings};
use base::query::{Answer, Limits, Question, Value};
use std::path::Path;

/// An engine with two threads, that writes as soon as it holds more than `rows` facts.
fn engine(folder: &Path, rows: usize) -> Query {
    let settings = Settings { threads: 2, rows_in_memory: rows, ..Settings::default() };
    Query::open(folder, "test", settings).unwrap()
}

/// A question about the kinds of `city`.
fn question(sql: &str) -> Question {
    Question {
        sql: sql.to_owned(),
        position: None,
        as_of: base::Day::parse("2026-11-21").unwrap(),
        kinds: city::KINDS.iter().chain(&["identity"]).map(|kind| (*kind).to_owned()).collect(),
        limits: Limits::default(),
    }
}

/// Rows as text, one line each, values parted by bars.
fn lines(answer: &Answer) -> Vec<String> {
    let text = |value: Value<'_>| match value {
        Value::Null => "-".to_owned(),
        Value::Text(text) => text.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Bool(yes) => yes.to_string(),
    };
    (0..answer.rows).map(|row| answer.row(row).map(text).collect::<Vec<_>>().join("|")).collect()
}
