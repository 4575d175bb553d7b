//! Why a bill is dearer than another: days, weather, behaviour and price, in parts that add up.
//!
//! Tiers make a bill bend, so the order in which one changes things matters. The parts are the mean over
//! all orders (Shapley, "A value for n-person games", 1953), which adds up exactly; what rounding leaves
//! goes to behaviour.

use crate::fault::Fault;
use crate::tariff::bill::Usage;
use crate::tariff::plan::Plan;

/// One billed period.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    pub plan: &'a Plan<'a>,
    pub wh: i64,
    /// Wh of it that the weather accounts for; `None` when no temperatures are known.
    pub weather_wh: Option<i64>,
}

/// The difference of two bills in minor units; the parts add up to `total`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Why {
    pub before: i64,
    pub after: i64,
    pub total: i64,
    pub days: i64,
    /// `None`: temperatures are not known, and their part stands in `behaviour`.
    pub weather: Option<i64>,
    pub behaviour: i64,
    /// Rates, and the tiers of another season.
    pub price: i64,
}

const DAYS: usize = 1;
const WEATHER: usize = 2;
const BEHAVIOUR: usize = 4;
const PRICE: usize = 8;

/// Splits the difference of two bills. Both tariffs must bill by energy alone.
///
/// # Errors
/// As `Plan::bill`.
pub fn why(before: Side<'_>, after: Side<'_>) -> Result<Why, Fault> {
    let with_weather = before.weather_wh.is_some() && after.weather_wh.is_some();
    let weather =
        |side: &Side<'_>| if with_weather { side.weather_wh.unwrap_or(0).clamp(0, side.wh) } else { 0 };
    let mut bills = [0_i64; 16];
    for (changed, bill) in bills.iter_mut().enumerate() {
        let side = |factor: usize| if changed & factor != 0 { &after } else { &before };
        let days = i128::from(side(DAYS).plan.days);
        // Energy a day of the chosen side, for the chosen number of days.
        let part = |wh: i64, own_days: i64| (i128::from(wh) * days / i128::from(own_days)) as i64;
        let (warm, habit) = (side(WEATHER), side(BEHAVIOUR));
        let wh = part(weather(warm), warm.plan.days) + part(habit.wh - weather(habit), habit.plan.days);
        *bill = side(PRICE).plan.bill(Usage { wh, bands: &[] })?.total;
    }
    let share = |factor: usize| {
        // Weight of a set of s other factors among 4: s! (3 - s)! / 24.
        let weight = [6, 2, 2, 6];
        let sum: i64 = (0..16_usize)
            .filter(|set| set & factor == 0)
            .map(|set| weight[set.count_ones() as usize] * (bills[set | factor] - bills[set]))
            .sum();
        (sum as f64 / 24.0).round() as i64
    };
    let (days, warm, price) = (share(DAYS), share(WEATHER), share(PRICE));
    let total = bills[15] - bills[0];
    Ok(Why {
        before: bills[0],
        after: bills[15],
        total,
        days,
        weather: with_weather.then_some(warm),
        behaviour: total - days - price - if with_weather { warm } else { 0 },
        price,
    })
}
