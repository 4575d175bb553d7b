//! Verbs of asking and what they ask: `-기를 바랍니다`, `-ㄹ 것을 건의드립니다`, `점검을 당부 말씀드립니다`, `제출 바람`.
//!
//! Between what is asked and the verb may stand how and whom one asks: `간곡히`, `다시 한번`, `시장님께`.

use super::{Ending, Force, cut};
use crate::hangul::{RIEUL, without_final};

/// `바라다` at the end.
const HOPING: [&str; 11] = [
    "바랍니다",
    "바라겠습니다",
    "바란다",
    "바람",
    "바라요",
    "바래요",
    "바라고요",
    "바라구요",
    "바라는바입니다",
    "바라고있습니다",
    "바라마지않습니다",
];
/// Nouns that make a verb of asking.
const NOUNS: [&str; 13] =
    ["부탁", "당부", "요청", "건의", "촉구", "주문", "지시", "요구", "제안", "권고", "간청", "청", "명"];
/// Behind such a noun.
const DOING: [&str; 22] = [
    "드립니다",
    "드리겠습니다",
    "드리고싶습니다",
    "드리고자합니다",
    "드리는바입니다",
    "드리는바이다",
    "드려요",
    "드린다",
    "드리고요",
    "드릴게요",
    "올립니다",
    "합니다",
    "하겠습니다",
    "하고싶습니다",
    "하고자합니다",
    "하는바입니다",
    "하는바이다",
    "한다",
    "하고요",
    "해요",
    "할게요",
    "드립니다만",
];
/// `당부의 말씀을 드립니다`, `부탁을 드립니다`.
const SAYING: [&str; 6] = ["의말씀을", "의말씀", "말씀을", "말씀", "을", "를"];

/// How the asking is named in a finding.
const NAMES: [(&str, &str); 13] = [
    ("부탁", "부탁드립니다"),
    ("당부", "당부드립니다"),
    ("요청", "요청드립니다"),
    ("건의", "건의드립니다"),
    ("촉구", "촉구합니다"),
    ("주문", "주문합니다"),
    ("지시", "지시합니다"),
    ("요구", "요구합니다"),
    ("제안", "제안드립니다"),
    ("권고", "권고합니다"),
    ("간청", "청합니다"),
    ("청", "청합니다"),
    ("명", "명합니다"),
];

pub fn of(body: &str) -> Option<Ending> {
    hoping(body).or_else(|| with_noun(body)).or_else(|| cut_off(body))
}

fn hoping(body: &str) -> Option<Ending> {
    let (_, before) = cut(body, &HOPING)?;
    if let Some(stem) = clause(before) {
        return Some(Ending { force: Force::Request, name: "기바랍니다", stem, is_clause: true });
    }
    let stem = without_manner(before).to_owned();
    Some(Ending { force: Force::Request, name: "바랍니다", stem, is_clause: false })
}

fn with_noun(body: &str) -> Option<Ending> {
    let (_, before) = cut(body, &DOING)?;
    let before = SAYING.iter().find_map(|mark| before.strip_suffix(mark)).unwrap_or(before);
    let (noun, before) = cut(before, &NOUNS)?;
    let (_, name) = NAMES.iter().find(|(one, _)| *one == noun)?;
    if let Some(stem) = clause(before) {
        return Some(Ending { force: Force::Performative, name, stem, is_clause: true });
    }
    // `설명합니다`, `신청합니다`: other words that end alike.
    let stem = without_manner(before).to_owned();
    (noun.chars().count() > 1).then_some(Ending { force: Force::Performative, name, stem, is_clause: false })
}

/// `검토해 주시길.`: the verb of asking is left out.
fn cut_off(body: &str) -> Option<Ending> {
    let (_, stem) = cut(body, &["주시기를", "주시길", "주시기"])?;
    Some(Ending::clause(Force::Request, "주시기를", &format!("{stem}주시")))
}

/// The stem of the verb of a clause that is asked for.
fn clause(before: &str) -> Option<String> {
    let bare = without_manner(before);
    [before, bare].into_iter().find_map(nominal)
}

/// `-기를`, `-길`, `-ㄹ 것을`, `-도록`, `-아 달라고`, `-아 주십사`.
fn nominal(text: &str) -> Option<String> {
    /// Nouns that end in 기 without being a verb's.
    const THINGS: [&str; 16] = [
        "이야기",
        "얘기",
        "용기",
        "분위기",
        "경기",
        "위기",
        "계기",
        "전기",
        "무기",
        "연기",
        "사기",
        "열기",
        "동기",
        "크기",
        "시기",
        "분기",
    ];
    if let Some(stem) = ["기를", "기만을", "기도", "기"].iter().find_map(|mark| text.strip_suffix(mark))
    {
        let whole = format!("{stem}기");
        // `주시기`: the honorific, not a time.
        let is_honoured = ["하시기", "주시기", "으시기"].iter().any(|form| whole.ends_with(form));
        let is_thing = !is_honoured && THINGS.iter().any(|thing| is_word_at_end(&whole, thing));
        return (!stem.is_empty() && !is_thing).then(|| stem.to_owned());
    }
    if let Some(stem) = text.strip_suffix('길') {
        return (!stem.is_empty()).then(|| stem.to_owned());
    }
    if let Some(before) = text.strip_suffix("것을").or_else(|| text.strip_suffix('것')) {
        return without_final(before, RIEUL);
    }
    if let Some(before) = ["달라고", "달라는"].iter().find_map(|mark| text.strip_suffix(mark)) {
        return Some(format!("{before}주"));
    }
    if let Some(before) = ["주십사하고", "주십사"].iter().find_map(|mark| text.strip_suffix(mark)) {
        return Some(format!("{before}주시"));
    }
    text.strip_suffix("도록").filter(|stem| !stem.is_empty()).map(str::to_owned)
}

/// The whole is that thing, or says it in its last syllables with room before: `좋은분위기`.
fn is_word_at_end(whole: &str, thing: &str) -> bool {
    // A `시기` behind a verb's stem is the honorific: `챙기시기`.
    whole.ends_with(thing) && (thing != "시기" || whole.chars().count() <= 4)
}

/// Without how and whom one asks, as far as it stands before the verb of asking.
fn without_manner(before: &str) -> &str {
    const MANNERS: [&str; 32] = [
        "분명히",
        "분명하게",
        "다시한번더",
        "다시한번",
        "다시금",
        "한번더",
        "간곡히",
        "간절히",
        "강력히",
        "강력하게",
        "강하게",
        "정중히",
        "정중하게",
        "엄중히",
        "단호히",
        "각별히",
        "특별히",
        "진심으로",
        "정식으로",
        "공식적으로",
        "적극",
        "적극적으로",
        "거듭",
        "재차",
        "꼭",
        "부디",
        "반드시",
        "이자리에서",
        "저는",
        "본의원은",
        "본위원은",
        "함께",
    ];
    const WHOM: [&str; 7] = ["님께", "집행부에", "부서에", "관계자께", "여러분께", "공직자께", "담당자께"];
    let mut left = before;
    loop {
        let shorter =
            MANNERS.iter().find_map(|manner| left.strip_suffix(manner)).or_else(|| whom(left, &WHOM));
        match shorter {
            Some(shorter) => left = shorter,
            None => return left,
        }
    }
}

/// Cuts `시장님께` behind a nominal: `...주시기를시장님께`.
fn whom<'a>(text: &'a str, marks: &[&str]) -> Option<&'a str> {
    if !marks.iter().any(|mark| text.ends_with(mark)) {
        return None;
    }
    let at = ["기를", "것을", "길"]
        .iter()
        .filter_map(|nominal| text.rfind(nominal).map(|at| at + nominal.len()))
        .max()?;
    (text[at..].chars().count() <= 12).then(|| &text[..at])
}
