//! Base load: what runs when everybody sleeps or is out.

use crate::pass::{Ranks, Tally};
use crate::readings::Meter;

/// The base load of a home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Base {
    /// The 5th percentile of the readings, as power.
    pub watts: i64,
    /// A year of it.
    pub wh_year: i64,
    /// Part of all energy, in per cent.
    pub percent: i64,
}

/// The base load; `None` without readings.
pub fn base(meter: &Meter, tally: &Tally, ranks: &mut Ranks) -> Option<Base> {
    if tally.slots == 0 || tally.wh == 0 {
        return None;
    }
    let wh = i64::from(ranks.at(&meter.wh, &[((tally.slots - 1) * 5 / 100) as usize])[0]);
    let watts = wh * 60 / i64::from(tally.interval_minutes);
    Some(Base { watts, wh_year: watts * 8_760, percent: wh * tally.slots * 100 / tally.wh })
}
