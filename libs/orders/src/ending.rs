//! What the ending of a sentence does.
//!
//! Endings are read from behind, without blanks, by the grammar that makes them rather than as whole strings: a verb
//! of asking and what it asks ([`asking`]), a wish with `-면`, `-아야` with what may follow it, a command, the plain
//! style ([`plain`]), what is forbidden ([`forbidding`]). So a new
//! combination of known pieces is understood: `-아 주시길 간곡히 당부 말씀드리는 바입니다`.

mod asking;
pub(crate) mod forbidding;
mod plain;

use crate::compact;
use crate::hangul::{BIEUP, RIEUL, without_final};
use crate::refuse::DEEDS;

/// Kinds of orders and requests, by their ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Force {
    /// `-기 바랍니다`, `-아 달라`, `-았으면 합니다`, `-아 주시면 됩니다`.
    Request,
    /// `-(으)십시오`, `-(으)세요`, `-(으)라`, `-아라`, `-아 주시고요`.
    Command,
    /// `-(으)ㅂ시다`, `-자`.
    Together,
    /// `-아야 합니다`.
    Must,
    /// `-아서는 안 됩니다`, `-면 안 된다`.
    MustNot,
    /// `당부드립니다`, `지시합니다`.
    Performative,
    /// `-(으)ㄹ 것`, `-도록`, `요망`, and in notes a noun alone: `12월 4일까지 제출`.
    Note,
}

/// An ending and what stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub force: Force,
    /// Its kind, without blanks, as `기바랍니다`.
    pub name: &'static str,
    /// What stands before it, without blanks; the verb asked for as its stem: `보고해주시`.
    pub stem: String,
    /// A clause with a verb is asked for, not a noun: `점검하기를`, against `점검을`.
    pub is_clause: bool,
}

impl Ending {
    fn clause(force: Force, name: &'static str, stem: &str) -> Ending {
        Ending { force, name, stem: stem.to_owned(), is_clause: true }
    }
}

const COMMANDS: [&str; 12] = [
    "십시오",
    "십시요",
    "세요",
    "하시오",
    "으시오",
    "마시오",
    "도록하라",
    "말라",
    "마라",
    "해라",
    "도록하지요",
    "도록하죠",
];
/// Spoken lists of requests end like this, and the next one follows.
const LISTED: [&str; 9] = [
    "주시고요",
    "주시구요",
    "주시고",
    "보시고요",
    "두시고요",
    "놓으시고요",
    "하도록하시고요",
    "마시고요",
    "보시구요",
];

const MUST: [&str; 26] = [
    "할것입니다",
    "될것입니다",
    "할것같습니다",
    "될것같습니다",
    "하겠습니다",
    "되겠습니다",
    "합니다",
    "됩니다",
    "한다",
    "된다",
    "할것이다",
    "될것이다",
    "함",
    "됨",
    "해요",
    "돼요",
    "하고요",
    "되고요",
    "합니다만",
    "하지요",
    "하죠",
    "되죠",
    "하겠다",
    "되겠다",
    "하겠어요",
    "되겠어요",
];
/// Said to somebody of honour, a must of the hearer: `손보셔야겠습니다`; of oneself it is an intention.
const MUST_OF_THE_HEARER: [&str; 3] = ["겠습니다", "겠어요", "겠네요"];
/// Behind `-면`: what makes a condition a wish.
const WISHES: [&str; 19] = [
    "좋겠다",
    "고맙겠다",
    "좋겠습니다",
    "고맙겠습니다",
    "감사하겠습니다",
    "싶습니다",
    "합니다",
    "한다",
    "좋겠어요",
    "좋겠네요",
    "좋겠고요",
    "싶어요",
    "하고요",
    "하는바람입니다",
    "하는마음입니다",
    "하는생각입니다",
    "좋겠다는말씀드립니다",
    "좋겠다는말씀을드립니다",
    "좋겠다는생각입니다",
];
/// Behind `-시면` only: `갖다 주시면 됩니다`.
const ENOUGH: [&str; 3] = ["되겠습니다", "됩니다", "되고요"];

/// The ending of a duty that is stated, and of one that a noun alone tells.
pub(crate) const STATED: &str = "한다";
pub(crate) const BY_NOUN: &str = "명사";

/// An order in front, and the speaker's own promise behind: `-기 바라며, 저도 나가겠습니다`.
const IN_FRONT: [&str; 4] = ["기바라며", "기를바라며", "기바라고", "주시고"];

/// The kind of order and its ending, or `None` when the sentence does something else.
pub fn of(sentence: &str) -> Option<Ending> {
    let body = body(sentence);
    if sentence.trim_end_matches(['.', '"', '”', '’', '\'', ' ']).ends_with('?') {
        return question(&body);
    }
    let body = body.as_str();
    asking::of(body)
        .or_else(|| wish(body))
        .or_else(|| command(body))
        .or_else(|| must(body))
        .or_else(|| forbidding::of(body))
        .or_else(|| note(body))
        .or_else(|| together(body))
        .or_else(|| plain::of(body, sentence))
        .or_else(|| duty(body))
        .or_else(|| in_front(body))
}

/// `제출해 주시겠습니까?` asks for a deed in the form of a question; with `언제`, `왜` it is one.
fn question(body: &str) -> Option<Ending> {
    const ASKS: [&str; 9] = ["언제", "누가", "누구", "어떻게", "어떤", "왜", "무엇", "몇", "얼마"];
    let stem = body.trim_end_matches('?').strip_suffix("주시겠습니까")?;
    let speaks = ["말씀해", "답변해", "대답해", "설명해", "답해"].iter().any(|verb| stem.ends_with(verb));
    let is_question = speaks || ASKS.iter().any(|word| body.contains(word));
    (!is_question).then(|| Ending::clause(Force::Request, "주시겠습니까", &format!("{stem}주시")))
}

fn wish(body: &str) -> Option<Ending> {
    if let Some((name, before)) = cut(body, &WISHES)
        && let Some(before) = before.strip_suffix('면')
    {
        let stem = before.strip_suffix('으').or_else(|| before.strip_suffix('시'));
        let stem = stem.or_else(|| before.ends_with('주').then_some(before));
        // `되면 합니다` is a condition; only the form of a wish, `-았으면`, goes with 합니다.
        let is_past = before.ends_with('으');
        let is_wish = is_past || !["합니다", "한다", "하고요", "싶습니다"].contains(&name);
        return stem.filter(|_| is_wish).map(|stem| Ending::clause(Force::Request, name, stem));
    }
    let (name, before) = cut(body, &ENOUGH)?;
    before.strip_suffix("시면").map(|stem| Ending::clause(Force::Request, name, stem))
}

fn command(body: &str) -> Option<Ending> {
    if let Some((name, stem)) = cut(body, &COMMANDS) {
        return Some(Ending::clause(Force::Command, name, stem));
    }
    let (name, _) = cut(body, &LISTED)?;
    let stem = body.trim_end_matches('요').strip_suffix(['고', '구'])?.strip_suffix('시')?;
    Some(Ending::clause(Force::Command, name, stem))
}

fn must(body: &str) -> Option<Ending> {
    if let Some((name, before)) = cut(body, &MUST)
        && let Some(stem) = before.strip_suffix('야').or_else(|| before.strip_suffix("야만"))
    {
        return Some(Ending::clause(Force::Must, name, stem));
    }
    let (name, before) = cut(body, &MUST_OF_THE_HEARER)?;
    let stem = before.strip_suffix('야').filter(|stem| stem.ends_with('셔'))?;
    Some(Ending::clause(Force::Must, name, stem))
}

/// As minutes write it: `제출할 것`, `보고하도록`, `정비 요망`.
fn note(body: &str) -> Option<Ending> {
    let (name, before) = cut(body, &["할것임", "요망", "도록한다", "도록함", "도록", "것"])?;
    let is_note = match name {
        "것" => without_final(before, RIEUL).is_some(),
        // `되도록`: an adverb that was cut off.
        "도록" => before.chars().count() > 2,
        _ => true,
    };
    is_note.then(|| Ending::clause(Force::Note, name, before))
}

/// What a directive or a note states of somebody with a day, in the plain present or by a noun alone: `부서장은 12월
/// 4일까지 제출한다`, `12월 4일까지 제출`. Without such a day it is a report.
fn duty(body: &str) -> Option<Ending> {
    let (name, deed) = match body.strip_suffix("한다") {
        Some(deed) => (STATED, deed.strip_suffix("하기로").unwrap_or(deed)),
        None => (BY_NOUN, body),
    };
    let is_deed = DEEDS.iter().any(|one| deed.ends_with(one));
    is_deed.then(|| Ending { force: Force::Note, name, stem: deed.to_owned(), is_clause: false })
}

fn together(body: &str) -> Option<Ending> {
    let stem = body.strip_suffix("시다")?;
    without_final(stem, BIEUP).map(|_| Ending::clause(Force::Together, "시다", stem))
}

fn in_front(body: &str) -> Option<Ending> {
    let name = IN_FRONT.iter().find(|word| body.ends_with("겠습니다") && body.contains(**word))?;
    let stem = body.rfind(name).map_or("", |at| &body[..at]);
    Some(Ending::clause(Force::Request, name, stem))
}

/// The longest of the endings that stands behind, and what stands before it.
fn cut<'a>(body: &'a str, endings: &[&'static str]) -> Option<(&'static str, &'a str)> {
    let found = endings.iter().filter(|ending| body.ends_with(**ending)).max_by_key(|ending| ending.len())?;
    Some((found, &body[..body.len() - found.len()]))
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
