//! One body on its page: members with terms, people in its roles, its meetings, and what it gave to others to do.

use super::{Body, MEMBER, store};
use crate::meeting::{self, MeetingLine};
use crate::obligation::{Line, line};
use crate::people::{self, RoleView};
use crate::who::{Party, Reader, party};
use base::{Day, Id, Ref, Result, Tri};
use db::Read;
use kernel::fact;
use kernel::fact::store::LATEST;
use kernel::obligation::board;
use serde::Serialize;
use utoipa::ToSchema;

/// Obligations on one page.
const GIVEN_MAX: i64 = 50;
/// Members on one page.
const SEATS_MAX: i64 = 500;

/// A body with all that hangs on it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BodyPage {
    /// What it is.
    #[serde(flatten)]
    pub body: Body,
    /// Organisations that belong to it, or did.
    pub seats: Vec<Seat>,
    /// People with a public role in it.
    pub people: Vec<Holder>,
    /// Its newest meetings.
    pub meetings: Vec<MeetingLine>,
    /// What it decided or asked for, by due day.
    pub given: Vec<Line>,
    /// How many there are of these in all.
    pub given_total: i64,
    /// May the reader seat members and end their terms?
    pub can_seat: bool,
}

/// An organisation's seat.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Seat {
    /// The fact that says so.
    #[schema(value_type = String)]
    pub fact: Id,
    /// Whose.
    pub member: Party,
    /// The first day, when it is known.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The first day on which it no longer held.
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// A short source key.
    pub source: Option<String>,
}

/// A person in a role at the body.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Holder {
    /// The public name; none when it was removed.
    #[schema(value_type = Option<Object>)]
    pub name: Option<Tri>,
    /// The role with its term.
    pub role: RoleView,
}

/// Reads it by its key.
///
/// # Errors
/// "Not found" when there is no such body.
pub fn show(read: &impl Read, code: &str, reader: &Reader) -> Result<BodyPage> {
    let body = store::by_code(read, code)?;
    let own = Ref::new(super::KIND.name, body.id);
    let mut seats = Vec::new();
    for found in fact::store::of_subject(read, &own, MEMBER.name, LATEST, SEATS_MAX)? {
        if let Some(member) = &found.says.other {
            seats.push(Seat {
                fact: found.id,
                member: party(read, member, reader)?,
                from: found.says.valid.from,
                to: found.says.valid.to,
                source: found.says.source,
            });
        }
    }
    let mut holders = Vec::new();
    for person in people::list(read, &reader.vault)? {
        for role in person.roles.into_iter().filter(|role| role.body.as_ref() == Some(&body.name)) {
            holders.push(Holder { name: person.name.clone(), role });
        }
    }
    let asked = meeting::Query { body: code.to_owned(), after: None };
    let filter = board::Filter { from: Some(own), ..board::Filter::default() };
    let given = board::page(read, &filter, None, reader.now, &reader.sight(), GIVEN_MAX)?;
    let totals = board::totals(read, &filter, reader.now, &reader.sight())?;
    Ok(BodyPage {
        seats,
        people: holders,
        meetings: meeting::list(read, &asked, reader)?.items,
        given: given
            .rows
            .iter()
            .map(|row| line(read, row, reader, reader.reads_internal()))
            .collect::<Result<_>>()?,
        given_total: totals.iter().map(|total| total.count).sum(),
        can_seat: super::acts::SEAT.permits(&reader.actor, &Default::default()),
        body,
    })
}
