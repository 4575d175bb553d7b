//! Demand response: what a home would have used, from its own past days.
//!
//! The two customer baselines of the Korean market: Mid(6/10), the mean of the middle six of the last ten
//! working days, and Max(4/5), the mean of the highest four of the last five. Days are ranked by their
//! energy in the event's hours. Days under three quarters of the mean of the last ten (five) are left out and
//! earlier ones taken (the source says only that such days are excluded; the mean is not taken again, because
//! that would climb with every day left out). Leaving out quiet days lifts the baseline of a single, noisy home:
//! `quality` shows by how much.
//! Same-day adjustment is not applied: its cap is in no source at hand.

use crate::fault::{Fault, FaultKind};

#[cfg(test)]
mod tests;

/// Which baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Mid6Of10,
    Max4Of5,
}

impl Method {
    fn candidates(self) -> usize {
        match self {
            Method::Mid6Of10 => 10,
            Method::Max4Of5 => 5,
        }
    }

    /// How many of the lowest and of the highest days are dropped.
    fn dropped(self) -> (usize, usize) {
        match self {
            Method::Mid6Of10 => (2, 2),
            Method::Max4Of5 => (1, 0),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Method::Mid6Of10 => "Mid(6/10)",
            Method::Max4Of5 => "Max(4/5)",
        }
    }
}

/// How far back candidates are sought, in days.
const LOOK_BACK: usize = 45;

/// One day of a home: Wh in each of 24 hours; `None` when a reading is missing.
pub type DayHours = Option<[i64; 24]>;

/// A baseline for the hours of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// Wh in each hour of the event, rounded half up.
    pub hours: Vec<i64>,
    /// Positions of the days it is the mean of, latest first.
    pub days: Vec<usize>,
}

/// The baseline for an event on day `event` in `hours`. `eligible` says which days count: working days
/// without an event.
///
/// # Errors
/// `TooFew` when the last 45 days hold too few eligible days with readings.
pub fn baseline(
    days: &[DayHours],
    eligible: &[bool],
    event: usize,
    hours: std::ops::Range<usize>,
    method: Method,
) -> Result<Baseline, Fault> {
    let inside = hours.start.min(24)..hours.end.min(24);
    let use_of = |day: &[i64; 24]| day[inside.clone()].iter().sum::<i64>();
    let earlier = (event.saturating_sub(LOOK_BACK)..event.min(days.len())).rev();
    let pool: Vec<(usize, i64, &[i64; 24])> = earlier
        .filter(|at| eligible.get(*at) == Some(&true))
        .filter_map(|at| days[at].as_ref().map(|day| (at, use_of(day), day)))
        .collect();
    let wanted = method.candidates();
    let first = &pool[..wanted.min(pool.len())];
    let (sum, n) = (first.iter().map(|day| day.1).sum::<i64>(), first.len() as i64);
    // use < 0.75 x sum / n, in integers
    let busy = |day: &&(usize, i64, &[i64; 24])| day.1 * n * 4 >= sum * 3;
    let mut chosen: Vec<(usize, i64, &[i64; 24])> = pool.iter().filter(busy).take(wanted).copied().collect();
    if chosen.len() < wanted {
        let what = format!("{} of {wanted} working days have readings before the event", chosen.len());
        return Err(Fault::new(FaultKind::TooFew, method.name(), what, "give readings of the weeks before"));
    }
    // Lowest first; of equal days the later is the lower.
    chosen.sort_by_key(|day| (day.1, std::cmp::Reverse(day.0)));
    let (low, high) = method.dropped();
    let kept = &chosen[low..wanted - high];
    let mean = |hour: usize| {
        let sum: i64 = kept.iter().map(|day| day.2[hour]).sum();
        (2 * sum + kept.len() as i64).div_euclid(2 * kept.len() as i64)
    };
    let mut days: Vec<usize> = kept.iter().map(|day| day.0).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    Ok(Baseline { hours: inside.map(mean).collect(), days })
}

/// How a baseline did against the truth, for one group of homes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    pub events: usize,
    /// Mean of (baseline - truth) over the mean truth, in per cent: above zero pays for nothing.
    pub bias_percent: f64,
    /// Deviation of the error of single events over the mean truth, in per cent.
    pub spread_percent: f64,
    /// Truth, mean Wh of an event.
    pub mean_wh: f64,
}

/// Bias and spread for each group: `rows` are (group, truth Wh, baseline Wh) of single events.
pub fn quality(rows: &[(usize, i64, i64)], groups: usize) -> Vec<Option<Quality>> {
    (0..groups)
        .map(|group| {
            let own: Vec<&(usize, i64, i64)> = rows.iter().filter(|row| row.0 == group).collect();
            let n = own.len() as f64;
            let truth = own.iter().map(|row| row.1).sum::<i64>() as f64 / n.max(1.0);
            if own.is_empty() || truth <= 0.0 {
                return None;
            }
            let error = |row: &&&(usize, i64, i64)| (row.2 - row.1) as f64;
            let bias = own.iter().map(|row| error(&row)).sum::<f64>() / n;
            let spread =
                (own.iter().map(|row| (error(&row) - bias) * (error(&row) - bias)).sum::<f64>() / n).sqrt();
            Some(Quality {
                events: own.len(),
                bias_percent: bias / truth * 100.0,
                spread_percent: spread / truth * 100.0,
                mean_wh: truth,
            })
        })
        .collect()
}

/// The hours of each day of a meter, for hours and for finer intervals.
pub fn day_hours(meter: &crate::readings::Meter, calendar: &crate::civil::Calendar) -> Vec<DayHours> {
    let whole = 1_440 / calendar.interval_minutes.max(1);
    calendar
        .days
        .iter()
        .map(|day| {
            let slots = meter.wh.get(day.first as usize..(day.first + day.count) as usize)?;
            if day.count != whole || day.shift_from != u32::MAX || slots.iter().any(|wh| *wh < 0) {
                return None;
            }
            let mut hours = [0; 24];
            for (slot, wh) in slots.iter().enumerate() {
                let hour = day.minute_of(slot as u32, calendar.interval_minutes) / 60;
                hours[hour as usize] += i64::from(*wh);
            }
            Some(hours)
        })
        .collect()
}
