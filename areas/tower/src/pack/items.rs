//! Which item of which pack became which record. Written in the act that makes the record.

use base::{Ref, Result};
use db::{Read, Sql};
use kernel::{City, Tx};

const FIND: Sql =
    Sql::new("tower.pack_item.find", "select ref from tower_pack_item where pack = ?1 and item = ?2");
const INSERT: Sql = Sql::new(
    "tower.pack_item.insert",
    "insert into tower_pack_item (pack, item, ref, seq) values (?1, ?2, ?3, ?4)",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FIND, INSERT];

/// The record an item became, if it was loaded before.
pub fn find(read: &impl Read, pack: &str, item: &str) -> Result<Option<Ref>> {
    let found = read.opt(&FIND, &[pack.into(), item.into()], |row| row.get::<String>(0))?;
    found.map(|text| Ref::parse(&text)).transpose()
}

/// Remembers what an item became.
pub fn insert(tx: &Tx<'_>, pack: &str, item: &str, became: &Ref) -> Result<()> {
    tx.execute(&INSERT, &[pack.into(), item.into(), (&became.to_string()).into(), tx.seq().into()])?;
    Ok(())
}

/// The key of an item that could name a person: its id in the pack is often the name in Latin letters.
pub fn of_person(city: &City, kind: &str, id: &str) -> Result<String> {
    Ok(format!("{kind}/{}", city.vault().keyed_hash("pack-item", &format!("{kind}/{id}"))?))
}
