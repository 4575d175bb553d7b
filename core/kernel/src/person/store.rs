//! Rows of people and of their sealed fields.

use super::{NewField, key_owner};
use crate::tx::Tx;
use crate::vault::{Sealed, Vault};
use base::{Day, Fault, PersonId, Result};
use db::{Read, Sql};

const INSERT: Sql =
    Sql::new("kernel.person.insert", "insert into person (id, seq) values (?1, ?2) on conflict do nothing");
const EXISTS: Sql = Sql::new("kernel.person.exists", "select erased from person where id = ?1");
const PUT_FIELD: Sql = Sql::new(
    "kernel.vault.put",
    "insert into vault_field (person, field, visibility, nonce, sealed, keep_until, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     on conflict (person, field) do update set visibility = excluded.visibility, nonce = excluded.nonce,
       sealed = excluded.sealed, keep_until = excluded.keep_until, seq = excluded.seq",
);
const FIELD: Sql = Sql::new(
    "kernel.vault.field",
    "select nonce, sealed from vault_field where person = ?1 and field = ?2 and visibility = ?3",
);
const FIELDS: Sql = Sql::new(
    "kernel.vault.fields",
    "select field, visibility, keep_until from vault_field where person = ?1 order by field limit 100",
);
const DELETE_FIELDS: Sql = Sql::new("kernel.vault.delete_all", "delete from vault_field where person = ?1");
const EXPIRED: Sql = Sql::new(
    "kernel.vault.expired",
    "select person, field from vault_field where keep_until < ?1 order by person, field limit ?2",
);
const DELETE_FIELD: Sql =
    Sql::new("kernel.vault.delete", "delete from vault_field where person = ?1 and field = ?2");
const SET_ERASED: Sql =
    Sql::new("kernel.person.set_erased", "update person set erased = ?2 where id = ?1 and erased is null");
const ORDER_DESTROY: Sql = Sql::new(
    "kernel.vault.order_destroy",
    "insert into vault_destroy (owner, seq) values (?1, ?2) on conflict do nothing",
);
const TO_DESTROY: Sql =
    Sql::new("kernel.vault.to_destroy", "select owner from vault_destroy order by owner limit 500");
const DESTROYED: Sql = Sql::new("kernel.vault.destroyed", "delete from vault_destroy where owner = ?1");
const HAS_OWNER: Sql =
    Sql::new("kernel.person.has", "select id from person where id = ?1 and erased is null");

const HAS_FILE: Sql = Sql::new(
    "kernel.vault.has_file",
    "select id from evidence where id = ?1 union all select id from import_file where id = ?1 limit 1",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[
    INSERT,
    EXISTS,
    PUT_FIELD,
    FIELD,
    FIELDS,
    DELETE_FIELDS,
    EXPIRED,
    DELETE_FIELD,
    SET_ERASED,
    ORDER_DESTROY,
    TO_DESTROY,
    DESTROYED,
    HAS_OWNER,
    HAS_FILE,
];

pub fn insert(tx: &Tx<'_>, person: PersonId) -> Result<()> {
    tx.execute(&INSERT, &[(&person.to_string()).into(), tx.seq().into()])?;
    Ok(())
}

/// What is known of a person's existence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Known {
    /// Registered.
    Here,
    /// Erased at this position.
    Erased(i64),
}

/// None when the number was never registered.
pub fn known(read: &impl Read, person: PersonId) -> Result<Option<Known>> {
    let erased = read.opt(&EXISTS, &[(&person.to_string()).into()], |row| row.get::<Option<i64>>(0))?;
    Ok(erased.map(|erased| erased.map_or(Known::Here, Known::Erased)))
}

/// Seals and stores a field. The person's key is already durable.
pub fn put_field(tx: &mut Tx<'_>, person: PersonId, new: &NewField) -> Result<()> {
    let mut nonce = [0u8; 12];
    tx.fill(&mut nonce);
    let sealed = tx.vault.seal(&key_owner(person), &new.field, new.text.as_bytes(), nonce)?;
    tx.execute(
        &PUT_FIELD,
        &[
            (&person.to_string()).into(),
            (&new.field).into(),
            new.visibility.code().into(),
            (&sealed.nonce).into(),
            (&sealed.bytes).into(),
            new.keep_until.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// The text of a field of this visibility; none when it is not there or its key was destroyed.
pub fn open_field(
    read: &impl Read,
    vault: &Vault,
    person: PersonId,
    field: &str,
    visibility: &str,
) -> Result<Option<String>> {
    let sealed =
        read.opt(&FIELD, &[(&person.to_string()).into(), field.into(), visibility.into()], |row| {
            Ok(Sealed { nonce: row.get(0)?, bytes: row.get(1)? })
        })?;
    let Some(sealed) = sealed else { return Ok(None) };
    let Some(bytes) = vault.unseal(&key_owner(person), field, &sealed)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|e| Fault::new("reading a sealed field", e).into())
}

/// Which fields a person has, without their texts.
pub fn fields(read: &impl Read, person: PersonId) -> Result<Vec<(String, String, Option<Day>)>> {
    read.list(&FIELDS, &[(&person.to_string()).into()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
}

pub fn delete_fields(tx: &Tx<'_>, person: PersonId) -> Result<u64> {
    tx.execute(&DELETE_FIELDS, &[(&person.to_string()).into()])
}

/// Fields whose time is over.
pub fn expired(read: &impl Read, today: Day, limit: i64) -> Result<Vec<(PersonId, String)>> {
    read.list(&EXPIRED, &[today.into(), limit.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

pub fn delete_field(tx: &Tx<'_>, person: PersonId, field: &str) -> Result<()> {
    tx.execute(&DELETE_FIELD, &[(&person.to_string()).into(), field.into()])?;
    Ok(())
}

/// False when the person was erased before.
pub fn set_erased(tx: &Tx<'_>, person: PersonId) -> Result<bool> {
    Ok(tx.execute(&SET_ERASED, &[(&person.to_string()).into(), tx.seq().into()])? == 1)
}

/// Orders the destruction of a key; it is carried out after the commit, and again after a crash.
pub fn order_destroy(tx: &Tx<'_>, owner: &str) -> Result<()> {
    tx.execute(&ORDER_DESTROY, &[owner.into(), tx.seq().into()])?;
    Ok(())
}

pub fn to_destroy(read: &impl Read) -> Result<Vec<String>> {
    read.list(&TO_DESTROY, &[], |row| row.get(0))
}

pub fn destroyed(tx: &Tx<'_>, owner: &str) -> Result<()> {
    tx.execute(&DESTROYED, &[owner.into()])?;
    Ok(())
}

/// True when a record uses this owner's key: a person who is here, a file of evidence, a file of an import.
pub fn is_registered(read: &impl Read, owner: &str) -> Result<bool> {
    let (sql, id) = match owner.split_once(':') {
        Some(("person", id)) => (&HAS_OWNER, id),
        Some(("file", id)) => (&HAS_FILE, id),
        _ => return Ok(true),
    };
    Ok(read.opt(sql, &[id.into()], |row| row.get::<String>(0))?.is_some())
}

/// Those of these owners whose key no record uses.
pub fn not_registered(read: &impl Read, owners: Vec<String>) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for owner in owners {
        if !is_registered(read, &owner)? {
            found.push(owner);
        }
    }
    Ok(found)
}
