//! Departments, bodies and offices that a sentence names as those who do it: `기업지원과는`, `총무과에서`.
//!
//! Recognised by the last syllables of Korean names of offices and by the particle behind them; somebody to
//! do it *with* (`기획조정실과 협의`) or to report *to* is not an owner. Who is called by title, `복지국장님,`, or
//! stands before a colon, `도시계획과:`, is one too; the name is kept without its honorific.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// In the sentence of the order.
    InSentence,
    /// Only in an earlier sentence of the same paragraph.
    EarlierInParagraph,
}

/// An office as it is written, without its particle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub text: String,
    /// Bytes of the whole text.
    pub span: Range<usize>,
    pub named: Named,
}

const PARTICLES: [&str; 13] = [
    "들께서는",
    "들께서",
    "께서는",
    "에서는",
    "에서도",
    "들은",
    "들이",
    "께서",
    "에서",
    "은",
    "는",
    "이",
    "가",
];
const OFFICES: [&str; 42] = [
    "부서장",
    "집행부",
    "부지사",
    "담당관",
    "감사관",
    "기획관",
    "정책관",
    "본부",
    "사업단",
    "추진단",
    "기획단",
    "지원단",
    "센터",
    "진흥원",
    "재단",
    "공사",
    "공단",
    "연구원",
    "테크노파크",
    "사업소",
    "위원회",
    "부서",
    "구청",
    "소방서",
    "보건소",
    "대변인",
    "부시장",
    "국장",
    "실장",
    "과장",
    "단장",
    "본부장",
    "센터장",
    "팀장",
    "원장",
    "사장",
    "소장",
    "청장",
    "기관",
    "담당자",
    "실국",
    "팀",
];
/// `실`, `국` and `과` end many other words.
const SHORT: [char; 3] = ['실', '국', '과'];
const NO_OFFICES: [&str; 32] = [
    "민국",
    "회원국",
    "상대국",
    "결과",
    "효과",
    "성과",
    "사과",
    "학과",
    "치과",
    "외과",
    "현실",
    "사실",
    "진실",
    "교실",
    "손실",
    "부실",
    "확실",
    "내실",
    "착실",
    "한국",
    "중국",
    "외국",
    "전국",
    "미국",
    "약국",
    "각국",
    "양국",
    "선진국",
    "강국",
    "이사장",
    "공공기관",
    "사무실",
];
/// Offices whose names end like one of these: `투자유치과` like a dentist's, `감사실` like a fact.
const OFFICES_ALL_THE_SAME: [&str; 24] = [
    "유치과",
    "감사과",
    "조사과",
    "심사과",
    "검사과",
    "인사과",
    "공사과",
    "역사과",
    "봉사과",
    "조성과",
    "여성과",
    "양성과",
    "육성과",
    "해결과",
    "연결과",
    "대외과",
    "과학과",
    "감사실",
    "심사실",
    "검사실",
    "인사실",
    "발전국",
    "건강국",
    "계약국",
];
/// Building works, not a corporation: `보도블록 교체 공사는`.
const WORKS: [&str; 14] = [
    "보수", "교체", "정비", "설치", "건설", "포장", "철거", "확장", "복구", "신축", "증축", "토목", "조경",
    "굴착",
];
/// Words of their own that also end names of offices, as 통과 ends 시민소통과.
const NO_OFFICES_ALONE: [&str; 13] = [
    "공사",
    "통과",
    "초과",
    "경과",
    "전과",
    "부과",
    "다과",
    "안과",
    "내과",
    "결국",
    "입국",
    "출국",
    "중간결과",
];
const WHICH: [&str; 8] = ["해당", "각", "모든", "관련", "관계", "소관", "담당", "다른"];

/// The person before a colon at the beginning: `기획조정실장: …`. Who speaks in minutes, or who is to do it in a list.
pub(crate) fn label(sentence: &str) -> Option<&str> {
    const SPEAKERS: [&str; 4] = ["시장", "의장", "의원", "위원"];
    let name = sentence.split_whitespace().next()?.strip_suffix(':')?;
    let name = name.strip_suffix('님').unwrap_or(name);
    (has_title(name) || SPEAKERS.iter().any(|title| name.ends_with(title))).then_some(name)
}

/// The owners named in a sentence that begins at byte `start` of the text; a label that tells who speaks is none.
pub fn find(sentence: &str, start: usize, labels_are_speakers: bool) -> Vec<Owner> {
    let speaks = labels_are_speakers && label(sentence).is_some();
    let words: Vec<(usize, &str)> = words(sentence).into_iter().skip(usize::from(speaks)).collect();
    let mut owners: Vec<Owner> = Vec::new();
    for (place, (at, word)) in words.iter().enumerate() {
        let next = words.get(place + 1).map(|(_, next)| *next);
        let called = called_in(word, place == 0, next);
        let acts = || office_in(word).filter(|name| !acts_in_a_clause(&word[name.len()..], next));
        let Some(name) = called.or_else(acts) else { continue };
        let mut first = place;
        // `예산담당관과 인공지능산업실은`: joined by 과, 와, 하고, 및 or a comma.
        while let Some((_, before)) = first.checked_sub(1).map(|before| words[before]) {
            match joined(before) {
                Some(_) => first -= 1,
                None if before == "및" && first >= 2 && is_office(words[first - 2].1) => first -= 2,
                None => break,
            }
        }
        for (at, word) in words[first..place].iter().filter(|(_, word)| *word != "및") {
            let name = joined(word).unwrap_or(word);
            push_each(&mut owners, sentence, start, *at..*at + name.len());
        }
        let which = place
            .checked_sub(1)
            .filter(|_| first == place)
            .map(|before| words[before])
            .filter(|(_, word)| WHICH.contains(word) || (is_bare_title(name) && is_office(word)));
        let begin = which.map_or(*at, |(at, _)| at);
        let end = at + name.len();
        push_each(&mut owners, sentence, start, begin..end);
    }
    owners
}

/// The office that a word joins to the next one.
fn joined(word: &str) -> Option<&str> {
    ["하고", "이랑", "랑", "과", "와", ","]
        .iter()
        .find_map(|mark| word.strip_suffix(mark).filter(|name| is_office(name)))
}

/// The owner of these bytes, or the owners of a list without blanks: `기획조정실·재정관실`.
fn push_each(owners: &mut Vec<Owner>, sentence: &str, start: usize, span: Range<usize>) {
    let name = &sentence[span.clone()];
    let is_list = name.split('·').all(is_office);
    let mut at = span.start;
    for part in name.split('·').filter(|_| is_list) {
        owners.push(owner(sentence, start, at, part));
        at += part.len() + '·'.len_utf8();
    }
    if !is_list {
        owners.push(owner(sentence, start, span.start, name));
    }
}

fn owner(sentence: &str, start: usize, at: usize, name: &str) -> Owner {
    debug_assert!(sentence[at..].starts_with(name));
    Owner { text: name.to_owned(), span: start + at..start + at + name.len(), named: Named::InSentence }
}

/// Words with the byte where they begin.
fn words(sentence: &str) -> Vec<(usize, &str)> {
    let mut at = 0;
    let mut words = Vec::new();
    for word in sentence.split(' ') {
        if !word.is_empty() {
            words.push((at, word));
        }
        at += word.len() + 1;
    }
    words
}

/// `복지국장님,`, `시장님께서는`, `도시계획과:`: somebody called by title or named before a colon.
fn called_in<'a>(word: &'a str, is_first: bool, next: Option<&str>) -> Option<&'a str> {
    /// Behind the title of the one who is called or acts; not `님의`, `님께`, `님과`.
    const MARKS: [&str; 11] = [",", ":", "!", "께서는", "께서", "께서도", "은", "는", "이", "도", "들께서는"];
    if let Some(name) = word.strip_suffix(':').filter(|_| is_first) {
        let name = name.strip_suffix('님').unwrap_or(name);
        return is_office(name).then_some(name);
    }
    let (name, behind) = word.split_once('님')?;
    let speaks_of_words =
        next.is_some_and(|next| ["말씀", "답변", "의견"].iter().any(|one| next.starts_with(one)));
    let is_called = MARKS.contains(&behind) || (behind.is_empty() && is_first && !speaks_of_words);
    (is_called && has_title(name)).then_some(name)
}

/// Titles of those who head an office. `의장님` is how a council greets its own chair.
fn has_title(name: &str) -> bool {
    const TITLES: [&str; 18] = [
        "시장",
        "국장",
        "실장",
        "과장",
        "본부장",
        "단장",
        "센터장",
        "팀장",
        "원장",
        "위원장",
        "소장",
        "청장",
        "이사장",
        "관장",
        "담당관",
        "정책관",
        "기획관",
        "감사관",
    ];
    TITLES.iter().any(|title| name.ends_with(title))
}

/// `국장` alone: the office stands in the word before, `경제국 국장님께서는`.
fn is_bare_title(name: &str) -> bool {
    has_title(name) && name.chars().count() <= 3 && !is_joined_title(name)
}

fn is_joined_title(name: &str) -> bool {
    ["시장", "부시장", "이사장", "위원장"].contains(&name)
}

/// The name of an office that a word marks as the one who acts.
fn office_in(word: &str) -> Option<&str> {
    let word = word.trim_end_matches(',');
    PARTICLES.iter().find_map(|particle| word.strip_suffix(particle).filter(|name| is_office(name)))
}

/// `담당자가 바뀐 기관은`: a plain subject with a modifying verb right behind it belongs to what that verb modifies.
fn acts_in_a_clause(particle: &str, next: Option<&str>) -> bool {
    /// Last syllables of modifying verbs, and words that end alike.
    const MODIFYING: &str = "한된는던린낸긴친킨뀐운온";
    const NO_VERBS: [&str; 6] = ["기한", "권한", "제한", "최대한", "또한", "가능한"];
    ["이", "가"].contains(&particle)
        && next.is_some_and(|next| {
            next.ends_with(|last| MODIFYING.contains(last))
                && !NO_VERBS.iter().any(|word| next.ends_with(word))
        })
}

pub(crate) fn is_office(name: &str) -> bool {
    let letters = name.chars().count();
    let is_like_one = NO_OFFICES.iter().any(|other| name.ends_with(other))
        && !OFFICES_ALL_THE_SAME.iter().any(|office| name.ends_with(office));
    let is_works =
        name.strip_suffix("공사").is_some_and(|kind| WORKS.iter().any(|work| kind.ends_with(work)));
    if is_like_one || is_works || name.contains(['"', '(', '“']) || NO_OFFICES_ALONE.contains(&name) {
        return false;
    }
    let long = OFFICES.iter().any(|office| name.ends_with(office));
    long || (letters >= 3 && name.ends_with(SHORT))
}
