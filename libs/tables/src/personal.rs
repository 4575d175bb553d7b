//! Numbers that identify a living person or their card, found anywhere in a table.
//!
//! A text is cut into groups of digits with only separators between them, and every run of
//! whole groups is judged: so `900101-1234567`, `9001011234567`, full-width digits, dots, spaces
//! and digits written one by one are found alike, inside longer text too, while a piece out of
//! the middle of a long number is not. The number itself never leaves this file.
//!
//! A resident number is recognised by its date of birth and its seventh digit. Its check digit
//! only strengthens the finding: numbers given since October 2020 have none.

use crate::check_digits::{
    corporate_number_holds, digit_value, digits_of, foreigner_number_holds, is_separator, luhn_holds,
    resident_number_holds,
};
use crate::columns::Mapping;
use crate::finding::{Finding, Findings, PersonalNumber, What};
use crate::table::Table;

/// Searches every cell of a table, headers included. A cell of a column declared as corporate
/// numbers passes when it holds one such number and nothing else and its check digit fits.
pub fn personal_numbers(table: &Table, mapping: &Mapping) -> Vec<Finding> {
    let mut findings = Findings::new(mapping.finding_limit());
    let corporate: Vec<bool> = (0..table.width())
        .map(|column| mapping.wanted_at(column).is_some_and(|wanted| wanted.corporate_number))
        .collect();
    for (column, header) in table.headers.iter().enumerate() {
        for what in personal_numbers_in_text(header) {
            findings.push(Finding::at(table.place(table.header_line, column), what));
        }
    }
    let mut halves = vec![Halves::default(); table.width()];
    for row in table.rows() {
        let mut before = "";
        for (column, cell) in row.cells().enumerate() {
            halves[column].look(before, cell, row.line());
            before = cell;
            if !may_hold_number(cell) {
                continue;
            }
            let mut found = personal_numbers_in_text(cell);
            if corporate[column] {
                found = as_corporate_number(cell, found);
            }
            for what in found {
                findings.push(Finding::at(table.place(row.line(), column), what));
            }
        }
    }
    for (column, halves) in halves.iter().enumerate().skip(1) {
        if let Some((line, what)) = halves.verdict(&table.headers[column - 1], &table.headers[column]) {
            findings.push(Finding::at(table.place(line, column), what));
        }
    }
    findings.finish()
}

/// Resident numbers kept in two neighbouring columns, six digits and seven.
///
/// A date and an amount look the same one by one, so the columns are judged as a whole: by
/// their headers, or by check digits that fit far more often than one time in ten.
#[derive(Clone, Default)]
struct Halves {
    pairs: u64,
    fitting: u64,
    first: Option<(u32, PersonalNumber)>,
}

impl Halves {
    fn look(&mut self, left: &str, right: &str, line: u32) {
        if left.len() != 6
            || right.len() != 7
            || !left.bytes().chain(right.bytes()).all(|byte| byte.is_ascii_digit())
        {
            return;
        }
        let digits: Vec<u8> = left.bytes().chain(right.bytes()).map(|byte| byte - b'0').collect();
        let Some(kind) = resident_kind(&digits) else { return };
        self.pairs += 1;
        self.fitting += u64::from(resident_number_holds(&digits) || foreigner_number_holds(&digits));
        self.first.get_or_insert((line, kind));
    }

    fn verdict(&self, left: &str, right: &str) -> Option<(u32, What)> {
        let (line, kind) = self.first?;
        let named = ["주민", "외국인등록", "뒷자리", "뒤자리", "resident"];
        let by_name = named
            .iter()
            .any(|name| left.to_lowercase().contains(name) || right.to_lowercase().contains(name));
        let by_check = self.fitting >= 3 && self.fitting * 2 >= self.pairs;
        (by_name || by_check).then_some((line, What::PersonalNumber { kind, check_digit_holds: by_check }))
    }
}

/// Searches one text and tells the kinds it found, each at most once per occurrence.
pub fn personal_numbers_in_text(text: &str) -> Vec<What> {
    let mut found = Vec::new();
    if !may_hold_number(text) {
        return found;
    }
    let mut run = Run::default();
    let mut gap = 0;
    let mut letter_before = None;
    for letter in text.chars() {
        if let Some(digit) = digit_value(letter) {
            run.push(digit, gap > 0, letter_before);
            gap = 0;
        } else if is_separator(letter) && gap < LONGEST_GAP && !run.digits.is_empty() {
            gap += 1;
        } else {
            run.judge(&mut found);
            run.clear();
            gap = 0;
            letter_before = Some(letter);
            continue;
        }
    }
    run.judge(&mut found);
    if let Some(number) = shortened_resident_number(text) {
        found.push(number);
    }
    found
}

/// Separators allowed between two digits of one number, as in `900101 - 1234567`.
const LONGEST_GAP: usize = 3;

/// Digits that a number needs at least; a passport number has seven or eight.
const FEWEST_DIGITS: usize = 7;

/// A quick look that lets nearly every cell go: too few digits.
fn may_hold_number(text: &str) -> bool {
    let mut digits = 0;
    for byte in text.bytes() {
        // 0xEF begins full-width digits in UTF-8, each of which has one such byte.
        digits += usize::from(byte.is_ascii_digit() || byte == 0xEF);
    }
    digits >= FEWEST_DIGITS
}

/// Digits that belong together, and where groups of them begin.
#[derive(Default)]
struct Run {
    digits: Vec<u8>,
    /// Index of the first digit of each group.
    groups: Vec<usize>,
    /// Letter just before the first digit, when there is no gap.
    before: Option<char>,
}

impl Run {
    fn push(&mut self, digit: u8, after_gap: bool, before: Option<char>) {
        if self.digits.is_empty() {
            self.before = before;
        }
        if self.digits.is_empty() || after_gap {
            self.groups.push(self.digits.len());
        }
        self.digits.push(digit);
    }

    fn clear(&mut self) {
        self.digits.clear();
        self.groups.clear();
        self.before = None;
    }

    /// Judges every run of whole groups; after a hit, goes on behind it.
    fn judge(&self, found: &mut Vec<What>) {
        if self.digits.len() < FEWEST_DIGITS {
            return;
        }
        let mut first = 0;
        while first < self.groups.len() {
            match self.number_from(first) {
                Some((what, groups)) => {
                    found.push(what);
                    first += groups;
                }
                None => first += 1,
            }
        }
        if self.digits.len() == 8 && self.groups.len() == 1 && self.before.is_some_and(is_passport_letter) {
            found.push(What::PersonalNumber { kind: PersonalNumber::Passport, check_digit_holds: false });
        }
    }

    /// The number that begins with a group, and how many groups it takes.
    fn number_from(&self, first: usize) -> Option<(What, usize)> {
        let start = self.groups[first];
        for taken in 1..=self.groups.len() - first {
            let end = self.groups.get(first + taken).copied().unwrap_or(self.digits.len());
            if end - start > 19 {
                return None;
            }
            if let Some(what) = judge_digits(&self.digits[start..end]) {
                return Some((what, taken));
            }
            if taken == 4 && self.is_licence(first) {
                let kind = PersonalNumber::DrivingLicence;
                return Some((What::PersonalNumber { kind, check_digit_holds: false }, taken));
            }
        }
        None
    }

    /// A driving licence is written in groups of 2-2-6-2 and begins with a region, 11 to 28.
    fn is_licence(&self, first: usize) -> bool {
        let bounds = |group: usize| self.groups.get(group).copied().unwrap_or(self.digits.len());
        let lengths: Vec<usize> = (first..first + 4).map(|group| bounds(group + 1) - bounds(group)).collect();
        let start = self.groups[first];
        let region = self.digits[start] * 10 + self.digits[start + 1..].first().copied().unwrap_or(0);
        lengths == [2, 2, 6, 2] && (11..=28).contains(&region)
    }
}

fn judge_digits(digits: &[u8]) -> Option<What> {
    if digits.len() == 13
        && let Some(kind) = resident_kind(digits)
    {
        let check_digit_holds = match kind {
            PersonalNumber::Foreigner => foreigner_number_holds(digits),
            _ => resident_number_holds(digits),
        };
        return Some(What::PersonalNumber { kind, check_digit_holds });
    }
    if is_card_prefix(digits) && luhn_holds(digits) {
        return Some(What::PersonalNumber { kind: PersonalNumber::Card, check_digit_holds: true });
    }
    None
}

/// Resident or foreigner by the seventh digit, if the first six are a day of its century.
fn resident_kind(digits: &[u8]) -> Option<PersonalNumber> {
    let two = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let (century, kind) = match digits[6] {
        1 | 2 => (1900, PersonalNumber::Resident),
        3 | 4 => (2000, PersonalNumber::Resident),
        5 | 6 => (1900, PersonalNumber::Foreigner),
        7 | 8 => (2000, PersonalNumber::Foreigner),
        // 9 and 0 were given to people born before 1900.
        _ => return None,
    };
    let (year, month, day) = (century + two(0), two(2), two(4));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    (1..=last).contains(&day).then_some(kind)
}

/// Prefixes and lengths of ISO/IEC 7812 issuers in use, and of Korean domestic cards (9).
fn is_card_prefix(digits: &[u8]) -> bool {
    if !(13..=19).contains(&digits.len()) {
        return false;
    }
    let four = digits[..4].iter().fold(0, |number, digit| number * 10 + u32::from(*digit));
    match digits.len() {
        13 | 19 => (4000..=4999).contains(&four) || (digits.len() == 19 && (6200..=6299).contains(&four)),
        14 => matches!(four, 3000..=3059 | 3600..=3699 | 3800..=3999),
        15 => matches!(four, 3400..=3499 | 3700..=3799),
        16 => matches!(
            four,
            2221..=2720 | 3528..=3589 | 4000..=4999 | 5100..=5599 | 6011 | 6200..=6299 | 6440..=6599 | 9000..=9999
        ),
        _ => (6200..=6299).contains(&four),
    }
}

fn is_passport_letter(letter: char) -> bool {
    matches!(letter, 'M' | 'S' | 'R' | 'O' | 'D' | 'G' | 'm')
}

/// A resident number that a spreadsheet took for a number, so that the leading zero of a year
/// from 2000 to 2009 is gone. Twelve digits alone are common, so the check digit must fit;
/// people of those years have numbers that still have one.
fn shortened_resident_number(text: &str) -> Option<What> {
    let text = text.trim();
    if text.len() != 12 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits = vec![0];
    digits.extend(text.bytes().map(|byte| byte - b'0'));
    let kind =
        resident_kind(&digits).filter(|_| matches!(digits[6], 3 | 4) && resident_number_holds(&digits))?;
    Some(What::PersonalNumber { kind, check_digit_holds: true })
}

/// What remains of the findings in a cell that was declared a corporate number.
fn as_corporate_number(cell: &str, found: Vec<What>) -> Vec<What> {
    match digits_of(cell) {
        Some(digits) if digits.len() == 13 && corporate_number_holds(&digits) => Vec::new(),
        Some(digits) if digits.len() == 13 && found.is_empty() => vec![What::WrongCorporateNumber],
        _ => found,
    }
}
