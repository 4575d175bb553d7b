//! What must not be: `-아서는 안 됩니다`, `-(으)면 안 된다`, `-는 것을 금합니다`, and the double no of `-지 않으면 안 됩니다`.

use super::{Ending, Force, cut};
use crate::refuse::ends_with_any;

const BECOMES: [&str; 16] = [
    "됩니다",
    "됩니다만",
    "되겠습니다",
    "되겠습니다만",
    "되겠지요",
    "되겠어요",
    "되겠다",
    "된다",
    "될것입니다",
    "될것이다",
    "될일입니다",
    "됨",
    "돼요",
    "돼",
    "되고요",
    "되지요",
];
const FORBIDDEN: [&str; 6] = ["금합니다", "금지합니다", "금한다", "금지한다", "금함", "금지함"];
/// May stand between what is forbidden and the no.
const NEVER: [&str; 10] =
    ["절대로", "절대", "결코", "다시는", "더이상은", "더이상", "더는", "엄격히", "엄격하게", "앞으로"];

pub fn of(body: &str) -> Option<Ending> {
    not_allowed(body).or_else(|| troublesome(body)).or_else(|| forbidden(body))
}

/// `기한을 넘겨서는 곤란합니다`; not `늦어지면 곤란합니다`, a fear.
fn troublesome(body: &str) -> Option<Ending> {
    let (_, before) = cut(body, &["곤란합니다", "곤란하다", "곤란함", "곤란해요"])?;
    let stem = before.strip_suffix("서는").or_else(|| before.strip_suffix('선'))?;
    Some(Ending::clause(Force::MustNot, "서는곤란합니다", stem))
}

fn not_allowed(body: &str) -> Option<Ending> {
    let (_, before) = cut(body, &BECOMES)?;
    let before = before.strip_suffix('안').or_else(|| before.strip_suffix("아니"))?;
    let before = without_never(before);
    if let Some(verb) = before.strip_suffix("지않으면") {
        return Some(Ending::clause(Force::Must, "지않으면안됩니다", &in_open_form(verb)));
    }
    let stem = ["서는", "서도", "선", "면"].iter().find_map(|mark| before.strip_suffix(mark))?;
    Some(Ending::clause(Force::MustNot, "안됩니다", stem))
}

fn forbidden(body: &str) -> Option<Ending> {
    let (_, before) = cut(body, &FORBIDDEN)?;
    let before = without_never(before);
    let stem = ["것을", "행위를", "일을"].iter().find_map(|deed| before.strip_suffix(deed))?;
    stem.ends_with('는').then(|| Ending::clause(Force::MustNot, "금합니다", stem))
}

fn without_never(before: &str) -> &str {
    NEVER.iter().find_map(|never| before.strip_suffix(never)).unwrap_or(before)
}

/// As the verb stands before `야`: `하` is `해`, `달라지` is `달라져`.
fn in_open_form(verb: &str) -> String {
    match (verb.strip_suffix('하'), verb.strip_suffix('지')) {
        (Some(noun), _) => format!("{noun}해"),
        (_, Some(root)) => format!("{root}져"),
        _ => format!("{verb}어"),
    }
}

/// `숫자를 지어내는 일이 있어(서는 안 된다)`, `빠뜨리는 일이 없(도록)`: being and not being of a deed that somebody does,
/// so that the deed is forbidden. What stands before is a verb in `-는`.
pub(crate) fn is_being_of_a_deed(stem: &str) -> bool {
    const BEING: [&str; 6] = ["있어", "없어", "없을", "없으", "없", "있"];
    const DEEDS: [&str; 9] = ["일", "사례", "경우", "행위", "관행", "행태", "실수", "폐단", "사태"];
    const POINTING: [&str; 4] = ["이는", "그는", "저는", "우리는"];
    let Some(mut before) = BEING.iter().find_map(|being| stem.strip_suffix(being)) else { return false };
    while let Some(shorter) =
        NEVER.iter().chain(&["다시", "또다시", "또"]).find_map(|never| before.strip_suffix(never))
    {
        before = shorter;
    }
    let before =
        ["이", "가", "은", "는", "도"].iter().find_map(|mark| before.strip_suffix(mark)).unwrap_or(before);
    let Some(before) = DEEDS.iter().find_map(|deed| before.strip_suffix(deed)) else { return false };
    before.ends_with('는') && !ends_with_any(before, &POINTING)
}
