//! Profiles: mean use by hour of the clock, 24 numbers for Monday to Friday and 24 for the weekend.

use crate::pass::Tally;

pub const BINS: usize = 48;

/// Mean power in W in each of the 48 bins; zero where there is no reading.
pub fn watts(tally: &Tally) -> [f64; BINS] {
    std::array::from_fn(|bin| {
        let (kind, hour) = (bin / 24, bin % 24);
        let slots = tally.hour_slots[kind][hour];
        if slots == 0 {
            return 0.0;
        }
        let per_slot = tally.hour_wh[kind][hour] as f64 / slots as f64;
        per_slot * 60.0 / f64::from(tally.interval_minutes)
    })
}

/// The profile divided by its mean: its shape, apart from how much is used. Flat when nothing is used.
pub fn shape(watts: &[f64; BINS]) -> [f64; BINS] {
    let mean = watts.iter().sum::<f64>() / BINS as f64;
    if mean <= 0.0 {
        return [1.0; BINS];
    }
    watts.map(|watt| watt / mean)
}
