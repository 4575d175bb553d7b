//! A printed date as the days it may mean: `2025-11` is thirty days, `2025` a year.

#[cfg(test)]
mod tests;

/// A civil day of the Gregorian calendar. Ordered as days are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// First and last day, both included, and how it was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Days {
    pub first: Day,
    pub last: Day,
    pub printed: String,
}

impl Days {
    /// Reads `2025`, `2025-11` or `2025-11-24`; anything else, and days that no calendar has, are `None`.
    pub fn parse(text: &str) -> Option<Days> {
        let mut parts = text.split('-');
        let year: u16 = figures(parts.next()?, 4)?;
        let month = parts.next().map(|part| figures(part, 2).map(|month| month as u8));
        let day = parts.next().map(|part| figures(part, 2).map(|day| day as u8));
        if year == 0 || parts.next().is_some() {
            return None;
        }
        let (first, last) = match (month, day) {
            (None, _) => (Day { year, month: 1, day: 1 }, Day { year, month: 12, day: 31 }),
            (Some(month), None) => {
                let month = month?;
                let last = days_in_month(year, month)?;
                (Day { year, month, day: 1 }, Day { year, month, day: last })
            }
            (Some(month), Some(day)) => {
                let (month, day) = (month?, day?);
                if day == 0 || day > days_in_month(year, month)? {
                    return None;
                }
                (Day { year, month, day }, Day { year, month, day })
            }
        };
        Some(Days { first, last, printed: text.to_owned() })
    }

    /// True when some day is in both.
    pub fn meet(&self, other: &Days) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

fn figures(text: &str, width: usize) -> Option<u16> {
    let is_figures = text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_figures { text.parse().ok() } else { None }
}

fn days_in_month(year: u16, month: u8) -> Option<u8> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap { 29 } else { 28 }),
        _ => None,
    }
}
