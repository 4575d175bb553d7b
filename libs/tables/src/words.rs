//! What a person reads about a finding: the only place with sentences, so that the pages and
//! the command line print the same words.
//!
//! A saying has three parts: where, what is wrong, how to mend it. No blame, no personal data.

mod en;
mod ko;
mod zh;

use crate::finding::{Finding, Place};

/// A language findings can be told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    English,
    Korean,
    Chinese,
}

/// A finding in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// "line 3, column 2 (사업자번호)"; empty for the file as a whole.
    pub place: String,
    /// What is wrong, a whole sentence.
    pub wrong: String,
    /// What to do about it, a whole sentence; may be empty.
    pub mend: String,
}

/// A finding in its three parts.
pub fn say(finding: &Finding, language: Language) -> Saying {
    let (wrong, mend) = match language {
        Language::English => en::wrong_and_mend(&finding.what),
        Language::Korean => ko::wrong_and_mend(&finding.what),
        Language::Chinese => zh::wrong_and_mend(&finding.what),
    };
    Saying { place: place(&finding.place, language), wrong, mend }
}

/// A finding in one line: `place: what is wrong. How to mend it.`
pub fn sentence(finding: &Finding, language: Language) -> String {
    let saying = say(finding, language);
    let mut line = saying.place;
    if !line.is_empty() {
        line.push_str(": ");
    }
    line.push_str(&saying.wrong);
    if !saying.mend.is_empty() {
        line.push(' ');
        line.push_str(&saying.mend);
    }
    line
}

fn place(place: &Place, language: Language) -> String {
    let mut parts = Vec::new();
    let column = match (&place.sheet, place.column) {
        (Some(_), Some(column)) => Some(letters_of(column)),
        (None, Some(column)) => Some(column.to_string()),
        (_, None) => None,
    };
    if let Some(sheet) = &place.sheet {
        parts.push(match language {
            Language::English => format!("sheet \"{sheet}\""),
            Language::Korean => format!("시트 '{sheet}'"),
            Language::Chinese => format!("工作表“{sheet}”"),
        });
    }
    if let Some(line) = place.line {
        parts.push(match (language, &place.sheet) {
            (Language::English, None) => format!("line {line}"),
            (Language::English, Some(_)) => format!("row {line}"),
            (Language::Korean, None) => format!("{line}번째 줄"),
            (Language::Korean, Some(_)) => format!("{line}행"),
            (Language::Chinese, _) => format!("第{line}行"),
        });
    }
    if let Some(column) = column {
        parts.push(match (language, &place.sheet) {
            (Language::English, _) => format!("column {column}"),
            (Language::Korean, None) => format!("{column}번째 칸"),
            (Language::Korean, Some(_)) => format!("{column}열"),
            (Language::Chinese, None) => format!("第{column}个单元格"),
            (Language::Chinese, Some(_)) => format!("{column}列"),
        });
    }
    let mut text = parts.join(", ");
    if let Some(header) = place.header.as_ref().filter(|header| !header.is_empty()) {
        text.push_str(&format!(" ({header})"));
    }
    text
}

/// Letters of a spreadsheet column: 1 is A, 27 is AA.
fn letters_of(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    while rest > 0 {
        rest -= 1;
        letters.push((b'A' + (rest % 26) as u8) as char);
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A number of bytes for people: whole units, rounded up, so that a limit is never understated.
fn bytes(count: u64) -> String {
    match count {
        0..10_240 => format!("{count} B"),
        10_240..10_485_760 => format!("{} KB", count.div_ceil(1 << 10)),
        10_485_760..10_737_418_240 => format!("{} MB", count.div_ceil(1 << 20)),
        _ => format!("{} GB", count.div_ceil(1 << 30)),
    }
}

/// A count with thousands separated.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
