//! One pass over a meter: everything that can be counted while its readings are in the cache.
//!
//! The tally is integers only, so the quick path (whole hours, whole days, no gaps, no clock change) and
//! the general path give the same tally, and features and bills made from it are the same to the bit on
//! any number of threads. A slot without a reading, or below zero, is passed over.

use crate::civil::{Calendar, Day};
use crate::readings::Meter;

#[cfg(test)]
mod tests;

/// What one pass counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Wh and slots by kind of day (0 Monday to Friday, 1 weekend) and hour of the clock.
    pub hour_wh: [[i64; 24]; 2],
    pub hour_slots: [[i64; 24]; 2],
    /// Wh and slots by month of the year (1 to 12; 0 is unused).
    pub month_wh: [i64; 13],
    pub month_slots: [i64; 13],
    pub slots: i64,
    pub wh: i64,
    pub squares: i128,
    pub peak: i32,
    /// Whole days without a gap: number, Wh, squares of Wh, by kind of day.
    pub days: [i64; 2],
    pub day_wh: [i64; 2],
    pub day_squares: i128,
    /// Pairs of slots a day apart: n, sums of earlier and later, their squares, their products.
    pub pairs: i64,
    pub earlier: i64,
    pub later: i64,
    pub earlier_squares: i128,
    pub later_squares: i128,
    pub products: i128,
    /// Wh of each day of the calendar; `None` where a slot is missing.
    pub by_day: Vec<Option<i64>>,
    pub interval_minutes: u32,
}

impl Tally {
    /// An empty tally, to be filled again and again.
    pub fn new() -> Tally {
        Tally {
            hour_wh: [[0; 24]; 2],
            hour_slots: [[0; 24]; 2],
            month_wh: [0; 13],
            month_slots: [0; 13],
            slots: 0,
            wh: 0,
            squares: 0,
            peak: 0,
            days: [0; 2],
            day_wh: [0; 2],
            day_squares: 0,
            pairs: 0,
            earlier: 0,
            later: 0,
            earlier_squares: 0,
            later_squares: 0,
            products: 0,
            by_day: Vec::new(),
            interval_minutes: 60,
        }
    }

    /// Counts a meter whose slots the calendar describes. The calendar must be made from the same start,
    /// interval and number of slots.
    pub fn count(&mut self, meter: &Meter, calendar: &Calendar) {
        let by_day = std::mem::take(&mut self.by_day);
        *self = Tally::new();
        self.by_day = by_day;
        self.by_day.clear();
        self.interval_minutes = calendar.interval_minutes;
        for (at, day) in calendar.days.iter().enumerate() {
            let first = (day.first as usize).min(meter.wh.len());
            let last = ((day.first + day.count) as usize).min(meter.wh.len());
            let slots = &meter.wh[first..last];
            let before = at.checked_sub(1).map(|before| &calendar.days[before]).filter(|before| {
                before.count == day.count && before.minute == day.minute && before.shift_from == u32::MAX
            });
            let before = before.and_then(|before| {
                meter.wh.get(before.first as usize..(before.first + before.count) as usize)
            });
            if plain(day, slots) {
                self.plain_day(day, slots, before);
            } else {
                self.any_day(day, slots, before);
            }
        }
    }

    /// A day of 24 hours without a gap.
    fn plain_day(&mut self, day: &Day, slots: &[i32], before: Option<&[i32]>) {
        let kind = usize::from(day.weekday >= 5);
        let (mut wh, mut squares, mut products, mut peak) = (0_i64, 0_i64, 0_i64, 0_i32);
        let hours = &mut self.hour_wh[kind];
        for (slot, hour) in slots.iter().zip(hours.iter_mut()) {
            let value = i64::from(*slot);
            *hour += value;
            wh += value;
            squares += value * value;
            peak = peak.max(*slot);
        }
        self.hour_slots[kind].iter_mut().for_each(|count| *count += 1);
        self.wh += wh;
        self.slots += 24;
        self.squares += i128::from(squares);
        self.peak = self.peak.max(peak);
        self.month_wh[usize::from(day.month)] += wh;
        self.month_slots[usize::from(day.month)] += 24;
        self.whole_day(kind, wh);
        match before {
            Some(before) if before.iter().all(|wh| (0..=SQUARE_MAX).contains(wh)) => {
                let (mut sum, mut before_squares) = (0_i64, 0_i64);
                for (slot, earlier) in slots.iter().zip(before) {
                    let earlier = i64::from(*earlier);
                    products += i64::from(*slot) * earlier;
                    sum += earlier;
                    before_squares += earlier * earlier;
                }
                self.pairs += 24;
                self.later += wh;
                self.later_squares += i128::from(squares);
                self.earlier += sum;
                self.earlier_squares += i128::from(before_squares);
                self.products += i128::from(products);
            }
            Some(before) => self.pair_up(slots, before),
            None => {}
        }
    }

    fn any_day(&mut self, day: &Day, slots: &[i32], before: Option<&[i32]>) {
        let kind = usize::from(day.weekday >= 5);
        let mut wh = 0;
        let mut known = 0;
        for (slot, &value) in slots.iter().enumerate().filter(|(_, value)| **value >= 0) {
            let hour = (day.minute_of(slot as u32, self.interval_minutes) / 60) as usize;
            let value = i64::from(value);
            self.hour_wh[kind][hour] += value;
            self.hour_slots[kind][hour] += 1;
            self.squares += i128::from(value) * i128::from(value);
            self.peak = self.peak.max(value as i32);
            wh += value;
            known += 1;
        }
        self.wh += wh;
        self.slots += known;
        self.month_wh[usize::from(day.month)] += wh;
        self.month_slots[usize::from(day.month)] += known;
        let whole = i64::from(day.count) == i64::from(1_440 / self.interval_minutes.max(1))
            || (day.shift_from != u32::MAX
                && i64::from(day.count) * i64::from(self.interval_minutes) >= 1_320);
        if whole && known == i64::from(day.count) {
            self.whole_day(kind, wh);
        } else {
            self.by_day.push(None);
        }
        if let Some(before) = before {
            self.pair_up(slots, before);
        }
    }

    fn whole_day(&mut self, kind: usize, wh: i64) {
        self.days[kind] += 1;
        self.day_wh[kind] += wh;
        self.day_squares += i128::from(wh) * i128::from(wh);
        self.by_day.push(Some(wh));
    }

    fn pair_up(&mut self, slots: &[i32], before: &[i32]) {
        for (&later, &earlier) in slots.iter().zip(before).filter(|pair| *pair.0 >= 0 && *pair.1 >= 0) {
            let (later, earlier) = (i64::from(later), i64::from(earlier));
            self.pairs += 1;
            self.later += later;
            self.earlier += earlier;
            self.later_squares += i128::from(later * later);
            self.earlier_squares += i128::from(earlier * earlier);
            self.products += i128::from(later * earlier);
        }
    }
}

impl Default for Tally {
    fn default() -> Tally {
        Tally::new()
    }
}

/// Twenty-four squares of readings up to this (a megawatt-hour and more) stay inside 64 bits.
const SQUARE_MAX: i32 = 1 << 29;

fn plain(day: &Day, slots: &[i32]) -> bool {
    slots.len() == 24
        && day.minute == 0
        && day.shift_from == u32::MAX
        && slots.iter().all(|wh| (0..=SQUARE_MAX).contains(wh))
}

/// Exact order statistics of a meter's readings, by counting each value below 8,192 and sorting the few
/// above. One allocation serves all meters.
#[derive(Debug, Clone, Default)]
pub struct Ranks {
    counts: Vec<u32>,
    high: Vec<i32>,
}

/// Values below this are counted: 32 KB of counters, which stay in the first cache.
const COUNTED: u32 = 8_192;

impl Ranks {
    /// The value at each of the ranks (from 0, among readings that are not below zero), in order.
    /// A rank beyond the last reading gives the last; no readings give zero.
    pub fn at(&mut self, readings: &[i32], ranks: &[usize]) -> Vec<i32> {
        self.counts.clear();
        self.counts.resize(COUNTED as usize, 0);
        self.high.clear();
        for &wh in readings {
            // A gap has its sign bit set: as an unsigned number it is beyond the counters.
            match self.counts.get_mut(wh as u32 as usize) {
                Some(count) => *count += 1,
                None if wh >= 0 => self.high.push(wh),
                None => {}
            }
        }
        self.high.sort_unstable();
        ranks.iter().map(|rank| self.value(*rank)).collect()
    }

    fn value(&self, rank: usize) -> i32 {
        let mut seen = 0;
        let mut last = 0;
        for (wh, &count) in self.counts.iter().enumerate() {
            if count > 0 {
                seen += count as usize;
                last = wh as i32;
                if seen > rank {
                    return last;
                }
            }
        }
        self.high.get(rank - seen).or(self.high.last()).copied().unwrap_or(last)
    }
}
