//! Pieces of a file that are shown in messages: short, on one line, without personal numbers.

/// Stands where an excerpt would have shown a personal number.
pub(crate) const WITHHELD: &str = "…";

/// A piece of the file for a message: cut short, and withheld when a personal number is in it.
pub(crate) fn excerpt(text: &str, chars: usize) -> String {
    let personal = !crate::personal::personal_numbers_in_text(text).is_empty();
    if personal { WITHHELD.to_owned() } else { clip(text, chars) }
}

/// The first `chars` characters of a text, with an ellipsis where it was cut; control
/// characters become spaces so that the text is safe to print on one line.
pub(crate) fn clip(text: &str, chars: usize) -> String {
    let mut short: String =
        text.chars().take(chars).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().nth(chars).is_some() {
        short.push('…');
    }
    short
}
