//! Codes of a claims file in the reader's words. A code that has none stands as it was printed.

use base::words::{Arg, Words};

/// What the numbers in a code are called in its words, in their order.
const PLACES: [&str; 4] = ["a", "b", "c", "d"];

/// A word of a list of codes: `tower-claim-speaker-city`; none when there is none.
pub fn word(list: &str, code: &str, t: &Words) -> Option<String> {
    let key = format!("tower-claim-{list}-{}", code.replace(['.', ' ', '_'], "-"));
    t.has(&key).then(|| t.get(&key).to_owned())
}

/// The same as text; the code itself when there is none.
pub fn text(list: &str, code: &str, t: &Words) -> String {
    word(list, code, t).unwrap_or_else(|| code.to_owned())
}

/// What a number is about, whatever the class, phase or year: `classes 1-5` is worded as classes from a to b.
pub fn scope(code: &str, t: &Words) -> Option<String> {
    let (key, numbers) = shape(code);
    if !t.has(&key) || numbers.len() > PLACES.len() {
        return None;
    }
    let named: Vec<(&str, Arg<'_>)> =
        PLACES.into_iter().zip(numbers.iter().map(|number| Arg::from(number.as_str()))).collect();
    Some(t.say(&key, &named))
}

/// The key of the words of a scope, and the numbers in it: each run of digits is an `n`.
fn shape(code: &str) -> (String, Vec<String>) {
    let (mut key, mut numbers) = ("tower-claim-scope-".to_owned(), Vec::<String>::new());
    let mut in_number = false;
    for letter in code.chars() {
        if letter.is_ascii_digit() {
            if !in_number {
                key.push('n');
                numbers.push(String::new());
            }
            if let Some(number) = numbers.last_mut() {
                number.push(letter);
            }
        } else {
            key.push(if letter.is_alphanumeric() { letter.to_ascii_lowercase() } else { '-' });
        }
        in_number = letter.is_ascii_digit();
    }
    (key, numbers)
}

/// The figures of a basis as the library writes them, `firms 292, trained 1,254`, with words for their names.
pub fn basis(text: &str, t: &Words) -> String {
    let figure = |figure: &str| match figure.rsplit_once(' ') {
        Some((name, value)) => format!("{} {value}", self::text("figure", name, t)),
        None => figure.to_owned(),
    };
    text.split(", ").map(figure).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Lang;
    use std::sync::Arc;

    fn words(lang: Lang) -> Words {
        let all = base::words::Catalogue::new().with("claims", include_str!("words.toml")).unwrap();
        Words::new(lang, Arc::new(all))
    }

    #[test]
    fn scopes_are_worded_whatever_their_numbers() {
        let ko = words(Lang::Ko);
        for (code, worded) in [
            ("classes 1-5", "1~5기"),
            ("classes 2-11", "2~11기"),
            ("class of 2024", "2024년 기수"),
            ("phase 1", "1단계"),
            ("fund 2", "2호 펀드"),
            ("10y", "10년"),
            ("605 residents", "시민 605명"),
            ("AI MOUs", "AI 협약"),
        ] {
            assert_eq!(scope(code, &ko).as_deref(), Some(worded));
        }
        assert_eq!(scope("classes 1-5", &words(Lang::Zh)).as_deref(), Some("第1至5期"));
        for unknown in ["2021-2024", "지원 기업", "something else", "1 2 3 4 5"] {
            assert_eq!(scope(unknown, &ko), None, "{unknown}");
        }
    }

    #[test]
    fn names_of_figures_and_outlets_are_worded_in_sentences() {
        let ko = words(Lang::Ko);
        assert_eq!(basis("supported_firms 292, trained 1254", &ko), "지원 기업 292, 교육 1254");
        assert_eq!(basis("지원 기업 310, 교육 1,420", &ko), "지원 기업 310, 교육 1,420");
        assert_eq!(
            (text("outlet", "city news", &ko), text("outlet", "press", &ko)),
            ("시정 소식".into(), "신문".into())
        );
    }
}
