//! Rows of events and of who took part.

use super::{Event, IMPORT, KIND, LED_TO, LINK, Part};
use crate::pack::items;
use crate::plan::store::{lines, tri};
use base::{Id, Ref, Result, When};
use db::{Read, Row, Sql};
use kernel::{Done, Tx, link};
use serde_json::json;

const INSERT: Sql = Sql::new(
    "tower.event.insert",
    "insert into tower_event (id, code, title_ko, title_en, title_zh, aliases, theme_ko, theme_en, theme_zh, held,
       held_inferred, first_day, from_time, to_time, venue_ko, venue_en, venue_zh, attendance, met_roles, source, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
);
const INSERT_PART: Sql = Sql::new(
    "tower.event_part.insert",
    "insert into tower_event_part (event, place, verb, who, role) values (?1, ?2, ?3, ?4, ?5)",
);
const LIST: Sql = Sql::new(
    "tower.event.list",
    "select id, code, title_ko, title_en, title_zh, aliases, theme_ko, theme_en, theme_zh, held, held_inferred, from_time,
            to_time, venue_ko, venue_en, venue_zh, attendance, met_roles, source
       from tower_event order by coalesce(first_day, 0) desc, code limit 2000",
);
const BY_CODE: Sql = Sql::new(
    "tower.event.by_code",
    "select id, code, title_ko, title_en, title_zh, aliases, theme_ko, theme_en, theme_zh, held, held_inferred, from_time,
            to_time, venue_ko, venue_en, venue_zh, attendance, met_roles, source
       from tower_event where code = ?1",
);
const FIND: Sql = Sql::new(
    "tower.event.find",
    "select id, code, title_ko, title_en, title_zh, aliases, theme_ko, theme_en, theme_zh, held, held_inferred, from_time,
            to_time, venue_ko, venue_en, venue_zh, attendance, met_roles, source
       from tower_event where id = ?1",
);
const PARTS: Sql = Sql::new(
    "tower.event_part.of",
    "select verb, who, role from tower_event_part where event = ?1 order by place limit 500",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, INSERT_PART, LIST, BY_CODE, FIND, PARTS];

/// A new event with who took part, under its key in the pack.
pub type Fresh = (String, Event, Vec<Part>);

/// Brings in events that are new.
pub fn import(tx: &mut Tx<'_>, pack: &str, fresh: &[Fresh]) -> Result<Done> {
    tx.allow(&IMPORT, &Default::default())?;
    let mut told = Vec::new();
    for (item, event, parts) in fresh {
        insert(tx, event)?;
        for (place, part) in (0i64..).zip(parts) {
            let (event, who) = (event.id.to_string(), part.who.to_string());
            let params =
                [(&event).into(), place.into(), part.verb.into(), (&who).into(), (&part.role).into()];
            tx.execute(&INSERT_PART, &params)?;
        }
        items::insert(tx, pack, item, &Ref::new(KIND.name, event.id))?;
        let parts: Vec<_> = parts.iter().map(|part| json!([part.verb, part.who, part.role])).collect();
        told.push(json!({"item": item, "says": event, "parts": parts}));
    }
    tx.record(&IMPORT, Ref::new("pack", pack), None, &json!({"pack": pack, "events": told}), &[])
}

/// Links that are new: the key in the pack, what led, to what, the source.
pub type FreshLink = (String, Ref, Ref, Option<String>);

/// Writes links that are new.
pub fn link(tx: &mut Tx<'_>, pack: &str, fresh: &[FreshLink]) -> Result<Done> {
    tx.allow(&LINK, &Default::default())?;
    let mut told = Vec::new();
    for (item, from, to, source) in fresh {
        let id = link::write(tx, from, LED_TO, to, source.as_deref())?;
        items::insert(tx, pack, item, &Ref::new("link", id))?;
        told.push(json!({"from": from, "to": to}));
    }
    tx.record(&LINK, Ref::new("pack", pack), None, &json!({"pack": pack, "links": told}), &[])
}

fn insert(tx: &Tx<'_>, new: &Event) -> Result<()> {
    let held = new.held.map(|held| held.to_string());
    tx.execute(
        &INSERT,
        &[
            (&new.id.to_string()).into(),
            (&new.code).into(),
            (&new.title.ko).into(),
            (&new.title.en).into(),
            (&new.title.zh).into(),
            (&new.aliases.join("\n")).into(),
            (&new.theme.ko).into(),
            (&new.theme.en).into(),
            (&new.theme.zh).into(),
            (&held).into(),
            new.held_inferred.into(),
            new.held.and_then(|held| held.days().from).into(),
            (&new.from_time).into(),
            (&new.to_time).into(),
            (&new.venue.ko).into(),
            (&new.venue.en).into(),
            (&new.venue.zh).into(),
            new.attendance.into(),
            (&new.met_roles.join("\n")).into(),
            (&new.source).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// All events, the newest first; those without a day last.
pub fn list(read: &impl Read) -> Result<Vec<Event>> {
    read.list(&LIST, &[], event)
}

/// One by its key.
pub fn by_code(read: &impl Read, code: &str) -> Result<Option<Event>> {
    read.opt(&BY_CODE, &[code.into()], event)
}

/// One by its id.
pub fn find(read: &impl Read, id: &str) -> Result<Option<Event>> {
    read.opt(&FIND, &[id.into()], event)
}

/// Who took part: how, who, the role as printed.
pub fn parts(read: &impl Read, event: Id) -> Result<Vec<(String, Ref, Option<String>)>> {
    read.list(&PARTS, &[(&event.to_string()).into()], |row| {
        Ok((row.get(0)?, Ref::parse(&row.get::<String>(1)?)?, row.get(2)?))
    })
}

fn event(row: &Row) -> Result<Event> {
    let held: Option<String> = row.get(9)?;
    Ok(Event {
        id: row.get(0)?,
        code: row.get(1)?,
        title: tri(row, 2)?,
        aliases: lines(&row.get::<String>(5)?),
        theme: tri(row, 6)?,
        held: held.map(|text| When::parse(&text)).transpose()?,
        held_inferred: row.get(10)?,
        from_time: row.get(11)?,
        to_time: row.get(12)?,
        venue: tri(row, 13)?,
        attendance: row.get(16)?,
        met_roles: lines(&row.get::<String>(17)?),
        source: row.get(18)?,
    })
}
