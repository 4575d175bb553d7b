//! Bodies and people in public roles.
//!
//! A person's name goes into the vault; what stands elsewhere is the random number and the role.

use super::{Loading, NOBODY};
use crate::body::{self, Body};
use crate::pack::items;
use crate::pack::shape;
use crate::people::ROLE;
use base::{Days, Id, Lang, Level, PersonId, Ref, Result, Tri};
use kernel::fact::{self, Statement};
use kernel::person::{NewField, acts as people};
use kernel::policy::Action;
use kernel::{Done, Tx};
use serde_json::json;

/// Bringing in bodies.
pub const BODIES: Action = Action::new("tower.body.import", NOBODY);
/// Stating public roles.
pub const ROLES: Action = Action::new("tower.public_role.import", NOBODY);

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    bodies(loading)?;
    let file = loading.pack.partners.person.clone();
    for person in file {
        let number = registered(loading, &person)?;
        roles(loading, &person, number)?;
    }
    Ok(())
}

struct NewBody {
    body: Body,
    members: Vec<Ref>,
}

fn bodies(loading: &mut Loading<'_>) -> Result<()> {
    let file = &loading.pack.partners.body;
    let all =
        file.iter().map(|from| (format!("body/{}", from.id.get_ref().as_str()), from.clone())).collect();
    let mut fresh = Vec::new();
    for (item, from) in loading.fresh("body", all)? {
        fresh.push((item, new_body(loading, &from)?));
    }
    if fresh.is_empty() {
        return Ok(());
    }
    let pack = loading.slug();
    loading.act(move |tx| import_bodies(tx, &pack, fresh)).map(|_| ())
}

fn new_body(loading: &Loading<'_>, from: &shape::Body) -> Result<NewBody> {
    let office = match &from.office_at {
        Some(at) => Some(Id::parse(&loading.at(at.get_ref().as_str())?.id)?),
        None => None,
    };
    let members = from.members.iter().map(|id| loading.at(id.get_ref().as_str())).collect::<Result<_>>()?;
    let body = Body {
        id: Id::new(loading.city.now(), loading.city.source().as_mut()),
        code: from.id.get_ref().0.clone(),
        name: from.name.0.clone(),
        aliases: from.aliases.iter().map(|alias| alias.0.clone()).collect(),
        founded: from.founded.as_ref().map(|when| when.get_ref().0.to_string()),
        size: from.size.as_ref().map(|size| *size.get_ref()),
        size_relation: from.size_relation.as_ref().map(|relation| relation.get_ref().0.clone()),
        office,
        duties: from.duties.as_ref().map(|duties| duties.0.clone()).unwrap_or_default(),
        source: from.source.as_ref().map(|source| source.0.clone()),
    };
    Ok(NewBody { body, members })
}

fn import_bodies(tx: &mut Tx<'_>, pack: &str, fresh: Vec<(String, NewBody)>) -> Result<Done> {
    tx.allow(&BODIES, &Default::default())?;
    let mut told = Vec::new();
    for (place, (item, new)) in (0i64..).zip(fresh) {
        let own = Ref::new(body::KIND.name, new.body.id);
        body::store::insert(tx, place, &new.body)?;
        items::insert(tx, pack, &item, &own)?;
        for member in &new.members {
            let says = Statement {
                other: Some(member.clone()),
                source: new.body.source.clone(),
                ..Statement::new(&body::MEMBER, own.clone(), Days::ALWAYS, Level::Attested)
            };
            fact::state(tx, &body::MEMBER, &says)?;
        }
        told.push(json!({"says": new.body, "members": new.members}));
    }
    tx.record(&BODIES, Ref::new("pack", pack), None, &json!({"pack": pack, "bodies": told}), &[])
}

/// The person's number: known from before, or new with a key of their own.
fn registered(loading: &mut Loading<'_>, from: &shape::Person) -> Result<PersonId> {
    let item = items::of_person(loading.city, "person", from.id.get_ref().as_str())?;
    let known = loading.became(&item)?;
    let tally = loading.report.items.entry("person").or_default();
    if let Some(known) = known {
        tally.known += 1;
        return PersonId::parse(&known.id);
    }
    tally.new += 1;
    let fields = public_fields(&from.name.0);
    let (person, pack) = (people::new_key(loading.city)?, loading.slug());
    loading.act(move |tx| {
        items::insert(tx, &pack, &item, &Ref::person(person))?;
        people::register(tx, person, &fields)
    })?;
    Ok(person)
}

fn public_fields(name: &Tri) -> Vec<NewField> {
    let field = |lang: Lang| {
        name.only(lang).map(|text| NewField::public(["name_ko", "name_en", "name_zh"][lang as usize], text))
    };
    Lang::ALL.into_iter().filter_map(field).collect()
}

fn roles(loading: &mut Loading<'_>, from: &shape::Person, person: PersonId) -> Result<()> {
    let mut all = Vec::new();
    for (index, role) in from.roles.iter().enumerate() {
        let id = format!("{}/{index}", from.id.get_ref().as_str());
        all.push((items::of_person(loading.city, "role", &id)?, role.clone()));
    }
    let mut says = Vec::new();
    for (item, role) in loading.fresh("public_role", all)? {
        says.push((item, statement(loading, from, person, &role)?));
    }
    if says.is_empty() {
        return Ok(());
    }
    let pack = loading.slug();
    loading
        .act(move |tx| {
            tx.allow(&ROLES, &Default::default())?;
            let mut facts = Vec::new();
            for (item, says) in &says {
                let id = fact::state(tx, &ROLE, says)?;
                items::insert(tx, &pack, item, &Ref::new("fact", id))?;
                facts.push(id);
            }
            tx.record(&ROLES, Ref::person(person), None, &json!({"pack": pack, "facts": facts}), &[person])
        })
        .map(|_| ())
}

fn statement(
    loading: &Loading<'_>,
    from: &shape::Person,
    person: PersonId,
    role: &shape::PublicRole,
) -> Result<Statement> {
    let at = match &role.at {
        Some(at) => Some(loading.at(at.get_ref().as_str())?),
        None => None,
    };
    let first = role.from.as_ref().map(|day| day.get_ref().0);
    // The pack names the last day, a range the first day that no longer belongs.
    let after = role.to.as_ref().map(|day| day.get_ref().0.plus(1));
    let source = role.source.as_ref().or(from.source.as_ref()).map(|source| source.0.clone());
    Ok(Statement {
        other: at,
        code: Some(role.what.0.clone()),
        source,
        ..Statement::new(&ROLE, Ref::person(person), Days::between(first, after)?, Level::Attested)
    })
}
