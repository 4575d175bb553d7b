//! Demo sign-ins of a made-up city: a made-up person, an account, a role. Their passwords are published in the pack.
//!
//! The reader refuses them in a pack of a real city; this refuses once more, because the consequence would be a door
//! that anybody can open.

use super::Loading;
use crate::pack::items;
use crate::pack::shape::SignIn;
use base::{Days, Id, PersonId, Ref, Result, Saying};
use kernel::account::acts::{self, login_hash};
use kernel::account::{NewGrant, password};
use kernel::person::NewField;
use kernel::policy::Role;

pub(super) fn load(loading: &mut Loading<'_>) -> Result<()> {
    let all = loading.pack.city.sign_in.clone();
    if !all.is_empty() && !loading.city.about()?.synthetic {
        return Err(Saying::conflict("tower-pack-sign-in-real").into());
    }
    // A deputy stands in for another sign-in: everybody first has a number.
    for sign_in in &all {
        person(loading, sign_in)?;
    }
    for sign_in in &all {
        account(loading, sign_in)?;
        grant(loading, sign_in)?;
    }
    Ok(())
}

fn item(id: &str, part: &str) -> String {
    format!("sign_in/{id}/{part}")
}

fn person_of(loading: &Loading<'_>, id: &str) -> Result<PersonId> {
    let found = loading.became(&item(id, "person"))?.ok_or_else(|| crate::pack::parse::broken(id))?;
    PersonId::parse(&found.id)
}

fn person(loading: &mut Loading<'_>, sign_in: &SignIn) -> Result<()> {
    let key = item(sign_in.id.get_ref().as_str(), "person");
    for (key, login) in loading.fresh("sign_in", vec![(key, sign_in.login.get_ref().0.clone())])? {
        let (person, pack) = (kernel::person::acts::new_key(loading.city)?, loading.slug());
        loading.act(move |tx| {
            items::insert(tx, &pack, &key, &Ref::person(person))?;
            kernel::person::acts::register(tx, person, &[NewField::own("email", &login)])
        })?;
    }
    Ok(())
}

fn account(loading: &Loading<'_>, sign_in: &SignIn) -> Result<()> {
    let id = sign_in.id.get_ref().as_str();
    let key = item(id, "account");
    if loading.became(&key)?.is_some() {
        return Ok(());
    }
    let (person, pack) = (person_of(loading, id)?, loading.slug());
    let mut salt = [0u8; 16];
    loading.city.source().fill(&mut salt);
    let hash = login_hash(loading.city, sign_in.login.get_ref().as_str())?;
    let hashed = password::hash(sign_in.password.get_ref().as_str(), &salt)?;
    loading
        .act(move |tx| {
            items::insert(tx, &pack, &key, &Ref::person(person))?;
            acts::open(tx, person, &hash, &hashed)
        })
        .map(|_| ())
}

fn grant(loading: &Loading<'_>, sign_in: &SignIn) -> Result<()> {
    let id = sign_in.id.get_ref().as_str();
    let key = item(id, "grant");
    let role = Role::parse(sign_in.role.get_ref().as_str()).ok_or_else(|| crate::pack::parse::broken(id))?;
    if role == Role::Visitor || loading.became(&key)?.is_some() {
        return Ok(());
    }
    let organisation = |at: &Option<crate::pack::value::Spanned<crate::pack::value::Text>>| match at {
        Some(at) => Ok::<_, base::Error>(Some(Id::parse(&loading.at(at.get_ref().as_str())?.id)?)),
        None => Ok(None),
    };
    let deputy_of = match &sign_in.deputy_of {
        Some(of) => Some(person_of(loading, of.get_ref().as_str())?),
        None => None,
    };
    let new = NewGrant {
        person: person_of(loading, id)?,
        role,
        organisation: organisation(&sign_in.organisation)?,
        office: organisation(&sign_in.office)?,
        deputy_of,
        days: Days::ALWAYS,
    };
    let pack = loading.slug();
    loading
        .act(move |tx| {
            items::insert(tx, &pack, &key, &Ref::person(new.person))?;
            acts::grant(tx, &new)
        })
        .map(|_| ())
}
