//! Acts on people: registering, stating fields, forgetting.

use super::store::{self, Known};
use super::{NewField, key_owner};
use crate::account;
use crate::city::City;
use crate::journal;
use crate::policy::{ALWAYS, Action, OWN, Role, Target, rule};
use crate::tx::{Done, Tx};
use base::{PersonId, Ref, Result, Saying};
use serde_json::json;

/// Registering a person.
pub const REGISTER: Action =
    Action::new("kernel.person.register", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Stating fields of a person.
pub const STATE: Action = Action::new(
    "kernel.person.state",
    &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS), rule(Role::Visitor, OWN)],
);
/// Forgetting a person. Needs a head: it cannot be undone.
pub const ERASE: Action = Action::new("kernel.person.erase", &[rule(Role::Head, ALWAYS)]).confirmed();

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&REGISTER, &STATE, &ERASE];

/// Keys this old whose person was never registered belong to acts that did not commit.
const ORPHAN_SECONDS: i64 = 3_600;
/// Keys looked at in one read.
const OWNERS_PAGE: i64 = 500;

/// Makes the number and the key of a new person. Before the act: a key is durable before anything is sealed with it.
pub fn new_key(city: &City) -> Result<PersonId> {
    let mut source = city.source();
    let person = PersonId::new(source.as_mut());
    city.vault().make_key(&key_owner(person), city.now().micros(), source.as_mut())?;
    Ok(person)
}

/// Registers a person with the first fields. The journal gets the names of the fields, not what they say.
pub fn register(tx: &mut Tx<'_>, person: PersonId, fields: &[NewField]) -> Result<Done> {
    tx.allow(&REGISTER, &Target { person: Some(person), ..Target::default() })?;
    let body = enter(tx, person, fields)?;
    tx.record(&REGISTER, Ref::person(person), None, &body, &[person])
}

/// Writes a person with the first fields, inside an act; what the journal says of it.
pub(crate) fn enter(tx: &mut Tx<'_>, person: PersonId, fields: &[NewField]) -> Result<serde_json::Value> {
    store::insert(tx, person)?;
    put(tx, person, fields)?;
    Ok(described(fields))
}

/// States fields of a person again or anew.
pub fn state(tx: &mut Tx<'_>, person: PersonId, fields: &[NewField]) -> Result<Done> {
    tx.allow(&STATE, &Target { person: Some(person), ..Target::default() })?;
    match store::known(tx, person)? {
        Some(Known::Here) => {}
        Some(Known::Erased(position)) => {
            return Err(Saying::conflict("person-erased").with("position", position).into());
        }
        None => return Err(Saying::not_found("base-not-found").into()),
    }
    put(tx, person, fields)?;
    tx.record(&STATE, Ref::person(person), None, &described(fields), &[person])
}

fn put(tx: &mut Tx<'_>, person: PersonId, fields: &[NewField]) -> Result<()> {
    fields.iter().try_for_each(|field| store::put_field(tx, person, field))
}

fn described(fields: &[NewField]) -> serde_json::Value {
    let fields: Vec<_> = fields
        .iter()
        .map(|f| json!({"field": f.field, "visibility": f.visibility.code(), "keep_until": f.keep_until}))
        .collect();
    json!({ "fields": fields })
}

/// Forgets a person: fields, account, sessions, tokens and roles go, every journal body that speaks of them goes, the
/// key's destruction is ordered. Positions, counts and hashes stay; what is kept, and why, is said.
pub fn erase(tx: &mut Tx<'_>, person: PersonId, basis: &str, kept: &str) -> Result<Done> {
    tx.allow(&ERASE, &Target { person: Some(person), ..Target::default() })?;
    if basis.trim().is_empty() {
        return Err(Saying::invalid("person-erase-basis").into());
    }
    if !store::set_erased(tx, person)? {
        return Err(Saying::not_found("base-not-found").into());
    }
    let fields = store::delete_fields(tx, person)?;
    account::store::forget(tx, person)?;
    let bodies = journal::store::forget(tx, person)?;
    store::order_destroy(tx, &key_owner(person))?;
    let body = json!({"basis": basis, "kept": kept, "fields": fields, "bodies": bodies});
    tx.record(&ERASE, Ref::person(person), None, &body, &[])
}

/// Carries out ordered destructions: after the commit of an erasure, and at every start.
pub fn destroy_ordered(city: &City) -> Result<usize> {
    let owners = city.read_blocking(|read| store::to_destroy(read))?;
    for owner in &owners {
        destroy(city, owner)?;
        let owner = owner.clone();
        city.tidy_blocking(move |tx| store::destroyed(tx, &owner))?;
    }
    if !owners.is_empty() {
        empty_log(city)?;
    }
    Ok(owners.len())
}

/// After an erasure: secure_delete zeroed the rows on their pages; SQLite's log still holds what stood there.
fn empty_log(city: &City) -> Result<()> {
    let conn = db::Conn::open(city.place())?;
    match conn.is_postgres() {
        true => Ok(()),
        false => conn.script("emptying the log after an erasure", "pragma wal_checkpoint(truncate)"),
    }
}

/// Destroys keys that no record uses: their act never committed; how many.
pub fn sweep_orphans(city: &City) -> Result<usize> {
    let before = city.now().plus_seconds(-ORPHAN_SECONDS).micros();
    let (mut after, mut swept) = (String::new(), 0);
    loop {
        let owners = city.vault().owners_before(before, &after, OWNERS_PAGE)?;
        let Some(last) = owners.last() else { return Ok(swept) };
        after.clone_from(last);
        let orphans = city.read_blocking(move |read| store::not_registered(read, owners))?;
        for owner in &orphans {
            destroy(city, owner)?;
        }
        swept += orphans.len();
    }
}

/// Destroys a key, and the sealed file when it is a file's.
fn destroy(city: &City, owner: &str) -> Result<()> {
    city.vault().destroy(owner)?;
    match owner.strip_prefix("file:") {
        Some(id) => crate::evidence::remove_file(city, id),
        None => Ok(()),
    }
}
