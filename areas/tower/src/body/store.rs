//! Rows of bodies.

use super::{Body, BodyView, MEMBER, Named};
use crate::plan::store::{lines, tri};
use base::{Id, Ref, Result};
use db::{Read, Row, Sql};
use kernel::fact::store::LATEST;
use kernel::{Tx, fact, organisation};

const INSERT: Sql = Sql::new(
    "tower.body.insert",
    "insert into tower_body (id, code, name_ko, name_en, name_zh, aliases, founded, size, size_relation, office, duties_ko,
       duties_en, duties_zh, source, seq, place)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
);
const LIST: Sql = Sql::new(
    "tower.body.list",
    "select id, code, name_ko, name_en, name_zh, aliases, founded, size, size_relation, office, duties_ko, duties_en,
       duties_zh, source from tower_body order by seq, place limit 1000",
);
const FIND: Sql = Sql::new(
    "tower.body.find",
    "select id, code, name_ko, name_en, name_zh, aliases, founded, size, size_relation, office, duties_ko, duties_en,
       duties_zh, source from tower_body where id = ?1",
);
const BY_CODE: Sql = Sql::new(
    "tower.body.by_code",
    "select id, code, name_ko, name_en, name_zh, aliases, founded, size, size_relation, office, duties_ko, duties_en,
       duties_zh, source from tower_body where code = ?1",
);
const COUNT: Sql = Sql::new("tower.body.count", "select count(*) from tower_body");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, LIST, FIND, BY_CODE, COUNT];

pub fn insert(tx: &Tx<'_>, place: i64, new: &Body) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&new.id.to_string()).into(),
            (&new.code).into(),
            (&new.name.ko).into(),
            (&new.name.en).into(),
            (&new.name.zh).into(),
            (&new.aliases.join("\n")).into(),
            (&new.founded).into(),
            new.size.into(),
            (&new.size_relation).into(),
            (&new.office.map(|id| id.to_string())).into(),
            (&new.duties.ko).into(),
            (&new.duties.en).into(),
            (&new.duties.zh).into(),
            (&new.source).into(),
            tx.seq().into(),
            place.into(),
        ],
    )?;
    Ok(())
}

/// All bodies with their members.
pub fn list(read: &impl Read) -> Result<Vec<BodyView>> {
    read.list(&LIST, &[], body)?.into_iter().map(|body| view(read, body)).collect()
}

/// One body by its id.
pub fn find(read: &impl Read, id: Id) -> Result<Body> {
    read.one(&FIND, &[(&id.to_string()).into()], body)
}

/// One body by its key.
pub fn by_code(read: &impl Read, code: &str) -> Result<Body> {
    read.one(&BY_CODE, &[code.into()], body)
}

/// How many there are.
pub fn count(read: &impl Read) -> Result<i64> {
    read.one(&COUNT, &[], |row| row.get(0))
}

fn view(read: &impl Read, body: Body) -> Result<BodyView> {
    let own = Ref::new(super::KIND.name, body.id);
    let mut members = Vec::new();
    for fact in fact::store::of_subject(read, &own, MEMBER.name, LATEST, 200)? {
        if let Some(member) = fact.says.other {
            members.push(named(read, &member)?);
        }
    }
    let office_at = match body.office {
        Some(id) => Some(named(read, &Ref::new(organisation::KIND.name, id))?),
        None => None,
    };
    Ok(BodyView { body, office_at, members })
}

/// An organisation as it is known now, merges followed.
pub fn named(read: &impl Read, of: &Ref) -> Result<Named> {
    let now = fact::store::resolve(read, of, LATEST)?;
    let found = organisation::store::find(read, Id::parse(&now.id)?, LATEST)?;
    Ok(Named { number: found.number, name: found.name })
}

fn body(row: &Row) -> Result<Body> {
    Ok(Body {
        id: row.get(0)?,
        code: row.get(1)?,
        name: tri(row, 2)?,
        aliases: lines(&row.get::<String>(5)?),
        founded: row.get(6)?,
        size: row.get(7)?,
        size_relation: row.get(8)?,
        office: row.get(9)?,
        duties: tri(row, 10)?,
        source: row.get(13)?,
    })
}
