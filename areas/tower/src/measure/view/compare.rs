//! Two counts against each other, for pages and the API.

use super::rows::{UnitName, unit_name};
use super::{CountView, HISTORY, Which, counted, seeing, sees_all, tolerated};
use crate::measure::count::{Asked, Counted, count};
use crate::measure::shown::Seen;
use crate::measure::{Definition, Snapshot, Whom, store};
use ::web::Ctx;
use base::Result;
use db::Read;
use kernel::policy::Depth;
use kernel::scope::Sight;
use measures::{Change, How, Part, Row, difference};
use serde::Serialize;
use utoipa::ToSchema;

/// Units that a page lists.
const UNITS: usize = 500;

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

/// Changes of the group that stands for the whole.
pub fn changes(before: &Counted, known_later: Option<&Counted>, after: &Counted) -> Vec<Change> {
    let rows = |counted: &Counted| counted.headline_rows().cloned().collect::<Vec<Row>>();
    let middle = known_later.map(rows);
    difference(&rows(before), middle.as_deref(), &rows(after), before.as_of == after.as_of)
}

/// Sums by what happened. How many people came and went is not public: a change is often of one.
pub fn sums(changes: &[Change], counts: Whom, depth: Depth) -> Vec<ChangeSum> {
    let of = |how: How| changes.iter().filter(move |change| change.how == how);
    let (units_seen, amounts_seen) =
        (counts != Whom::People || sees_all(depth), !counts.is_of_people() || sees_all(depth));
    let shown = |seen: bool, number: i64| if seen { Seen::Number(number) } else { Seen::HIDDEN };
    let one = |how: How| ChangeSum {
        how,
        units: shown(units_seen, i64::try_from(of(how).count()).unwrap_or(i64::MAX)),
        delta: shown(amounts_seen, of(how).map(|change| change.delta).sum()),
    };
    How::ALL.map(one).to_vec()
}

/// Two counts against each other. The first day is counted once more with what is known at the second, so that
/// corrections are told apart; where the engine cannot, everything is a change of the world.
pub async fn compare(ctx: &Ctx, id: &str, from: &Which, to: &Which) -> Result<DifferenceView> {
    let (before, after) = (counted(ctx, id, from).await?, counted(ctx, id, to).await?);
    let later = Asked { as_of: before.as_of, position: Some(after.position), minimum: Some(before.minimum) };
    let known_later = match before.position < after.position
        && before.as_of != after.as_of
        && !super::only_published(after.definition(), ctx.depth())
    {
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
    let rows_seen = counts != Whom::People || sees_all(depth);
    let amounts_seen = !counts.is_of_people() || sees_all(depth);
    let mut told: Vec<Change> = if rows_seen { changes.clone() } else { Vec::new() };
    told.sort_by(|a, b| (a.how, &a.series, &a.unit).cmp(&(b.how, &b.series, &b.unit)));
    told.truncate(UNITS);
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
        snapshots: super::for_reader(snapshots, after.definition(), depth),
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
