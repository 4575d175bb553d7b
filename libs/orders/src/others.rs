//! Who stands as the subject of a sentence: those addressed, or somebody else.
//!
//! Korean marks subjects by particles and leaves them out when they are clear; a subject inside a clause is not that
//! of the sentence.

use crate::refuse::ends_with_any;

/// Somebody who is not addressed stands as the subject of the main clause: `정부가 약속을 지켜야 합니다`.
///
/// A subject inside a clause that leads to the deed does not count: `기업이 편하도록 고쳐야`, `기업이 낸 서류를`.
pub(crate) fn names_others(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.iter().enumerate().any(|(place, word)| {
        let word = word.trim_end_matches(',');
        let Some((noun, is_topic)) = subject(word) else { return false };
        is_other(noun, word) && (is_topic || !leads_to_a_clause(&words[place + 1..]))
    })
}

/// Known bodies and people outside, ministries, firms by how their names end, people by what
/// they do (`운전자`), and people in the plural.
pub(crate) fn is_other(noun: &str, word: &str) -> bool {
    const OTHERS: [&str; 41] = [
        "노사",
        "여당",
        "야당",
        "정부",
        "중앙정부",
        "국가",
        "국회",
        "의회",
        "시의회",
        "의원",
        "국민",
        "시민",
        "주민",
        "기업",
        "창업기업",
        "대기업",
        "대학",
        "학교",
        "학생",
        "청년",
        "언론",
        "기자",
        "노조",
        "상인",
        "상인회",
        "사회",
        "도시",
        "광주",
        "대한민국",
        "나라",
        "정치",
        "정치권",
        "여야",
        "공공기관",
        "대통령",
        "장관",
        "총리",
        "투자자",
        "한국",
        "업계",
        "세계",
    ];
    const FIRMS: [&str; 6] = ["전력", "은행", "통신", "전자", "그룹", "대학교"];
    const ADDRESSED: [&str; 9] =
        ["담당자", "책임자", "관리자", "실무자", "공직자", "지도자", "근무자", "종사자", "당직자"];
    let long = noun.chars().count() >= 3;
    let is_ministry = (noun.ends_with('부') && long && !noun.ends_with("본부")) || noun.ends_with("부처");
    // Public corporations of the city itself sit at the table: `도시공사는 마련하기 바랍니다` is an order.
    let is_firm = long && (ends_with_any(noun, &FIRMS) || noun.starts_with("한국"));
    let is_doer = noun.ends_with('자') && long && !ends_with_any(noun, &ADDRESSED);
    OTHERS.contains(&noun) || is_ministry || is_firm || is_doer || is_other_people(word)
}

/// People in the plural who are not those addressed: `수험생들이`, `상인들은`.
fn is_other_people(word: &str) -> bool {
    const ADDRESSED: [&str; 12] = [
        "직원",
        "공무원",
        "공직자",
        "간부",
        "부서",
        "국장",
        "실장",
        "과장",
        "팀장",
        "담당자",
        "기관",
        "실국",
    ];
    let people =
        ["들이", "들은", "들도", "들께서", "들께서는"].iter().find_map(|mark| word.strip_suffix(mark));
    people.is_some_and(|people| people.chars().count() >= 2 && !ends_with_any(people, &ADDRESSED))
}

/// The noun of a subject, and whether it is marked as the topic of the whole sentence.
pub(crate) fn subject(word: &str) -> Option<(&str, bool)> {
    const TOPIC: [&str; 6] = ["께서는", "에서는", "들은", "은", "는", "도"];
    const PLAIN: [&str; 4] = ["께서", "들이", "이", "가"];
    let strip = |marks: &[&str]| marks.iter().find_map(|mark| word.strip_suffix(mark));
    strip(&TOPIC).map(|noun| (noun, true)).or_else(|| strip(&PLAIN).map(|noun| (noun, false)))
}

/// `-도록`, `-게` or a modifying form in `-ㄴ`, `-ㄹ` before the last verb.
fn leads_to_a_clause(rest: &[&str]) -> bool {
    let inner = &rest[..rest.len().saturating_sub(2)];
    inner.iter().any(|word| {
        let last = word.trim_end_matches(',').chars().last().unwrap_or(' ');
        // `한 걸음`: a numeral, not a verb.
        let is_hangul = ('가'..='힣').contains(&last) && *word != "한";
        let consonant = if is_hangul { (u32::from(last) - 0xac00) % 28 } else { 0 };
        let modifies = (consonant == 4 || consonant == 8) && !matches!(last, '을' | '를' | '은');
        modifies || word.ends_with("도록") || word.ends_with('게')
    })
}

/// Something or somebody stands as a plain subject: `보도가`. A clause that leads to a noun has one of its own.
pub(crate) fn has_plain_subject(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.iter().enumerate().any(|(place, word)| {
        let noun = ["이", "가"].iter().find_map(|mark| word.strip_suffix(mark));
        noun.is_some_and(|noun| noun.chars().count() >= 2) && !leads_to_a_clause(&words[place + 1..])
    })
}
