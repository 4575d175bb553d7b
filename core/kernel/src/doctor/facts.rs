//! The rows of facts against the bodies that state them, position by position, in bounded memory.
//!
//! A body names how many facts its act stated and ended, and a digest of them (`fact::digest`). A row that was added,
//! changed or removed by hand no longer agrees with the body of its position, and that body is covered by the signed
//! tree. Positions whose body was erased cannot be compared; they are counted.

use super::{Check, State, check};
use crate::city::City;
use crate::fact::digest::FactDigest;
use crate::fact::store;
use crate::journal;
use base::Result;
use std::collections::HashMap;

/// Positions compared in one pass over the facts: what bounds the memory.
const WINDOW: i64 = 500_000;
/// Rows of one read.
const PAGE: i64 = 5_000;

/// Compares everything up to the position of now; names the first position that differs, and its first fact.
pub(super) fn compare(city: &City) -> Result<Check> {
    let last = city.position();
    let (mut from, mut counted) = (0, Counted::default());
    while from < last {
        let to = from.saturating_add(WINDOW).min(last);
        let rows = in_rows(city, from, to)?;
        if let Some((position, said)) = first_difference(city, from, to, &rows, &mut counted)? {
            let found = rows.get(&position).copied().unwrap_or_default();
            return differ(city, position, said, found);
        }
        from = to;
    }
    Ok(check(State::Well, "doctor-facts-agree").with("facts", counted.facts).with("erased", counted.erased))
}

#[derive(Default)]
struct Counted {
    facts: u64,
    erased: u64,
}

/// What the rows say of the positions after `from` up to `to`.
fn in_rows(city: &City, from: i64, to: i64) -> Result<HashMap<i64, FactDigest>> {
    let (mut found, mut after) = (HashMap::new(), String::new());
    loop {
        let start = std::mem::take(&mut after);
        let page = city.read_blocking(move |read| store::page(read, &start, PAGE))?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.id.to_string();
        for fact in &page {
            let ended = fact.seq_out.filter(|position| *position != fact.seq_in);
            for position in [Some(fact.seq_in), ended].into_iter().flatten() {
                if position > from && position <= to {
                    found.entry(position).or_insert_with(FactDigest::default).row(fact, position);
                }
            }
        }
    }
}

/// The first position of a window whose body says otherwise, and what it says.
fn first_difference(
    city: &City,
    from: i64,
    to: i64,
    rows: &HashMap<i64, FactDigest>,
    counted: &mut Counted,
) -> Result<Option<(i64, FactDigest)>> {
    let mut after = from;
    while after < to {
        let page = city.read_blocking(move |read| journal::store::page(read, after, PAGE))?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        for entry in page.iter().filter(|entry| entry.seq <= to) {
            let Some(body) = &entry.body else {
                counted.erased += 1;
                continue;
            };
            let said = FactDigest::of_body(body);
            if said != rows.get(&entry.seq).copied().unwrap_or_default() {
                return Ok(Some((entry.seq, said)));
            }
            counted.facts += said.stated;
        }
    }
    Ok(None)
}

fn differ(city: &City, position: i64, said: FactDigest, found: FactDigest) -> Result<Check> {
    let first = first_fact(city, position)?.unwrap_or_else(|| "-".into());
    Ok(check(State::Broken, "doctor-facts-differ")
        .with("position", position)
        .with("said", said.stated + said.ended)
        .with("found", found.stated + found.ended)
        .with("fact", first))
}

/// The first row of a position, in the order of ids.
fn first_fact(city: &City, position: i64) -> Result<Option<String>> {
    let mut after = String::new();
    loop {
        let start = std::mem::take(&mut after);
        let page = city.read_blocking(move |read| store::page(read, &start, PAGE))?;
        let Some(last) = page.last() else { return Ok(None) };
        after = last.id.to_string();
        let of_position = page.iter().find(|fact| fact.seq_in == position || fact.seq_out == Some(position));
        if let Some(fact) = of_position {
            return Ok(Some(fact.id.to_string()));
        }
    }
}
