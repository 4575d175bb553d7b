//! What no text of this program may hold: numbers that identify people, and signs that turn the direction of what
//! follows, so that a text reads otherwise than it is stored.
//!
//! Files have rules of their own, with lines and columns; here single texts are judged.

use base::Saying;

/// Fields that hold other numbers of the same form, with check digits of their own, or that are sealed.
const OTHER_NUMBERS: [&str; 5] = ["business_number", "corporate_number", "minutes", "csrf", "once"];

/// What is wrong with a text that somebody typed into a field, or none.
pub fn untakeable(field: &str, text: &str) -> Option<Saying> {
    let name = field.rsplit('.').next().unwrap_or(field);
    if OTHER_NUMBERS.contains(&name) || name.contains("password") {
        return None;
    }
    if !tables::personal_numbers_in_text(text).is_empty() {
        return Some(Saying::invalid("kernel-personal-number"));
    }
    text.chars().any(turns).then(|| Saying::invalid("kernel-turning-sign"))
}

/// Embeddings, overrides and isolates of the Unicode Bidirectional Algorithm.
fn turns(sign: char) -> bool {
    matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_person_is_found_and_other_numbers_are_not() {
        // A made-up number with a check digit that holds.
        let told = untakeable("what_ko", "담당 900101-1234568 확인").expect("a resident number");
        assert_eq!(told.key, "kernel-personal-number");
        for (field, text) in [
            ("corporate_number", "900101-1234568"),
            ("new_password", "900101-1234568"),
            ("what_ko", "2026-11-20까지 1,200명에게"),
            ("owner_number", "2026-ORG-0042"),
        ] {
            assert_eq!(untakeable(field, text), None, "{field}: {text}");
        }
        assert_eq!(untakeable("title_ko", "협약\u{202e}서").expect("a sign").key, "kernel-turning-sign");
    }
}
