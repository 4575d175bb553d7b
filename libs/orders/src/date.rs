//! Civil days, just enough to count from a meeting to a due date.

/// A day of the Gregorian calendar, as `2026-11-27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: i32,
    pub month: u8,
    pub day: u8,
}

impl Date {
    /// `None` for a day that no calendar has, and outside the years 1 to 9998.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Date> {
        let is_day = (1..=9998).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (is_day && day <= days_in_month(year, month)).then_some(Date { year, month, day })
    }

    /// The last day of a month; `month` counts on beyond 12 into the next years.
    pub fn month_end(year: i32, month: u32) -> Date {
        let (year, month) = (year + (month as i32 - 1) / 12, ((month - 1) % 12 + 1) as u8);
        Date { year, month, day: days_in_month(year, month) }
    }

    pub fn plus_days(self, days: u32) -> Date {
        let mut date = self;
        let mut left = days;
        loop {
            let rest = u32::from(days_in_month(date.year, date.month) - date.day);
            if left <= rest {
                date.day += left as u8;
                return date;
            }
            left -= rest + 1;
            let month = u32::from(date.month) + 1;
            let end = Date::month_end(date.year, month);
            date = Date { year: end.year, month: end.month, day: 1 };
        }
    }

    /// The same day `months` later, or the last day of a shorter month.
    pub fn plus_months(self, months: u32) -> Date {
        let end = Date::month_end(self.year, u32::from(self.month) + months);
        Date { day: self.day.min(end.day), ..end }
    }

    /// 0 for Monday to 6 for Sunday (Sakamoto's method).
    pub fn weekday(self) -> u32 {
        const SHIFT: [i32; 12] = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];
        let year = if self.month < 3 { self.year - 1 } else { self.year };
        let days = year + year / 4 - year / 100 + year / 400;
        let sunday_first = (days + SHIFT[usize::from(self.month) - 1] + i32::from(self.day)) % 7;
        ((sunday_first + 6) % 7) as u32
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}
