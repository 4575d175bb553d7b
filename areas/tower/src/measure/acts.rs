//! Acts on measures: bringing in a definition, publishing it, keeping a count, publishing that.
//!
//! The engine counts before the act, which only stores what was found, with the position it was found at.

use super::count::Counted;
use super::{KIND, SNAPSHOT, Snapshot, store};
use base::{Ref, Result, Saying};
use kernel::policy::{ALWAYS, Action, Role, rule};
use kernel::{Done, Tx};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// Bringing in a definition; only the program does.
pub const DEFINE: Action = Action::new("tower.measure.define", &[]);
/// Making a definition public.
pub const PUBLISH: Action = Action::new("tower.measure.publish", &[rule(Role::Head, ALWAYS)]);
/// Keeping a count.
pub const TAKE: Action =
    Action::new("tower.snapshot.take", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Making a kept count public.
pub const PUBLISH_SNAPSHOT: Action = Action::new("tower.snapshot.publish", &[rule(Role::Head, ALWAYS)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&DEFINE, &PUBLISH, &TAKE, &PUBLISH_SNAPSHOT];

/// Hex of SHA-256 of a text.
pub fn digest(text: &str) -> String {
    kernel::journal::hex(&Sha256::digest(text.as_bytes()))
}

/// Brings in a version of a definition that was read. The same text again is no change and refused.
pub fn define(tx: &mut Tx<'_>, id: &str, version: i64, text: &str) -> Result<Done> {
    tx.allow(&DEFINE, &Default::default())?;
    if store::find(tx, id, version)?.is_some() {
        return Err(Saying::conflict("tower-measure-known").with("id", id).with("version", version).into());
    }
    let digest = digest(text);
    store::insert(tx, id, version, text, &digest)?;
    let body = json!({"version": version, "digest": digest});
    tx.record(&DEFINE, Ref::new(KIND.name, id), None, &body, &[])
}

/// Makes a version public.
pub fn publish(tx: &mut Tx<'_>, id: &str, version: i64) -> Result<Done> {
    let held = store::find(tx, id, version)?.ok_or_else(|| Saying::not_found("base-not-found"))?;
    tx.allow(&PUBLISH, &Default::default())?;
    if !store::publish(tx, id, version)? {
        return Err(Saying::conflict("tower-measure-public").with("id", id).with("version", version).into());
    }
    let body = json!({"version": version, "digest": held.digest});
    tx.record(&PUBLISH, Ref::new(KIND.name, id), None, &body, &[])
}

/// Keeps a count: its rows, and by what they were counted.
pub fn take(tx: &mut Tx<'_>, counted: &Counted) -> Result<Done> {
    let definition = &counted.held.definition;
    let known = store::find(tx, &definition.id, definition.version)?;
    tx.allow(&TAKE, &Default::default())?;
    if known.is_none_or(|known| known.digest != counted.held.digest) {
        return Err(Saying::conflict("tower-measure-moved").with("id", &definition.id).into());
    }
    let number = tx.next_number("SNP", tx.at().day_in("UTC").year())?;
    let new = Snapshot {
        id: tx.new_id(),
        number: number.clone(),
        measure: definition.id.clone(),
        version: definition.version,
        position: counted.position,
        as_of: counted.as_of,
        minimum: counted.minimum,
        engine: counted.engine.clone(),
        rows: i64::try_from(counted.rows.len()).ok(),
        digest: counted.digest.clone(),
        seq: tx.seq(),
        published: None,
    };
    store::insert_snapshot(tx, &new, &measures::row::canonical(&counted.rows))?;
    let body = json!({"measure": new.measure, "version": new.version, "position": new.position, "as_of": new.as_of,
        "minimum": new.minimum.code(), "engine": new.engine, "digest": new.digest});
    tx.record(&TAKE, Ref::new(SNAPSHOT.name, new.id), Some(&number), &body, &[])
}

/// Days that lie at least between two published counts of people: from counts of neighbouring days or positions single
/// people could be worked out.
pub const DAYS_BETWEEN: i64 = 28;

/// Makes a kept count public; its definition must be. One of people must keep its distance in days, and may not give a
/// small cell away.
pub fn publish_snapshot(tx: &mut Tx<'_>, number: &str) -> Result<Done> {
    let kept = store::snapshot(tx, number, store::Seeing::Internal)?;
    tx.allow(&PUBLISH_SNAPSHOT, &Default::default())?;
    let held =
        store::find(tx, &kept.measure, kept.version)?.ok_or_else(|| Saying::not_found("base-not-found"))?;
    if held.published.is_none() {
        return Err(Saying::conflict("tower-snapshot-definition").with("id", &kept.measure).into());
    }
    if held.definition.counts.is_of_people() && kept.published.is_none() {
        of_people(tx, held, &kept)?;
    }
    if !store::publish_snapshot(tx, number)? {
        return Err(Saying::conflict("tower-snapshot-public-already").with("number", number).into());
    }
    let body = json!({"measure": kept.measure, "digest": kept.digest});
    tx.record(&PUBLISH_SNAPSHOT, Ref::new(SNAPSHOT.name, kept.id), Some(number), &body, &[])
}

/// Whether a count of people may become public.
fn of_people(tx: &Tx<'_>, held: super::Held, kept: &Snapshot) -> Result<()> {
    let (from, to) = (kept.as_of.plus(1 - DAYS_BETWEEN), kept.as_of.plus(DAYS_BETWEEN - 1));
    if let Some(near) = store::published(tx, &kept.measure, from, to)? {
        return Err(Saying::conflict("tower-snapshot-near")
            .with("number", &near.number)
            .with("day", near.as_of.to_string())
            .with("days", DAYS_BETWEEN)
            .into());
    }
    let counted = super::count::replayed(held, kept.clone(), &store::rows(tx, &kept.number)?)?;
    match super::shown::gives_away(&counted) {
        true => Err(Saying::conflict("tower-snapshot-gives-away").with("number", &kept.number).into()),
        false => Ok(()),
    }
}
