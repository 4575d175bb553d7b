//! Institutions that promised, one row for each: what was promised, who answers for it, by when, what was listed, when
//! the first row came, how long everybody has waited, who used it, and the last news.
//!
//! It is read from what the register has: the pledges of agreements that bind each party by itself. Other areas tell
//! their part by links from the pledge: `lists` and `delivers` to what they keep. What nobody told is unknown.

pub mod pages;
#[cfg(test)]
mod tests;
pub mod web;

use crate::body::Named;
use crate::people::{self, PersonView};
use crate::who::{Party, Reader, party, party_of};
use base::{Day, Id, Instant, Ref, Result, Tri};
use db::Read;
use kernel::agreement::store as agreements;
use kernel::fact::store::{LATEST, of_subject};
use kernel::obligation::{Obligation, Outcome, board};
use kernel::{journal, link};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Adds the board of institutions to the tower.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.words(include_str!("institution/words.toml")).pages(self::web::routes()).api(self::web::api())
}

/// The link from a pledge to what was put on a list for it, such as a dataset.
pub const LISTS: &str = "lists";
/// The link from a pledge to what was delivered for it.
pub const DELIVERS: &str = "delivers";
/// The link from what was delivered to whoever used it.
pub const USED_BY: &str = "used_by";

/// Pledges read for one board.
const PLEDGES_MAX: i64 = 500;
/// Links read of one record.
const LINKS_MAX: i64 = 500;
/// Agreements looked at to find the one whose institutions are shown.
const AGREEMENTS_MAX: i64 = 500;

/// What the board is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The number of an agreement; empty = the one that binds most institutions by themselves.
    pub agreement: String,
}

/// The board of institutions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Institutions {
    /// The agreement that binds them; none when no agreement binds its parties by themselves.
    pub agreement: Option<Named>,
    /// When it was signed, as far as known.
    pub signed: Option<String>,
    /// Agreements of this form to choose from.
    pub agreements: Vec<Named>,
    /// One row for each pledge of each institution.
    pub items: Vec<Institution>,
    /// The civil day on which it was read.
    #[schema(value_type = String)]
    pub today: Day,
}

/// What one institution promised, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Institution {
    /// Who.
    pub who: Party,
    /// The number of the pledge.
    pub number: String,
    /// What was promised.
    #[schema(value_type = Object)]
    pub promised: Tri,
    /// Who answers for it: the deputy, or a person in a public role for data there.
    pub in_charge: Option<Party>,
    /// By when, as far as known.
    pub due: Option<String>,
    /// How it came out.
    pub outcome: String,
    /// How many things were put on a list for it; none = nobody told.
    pub listed: Option<i64>,
    /// The day of the first delivery; none = nobody told.
    #[schema(value_type = Option<String>)]
    pub first_row: Option<Day>,
    /// Days from the signing to the first delivery, or to today while it is known to be owed; none when nobody knows.
    pub waiting_days: Option<i64>,
    /// How often what was delivered was used; none = nobody told.
    pub uses: Option<i64>,
    /// The day of the last news by a person; none = there was none.
    #[schema(value_type = Option<String>)]
    pub last_news: Option<Day>,
}

/// Reads it.
///
/// # Errors
/// "Not found" for an agreement outside the reader's scope.
pub fn view(read: &impl Read, query: &Query, zone: &str, reader: &Reader) -> Result<Institutions> {
    let all = binding_each(read, reader)?;
    let chosen = match query.agreement.as_str() {
        "" => all.iter().max_by_key(|(_, pledges)| pledges.len()).map(|(of, _)| of.clone()),
        number => Some(
            agreements::by_number(read, number, reader.now, &reader.sight())?
                .ok_or_else(|| base::Saying::not_found("base-not-found"))?,
        ),
    };
    let named = |of: &kernel::agreement::Agreement| Named {
        number: of.number.clone(),
        name: of.content.title.clone(),
    };
    let mut found = Institutions {
        agreement: chosen.as_ref().map(named),
        signed: chosen.as_ref().and_then(|of| of.content.signed).map(|when| when.to_string()),
        agreements: all.iter().map(|(of, _)| named(of)).collect(),
        items: Vec::new(),
        today: reader.today,
    };
    let Some(chosen) = chosen else { return Ok(found) };
    let signed = chosen.content.signed.and_then(|when| when.days().from);
    let roles = people::list(read, &reader.vault)?;
    for pledge in pledges_of(read, chosen.id, reader)? {
        found.items.push(institution(read, &pledge, signed, &roles, zone, reader)?);
    }
    Ok(found)
}

/// Agreements that bind three parties or more by themselves, with these pledges.
fn binding_each(
    read: &impl Read,
    reader: &Reader,
) -> Result<Vec<(kernel::agreement::Agreement, Vec<Obligation>)>> {
    let filter = agreements::Filter::default();
    let mut all = Vec::new();
    for of in agreements::list(read, &filter, reader.now, &reader.sight(), AGREEMENTS_MAX)? {
        if of.content.parties.len() < 3 {
            continue;
        }
        let pledges = pledges_of(read, of.id, reader)?;
        let owners: std::collections::BTreeSet<&Ref> =
            pledges.iter().filter_map(|pledge| pledge.content.owner.as_ref()).collect();
        if owners.len() >= 3 {
            all.push((of, pledges));
        }
    }
    Ok(all)
}

/// What an agreement binds that an organisation owes by itself, in the order in which it was recorded.
fn pledges_of(read: &impl Read, agreement: Id, reader: &Reader) -> Result<Vec<Obligation>> {
    let filter = board::Filter { agreement: Some(agreement), ..board::Filter::default() };
    let page = board::page(read, &filter, None, reader.now, &reader.sight(), PLEDGES_MAX)?;
    let own = |of: &Obligation| of.content.owner.as_ref().is_some_and(|owner| owner.kind == "organisation");
    let mut rows: Vec<Obligation> = page.rows.into_iter().filter(own).collect();
    rows.sort_by(|one, other| one.number.cmp(&other.number));
    Ok(rows)
}

fn institution(
    read: &impl Read,
    pledge: &Obligation,
    signed: Option<Day>,
    roles: &[PersonView],
    zone: &str,
    reader: &Reader,
) -> Result<Institution> {
    let owner = pledge.content.owner.clone().unwrap_or_else(|| pledge.name());
    let who = party(read, &owner, reader)?;
    let in_charge = match party_of(read, &pledge.content.deputy, reader)? {
        Some(deputy) => Some(deputy),
        None => answers(roles, &who),
    };
    let links = link::from(read, &pledge.name(), reader.now, LINKS_MAX)?;
    let of = |verb: &str| links.iter().filter(|found| found.verb == verb).collect::<Vec<_>>();
    let (listed, delivered) = (of(LISTS), of(DELIVERS));
    let first_row = match delivered.iter().map(|found| found.seq).min() {
        Some(position) => day_of(read, position, zone)?,
        None => done_on(read, pledge, reader)?,
    };
    let mut uses = None;
    for found in &delivered {
        let used = link::from(read, &found.to, reader.now, LINKS_MAX)?;
        let count = used.iter().filter(|found| found.verb == USED_BY).count() as i64;
        uses = Some(uses.unwrap_or(0) + count);
    }
    // Who waits is known only when the first row came, or when it is known to be still owed: where nobody looked, or what
    // was delivered left no day, the days are not known.
    let until = match pledge.outcome {
        Outcome::Planned => first_row.or(Some(reader.today)),
        _ => first_row,
    };
    Ok(Institution {
        who,
        number: pledge.number.clone(),
        promised: pledge.content.what.clone(),
        in_charge,
        due: pledge.content.due.map(|due| due.to_string()),
        outcome: pledge.outcome.code().to_owned(),
        listed: (!listed.is_empty()).then_some(listed.len() as i64),
        first_row,
        waiting_days: signed.zip(until).map(|(signed, until)| (until.number() - signed.number()).max(0)),
        uses,
        last_news: last_news(read, pledge, zone, reader)?,
    })
}

/// A person with a public role for data at the organisation.
fn answers(roles: &[PersonView], at: &Party) -> Option<Party> {
    let holds = |person: &&PersonView| {
        person.roles.iter().any(|role| {
            role.role.contains("data") && role.organisation.as_ref().map(|o| &o.number) == at.number.as_ref()
        })
    };
    roles.iter().find(holds).map(|person| Party {
        kind: "person".to_owned(),
        id: Some(person.person.to_string()),
        number: None,
        name: person.name.clone(),
        me: false,
    })
}

/// Since which day the pledge counts as done, when it does.
fn done_on(read: &impl Read, pledge: &Obligation, reader: &Reader) -> Result<Option<Day>> {
    if pledge.outcome != Outcome::Done {
        return Ok(None);
    }
    let facts = of_subject(read, &pledge.name(), pledge.content.state().name, reader.now.min(LATEST), 100)?;
    Ok(facts
        .iter()
        .filter(|fact| fact.says.code.as_deref() == Some(Outcome::Done.code()))
        .find_map(|fact| fact.says.valid.from))
}

fn day_of(read: &impl Read, position: i64, zone: &str) -> Result<Option<Day>> {
    let entries = journal::store::page(read, position - 1, 1)?;
    Ok(entries.first().map(|entry| Instant::from_micros(entry.at).day_in(zone)))
}

/// The newest act by a person about the pledge; what the program did is no news.
fn last_news(read: &impl Read, pledge: &Obligation, zone: &str, reader: &Reader) -> Result<Option<Day>> {
    let subject = pledge.name().to_string();
    let entries = journal::store::of_subject(read, &subject, reader.now.saturating_add(1), 100)?;
    Ok(entries
        .iter()
        .find(|entry| !entry.actor.starts_with("system:"))
        .map(|entry| Instant::from_micros(entry.at).day_in(zone)))
}
