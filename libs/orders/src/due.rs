//! The day an order names: `다음 주 금요일까지`, `11월 말까지`, `이달 안에`, `내년 예산에`.
//!
//! A week is meant until its Friday, the beginning of a month until its 10th, the middle until its 20th. A
//! month or day without a year is the next one that has not passed. These are proposals, with their span.
//! A day that no calendar has, and a limit that is past, are no due days and are told as such ([`NoDue`]); a length of
//! time (`1년이 지난 기업`) and a year that is looked back on (`2025년 결산`) are neither.

mod grammar;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::date::Date;
use grammar::Read;

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

/// Why words that look like a due day are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNone {
    /// `2월 30일까지`: no calendar has it.
    NoSuchDay,
    /// A limit before the meeting.
    Past,
}

impl WhyNone {
    /// For programs and for the words of pages.
    pub fn code(self) -> &'static str {
        match self {
            WhyNone::NoSuchDay => "no_such_day",
            WhyNone::Past => "past",
        }
    }
}

/// Words that look like a due day and are none, for a person to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDue {
    pub text: String,
    /// Bytes of the whole text.
    pub span: Range<usize>,
    pub why: WhyNone,
}

/// What a sentence says of days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The first limit, otherwise the first day or year mentioned that is not past.
    pub due: Option<Due>,
    /// In the order of the text.
    pub none: Vec<NoDue>,
}

/// The days of a sentence that begins at byte `start` of the text.
pub fn find(sentence: &str, start: usize, held_on: Date) -> Dates {
    let letters: Vec<(usize, char)> =
        sentence.char_indices().filter(|(_, letter)| !letter.is_whitespace()).collect();
    let compact: String = letters.iter().map(|(_, letter)| letter).collect();
    let offsets: Vec<usize> = compact.char_indices().map(|(at, _)| at).chain([compact.len()]).collect();
    let mut dates = Dates::default();
    let mut mentioned: Option<Due> = None;
    let mut index = 0;
    while index < letters.len() {
        let begins_word =
            index == 0 || letters[index].0 > letters[index - 1].0 + letters[index - 1].1.len_utf8();
        let rest = &compact[offsets[index]..];
        let is_past = ["지난", "작년", "지난해"].iter().any(|word| compact[..offsets[index]].ends_with(word));
        let found = if begins_word && !is_past { grammar::parse(rest, held_on) } else { None };
        let Some((length, read)) = found else {
            index += 1;
            continue;
        };
        let count = rest[..length].chars().count();
        let after = limit_behind(&rest[length..]);
        let last = letters[index + count - 1];
        let span = letters[index].0..last.0 + last.1.len_utf8();
        index += count;
        let is_limit =
            LIMITS.iter().any(|limit| after.starts_with(*limit)) || rest[..length].ends_with(['안', '내']);
        let text = sentence[span.clone()].to_owned();
        let span = start + span.start..start + span.end;
        let why = match &read {
            Read::NoSuchDay => Some(WhyNone::NoSuchDay),
            Read::Meant(meant) if is_limit && is_before(meant, held_on) => Some(WhyNone::Past),
            Read::Meant(_) => None,
        };
        if let Some(why) = why {
            dates.none.push(NoDue { text, span, why });
            continue;
        }
        let Read::Meant(meant) = read else { continue };
        let looks_ahead = is_limit || is_ahead(&meant, &text, after, held_on);
        let due = Due { text, span, meant, is_limit };
        if is_limit {
            dates.due = Some(due);
            return dates;
        }
        if mentioned.is_none() && looks_ahead {
            mentioned = Some(due);
        }
    }
    // A limit that is no day is not made up for by another word with 까지.
    let event = if dates.none.is_empty() { event(sentence, start) } else { None };
    dates.due = event.or(mentioned).or_else(|| next_sitting(sentence, start));
    dates
}

/// What follows a day, without its weekday in brackets: `12월 4일(금)까지`.
fn without_weekday(after: &str) -> &str {
    let inside = after.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    let is_weekday = |word: &str| {
        word.trim_end_matches("요일").chars().count() == 1
            && "월화수목금토일".contains(word.trim_end_matches("요일"))
    };
    inside.filter(|(word, _)| is_weekday(word)).map_or(after, |(_, rest)| rest)
}

/// What follows a day, without its weekday and the part of the day before a limit: `12월 4일(금) 오전까지`.
fn limit_behind(after: &str) -> &str {
    let after = without_weekday(after);
    let part = ["오전중", "오전", "오후", "저녁", "정오"].iter().find_map(|part| after.strip_prefix(part));
    part.filter(|rest| rest.starts_with("까지")).unwrap_or(after)
}

fn is_before(meant: &Meant, held_on: Date) -> bool {
    match meant {
        Meant::Day(date) => *date < held_on,
        Meant::Year(year) => *year < held_on.year,
        Meant::Event => false,
    }
}

/// A day or year that is only mentioned may be when something is to happen, or what is looked back on: `2025년 결산`,
/// `올해 실적`, `3월 사고`.
fn is_ahead(meant: &Meant, text: &str, after: &str, held_on: Date) -> bool {
    let looks_back = ["부터", "이후", "이래", "당시", "현재", "기준", "이라", "이지만", "이니", "마다"]
        .iter()
        .any(|word| after.starts_with(word));
    // `이번 주말이라도` looks ahead, `연말이라고 해서` does not.
    if (looks_back && !after.starts_with("이라도")) || is_before(meant, held_on) {
        return false;
    }
    // `오늘 나온 지적은`: when it was said, not when it is due.
    const TODAY: [&str; 2] = ["오늘", "금일"];
    const PART_OF_TODAY: [&str; 8] = ["바로", "당장", "오전", "오후", "저녁", "밤", "퇴근", "하루"];
    if TODAY.contains(&text) && !PART_OF_TODAY.iter().any(|part| after.starts_with(part)) {
        return false;
    }
    match meant {
        Meant::Year(year) => *year > held_on.year,
        // A month that has passed is next year's only when something is to happen in it.
        Meant::Day(date) => {
            let is_next_year = date.year > held_on.year && !text.contains('년');
            !is_next_year || date.month >= held_on.month || after.starts_with('에')
        }
        Meant::Event => true,
    }
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
        if before.is_empty() || before.ends_with(['은', '는', '을', '를', '고', ',', '에', '여', '서', '며'])
        {
            break;
        }
        begin = word_at;
    }
    let span = start + begin..start + end;
    Some(Due { text: sentence[begin..end].to_owned(), span, meant: Meant::Event, is_limit: true })
}

/// `다음 회의 때`, `다음 협의회에서`: a sitting that the text does not date.
fn next_sitting(sentence: &str, start: usize) -> Option<Due> {
    const SITTINGS: [&str; 8] = ["회의", "협의회", "보고회", "위원회", "정례회", "임시회", "회기", "간담회"];
    const WHEN: [&str; 4] = ["때", "시", "에서", "에"];
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let at_of = |word: &str| word.as_ptr() as usize - sentence.as_ptr() as usize;
    let is_sitting = |word: &str| SITTINGS.iter().any(|sitting| word.ends_with(sitting));
    words.iter().enumerate().filter(|(_, word)| ["다음", "차기", "다다음"].contains(word)).find_map(
        |(place, word)| {
            let sitting = words.get(place + 1)?;
            let apart = words.get(place + 2).filter(|when| is_sitting(sitting) && WHEN[..2].contains(when));
            let joined =
                WHEN.iter().find_map(|when| sitting.strip_suffix(when)).filter(|name| is_sitting(name));
            let last = apart.or(joined.map(|_| sitting))?;
            let (begin, end) = (at_of(word), at_of(last) + last.len());
            let text = sentence[begin..end].to_owned();
            Some(Due { text, span: start + begin..start + end, meant: Meant::Event, is_limit: false })
        },
    )
}
