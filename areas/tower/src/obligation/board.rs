//! The board of work to be done: obligations of all kinds, narrowed by what an address says.
//!
//! Those who read what is internal see every row of their scope; everybody else sees here only what is their own. What is overdue is
//! told on this board and nowhere in public.

use super::{Line, line};
use crate::api::unknown;
use crate::who::Reader;
use base::problem::Class;
use base::{Day, Ref, Result, Saying};
use db::Read;
use kernel::agreement;
use kernel::obligation::board::{Cursor, Filter, Whose, page, totals};
use kernel::obligation::store::NO_DAY;
use kernel::obligation::{Outcome, rules};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Rows of one page.
pub const PAGE: i64 = 50;
/// Parts of the board by time.
const WHEN: [&str; 5] = ["overdue", "7", "30", "60", "undated"];
/// Parts of the board by whose it is.
const WHO: [&str; 3] = ["mine", "office", "none"];

/// What the board is asked for; everything stands in the address.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// `overdue`, `7`, `30` or `60` days, `undated`; empty = any day.
    pub when: String,
    /// `mine`, `office`, `none` (nobody owns it); empty = all.
    pub who: String,
    /// One of the kinds.
    pub kind: String,
    /// An outcome, or `all`; empty = what is still open.
    pub outcome: String,
    /// The number of an organisation that owes it.
    pub owner: String,
    /// The number of the agreement that binds it.
    pub agreement: String,
    /// The cursor `next` of the page before.
    pub after: Option<String>,
    /// How many, at most 200.
    pub limit: Option<i64>,
}

/// A page of a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Board {
    /// By the last day in time; those without one last.
    pub items: Vec<Line>,
    /// How many the filter finds in all.
    pub total: i64,
    /// How many there are behind each part of the board; none on the public list.
    pub counts: Option<Counts>,
    /// Where the next page begins; none = this was the last.
    pub next: Option<String>,
    /// The civil day on which it was read.
    #[schema(value_type = String)]
    pub today: Day,
    /// The position that this view shows.
    pub position: i64,
}

/// How many are open in each part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[schema(as = BoardCounts)]
pub struct Counts {
    /// Past their last day.
    pub overdue: i64,
    /// Due within seven days.
    pub within_7: i64,
    /// Due within thirty days.
    pub within_30: i64,
    /// Due within sixty days.
    pub within_60: i64,
    /// All that are open.
    pub open: i64,
    /// Open, and nobody owns them.
    pub nobody: i64,
    /// The reader's own.
    pub mine: i64,
    /// Those of the reader's office or organisation.
    pub office: i64,
}

/// A page of the board.
///
/// # Errors
/// Refuses a filter that means nothing, naming it.
pub fn board(read: &impl Read, query: &Query, reader: &Reader) -> Result<Board> {
    let filter = filter(read, query, reader)?;
    let mut board = narrowed(read, query, &filter, reader, true)?;
    board.counts = Some(counts(read, reader)?);
    Ok(board)
}

/// A page of the public list: what the scope lets through, without a word on what is late.
///
/// # Errors
/// Refuses a filter that means nothing, naming it; what is late, and whose it is, is told on the board.
pub fn list(read: &impl Read, query: &Query, reader: &Reader) -> Result<Board> {
    known(query)?;
    // What was asked for is answered or refused, never left out without a word.
    if !query.when.is_empty() || !query.who.is_empty() {
        let class = if reader.actor.person().is_some() { Class::Forbidden } else { Class::SignIn };
        return Err(Saying::new(class, "tower-board-only").into());
    }
    let outcome = if query.outcome.is_empty() { "all".to_owned() } else { query.outcome.clone() };
    let filter =
        Filter { whose: Whose::Anyone, ..filter(read, &Query { outcome, ..query.clone() }, reader)? };
    narrowed(read, query, &filter, reader, false)
}

fn narrowed(
    read: &impl Read,
    query: &Query,
    filter: &Filter,
    reader: &Reader,
    judged: bool,
) -> Result<Board> {
    let after = query.after.as_deref().map(Cursor::parse).transpose()?;
    let limit = query.limit.unwrap_or(PAGE).clamp(1, 500);
    let sight = reader.sight();
    let found = page(read, filter, after.as_ref(), reader.now, &sight, limit)?;
    Ok(Board {
        items: found.rows.iter().map(|row| line(read, row, reader, judged)).collect::<Result<_>>()?,
        total: count(read, filter, reader)?,
        counts: None,
        next: found.next.map(|cursor| cursor.text()),
        today: reader.today,
        position: reader.now,
    })
}

fn filter(read: &impl Read, query: &Query, reader: &Reader) -> Result<Filter> {
    known(query)?;
    let mut filter = Filter { open: query.outcome.is_empty(), ..Filter::default() };
    within(&mut filter, &query.when, reader.today);
    filter.whose = match query.who.as_str() {
        "mine" => Whose::Mine,
        "office" => Whose::Office,
        _ => everyone(reader),
    };
    filter.no_owner = query.who == "none";
    if !query.kind.is_empty() {
        rules::prefix(&query.kind)?;
        filter.kind = Some(query.kind.clone());
    }
    filter.outcome = Outcome::parse(&query.outcome);
    if !query.owner.is_empty() {
        let id = kernel::organisation::store::by_number(read, &query.owner)?;
        filter.owner = Some(Ref::new(kernel::organisation::KIND.name, id));
    }
    if !query.agreement.is_empty() {
        let found = agreement::store::by_number(read, &query.agreement, reader.now, &reader.sight())?;
        filter.agreement =
            Some(found.map(|found| found.id).ok_or_else(|| Saying::not_found("base-not-found"))?);
    }
    Ok(filter)
}

/// A condition that means nothing would find nothing and look like an answer: it is refused with those there are.
fn known(query: &Query) -> Result<()> {
    let outcomes = std::iter::once("all").chain(Outcome::ALL.iter().map(|outcome| outcome.code()));
    let conditions = [
        ("when", &query.when, WHEN.to_vec()),
        ("who", &query.who, WHO.to_vec()),
        ("outcome", &query.outcome, outcomes.collect()),
    ];
    let mut wrong = Saying::invalid("tower-filter-unknown");
    for (name, value, codes) in conditions {
        if !value.is_empty() && !codes.contains(&value.as_str()) {
            wrong = wrong.field(name, unknown(value, &codes));
        }
    }
    if wrong.fields.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

/// Those who read what is internal see everybody's; others only their own.
fn everyone(reader: &Reader) -> Whose {
    if reader.reads_internal() { Whose::Anyone } else { Whose::Ours }
}

/// None when the word means nothing.
fn within(filter: &mut Filter, when: &str, today: Day) -> Option<()> {
    match when {
        "" => {}
        "overdue" => filter.overdue = true,
        "undated" => filter.due_from = Some(Day::from_number(NO_DAY)),
        days => {
            let days: i64 = days.parse().ok().filter(|days| [7, 30, 60].contains(days))?;
            (filter.due_from, filter.due_before) = (Some(today), Some(today.plus(days + 1)));
            filter.open = true;
        }
    }
    Some(())
}

fn count(read: &impl Read, filter: &Filter, reader: &Reader) -> Result<i64> {
    Ok(totals(read, filter, reader.now, &reader.sight())?.iter().map(|total| total.count).sum())
}

fn counts(read: &impl Read, reader: &Reader) -> Result<Counts> {
    let everyone = everyone(reader);
    let one = |when: &str, whose: Whose, no_owner: bool| {
        let mut filter = Filter { open: true, whose, no_owner, ..Filter::default() };
        match within(&mut filter, when, reader.today) {
            Some(()) => count(read, &filter, reader),
            None => Ok(0),
        }
    };
    Ok(Counts {
        overdue: one("overdue", everyone, false)?,
        within_7: one("7", everyone, false)?,
        within_30: one("30", everyone, false)?,
        within_60: one("60", everyone, false)?,
        open: one("", everyone, false)?,
        nobody: one("", everyone, true)?,
        mine: one("", Whose::Mine, false)?,
        office: one("", Whose::Office, false)?,
    })
}
