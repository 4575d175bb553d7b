//! What a question means: terms that must all stand somewhere in a document.
//!
//! A run of Korean or Chinese is found inside longer runs; a word of letters is found at the beginning of words; a
//! number is found whole. The index answers by the same rule, and a test compares the two.

use crate::runs::{Run, Script, runs};
use base::Lang;
use base::search::{Document, Piece, QUERY_MAX, WORDS_MAX};
use std::ops::Range;

/// What stands for text that was cut off.
const CUT: &str = "…";

/// One thing that must stand in the document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// These neighbours, inside a run of the script.
    Inside(Script, Vec<char>),
    /// A word that begins like this.
    Begins(String),
    /// This very word.
    Whole(String),
}

/// The terms of what was typed, each once.
pub fn of(text: &str) -> Vec<Term> {
    let text: String = text.chars().take(QUERY_MAX).collect();
    let mut terms = Vec::new();
    for run in runs(&text) {
        let word = run.text();
        let term = match run.script {
            Script::Word if run.chars.len() < 2 || run.chars.iter().all(|c| c.is_numeric()) => {
                Term::Whole(word)
            }
            Script::Word => Term::Begins(word),
            script => Term::Inside(script, run.chars),
        };
        if !terms.contains(&term) && terms.len() < WORDS_MAX {
            terms.push(term);
        }
    }
    terms
}

impl Term {
    /// Where it stands in a run: positions of characters.
    fn places(&self, run: &Run) -> Vec<Range<usize>> {
        let word = run.script == Script::Word;
        match self {
            Term::Inside(script, wanted) if *script == run.script => {
                let ends = run.chars.windows(wanted.len()).enumerate();
                ends.filter(|(_, part)| part == wanted).map(|(at, _)| at..at + wanted.len()).collect()
            }
            Term::Begins(start) if word && run.text().starts_with(start) => {
                std::iter::once(0..start.chars().count()).collect()
            }
            Term::Whole(whole) if word && run.text() == *whole => {
                std::iter::once(0..run.chars.len()).collect()
            }
            Term::Inside(..) | Term::Begins(_) | Term::Whole(_) => Vec::new(),
        }
    }
}

/// True when every term stands somewhere in the document.
pub fn all_stand_in(terms: &[Term], document: &Document) -> bool {
    let texts = Lang::ALL.iter().flat_map(|lang| [document.title.only(*lang), document.text.only(*lang)]);
    let texts =
        texts.flatten().chain([document.number.as_str()]).chain(document.names.iter().map(String::as_str));
    let all: Vec<Run> = texts.flat_map(runs).collect();
    terms.iter().all(|term| all.iter().any(|run| !term.places(run).is_empty()))
}

/// Bytes of `text` in which terms stand, in order, none touching the next.
fn marks(terms: &[Term], text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for run in runs(text) {
        for place in terms.iter().flat_map(|term| term.places(&run)) {
            let bytes = run.places.get(place).unwrap_or_default();
            if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
                found.push(first.start..last.end);
            }
        }
    }
    found.sort_by_key(|range| (range.start, range.end));
    let mut whole: Vec<Range<usize>> = Vec::new();
    for range in found {
        match whole.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => whole.push(range),
        }
    }
    whole
}

/// A window of about `length` characters, with what was asked for marked.
pub fn excerpt(terms: &[Term], from: &str, length: usize) -> Vec<Piece> {
    let marks = marks(terms, from);
    let starts: Vec<usize> = from.char_indices().map(|(at, _)| at).collect();
    let first = marks.first().map_or(0, |mark| starts.partition_point(|at| *at < mark.start));
    let begin = if starts.len() <= length { 0 } else { first.saturating_sub(length / 4) };
    let end = (begin + length).min(starts.len());
    let byte = |char_at: usize| starts.get(char_at).copied().unwrap_or(from.len());
    let (begin, end) = (byte(begin), byte(end));
    let mut pieces = Vec::new();
    let mut plain = if begin > 0 { CUT.to_owned() } else { String::new() };
    let mut at = begin;
    for mark in marks.into_iter().filter(|mark| mark.end > begin && mark.start < end) {
        let mark = mark.start.max(begin)..mark.end.min(end);
        plain.push_str(&from[at..mark.start]);
        put(&mut pieces, std::mem::take(&mut plain), false);
        put(&mut pieces, from[mark.clone()].to_owned(), true);
        at = mark.end;
    }
    plain.push_str(&from[at..end]);
    if end < from.len() {
        plain.push_str(CUT);
    }
    put(&mut pieces, plain, false);
    pieces
}

fn put(pieces: &mut Vec<Piece>, text: String, marked: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text, marked });
    }
}
