//! What is wrong with a pack: file, line, column, what, and how to mend it.
//!
//! A finding is a saying of the words of this area (`tower-pack-…` and its `-mend`), so that the command line, a page
//! and the API tell it in the reader's language.

use base::Saying;
use base::words::{Arg, Words};
use std::fmt;

/// One thing to mend before a pack can be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackFinding {
    /// The file inside the pack; empty when it is about the folder.
    pub file: String,
    /// Counted from 1; none when it is about the whole file.
    pub line: Option<usize>,
    /// In characters, counted from 1.
    pub column: Option<usize>,
    /// What is wrong: a key of the words with its facts.
    pub saying: Box<Saying>,
}

impl PackFinding {
    /// About a whole file, or about the folder when `file` is empty.
    pub fn of_file(file: &str, saying: Saying) -> PackFinding {
        PackFinding { file: file.to_owned(), line: None, column: None, saying: Box::new(saying) }
    }

    /// About the place `offset` (in bytes) of a text.
    pub fn at(file: &str, text: &str, offset: usize, saying: Saying) -> PackFinding {
        let (line, column) = place(text, offset);
        PackFinding {
            file: file.to_owned(),
            line: Some(line),
            column: Some(column),
            saying: Box::new(saying),
        }
    }

    /// `plan.toml:12:8`.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.file),
            (Some(line), None) => format!("{}:{line}", self.file),
            (None, _) => self.file.clone(),
        }
    }

    /// The sentence and how to mend it, in the reader's language.
    pub fn tell(&self, words: &Words) -> (String, Option<String>) {
        let facts: Vec<(&str, Arg<'_>)> =
            self.saying.facts.iter().map(|(name, value)| (*name, Arg::from(value.as_str()))).collect();
        let mend = format!("{}-mend", self.saying.key);
        let mend = words.has(&mend).then(|| words.say(&mend, &facts));
        (words.say(self.saying.key, &facts), mend)
    }
}

impl fmt::Display for PackFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place(), self.saying.key)?;
        for (name, value) in &self.saying.facts {
            write!(f, " {name}={value}")?;
        }
        Ok(())
    }
}

/// Line and column of a byte offset; an offset inside a character belongs to that character.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The known word nearest to `word`, when it is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|candidate| (edits(word, candidate), candidate))
        .filter(|(edits, _)| *edits <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
fn edits(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(60).collect(), b.chars().take(60).collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_characters() {
        assert_eq!(place("가나\n다라", "가나\n다".len()), (2, 2));
        assert_eq!(place("가", 1), (1, 1));
        assert_eq!(place("", 9), (1, 1));
    }

    #[test]
    fn a_slip_finds_its_word_and_another_word_does_not() {
        assert_eq!(nearest("titel", ["id", "title", "unit"]), Some("title"));
        assert_eq!(nearest("alias", ["title", "aliases"]), Some("aliases"));
        assert_eq!(nearest("budget", ["title", "aliases"]), None);
    }
}
