//! What no text of this program may hold: numbers that identify people, signs that nobody sees, and signs that turn the
//! direction of what follows, so that a text reads otherwise than it is stored.
//!
//! Files have rules of their own, with lines and columns; here single texts are judged.

use base::Saying;

/// Fields that hold other numbers of the same form, with check digits of their own, or that are sealed.
const OTHER_NUMBERS: [&str; 5] = ["business_number", "corporate_number", "minutes", "csrf", "once"];

/// What stands where a sign stood that nobody would see.
const IN_ITS_PLACE: char = char::REPLACEMENT_CHARACTER;

/// What is wrong with a text that somebody typed into a field, or none.
pub fn untakeable(field: &str, text: &str) -> Option<Saying> {
    let name = last(field);
    if text.chars().any(|sign| is_unseen(name, sign)) {
        return Some(Saying::invalid("kernel-control-sign"));
    }
    if OTHER_NUMBERS.contains(&name) || is_password(name) {
        return None;
    }
    if !tables::personal_numbers_in_text(text).is_empty() {
        return Some(Saying::invalid("kernel-personal-number"));
    }
    text.chars().any(turns).then(|| Saying::invalid("kernel-turning-sign"))
}

/// The text with a mark where a sign stands that is refused because nobody sees it: so a form that is shown again tells
/// the place.
pub fn marked(field: &str, text: &str) -> String {
    let mark = |sign| if is_unseen(last(field), sign) { IN_ITS_PLACE } else { sign };
    text.chars().map(mark).collect()
}

/// The name of a field in what it stands in: `promises.0.what` is a `what`.
fn last(field: &str) -> &str {
    field.rsplit('.').next().unwrap_or(field)
}

fn is_password(name: &str) -> bool {
    name.contains("password")
}

/// Control signs other than those of lines. Passwords are only compared; minutes come from files that part pages by such
/// signs, and are kept as they are. A zero byte is nowhere a part of a text.
fn is_unseen(name: &str, sign: char) -> bool {
    let kept =
        ['\t', '\n', '\r'].contains(&sign) || (sign != '\0' && (name == "minutes" || is_password(name)));
    sign.is_control() && !kept
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
        for (field, text) in
            [("title_ko", "협약\u{7}서"), ("minutes", "회의\0록"), ("corporate_number", "1\u{85}2")]
        {
            assert_eq!(untakeable(field, text).expect("a sign").key, "kernel-control-sign", "{field}");
            assert_eq!(
                marked(field, text).chars().nth(if field == "corporate_number" { 1 } else { 2 }),
                Some('\u{fffd}')
            );
        }
        for (field, text) in
            [("what_ko", "한 줄\r\n\t두 줄"), ("minutes", "1쪽\u{c}2쪽"), ("password", "\u{7}")]
        {
            assert_eq!(untakeable(field, text), None, "{field}");
            assert_eq!(marked(field, text), text);
        }
    }
}
