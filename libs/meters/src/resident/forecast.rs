//! This month's bill: a forecast of the days that are left, with an interval that is right as often as it
//! says.
//!
//! A day's energy is forecast as long-run level plus what is left of the recent deviation from it, times
//! the weekday's factor: long + keep^k (recent - long). The pace of forgetting is chosen by how well it
//! would have forecast sums of the same length in the home's own past. The interval comes from those past
//! errors (split conformal prediction, Vovk et al. 2005; Lei et al. 2018): the rank of the quantile among
//! n errors is raised by one place, and errors of overlapping spans are widened because n of them tell less
//! than n independent ones.

use crate::fault::{Fault, FaultKind};

/// A forecast of a sum of days, in Wh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    pub low: i64,
    pub middle: i64,
    pub high: i64,
    /// Past spans the interval stands on.
    pub spans: usize,
}

/// Days of history below which no forecast is made.
pub const DAYS_MIN: usize = 28;
/// The look back for factors and for errors.
const LOOK_BACK: usize = 182;
const LONG_DAYS: f64 = 60.0;
/// The errors also chose the pace, and homes change: they promise too much. The factor was chosen on the
/// even ones of twenty real homes (80 % intervals held 75 %) and held 81 % on the odd ones.
const SELECTED: f64 = 1.25;
/// Weights that recent days keep from day to day, and how long a deviation lasts.
const RECENT: [f64; 3] = [0.70, 0.85, 0.94];
const KEEP: [f64; 4] = [0.70, 0.88, 0.95, 0.99];

/// Forecasts the energy of the `ahead` days after the history. `weekday_of_next` is the weekday (Monday 0)
/// of the first of them. `percent` is how often the truth should lie inside, for example 80.
///
/// # Errors
/// `TooFew` with fewer than 28 days of readings in the last half year.
pub fn forecast(
    history: &[Option<i64>],
    ahead: usize,
    weekday_of_next: usize,
    percent: u32,
) -> Result<Forecast, Fault> {
    let history = &history[history.len().saturating_sub(LOOK_BACK + ahead)..];
    let known = history.iter().flatten().count();
    if known < DAYS_MIN {
        let what = format!("{known} days of readings are too few for a forecast");
        return Err(Fault::new(FaultKind::TooFew, "forecast", what, format!("wait for {DAYS_MIN} days")));
    }
    if ahead == 0 {
        return Ok(Forecast { low: 0, middle: 0, high: 0, spans: 0 });
    }
    let weekday_first = (weekday_of_next + 7 * history.len() - history.len()) % 7;
    let paces: Vec<(f64, f64)> = RECENT.iter().flat_map(|recent| KEEP.map(|keep| (*recent, keep))).collect();
    let states: Vec<State> = paces.iter().map(|pace| State::new(history, weekday_first, *pace)).collect();
    let first = (DAYS_MIN - 7).min(history.len() / 2);
    let mut best: Option<(f64, usize, Vec<f64>)> = None;
    for (at, state) in states.iter().enumerate() {
        let errors = past_errors(history, state, first, ahead, weekday_first);
        let cost: f64 = errors.iter().map(|error| error.abs()).sum();
        if best.as_ref().is_none_or(|best| cost < best.0) {
            best = Some((cost, at, errors));
        }
    }
    let (_, chosen, mut errors) = best.unwrap_or((0.0, 0, Vec::new()));
    let middle = states[chosen].sum(history.len(), ahead, weekday_of_next);
    errors.sort_by(f64::total_cmp);
    let spans = errors.len();
    let (low, high) = interval(&errors, ahead, percent);
    let wh = |value: f64| value.max(0.0).round() as i64;
    Ok(Forecast { low: wh(middle * low), middle: wh(middle), high: wh(middle * high), spans })
}

/// Levels after each day of a history, for one pace.
struct State {
    recent: Vec<f64>,
    long: Vec<f64>,
    keep: f64,
    factors: Vec<[f64; 7]>,
}

impl State {
    fn new(history: &[Option<i64>], weekday_first: usize, (weight, keep): (f64, f64)) -> State {
        let mean =
            history.iter().flatten().sum::<i64>() as f64 / history.iter().flatten().count().max(1) as f64;
        let start = history.iter().flatten().take(7).sum::<i64>() as f64
            / history.iter().flatten().take(7).count().max(1) as f64;
        let (mut recent, mut long) = (start, start);
        let mut sums = [[0.0; 2]; 7];
        let mut state = State { recent: vec![recent], long: vec![long], keep, factors: vec![[1.0; 7]] };
        let slow = 1.0 - 1.0 / LONG_DAYS;
        for (at, day) in history.iter().enumerate() {
            let weekday = (weekday_first + at) % 7;
            if let Some(wh) = day {
                let plain = *wh as f64 / state.factors[at][weekday];
                recent = weight * recent + (1.0 - weight) * plain;
                // The long level is a plain mean until it has seen its length.
                let seen = 1.0 / (at as f64 + 2.0);
                let share = (1.0 - slow).max(seen);
                long += share * (plain - long);
                let level = long.max(mean * 0.05).max(1.0);
                sums[weekday][0] += *wh as f64 / level;
                sums[weekday][1] += 1.0;
            }
            state.recent.push(recent);
            state.long.push(long);
            state.factors.push(factors(&sums));
        }
        state
    }

    /// Forecast of the `ahead` days after the first `seen` days.
    fn sum(&self, seen: usize, ahead: usize, weekday_of_next: usize) -> f64 {
        let (recent, long) = (self.recent[seen], self.long[seen]);
        let mut left = 1.0;
        (0..ahead)
            .map(|step| {
                left *= self.keep;
                (long + left * (recent - long)) * self.factors[seen][(weekday_of_next + step) % 7]
            })
            .sum()
    }
}

/// Weekday factors, drawn towards one while few weeks are known.
fn factors(sums: &[[f64; 2]; 7]) -> [f64; 7] {
    const DOUBT: f64 = 6.0;
    let drawn = sums.map(|[sum, count]| (sum + DOUBT) / (count + DOUBT));
    let mean = drawn.iter().sum::<f64>() / 7.0;
    drawn.map(|factor| factor / mean)
}

/// Ratio of truth to forecast for past spans of the same length whose days are all known, minus one.
fn past_errors(
    history: &[Option<i64>],
    state: &State,
    first: usize,
    ahead: usize,
    weekday_first: usize,
) -> Vec<f64> {
    let mut errors = Vec::new();
    for seen in first..=history.len().saturating_sub(ahead) {
        let span: Option<Vec<i64>> = history[seen..seen + ahead].iter().copied().collect();
        let Some(span) = span else { continue };
        let forecast = state.sum(seen, ahead, (weekday_first + seen) % 7);
        if forecast > 0.0 {
            errors.push(span.iter().sum::<i64>() as f64 / forecast - 1.0);
        }
    }
    errors
}

/// Factors on the forecast below and above which the truth lies in (100 - percent) / 2 of cases.
fn interval(errors: &[f64], ahead: usize, percent: u32) -> (f64, f64) {
    let n = errors.len();
    // Overlapping spans: about n / ahead of them are new. Without any, a wide guess.
    let fresh = n as f64 / ahead as f64;
    if n < 8 {
        let guess = 0.35 / (ahead as f64).sqrt().max(1.0) + 0.15;
        return (1.0 - guess, 1.0 + guess);
    }
    let tail = f64::from(100 - percent.min(99)) / 200.0;
    let rank = |p: f64| {
        let at = (p * (n as f64 + 1.0) - 1.0).clamp(0.0, n as f64 - 1.0);
        let (low, part) = (at.floor() as usize, at - at.floor());
        errors[low] + part * (errors[(low + 1).min(n - 1)] - errors[low])
    };
    let middle = rank(0.5);
    let widen = SELECTED + 1.1 / (fresh + 2.0);
    let low = middle + (rank(tail) - middle) * widen;
    let high = middle + (rank(1.0 - tail) - middle) * widen;
    ((1.0 + low.min(0.0)).max(0.02), 1.0 + high.max(0.0))
}
