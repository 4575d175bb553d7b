//! Features: twenty named numbers about how a home uses power.
//!
//! Each is defined in one line below, so that it can be computed by a query as well. Shares are parts of
//! the whole year's energy as the mean day of the week shows it; ratios compare daily means.

use super::profile;
use crate::pass::{Ranks, Tally};
use crate::readings::Meter;

pub const COUNT: usize = 20;

/// Names in order; the unit is the last word where there is one.
pub const NAMES: [&str; COUNT] = [
    "mean_wh_day",
    "base_w",
    "median_w",
    "high_w",
    "peak_w",
    "load_factor",
    "night_share",
    "morning_share",
    "midday_share",
    "evening_share",
    "late_share",
    "weekend_ratio",
    "weekday_peak_hour",
    "weekend_peak_hour",
    "day_variation",
    "slot_variation",
    "repeat_day",
    "summer_ratio",
    "winter_ratio",
    "low_share",
];

/// The twenty features of a meter.
///
/// `mean_wh_day` energy of a mean day; `base_w`, `median_w`, `high_w` 5th, 50th and 95th percentile
/// (lower value at rank floor(p (n-1))); `peak_w` the largest slot; `load_factor` mean over peak;
/// the shares of 0-6, 6-10, 10-17, 17-22 and 22-24 o'clock; `weekend_ratio` a weekend day over a weekday;
/// the hours of the largest bin; `day_variation` and `slot_variation` deviation over mean of days and
/// slots; `repeat_day` correlation with the slot a day earlier; `summer_ratio` and `winter_ratio` the mean
/// of July and August, and of December to February, over the year's; `low_share` slots below half the mean.
///
/// A ratio is not a number (NaN) when the readings hold no such days: unknown is not zero.
pub fn features(meter: &Meter, tally: &Tally, ranks: &mut Ranks) -> [f64; COUNT] {
    let mut out = [0.0; COUNT];
    if tally.slots == 0 {
        return out;
    }
    let n = tally.slots as f64;
    let to_watts = 60.0 / f64::from(tally.interval_minutes);
    let mean = tally.wh as f64 / n;
    let rank = |percent: i64| ((tally.slots - 1) * percent / 100) as usize;
    let order = ranks.at(&meter.wh, &[rank(5), rank(50), rank(95)]);
    out[0] = mean * 1_440.0 / f64::from(tally.interval_minutes);
    (1..4).for_each(|at| out[at] = f64::from(order[at - 1]) * to_watts);
    out[4] = f64::from(tally.peak) * to_watts;
    out[5] = ratio(mean, f64::from(tally.peak));
    shares(tally, &mut out);
    let day_mean = |kind: usize| ratio(tally.day_wh[kind] as f64, tally.days[kind] as f64);
    out[11] = if tally.days.contains(&0) { f64::NAN } else { ratio(day_mean(1), day_mean(0)) };
    let watts = profile::watts(tally);
    out[12] = largest(&watts[..24]);
    out[13] = largest(&watts[24..]);
    let days = (tally.days[0] + tally.days[1]) as f64;
    let day_wh = (tally.day_wh[0] + tally.day_wh[1]) as f64;
    out[14] = ratio(deviation(days, day_wh, tally.day_squares as f64), ratio(day_wh, days));
    out[15] = ratio(deviation(n, tally.wh as f64, tally.squares as f64), mean);
    out[16] = repeat(tally);
    let season = |months: &[usize]| {
        let wh: i64 = months.iter().map(|month| tally.month_wh[*month]).sum();
        let slots: i64 = months.iter().map(|month| tally.month_slots[*month]).sum();
        if slots == 0 { f64::NAN } else { ratio(wh as f64 / slots as f64, mean) }
    };
    out[17] = season(&[7, 8]);
    out[18] = season(&[12, 1, 2]);
    // Readings below half the mean, in integers: 2 wh n < total.
    let half = u32::try_from((tally.wh + 2 * tally.slots - 1) / (2 * tally.slots)).unwrap_or(0);
    // A gap, as an unsigned number, is above every reading.
    let low = meter.wh.iter().filter(|wh| (**wh as u32) < half).count();
    out[19] = low as f64 / n;
    out
}

fn shares(tally: &Tally, out: &mut [f64; COUNT]) {
    let hour = |hour: usize| tally.hour_wh[0][hour] + tally.hour_wh[1][hour];
    let spans = [(0, 6), (6, 10), (10, 17), (17, 22), (22, 24)];
    for (at, (from, to)) in spans.into_iter().enumerate() {
        out[6 + at] = ratio((from..to).map(hour).sum::<i64>() as f64, tally.wh as f64);
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// Deviation of a population from its count, sum and sum of squares.
fn deviation(n: f64, sum: f64, squares: f64) -> f64 {
    if n == 0.0 {
        return 0.0;
    }
    let mean = sum / n;
    (squares / n - mean * mean).max(0.0).sqrt()
}

fn largest(values: &[f64]) -> f64 {
    let mut best = 0;
    for (at, value) in values.iter().enumerate() {
        if *value > values[best] {
            best = at;
        }
    }
    best as f64
}

fn repeat(tally: &Tally) -> f64 {
    let n = tally.pairs as f64;
    if tally.pairs < 2 {
        return 0.0;
    }
    let (earlier, later) = (tally.earlier as f64 / n, tally.later as f64 / n);
    let covariance = tally.products as f64 / n - earlier * later;
    let spread = deviation(n, tally.earlier as f64, tally.earlier_squares as f64)
        * deviation(n, tally.later as f64, tally.later_squares as f64);
    ratio(covariance, spread)
}
