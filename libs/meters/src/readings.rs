//! Readings: what one meter counted, slot by slot.
//!
//! A meter is a dense array of integer Wh at a fixed interval; a slot without a reading holds `GAP`.
//! No timestamp is stored. Power (W), reactive energy and several registers of one meter are not here:
//! each register is a meter of its own.
//!
//! The idea of a fixed-interval array with a start instead of timestamps is that of the PHPFina engine
//! of OpenEnergyMonitor and of every utility's load-profile register.

pub mod assemble;
pub mod check;
pub mod correct;
pub mod csv;
pub mod espi;
pub mod espi_out;
pub mod nem12;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod store;
#[cfg(test)]
mod tests;

use crate::civil::clock_text;
use jiff::tz::TimeZone;

/// Readings of this many seconds or more follow the clock: the days on which it changes are an hour shorter
/// or longer, and their marks stand at midnight or, in summer, an hour after it.
pub const COARSE_SECONDS: i64 = 6 * 3_600;

/// A slot without a reading.
pub const GAP: i32 = i32::MIN;

/// One register's readings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    pub id: String,
    /// The instant the first slot begins (seconds since 1970-01-01T00:00Z).
    pub start: i64,
    pub interval_minutes: u32,
    /// Wh in each slot, or `GAP`.
    pub wh: Vec<i32>,
}

impl Meter {
    /// The instant after the last slot.
    pub fn end(&self) -> i64 {
        self.start + i64::from(self.interval_minutes) * 60 * self.wh.len() as i64
    }

    /// The instant a slot begins.
    pub fn instant(&self, slot: usize) -> i64 {
        self.start + i64::from(self.interval_minutes) * 60 * slot as i64
    }

    /// The slot an instant lies in, when the meter covers it.
    pub fn slot(&self, instant: i64) -> Option<usize> {
        let slot = usize::try_from((instant - self.start).div_euclid(self.step())).ok()?;
        (slot < self.wh.len()).then_some(slot)
    }

    /// Seconds of one slot.
    pub fn step(&self) -> i64 {
        i64::from(self.interval_minutes) * 60
    }

    /// By how many seconds a slot's mark may stand after the midnight it belongs to.
    pub fn slack(&self) -> i64 {
        if self.step() >= COARSE_SECONDS { 3_600 } else { 0 }
    }

    /// Energy and number of gap slots between two instants. Slots the meter does not cover and slots
    /// below zero are gaps.
    pub fn sum(&self, from: i64, to: i64) -> Sum {
        let step = self.step();
        let first = (from - self.start).div_euclid(step);
        let last = (to - self.start).div_euclid(step);
        let inside = |slot: i64| usize::try_from(slot).unwrap_or(0).min(self.wh.len());
        let covered = &self.wh[inside(first)..inside(last).max(inside(first))];
        let mut sum = Sum { wh: 0, gaps: (last - first) - covered.len() as i64 };
        for &wh in covered {
            if wh < 0 {
                sum.gaps += 1;
            } else {
                sum.wh += i64::from(wh);
            }
        }
        sum
    }

    /// The runs of slots without a reading: (first slot, number of slots).
    pub fn gaps(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for (slot, _) in self.wh.iter().enumerate().filter(|(_, wh)| **wh == GAP) {
            match runs.last_mut() {
                Some((first, count)) if *first + *count == slot => *count += 1,
                _ => runs.push((slot, 1)),
            }
        }
        runs
    }
}

/// Energy over a span and how much of the span is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    pub wh: i64,
    pub gaps: i64,
}

/// What is odd about a set of readings, as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingKind {
    /// Slots without a reading.
    Gap,
    /// A whole calendar month without a reading.
    MonthMissing,
    /// The same time twice with the same value.
    Duplicate,
    /// The same time twice with different values.
    Conflict,
    /// The rows look like two meters in one file.
    MixedMeters,
    /// Rows not in order of time.
    Unsorted,
    /// Less than nothing was used.
    Negative,
    /// The same value, not zero, for a long time.
    Stuck,
    /// Zero for days.
    Silent,
    /// Far above everything else this meter shows.
    Spike,
    /// The size of the numbers does not fit the unit on the label.
    Unit,
    /// The hour that happens twice appears once, or an hour that does not exist has readings.
    ClockChange,
    /// A time that is not on the interval's grid.
    OffGrid,
    /// Readings of different length in one register.
    Lengths,
    /// Readings marked estimated or substituted by the sender.
    Estimated,
    /// Part of the file was left out, and why.
    LeftOut,
}

/// One thing worth knowing about a set of readings, with its place and its mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub kind: FindingKind,
    pub meter: String,
    /// First line of the file it concerns; 0 when it is not about a line.
    pub line: u64,
    /// The instants between which it holds.
    pub from: i64,
    pub to: i64,
    /// Slots or rows concerned.
    pub count: u64,
    pub what: String,
    pub mend: String,
}

impl Finding {
    /// One line for a person.
    pub fn text(&self, zone: &TimeZone) -> String {
        let mut place = String::new();
        if self.line > 0 {
            place = format!(" (line {})", self.line);
        } else if self.to > self.from {
            place = format!(" ({} .. {})", clock_text(zone, self.from), clock_text(zone, self.to));
        }
        format!("{}{place}: {}", self.what, self.mend)
    }
}

/// Meters read from a file and what was found on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loaded {
    pub meters: Vec<Meter>,
    pub findings: Vec<Finding>,
    /// The file says of itself that its readings are made up.
    pub synthetic: bool,
    /// The clock the file says it follows, when it says so.
    pub clock: Option<Clock>,
}

/// The clock a file names: seconds east of UTC, what is added in summer, and both as a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub offset_seconds: i64,
    pub summer_seconds: i64,
    pub zone: TimeZone,
}
