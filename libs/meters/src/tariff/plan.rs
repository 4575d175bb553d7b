//! Planning: a tariff and a period become integer coefficients, once for all meters of that period.
//!
//! Every amount of a plan is an integer numerator over one denominator, `den`, so that shares of days,
//! prices with fractions and Wh add up exactly. `den` = L x 10^6 x 1000, where L is the least common
//! multiple of the day counts, 10^6 the scale of prices and 1000 the Wh of a kWh. With 400 days, 10 million
//! kWh and a million won per kWh the numerators stay under 10^33, far inside 128 bits.

mod layout;

use self::layout::{Builder, parts_of};
use super::{PERCENT_MAX, PRICE_SCALE, Price, Status, Tariff, Tier};
use crate::civil::{date_of, number_of};
use crate::fault::{Fault, FaultKind};
use jiff::civil::Date;

/// The longest period a plan is made for.
const DAYS_MAX: i64 = 400;
/// More energy than this in a period is not a home, and not a number the arithmetic was sized for.
pub const WH_MAX: i64 = 10_000_000_000;

/// A half-open range of civil days: from the first day of use to the day of the next reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    pub start: Date,
    pub end: Date,
}

impl Period {
    pub fn days(&self) -> i64 {
        i64::from(number_of(self.end)) - i64::from(number_of(self.start))
    }

    /// The calendar month of a year.
    pub fn month(year: i16, month: i8) -> Option<Period> {
        let start = Date::new(year, month, 1).ok()?;
        let end = start.last_of_month().tomorrow().ok()?;
        Some(Period { start, end })
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let last = self.end.yesterday().unwrap_or(self.end);
        write!(out, "{} .. {last}", self.start)
    }
}

/// A tariff laid out for one period and one class of household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan<'t> {
    pub tariff: &'t Tariff,
    pub period: Period,
    pub days: i64,
    pub den: i128,
    /// Days of each stretch whose tiers are those of one season, in order.
    pub parts: Vec<i64>,
    pub lines: Vec<Line>,
    /// Number of measured bands that `Usage::bands` must have.
    pub bands: usize,
    /// The rates it stands on: (item, rate).
    pub used: Vec<(usize, usize)>,
}

/// One item laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Not for this household, or not in force.
    Off,
    Tiers(Vec<TierRun>),
    TierFee(Vec<FeeRun>),
    /// Numerator for each Wh, and its parts for the explanation: (days, price).
    PerWh {
        num: i128,
        runs: Vec<(i64, i64)>,
    },
    /// A fixed numerator, and its parts: (days, price).
    Fixed {
        num: i128,
        runs: Vec<(i64, i64)>,
        daily: bool,
    },
    /// Numerators for each Wh of each measured band from `first` on.
    Bands {
        first: usize,
        runs: Vec<BandRun>,
    },
    Percent {
        of: Vec<usize>,
        share: Fraction,
    },
    Relief {
        of: Vec<usize>,
        most: i128,
        up_to_wh: i64,
        leave: i128,
    },
    Discount {
        of: Vec<usize>,
        share: Fraction,
        cap: Option<i128>,
    },
}

/// A share as an exact fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    pub num: i128,
    pub den: i128,
}

/// Tiers over a stretch of days with one season and one rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierRun {
    /// Which season part, and the days of it in this run.
    pub part: usize,
    pub days: i64,
    pub tiers: Vec<Tier>,
    /// Numerator factor: of the period's energy (exact share) or of the part's energy (whole kWh).
    pub factor: i128,
    pub whole_kwh: bool,
}

/// Fees by tier over a stretch of days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeRun {
    pub days: i64,
    /// Upper ends in Wh of all tiers but the last.
    pub ends: Vec<i64>,
    pub fees: Vec<i64>,
    pub factor: i128,
}

/// Prices by band over a stretch of days (positions in the period).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BandRun {
    pub from_day: i64,
    pub days: i64,
    pub season: usize,
    pub prices: Vec<i64>,
    pub factor: i128,
}

impl<'t> Plan<'t> {
    /// Lays a tariff out for a period. `classes` are the household's classes (for discounts).
    ///
    /// # Errors
    /// `Period` when the length is not one the tariff bills as a month; `NoRate` when an item has no
    /// rate for a day; `Reference` for a class the tariff does not know.
    pub fn new(tariff: &'t Tariff, period: Period, classes: &[String]) -> Result<Plan<'t>, Fault> {
        let days = period.days();
        if days < tariff.period.least_days || days > tariff.period.most_days.min(DAYS_MAX) {
            let what = format!("{period} has {days} days");
            let rule = &tariff.period;
            let mend = format!("bill months of {} to {} days", rule.least_days, rule.most_days);
            return Err(Fault::new(FaultKind::Period, format!("tariff {}", tariff.id), what, mend));
        }
        if let Some(unknown) = classes.iter().find(|class| !tariff.classes().contains(&class.as_str())) {
            let what = format!("class '{unknown}' is not in this tariff");
            let mend = format!("use one of: {}", tariff.classes().join(", "));
            return Err(Fault::new(FaultKind::Reference, format!("tariff {}", tariff.id), what, mend));
        }
        let seasons: Vec<usize> = (0..days).map(|day| tariff.season_of(day_of(period, day))).collect();
        let part_of = parts_of(tariff, period, &seasons);
        let mut parts = vec![0; part_of.last().map_or(1, |last| last + 1)];
        part_of.iter().for_each(|part| parts[*part] += 1);
        let common = parts.iter().fold(days, |common, part| lcm(common, *part));
        fits(tariff, days, common)?;
        let den = i128::from(common) * PRICE_SCALE * 1_000;
        let mut plan =
            Plan { tariff, period, days, den, parts, lines: Vec::new(), bands: 0, used: Vec::new() };
        let builder = Builder { seasons, part_of, common: i128::from(common) };
        for item in &tariff.items {
            let mine = item.class.is_empty() || classes.contains(&item.class);
            let wanted = mine && (classes.is_empty() || !item.unless_class);
            let line = if wanted && !(item.any_class && classes.is_empty()) {
                builder.line(&mut plan, item)?
            } else {
                Line::Off
            };
            plan.lines.push(line);
        }
        Ok(plan)
    }
}

impl Plan<'_> {
    /// The least sure of the figures the plan stands on.
    pub fn status(&self) -> Status {
        let status = |used: &(usize, usize)| self.tariff.items[used.0].rates[used.1].status;
        self.used.iter().map(status).max().unwrap_or(Status::Published)
    }
}

/// Refuses figures so large that the arithmetic could overflow: the largest price or amount, times the most
/// energy, times L, times a percentage of ten times the sum, must stay far inside 128 bits.
fn fits(tariff: &Tariff, days: i64, common: i64) -> Result<(), Fault> {
    let figure = |price: &Price| match price {
        Price::Tiers(tiers) => tiers.iter().map(|tier| tier.price.unsigned_abs()).max().unwrap_or(0),
        Price::Fees(fees) | Price::Bands(fees) => {
            fees.iter().map(|fee| fee.unsigned_abs()).max().unwrap_or(0)
        }
        Price::One(price) => price.unsigned_abs(),
        Price::Percent(_) => 0,
        Price::Relief { most, leave, .. } => most.unsigned_abs().max(leave.unsigned_abs()),
        Price::Discount { cap, .. } => cap.unwrap_or(0).unsigned_abs(),
    };
    let rates = tariff.items.iter().flat_map(|item| &item.rates);
    let most = rates.map(|rate| figure(&rate.price)).max().unwrap_or(0);
    // A bound on the size only; no money is computed with these floats.
    let worst = most as f64 * WH_MAX as f64 * common as f64 * days as f64 * PERCENT_MAX as f64;
    if worst < 1e36 {
        return Ok(());
    }
    let what = format!("a figure of {most} millionths over {days} days is beyond exact arithmetic");
    Err(Fault::new(FaultKind::Limit, format!("tariff {}", tariff.id), what, "check the unit of the prices"))
}

fn day_of(period: Period, day: i64) -> Date {
    date_of(number_of(period.start) + day as i32)
}

fn lcm(a: i64, b: i64) -> i64 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}
