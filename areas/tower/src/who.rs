//! Who a reference leads to: an organisation, an office, a body or a person, by the name a reader may see.
//!
//! Names of people are opened from the vault when a page is drawn and nowhere kept; without a public name a person is
//! shown as one, and nothing more.

use crate::body;
use base::{Day, Id, Lang, PersonId, Ref, Result, Saying, Tri};
use db::Read;
use kernel::Tx;
use kernel::fact::store::LATEST;
use kernel::organisation::{self, store::Filter};
use kernel::person::public_name;
use kernel::policy::{Actor, Role};
use kernel::scope::Sight;
use kernel::vault::Vault;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Organisations looked through for one of exactly a name.
const LOOKED_THROUGH: i64 = 50;
/// How many are told when none or several are called exactly so.
const NEAR_TOLD: usize = 4;
/// Names in a list to choose an owner from.
const PICKED_FROM: usize = 100;

/// Who reads, on which civil day, with the vault that opens public names.
#[derive(Clone)]
pub struct Reader {
    /// Who.
    pub actor: Actor,
    /// The city's civil day.
    pub today: base::Day,
    /// The position of the newest act.
    pub now: i64,
    /// Opens public names.
    pub vault: Arc<Vault>,
}

impl Reader {
    /// The reader of a request.
    pub fn of(ctx: &web::Ctx) -> Reader {
        Reader {
            actor: ctx.actor().clone(),
            today: crate::api::today(ctx),
            now: ctx.city().position(),
            vault: Arc::clone(ctx.city().vault()),
        }
    }

    /// The position that a reader asks for; none = now.
    ///
    /// # Errors
    /// Refuses a position that is still to come.
    pub fn position(&self, asked: Option<i64>) -> Result<i64> {
        reached(asked.unwrap_or(self.now), self.now)
    }

    /// What this reader sees.
    pub fn sight(&self) -> Sight {
        Sight::of(&self.actor, self.today)
    }

    /// True for those who may read what is internal until it is published, such as what is late: the agency itself and
    /// its auditors. Council and ministry read what was published.
    pub fn reads_internal(&self) -> bool {
        reads_internal(&self.actor)
    }
}

/// A position that the journal has reached.
///
/// # Errors
/// Refuses one that is still to come.
pub fn reached(position: i64, now: i64) -> Result<i64> {
    match position > now {
        true => {
            Err(Saying::invalid("tower-position-future").with("position", position).with("now", now).into())
        }
        false => Ok(position),
    }
}

/// True for an actor who may read what is internal.
pub fn reads_internal(actor: &Actor) -> bool {
    [Role::Officer, Role::Head, Role::Auditor].iter().any(|role| actor.is(*role))
}

/// Who owes, asks or signs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Party {
    /// `organisation`, `office`, `body` or `person`.
    pub kind: String,
    /// The record's id; none for a person whose name this reader does not see.
    pub id: Option<String>,
    /// The human number of an organisation, the key of a body.
    pub number: Option<String>,
    /// The name that this reader may see; none when there is none.
    #[schema(value_type = Option<Object>)]
    pub name: Option<Tri>,
    /// True when it is the reader.
    pub me: bool,
}

/// Names a reference.
pub fn party(read: &impl Read, of: &Ref, reader: &Reader) -> Result<Party> {
    let plain = Party { kind: of.kind.clone(), id: Some(of.id.clone()), number: None, name: None, me: false };
    Ok(match of.kind.as_str() {
        "organisation" | "office" => match there(body::store::named(read, &as_organisation(of)))? {
            Some(found) => Party { number: Some(found.number), name: Some(found.name), ..plain },
            None => plain,
        },
        "body" => match there(body::store::find(read, Id::parse(&of.id)?))? {
            Some(found) => Party { number: Some(found.code), name: Some(found.name), ..plain },
            None => plain,
        },
        "person" => {
            let person = PersonId::parse(&of.id)?;
            let me = reader.actor.person() == Some(person);
            let name = public_name(read, &reader.vault, person)?;
            let known = me || name.is_some() || reader.reads_internal();
            Party { id: plain.id.filter(|_| known), name, me, ..plain }
        }
        _ => plain,
    })
}

/// The same for what may be missing.
pub fn party_of(read: &impl Read, of: &Option<Ref>, reader: &Reader) -> Result<Option<Party>> {
    of.as_ref().map(|of| party(read, of, reader)).transpose()
}

/// An office is known by the organisation of the same id.
fn as_organisation(of: &Ref) -> Ref {
    Ref::new(organisation::KIND.name, &of.id)
}

/// None for a record that is not there; faults stay faults.
pub fn there<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.saying().is_some_and(|saying| saying.class.status() == 404) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads who was meant: `me` or 내가, `office` or 우리 부서 (the actor's own), the number or the exact name of
/// an organisation, or a reference. Empty is none.
///
/// # Errors
/// Refuses what names nobody here, or several; the sentence then tells who is called nearly so.
pub fn meant(tx: &Tx<'_>, text: &str) -> Result<Option<Ref>> {
    let unknown =
        || Saying::invalid("tower-who-unknown").with("who", text.chars().take(60).collect::<String>());
    match text.trim() {
        "" => Ok(None),
        "me" | "나" | "내가" | "我" | "本人" => {
            tx.actor().person().map(|person| Some(Ref::person(person))).ok_or_else(|| unknown().into())
        }
        "office" | "우리 부서" | "우리부서" | "本部门" => {
            let office = tx.actor().grants().iter().find_map(|grant| grant.office);
            let own = tx.actor().grants().iter().find_map(|grant| grant.organisation);
            match (office, own) {
                (Some(office), _) => Ok(Some(Ref::new("office", office))),
                (None, Some(own)) => Ok(Some(Ref::new(organisation::KIND.name, own))),
                (None, None) => Err(Saying::invalid("tower-who-no-office").into()),
            }
        }
        reference if reference.contains(':') => {
            let of = Ref::parse(reference).map_err(|_| unknown())?;
            match is_somebody(tx, &of)? {
                true => Ok(Some(of)),
                false => Err(unknown().into()),
            }
        }
        number => match there(organisation::store::by_number(tx, number))? {
            Some(id) => Ok(Some(Ref::new(organisation::KIND.name, id))),
            None => called(tx, number, tx.today()).map(Some),
        },
    }
}

/// True for an organisation, an office or a body that is on record, and for the id of a person.
fn is_somebody(read: &impl Read, of: &Ref) -> Result<bool> {
    let Ok(id) = Id::parse(&of.id) else { return Ok(false) };
    Ok(match of.kind.as_str() {
        "organisation" | "office" => there(body::store::named(read, &as_organisation(of)))?.is_some(),
        "body" => there(body::store::find(read, id))?.is_some(),
        "person" => true,
        _ => false,
    })
}

/// The one organisation of exactly this name.
fn called(read: &impl Read, name: &str, today: Day) -> Result<Ref> {
    let who: String = name.chars().take(60).collect();
    let filter = Filter { query: name.to_owned(), ..Filter::default() };
    let (mut exact, mut near) = (Vec::new(), Vec::new());
    for (id, _) in organisation::store::list(read, &filter, today, ("", ""), LOOKED_THROUGH)?.page {
        let found = organisation::store::find(read, id, LATEST)?;
        let label = format!("{} ({})", found.name.text(Lang::Ko), found.number);
        if Lang::ALL.into_iter().any(|lang| found.name.only(lang) == Some(name)) {
            exact.push((id, label.clone()));
        }
        near.push(label);
    }
    if let [(only, _)] = exact.as_slice() {
        return Ok(Ref::new(organisation::KIND.name, only));
    }
    if exact.len() > 1 {
        near = exact.into_iter().map(|(_, label)| label).collect();
    }
    if near.is_empty() {
        return Err(Saying::invalid("tower-who-unknown").with("who", who).into());
    }
    near.truncate(NEAR_TOLD);
    Err(Saying::invalid("tower-who-near").with("who", who).with("near", near.join(", ")).into())
}

/// Names to choose an owner from: what is not a firm, in the order of the register. Firms are too many for a list.
pub fn owners_to_pick(read: &impl Read, today: Day, lang: Lang) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for kind in organisation::KINDS.iter().filter(|kind| **kind != "company") {
        let filter = Filter { kind: (*kind).to_owned(), ..Filter::default() };
        for (id, _) in organisation::store::list(read, &filter, today, ("", ""), LOOKED_THROUGH)?.page {
            names.push(organisation::store::find(read, id, LATEST)?.name.text(lang).to_owned());
        }
    }
    names.truncate(PICKED_FROM);
    Ok(names)
}
