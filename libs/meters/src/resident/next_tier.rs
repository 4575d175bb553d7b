//! The next tier: when it is reached at this pace, and what it costs from there.

use crate::civil::{date_of, number_of};
use crate::fault::Fault;
use crate::tariff::ItemKind;
use crate::tariff::bill::Usage;
use crate::tariff::plan::{Line, Plan};
use jiff::civil::Date;

/// Where a home stands in the tiers of this period. Money is in minor units and holds all items of the
/// bill, taxes included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextTier {
    /// Tier now, from 1.
    pub tier: usize,
    /// What the next 10 kWh cost in this tier.
    pub ten_kwh_now: i64,
    /// `None` in the last tier.
    pub next: Option<Border>,
}

/// The border to the next tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Border {
    pub at_kwh: i64,
    pub left_wh: i64,
    /// The day it is crossed at this pace; `None` when not before the period ends.
    pub on: Option<Date>,
    /// What crossing costs at once (the higher base fee).
    pub step: i64,
    /// What 10 kWh beyond the border cost.
    pub ten_kwh_beyond: i64,
}

/// Looks ahead from `wh` used in the first `days_passed` days, at `wh_per_day` from now on. `None` when
/// the tariff has no tiers, or bills by the clock.
/// In a period that crosses into another season the borders are those of its later part.
///
/// # Errors
/// As `Plan::bill`.
pub fn next_tier(
    plan: &Plan<'_>,
    wh: i64,
    days_passed: i64,
    wh_per_day: i64,
) -> Result<Option<NextTier>, Fault> {
    let tiers = plan.lines.iter().zip(&plan.tariff.items).find_map(|(line, item)| match line {
        Line::Tiers(runs) if item.kind == ItemKind::Tiers => runs.last().map(|run| run.tiers.clone()),
        _ => None,
    });
    let Some(tiers) = tiers.filter(|_| plan.bands == 0) else { return Ok(None) };
    let cost = |wh: i64| plan.bill(Usage { wh, bands: &[] }).map(|bill| bill.total);
    let ends: Vec<i64> = tiers.iter().filter_map(|tier| tier.up_to_kwh).collect();
    let passed = ends.iter().take_while(|end| plan.billed(wh) > **end * 1_000).count();
    let border = match ends.get(passed) {
        None => None,
        Some(&at_kwh) => {
            let at = at_kwh * 1_000;
            let left_wh = (at - wh).max(0);
            // Crossing means being above the border, on the day the sum exceeds it.
            let day = if wh_per_day > 0 { days_passed + left_wh / wh_per_day } else { i64::MAX };
            let on = (day < plan.days).then(|| date_of(number_of(plan.period.start) + day as i32));
            let step_energy = cost(at + 1_000)? - cost(at)?;
            let ten_kwh_beyond = cost(at + 11_000)? - cost(at + 1_000)?;
            Some(Border { at_kwh, left_wh, on, step: step_energy - ten_kwh_beyond / 10, ten_kwh_beyond })
        }
    };
    // Ten kWh that stay inside the tier, so that no base fee is mixed in.
    let from = match (passed.checked_sub(1).map(|below| ends[below]), ends.get(passed)) {
        (low, Some(end)) => (end - 10).max(low.unwrap_or(0) + 1),
        (low, None) => low.unwrap_or(0) + 1,
    } * 1_000;
    let ten_kwh_now = cost(from + 10_000)? - cost(from)?;
    Ok(Some(NextTier { tier: passed + 1, ten_kwh_now, next: border }))
}
