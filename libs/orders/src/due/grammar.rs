//! Korean expressions for days, read from the beginning of a text without blanks.

use super::{LIMITS, Meant, without_weekday};
use crate::date::Date;

/// What was read.
pub enum Read {
    Meant(Meant),
    /// Written like a day, and no calendar has it.
    NoSuchDay,
}

impl Read {
    fn day(date: Option<Date>) -> Read {
        date.map_or(Read::NoSuchDay, |date| Read::Meant(Meant::Day(date)))
    }
}

/// Bytes read and what they mean, or `None` when no day stands here.
pub fn parse(text: &str, held_on: Date) -> Option<(usize, Read)> {
    let mut reader = Reader { text, at: 0 };
    let read = figures(&mut reader)
        .or_else(|| week(&mut reader, held_on).map(Read::Meant))
        .or_else(|| span_of_time(&mut reader, held_on).map(Read::Meant))
        .or_else(|| year_and_month(&mut reader, held_on))?;
    Some((reader.at, read))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn take(&mut self, word: &str) -> bool {
        let is_there = self.rest().starts_with(word);
        if is_there {
            self.at += word.len();
        }
        is_there
    }

    fn one_of<T: Copy>(&mut self, words: &[(&str, T)]) -> Option<T> {
        words.iter().find(|(word, _)| self.take(word)).map(|(_, value)| *value)
    }

    /// Up to four digits followed by `unit`; nothing is read otherwise.
    fn number(&mut self, unit: &str) -> Option<u32> {
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 4 || !self.rest()[digits..].starts_with(unit) {
            return None;
        }
        let value = self.rest()[..digits].parse().ok()?;
        self.at += digits + unit.len();
        Some(value)
    }
}

/// `2026.12.10`, `2026-12-10`.
fn figures(reader: &mut Reader) -> Option<Read> {
    for mark in [".", "-"] {
        let mut trial = Reader { text: reader.text, at: reader.at };
        let (Some(year), Some(month)) = (trial.number(mark), trial.number(mark)) else { continue };
        let Some(day) = trial.number("") else { continue };
        // `2024.1105.3` is no day that was meant.
        if year < 1900 || month > 99 || day > 99 {
            continue;
        }
        trial.take(".");
        reader.at = trial.at;
        return Some(Read::day(Date::new(year as i32, month as u8, day as u8)));
    }
    None
}

const WEEKDAYS: [(&str, u32); 7] =
    [("월요일", 0), ("화요일", 1), ("수요일", 2), ("목요일", 3), ("금요일", 4), ("토요일", 5), ("일요일", 6)];

fn week(reader: &mut Reader, held_on: Date) -> Option<Meant> {
    const DAYS: [(&str, u32); 6] =
        [("오늘", 0), ("금일", 0), ("내일", 1), ("명일", 1), ("모레", 2), ("글피", 3)];
    const WEEKS: [(&str, u32); 8] = [
        ("다다음주", 2),
        ("다음주", 1),
        ("내주", 1),
        ("차주", 1),
        ("이번주", 0),
        ("금주", 0),
        ("이번주말", 0),
        ("주말", 0),
    ];
    if let Some(days) = reader.one_of(&DAYS) {
        return Some(Meant::Day(held_on.plus_days(days)));
    }
    let today = held_on.weekday();
    if let Some(weekday) = reader.one_of(&WEEKDAYS) {
        return Some(Meant::Day(held_on.plus_days((weekday + 7 - today) % 7)));
    }
    let is_weekend = reader.rest().starts_with("주말");
    let weeks = reader.one_of(&WEEKS)?;
    let weekday = match reader.one_of(&WEEKDAYS) {
        Some(weekday) => weekday,
        None if is_weekend || reader.take("말") => 6,
        None if reader.take("초") => 1,
        None => 4,
    };
    // From the Monday of this week; a day that has passed stays today.
    Some(Meant::Day(held_on.plus_days((weeks * 7 + weekday).saturating_sub(today))))
}

/// More years than this are a year's number, not a length of time.
const YEARS_MAX: u32 = 99;

/// `일주일 안에`, `10일 이내`, `한 달 내로`: only with such a word behind.
fn span_of_time(reader: &mut Reader, held_on: Date) -> Option<Meant> {
    const DAYS: [(&str, u32); 16] = [
        ("하루", 1),
        ("이틀", 2),
        ("사흘", 3),
        ("나흘", 4),
        ("닷새", 5),
        ("엿새", 6),
        ("이레", 7),
        ("열흘", 10),
        ("보름", 15),
        ("일주일", 7),
        ("한주", 7),
        ("이주일", 14),
        ("두주", 14),
        ("2주일", 14),
        ("3주일", 21),
        ("1주일", 7),
    ];
    const MONTHS: [(&str, u32); 6] =
        [("한달", 1), ("두달", 2), ("석달", 3), ("세달", 3), ("넉달", 4), ("반년", 6)];
    let mut trial = Reader { text: reader.text, at: reader.at };
    let date = if let Some(days) = trial.one_of(&DAYS) {
        held_on.plus_days(days)
    } else if let Some(months) = trial.one_of(&MONTHS) {
        held_on.plus_months(months)
    } else if let Some(days) = trial.number("일") {
        held_on.plus_days(days)
    } else if let Some(weeks) = trial.number("주") {
        held_on.plus_days(weeks * 7)
    } else if let Some(months) = trial.number("개월") {
        held_on.plus_months(months)
    } else {
        held_on.plus_months(trial.number("년").filter(|years| *years <= YEARS_MAX)? * 12)
    };
    let is_span =
        ["안에", "이내", "내에", "내로", "안으로"].iter().any(|word| trial.rest().starts_with(word));
    is_span.then(|| {
        reader.at = trial.at;
        Meant::Day(date)
    })
}

/// `2026년 12월 10일`, `내년 상반기`, `이달 말`, `다음 달 15일`, `11월 말`, `20일까지`.
fn year_and_month(reader: &mut Reader, held_on: Date) -> Option<Read> {
    const YEARS: [(&str, i32); 5] = [("올해", 0), ("금년", 0), ("내년도", 1), ("내년", 1), ("후년", 2)];
    const MONTHS: [(&str, u32); 8] = [
        ("다다음달", 2),
        ("다음달", 1),
        ("내달", 1),
        ("이번달", 0),
        ("이달", 0),
        ("금월", 0),
        ("월말", 0),
        ("당월", 0),
    ];
    let begin = reader.at;
    let written = written_year(reader, held_on);
    let is_short = written.is_some() && reader.at - begin == "26년".len();
    let year = written.or_else(|| reader.one_of(&YEARS).map(|later| held_on.year + later));
    if let Some(date) = part_of_year(reader, year, held_on) {
        return Some(Read::Meant(Meant::Day(date)));
    }
    let is_month_end = reader.rest().starts_with("월말");
    // `계획을 내 달라고`: a verb, no month.
    if year.is_none()
        && !reader.rest().starts_with("내달라")
        && let Some(later) = reader.one_of(&MONTHS)
    {
        let end = Date::month_end(held_on.year, u32::from(held_on.month) + later);
        return Some(if is_month_end { Read::day(Some(end)) } else { Read::day(in_month(reader, end)) });
    }
    if let Some(month) = reader.number("월") {
        if !(1..=12).contains(&month) {
            let _day = reader.number("일");
            return Some(Read::NoSuchDay);
        }
        let is_past = month < u32::from(held_on.month);
        let year = year.unwrap_or(held_on.year + i32::from(is_past));
        return Some(Read::day(in_month(reader, Date::month_end(year, month))));
    }
    if let Some(year) =
        year.filter(|_| !is_short || LIMITS.iter().any(|limit| reader.rest().starts_with(limit)))
    {
        let _budget = reader.take("본예산") || reader.take("예산") || reader.take("추경");
        return Some(Read::Meant(Meant::Year(year)));
    }
    day_alone(reader, held_on)
}

/// `2026년`, and `26년` where a month or a part of the year follows; `1년이 지난` is a length of time.
fn written_year(reader: &mut Reader, held_on: Date) -> Option<i32> {
    let mut trial = Reader { text: reader.text, at: reader.at };
    let digits = trial.rest().bytes().take_while(u8::is_ascii_digit).count();
    let year = trial.number("년").map(|year| year as i32)?;
    let year = match digits {
        4 if year >= 1900 => year,
        2 => held_on.year - held_on.year % 100 + year,
        _ => return None,
    };
    let is_dated = digits == 4 || starts_a_part_of_year(trial.rest());
    is_dated.then(|| {
        reader.at = trial.at;
        year
    })
}

fn starts_a_part_of_year(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_counted = (1..=2).contains(&digits)
        && ["월", "분기"]
            .iter()
            .any(|unit| rest[digits..].starts_with(unit) && !rest[digits..].starts_with("개월"));
    let parts = ["상반기", "하반기", "말까지", "초까지", "연말", "까지"];
    is_counted || parts.iter().any(|part| rest.starts_with(part))
}

fn part_of_year(reader: &mut Reader, year: Option<i32>, held_on: Date) -> Option<Date> {
    const PARTS: [(&str, u32); 5] = [("상반기", 6), ("하반기", 12), ("연말", 12), ("연내", 12), ("연초", 1)];
    const WITH_YEAR: [(&str, u32); 5] = [("말", 12), ("안", 12), ("초", 1), ("중", 12), ("내", 12)];
    let month =
        reader.one_of(&PARTS).or_else(|| year.and_then(|_| reader.one_of(&WITH_YEAR))).or_else(|| {
            reader.number("분기").filter(|quarter| (1..=4).contains(quarter)).map(|quarter| quarter * 3)
        })?;
    let year = year.unwrap_or(held_on.year + i32::from(month < u32::from(held_on.month)));
    Some(Date::month_end(year, month))
}

/// A day of the month that ends with `end`: `10일`, `초`, `중순`, `말`, or its end; `None` for a day that it lacks.
fn in_month(reader: &mut Reader, end: Date) -> Option<Date> {
    const PARTS: [(&str, u8); 6] =
        [("초순", 10), ("초", 10), ("중순", 20), ("하순", 31), ("말", 31), ("안", 31)];
    let mut trial = Reader { text: reader.text, at: reader.at };
    if let Some(day) = trial.number("일").filter(|_| !trial.rest().starts_with(['간', '째'])) {
        reader.at = trial.at;
        let is_day = (1..=u32::from(end.day)).contains(&day);
        return is_day.then_some(Date { day: day as u8, ..end });
    }
    const WEEKS: [(&str, u8); 7] = [
        ("첫째주", 1),
        ("첫주", 1),
        ("둘째주", 2),
        ("셋째주", 3),
        ("넷째주", 4),
        ("다섯째주", 5),
        ("마지막주", 6),
    ];
    if let Some(week) = reader.one_of(&WEEKS) {
        return Some(friday_of_week(end, week));
    }
    let day = reader.one_of(&PARTS).unwrap_or(31);
    Some(Date { day: day.min(end.day), ..end })
}

/// The Friday of a week of the month that ends with `end`, its last one when there are fewer.
fn friday_of_week(end: Date, week: u8) -> Date {
    const FRIDAY: u32 = 4;
    let first = 1 + (FRIDAY + 7 - Date { day: 1, ..end }.weekday()) % 7;
    let mut fridays = (1..=u32::from(week)).map(|one| first + (one - 1) * 7);
    let day = fridays.rfind(|day| *day <= u32::from(end.day)).unwrap_or(first);
    Date { day: day as u8, ..end }
}

/// `20일까지`: in this month, or in the next one that still has it.
fn day_alone(reader: &mut Reader, held_on: Date) -> Option<Read> {
    let mut trial = Reader { text: reader.text, at: reader.at };
    let day = trial.number("일")?;
    if !without_weekday(trial.rest()).starts_with("까지") {
        return None;
    }
    reader.at = trial.at;
    let months = (0..=2).map(|later| Date::month_end(held_on.year, u32::from(held_on.month) + later));
    let ahead = months
        .filter(|end| (1..=u32::from(end.day)).contains(&day))
        .map(|end| Date { day: day as u8, ..end })
        .find(|date| *date >= held_on);
    Some(Read::day(ahead))
}
