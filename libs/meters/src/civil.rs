//! Civil time: timestamps as people write them, and the local days of a series of readings.
//!
//! Instants are seconds since 1970-01-01T00:00Z. A day number counts civil days from 1970-01-01.
//! The zone always comes from the caller; nothing here asks the machine for it.

use crate::fault::{Fault, FaultKind};
use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Span, Timestamp};

pub const DAY_SECONDS: i64 = 86_400;
/// Instants beyond this (the year 5138) are mistakes.
pub const SECONDS_MAX: i64 = 100_000_000_000;

/// A timestamp as written: civil seconds since 1970-01-01 and the offset, when one was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub civil_seconds: i64,
    pub offset_seconds: Option<i32>,
}

/// What a civil time means in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    One(i64),
    /// The hour happens twice (clocks go back): the earlier and the later instant.
    Twice(i64, i64),
    /// The hour does not happen (clocks go forward): the instant the same distance after the change.
    Never(i64),
}

/// Reads `2024-03-01 13:30`, `2024-03-01T13:30:00Z`, `2024/03/01 13:30+09:00`, `2024.03.01 13:30`,
/// `20240301 1330`, `202403011330` and a date alone. `None` for anything else, day-first dates included.
pub fn written(text: &str) -> Option<Written> {
    let text = text.trim().as_bytes();
    let (day, rest) = day_part(text)?;
    let rest = match rest.first() {
        Some(b'T' | b't' | b' ') => rest[1..].trim_ascii_start(),
        _ => rest,
    };
    let (seconds, rest) = clock_part(rest)?;
    let offset_seconds = offset_part(rest.trim_ascii())?;
    Some(Written { civil_seconds: i64::from(day) * DAY_SECONDS + seconds, offset_seconds })
}

fn day_part(text: &[u8]) -> Option<(i32, &[u8])> {
    let year = digits(text.get(..4)?)?;
    let separator = *text.get(4)?;
    let (month, day, rest) = if matches!(separator, b'-' | b'/' | b'.') {
        if *text.get(7)? != separator {
            return None;
        }
        (digits(&text[5..7])?, digits(text.get(8..10)?)?, &text[10..])
    } else {
        (digits(text.get(4..6)?)?, digits(text.get(6..8)?)?, &text[8..])
    };
    Some((day_number(year, month, day)?, rest))
}

fn clock_part(text: &[u8]) -> Option<(i64, &[u8])> {
    if text.is_empty() {
        return Some((0, text));
    }
    let hour = digits(text.get(..2)?)?;
    let mut rest = &text[2..];
    let mut parts = [0_i64; 2];
    for part in &mut parts {
        rest = rest.strip_prefix(b":").unwrap_or(rest);
        match rest.get(..2).and_then(digits) {
            Some(value) => {
                *part = value;
                rest = &rest[2..];
            }
            None => break,
        }
    }
    if let Some(fraction) = rest.strip_prefix(b".") {
        let count = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if fraction[..count].iter().any(|&byte| byte != b'0') {
            return None;
        }
        rest = &fraction[count..];
    }
    // 24:00 is how several meters name the end of a day.
    let inside = hour < 24 && parts[0] < 60 && parts[1] < 60 || hour == 24 && parts == [0, 0];
    inside.then_some((hour * 3_600 + parts[0] * 60 + parts[1], rest))
}

fn offset_part(text: &[u8]) -> Option<Option<i32>> {
    match text.first() {
        None => Some(None),
        Some(b'Z' | b'z') if text.len() == 1 => Some(Some(0)),
        Some(sign @ (b'+' | b'-')) => {
            let hours = digits(text.get(1..3)?)?;
            let minutes_text = text[3..].strip_prefix(b":").unwrap_or(&text[3..]);
            let minutes = if minutes_text.is_empty() { 0 } else { digits(minutes_text)? };
            if minutes_text.len() > 2 || hours > 14 || minutes > 59 {
                return None;
            }
            let seconds = (hours * 3_600 + minutes * 60) as i32;
            Some(Some(if *sign == b'-' { -seconds } else { seconds }))
        }
        Some(_) => None,
    }
}

fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0_i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// The day number of a date of the Gregorian calendar, `None` when there is no such date.
pub fn day_number(year: i64, month: i64, day: i64) -> Option<i32> {
    let date =
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(number_of(date))
}

/// The day number of a date.
pub fn number_of(date: Date) -> i32 {
    // Days from civil, proleptic Gregorian, era of 400 years.
    let (year, month, day) = (i32::from(date.year()), i32::from(date.month()), i32::from(date.day()));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date of a day number; the calendar's first or last day when the number is beyond it.
pub fn date_of(number: i32) -> Date {
    let first = Date::constant(1970, 1, 1);
    Span::new().try_days(number).and_then(|days| first.checked_add(days)).unwrap_or(if number < 0 {
        Date::MIN
    } else {
        Date::MAX
    })
}

/// Monday is 0, Sunday is 6.
pub fn weekday(number: i32) -> usize {
    (number + 3).rem_euclid(7) as usize
}

/// The zone named `Asia/Seoul`, by an offset (`+09:00`) or by a POSIX rule (`EST5EDT,M3.2.0,M11.1.0`).
/// Other names of the zone table need the machine's table: the program looks them up and passes the
/// zone on.
///
/// # Errors
/// `Zone` when the text is none of these.
pub fn zone(name: &str) -> Result<TimeZone, Fault> {
    if let Some(Some(seconds)) = offset_part(name.as_bytes())
        && let Ok(offset) = jiff::tz::Offset::from_seconds(seconds)
    {
        return Ok(TimeZone::fixed(offset));
    }
    // Korea has had no clock changes since 1988: its rule needs no table.
    let rule = if name == "Asia/Seoul" { "KST-9" } else { name };
    TimeZone::posix(rule).map_err(|_| {
        let what = format!("'{name}' is not a time zone known without a zone table");
        Fault::new(
            FaultKind::Zone,
            "zone",
            what,
            "write Asia/Seoul, an offset such as +09:00, or a POSIX rule",
        )
    })
}

/// What a civil time means in the zone.
pub fn meaning(zone: &TimeZone, civil_seconds: i64) -> Meaning {
    let civil = civil_datetime(civil_seconds);
    match zone.to_ambiguous_timestamp(civil).offset() {
        AmbiguousOffset::Unambiguous { offset } => Meaning::One(civil_seconds - i64::from(offset.seconds())),
        AmbiguousOffset::Fold { before, after } => Meaning::Twice(
            civil_seconds - i64::from(before.seconds()),
            civil_seconds - i64::from(after.seconds()),
        ),
        AmbiguousOffset::Gap { before, .. } => Meaning::Never(civil_seconds - i64::from(before.seconds())),
    }
}

fn civil_datetime(civil_seconds: i64) -> DateTime {
    let date = date_of(civil_seconds.div_euclid(DAY_SECONDS) as i32);
    let seconds = civil_seconds.rem_euclid(DAY_SECONDS);
    date.at((seconds / 3_600) as i8, (seconds / 60 % 60) as i8, (seconds % 60) as i8, 0)
}

/// Seconds to add to an instant to read the clock in the zone.
pub fn offset_at(zone: &TimeZone, instant: i64) -> i64 {
    let stamp = Timestamp::from_second(instant).unwrap_or(Timestamp::UNIX_EPOCH);
    i64::from(zone.to_offset(stamp).seconds())
}

/// The instant a civil day begins in the zone.
pub fn day_begins(zone: &TimeZone, number: i32) -> i64 {
    match meaning(zone, i64::from(number) * DAY_SECONDS) {
        Meaning::One(instant) | Meaning::Twice(instant, _) | Meaning::Never(instant) => instant,
    }
}

/// An instant as `2024-03-01 13:30` in the zone.
pub fn clock_text(zone: &TimeZone, instant: i64) -> String {
    let civil = civil_datetime(instant + offset_at(zone, instant));
    format!("{} {:02}:{:02}", civil.date(), civil.hour(), civil.minute())
}

/// One civil day of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub number: i32,
    pub month: u8,
    pub weekday: u8,
    /// Index of the day's first slot in the series.
    pub first: u32,
    /// Slots of the series in this day; fewer than a whole day's at the ends of the series.
    pub count: u32,
    /// Clock minutes at the first slot.
    pub minute: u16,
    /// From this slot of the day on, the clock is off by `shift` minutes (a clock change).
    pub shift_from: u32,
    pub shift: i16,
}

impl Day {
    /// Clock minutes since midnight of the day's k-th slot.
    pub fn minute_of(&self, slot: u32, interval_minutes: u32) -> u32 {
        let minute = u32::from(self.minute) + slot * interval_minutes;
        let shift = if slot >= self.shift_from { i32::from(self.shift) } else { 0 };
        (minute as i32 + shift).clamp(0, 1_439) as u32
    }
}

/// The civil days of a series of slots in a zone. Meters with the same start, interval and length
/// share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    pub interval_minutes: u32,
    pub days: Vec<Day>,
}

impl Calendar {
    /// The days that `slots` slots of `interval_minutes` from `start` (an instant) touch.
    pub fn new(zone: &TimeZone, start: i64, interval_minutes: u32, slots: usize) -> Calendar {
        let step = i64::from(interval_minutes) * 60;
        let end = start + step * slots as i64;
        let mut number = (start + offset_at(zone, start)).div_euclid(DAY_SECONDS) as i32;
        let mut days = Vec::with_capacity(slots * interval_minutes as usize / 1_440 + 2);
        let mut begins = day_begins(zone, number);
        while begins < end {
            let next = day_begins(zone, number + 1);
            let first = (begins - start).max(0).div_ceil_signed(step);
            let last = (next.min(end) - start).div_ceil_signed(step);
            if last > first {
                days.push(day(zone, number, start, step, first, last));
            }
            number += 1;
            begins = next;
        }
        Calendar { interval_minutes, days }
    }

    /// The days' position of a day number, when the series touches that day.
    pub fn find(&self, number: i32) -> Option<usize> {
        let first = self.days.first()?.number;
        let at = usize::try_from(number - first).ok()?;
        (at < self.days.len()).then_some(at)
    }
}

fn day(zone: &TimeZone, number: i32, start: i64, step: i64, first: i64, last: i64) -> Day {
    let instant = start + first * step;
    let offset = offset_at(zone, instant);
    let minute = (instant + offset - i64::from(number) * DAY_SECONDS).div_euclid(60);
    let last_offset = offset_at(zone, start + (last - 1) * step);
    let mut shift_from = u32::MAX;
    if last_offset != offset {
        let changed = (first..last).find(|slot| offset_at(zone, start + slot * step) != offset);
        shift_from = changed.map_or(u32::MAX, |slot| (slot - first) as u32);
    }
    Day {
        number,
        month: date_of(number).month() as u8,
        weekday: weekday(number) as u8,
        first: first as u32,
        count: (last - first) as u32,
        minute: minute.clamp(0, 1_439) as u16,
        shift_from,
        shift: ((last_offset - offset) / 60) as i16,
    }
}

trait DivCeilSigned {
    fn div_ceil_signed(self, by: i64) -> i64;
}

impl DivCeilSigned for i64 {
    fn div_ceil_signed(self, by: i64) -> i64 {
        -(-self).div_euclid(by)
    }
}
