//! Reports of promises over a period: made, kept, changed, given up, overdue, waiting, unknown - with the rows.
//!
//! Each promise of the period stands in exactly one part, so the parts add up to the whole. A draft counts what its
//! reader may see, as of now. A published report counts what is public, as of the position at which it was published:
//! it is read again from there each time and never changes. Publishing makes what is overdue public.

pub mod acts;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::obligation::{Line, line};
use crate::who::Reader;
use base::{Day, Days, Id, Result, Saying};
use db::Read;
use kernel::agreement::store as agreements;
use kernel::fact::store::of_subject;
use kernel::obligation::{Obligation, Outcome, board};
use kernel::policy::{Actor, Kind, Retention, Visibility};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds reports to the tower.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.kinds(&[&KIND])
        .actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .words(include_str!("report/words.toml"))
        .pages(self::web::routes())
        .api(self::web::api())
}

/// A published report as a kind of record.
pub const KIND: Kind = Kind {
    name: "promise_report",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "retention-public-records" },
    fact: None,
};

/// Promises counted in one report.
const COUNTED_MAX: usize = 20_000;
/// What is asked for or suggested, and was not promised.
const NO_PROMISES: [&str; 2] = ["proposal", "budget_request"];
/// Days of the council's report between its sessions.
pub const COUNCIL_DAYS: i64 = 50;

/// The parts of a report, in the order in which they are shown.
pub const PARTS: [Part; 7] =
    [Part::Kept, Part::Changed, Part::Ended, Part::Overdue, Part::Waiting, Part::Undated, Part::Unknown];

/// Where a promise stands at the end of the period.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Done, with evidence.
    Kept,
    /// Done in another way or in another place.
    Changed,
    /// Given up, or who owed it is no more.
    Ended,
    /// Open, and its last day has passed.
    Overdue,
    /// Open, and its last day is still to come.
    Waiting,
    /// Open, without a due day.
    Undated,
    /// Nobody can say.
    Unknown,
}

impl Part {
    /// The code, as files and addresses carry it.
    pub fn code(self) -> &'static str {
        match self {
            Part::Kept => "kept",
            Part::Changed => "changed",
            Part::Ended => "ended",
            Part::Overdue => "overdue",
            Part::Waiting => "waiting",
            Part::Undated => "undated",
            Part::Unknown => "unknown",
        }
    }
}

/// The period of a draft.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(default)]
#[into_params(parameter_in = Query)]
#[schema(as = ReportPeriod)]
pub struct Query {
    /// The first day; empty = fifty days ago.
    pub from: String,
    /// The last day; empty = today.
    pub until: String,
}

/// The period of a report with the day on which it is judged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    /// The days it covers.
    pub days: Days,
    /// The civil day on which it is read.
    pub today: Day,
}

/// A report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Report {
    /// `2026-RPP-0001`; none for a draft.
    pub number: Option<String>,
    /// The first day.
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day.
    #[schema(value_type = String)]
    pub until: Day,
    /// The day on which it was judged.
    #[schema(value_type = String)]
    pub today: Day,
    /// The position it was read at.
    pub position: i64,
    /// How many promises were made in the period.
    pub made: i64,
    /// How many of the rows do not tell when they were made.
    pub made_unknown: i64,
    /// How many there are in all: the sum of the parts.
    pub all: i64,
    /// How many stand where.
    pub parts: Vec<PartCount>,
    /// The rows behind the numbers.
    pub rows: Vec<Row>,
    /// Of a draft: how many promises its reader sees that are internal and stay out of the report.
    pub left_out: i64,
    /// May the reader publish it?
    pub can_publish: bool,
}

/// How many stand in a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PartCount {
    /// The part.
    pub part: Part,
    /// How many.
    pub count: i64,
}

/// One promise of a report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = ReportRow)]
pub struct Row {
    /// The promise.
    #[serde(flatten)]
    pub line: Line,
    /// Where it stands.
    pub part: Part,
    /// The day from which it is known; none = nobody told.
    #[schema(value_type = Option<String>)]
    pub made_on: Option<Day>,
    /// Made within the period.
    pub made_now: bool,
    /// Since when it is settled.
    #[schema(value_type = Option<String>)]
    pub settled_on: Option<Day>,
}

/// A published report in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = PublishedReport)]
pub struct Published {
    /// `2026-RPP-0001`.
    pub number: String,
    /// The first day.
    #[schema(value_type = String)]
    pub from: Day,
    /// The last day.
    #[schema(value_type = String)]
    pub until: Day,
    /// The day on which it was judged.
    #[schema(value_type = String)]
    pub today: Day,
    /// The position it was read at.
    pub position: i64,
}

/// The period that an address asks for, as seen on `today`.
///
/// # Errors
/// Refuses days that cannot be read, a period that ends before it begins, and one that is still to come.
pub fn period(query: &Query, today: Day) -> Result<Period> {
    let until = match query.until.trim() {
        "" => today,
        text => Day::parse(text)?,
    };
    let from = match query.from.trim() {
        "" => until.plus(1 - COUNCIL_DAYS),
        text => Day::parse(text)?,
    };
    let days = Days::through(Some(from), Some(until))?;
    if until > today {
        return Err(Saying::invalid("tower-report-later").with("day", until).into());
    }
    Ok(Period { days, today })
}

/// A draft: what would be published now, and how many internal promises stay out of it. For those who read what is
/// internal, because it tells what is overdue.
///
/// # Errors
/// Refuses a period with more promises than one report counts.
pub fn draft(read: &impl Read, period: &Period, reader: &Reader) -> Result<Report> {
    let all = counted(read, period, reader)?.all;
    let report = counted(read, period, &Reader { actor: Actor::Visitor, ..reader.clone() })?;
    let can_publish = acts::PUBLISH.permits(&reader.actor, &Default::default());
    Ok(Report { left_out: all - report.all, can_publish, ..report })
}

/// A published report, read again as of its position with what everybody may see.
///
/// # Errors
/// "Not found" when there is no such report.
pub fn published(read: &impl Read, number: &str, reader: &Reader) -> Result<Report> {
    let found = store::by_number(read, number)?;
    let public = Reader { actor: Actor::Visitor, today: found.today, now: found.position, ..reader.clone() };
    let days = Days::between(Some(found.from), Some(found.until.plus(1)))?;
    let report = counted(read, &Period { days, today: found.today }, &public)?;
    Ok(Report { number: Some(found.number), ..report })
}

fn counted(read: &impl Read, period: &Period, reader: &Reader) -> Result<Report> {
    let (from, after) =
        (period.days.from.unwrap_or(period.today), period.days.to.unwrap_or(period.today.plus(1)));
    let mut rows = Vec::new();
    let mut cursor = None;
    loop {
        let page =
            board::page(read, &board::Filter::default(), cursor.as_ref(), reader.now, &reader.sight(), 500)?;
        for of in page.rows.iter().filter(|of| !NO_PROMISES.contains(&of.content.kind.as_str())) {
            rows.extend(row(read, of, (from, after), reader)?);
        }
        if rows.len() > COUNTED_MAX {
            return Err(Saying::invalid("tower-report-large").with("max", COUNTED_MAX).into());
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    rows.sort_by(|one, other| (one.part, &one.line.number).cmp(&(other.part, &other.line.number)));
    let count = |part: Part| rows.iter().filter(|row| row.part == part).count() as i64;
    Ok(Report {
        number: None,
        from,
        until: after.plus(-1),
        today: period.today,
        position: reader.now,
        made: rows.iter().filter(|row| row.made_now).count() as i64,
        made_unknown: rows.iter().filter(|row| row.made_on.is_none()).count() as i64,
        all: rows.len() as i64,
        parts: PARTS.iter().map(|part| PartCount { part: *part, count: count(*part) }).collect(),
        rows,
        left_out: 0,
        can_publish: false,
    })
}

/// The row of a promise; none when it was made after the period or settled before it.
fn row(read: &impl Read, of: &Obligation, (from, after): (Day, Day), reader: &Reader) -> Result<Option<Row>> {
    let facts = of_subject(read, &of.name(), of.content.state().name, reader.now, 200)?;
    let settled_on = facts
        .iter()
        .filter(|fact| fact.says.code.as_deref() == Some(of.outcome.code()) && !of.outcome.is_open())
        .find_map(|fact| fact.says.valid.from);
    let stated = facts.iter().filter_map(|fact| fact.says.valid.from).min();
    let made_on = match stated.filter(|day| Some(*day) != settled_on) {
        Some(day) => Some(day),
        None => signed(read, of.content.agreement, reader)?.or(stated),
    };
    let is_settled_before = settled_on.is_some_and(|day| day < from);
    if made_on.is_some_and(|day| day >= after) || is_settled_before {
        return Ok(None);
    }
    Ok(Some(Row {
        line: line(read, of, reader, true)?,
        part: part(of, settled_on, after, reader.today),
        made_on,
        made_now: made_on.is_some_and(|day| day >= from && day < after),
        settled_on,
    }))
}

/// Where a promise stands at the end of the period, or today when that comes first. What was settled later was still
/// open then.
fn part(of: &Obligation, settled_on: Option<Day>, after: Day, today: Day) -> Part {
    let judged = today.min(after.plus(-1));
    let late = of.due_by().is_some_and(|due| due < judged);
    let open = |late: bool| match (late, of.due_by()) {
        (true, _) => Part::Overdue,
        (false, Some(_)) => Part::Waiting,
        (false, None) => Part::Undated,
    };
    match of.outcome {
        _ if settled_on.is_some_and(|day| day >= after) => open(late),
        Outcome::Done => Part::Kept,
        Outcome::Changed | Outcome::Elsewhere => Part::Changed,
        Outcome::Closed | Outcome::Dropped => Part::Ended,
        Outcome::Unknown => Part::Unknown,
        Outcome::Planned => open(late),
    }
}

/// The day of the signing of the agreement that binds it.
fn signed(read: &impl Read, agreement: Option<Id>, reader: &Reader) -> Result<Option<Day>> {
    let Some(id) = agreement else { return Ok(None) };
    let found = agreements::find(read, id, reader.now, &reader.sight())?;
    Ok(found.and_then(|found| found.content.signed).and_then(|when| when.days().from))
}
