//! Measuring: what a meter used in a plan's period, in all and by the clock of a time-of-use item.

use super::plan::{BandRun, Line, Period, Plan};
use super::{Clock, Days, ItemKind};
use crate::civil::{Calendar, Day, date_of, day_begins, number_of};
use crate::fault::{Fault, FaultKind};
use crate::readings::{Meter, Sum};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Energy of the meter in the period, in Wh.
///
/// # Errors
/// `Gap` when a slot of the period has no reading (or one below zero).
pub fn energy(meter: &Meter, zone: &TimeZone, period: Period) -> Result<i64, Fault> {
    let (from, to) = marks(meter, zone, period);
    if (from - meter.start) % meter.step() != 0 || (to - meter.start) % meter.step() != 0 {
        let what = format!("no reading of the meter begins at midnight of {}", period.start);
        let mend = "check the zone; readings that straddle midnight cannot be shared out";
        return Err(Fault::new(FaultKind::Period, format!("meter {}", meter.id), what, mend));
    }
    let sum = meter.sum(from, to);
    if sum.gaps == 0 {
        return Ok(sum.wh);
    }
    let what = format!("{} readings of {period} are missing or below zero", sum.gaps);
    let mend = "ask for the missing readings, or bill from the register's two ends";
    Err(Fault::new(FaultKind::Gap, format!("meter {}", meter.id), what, mend))
}

/// What is known of a period that may have gaps: the energy of its readings, and how many are missing.
pub fn known(meter: &Meter, zone: &TimeZone, period: Period) -> Sum {
    let (from, to) = marks(meter, zone, period);
    meter.sum(from, to)
}

fn marks(meter: &Meter, zone: &TimeZone, period: Period) -> (i64, i64) {
    let begins = |day| mark(meter, day_begins(zone, number_of(day)));
    (begins(period.start), begins(period.end))
}

/// Where the slot of a midnight begins: there, or for days that follow the clock up to an hour later.
fn mark(meter: &Meter, midnight: i64) -> i64 {
    let after = (meter.start - midnight).rem_euclid(meter.step());
    if after <= meter.slack() { midnight + after } else { midnight }
}

/// Energy in each band of each run of each time-of-use item, as `Usage::bands` wants it.
///
/// # Errors
/// `Gap` as above; `Missing` when no clock of the item fits a day.
pub fn measure(
    plan: &Plan<'_>,
    meter: &Meter,
    zone: &TimeZone,
    holidays: &[Date],
) -> Result<Vec<i64>, Fault> {
    if plan.bands == 0 {
        return Ok(Vec::new());
    }
    energy(meter, zone, plan.period)?;
    let calendar = Calendar::new(zone, meter.start, meter.interval_minutes, meter.wh.len());
    let mut bands = Vec::with_capacity(plan.bands);
    for (at, line) in plan.lines.iter().enumerate() {
        let Line::Bands { runs, .. } = line else { continue };
        let ItemKind::TimeOfUse { clocks, .. } = &plan.tariff.items[at].kind else { continue };
        for run in runs {
            let mut of_run = vec![0_i64; run.prices.len()];
            add_run(plan, run, clocks, meter, &calendar, holidays, &mut of_run)?;
            bands.append(&mut of_run);
        }
    }
    Ok(bands)
}

fn add_run(
    plan: &Plan<'_>,
    run: &BandRun,
    clocks: &[Clock],
    meter: &Meter,
    calendar: &Calendar,
    holidays: &[Date],
    bands: &mut [i64],
) -> Result<(), Fault> {
    let first = number_of(plan.period.start) + run.from_day as i32;
    for number in first..first + run.days as i32 {
        let Some(day) = calendar.find(number).map(|at| &calendar.days[at]) else { continue };
        let clock = clocks.iter().find(|clock| fits(clock, run.season, day, holidays)).ok_or_else(|| {
            let what = format!("no clock says what hours cost on {}", date_of(number));
            let mend = "add a [[item.clock]] with days = \"all\" to the tariff";
            Fault::new(FaultKind::Missing, format!("tariff {}", plan.tariff.id), what, mend)
        })?;
        for slot in 0..day.count {
            let hour = day.minute_of(slot, meter.interval_minutes) / 60;
            let band = clock.hours[hour.min(23) as usize];
            bands[usize::from(band)] += i64::from(meter.wh[(day.first + slot) as usize]);
        }
    }
    Ok(())
}

fn fits(clock: &Clock, season: usize, day: &Day, holidays: &[Date]) -> bool {
    let holiday = day.weekday == 6 || holidays.contains(&date_of(day.number));
    let kind = match clock.days {
        Days::All => true,
        Days::Weekdays => day.weekday < 5 && !holiday,
        Days::Saturdays => day.weekday == 5 && !holiday,
        Days::Holidays => holiday,
        Days::Weekends => day.weekday >= 5 || holiday,
    };
    kind && clock.season.is_none_or(|only| only == season)
}
