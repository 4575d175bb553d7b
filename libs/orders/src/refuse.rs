//! When an ending that usually orders does not: wishes, greetings, general truths, duties of others.
//!
//! The same `-야 합니다` says what a department must do and what a government ought to do. What decides is who
//! stands as the subject, whether the verb is something one can do, and whether somebody or a day is named.

mod truth;
mod wish;

use crate::compact;
use crate::ending::{Ending, Force};
use crate::others::names_others;

/// A sentence, and what is known of it.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub sentence: &'a str,
    /// Somebody is named to do it.
    pub has_owner: bool,
    /// A day or year is named.
    pub has_due: bool,
}

/// True when the sentence is no order to those addressed.
pub fn is_no_order(ending: &Ending, said: &Said<'_>) -> bool {
    let (sentence, stem) = (said.sentence, ending.stem.as_str());
    if is_courtesy(stem)
        || is_invitation(sentence, stem)
        || wish::is_plea(stem, said)
        || wish::is_staging(stem)
    {
        return true;
    }
    match ending.force {
        Force::Request if ending.is_clause => wish::is_wish(ending, said),
        Force::Request => wish::is_no_deed(stem) || names_others(sentence),
        Force::Command => is_rhetorical_command(stem),
        Force::Together => is_rhetorical_together(stem, said.has_owner || said.has_due),
        Force::Must => truth::is_general_truth(stem, said),
        Force::MustNot => ends_with_any(stem, &truth::NO_DEED) || names_others(sentence),
        Force::Performative if ending.is_clause => is_asked_of_others(ending, said),
        Force::Performative => is_announcement(stem, sentence) || names_others(sentence),
        Force::Note => ends_with_any(stem, &NO_NOTE),
    }
}

/// Before `것` and `도록`: what is, or what something is for.
const NO_NOTE: [&str; 16] = [
    "있을",
    "없을",
    "될",
    "일",
    "클",
    "많을",
    "할수있을",
    "있",
    "없",
    "되",
    "않",
    "나",
    "생기",
    "일어나",
    "이루어지",
    "수있",
];

/// Greetings, thanks and ceremony, whatever their form.
fn is_courtesy(stem: &str) -> bool {
    const ANYWHERE: [&str; 29] = [
        "감기",
        "몸조심",
        "박수",
        "착석",
        "자리에앉",
        "일어서주",
        "복많이",
        "성원",
        "즐거운",
        "행복하",
        "힘내",
        "걱정하지",
        "걱정마",
        "염려",
        "안심하",
        "오해",
        "편히",
        "푹쉬",
        "건강하",
        "건강잘",
        "건강챙",
        "건강에유의",
        "다녀오",
        "자리해",
        "드시고",
        "살펴가",
        "조심히",
        "안전하게귀가",
        "안녕히",
    ];
    const AT_END: [&str; 10] = [
        "수고하",
        "수고해주",
        "안녕하",
        "계",
        "양해해주",
        "양해하",
        "이해해주",
        "이해하",
        "참고하",
        "고생하",
    ];
    let tail: String = {
        // `반드시 고쳐` is no `드시고`.
        let letters: Vec<char> = stem.replace("반드시", "").chars().collect();
        letters[letters.len().saturating_sub(16)..].iter().collect()
    };
    let plain = stem.trim_end_matches('시');
    ANYWHERE.iter().any(|word| tail.contains(word)) || ends_with_any(plain, &AT_END)
}

/// `이견이 있으면 언제든 말씀해 주시기 바랍니다`: who has something to say may say it.
fn is_invitation(sentence: &str, stem: &str) -> bool {
    const MAY: [&str; 5] = ["있으면", "있으시면", "계시면", "궁금하시면", "언제든"];
    const SAYING: [&str; 8] =
        ["말씀해주", "말씀하", "지금해주", "물어보", "연락주", "질문해주", "찾아오", "들르"];
    let whole = compact(sentence);
    MAY.iter().any(|word| whole.contains(word)) && ends_with_any(stem.trim_end_matches('시'), &SAYING)
}

fn is_rhetorical_command(stem: &str) -> bool {
    const MUSING: [&str; 9] =
        ["생각해보", "상상해보", "떠올려보", "들어보", "를보", "을보", "아시", "돌아보", "생각하여보"];
    ends_with_any(stem.trim_end_matches('시'), &MUSING)
}

fn is_rhetorical_together(stem: &str, is_anchored: bool) -> bool {
    const RHETORIC: [&str; 13] = [
        "시작합",
        "마칩",
        "마치도록합",
        "넘어갑",
        "나아갑",
        "힘냅",
        "됩",
        "축하합",
        "다집합",
        "잊지맙",
        "갑",
        "생략합",
        "건너뜁",
    ];
    ends_with_any(stem, &RHETORIC) || (!is_anchored && (stem.ends_with('봅') || stem.contains("함께만듭")))
}

/// `제가 만나 부탁드리겠습니다`: the speaker will ask, somebody else is asked.
fn asks_elsewhere(sentence: &str) -> bool {
    sentence.contains("제가 ") && sentence.contains("겠습니다")
}

const OUTSIDE: [&str; 6] = ["정부에", "국회에", "의회에", "중앙정부", "대통령", "장관"];

/// `정부에 법을 고쳐 줄 것을 요청합니다`. Who is asked a favour in words of honour is addressed, whatever is
/// to be done with a ministry: `의회에 보고하여 주시기를 요청드립니다`.
fn is_asked_of_others(ending: &Ending, said: &Said<'_>) -> bool {
    let whole = compact(said.sentence);
    let is_to_hearers = ending.stem.ends_with('시') || said.has_owner;
    let is_outside = !is_to_hearers && OUTSIDE.iter().any(|word| whole.contains(word));
    asks_elsewhere(said.sentence) || is_outside || wish::is_wish(ending, said)
}

/// `두 가지를 당부드립니다.`, `잘 부탁드립니다.`, or a request to somebody outside.
fn is_announcement(stem: &str, sentence: &str) -> bool {
    const COUNTED: [&str; 7] = ["가지", "가지를", "가지만", "말씀", "말씀을", "점을", "사항을"];
    const CONTENT: [&str; 8] = ["도록", "것을", "를", "을", "주기", "협조", "점검", "철저"];
    let whole = compact(sentence);
    let promises = asks_elsewhere(sentence);
    let announces =
        promises || ends_with_any(stem, &COUNTED) || ends_with_any(stem, &["잘", "관심", "관심을"]);
    let has_content = CONTENT.iter().any(|word| stem.contains(word));
    announces || !has_content || OUTSIDE.iter().any(|word| whole.contains(word))
}

pub(crate) fn ends_with_any(text: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| text.ends_with(ending))
}
