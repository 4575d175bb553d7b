//! Billing again: after late corrections, only the meters and periods they touch.

use super::bill::Usage;
use super::plan::Plan;
use super::use_bands::{energy, measure};
use crate::civil::{day_begins, number_of};
use crate::fault::Fault;
use crate::readings::Meter;
use crate::readings::correct::{Correction, apply, touched};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// A bill that was computed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebilled {
    pub meter: String,
    /// Position of the plan (period).
    pub period: usize,
    /// To pay in minor units, before and after; a fault where a gap makes it unknown.
    pub before: Result<i64, Fault>,
    pub after: Result<i64, Fault>,
}

/// What a log of corrections did to the bills.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebilling {
    pub bills: Vec<Rebilled>,
    /// Corrections that fit no meter.
    pub refused: Vec<Correction>,
}

/// Applies corrections to the meters and bills again what they touch, in order of meter and period. The
/// plans' periods are in order and apart; a change of one reading computes one bill, not a year.
pub fn rebill(
    meters: &mut [Meter],
    corrections: &[Correction],
    plans: &[Plan<'_>],
    zone: &TimeZone,
    holidays: &[Date],
) -> Rebilling {
    let instant = |date: Date| day_begins(zone, number_of(date));
    let spans: Vec<(i64, i64)> =
        plans.iter().map(|plan| (instant(plan.period.start), instant(plan.period.end))).collect();
    let bill = |meter: &Meter, plan: &Plan<'_>| -> Result<i64, Fault> {
        let bands = measure(plan, meter, zone, holidays)?;
        let wh = energy(meter, zone, plan.period)?;
        Ok(plan.bill(Usage { wh, bands: &bands })?.total)
    };
    // What will be touched is known only after applying; keep the meters that are named.
    let named = |meter: &&Meter| corrections.iter().any(|correction| correction.meter == meter.id);
    let old: Vec<Meter> = meters.iter().filter(named).cloned().collect();
    let outcome = apply(meters, corrections);
    let find = |meters: &[Meter], id: &str| meters.iter().position(|meter| meter.id == id);
    let mut bills = Vec::new();
    for (id, period) in touched(&outcome.applied, &spans) {
        let (Some(before), Some(after)) = (find(&old, &id), find(meters, &id)) else { continue };
        bills.push(Rebilled {
            before: bill(&old[before], &plans[period]),
            after: bill(&meters[after], &plans[period]),
            meter: id,
            period,
        });
    }
    Rebilling { bills, refused: outcome.refused }
}
