//! What the ending of a sentence does.

use crate::compact;

/// Kinds of orders and requests, by their ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// `-기 바랍니다`, `-았으면 합니다`, `-아 주시면 됩니다`.
    Request,
    /// `-(으)십시오`, `-(으)세요`, `-아라`.
    Command,
    /// `-(으)ㅂ시다`.
    Together,
    /// `-아야 합니다`.
    Must,
    /// `-아서는 안 됩니다`.
    MustNot,
    /// `당부드립니다`, `지시합니다`.
    Performative,
    /// `-(으)ㄹ 것`, `요망`.
    Note,
}

/// Longest first within a kind. Without blanks.
const ENDINGS: [(Force, &[&str]); 6] = [
    (
        Force::Request,
        &[
            "기를바라겠습니다",
            "기바라겠습니다",
            "기를바랍니다",
            "기바랍니다",
            "길바랍니다",
            "기를바란다",
            "기바란다",
            "길바란다",
            "기를바람",
            "기바람",
            "길바람",
            "으면좋겠습니다",
            "으면고맙겠습니다",
            "으면싶습니다",
            "으면합니다",
            "으면한다",
            "주면좋겠습니다",
            "시면좋겠습니다",
            "시면감사하겠습니다",
            "시면고맙겠습니다",
            "시면되겠습니다",
            "시면됩니다",
            "으면좋겠어요",
            "기바라요",
        ],
    ),
    (Force::Command, &["십시오", "십시요", "세요", "하시오", "도록하라", "하라", "말라", "해라"]),
    (
        Force::Must,
        &[
            "야할것입니다",
            "야하겠습니다",
            "야되겠습니다",
            "야합니다",
            "야됩니다",
            "야한다",
            "야할것이다",
            "야함",
            "야해요",
        ],
    ),
    (
        Force::MustNot,
        &[
            "서는안되겠습니다",
            "서는아니됩니다",
            "서는안됩니다",
            "서는안된다",
            "면안됩니다",
            "서는안될것입니다",
        ],
    ),
    (
        Force::Performative,
        &[
            "당부드리겠습니다",
            "당부드리고싶습니다",
            "당부드립니다",
            "당부합니다",
            "부탁드리겠습니다",
            "부탁드립니다",
            "부탁합니다",
            "부탁드려요",
            "지시하겠습니다",
            "지시합니다",
            "주문하겠습니다",
            "주문합니다",
            "요청드립니다",
            "요청합니다",
            "명합니다",
            "촉구합니다",
        ],
    ),
    (Force::Note, &["요망", "것"]),
];

/// An order in front, and the speaker's own promise behind: `-기 바라며, 저도 나가겠습니다`.
const IN_FRONT: [&str; 4] = ["기바라며", "기를바라며", "기바라고", "주시고"];

/// The kind of order and its ending, or `None` when the sentence does something else.
pub fn of(sentence: &str) -> Option<(Force, &'static str)> {
    if sentence.trim_end_matches(['.', '"', '”', '’', '\'', ' ']).ends_with('?') {
        return None;
    }
    let body = body(sentence);
    for (force, endings) in ENDINGS {
        if let Some(ending) = endings.iter().find(|ending| body.ends_with(**ending)) {
            let is_note = force == Force::Note && *ending == "것";
            let before = &body[..body.len() - ending.len()];
            return (!is_note || ends_with_final(before, RIEUL)).then_some((force, *ending));
        }
    }
    if let Some(before) = body.strip_suffix("시다")
        && ends_with_final(before, BIEUP)
    {
        return Some((Force::Together, "시다"));
    }
    let promises = body.ends_with("겠습니다");
    IN_FRONT.iter().find(|word| promises && body.contains(**word)).map(|word| (Force::Request, *word))
}

/// What stands before the ending, without blanks.
pub fn stem(sentence: &str, ending: &str) -> String {
    let body = body(sentence);
    body.rfind(ending).map_or(String::new(), |at| body[..at].to_owned())
}

/// Without blanks, closing punctuation and a bracket at the end.
fn body(sentence: &str) -> String {
    let closing = |letter: char| ".!。,~…\"”’'」』 ".contains(letter);
    let whole = compact(sentence);
    let mut body = whole.trim_end_matches(closing);
    if let Some(inside) = body.strip_suffix(')')
        && let Some(open) = inside.rfind('(')
    {
        body = inside[..open].trim_end_matches(closing);
    }
    body.to_owned()
}

const RIEUL: u32 = 8;
const BIEUP: u32 = 17;

/// True when the last syllable has this final consonant (its number in Unicode's composition of Hangul).
fn ends_with_final(text: &str, consonant: u32) -> bool {
    text.chars().last().is_some_and(|letter| {
        ('가'..='힣').contains(&letter) && (u32::from(letter) - 0xac00) % 28 == consonant
    })
}
