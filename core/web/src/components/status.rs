//! Short words for a state. The colour repeats the word, it never replaces it.

use maud::{Markup, html};

/// What a state means for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// As it should be, or simply a kind.
    Neutral,
    /// Running, waiting for somebody.
    Active,
    Good,
    Warning,
    Bad,
    /// Over, gone, no longer valid.
    Past,
}

/// A tag with a word.
pub fn tag(word: &str, meaning: Meaning) -> Markup {
    let class = match meaning {
        Meaning::Neutral => "tag",
        Meaning::Active => "tag active",
        Meaning::Good => "tag good",
        Meaning::Warning => "tag warning",
        Meaning::Bad => "tag bad",
        Meaning::Past => "tag past",
    };
    html! { span class=(class) { (word) } }
}

/// A small number that counts what waits, as on a tab or an alarm.
pub fn pin(count: &str, about: &str) -> Markup {
    html! { span.pin.num { (count) span.hidden { " " (about) } } }
}
