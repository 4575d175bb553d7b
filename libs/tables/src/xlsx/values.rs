//! Values of cells as text: numbers as people see them, dates in ISO 8601.

/// What the number format of a cell makes of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormatKind {
    /// An ordinary number.
    Number,
    /// A day, a time of day, or both.
    DateTime,
    /// A span of time, as in `[h]:mm`.
    Duration,
}

impl FormatKind {
    /// Formats without a code of their own: ECMA-376 part 1, 18.8.30, with those of East Asian
    /// editions.
    pub(super) fn of_builtin(id: u32) -> FormatKind {
        match id {
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => FormatKind::DateTime,
            46 => FormatKind::Duration,
            _ => FormatKind::Number,
        }
    }
}

/// Judges a format code by its letters outside quotation marks, brackets and escapes.
pub(super) fn format_kind(code: &str) -> FormatKind {
    let first_section = code.split(';').next().unwrap_or("");
    let mut letters = first_section.chars();
    let mut kind = FormatKind::Number;
    while let Some(letter) = letters.next() {
        match letter.to_ascii_lowercase() {
            '"' => while letters.next().is_some_and(|inner| inner != '"') {},
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inner: String = letters.by_ref().take_while(|inner| *inner != ']').collect();
                let unit = inner.to_ascii_lowercase();
                let same = |letter: char| !unit.is_empty() && unit.chars().all(|other| other == letter);
                if same('h') || same('m') || same('s') {
                    return FormatKind::Duration;
                }
            }
            'y' | 'd' | 'h' | 's' | 'm' => kind = FormatKind::DateTime,
            // "General" holds none of the letters above but must not be cut short by 'e'.
            'g' if first_section.eq_ignore_ascii_case("general") => return FormatKind::Number,
            _ => {}
        }
    }
    kind
}

/// A number with the fifteen significant digits a spreadsheet keeps.
pub(super) fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return format!("{}", number as i64);
    }
    let rounded: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

/// A serial number of days as a date, a time, or both; `None` when the calendar lacks it.
pub(super) fn date_text(serial: f64, from_1904: bool) -> Option<String> {
    // 2 958 465 is the last day of the year 9999.
    if !serial.is_finite() || !(0.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let mut day = serial.floor() as i64;
    let mut second = ((serial - serial.floor()) * 86_400.0).round() as i64;
    if second == 86_400 {
        (day, second) = (day + 1, 0);
    }
    let clock = || format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60);
    if day == 0 && second > 0 && !from_1904 {
        return Some(clock());
    }
    // Day 60 of the 1900 system is the 29 February 1900, which never was; before it the count
    // is off by one. Day 0 of the 1904 system is the first of January.
    let since_1970 = match (from_1904, day) {
        (true, _) => day - 24_107,
        (false, 0 | 60) => return None,
        (false, ..60) => day - 25_568,
        (false, _) => day - 25_569,
    };
    let (year, month, date) = civil_day(since_1970);
    if year > 9_999 {
        return None;
    }
    let day_text = format!("{year:04}-{month:02}-{date:02}");
    Some(if second == 0 { day_text } else { format!("{day_text}T{}", clock()) })
}

/// A span of days as hours, minutes and seconds.
pub(super) fn duration_text(days: f64) -> Option<String> {
    if !days.is_finite() || days.abs() > 3_000_000.0 {
        return None;
    }
    let seconds = (days * 86_400.0).round() as i64;
    let sign = if seconds < 0 { "-" } else { "" };
    let seconds = seconds.abs();
    Some(format!("{sign}{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
}

/// Year, month and day of a number of days since 1970-01-01 in the proleptic Gregorian
/// calendar: years are counted from March, so that the leap day comes last.
fn civil_day(since_1970: i64) -> (i64, i64, i64) {
    // Days since 0000-03-01; an era is 400 years.
    let days = since_1970 + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Resolves `_x000D_`, the way the format writes characters that XML cannot hold; line ends
/// become LF. ECMA-376 part 1, 22.4.2.4 (bstr).
pub(super) fn unescape_units(text: &mut String) {
    if !text.contains("_x") {
        return;
    }
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        resolved.push_str(&rest[..at]);
        let unit = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let letter = unit
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .and_then(char::from_u32);
        match letter {
            Some(letter) => {
                resolved.push(letter);
                rest = &rest[at + 7..];
            }
            None => {
                resolved.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    resolved.push_str(rest);
    *text = resolved.replace("\r\n", "\n");
}
