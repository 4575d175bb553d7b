//! The day an order names: `다음 주 금요일까지`, `11월 말까지`, `이달 안에`, `내년 예산에`.
//!
//! A week is meant until its Friday, the beginning of a month until its 10th, the middle until its 20th. A
//! month or day without a year is the next one that has not passed. These are proposals, with their span.

mod grammar;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::date::Date;

/// What the words mean as seen from the meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// The last day that is meant.
    Day(Date),
    /// Only a year, as in `내년 예산`.
    Year(i32),
    /// Depends on something that the text does not date: `축제 열흘 전까지`.
    Event,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    pub text: String,
    /// Bytes of the whole text.
    pub span: Range<usize>,
    pub meant: Meant,
    /// Said as a limit (`까지`, `안에`); otherwise a day that is only mentioned.
    pub is_limit: bool,
}

const LIMITS: [&str; 11] =
    ["까지", "안에", "안으로", "이내", "내에", "내로", "중으로", "중에", "이전에", "전에", "안까지"];

/// The due date of a sentence that begins at byte `start` of the text: the first limit, otherwise the first
/// day or year mentioned that is not past.
pub fn find(sentence: &str, start: usize, held_on: Date) -> Option<Due> {
    let letters: Vec<(usize, char)> =
        sentence.char_indices().filter(|(_, letter)| !letter.is_whitespace()).collect();
    let compact: String = letters.iter().map(|(_, letter)| letter).collect();
    let offsets: Vec<usize> = compact.char_indices().map(|(at, _)| at).chain([compact.len()]).collect();
    let mut mentioned: Option<Due> = None;
    let mut index = 0;
    while index < letters.len() {
        let begins_word =
            index == 0 || letters[index].0 > letters[index - 1].0 + letters[index - 1].1.len_utf8();
        let rest = &compact[offsets[index]..];
        let is_past = ["지난", "작년", "지난해"].iter().any(|word| compact[..offsets[index]].ends_with(word));
        let found = if begins_word && !is_past { grammar::parse(rest, held_on) } else { None };
        let Some((length, meant)) = found else {
            index += 1;
            continue;
        };
        let count = rest[..length].chars().count();
        let after = &rest[length..];
        let last = letters[index + count - 1];
        let span = letters[index].0..last.0 + last.1.len_utf8();
        let limit = LIMITS.iter().find(|limit| after.starts_with(**limit));
        let text = sentence[span.clone()].to_owned();
        let span = start + span.start..start + span.end;
        let due =
            Due { text, span, meant, is_limit: limit.is_some() || rest[..length].ends_with(['안', '내']) };
        if due.is_limit {
            return Some(due);
        }
        if mentioned.is_none() && !after.starts_with("부터") {
            mentioned = Some(due);
        }
        index += count;
    }
    event(sentence, start).or(mentioned)
}

/// `축제 열흘 전까지`, `다음 회의까지`: the word with `까지` and the two before it.
fn event(sentence: &str, start: usize) -> Option<Due> {
    const NO_DAYS: [&str; 9] = ["지금", "이제", "여태", "끝", "어디", "하나", "여기", "언제", "어제"];
    let at = sentence.find("까지")?;
    let end = at + "까지".len();
    let word_start = sentence[..at].rfind(' ').map_or(0, |blank| blank + 1);
    let word = &sentence[word_start..at];
    let is_hour = word.ends_with('시') && word.chars().any(|letter| letter.is_ascii_digit());
    if word.is_empty() || is_hour || NO_DAYS.contains(&word) || sentence[..at].contains("부터") {
        return None;
    }
    let mut begin = word_start;
    for _ in 0..2 {
        let before = sentence[..begin].trim_end();
        let word_at = before.rfind(' ').map_or(0, |blank| blank + 1);
        if before.is_empty() || before.ends_with(['은', '는', '을', '를', '고', ',', '에']) {
            break;
        }
        begin = word_at;
    }
    let span = start + begin..start + end;
    Some(Due { text: sentence[begin..end].to_owned(), span, meant: Meant::Event, is_limit: true })
}
