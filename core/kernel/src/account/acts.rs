//! Acts on accounts: opening, roles, passwords, tokens. Signing in is not an act: sessions are overwritten.

use super::{Caller, NewGrant, password, session, store};
use crate::city::City;
use crate::policy::{ALWAYS, Action, Actor, OWN, Role, Rule, Target, rule};
use crate::tx::{Done, Tx};
use base::problem::{Class, OnUnique as _};
use base::{Id, Instant, PersonId, Ref, Result, Saying};
use serde_json::json;

const OPERATORS: &[Rule] = &[rule(Role::Operator, ALWAYS)];

/// Opening an account for a person.
pub const OPEN: Action = Action::new("kernel.account.open", OPERATORS);
/// Giving a role.
pub const GRANT: Action = Action::new("kernel.role.grant", OPERATORS);
/// Taking a role back.
pub const END_GRANT: Action = Action::new("kernel.role.end", OPERATORS);
/// A new password of one's own.
pub const SET_PASSWORD: Action =
    Action::new("kernel.account.set_password", &[rule(Role::Visitor, OWN)]).confirmed();
/// An API token of one's own.
pub const MAKE_TOKEN: Action = Action::new("kernel.token.make", &[rule(Role::Visitor, OWN)]);
/// Revoking a token of one's own.
pub const REVOKE_TOKEN: Action = Action::new("kernel.token.revoke", &[rule(Role::Visitor, OWN)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&OPEN, &GRANT, &END_GRANT, &SET_PASSWORD, &MAKE_TOKEN, &REVOKE_TOKEN];

/// The longest life of a token.
const TOKEN_DAYS_MAX: i64 = 366;

/// The form of a login under which it is found: trimmed, lower case.
pub fn login_hash(city: &City, login: &str) -> Result<String> {
    city.vault().keyed_hash("login", &login.trim().to_lowercase())
}

/// Opens an account for a person who has a key in the vault. `password` is the hash.
pub fn open(tx: &mut Tx<'_>, person: PersonId, login_hash: &str, password: &str) -> Result<Done> {
    tx.allow(&OPEN, &Target { person: Some(person), ..Target::default() })?;
    insert(tx, person, login_hash, password)?;
    tx.record(&OPEN, Ref::person(person), None, &json!({}), &[])
}

fn insert(tx: &Tx<'_>, person: PersonId, login_hash: &str, password: &str) -> Result<()> {
    store::insert_account(tx, person, login_hash, password)
        .on_unique(&["login_hash"], Saying::conflict("account-login-taken"))
        .on_unique(&["person"], Saying::conflict("account-has-one"))
}

/// Gives a role.
pub fn grant(tx: &mut Tx<'_>, new: &NewGrant) -> Result<Done> {
    tx.allow(&GRANT, &Target { person: Some(new.person), ..Target::default() })?;
    let body = give(tx, new)?;
    tx.record(&GRANT, Ref::person(new.person), None, &body, &[])
}

/// Writes a role; what the journal says of it.
fn give(tx: &mut Tx<'_>, new: &NewGrant) -> Result<serde_json::Value> {
    if new.role == Role::Member && new.organisation.is_none() {
        return Err(Saying::invalid("account-member-of-what").into());
    }
    let id = tx.new_id();
    store::insert_grant(tx, id, new)?;
    Ok(json!({"grant": id, "role": new.role.code(), "organisation": new.organisation, "office": new.office,
        "deputy_of": new.deputy_of, "from": new.days.from, "to": new.days.to}))
}

/// Takes a role back.
pub fn end_grant(tx: &mut Tx<'_>, person: PersonId, grant: Id) -> Result<Done> {
    tx.allow(&END_GRANT, &Target { person: Some(person), ..Target::default() })?;
    if !store::end_grant(tx, grant)? {
        return Err(Saying::not_found("base-not-found").into());
    }
    tx.record(&END_GRANT, Ref::person(person), None, &json!({"grant": grant}), &[])
}

/// A new password; every session of the person ends. `hashed` was made before the act.
pub fn set_password(tx: &mut Tx<'_>, person: PersonId, hashed: &str) -> Result<Done> {
    tx.allow(&SET_PASSWORD, &Target { person: Some(person), ..Target::default() })?;
    if !store::set_password(tx, person, hashed)? {
        return Err(Saying::not_found("base-not-found").into());
    }
    store::end_sessions(tx, person)?;
    tx.record(&SET_PASSWORD, Ref::person(person), None, &json!({}), &[])
}

/// Makes a token; its secret was made before the act and is shown once.
pub fn make_token(
    tx: &mut Tx<'_>,
    person: PersonId,
    token_hash: &str,
    label: &str,
    scopes: &[String],
    days: i64,
) -> Result<Done> {
    tx.allow(&MAKE_TOKEN, &Target { person: Some(person), ..Target::default() })?;
    // A token that made tokens could outlive itself and give away more than it was given.
    if matches!(tx.actor(), Actor::Person { scopes: Some(_), .. }) {
        return Err(Saying::forbidden("account-token-by-token").into());
    }
    let known = |scope: &String| {
        !scope.is_empty() && scope.bytes().all(|b| b.is_ascii_lowercase() || b == b'.' || b == b'_')
    };
    if scopes.is_empty() || !scopes.iter().all(known) {
        return Err(Saying::invalid("account-token-scopes").into());
    }
    if !(1..=TOKEN_DAYS_MAX).contains(&days) {
        return Err(Saying::invalid("account-token-days").with("max", TOKEN_DAYS_MAX).into());
    }
    let id = tx.new_id();
    store::insert_token(
        tx,
        id,
        token_hash,
        person,
        label,
        scopes,
        tx.received().plus_seconds(days * 86_400),
    )?;
    tx.record(&MAKE_TOKEN, Ref::new("token", id), None, &json!({"scopes": scopes, "days": days}), &[])
}

/// Revokes a token.
pub fn revoke_token(tx: &mut Tx<'_>, person: PersonId, id: Id) -> Result<Done> {
    tx.allow(&REVOKE_TOKEN, &Target { person: Some(person), ..Target::default() })?;
    if !store::revoke_token(tx, id, person)? {
        return Err(Saying::not_found("base-not-found").into());
    }
    tx.record(&REVOKE_TOKEN, Ref::new("token", id), None, &json!({}), &[])
}

/// A secret of 32 random bytes as hex, and the hash under which it is found.
pub fn new_secret(city: &City) -> Result<(String, String)> {
    let mut bytes = [0u8; 32];
    city.source().fill(&mut bytes);
    let secret = crate::journal::hex(&bytes);
    let hash = city.vault().keyed_hash("secret", &secret)?;
    Ok((secret, hash))
}

/// Signs in: the session's secret for the cookie. Slow on purpose; call it off the async threads.
pub fn sign_in(city: &City, login: &str, typed: &str) -> Result<(PersonId, String)> {
    let hash = login_hash(city, login)?;
    let found = city.read_blocking(move |read| store::by_login(read, &hash))?;
    let stored = found.as_ref().map(|(_, password)| password.as_str());
    let (true, Some((person, _))) = (password::fits(typed, stored)?, &found) else {
        return Err(Saying::new(Class::SignIn, "account-sign-in-wrong").into());
    };
    let (person, (secret, hash)) = (*person, new_secret(city)?);
    city.tidy_blocking(move |tx| store::insert_session(tx, &hash, person))?;
    Ok((person, secret))
}

/// The password typed again in a session: what asks for it is open for ten minutes.
pub fn confirm(city: &City, person: PersonId, secret: &str, typed: &str) -> Result<()> {
    let stored = city.read_blocking(move |read| store::password_of(read, person))?;
    if !password::fits(typed, stored.as_deref())? {
        return Err(Saying::new(Class::SignIn, "account-sign-in-wrong").into());
    }
    let hash = city.vault().keyed_hash("secret", secret)?;
    city.tidy_blocking(move |tx| store::confirm_session(tx, &hash))
}

/// Whose session a secret is, while it holds; use keeps it alive.
pub async fn session(city: &City, secret: &str) -> Result<Option<store::Session>> {
    let hash = city.vault().keyed_hash("secret", secret)?;
    let (now, key) = (city.now(), hash.clone());
    let Some(found) = city.read(move |read| store::session(read, &key, now)).await? else { return Ok(None) };
    // Written at most once a minute: a page view is not worth a commit.
    if found.seen.plus_seconds(60) < now {
        city.tidy(move |tx| store::touch_session(tx, &hash)).await?;
    }
    Ok(Some(found))
}

/// True when the session's password was typed lately enough for what asks for it.
pub fn is_confirmed(session: &store::Session, now: Instant) -> bool {
    session.confirmed.plus_seconds(session::CONFIRMED_SECONDS) >= now
}

/// Who a token speaks for.
pub async fn token(city: &City, secret: &str) -> Result<Caller> {
    let (hash, now) = (city.vault().keyed_hash("secret", secret)?, city.now());
    match city.read(move |read| store::token(read, &hash, now)).await? {
        Some((person, scopes)) => Ok(Caller::Token(person, scopes)),
        None => Err(Saying::new(Class::SignIn, "account-token-unknown").into()),
    }
}

/// Opens an account with a new person and a first role (with the organisation of a member), from the command line: the
/// key first, then one act for all, so that nothing is half opened.
pub fn open_for_new_person(
    city: &City,
    login: &str,
    typed: &str,
    role: Option<(Role, Option<Id>)>,
) -> Result<PersonId> {
    let mut source = city.source();
    let mut salt = [0u8; 16];
    source.fill(&mut salt);
    let (hash, hashed) = (login_hash(city, login)?, password::hash(typed, &salt)?);
    let person = crate::person::acts::new_key(city)?;
    let email = crate::person::NewField::own("email", login.trim());
    let opened = city.act_blocking(Caller::System("accounts"), None, move |tx| {
        tx.allow(&OPEN, &Target { person: Some(person), ..Target::default() })?;
        let fields = crate::person::acts::enter(tx, person, &[email])?;
        insert(tx, person, &hash, &hashed)?;
        let grant = role.map(|(role, organisation)| {
            let days = base::Days::ALWAYS;
            give(tx, &NewGrant { person, role, organisation, office: None, deputy_of: None, days })
        });
        let body = json!({"person": fields, "grant": grant.transpose()?});
        tx.record(&OPEN, Ref::person(person), None, &body, &[person])
    });
    if let Err(base::Error::Refused(_)) = &opened {
        city.vault().destroy(&crate::person::key_owner(person))?;
    }
    opened.map(|_| person)
}
