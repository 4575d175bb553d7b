//! What pages and the API show of measures, for readers of each depth.

use super::count::{Asked, Counted, count, replayed};
use super::shown::{Cells, Group, Seen, groups, headline};
use super::store::{self, Seeing};
use super::{Counts, Definition, Held, Snapshot, acts};
use ::web::Ctx;
use base::{Day, Error, Id, Instant, Level, Ref, Result, Saying, Tri};
use db::Read;
use kernel::policy::{Actor, Depth};
use kernel::scope::Sight;
use kernel::{evidence, fact, obligation, organisation};
use measures::{Change, How, Part, Row, difference};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Rows of one page of a list.
pub const PAGE: usize = 50;
/// Kept counts that a page lists.
const HISTORY: i64 = 60;

/// A measure in the list of all.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeasureLine {
    pub id: String,
    pub version: i64,
    #[schema(value_type = Object)]
    pub title: Tri,
    pub unit: String,
    pub published: bool,
    /// What it comes to; null when it cannot be counted now.
    pub count: Option<Cells>,
    /// False when no rows exist: nothing is known, not zero.
    pub has_list: bool,
    /// The position it was counted at.
    pub position: Option<i64>,
    /// The code on the last axis that the number stands for.
    pub headline: Option<String>,
}

/// All measures.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeasureList {
    pub items: Vec<MeasureLine>,
    /// The civil day that was counted.
    #[schema(value_type = String)]
    pub as_of: Day,
}

/// A number with everything that it takes to read it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct MeasureView {
    pub definition: Definition,
    /// Its versions, newest first.
    pub versions: Vec<VersionLine>,
    /// What it comes to; null when it cannot be counted.
    pub count: Option<CountView>,
    /// Why it cannot be counted: a key of the words.
    pub problem: Option<String>,
    /// Against the last published count.
    pub since: Option<SinceView>,
    /// Kept counts, newest first.
    pub snapshots: Vec<Snapshot>,
    /// The civil day that was asked for.
    #[schema(value_type = String)]
    pub as_of: Day,
    /// `public`, `entitled` or `auditor`.
    pub depth: String,
    /// What this reader may do with it.
    pub can: Can,
}

/// What a reader may do with a measure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Can {
    /// Keep a count.
    pub take: bool,
    /// Make the definition public.
    pub publish: bool,
    /// Make kept counts public.
    pub publish_snapshots: bool,
}

/// A version of a definition.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct VersionLine {
    pub version: i64,
    /// Hex of SHA-256 of its text.
    pub digest: String,
    /// The position that published it.
    pub published: Option<i64>,
}

/// What was counted.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct CountView {
    /// The version of the definition.
    pub version: i64,
    /// Below this level rows are unknown.
    pub minimum: String,
    #[schema(value_type = String)]
    pub as_of: Day,
    pub position: i64,
    /// What computed it.
    pub engine: String,
    /// Hex of SHA-256 of the canonical text of its rows.
    pub digest: String,
    /// The kept count it was read from.
    pub snapshot: Option<String>,
    /// False when no rows exist: nothing is known, not zero.
    pub has_list: bool,
    /// The first group stands for the whole.
    pub groups: Vec<Group>,
}

impl CountView {
    /// What a reader sees of a count.
    pub fn new(counted: &Counted, depth: Depth) -> CountView {
        CountView {
            version: counted.definition().version,
            minimum: counted.minimum.code().to_owned(),
            as_of: counted.as_of,
            position: counted.position,
            engine: counted.engine.clone(),
            digest: counted.digest.clone(),
            snapshot: counted.snapshot.as_ref().map(|kept| kept.number.clone()),
            has_list: !counted.rows.is_empty(),
            groups: groups(counted, sees_all(depth)),
        }
    }

    /// The whole that the number is.
    pub fn whole(&self) -> Option<&Cells> {
        self.groups.first().map(|group| &group.whole)
    }
}

/// What changed against the last published count.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct SinceView {
    /// The kept count.
    pub number: String,
    #[schema(value_type = String)]
    pub as_of: Day,
    /// How many units, by what happened.
    pub changes: Vec<ChangeSum>,
}

/// Changes of one sort.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ChangeSum {
    #[schema(value_type = String)]
    pub how: How,
    pub units: Seen,
    /// What they change in the value.
    pub delta: Seen,
}

/// Two counts against each other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct DifferenceView {
    pub definition: Definition,
    pub before: CountView,
    pub after: CountView,
    /// The change of the value; the deltas of `changes` sum to it.
    pub delta: Seen,
    pub changes: Vec<ChangeSum>,
    /// Units that changed; empty where rows are not shown.
    pub units: Vec<UnitChange>,
    /// True when there are more units than listed.
    pub more: bool,
    /// Kept counts to choose from.
    pub snapshots: Vec<Snapshot>,
}

/// A unit that changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct UnitChange {
    #[schema(value_type = String)]
    pub how: How,
    pub series: String,
    #[serde(flatten)]
    pub unit: UnitName,
    #[schema(value_type = Option<String>)]
    pub before: Option<Part>,
    #[schema(value_type = Option<String>)]
    pub after: Option<Part>,
    pub reason: Option<String>,
    /// What it changes in the value.
    pub delta: Seen,
}

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

/// Entitled readers see every count.
pub fn sees_all(depth: Depth) -> bool {
    depth >= Depth::Entitled
}

/// Who sees internal definitions and counts.
pub fn seeing(depth: Depth) -> Seeing {
    if sees_all(depth) { Seeing::Internal } else { Seeing::Public }
}

/// The depth as the API says it.
pub fn depth_word(depth: Depth) -> &'static str {
    match depth {
        Depth::Public | Depth::Signed => "public",
        Depth::Entitled => "entitled",
        Depth::Audit => "auditor",
    }
}

/// Which count: a kept one by its number, or one of a day, a position and a level.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Which {
    pub snapshot: Option<String>,
    pub as_of: Option<Day>,
    /// A position, or a civil day or an instant that stands for the last position then.
    pub at: Option<String>,
    pub minimum: Option<Level>,
    pub version: Option<i64>,
}

/// The count that was asked for, of the newest version that this reader sees.
pub async fn counted(ctx: &Ctx, id: &str, which: &Which) -> Result<Arc<Counted>> {
    let (city, seeing) = (ctx.city(), seeing(ctx.depth()));
    let (name, wanted, zone) = (id.to_owned(), which.clone(), ctx.about().zone.clone());
    enum Found {
        Kept(Box<Counted>),
        Asked(Held, Option<i64>),
    }
    let found = city
        .read(move |read| {
            if let Some(number) = &wanted.snapshot {
                return kept(read, &name, number, seeing).map(|counted| Found::Kept(Box::new(counted)));
            }
            let held = held(read, &name, wanted.version, seeing)?;
            let position = wanted.at.as_deref().map(|at| position(read, at, &zone)).transpose()?;
            Ok(Found::Asked(held, position))
        })
        .await?;
    match found {
        Found::Kept(counted) => Ok(Arc::new(*counted)),
        Found::Asked(held, position) => {
            let as_of = which.as_of.unwrap_or_else(|| crate::api::today(ctx));
            // A position that the journal has not reached yet is the last one.
            let position = position.map(|position| position.min(city.position()));
            count(city, &held, Asked { as_of, position, minimum: which.minimum }).await
        }
    }
}

fn held(read: &impl Read, id: &str, version: Option<i64>, seeing: Seeing) -> Result<Held> {
    let Some(version) = version else { return store::newest(read, id, seeing) };
    let all = store::versions(read, id, seeing)?;
    let found = all.into_iter().find(|held| held.definition.version == version);
    found.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// A kept count with its rows, as it was stored.
pub fn kept(read: &impl Read, measure: &str, number: &str, seeing: Seeing) -> Result<Counted> {
    let snapshot = store::snapshot(read, number, seeing)?;
    if snapshot.measure != measure {
        return Err(Saying::not_found("base-not-found").into());
    }
    let held = store::find(read, &snapshot.measure, snapshot.version)?;
    let held = held.ok_or_else(|| Error::from(Saying::not_found("base-not-found")))?;
    let text = store::rows(read, number)?;
    replayed(held, snapshot, &text)
}

/// A position as a person writes it: the number, or a day (its end, in the city's zone) or an instant.
pub fn position(read: &impl Read, text: &str, zone: &str) -> Result<i64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<i64>() {
        return Ok(number.max(0));
    }
    let instant = match Day::parse(text) {
        Ok(day) => end_of(day, zone)?,
        Err(_) => {
            Instant::parse(text).map_err(|_| Saying::invalid("tower-measure-at").with("text", short(text)))?
        }
    };
    kernel::journal::store::position_at(read, instant)
}

/// The last microsecond of a civil day.
fn end_of(day: Day, zone: &str) -> Result<Instant> {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let next =
        day.plus(1).date().to_zoned(zone).map_err(|e| base::Fault::new("reading the end of a day", e))?;
    Ok(Instant::from_micros(next.timestamp().as_microsecond() - 1))
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// All measures that this reader sees, counted today.
pub async fn list(ctx: &Ctx) -> Result<MeasureList> {
    let (seeing, as_of) = (seeing(ctx.depth()), crate::api::today(ctx));
    let all = ctx.city().read(move |read| store::latest(read, seeing)).await?;
    let mut items = Vec::new();
    for held in all {
        let counted = super::count::recent(ctx.city(), &held, as_of).await;
        let counted = tolerated(counted)?;
        let definition = &held.definition;
        items.push(MeasureLine {
            id: definition.id.clone(),
            version: definition.version,
            title: definition.title.clone(),
            unit: definition.unit.clone(),
            published: held.published.is_some(),
            count: counted.as_ref().ok().map(|counted| headline(counted, sees_all(ctx.depth()))),
            has_list: counted.as_ref().is_ok_and(|counted| !counted.rows.is_empty()),
            position: counted.as_ref().ok().map(|counted| counted.position),
            headline: definition.headline().map(str::to_owned),
        });
    }
    Ok(MeasureList { items, as_of })
}

/// What cannot be counted is told on the page; only a fault stops it.
fn tolerated<T>(result: Result<T>) -> Result<std::result::Result<T, Box<Saying>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refused(saying)) if saying.class != base::problem::Class::NotFound => Ok(Err(saying)),
        Err(other) => Err(other),
    }
}

/// One measure with its number.
pub async fn show(ctx: &Ctx, id: &str, which: &Which) -> Result<(MeasureView, Option<Arc<Counted>>)> {
    let (depth, name, see) = (ctx.depth(), id.to_owned(), seeing(ctx.depth()));
    let version = which.version;
    let (held, versions, snapshots) = ctx
        .city()
        .read(move |read| {
            let held = held(read, &name, version, see)?;
            let versions = store::versions(read, &name, see)?;
            Ok((held, versions, store::snapshots(read, &name, see, HISTORY)?))
        })
        .await?;
    let counted = tolerated(counted(ctx, id, which).await)?;
    let (counted, problem) = match counted {
        Ok(counted) => (Some(counted), None),
        Err(saying) => (None, Some(saying.key.to_owned())),
    };
    let since = match &counted {
        Some(counted) => since(ctx, counted, &snapshots).await?,
        None => None,
    };
    let definition = counted.as_ref().map_or(&held, |counted| &counted.held).definition.as_ref().clone();
    let may = |action| ctx.may(action, &Default::default());
    let view = MeasureView {
        versions: versions
            .iter()
            .map(|held| VersionLine {
                version: held.definition.version,
                digest: held.digest.clone(),
                published: held.published,
            })
            .collect(),
        as_of: counted.as_ref().map_or_else(|| crate::api::today(ctx), |counted| counted.as_of),
        count: counted.as_ref().map(|counted| CountView::new(counted, depth)),
        problem,
        since,
        snapshots,
        depth: depth_word(depth).to_owned(),
        can: Can {
            take: may(&acts::TAKE),
            publish: may(&acts::PUBLISH) && held.published.is_none(),
            publish_snapshots: may(&acts::PUBLISH_SNAPSHOT),
        },
        definition,
    };
    Ok((view, counted))
}

/// Against the newest published count of an earlier day or position.
async fn since(ctx: &Ctx, counted: &Counted, snapshots: &[Snapshot]) -> Result<Option<SinceView>> {
    let own = counted.snapshot.as_ref().map_or(i64::MAX, |kept| kept.seq);
    let earlier = snapshots.iter().find(|kept| kept.published.is_some() && kept.seq < own);
    let Some(earlier) = earlier.filter(|kept| kept.digest != counted.digest) else { return Ok(None) };
    let (id, number) = (counted.definition().id.clone(), earlier.number.clone());
    let before = ctx.city().read(move |read| kept(read, &id, &number, Seeing::Public)).await?;
    let changes = changes(&before, None, counted);
    Ok(Some(SinceView {
        number: earlier.number.clone(),
        as_of: earlier.as_of,
        changes: sums(&changes, counted.definition().counts, ctx.depth()),
    }))
}

/// Changes of the group that stands for the whole.
pub fn changes(before: &Counted, known_later: Option<&Counted>, after: &Counted) -> Vec<Change> {
    let rows = |counted: &Counted| counted.headline_rows().cloned().collect::<Vec<Row>>();
    let middle = known_later.map(rows);
    difference(&rows(before), middle.as_deref(), &rows(after), before.as_of == after.as_of)
}

/// Sums by what happened. Where people are counted, small sums are hidden together: from all but one the last follows.
pub fn sums(changes: &[Change], counts: Counts, depth: Depth) -> Vec<ChangeSum> {
    let of = |how: How| changes.iter().filter(move |change| change.how == how);
    let all: Vec<(How, i64, i64)> = How::ALL
        .into_iter()
        .map(|how| (how, of(how).count() as i64, of(how).map(|change| change.delta).sum()))
        .collect();
    let small = |number: i64| (1..=measures::small::SMALL_MAX).contains(&number.abs());
    let hide = counts.is_of_people()
        && !sees_all(depth)
        && all.iter().any(|(_, units, delta)| small(*units) || small(*delta));
    all.into_iter()
        .map(|(how, units, delta)| match hide {
            true => ChangeSum { how, units: Seen::HIDDEN, delta: Seen::HIDDEN },
            false => ChangeSum { how, units: Seen::Number(units), delta: Seen::Number(delta) },
        })
        .collect()
}

/// Two counts against each other. The first day is counted once more with what is known at the second, so that
/// corrections are told apart; where the engine cannot, everything is a change of the world.
pub async fn compare(ctx: &Ctx, id: &str, from: &Which, to: &Which) -> Result<DifferenceView> {
    let (before, after) = (counted(ctx, id, from).await?, counted(ctx, id, to).await?);
    let later = Asked { as_of: before.as_of, position: Some(after.position), minimum: Some(before.minimum) };
    let known_later = match before.position < after.position && before.as_of != after.as_of {
        true => tolerated(count(ctx.city(), &before.held, later).await)?.ok(),
        false => None,
    };
    let changes = changes(&before, known_later.as_deref(), &after);
    let (depth, counts) = (ctx.depth(), after.definition().counts);
    let (views, name, see) =
        ((CountView::new(&before, depth), CountView::new(&after, depth)), id.to_owned(), seeing(depth));
    let delta = match (views.0.whole().map(|cells| cells.value), views.1.whole().map(|cells| cells.value)) {
        (Some(Seen::Number(old)), Some(Seen::Number(new))) => Seen::Number(new - old),
        (_, _) => Seen::HIDDEN,
    };
    let rows_seen = counts != Counts::People || sees_all(depth);
    let amounts_seen = !counts.is_of_people() || sees_all(depth);
    let told: Vec<Change> = if rows_seen { changes.iter().take(500).cloned().collect() } else { Vec::new() };
    let (sight, position) = (Sight::of(ctx.actor(), crate::api::today(ctx)), ctx.city().position());
    let (units, snapshots) = ctx
        .city()
        .read(move |read| {
            let mut units = Vec::new();
            for change in &told {
                units.push(unit_change(read, change, &sight, position, amounts_seen)?);
            }
            Ok((units, store::snapshots(read, &name, see, HISTORY)?))
        })
        .await?;
    Ok(DifferenceView {
        definition: after.definition().clone(),
        before: views.0,
        after: views.1,
        delta,
        changes: sums(&changes, counts, depth),
        more: rows_seen && changes.len() > units.len(),
        units,
        snapshots,
    })
}

fn unit_change(
    read: &impl Read,
    change: &Change,
    sight: &Sight,
    position: i64,
    amounts_seen: bool,
) -> Result<UnitChange> {
    Ok(UnitChange {
        how: change.how,
        series: change.series.clone(),
        unit: unit_name(read, &change.unit, sight, position)?,
        before: change.before.as_ref().map(|row| row.part),
        after: change.after.as_ref().map(|row| row.part),
        reason: change.after.as_ref().or(change.before.as_ref()).and_then(|row| row.reason.clone()),
        delta: if amounts_seen { Seen::Number(change.delta) } else { Seen::HIDDEN },
    })
}

/// Rows of a count that this reader sees, one page.
pub async fn rows(
    ctx: &Ctx,
    counted: &Arc<Counted>,
    filter: &RowFilter,
    after: usize,
    most: usize,
) -> Result<RowList> {
    let (depth, counts) = (ctx.depth(), counted.definition().counts);
    let withheld = counts == Counts::People && !sees_all(depth);
    let mut chosen: Vec<&Row> = counted.rows.iter().filter(|row| filter.fits(row)).collect();
    chosen.sort_by(|a, b| (a.part, b.level, a.key()).cmp(&(b.part, a.level, b.key())));
    let total = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    let page: Vec<Row> = match withheld {
        true => Vec::new(),
        false => chosen.into_iter().skip(after).take(most).cloned().collect(),
    };
    let next =
        (!withheld && after + page.len() < usize::try_from(total).unwrap_or(0)).then_some(after + page.len());
    let (actor, today, position) = (ctx.actor().clone(), crate::api::today(ctx), counted.position);
    let items = ctx
        .city()
        .read(move |read| {
            page.iter().map(|row| row_view(read, row, counts, &actor, today, position)).collect()
        })
        .await?;
    Ok(RowList {
        items,
        total: if withheld { Seen::HIDDEN } else { Seen::Number(total) },
        next,
        withheld,
        as_of: counted.as_of,
        position: counted.position,
        digest: counted.digest.clone(),
    })
}

fn row_view(
    read: &impl Read,
    row: &Row,
    counts: Counts,
    actor: &Actor,
    today: Day,
    position: i64,
) -> Result<RowView> {
    let depth = actor.depth();
    let amount = |number: i64| match counts == Counts::PeopleOfOrganisations && !sees_all(depth) {
        true => Seen::HIDDEN,
        false => Seen::Number(number),
    };
    Ok(RowView {
        unit: unit_name(read, &row.unit, &Sight::of(actor, today), position)?,
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
fn unit_name(read: &impl Read, unit: &str, sight: &Sight, position: i64) -> Result<UnitName> {
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
        return Ok(UnitName { number: Some(found.number), name: found.content.what, ..bare });
    }
    Ok(bare)
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
