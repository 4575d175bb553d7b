//! Rows of claims. A version is written once and ended once.

use super::Recorded;
use base::{Fault, Id, Result, Saying};
use db::{Param, Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.claim.insert",
    "insert into tower_claim (id, seq_in, code, published, outlet, speaker, subject, scope, relation, value, unit, numerator,
       denominator, parts, basis, as_of, source, label_ko, label_en, label_zh, why)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
);
const END: Sql =
    Sql::new("tower.claim.end", "update tower_claim set seq_out = ?2 where id = ?1 and seq_out is null");
const LIST: Sql = Sql::new(
    "tower.claim.list",
    "select id, seq_in, seq_out, why, code, published, outlet, speaker, subject, scope, relation, value, unit, numerator,
            denominator, parts, basis, as_of, source, label_ko, label_en, label_zh
       from tower_claim where seq_out is null order by code limit ?1",
);
const ALIKE: Sql = Sql::new(
    "tower.claim.alike",
    "select id, seq_in, seq_out, why, code, published, outlet, speaker, subject, scope, relation, value, unit, numerator,
            denominator, parts, basis, as_of, source, label_ko, label_en, label_zh
       from tower_claim where seq_out is null and subject = ?1 and scope = ?2 and unit = ?3 order by code limit ?4",
);
const BY_CODE: Sql = Sql::new(
    "tower.claim.by_code",
    "select id, seq_in, seq_out, why, code, published, outlet, speaker, subject, scope, relation, value, unit, numerator,
            denominator, parts, basis, as_of, source, label_ko, label_en, label_zh
       from tower_claim where code = ?1 and seq_out is null",
);
const VERSIONS: Sql = Sql::new(
    "tower.claim.versions",
    "select id, seq_in, seq_out, why, code, published, outlet, speaker, subject, scope, relation, value, unit, numerator,
            denominator, parts, basis, as_of, source, label_ko, label_en, label_zh
       from tower_claim where id = ?1 order by seq_in limit 100",
);
const COUNT: Sql = Sql::new("tower.claim.count", "select count(*) from tower_claim where seq_out is null");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, END, LIST, ALIKE, BY_CODE, VERSIONS, COUNT];

/// Claims of one city: as many as one comparison takes.
pub const CLAIMS_MAX: usize = claims::read::CLAIMS_MAX;

/// Writes a version.
pub fn insert(tx: &Tx<'_>, id: Id, claim: &claims::Claim, why: Option<&str>) -> Result<()> {
    let (id, cells) = (id.to_string(), claim.cells());
    let mut params: Vec<Param<'_>> = vec![(&id).into(), tx.seq().into()];
    params.extend(cells.iter().map(|(_, text)| Param::from(text)));
    params.push(why.into());
    tx.execute(&INSERT, &params)?;
    Ok(())
}

/// Ends the version that stands.
pub fn end(tx: &Tx<'_>, id: Id) -> Result<()> {
    match tx.execute(&END, &[(&id.to_string()).into(), tx.seq().into()])? {
        1 => Ok(()),
        _ => Err(Saying::not_found("base-not-found").into()),
    }
}

/// All that stand, in the order of their codes.
pub fn list(read: &impl Read) -> Result<Vec<Recorded>> {
    read.list(&LIST, &[i64::try_from(CLAIMS_MAX).unwrap_or(i64::MAX).into()], recorded)
}

/// Those about the same thing as this one, itself among them: no other can change what is said of it.
pub fn alike(read: &impl Read, claim: &claims::Claim) -> Result<Vec<Recorded>> {
    let limit = i64::try_from(CLAIMS_MAX).unwrap_or(i64::MAX);
    read.list(
        &ALIKE,
        &[(&claim.subject).into(), (&claim.scope).into(), (&claim.unit).into(), limit.into()],
        recorded,
    )
}

/// How many stand.
pub fn count(read: &impl Read) -> Result<i64> {
    read.one(&COUNT, &[], |row| row.get(0))
}

/// The version that stands of the claim with this code.
pub fn by_code(read: &impl Read, code: &str) -> Result<Option<Recorded>> {
    read.opt(&BY_CODE, &[code.into()], recorded)
}

/// The same, or "not found".
pub fn get(read: &impl Read, code: &str) -> Result<Recorded> {
    by_code(read, code)?.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// All versions, oldest first.
pub fn versions(read: &impl Read, id: Id) -> Result<Vec<Recorded>> {
    read.list(&VERSIONS, &[(&id.to_string()).into()], recorded)
}

fn recorded(row: &Row) -> Result<Recorded> {
    let mut texts: Vec<String> = Vec::with_capacity(claims::claim::COLUMNS.len());
    for index in 0..claims::claim::COLUMNS.len() {
        texts.push(row.get(4 + index)?);
    }
    let cells: Vec<(&str, &str)> =
        claims::claim::COLUMNS.into_iter().zip(texts.iter().map(String::as_str)).collect();
    let claim = claims::line(&cells).map_err(|faults| {
        let what: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Fault::new("reading a claim", what.join("; "))
    })?;
    Ok(Recorded { id: row.get(0)?, seq_in: row.get(1)?, seq_out: row.get(2)?, why: row.get(3)?, claim })
}
