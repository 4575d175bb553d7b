//! What pages and the API show of measures, for readers of each depth.

pub mod compare;
pub mod rows;

pub use compare::{ChangeSum, DifferenceView, UnitChange, changes, compare, sums};
pub use rows::{EvidenceView, RowFilter, RowList, RowView, UnitName, rows};

use super::api::short;
use super::count::{Asked, Counted, count, replayed};
use super::shown::{Cells, Group};
use super::store::{self, Seeing};
use super::{Definition, Held, Snapshot, Whom, acts};
use crate::who::reached;
use ::web::Ctx;
use base::{Day, Error, Instant, Level, Result, Saying, Tri};
use db::Read;
use kernel::policy::Depth;
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
    /// What it comes to; null when it cannot be counted now, or no rows exist.
    pub count: Option<Cells>,
    /// False when no rows exist: nothing is known, not zero.
    pub has_list: bool,
    /// The civil day it is of: a published count is of its own day.
    #[schema(value_type = Option<String>)]
    pub as_of: Option<Day>,
    /// The position it was counted at.
    pub position: Option<i64>,
    /// Whom it counts.
    pub counts: Whom,
    /// The unit of what is unknown.
    pub unknown_unit: String,
    /// What on the last axis the number stands for; empty when it stands for the whole.
    #[schema(value_type = Object)]
    pub headline: Tri,
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
    /// The first group stands for the whole; empty when no rows exist.
    pub groups: Vec<Group>,
    /// True when everyone can open exactly this count: only then it is cited.
    pub public: bool,
    /// The whole as everyone sees it; null when it is not public, or no rows exist.
    pub cited: Option<Cells>,
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
            groups: if counted.rows.is_empty() {
                Vec::new()
            } else {
                counted.groups(sees_all(depth)).to_vec()
            },
            public: is_public(counted),
            cited: Some(counted.headline(false)).filter(|_| is_public(counted) && !counted.rows.is_empty()),
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

impl Which {
    fn names_a_moment(&self) -> bool {
        self.as_of.is_some() || self.at.is_some() || self.minimum.is_some()
    }
}

/// True where a reader sees only counts that were published: of people, without an entitlement. From two days, two
/// positions or two levels next to each other single people could be worked out.
pub fn only_published(definition: &Definition, depth: Depth) -> bool {
    definition.counts.is_of_people() && !sees_all(depth)
}

/// True where everyone can open exactly this count.
fn is_public(counted: &Counted) -> bool {
    let kept = counted.snapshot.as_ref().map(|kept| kept.published.is_some());
    let only_published = only_published(counted.definition(), Depth::Public);
    counted.held.published.is_some() && kept.unwrap_or(!only_published)
}

/// The count that was asked for, of the newest version that this reader sees.
///
/// # Errors
/// `tower-measure-people-fixed` when someone without an entitlement chooses day, position or level of a count of people,
/// `tower-measure-people-unpublished` when none was published yet, `tower-position-future` for a position to come.
pub async fn counted(ctx: &Ctx, id: &str, which: &Which) -> Result<Arc<Counted>> {
    let (city, depth) = (ctx.city(), ctx.depth());
    let (name, wanted, zone) = (id.to_owned(), which.clone(), ctx.about().zone.clone());
    let (today, now) = (crate::api::today(ctx), city.position());
    enum Found {
        Kept(Box<Snapshot>),
        Asked(Held, Option<i64>),
    }
    let found = city
        .read(move |read| {
            if let Some(number) = &wanted.snapshot {
                let snapshot = of_measure(store::snapshot(read, number, seeing(depth))?, &name)?;
                return Ok(Found::Kept(Box::new(snapshot)));
            }
            let held = held(read, &name, wanted.version, seeing(depth))?;
            if only_published(&held.definition, depth) {
                if wanted.names_a_moment() {
                    return Err(Saying::forbidden("tower-measure-people-fixed").into());
                }
                return published(read, &name, today).map(|kept| Found::Kept(Box::new(kept)));
            }
            let position =
                wanted.at.as_deref().map(|at| position(read, at, (today, now), &zone)).transpose()?;
            Ok(Found::Asked(held, position))
        })
        .await?;
    match found {
        Found::Kept(snapshot) => super::count::kept(city, *snapshot).await,
        Found::Asked(held, position) => {
            let as_of = which.as_of.unwrap_or(today);
            count(city, &held, Asked { as_of, position, minimum: which.minimum }).await
        }
    }
}

/// The number of a measure on a day for pages that everybody opens: a count that is seconds old, or the published one
/// of the latest day until then where this reader sees no other.
pub async fn current(ctx: &Ctx, held: &Held, as_of: Day) -> Result<Arc<Counted>> {
    if !only_published(&held.definition, ctx.depth()) {
        return super::count::recent(ctx.city(), held, as_of).await;
    }
    let name = held.definition.id.clone();
    let snapshot = ctx.city().read(move |read| published(read, &name, as_of)).await?;
    super::count::kept(ctx.city(), snapshot).await
}

fn published(read: &impl Read, measure: &str, until: Day) -> Result<Snapshot> {
    let found = store::published(read, measure, Day::from_number(0), until)?;
    found.ok_or_else(|| Saying::conflict("tower-measure-people-unpublished").into())
}

/// Kept counts as a reader sees them: how many rows one has is the number itself.
pub(super) fn for_reader(
    mut snapshots: Vec<Snapshot>,
    definition: &Definition,
    depth: Depth,
) -> Vec<Snapshot> {
    if only_published(definition, depth) {
        snapshots.iter_mut().for_each(|kept| kept.rows = None);
    }
    snapshots
}

fn of_measure(snapshot: Snapshot, measure: &str) -> Result<Snapshot> {
    match snapshot.measure == measure {
        true => Ok(snapshot),
        false => Err(Saying::not_found("base-not-found").into()),
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
    with_rows(read, of_measure(store::snapshot(read, number, seeing)?, measure)?)
}

/// The rows of a kept count that was found.
pub fn with_rows(read: &impl Read, snapshot: Snapshot) -> Result<Counted> {
    let held = store::find(read, &snapshot.measure, snapshot.version)?;
    let held = held.ok_or_else(|| Error::from(Saying::not_found("base-not-found")))?;
    let text = store::rows(read, &snapshot.number)?;
    replayed(held, snapshot, &text)
}

/// A position as a person writes it: the number, or a day (its end, in the city's zone) or an instant; until the city's
/// day and newest position.
///
/// # Errors
/// `tower-measure-at` for anything else, `tower-measure-at-future` and `tower-position-future` for what is to come.
pub fn position(read: &impl Read, text: &str, (today, newest): (Day, i64), zone: &str) -> Result<i64> {
    let text = text.trim();
    let wrong = |key: &'static str| Saying::invalid(key).with("text", short(text));
    if let Ok(number) = text.parse::<i64>() {
        return if number < 0 { Err(wrong("tower-measure-at").into()) } else { reached(number, newest) };
    }
    let instant = match Day::parse(text) {
        Ok(day) if day > today => return Err(wrong("tower-measure-at-future").into()),
        Ok(day) => Instant::end_of(day, zone),
        Err(_) => Instant::parse(text).ok(),
    };
    kernel::journal::store::position_at(read, instant.ok_or_else(|| wrong("tower-measure-at"))?)
}

/// All measures that this reader sees, counted today.
pub async fn list(ctx: &Ctx) -> Result<MeasureList> {
    let (seeing, as_of) = (seeing(ctx.depth()), crate::api::today(ctx));
    let all = ctx.city().read(move |read| store::latest(read, seeing)).await?;
    let mut items = Vec::new();
    for held in all {
        let counted = tolerated(current(ctx, &held, as_of).await)?;
        let definition = &held.definition;
        items.push(MeasureLine {
            id: definition.id.clone(),
            version: definition.version,
            title: definition.title.clone(),
            unit: definition.unit.clone(),
            published: held.published.is_some(),
            count: counted
                .as_ref()
                .ok()
                .filter(|counted| !counted.rows.is_empty())
                .map(|counted| counted.headline(sees_all(ctx.depth()))),
            has_list: counted.as_ref().is_ok_and(|counted| !counted.rows.is_empty()),
            as_of: counted.as_ref().ok().map(|counted| counted.as_of),
            position: counted.as_ref().ok().map(|counted| counted.position),
            counts: definition.counts,
            unknown_unit: definition.unit_of_unknown().to_owned(),
            headline: definition.headline_title(),
        });
    }
    Ok(MeasureList { items, as_of })
}

/// What the engine refuses, and rows that break the contract, are told on the page; wrong input and faults stop it.
fn tolerated<T>(result: Result<T>) -> Result<std::result::Result<T, Box<Saying>>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refused(saying))
            if saying.key.starts_with("query-")
                || ["tower-measure-breach", "tower-measure-people-unpublished"].contains(&saying.key) =>
        {
            Ok(Err(saying))
        }
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
        snapshots: for_reader(snapshots, &definition, depth),
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
    if only_published(counted.definition(), ctx.depth()) {
        return Ok(None);
    }
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
