//! The board: obligations of all areas in one list, by the day they are due.
//!
//! It reads as of any position; "overdue" is judged on the reader's civil day. Overdue lists are for those who may
//! see the rows: scope decides row by row.

use super::{Obligation, Outcome, store};
use crate::scope::Sight;
use base::{Day, Id, Ref, Result, Saying};
use db::Read;

/// Rows of one page at most.
pub const PAGE_MAX: i64 = 500;

/// What the board is narrowed to; the default is everything in scope.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// Who owes it.
    pub owner: Option<Ref>,
    /// To whom it is owed.
    pub from: Option<Ref>,
    /// The agreement that binds it.
    pub agreement: Option<Id>,
    /// One of `rules::KINDS`.
    pub kind: Option<String>,
    /// How it came out.
    pub outcome: Option<Outcome>,
    /// Its last day is this one or later.
    pub due_from: Option<Day>,
    /// Its last day is before this one.
    pub due_before: Option<Day>,
    /// Somebody still owes it.
    pub open: bool,
    /// Whose it is, seen from the reader.
    pub whose: Whose,
    /// Open, and its last day has passed.
    pub overdue: bool,
    /// Nobody owns it: a gap.
    pub no_owner: bool,
}

/// Whose an obligation is, seen from who reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    /// Anybody's, also nobody's.
    #[default]
    Anyone,
    /// The reader's own, as owner or deputy.
    Mine,
    /// That of an office or an organisation where the reader holds a role.
    Office,
    /// One of these two.
    Ours,
}

impl Whose {
    /// The stored form, as the board's statements compare it: the person's own 1, the office's 2, either 3.
    pub fn number(self) -> i64 {
        match self {
            Whose::Anyone => 0,
            Whose::Mine => 1,
            Whose::Office => 2,
            Whose::Ours => 3,
        }
    }
}

/// A place in the order of the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cursor {
    /// The last day in time; none = after all that have one.
    pub due_by: Option<Day>,
    /// The record.
    pub id: Id,
}

impl Cursor {
    /// The place of a row.
    pub fn of(obligation: &Obligation) -> Cursor {
        Cursor { due_by: obligation.due_by(), id: obligation.id }
    }

    /// As an address carries it: `2026-12-31~id` or `none~id`.
    pub fn text(&self) -> String {
        match self.due_by {
            Some(day) => format!("{day}~{}", self.id),
            None => format!("none~{}", self.id),
        }
    }

    /// Reads what an address carried.
    pub fn parse(text: &str) -> Result<Cursor> {
        let broken = || Saying::invalid("obligation-cursor-broken");
        let (day, id) = text.split_once('~').ok_or_else(broken)?;
        let due_by = match day {
            "none" => None,
            day => Some(Day::parse(day).map_err(|_| broken())?),
        };
        Ok(Cursor { due_by, id: Id::parse(id).map_err(|_| broken())? })
    }
}

/// A page of the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The rows.
    pub rows: Vec<Obligation>,
    /// Where the next page begins; none after the last.
    pub next: Option<Cursor>,
}

/// Counts of one outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Total {
    /// The outcome.
    pub outcome: Outcome,
    /// How many.
    pub count: i64,
    /// How many of them are overdue.
    pub overdue: i64,
    /// How many of them nobody owns.
    pub no_owner: i64,
}

/// One page as of `position`, at most `limit` rows.
pub fn page(
    read: &impl Read,
    filter: &Filter,
    after: Option<&Cursor>,
    position: i64,
    sight: &Sight,
    limit: i64,
) -> Result<Page> {
    let limit = limit.clamp(1, PAGE_MAX);
    // One row more tells whether there is a next page.
    let mut rows = store::board(read, filter, after, position, sight, limit + 1)?;
    let full = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(0));
    let next = rows.last().filter(|_| full).map(Cursor::of);
    Ok(Page { rows, next })
}

/// The counts above the board, as of `position`.
pub fn totals(read: &impl Read, filter: &Filter, position: i64, sight: &Sight) -> Result<Vec<Total>> {
    store::totals(read, filter, position, sight)
}
