//! Who stands as the subject of a sentence: those addressed, or somebody else.
//!
//! Korean marks subjects by particles and leaves them out when they are clear; a subject inside a clause is not that
//! of the sentence.

use crate::hangul;
use crate::refuse::ends_with_any;

/// Somebody who is not addressed stands as the subject of the main clause: `정부가 약속을 지켜야 합니다`.
///
/// A subject inside a clause that leads to the deed does not count: `기업이 편하도록 고쳐야`, `기업이 낸 서류를`.
pub(crate) fn names_others(sentence: &str) -> bool {
    let words = last_words(sentence);
    words.iter().enumerate().any(|(place, word)| {
        let word = word.trim_end_matches(',');
        let Some((noun, is_topic)) = subject(word) else { return false };
        is_other(noun, word) && (is_topic || !leads_to_a_clause(&words[place + 1..]))
    })
}

/// The same where a topic may be what is to be dealt with: `기업은 찾아가 확인할 것을 주문합니다`. The state is not.
pub(crate) fn others_act(sentence: &str) -> bool {
    const STATE: [&str; 7] = ["정부", "중앙정부", "국회", "국가", "대통령", "장관", "총리"];
    let words = last_words(sentence);
    words.iter().enumerate().any(|(place, word)| {
        let word = word.trim_end_matches(',');
        let Some((noun, is_topic)) = subject(word) else { return false };
        let is_state = STATE.contains(&noun);
        is_other(noun, word) && (is_state || (!is_topic && !leads_to_a_clause(&words[place + 1..])))
    })
}

/// Words of a sentence, the last ones of an endless one: each subject looks at all words behind it.
fn last_words(sentence: &str) -> Vec<&str> {
    const WORDS_MAX: usize = 300;
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words[words.len().saturating_sub(WORDS_MAX)..].to_vec()
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
    const FIRMS: [&str; 10] =
        ["전력", "은행", "통신", "전자", "그룹", "대학교", "단체", "협회", "연합회", "조합"];
    const ADDRESSED: [&str; 9] =
        ["담당자", "책임자", "관리자", "실무자", "공직자", "지도자", "근무자", "종사자", "당직자"];
    let long = noun.chars().count() >= 3;
    let is_ministry =
        (noun.ends_with('부') && long && !ends_with_any(noun, &["본부", "집행부"])) || noun.ends_with("부처");
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
        let consonant = hangul::final_of(last).filter(|_| *word != "한");
        let modifies =
            matches!(consonant, Some(hangul::NIEUN | hangul::RIEUL)) && !matches!(last, '을' | '를' | '은');
        modifies || word.ends_with("도록") || word.ends_with('게')
    })
}

/// Something or somebody stands as a plain subject: `보도가`. A clause that leads to a noun has one of its own.
pub(crate) fn has_plain_subject(sentence: &str) -> bool {
    plain_subjects(sentence).any(|noun| noun.chars().count() >= 2)
}

/// The subject is nobody who could act: `은어가 올라오기를`, `비가 내리기를`.
pub(crate) fn has_inert_subject(sentence: &str) -> bool {
    const SHORT: &str = "비눈봄해물불길일돈말빛꿈삶강산";
    let is_noun = |noun: &str| noun.chars().count() >= 2 || SHORT.contains(noun);
    plain_subjects(sentence).any(|noun| is_noun(noun) && !acts(noun))
}

fn plain_subjects(sentence: &str) -> impl Iterator<Item = &str> {
    let words = last_words(sentence);
    let found: Vec<&str> = words
        .iter()
        .enumerate()
        .filter_map(|(place, word)| {
            let noun = ["이", "가"].iter().find_map(|mark| word.strip_suffix(mark))?;
            let stands = !noun.is_empty()
                && !is_adverb(word)
                && !is_bare_noun(word)
                && !leads_to_a_clause(&words[place + 1..]);
            stands.then_some(noun)
        })
        .collect();
    found.into_iter()
}

/// `빠짐없이`, `샅샅이`, `일일이`: adverbs that end like a subject.
fn is_adverb(word: &str) -> bool {
    const ADVERBS: [&str; 16] = [
        "없이",
        "같이",
        "깊이",
        "높이",
        "많이",
        "길이",
        "가까이",
        "굳이",
        "더욱이",
        "널리이",
        "끊임없이",
        "수많이",
        "곰곰이",
        "촘촘이",
        "꼼꼼이",
        "고이",
    ];
    let letters: Vec<char> = word.chars().collect();
    let is_doubled = letters.len() == 3 && letters[0] == letters[1];
    is_doubled || ends_with_any(word, &ADVERBS)
}

/// `재평가`, `추가`: the last syllable belongs to the word.
fn is_bare_noun(word: &str) -> bool {
    const NOUNS: [&str; 19] = [
        "평가",
        "추가",
        "증가",
        "인가",
        "허가",
        "원가",
        "단가",
        "국가",
        "휴가",
        "전문가",
        "활동가",
        "기업가",
        "창업가",
        "상가",
        "물가",
        "참가",
        "차이",
        "사이",
        "어린이",
    ];
    ends_with_any(word, &NOUNS)
}

/// People and bodies that can be asked for something.
fn acts(noun: &str) -> bool {
    const ACTING: [&str; 18] = [
        "직원",
        "직원들",
        "공무원",
        "공무원들",
        "공직자",
        "간부",
        "부서",
        "부서들",
        "집행부",
        "여러분",
        "모두",
        "담당자",
        "담당자들",
        "책임자",
        "실무자",
        "기관",
        "기관들",
        "분들",
    ];
    const BY_THEMSELVES: [&str; 6] = ["우리", "제", "내", "저희", "우리시", "님"];
    crate::owner::is_office(noun)
        || is_other(noun, noun)
        || noun.ends_with('님')
        || BY_THEMSELVES.contains(&noun)
        || ends_with_any(noun, &ACTING)
}

/// `입주 기업 여러분, 도전하십시오`, `주민 여러분께서도`: people who are not those who work for the speaker are called;
/// not `시민 여러분의 의견을`, `시민 여러분께 알려`, where they are spoken of.
pub(crate) fn addresses_outsiders(sentence: &str) -> bool {
    const ADDRESSED: [&str; 14] = [
        "직원",
        "공무원",
        "공직자",
        "간부",
        "동료",
        "부서장",
        "국장",
        "실장",
        "과장",
        "팀장",
        "담당자",
        "관계자",
        "기관장",
        "위원",
    ];
    let words = last_words(sentence);
    words.iter().enumerate().any(|(place, word)| {
        let Some((people, behind)) = word.split_once("여러분") else { return false };
        let people =
            if people.is_empty() { place.checked_sub(1).map_or("", |before| words[before]) } else { people };
        let people = people.trim_end_matches('들').trim_end_matches('님');
        let is_called = !behind.starts_with(['의', '을', '를', '과'])
            && !behind.starts_with("에게")
            && (!behind.starts_with('께') || behind.starts_with("께서"));
        // Behind a comma or an adjective it is everybody here: `존경하는 여러분`.
        let is_named = !people.is_empty() && !people.ends_with([',', '는', '은', '운', '한', '.']);
        is_called && is_named && !ends_with_any(people, &ADDRESSED)
    })
}

/// `끝으로 시민 여러분께 부탁드립니다.`: from here on somebody outside is asked.
pub(crate) fn turns_to_outsiders(sentence: &str) -> bool {
    const OUTSIDE: [&str; 9] = ["시민", "주민", "국민", "도민", "구민", "의원", "의원님", "기자", "방청객"];
    const ASKING: [&str; 4] = ["부탁", "당부", "호소", "말씀"];
    let whole = crate::compact(sentence);
    let is_to_them = OUTSIDE.iter().any(|people| {
        ["여러분께", "여러분에게", "들께"].iter().any(|to| {
            let address = format!("{people}{to}");
            // `의원님들께서는 말씀하셨습니다`: they spoke.
            whole.match_indices(&address).any(|(at, _)| !whole[at + address.len()..].starts_with('서'))
        })
    });
    let tail: String = whole.chars().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect();
    is_to_them && ASKING.iter().any(|word| tail.contains(word))
}
