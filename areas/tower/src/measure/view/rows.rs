//! Rows of a count, as deep as a reader sees: names for everyone, records for entitled readers, evidence for auditors.

use super::sees_all;
use crate::measure::Whom;
use crate::measure::count::Counted;
use crate::measure::shown::Seen;
use ::web::Ctx;
use base::{Day, Id, Ref, Result, Tri};
use db::Read;
use kernel::policy::Depth;
use kernel::scope::Sight;
use kernel::{agreement, evidence, fact, obligation, organisation};
use measures::{Part, Row};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A unit by the name that a reader may see.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
pub struct UnitName {
    /// The ref; not shown to the public for people.
    pub unit: Option<String>,
    /// Its human number.
    pub number: Option<String>,
    #[schema(value_type = Object)]
    pub name: Tri,
    /// Below the city: where its record is.
    pub href: Option<String>,
    /// Whose it is, where several records have one name: who owes a promise, or the agreement that it is of.
    #[schema(value_type = Object)]
    pub of: Tri,
}

/// Rows of a count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RowList {
    pub items: Vec<RowView>,
    /// Rows that fit the filter.
    pub total: Seen,
    /// The cursor of the next page.
    pub next: Option<usize>,
    /// True when rows exist that this reader does not see.
    pub withheld: bool,
    #[schema(value_type = String)]
    pub as_of: Day,
    pub position: i64,
    /// Hex of SHA-256 of the canonical text of all rows.
    pub digest: String,
}

/// One row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct RowView {
    #[serde(flatten)]
    pub unit: UnitName,
    #[schema(value_type = String)]
    pub part: Part,
    pub low: Seen,
    pub high: Option<Seen>,
    /// 0 to 4.
    pub level: i64,
    pub series: Option<String>,
    pub reason: Option<String>,
    pub place: Option<String>,
    #[schema(value_type = Option<String>)]
    pub on: Option<Day>,
    /// The record that says so; for entitled readers.
    pub record: Option<String>,
    /// What it rests on; for auditors.
    pub evidence: Option<EvidenceView>,
}

/// What a row rests on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct EvidenceView {
    /// A number, an address, or the digest of a file.
    pub says: String,
    pub issuer: Option<String>,
    #[schema(value_type = Option<String>)]
    pub issued: Option<Day>,
}

/// Which rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RowFilter {
    pub part: Option<Part>,
    pub level: Option<u8>,
    pub series: Option<String>,
    pub reason: Option<String>,
}

impl RowFilter {
    fn fits(&self, row: &Row) -> bool {
        self.part.is_none_or(|part| row.part == part)
            && self.level.is_none_or(|level| row.level == level)
            && self.series.as_ref().is_none_or(|series| row.series.as_ref() == Some(series))
            && self.reason.as_ref().is_none_or(|reason| row.reason.as_ref() == Some(reason))
    }
}

/// Rows of a count that this reader sees, one page.
pub async fn rows(
    ctx: &Ctx,
    counted: &Arc<Counted>,
    filter: &RowFilter,
    after: usize,
    most: usize,
) -> Result<RowList> {
    let (counted, filter) = (Arc::clone(counted), filter.clone());
    let sight = Sight::of(ctx.actor(), crate::api::today(ctx));
    ctx.city().read(move |read| read_rows(read, &counted, &sight, &filter, after, most)).await
}

/// True where a reader sees no list: of people, without an entitlement.
pub fn withheld(counts: Whom, depth: Depth) -> bool {
    counts == Whom::People && !sees_all(depth)
}

/// The same for whoever has this sight.
pub fn read_rows(
    read: &impl Read,
    counted: &Counted,
    sight: &Sight,
    filter: &RowFilter,
    after: usize,
    most: usize,
) -> Result<RowList> {
    let (depth, counts) = (sight.depth, counted.definition().counts);
    let withheld = withheld(counts, depth);
    let mut chosen: Vec<&Row> = counted.rows.iter().filter(|row| filter.fits(row)).collect();
    chosen.sort_by(|a, b| (a.part, b.level, a.key()).cmp(&(b.part, a.level, b.key())));
    let total = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let page: Vec<&Row> = match withheld {
        true => Vec::new(),
        false => chosen.into_iter().skip(after).take(most).collect(),
    };
    let next =
        (!withheld && after + page.len() < usize::try_from(total).unwrap_or(0)).then_some(after + page.len());
    let rows = page.iter().map(|row| row_view(read, row, counts, sight, counted.position));
    Ok(RowList {
        items: rows.collect::<Result<_>>()?,
        total: if withheld { Seen::HIDDEN } else { Seen::Number(total) },
        next,
        withheld,
        as_of: counted.as_of,
        position: counted.position,
        digest: counted.digest.clone(),
    })
}

fn row_view(read: &impl Read, row: &Row, counts: Whom, sight: &Sight, position: i64) -> Result<RowView> {
    let depth = sight.depth;
    let amount = |number: i64| match counts == Whom::PeopleOfOrganisations && !sees_all(depth) {
        true => Seen::HIDDEN,
        false => Seen::Number(number),
    };
    Ok(RowView {
        unit: unit_name(read, &row.unit, sight, position)?,
        part: row.part,
        low: amount(row.low),
        high: row.high.map(amount),
        level: i64::from(row.level),
        series: row.series.clone(),
        reason: row.reason.clone(),
        place: row.place.clone(),
        on: row.on.map(Day::from_number),
        record: sees_all(depth).then(|| row.record.clone()).filter(|record| !record.is_empty()),
        evidence: if depth >= Depth::Audit { evidence_of(read, &row.record)? } else { None },
    })
}

/// The name of a unit, as far as the reader may see its record.
pub(super) fn unit_name(read: &impl Read, unit: &str, sight: &Sight, position: i64) -> Result<UnitName> {
    let bare = UnitName { unit: Some(unit.to_owned()), ..UnitName::default() };
    let Ok(of) = Ref::parse(unit) else { return Ok(bare) };
    let Ok(id) = Id::parse(&of.id) else { return Ok(bare) };
    if of.kind == organisation::KIND.name {
        let Ok(found) = organisation::store::find(read, id, position) else { return Ok(bare) };
        let href = Some(format!("/organisations/{}", found.number));
        return Ok(UnitName { number: Some(found.number), name: found.name, href, ..bare });
    }
    if of.kind == obligation::KIND.name
        && let Some(found) = obligation::store::find(read, id, position, sight)?
    {
        let of = whose(read, &found.content, sight, position)?;
        let href = Some(format!("/obligations/{}", found.number));
        return Ok(UnitName { number: Some(found.number), name: found.content.what, href, of, ..bare });
    }
    match of.kind == "person" && !sees_all(sight.depth) {
        true => Ok(UnitName::default()),
        false => Ok(bare),
    }
}

/// Who owes it, by the name of an organisation; else the agreement that it is of.
fn whose(read: &impl Read, of: &obligation::Content, sight: &Sight, position: i64) -> Result<Tri> {
    let owner = of.owner.as_ref().filter(|owner| ["organisation", "office"].contains(&owner.kind.as_str()));
    if let Some(id) = owner.and_then(|owner| Id::parse(&owner.id).ok())
        && let Ok(found) = organisation::store::find(read, id, position)
    {
        return Ok(found.name);
    }
    let Some(agreement) = of.agreement else { return Ok(Tri::default()) };
    let found = agreement::store::find(read, agreement, position, sight)?;
    Ok(found.map(|found| found.content.title).unwrap_or_default())
}

/// What the fact behind a row rests on.
fn evidence_of(read: &impl Read, record: &str) -> Result<Option<EvidenceView>> {
    let Some(id) = record.strip_prefix("fact:").and_then(|id| Id::parse(id).ok()) else { return Ok(None) };
    let Some(rests_on) = fact::store::find(read, id)?.and_then(|fact| fact.says.evidence) else {
        return Ok(None);
    };
    Ok(evidence::find(read, rests_on)?.map(|found| EvidenceView {
        says: match found.form {
            evidence::Form::Reference { reference } => reference,
            evidence::Form::File(file) => file.digest,
        },
        issuer: found.issuer,
        issued: found.issued,
    }))
}
