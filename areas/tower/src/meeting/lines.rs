//! Lines of minutes that look like orders, with what is proposed for each: who, by when. A proposal binds nobody.

use super::store::Settled;
use crate::who::Reader;
use base::{Day, Result, Saying};
use db::Read;
use kernel::organisation::store::{self as organisations, Filter};
use orders::{Date, Meant, Named};
use serde::Serialize;
use utoipa::ToSchema;

/// A line that looks like an order.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Proposal {
    /// The byte of the minutes where it begins: its name.
    pub start: i64,
    /// The sentence.
    pub text: String,
    /// The ending that was recognised.
    pub ending: String,
    /// Who is named to do it, as it is written.
    pub owners: Vec<OwnerSaid>,
    /// Whom a form proposes: `number` when the register knows who is named, else `office`, or `me` for who has none.
    pub owner: String,
    /// The organisation of that name, when the register holds exactly one.
    pub owner_number: Option<String>,
    /// By when, as a date of ours; empty when the text does not date it.
    pub due: String,
    /// By when, as it is written.
    pub due_said: Option<String>,
}

/// Who is named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct OwnerSaid {
    /// As it is written.
    pub text: String,
    /// Named only in an earlier sentence of the paragraph.
    pub earlier: bool,
}

/// A line of minutes that was found as an order. Only `found` makes one, so that no other line can be confirmed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FoundLine(i64);

impl FoundLine {
    /// The byte of the minutes where it begins.
    pub fn start(self) -> i64 {
        self.0
    }
}

/// The line that begins at a byte of the minutes.
///
/// # Errors
/// Refuses a place where no order was found.
pub fn found(minutes: Option<&str>, held_on: Day, start: i64) -> Result<FoundLine> {
    let all = minutes.map(|text| orders::find(text, date_of(held_on))).unwrap_or_default();
    match all.iter().any(|order| i64::try_from(order.span.start) == Ok(start)) {
        true => Ok(FoundLine(start)),
        false => Err(Saying::invalid("tower-meeting-line-not-found").with("line", start).into()),
    }
}

/// The reader's own office, or the reader when they have none.
pub fn own(reader: &Reader) -> &'static str {
    let mut grants = reader.actor.grants().iter();
    if grants.any(|grant| grant.office.is_some() || grant.organisation.is_some()) { "office" } else { "me" }
}

/// The lines of a text that look like orders and that nobody dealt with.
pub fn proposals(
    read: &impl Read,
    text: &str,
    held_on: Day,
    settled: &[Settled],
    reader: &Reader,
) -> Result<Vec<Proposal>> {
    let mut all = Vec::new();
    for order in orders::find(text, date_of(held_on)) {
        let start = i64::try_from(order.span.start).unwrap_or(i64::MAX);
        if settled.iter().any(|line| line.start == start) {
            continue;
        }
        let owners: Vec<OwnerSaid> = order
            .owners
            .iter()
            .map(|owner| OwnerSaid {
                text: owner.text.clone(),
                earlier: matches!(owner.named, Named::EarlierInParagraph),
            })
            .collect();
        let owner_number = known(read, &owners, reader)?;
        all.push(Proposal {
            start,
            text: order.text,
            ending: order.ending.to_owned(),
            owner: if owner_number.is_some() { "number" } else { own(reader) }.to_owned(),
            owner_number,
            owners,
            due: order.due.as_ref().map(|due| day_meant(&due.meant, held_on)).unwrap_or_default(),
            due_said: order.due.map(|due| due.text),
        });
    }
    Ok(all)
}

/// A due day before the meeting is a day that was only mentioned.
fn day_meant(meant: &Meant, held_on: Day) -> String {
    match meant {
        Meant::Day(date) => Day::of(date.year as i16, date.month as i8, date.day as i8)
            .filter(|day| *day >= held_on)
            .map(|day| day.to_string())
            .unwrap_or_default(),
        Meant::Year(year) => year.to_string(),
        Meant::Event => String::new(),
    }
}

/// The first of those who are named that the register knows. Who is called by title is known by the office they head.
fn known(read: &impl Read, owners: &[OwnerSaid], reader: &Reader) -> Result<Option<String>> {
    for owner in owners {
        let name = owner.text.trim();
        let headed = name.strip_suffix('장').filter(|office| office.chars().count() > 1);
        for name in [Some(name), headed].into_iter().flatten() {
            if let Some(number) = registered(read, name, reader)? {
                return Ok(Some(number));
            }
        }
    }
    Ok(None)
}

/// The number of the one organisation of this name.
fn registered(read: &impl Read, name: &str, reader: &Reader) -> Result<Option<String>> {
    let filter = Filter { query: name.to_owned(), ..Filter::default() };
    let found = organisations::list(read, &filter, reader.today, ("", ""), 5)?;
    let mut exact = Vec::new();
    for (id, _) in &found.page {
        let known = organisations::find(read, *id, kernel::fact::store::LATEST)?;
        if known.name.ko.as_deref() == Some(name) || known.aliases.iter().any(|alias| alias == name) {
            exact.push(known.number);
        }
    }
    Ok(exact.pop().filter(|_| exact.is_empty()))
}

fn date_of(day: Day) -> Date {
    let civil = day.date();
    let (year, month, day) = (i32::from(civil.year()), civil.month() as u8, civil.day() as u8);
    Date::new(year, month, day).unwrap_or(Date { year, month, day })
}
