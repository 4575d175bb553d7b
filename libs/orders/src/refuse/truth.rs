//! `-아야 합니다` that orders nothing: general truths, states, conditions, duties of others.

use super::{Said, ends_with_any};
use crate::compact;
use crate::hangul;
use crate::others::{has_plain_subject, is_other, names_others, subject};

/// Verbs of being and becoming, and deeds nobody can report on.
const STATES_THAT_MUST_BE: [&str; 72] = [
    "향해",
    "잊지말아",
    "잊지않아",
    "돌아봐",
    "생각해봐",
    "고민해봐",
    "명심해",
    "지켜봐",
    "있어",
    "없어",
    "되어",
    "돼",
    "여",
    "이어",
    "아니어",
    "달라져",
    "높아",
    "좋아",
    "많아",
    "커",
    "같아",
    "살아",
    "나와",
    "빨라",
    "바뀌어",
    "변해",
    "변화해",
    "알아",
    "믿어",
    "겸손해",
    "감사해",
    "성공해",
    "책임져",
    "버려",
    "앞서가",
    "강해",
    "중요해",
    "공정해",
    "투명해",
    "신중해",
    "분명해",
    "이겨내",
    "쉬어",
    "깨어나",
    "이해해",
    // Adjectives: what something is like cannot be ordered.
    "정직해",
    "솔직해",
    "엄격해",
    "엄정해",
    "정확해",
    "충분해",
    "안전해",
    "편리해",
    "깨끗해",
    "따뜻해",
    "행복해",
    "가능해",
    "명확해",
    "확실해",
    "튼튼해",
    "유연해",
    "친절해",
    "쉬워",
    "즐거워",
    "가벼워",
    // Passives of regard.
    "존중받아",
    "존경받아",
    "인정받아",
    "사랑받아",
    "보호받아",
    "보장받아",
    "신뢰받아",
];
/// The same said to somebody of honour: `아셔야 합니다`.
const STATES_OF_THE_HEARER: [&str; 9] =
    ["아셔", "있으셔", "계셔", "되셔", "명심하셔", "기억하셔", "이해하셔", "생각하셔", "마음을가지셔"];
/// Procedures that somebody else holds the key of: a condition, unless an office or a day is named.
const PROCEDURES: [&str; 8] = [
    "심의를거쳐",
    "절차를거쳐",
    "동의를거쳐",
    "의결을거쳐",
    "승인을받아",
    "허가를받아",
    "동의를받아",
    "심의를받아",
];
pub(super) const NO_DEED: [&str; 10] =
    ["이래", "그래", "있어", "되어", "돼", "잊어", "뒤처져", "없어", "져", "기다리기만해"];

pub(super) fn is_general_truth(stem: &str, said: &Said<'_>) -> bool {
    let Said { sentence, has_owner, has_due, .. } = *said;
    // `지난달에 끝냈어야 합니다`: what was not done is reproached.
    if is_past(stem) {
        return true;
    }
    // The full form of `해야` is no copula.
    let stem = &match stem.strip_suffix("하여") {
        Some(noun) => format!("{noun}해"),
        None => stem.to_owned(),
    };
    let is_anchored = has_owner || has_due;
    // `모른다면 모른다고 말씀하셔야`: whatever the condition, the hearer is the one who must.
    let binds_the_hearer = stem.ends_with('셔') && !ends_with_any(stem, &STATES_OF_THE_HEARER);
    let whole = compact(sentence);
    let by_law = ["따르면", "법적으로", "규정상"].iter().any(|word| whole.contains(word));
    let is_condition =
        ["만약", "만일", "다면", "라면", "려면", "위해서는"].iter().any(|word| whole.contains(word));
    let speaks_of_self =
        ["저는", "제가", "저도", "저부터"].iter().any(|word| first_words(sentence).contains(word));
    let speaks_of_us = ["우리는", "우리가", "우리도", "우리시는", "우리시가", "우리부터"]
        .iter()
        .any(|word| whole.starts_with(word));
    if by_law
        || speaks_of_self
        || (is_condition && !is_anchored && !binds_the_hearer)
        || (speaks_of_us && !has_due)
    {
        return true;
    }
    let is_state = (ends_with_any(stem, &STATES_THAT_MUST_BE) && !binds_the_hearer)
        || ends_with_any(stem, &STATES_OF_THE_HEARER)
        || ends_with_any(stem, &PROCEDURES)
        || stem.ends_with('져');
    (is_state && !is_anchored)
        || names_others(sentence)
        || is_favour_of_others(sentence, stem, has_owner)
        || others_would_receive(sentence, stem)
}

/// `했어`, `끝냈어`; not `있어`.
fn is_past(stem: &str) -> bool {
    let last = stem.strip_suffix('어').and_then(|before| before.chars().last());
    last.is_some_and(|last| last != '있' && hangul::final_of(last) == Some(hangul::SSANG_SIOS))
}

/// `한국전력이 변전소를 지어 주어야 합니다`: what one must do oneself is not said to be given.
fn is_favour_of_others(sentence: &str, stem: &str, has_owner: bool) -> bool {
    !has_owner && ends_with_any(stem, &["주어", "줘", "주셔"]) && has_plain_subject(sentence)
}

/// `주민이 민원을 넣으면 ... 말은 들어야 합니다`: who asks is who receives.
fn others_would_receive(sentence: &str, stem: &str) -> bool {
    const RECEIVING: [&str; 5] = ["들어", "받아", "느껴", "누려", "알아"];
    let asked = sentence.split_whitespace().any(|word| {
        word.trim_end_matches(',').ends_with('면') && !word.ends_with("라면") && !word.ends_with("하면")
    });
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let other = words.iter().any(|word| subject(word).is_some_and(|(noun, _)| is_other(noun, word)));
    asked && other && ends_with_any(stem, &RECEIVING)
}

fn first_words(sentence: &str) -> Vec<&str> {
    sentence.split_whitespace().take(3).collect()
}
