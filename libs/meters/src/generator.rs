//! Generator: a made-up city of meters, the same for the same seed, any size, one meter at a time.
//!
//! Six ways of living (archetypes) with weekday and weekend curves; each home mixes a little of a second
//! one, shifts its clock, and has its own level, noise and answer to heat and cold. Noise is first-order
//! autoregressive on the logarithm, by slot and by day; its size and persistence span what was measured on
//! real homes (3 in London, 17 in California: slot deviation 0.35-1.1, persistence 0.35-0.63; day deviation
//! 0.18-0.5, persistence 0.5-0.8). The level is that of Korean homes and July and August carry a hump of
//! cooling; both are assumptions, not measurements. Whatever is made here must be called synthetic.

use crate::civil::{Calendar, day_begins, number_of};
use crate::fault::Fault;
use crate::random::{Random, exp};
use crate::readings::Meter;
use jiff::civil::Date;
use jiff::tz::TimeZone;

#[cfg(test)]
pub(crate) mod tests;

pub const ARCHETYPES: [&str; 6] = ["evening", "commuter", "home-by-day", "night", "even", "late"];

/// Weekday and weekend curves of the archetypes, relative to their mean (24 + 24 numbers).
const CURVES: [[u8; 48]; 6] = [
    // evening: quiet day, high 18-22
    [
        6, 5, 5, 5, 5, 6, 8, 10, 9, 8, 8, 8, 9, 8, 8, 9, 11, 16, 24, 28, 27, 23, 16, 9, 8, 6, 5, 5, 5, 5, 6,
        9, 12, 13, 13, 13, 14, 13, 12, 12, 14, 18, 23, 25, 24, 20, 15, 10,
    ],
    // commuter: morning and evening peaks, empty day
    [
        5, 4, 4, 4, 5, 10, 22, 26, 14, 6, 5, 5, 5, 5, 5, 5, 7, 12, 20, 24, 22, 18, 12, 7, 7, 5, 4, 4, 4, 5,
        8, 12, 18, 20, 18, 16, 15, 14, 13, 13, 14, 16, 19, 20, 18, 15, 12, 9,
    ],
    // home by day
    [
        6, 5, 5, 5, 5, 6, 8, 10, 14, 18, 21, 22, 23, 22, 21, 19, 17, 15, 14, 13, 12, 11, 9, 7, 6, 5, 5, 5, 5,
        6, 7, 9, 13, 17, 19, 20, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 9, 7,
    ],
    // night
    [
        24, 26, 25, 22, 18, 13, 9, 7, 6, 6, 6, 6, 7, 7, 7, 7, 8, 9, 10, 11, 12, 14, 18, 22, 22, 23, 22, 19,
        15, 11, 9, 8, 8, 8, 9, 9, 10, 10, 9, 9, 10, 11, 12, 13, 14, 15, 18, 21,
    ],
    // even
    [
        11, 11, 11, 11, 11, 11, 12, 12, 12, 12, 12, 12, 13, 12, 12, 12, 13, 13, 14, 14, 14, 13, 12, 12, 11,
        11, 11, 11, 11, 11, 12, 12, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 14, 14, 13, 13, 12, 12,
    ],
    // late: peak 21-24
    [
        15, 9, 6, 5, 5, 5, 5, 6, 7, 8, 8, 9, 9, 9, 8, 8, 9, 10, 12, 15, 19, 24, 28, 25, 20, 14, 9, 6, 5, 5,
        5, 5, 6, 8, 10, 12, 13, 13, 12, 12, 12, 13, 14, 16, 19, 23, 26, 26,
    ],
];

/// What to make.
#[derive(Debug, Clone)]
pub struct City {
    pub seed: u64,
    pub meters: u64,
    pub start: Date,
    pub days: u32,
    pub interval_minutes: u32,
    pub zone: TimeZone,
}

/// Forty years of hours, or eight months of minutes: a meter is held in memory, and the weather too.
const SLOTS_MAX: u64 = 40 * 366 * 24;
/// Beyond this year instants are taken for mistakes.
const YEAR_MAX: i64 = 5_000;

/// A generator at work: the weather and the tables all meters share.
#[derive(Debug, Clone)]
pub struct Generator {
    city: City,
    pub calendar: Calendar,
    start: i64,
    /// Mean temperature of each day and of each slot, in degrees.
    pub day_temperature: Vec<f32>,
    slot_temperature: Vec<f32>,
    /// e^x for x from -8 to 8 in steps of 1/128.
    powers: Vec<f32>,
}

/// What is true of a made-up home.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Truth {
    pub archetype: usize,
    /// Wh a day without weather.
    pub level: f32,
    pub cooling: f32,
    pub heating: f32,
    pub district: u32,
}

impl Generator {
    /// Prepares a city.
    ///
    /// # Errors
    /// `Period` for an interval that is not a whole part of an hour or for no days; `Limit` for more readings
    /// of one meter than forty years of hours.
    pub fn new(city: City) -> Result<Generator, Fault> {
        if !(1..=60).contains(&city.interval_minutes) || 60 % city.interval_minutes != 0 || city.days == 0 {
            let what = format!("{} days of {}-minute readings", city.days, city.interval_minutes);
            let mend = "ask for at least a day, at 1 to 60 minutes that divide an hour";
            return Err(Fault::new(crate::FaultKind::Period, "generator", what, mend));
        }
        let slots = u64::from(city.days) * 1_440 / u64::from(city.interval_minutes);
        if slots > SLOTS_MAX || i64::from(city.start.year()) + i64::from(city.days / 365) > YEAR_MAX {
            let what = format!(
                "{} days of {}-minute readings from {}",
                city.days, city.interval_minutes, city.start
            );
            let mend = "ask for fewer days or a longer interval, before the year 5000";
            return Err(Fault::new(crate::FaultKind::Limit, "generator", what, mend));
        }
        let first = number_of(city.start);
        let start = day_begins(&city.zone, first);
        let end = day_begins(&city.zone, first + city.days as i32);
        let slots = ((end - start) / (60 * i64::from(city.interval_minutes))) as usize;
        let calendar = Calendar::new(&city.zone, start, city.interval_minutes, slots);
        let mut random = Random::new(city.seed, u64::MAX);
        let (day_temperature, slot_temperature) = weather(&calendar, slots, &mut random);
        let powers = (-1_024..=1_024).map(|step| exp(f64::from(step) / 128.0) as f32).collect();
        Ok(Generator { city, calendar, start, day_temperature, slot_temperature, powers })
    }

    /// The truth about a meter, by its number.
    pub fn truth(&self, number: u64) -> Truth {
        let mut random = Random::new(self.city.seed, number);
        self.truth_from(&mut random)
    }

    fn truth_from(&self, random: &mut Random) -> Truth {
        // Shares of the ways of living, in per cent.
        let mark = random.below(100);
        let archetype = [26, 50, 66, 76, 88, 100].iter().position(|end| mark < *end).unwrap_or(5);
        let level = 8_200.0 * self.power(random.normal() * 0.42);
        Truth {
            archetype,
            level,
            cooling: random.between(0.010, 0.080) as f32,
            heating: random.between(0.0, 0.012) as f32,
            district: random.below(97) as u32,
        }
    }

    fn power(&self, x: f32) -> f32 {
        let step = (x * 128.0 + 1_024.5).clamp(0.0, 2_048.0) as usize;
        self.powers[step]
    }

    /// Fills `meter` with the readings of a meter and returns the truth about it.
    pub fn fill(&self, number: u64, meter: &mut Meter) -> Truth {
        let mut random = Random::new(self.city.seed, number);
        let truth = self.truth_from(&mut random);
        let curve = self.curve(&truth, &mut random);
        let slot_noise = random.between(0.30, 0.70) as f32;
        let keep = random.between(0.40, 0.62) as f32;
        let day_noise = random.between(0.12, 0.34) as f32;
        let fresh = (1.0 - keep * keep).sqrt();
        let per_hour = (60 / self.city.interval_minutes) as usize;
        meter.id.clear();
        meter.id.push_str(&format!("S{number:07}"));
        meter.start = self.start;
        meter.interval_minutes = self.city.interval_minutes;
        meter.wh.clear();
        let (mut slot_state, mut day_state, mut carried) = (0.0_f32, 0.0_f32, 0.5_f32);
        let settle = slot_noise * slot_noise / 2.0;
        for day in &self.calendar.days {
            day_state = 0.66 * day_state + 0.751 * random.normal();
            let of_day = truth.level * self.power(day_state * day_noise - day_noise * day_noise / 2.0);
            let base = if day.weekday >= 5 { 24 } else { 0 };
            for slot in 0..day.count {
                let index = (day.first + slot) as usize;
                let hour = if per_hour == 1 && day.shift_from == u32::MAX {
                    slot as usize
                } else {
                    (day.minute_of(slot, self.city.interval_minutes) / 60) as usize
                };
                slot_state = keep * slot_state + fresh * random.normal();
                let temperature = self.slot_temperature[index];
                let weather = 1.0
                    + truth.cooling * (temperature - 22.0).max(0.0) * 2.0
                    + truth.heating * (6.0 - temperature).max(0.0);
                let power = self.power(slot_state * slot_noise - settle);
                let wh = of_day * curve[base + hour] * weather * power / per_hour as f32 + carried;
                let whole = wh as i32;
                carried = wh - whole as f32;
                meter.wh.push(whole);
            }
        }
        truth
    }

    /// The home's own curve: share of the day's energy in each hour, for weekday and weekend.
    fn curve(&self, truth: &Truth, random: &mut Random) -> [f32; 48] {
        let other = random.below(CURVES.len());
        let mix = random.between(0.0, 0.22) as f32;
        let shift = random.between(-0.8, 0.8) as f32;
        let base = random.between(0.0, 0.25) as f32;
        let mean = |curve: &[u8; 48]| curve.iter().map(|value| f32::from(*value)).sum::<f32>() / 48.0;
        let (main, side) = (&CURVES[truth.archetype], &CURVES[other]);
        let (main_mean, side_mean) = (mean(main), mean(side));
        std::array::from_fn(|bin| {
            let (kind, hour) = (bin / 24 * 24, bin % 24);
            let neighbour = if shift < 0.0 { (hour + 1) % 24 } else { (hour + 23) % 24 };
            let at = |curve: &[u8; 48], mean: f32| {
                let (here, there) = (f32::from(curve[kind + hour]), f32::from(curve[kind + neighbour]));
                (here + (there - here) * shift.abs()) / mean
            };
            let shape = (1.0 - mix) * at(main, main_mean) + mix * at(side, side_mean);
            ((1.0 - base) * shape + base) / 24.0
        })
    }
}

/// A year of weather of a Korean inland city, made up: a yearly wave, a daily wave, and spells.
fn weather(calendar: &Calendar, slots: usize, random: &mut Random) -> (Vec<f32>, Vec<f32>) {
    let mut days = Vec::with_capacity(calendar.days.len());
    let mut by_slot = vec![14.0; slots];
    let mut spell = 0.0_f32;
    for day in &calendar.days {
        let date = crate::civil::date_of(day.number);
        let yearly = wave((f32::from(date.day_of_year()) - 28.0) / 365.25);
        spell = 0.72 * spell + 2.2 * random.normal();
        let mean = 14.2 - 12.6 * yearly + spell;
        days.push(mean);
        for slot in 0..day.count {
            let minute = day.minute_of(slot, calendar.interval_minutes) as f32;
            by_slot[(day.first + slot) as usize] = mean - 4.2 * wave((minute / 60.0 - 4.0) / 24.0);
        }
    }
    (days, by_slot)
}

/// Cosine of a part of a turn by a polynomial, the same on every machine (error below 0.002).
fn wave(turns: f32) -> f32 {
    let x = turns - turns.floor();
    let folded = (x - 0.5).abs() * 4.0 - 1.0; // -1 .. 1, one at whole turns
    let y = folded * std::f32::consts::FRAC_PI_2;
    let square = y * y;
    y * (1.0 - square / 6.0 + square * square / 120.0 - square * square * square / 5_040.0)
}
