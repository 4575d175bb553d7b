//! Time: instants in UTC, civil days, half-open ranges of days, and dates known only in part.
//!
//! An instant is never a day: which day it is depends on the city's zone.

use crate::problem::{Error, Saying};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

/// Refuses a zone that the time zone database does not have.
pub fn known_zone(zone: &str) -> Result<(), Error> {
    match jiff::tz::TimeZone::get(zone) {
        Ok(_) => Ok(()),
        Err(_) => Err(Saying::invalid("base-zone-unknown").with("zone", zone).into()),
    }
}

impl Instant {
    /// From microseconds since 1970 in UTC.
    pub const fn from_micros(micros: i64) -> Instant {
        Instant(micros)
    }
    /// Microseconds since 1970 in UTC.
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// This many seconds later (earlier when negative).
    pub const fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }
    /// Reads an RFC 3339 instant with its zone.
    pub fn parse(text: &str) -> Result<Instant, Error> {
        text.parse::<jiff::Timestamp>()
            .map(|t| Instant(t.as_microsecond()))
            .map_err(|_| Saying::invalid("base-instant-broken").with("text", text).into())
    }
    /// The civil day at this instant in `zone` (an IANA name); UTC when the zone is not known.
    pub fn day_in(self, zone: &str) -> Day {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        Day::from_date(stamp.to_zoned(zone).date())
    }
    /// Reads `2026-11-21 14:03` as a person in `zone` means it; nothing when it is no such time or the zone is not known.
    pub fn parse_local(text: &str, zone: &str) -> Option<Instant> {
        let civil: jiff::civil::DateTime = text.trim().parse().ok()?;
        Some(Instant(civil.in_tz(zone).ok()?.timestamp().as_microsecond()))
    }
    /// The last microsecond of a civil day in `zone` (UTC when it is not known); nothing beyond the calendar.
    pub fn end_of(day: Day, zone: &str) -> Option<Instant> {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let next = day.plus(1).date().to_zoned(zone).ok()?;
        Some(Instant(next.timestamp().as_microsecond() - 1))
    }
    /// `2026-11-21 14:03` in `zone`, for people.
    pub fn local(self, zone: &str) -> String {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        stamp.to_zoned(zone).strftime("%Y-%m-%d %H:%M").to_string()
    }
}

/// RFC 3339 in UTC with microseconds.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stamp = jiff::Timestamp::from_microsecond(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        write!(f, "{stamp:.6}")
    }
}

/// A civil day, kept as days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day(i64);

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

impl Day {
    /// From a civil date.
    pub fn from_date(date: Date) -> Day {
        Day(EPOCH.until((jiff::Unit::Day, date)).map(|span| i64::from(span.get_days())).unwrap_or(0))
    }
    /// From year, month and day; none when there is no such day.
    pub fn of(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::from_date)
    }
    /// The stored number: days since 1970-01-01.
    pub const fn number(self) -> i64 {
        self.0
    }
    /// From the stored number.
    pub const fn from_number(number: i64) -> Day {
        Day(number)
    }
    /// The civil date.
    pub fn date(self) -> Date {
        let days = i32::try_from(self.0).unwrap_or(0);
        EPOCH.checked_add(jiff::Span::new().try_days(days).unwrap_or_default()).unwrap_or(EPOCH)
    }
    /// This many days later (earlier when negative).
    pub const fn plus(self, days: i64) -> Day {
        Day(self.0 + days)
    }
    /// The same day so many years earlier; 28 February when there is no 29th. A span beyond all dates gives the first.
    pub fn years_before(self, years: i64) -> Day {
        let span = jiff::Span::new().try_years(years).ok();
        Day::from_date(span.and_then(|span| self.date().checked_sub(span).ok()).unwrap_or(Date::MIN))
    }
    /// Reads `2026-11-21`.
    pub fn parse(text: &str) -> Result<Day, Error> {
        let broken = || Error::from(Saying::invalid("base-day-broken").with("text", text));
        if text.len() != 10 {
            return Err(broken());
        }
        Date::strptime("%Y-%m-%d", text).map(Day::from_date).map_err(|_| broken())
    }
    /// The same for a day that may be left out: none for empty text.
    pub fn parse_if_any(text: &str) -> Result<Option<Day>, Error> {
        match text.trim() {
            "" => Ok(None),
            text => Day::parse(text).map(Some),
        }
    }
    /// The calendar year.
    pub fn year(self) -> i64 {
        i64::from(self.date().year())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date())
    }
}
impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl From<Day> for String {
    fn from(day: Day) -> String {
        day.to_string()
    }
}
impl TryFrom<String> for Day {
    type Error = Error;
    fn try_from(text: String) -> Result<Day, Error> {
        Day::parse(&text)
    }
}

/// A half-open range of days `[from, to)`; an open end is none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Days {
    /// The first day; none = since ever, or not known.
    pub from: Option<Day>,
    /// The first day that no longer belongs; none = until further notice.
    pub to: Option<Day>,
}

impl Days {
    /// Always.
    pub const ALWAYS: Days = Days { from: None, to: None };

    /// From a day on.
    pub fn since(from: Day) -> Days {
        Days { from: Some(from), to: None }
    }
    /// One day.
    pub fn on(day: Day) -> Days {
        Days { from: Some(day), to: Some(day.plus(1)) }
    }
    /// A range; refused when it is empty or runs backwards.
    pub fn between(from: Option<Day>, to: Option<Day>) -> Result<Days, Error> {
        match (from, to) {
            (Some(from), Some(to)) if to <= from => {
                Err(Saying::invalid("base-days-backwards").with("from", from).with("to", to).into())
            }
            _ => Ok(Days { from, to }),
        }
    }
    /// A range told by its first and last day, as people do; refused when it runs backwards, naming both as told.
    pub fn through(from: Option<Day>, last: Option<Day>) -> Result<Days, Error> {
        match (from, last) {
            (Some(from), Some(last)) if last < from => {
                Err(Saying::invalid("base-days-backwards").with("from", from).with("to", last).into())
            }
            _ => Ok(Days { from, to: last.map(|last| last.plus(1)) }),
        }
    }
    /// True when the day belongs to the range.
    pub fn holds(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
    /// True when both share a day.
    pub fn overlaps(&self, other: &Days) -> bool {
        let starts_before = |a: Option<Day>, b: Option<Day>| match (a, b) {
            (Some(start), Some(end)) => start < end,
            _ => true,
        };
        starts_before(self.from, other.to) && starts_before(other.from, self.to)
    }
}

/// A date as far as it is known: a day, a month, a year, or a span `a..b` of them (both ends included).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct When {
    from: Partial,
    to: Option<Partial>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Partial {
    Year(i16),
    Month(i16, i8),
    Day(Day),
}

impl Partial {
    fn parse(text: &str) -> Option<Partial> {
        let numbers: Vec<&str> = text.split('-').collect();
        let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
        match numbers.as_slice() {
            [y] if digits(y, 4) => Some(Partial::Year(y.parse().ok()?)),
            [y, m] if digits(y, 4) && digits(m, 2) => {
                let (year, month) = (y.parse().ok()?, m.parse().ok()?);
                Day::of(year, month, 1)?;
                Some(Partial::Month(year, month))
            }
            [_, _, _] => Day::parse(text).ok().map(Partial::Day),
            _ => None,
        }
    }
    fn first(self) -> Day {
        match self {
            Partial::Year(y) => Day::of(y, 1, 1),
            Partial::Month(y, m) => Day::of(y, m, 1),
            Partial::Day(d) => Some(d),
        }
        .unwrap_or(Day(0))
    }
    fn after(self) -> Day {
        match self {
            Partial::Year(y) => Day::of(y + 1, 1, 1),
            Partial::Month(y, 12) => Day::of(y + 1, 1, 1),
            Partial::Month(y, m) => Day::of(y, m + 1, 1),
            Partial::Day(d) => Some(d.plus(1)),
        }
        .unwrap_or(Day(0))
    }
}

impl When {
    /// An exact day.
    pub fn day(day: Day) -> When {
        When { from: Partial::Day(day), to: None }
    }
    /// Reads `2024`, `2024-11`, `2024-11-25` or `2021..2024-03`.
    pub fn parse(text: &str) -> Result<When, Error> {
        let broken = || Error::from(Saying::invalid("base-when-broken").with("text", text));
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (from, Some(Partial::parse(to).ok_or_else(broken)?)),
            None => (text, None),
        };
        let from = Partial::parse(from).ok_or_else(broken)?;
        match to {
            Some(to) if to.after() <= from.first() => Err(broken()),
            _ => Ok(When { from, to }),
        }
    }
    /// The days it may mean.
    pub fn days(&self) -> Days {
        Days { from: Some(self.from.first()), to: Some(self.to.unwrap_or(self.from).after()) }
    }
}

impl fmt::Display for Partial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Partial::Year(y) => write!(f, "{y:04}"),
            Partial::Month(y, m) => write!(f, "{y:04}-{m:02}"),
            Partial::Day(d) => write!(f, "{d}"),
        }
    }
}
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to {
            Some(to) => write!(f, "{}..{to}", self.from),
            None => write!(f, "{}", self.from),
        }
    }
}
impl Serialize for When {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for When {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<When, D::Error> {
        let text = String::deserialize(d)?;
        When::parse(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        assert_eq!(Day::parse("1970-01-01").unwrap().number(), 0);
        assert_eq!(Day::parse("2026-11-21").unwrap().to_string(), "2026-11-21");
        assert_eq!(Day::parse("1969-12-31").unwrap().number(), -1);
        for bad in ["2026-02-30", "2026-1-1", "20261121", "", "2026-11-21x"] {
            assert!(Day::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn years_are_counted_back_to_a_day_that_there_is() {
        let back = |text: &str, years: i64| Day::parse(text).unwrap().years_before(years).to_string();
        assert_eq!(back("2026-11-21", 5), "2021-11-21");
        assert_eq!(back("2024-02-29", 1), "2023-02-28");
        assert_eq!(back("2026-11-21", i64::MAX), "-009999-01-01");
    }

    #[test]
    fn a_day_depends_on_the_zone() {
        let late_evening_utc = Instant::parse("2026-11-20T18:00:00Z").unwrap();
        assert_eq!(late_evening_utc.day_in("Asia/Seoul").to_string(), "2026-11-21");
        assert_eq!(late_evening_utc.day_in("UTC").to_string(), "2026-11-20");
    }

    #[test]
    fn partial_dates_read_back_and_cover_their_days() {
        for text in ["2024", "2024-11", "2024-11-25", "2021..2024", "2021-03..2021-04-02"] {
            assert_eq!(When::parse(text).unwrap().to_string(), text);
        }
        let days = When::parse("2021-12..2022").unwrap().days();
        assert_eq!(days.from.unwrap().to_string(), "2021-12-01");
        assert_eq!(days.to.unwrap().to_string(), "2023-01-01");
        for bad in ["24", "2024-13", "2024..2023", "2024-11-31", "2024...2025", ""] {
            assert!(When::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn ranges_are_half_open() {
        let d = |t| Day::parse(t).unwrap();
        let a = Days::between(Some(d("2026-01-01")), Some(d("2026-02-01"))).unwrap();
        assert!(a.holds(d("2026-01-31")) && !a.holds(d("2026-02-01")));
        assert!(!a.overlaps(&Days::since(d("2026-02-01"))));
        assert!(a.overlaps(&Days::on(d("2026-01-31"))) && a.overlaps(&Days::ALWAYS));
        assert!(Days::between(Some(d("2026-01-01")), Some(d("2026-01-01"))).is_err());
    }
}
