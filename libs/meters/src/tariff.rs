//! Tariffs: what energy costs, as data with dates and sources.
//!
//! A tariff is a list of items; an item is a list of rates, each valid for a half-open range of days.
//! Prices, tiers, discounts, taxes and rounding are data; this module holds only the kinds of items that
//! exist. No price is written in code, and no float touches money.
//!
//! A price is an integer number of 10^-6 of the currency's minor unit (won, cent), per kWh where it is a
//! price of energy.

pub mod bill;
pub mod explain;
pub mod plan;
pub mod read;
pub mod rebill;
pub mod sources;
#[cfg(test)]
pub(crate) mod tests;
pub mod use_bands;

use jiff::civil::Date;

/// Digits after the minor unit that a price may have.
pub const PRICE_DIGITS: u32 = 6;
pub const PRICE_SCALE: i128 = 1_000_000;
/// The largest percentage, in 10^-6: a thousand per cent.
pub const PERCENT_MAX: i64 = 1_000_000_000;

/// A tariff as read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tariff {
    pub id: String,
    pub title_ko: String,
    pub title_en: String,
    pub currency: String,
    /// Digits of the minor unit: 0 for won, 2 for cents.
    pub minor_digits: u32,
    pub zone: String,
    /// Made-up data says so.
    pub synthetic: bool,
    pub usage: UsageRule,
    pub proration: Proration,
    pub period: PeriodRule,
    pub total: TotalRule,
    pub sources: Vec<Source>,
    pub seasons: Vec<Season>,
    pub items: Vec<Item>,
    /// What the sources leave open, in words.
    pub open: Vec<Open>,
}

/// Where a figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    pub id: String,
    pub what: String,
    pub link: String,
}

/// A question the sources do not answer, and what is done meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub ko: String,
    pub en: String,
}

/// Months with rules of their own. The months of all seasons of a tariff make a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    pub name: String,
    pub months: Vec<u8>,
}

/// How measured energy becomes billed energy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsageRule {
    /// Whole kWh, the fraction is dropped (it stays on the register for the next period).
    WholeKwhDown,
    /// Every Wh counts.
    EveryWattHour,
}

/// How energy is shared out when a period crosses a border of seasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// In proportion to days, with fractions.
    Exact,
    /// In proportion to days; each tier rounded to whole kWh, the last tier and part take the rest.
    WholeKwh,
}

/// How a period that crosses borders is split. Rate changes inside a season are always exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proration {
    pub season: Share,
}

/// Lengths of a period that can be billed as one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRule {
    pub least_days: i64,
    pub most_days: i64,
}

/// How an amount is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// Kept with fractions.
    None,
    /// Towards zero, to a multiple of this many minor units.
    Down(i64),
    /// To the nearest multiple, halves away from zero.
    HalfUp(i64),
}

/// Rounding and floor of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TotalRule {
    pub rounding: Rounding,
    pub least: i64,
}

/// One line of the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub name: String,
    pub title_ko: String,
    pub title_en: String,
    pub kind: ItemKind,
    pub apply: Apply,
    pub rounding: Rounding,
    /// Without a rate for a day: true, the line is zero; false, the bill is refused.
    pub optional: bool,
    /// The household class this line is for; empty for everybody.
    pub class: String,
    /// Only for households without any class.
    pub unless_class: bool,
    /// Only for households with some class.
    pub any_class: bool,
    /// Of the lines that carry the same word here, only the largest counts.
    pub exclusive: String,
    pub rates: Vec<Rate>,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemKind {
    /// Price per kWh by tier of the period's energy.
    Tiers,
    /// A fee for the period by the tier reached in the named item.
    TierFee { of: usize },
    /// Price per kWh.
    PerKwh,
    /// A fee for the period.
    Fee,
    /// A fee for each day.
    DailyFee,
    /// Price per kWh by the clock; needs readings.
    TimeOfUse { bands: Vec<String>, clocks: Vec<Clock> },
    /// Per cent of the sum of the named lines.
    Percent { of: Vec<usize> },
    /// Subtracted: at most an amount, for energy up to a limit, and leaving at least an amount.
    Relief { of: Vec<usize> },
    /// Subtracted: per cent of the named lines, at most a cap.
    Discount { of: Vec<usize> },
}

/// When a rate is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apply {
    /// Each day by its own rate, shared by days.
    ByDays,
    /// The rate of the period's first day for the whole period.
    AtStart,
    /// The rate of the period's last day for the whole period.
    AtEnd,
}

/// A rate and the days it is valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    pub from: Date,
    /// The first day it is no longer valid.
    pub to: Option<Date>,
    /// Positions of the seasons it is for; empty for all.
    pub seasons: Vec<usize>,
    pub price: Price,
    /// How sure the figure is: published, secondary, derived or recalled.
    pub status: Status,
    pub sources: Vec<usize>,
    pub line: u64,
}

/// How a figure was obtained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Printed by the seller itself.
    Published,
    /// Found in at least one other source.
    Secondary,
    /// Computed from announced changes.
    Derived,
    /// Without a source: the last known figure carried on, or one from memory. A page says so.
    Recalled,
    /// Made up.
    Synthetic,
}

/// The figures of a rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Price {
    /// Tiers with the upper end in kWh (the last one open) and the price per kWh.
    Tiers(Vec<Tier>),
    /// A fee for each tier.
    Fees(Vec<i64>),
    /// One price or amount.
    One(i64),
    /// A price per kWh for each band.
    Bands(Vec<i64>),
    /// Per cent, in 10^-6.
    Percent(i64),
    /// At most this amount, for energy up to this, leaving this.
    Relief { most: i64, up_to_kwh: i64, leave: i64 },
    /// Per cent in 10^-6 and the cap, if any.
    Discount { percent: i64, cap: Option<i64> },
}

/// One tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tier {
    pub up_to_kwh: Option<i64>,
    pub price: i64,
}

/// Which band each hour of some days belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub season: Option<usize>,
    pub days: Days,
    /// Band of each hour of the day.
    pub hours: [u8; 24],
}

/// Kinds of days a clock is for. The first clock that fits counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Days {
    All,
    Weekdays,
    Saturdays,
    /// Sundays and public holidays.
    Holidays,
    /// Saturdays, Sundays and public holidays.
    Weekends,
}

impl Tariff {
    /// The season of a date.
    pub fn season_of(&self, date: Date) -> usize {
        let month = date.month() as u8;
        self.seasons.iter().position(|season| season.months.contains(&month)).unwrap_or(0)
    }

    /// Position of an item by name.
    pub fn item(&self, name: &str) -> Option<usize> {
        self.items.iter().position(|item| item.name == name)
    }

    /// The classes of household that this tariff knows.
    pub fn classes(&self) -> Vec<&str> {
        let mut classes: Vec<&str> = Vec::new();
        for item in self.items.iter().filter(|item| !item.class.is_empty()) {
            if !classes.contains(&item.class.as_str()) {
                classes.push(&item.class);
            }
        }
        classes
    }
}

impl Item {
    /// The rate valid on a day of a season.
    pub fn rate(&self, date: Date, season: usize) -> Option<usize> {
        self.rates.iter().position(|rate| {
            rate.from <= date
                && rate.to.is_none_or(|to| date < to)
                && (rate.seasons.is_empty() || rate.seasons.contains(&season))
        })
    }
}
