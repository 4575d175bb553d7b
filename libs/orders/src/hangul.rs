//! Syllables of Hangul taken apart, by Unicode's arithmetic of composition: `0xac00 + (initial * 21 + vowel) * 28 + final`.

const FIRST: u32 = 0xac00;
const FINALS: u32 = 28;
const VOWELS: u32 = 21;

pub(crate) const NIEUN: u32 = 4;
pub(crate) const RIEUL: u32 = 8;
pub(crate) const BIEUP: u32 = 17;
pub(crate) const SSANG_SIOS: u32 = 20;

/// The number of the final consonant, 0 for an open syllable; `None` for what is no syllable of Hangul.
pub(crate) fn final_of(letter: char) -> Option<u32> {
    ('가'..='힣').contains(&letter).then(|| (u32::from(letter) - FIRST) % FINALS)
}

fn vowel_of(letter: char) -> Option<u32> {
    ('가'..='힣').contains(&letter).then(|| (u32::from(letter) - FIRST) / FINALS % VOWELS)
}

/// The text with its last syllable opened, when it has this final consonant: `주실` without ㄹ is `주시`.
pub(crate) fn without_final(text: &str, consonant: u32) -> Option<String> {
    let last = text.chars().last().filter(|letter| final_of(*letter) == Some(consonant))?;
    let open = char::from_u32(u32::from(last) - consonant)?;
    Some(format!("{}{open}", &text[..text.len() - last.len_utf8()]))
}

/// A verb's stem as it stands before `-시다`: `바꾸` is `바꿉`, `열` is `엽`, `찾` is `찾읍`.
pub(crate) fn before_proposal(stem: &str) -> String {
    let Some(last) = stem.chars().last() else { return String::new() };
    let head = &stem[..stem.len() - last.len_utf8()];
    let closed = final_of(last).filter(|one| *one == 0 || *one == RIEUL);
    match closed.and_then(|one| char::from_u32(u32::from(last) - one + BIEUP)) {
        Some(closed) => format!("{head}{closed}"),
        None => format!("{stem}읍"),
    }
}

/// The last syllable looks like that of a verb in `-아/어`: `알려`, `챙겨`, `해`, `나와`, `써`.
pub(crate) fn is_open_form(text: &str) -> bool {
    /// ㅏ, ㅐ, ㅓ, ㅕ, ㅘ, ㅙ, ㅝ.
    const OPEN: [u32; 7] = [0, 1, 4, 6, 9, 10, 14];
    let Some(last) = text.chars().last() else { return false };
    final_of(last) == Some(0) && vowel_of(last).is_some_and(|vowel| OPEN.contains(&vowel))
}
