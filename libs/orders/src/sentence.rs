//! Sentences of a text: a full stop ends one, unless it stands in a number, a date, an abbreviation or a quote.
//!
//! A line break ends a sentence only when what stands before looks finished, so wrapped lines stay whole.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Bytes of the text, without blanks and list marks around.
    pub span: Range<usize>,
    /// All of it stands in quotes: somebody else's words, unless the whole text is quoted.
    pub quoted: bool,
    /// Counted from 0.
    pub paragraph: usize,
}

const ENDS: [char; 4] = ['.', '!', '?', '。'];
const OPENING: [char; 6] = ['“', '‘', '「', '『', '《', '('];
const CLOSING: [char; 6] = ['”', '’', '」', '』', '》', ')'];
const ABBREVIATIONS: [&str; 8] = ["No", "Dr", "Mr", "Ms", "vs", "St", "Vol", "Fig"];
/// What follows a quote when the sentence goes on.
const GOES_ON: [&str; 10] =
    ["라고", "이라고", "라며", "라는", "이라는", "고 ", "하고", "하며", "하는", "하시"];

/// The sentences of a text, in order.
pub fn split(text: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (paragraph, block) in blocks(text).into_iter().enumerate() {
        for span in split_block(text, block) {
            if let Some(span) = trimmed(text, span) {
                let quoted = is_quoted(&text[span.clone()]);
                sentences.push(Sentence { span, quoted, paragraph });
            }
        }
    }
    // A speech handed in between quotes is still the speech.
    let quoted = sentences.iter().filter(|sentence| sentence.quoted).count();
    if quoted * 2 > sentences.len() {
        sentences.iter_mut().for_each(|sentence| sentence.quoted = false);
    }
    sentences
}

/// Lines, with wrapped lines kept together.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    let mut is_open = false;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        match blocks.last_mut() {
            Some(last) if is_open && !line.trim().is_empty() && !starts_with_mark(line.trim()) => {
                last.end = end
            }
            _ => blocks.push(start..end),
        }
        is_open = !line.trim().is_empty() && !looks_finished(line.trim());
        start = end;
    }
    blocks
}

fn looks_finished(line: &str) -> bool {
    const FINAL: [char; 16] =
        ['다', '요', '오', '것', '함', '음', '람', '망', '라', '자', '까', '죠', ':', ')', '”', '"'];
    line.chars().last().is_some_and(|letter| ENDS.contains(&letter) || FINAL.contains(&letter))
}

fn starts_with_mark(line: &str) -> bool {
    without_mark(line).len() < line.len()
}

/// A line without its list mark: `- `, `○ `, `1. `, `2) `, `가. `, `①`.
fn without_mark(line: &str) -> &str {
    let rest = line.trim_start_matches(|letter: char| {
        "-–—•·○●□■◇◆▶▷*※☞".contains(letter) || ('①'..='⑳').contains(&letter)
    });
    let rest = rest.trim_start();
    let head: String = rest.chars().take_while(|letter| !letter.is_whitespace()).collect();
    let is_number =
        |mark: &str| !mark.is_empty() && mark.len() < 3 && mark.bytes().all(|byte| byte.is_ascii_digit());
    let is_letter = |mark: &str| mark.chars().count() == 1 && "가나다라마바사아자차카타파하".contains(mark);
    match head.strip_suffix(['.', ')']) {
        Some(mark) if is_number(mark) || is_letter(mark) => rest[head.len()..].trim_start(),
        _ => rest,
    }
}

fn split_block(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let letters: Vec<(usize, char)> =
        text[block.clone()].char_indices().map(|(at, letter)| (block.start + at, letter)).collect();
    let closes = matching_quotes(&letters);
    let mut spans = Vec::new();
    let mut start = block.start;
    let mut index = 0;
    while index < letters.len() {
        if let Some(close) = closes[index] {
            let begins_here = text[start..letters[index].0].trim().is_empty();
            let is_finished = close > 0 && ENDS.contains(&letters[close - 1].1);
            index = close + 1;
            let end = letters.get(index).map_or(block.end, |(at, _)| *at);
            if begins_here && is_finished && !goes_on(&text[end..block.end]) {
                spans.push(start..end);
                start = end;
            }
            continue;
        }
        if ENDS.contains(&letters[index].1) && ends_here(&letters, index, start) {
            while letters
                .get(index + 1)
                .is_some_and(|(_, next)| ENDS.contains(next) || CLOSING.contains(next))
            {
                index += 1;
            }
            let end = letters.get(index + 1).map_or(block.end, |(at, _)| *at);
            spans.push(start..end);
            start = end;
        }
        index += 1;
    }
    spans.push(start..block.end);
    spans
}

/// For each opening quote the place of its closing one; a quote that nobody closes is no quote.
fn matching_quotes(letters: &[(usize, char)]) -> Vec<Option<usize>> {
    let mut closes = vec![None; letters.len()];
    for (index, (_, letter)) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|place| letters[place].1);
        let close = match OPENING.iter().position(|open| open == letter) {
            Some(kind) => CLOSING[kind],
            None if matches!(letter, '"' | '\'') && before.is_none_or(|letter| !letter.is_alphanumeric()) => {
                *letter
            }
            None => continue,
        };
        closes[index] =
            letters[index + 1..].iter().position(|(_, other)| *other == close).map(|far| index + 1 + far);
    }
    closes
}

fn goes_on(rest: &str) -> bool {
    let rest = rest.trim_start_matches(' ');
    GOES_ON.iter().any(|word| rest.starts_with(word))
}

fn ends_here(letters: &[(usize, char)], index: usize, start: usize) -> bool {
    if letters[index].1 != '.' {
        return true;
    }
    let Some((_, before)) = index.checked_sub(1).map(|place| letters[place]) else { return false };
    let next = letters.get(index + 1).map(|(_, letter)| *letter);
    let after_blank =
        letters[index + 1..].iter().map(|(_, letter)| *letter).find(|letter| !letter.is_whitespace());
    if before.is_ascii_digit() && after_blank.is_some_and(|letter| letter.is_ascii_digit()) {
        return false;
    }
    let is_hangul = |letter: char| ('가'..='힣').contains(&letter);
    if next.is_some_and(|next| !next.is_whitespace() && !CLOSING.contains(&next) && !ENDS.contains(&next)) {
        return is_hangul(before) && next.is_some_and(is_hangul);
    }
    let word: String = letters[..index]
        .iter()
        .rev()
        .take_while(|(at, letter)| *at >= start && !letter.is_whitespace())
        .map(|(_, letter)| *letter)
        .collect();
    let word: String = word.chars().rev().collect();
    let is_mark = !without_mark(&format!("{word}. x")).contains(&word);
    let is_initial = word.len() == 1 && before.is_ascii_alphabetic();
    !(is_mark || is_initial || ABBREVIATIONS.contains(&word.as_str()))
}

fn trimmed(text: &str, span: Range<usize>) -> Option<Range<usize>> {
    let words = text[span.clone()].trim();
    let body = without_mark(words);
    let end = span.start + text[span.clone()].trim_end().len();
    (!body.is_empty()).then(|| end - body.len()..end)
}

fn is_quoted(words: &str) -> bool {
    let first = words.chars().next().unwrap_or(' ');
    let last = words.trim_end_matches(ENDS).chars().last().unwrap_or(' ');
    let is_pair =
        OPENING.iter().zip(CLOSING).any(|(open, close)| *open == first && close == last && first != '(');
    is_pair || (first == '"' && last == '"' && words.len() > 1)
}
