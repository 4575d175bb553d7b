//! Clock: the LocalTimeParameters of a feed as a zone.
//!
//! A rule is eight hexadecimal digits (ESPI DstRuleType): four bits of month, three of operator, five of
//! day, three of weekday (Monday is 1, Sunday 7), five of hour and twelve of seconds within the hour.
//! Rules that name a date, or a weekday on or after a date, have no counterpart in a POSIX rule: the clock
//! then stays at its winter offset, and the page shows which clock that is.

use crate::readings::Clock;
use jiff::tz::{Offset, TimeZone};

/// What a feed says of its clock, as read so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters {
    pub(super) offset: Option<i64>,
    pub(super) summer: i64,
    pub(super) begins: String,
    pub(super) ends: String,
}

impl Parameters {
    /// The clock, when the feed names an offset.
    pub(super) fn clock(&self) -> Option<Clock> {
        let offset = self.offset?;
        let rules = posix_day(&self.begins).zip(posix_day(&self.ends));
        // Some senders write the whole offset of summer, or that of winter again, instead of the difference.
        let summer = match (self.summer, &rules) {
            (summer, _) if (0..=7_200).contains(&summer) => summer,
            (_, Some(_)) => 3_600,
            _ => 0,
        };
        let fixed = TimeZone::fixed(Offset::from_seconds(i32::try_from(offset).ok()?).ok()?);
        let zone = match rules.filter(|_| summer > 0) {
            None => fixed,
            Some((begins, ends)) => {
                let (standard, daylight) = (posix_offset(offset), posix_offset(offset + summer));
                let rule = format!("<STD>{standard}<DST>{daylight},{begins},{ends}");
                TimeZone::posix(&rule).unwrap_or(fixed)
            }
        };
        Some(Clock { offset_seconds: offset, summer_seconds: summer, zone })
    }
}

/// POSIX counts hours west of Greenwich.
fn posix_offset(seconds_east: i64) -> String {
    let (sign, minutes) = (if seconds_east > 0 { "-" } else { "" }, seconds_east.abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// `360E2000` as `M3.2.0/02:00:00`: the second Sunday of March at two o'clock.
fn posix_day(rule: &str) -> Option<String> {
    let bits = u32::from_str_radix(rule.trim().trim_start_matches("0x"), 16).ok()?;
    let (month, operator) = (bits >> 28, bits >> 25 & 0b111);
    let (day, weekday) = (bits >> 20 & 0b1_1111, bits >> 17 & 0b111);
    let (hour, second) = (bits >> 12 & 0b1_1111, bits & 0xfff);
    // Operators 2 to 6 are the first to the fifth such weekday, 7 is the last; POSIX has five for the last.
    let week = match operator {
        2..=6 if day == 0 => operator - 1,
        7 => 5,
        // "On or after the 8th" is the second week, and so on.
        1 if matches!(day, 1 | 8 | 15 | 22) => day / 7 + 1,
        _ => return None,
    };
    let sound = (1..=12).contains(&month) && (1..=7).contains(&weekday) && hour < 24 && second < 3_600;
    sound.then(|| format!("M{month}.{week}.{}/{hour:02}:{:02}:{:02}", weekday % 7, second / 60, second % 60))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::offset_at;

    fn american(summer: i64) -> Parameters {
        let (begins, ends) = ("360E2000".to_owned(), "B40E2000".to_owned());
        Parameters { offset: Some(-18_000), summer, begins, ends }
    }

    /// Seconds since 1970 of midday UTC.
    fn midday(year: i64, month: i64, day: i64) -> i64 {
        i64::from(crate::civil::day_number(year, month, day).unwrap()) * 86_400 + 43_200
    }

    #[test]
    fn the_american_rule_changes_in_march_and_november() {
        for summer in [3_600, -18_000, -14_400] {
            let zone = american(summer).clock().unwrap().zone;
            let offsets: Vec<i64> = [(3, 8), (3, 9), (11, 1), (11, 2)]
                .map(|(month, day)| offset_at(&zone, midday(2025, month, day)))
                .to_vec();
            assert_eq!(offsets, [-18_000, -14_400, -14_400, -18_000], "{summer}");
        }
    }

    #[test]
    fn the_second_sunday_written_as_on_or_after_the_eighth_is_the_same() {
        assert_eq!(posix_day("328E2000"), posix_day("360E2000"));
        assert_eq!(posix_day("3E0E1000").unwrap(), "M3.5.0/01:00:00");
        assert_eq!(posix_day(""), None);
        assert_eq!(posix_day("FFFFFFFF"), None);
    }

    #[test]
    fn a_clock_without_rules_does_not_change() {
        let clock = Parameters { offset: Some(32_400), ..Parameters::default() }.clock().unwrap();
        assert_eq!(clock.zone, TimeZone::fixed(Offset::from_seconds(32_400).unwrap()));
        assert!(Parameters::default().clock().is_none());
    }
}
