//! How far a target of the plan is reached: the number that is counted for it, and the pace that is needed and kept.

use super::count::Counted;
use super::shown::Cells;
use super::view::{current, seeing, sees_all};
use super::{Held, Whom, store};
use crate::plan::Target;
use ::web::Ctx;
use base::{Day, Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

/// Days of the stretch over which the pace is measured: a year.
pub const STRETCH: i64 = 365;
/// Days of a month, in tenths of a day.
const MONTH_TENTHS: i64 = 304;

/// What is counted for a target.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Reached {
    /// The key of the target.
    pub target: String,
    /// The measure.
    pub measure: String,
    /// What it comes to; null when it cannot be counted now.
    pub count: Option<Cells>,
    /// False when no rows exist: nothing is known, not zero.
    pub has_list: bool,
    /// Whom it counts.
    pub counts: Whom,
    /// The civil day it is of; null when it cannot be counted now.
    #[schema(value_type = Option<String>)]
    pub as_of: Option<Day>,
    /// The position it was counted at.
    pub position: Option<i64>,
    /// The pace; null when it cannot be told.
    pub pace: Option<Pace>,
}

/// Tenths of a unit in a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Pace {
    /// From now to the due day.
    pub needed_tenths: i64,
    /// Over the last year.
    pub kept_tenths: i64,
}

/// What is counted for these targets, on `today`.
pub async fn reached(ctx: &Ctx, targets: &[Target], today: Day) -> Result<Vec<Reached>> {
    let see = seeing(ctx.depth());
    let all = ctx.city().read(move |read| store::latest(read, see)).await?;
    reached_of(ctx, targets, &all, today).await
}

/// The same with the definitions at hand.
pub async fn reached_of(ctx: &Ctx, targets: &[Target], all: &[Held], today: Day) -> Result<Vec<Reached>> {
    let mut found = Vec::new();
    for target in targets {
        let counts = |held: &&Held| held.definition.target.as_deref() == Some(target.code.as_str());
        if let Some(held) = all.iter().find(counts) {
            found.push(one(ctx, target, held, today).await?);
        }
    }
    Ok(found)
}

async fn one(ctx: &Ctx, target: &Target, held: &Held, today: Day) -> Result<Reached> {
    let whole = sees_all(ctx.depth());
    let counted = match current(ctx, held, today).await {
        Ok(counted) => Some(counted),
        // What cannot be counted now is unknown; only a fault stops the page.
        Err(Error::Refused(_)) => None,
        Err(fault) => return Err(fault),
    };
    let has_list = counted.as_ref().is_some_and(|counted| !counted.rows.is_empty());
    let count = counted.as_ref().filter(|_| has_list).map(|counted| counted.headline(whole));
    let before = match counted.as_ref().filter(|_| has_list) {
        Some(counted) => current(ctx, held, counted.as_of.plus(-STRETCH)).await.ok(),
        None => None,
    };
    // A published count is of the day it is of; otherwise the stretch is the year that was asked for.
    let days =
        |before: &Counted| counted.as_ref().map_or(STRETCH, |now| now.as_of.number() - before.as_of.number());
    let before = before.map(|before| (before.headline(whole), days(&before)));
    Ok(Reached {
        target: target.code.clone(),
        measure: held.definition.id.clone(),
        counts: held.definition.counts,
        pace: pace(target, today, count.as_ref(), before.as_ref()),
        as_of: counted.as_ref().map(|counted| counted.as_of),
        position: counted.as_ref().map(|counted| counted.position),
        has_list,
        count,
    })
}

/// Needed until the target is due, kept since a count of so many days before; none when a number is hidden or the day has
/// passed.
fn pace(target: &Target, today: Day, now: Option<&Cells>, before: Option<&(Cells, i64)>) -> Option<Pace> {
    let (before, days) = before?;
    let (now, before) = (now?.value.number()?, before.value.number()?);
    let left = target.due?.number() - today.number();
    if left <= 0 || target.amount <= now {
        return None;
    }
    let per_month = |units: i64, days: i64| {
        // Rounded to the nearest tenth, halves away from zero.
        let (units, days) = (i128::from(units) * i128::from(MONTH_TENTHS), i128::from(days.max(1)));
        let tenths = (2 * units.abs() + days) / (2 * days) * units.signum();
        i64::try_from(tenths).unwrap_or(i64::MAX)
    };
    Some(Pace {
        needed_tenths: per_month(target.amount - now, left),
        kept_tenths: per_month(now - before, *days),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::shown::Seen;
    use base::{Id, Instant, Seeded, Tri};

    fn cells(value: i64) -> Cells {
        let zero = Seen::Number(0);
        let none = (Vec::new(), Vec::new());
        Cells {
            value: Seen::Number(value),
            high: None,
            population: zero,
            yes: zero,
            no: zero,
            unknown: zero,
            out: zero,
            reasons: none.0,
            levels: none.1,
            about: false,
        }
    }

    #[test]
    fn a_pace_is_told_in_tenths_of_a_month() {
        let target = Target {
            id: Id::new(Instant::from_micros(0), &mut Seeded::new(1)),
            code: "startups".into(),
            title: Tri::korean("창업"),
            amount: 1_000,
            unit: "company".into(),
            relation: "=".into(),
            from: None,
            due: Day::parse("2036-11-17").ok(),
            due_inferred: false,
            source: None,
        };
        let today = Day::parse("2026-11-20").unwrap();
        let found = pace(&target, today, Some(&cells(400)), Some(&(cells(340), STRETCH))).unwrap();
        assert_eq!((found.needed_tenths, found.kept_tenths), (50, 50), "49.97 and 49.97 tenths");
        let fewer = pace(&target, today, Some(&cells(340)), Some(&(cells(400), STRETCH))).unwrap();
        assert_eq!(fewer.kept_tenths, -50, "what became fewer is rounded as well");
        assert_eq!(pace(&target, today, Some(&cells(1_000)), Some(&(cells(340), STRETCH))), None, "reached");
        assert_eq!(pace(&target, today, None, Some(&(cells(340), STRETCH))), None);
        let late = Day::parse("2037-01-01").unwrap();
        assert_eq!(
            pace(&target, late, Some(&cells(400)), Some(&(cells(340), STRETCH))),
            None,
            "the day has passed"
        );
    }
}
