//! Text cut into runs of one script: Hangul, Han, kana, and words of letters and digits.
//!
//! Compatibility forms are made plain first (NFKC), letters are made small. A run remembers where each of its
//! characters stands in the text as written, so that what was found can be marked there.
//!
//! Korean and Chinese do not set off all words by blanks. Their runs are indexed by pairs of neighbours: whatever
//! stands inside a run is then a sequence of pairs. (Lee and Ahn, "Using n-grams for Korean text retrieval", SIGIR
//! 1996, find pairs as good as a dictionary.)

use std::ops::Range;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::canonical_combining_class;

/// Characters of one word or pair-run that count; what is longer is no word.
pub const RUN_MAX: usize = 4_000;
/// Characters of a word of letters that count.
pub const WORD_MAX: usize = 100;

/// What a run is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Script {
    /// Korean syllables and letters.
    Hangul,
    /// Chinese characters.
    Han,
    /// Japanese syllables.
    Kana,
    /// Letters of other scripts, and digits.
    Word,
}

impl Script {
    /// True when it is indexed by pairs.
    pub fn is_paired(self) -> bool {
        self != Script::Word
    }
}

/// Neighbouring characters of one script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Of which.
    pub script: Script,
    /// The characters, made plain and small.
    pub chars: Vec<char>,
    /// For each of them, the bytes of the text it comes from.
    pub places: Vec<Range<usize>>,
}

impl Run {
    /// Its characters.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }
}

/// The runs of a text, in order.
pub fn runs(text: &str) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    // Whether the next character may continue the last run.
    let mut joined = false;
    for place in clusters(text) {
        for c in text[place.clone()].nfkc().flat_map(char::to_lowercase) {
            let last = all.last_mut().filter(|_| joined);
            if canonical_combining_class(c) != 0 {
                if let Some(run) = last {
                    run.add(c, &place);
                }
                continue;
            }
            let script = script_of(c);
            joined = script.is_some();
            match (script, last) {
                (None, _) => {}
                (Some(script), Some(run)) if run.script == script => run.add(c, &place),
                (Some(script), _) => {
                    all.push(Run { script, chars: vec![c], places: vec![place.clone()] });
                }
            }
        }
    }
    all
}

impl Run {
    fn add(&mut self, c: char, place: &Range<usize>) {
        let most = if self.script.is_paired() { RUN_MAX } else { WORD_MAX };
        if self.chars.len() < most {
            self.chars.push(c);
            self.places.push(place.clone());
        }
    }
}

/// A run as the index keeps it: pairs and, so that every character begins a token, the last character alone; a word
/// is one token.
pub fn tokens(run: &Run) -> Vec<String> {
    if !run.script.is_paired() {
        return vec![run.text()];
    }
    let last = run.chars.last().map(char::to_string);
    pairs(&run.chars).chain(last).collect()
}

/// Neighbours, two by two.
pub fn pairs(chars: &[char]) -> impl Iterator<Item = String> {
    chars.windows(2).map(|pair| pair.iter().collect())
}

/// Bytes of characters with the marks and the Korean letters that join them: what is made plain together.
fn clusters(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut starts =
        text.char_indices().filter(|(at, c)| *at == 0 || !joins(*c)).map(|(at, _)| at).peekable();
    let end = text.len();
    std::iter::from_fn(move || {
        let from = starts.next()?;
        Some(from..starts.peek().copied().unwrap_or(end))
    })
}

/// True for what is written onto the character before it.
fn joins(c: char) -> bool {
    canonical_combining_class(c) != 0 || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FF}')
}

fn script_of(c: char) -> Option<Script> {
    match c {
        '\u{AC00}'..='\u{D7A3}'
        | '\u{1100}'..='\u{11FF}'
        | '\u{3131}'..='\u{318E}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{D7B0}'..='\u{D7FF}' => Some(Script::Hangul),
        '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3134F}'
        | '\u{3005}'
        | '\u{3007}' => Some(Script::Han),
        '\u{3041}'..='\u{30FF}' if c != '\u{30FB}' => Some(Script::Kana),
        c if c.is_alphanumeric() => Some(Script::Word),
        _ => None,
    }
}
