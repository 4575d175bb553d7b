//! When an ending that usually orders does not: wishes, greetings, general truths, duties of others.
//!
//! The same `-야 합니다` says what a department must do and what a government ought to do. What decides is who
//! stands as the subject, whether the verb is something one can do, and whether somebody or a day is named.

mod courtesy;
mod truth;
mod wish;

use crate::compact;
use crate::ending::forbidding::is_being_of_a_deed;
use crate::ending::{BY_NOUN, Ending, Force, STATED};
use crate::others::names_others;
pub(crate) use wish::DEEDS;

/// A sentence, and what is known of it.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    pub sentence: &'a str,
    /// Somebody is named to do it.
    pub has_owner: bool,
    /// A day or year is named.
    pub has_due: bool,
    /// A day that has not passed is named as a limit, and one that the year of the meeting can mean.
    pub has_limit: bool,
    /// A later sitting is named: `다음 회의 때`.
    pub has_sitting_ahead: bool,
}

/// True when the sentence is no order to those addressed.
pub fn is_no_order(ending: &Ending, said: &Said<'_>) -> bool {
    let (sentence, stem) = (said.sentence, ending.stem.as_str());
    if courtesy::is_courtesy(stem, said)
        || courtesy::is_invitation(sentence, stem)
        || courtesy::is_blessing(stem, said)
        || wish::is_plea(stem, said)
        || wish::is_staging(stem)
    {
        return true;
    }
    match ending.force {
        Force::Request if ending.name == "아줘" => names_others(sentence),
        Force::Request if ending.is_clause => wish::is_wish(ending, said),
        Force::Request => wish::is_no_deed(stem) || names_others(sentence),
        Force::Command => is_rhetorical_command(stem),
        Force::Together => is_rhetorical_together(stem, said.has_owner || said.has_due),
        // `빠뜨리는 일이 없어야`: what must not be is a deed.
        Force::Must if is_being_of_a_deed(stem) => names_others(sentence),
        Force::Must => truth::is_general_truth(stem, said),
        Force::MustNot => {
            let is_state = ends_with_any(stem, &truth::NO_DEED) && !is_being_of_a_deed(stem);
            is_state || names_others(sentence)
        }
        Force::Performative if ending.is_clause => is_asked_of_others(ending, said),
        Force::Performative => is_announcement(stem, sentence) || names_others(sentence),
        Force::Note if ending.name == STATED => !(said.has_owner && said.has_limit),
        Force::Note if ending.name == BY_NOUN => !is_noted(said),
        Force::Note if ending.name.starts_with("도록한") => {
            ends_with_any(stem, &NO_NOTE) || names_others(sentence)
        }
        Force::Note => ends_with_any(stem, &NO_NOTE) && !is_being_of_a_deed(stem),
    }
}

/// A deed told by a noun is to be done when a limit is set, or a later sitting and what is to be dealt with:
/// `개선안을 다음 회의 때 보고`. Otherwise it may be a heading.
fn is_noted(said: &Said<'_>) -> bool {
    let deals_with =
        said.sentence.split_whitespace().any(|word| word.ends_with(['을', '를']) || word.ends_with("하고"));
    said.has_limit || (said.has_sitting_ahead && deals_with)
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

fn is_rhetorical_command(stem: &str) -> bool {
    const MUSING: [&str; 10] =
        ["있", "생각해보", "상상해보", "떠올려보", "들어보", "를보", "을보", "아시", "돌아보", "생각하여보"];
    ends_with_any(stem.trim_end_matches('시'), &MUSING)
}

fn is_rhetorical_together(stem: &str, is_anchored: bool) -> bool {
    const RHETORIC: [&str; 20] = [
        "여기까지합",
        "이만합",
        "이쯤합",
        "두려워하지맙",
        "포기하지맙",
        "실망하지맙",
        "마무리합",
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
    // `시민들은 절차를 고쳐 달라고 요청합니다`: told, not asked.
    let is_told = whole.contains("달라고") && names_others(said.sentence);
    asks_elsewhere(said.sentence) || is_outside || is_told || wish::is_wish(ending, said)
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
