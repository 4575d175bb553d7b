//! When an ending that usually orders does not: wishes, greetings, general truths, duties of others.
//!
//! The same `-야 합니다` says what a department must do and what a government ought to do. What decides is who
//! stands as the subject, whether the verb is something one can do, and whether somebody or a day is named.

use crate::compact;
use crate::ending::{Force, stem};
use crate::others::{has_plain_subject, is_other, names_others, subject};

/// True when the sentence is no order to those addressed.
pub fn is_no_order(sentence: &str, force: Force, ending: &str, has_owner: bool, has_due: bool) -> bool {
    let stem = stem(sentence, ending);
    let is_anchored = has_owner || has_due;
    if is_courtesy(&stem) || is_invitation(sentence, &stem) || compact(sentence).contains("시민여러분") {
        return true;
    }
    match force {
        Force::Request => is_wish(&stem, sentence, is_anchored),
        Force::Command => is_rhetorical_command(&stem),
        Force::Together => is_rhetorical_together(&stem, is_anchored),
        Force::Must => is_general_truth(&stem, sentence, has_owner, has_due),
        Force::MustNot => ends_with_any(&stem, &NO_DEED) || names_others(sentence),
        Force::Performative => is_announcement(&stem, sentence),
        Force::Note => ends_with_any(&stem, &["있을", "없을", "될", "일", "클", "많을", "할수있을"]),
    }
}

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
        let letters: Vec<char> = stem.chars().collect();
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

fn is_wish(stem: &str, sentence: &str, is_anchored: bool) -> bool {
    const STATES: [&str; 16] = [
        "이루",
        "있",
        "없",
        "이",
        "많",
        "나",
        "가득하",
        "충만하",
        "성공하",
        "순조롭",
        "좋",
        "좋았",
        "있었",
        "많았",
        "컸",
        "기뻐했",
    ];
    const HAPPENINGS: [&str; 5] = ["되", "됐", "되었", "이루어지", "끝나"];
    const GOOD_THINGS: [&str; 14] = [
        "성과를",
        "결실을",
        "결과를",
        "명절",
        "주말",
        "하루",
        "연휴",
        "휴가",
        "한주",
        "한해",
        "여름",
        "겨울",
        "추석",
        "시간을",
    ];
    const ENJOYING: [&str; 6] = ["보내", "내", "거두", "누리", "맞이하", "얻"];
    let plain = stem.trim_end_matches('시');
    let asks_a_favour = ends_with_any(plain, &["주", "주셨", "주었", "줬", "도록하"]);
    if asks_a_favour {
        return asks_a_council(stem);
    }
    // `보도가 나오지 않기를`: something is hoped not to happen; `가지 않기 바랍니다` forbids.
    if stem.ends_with("지않") && has_plain_subject(sentence) {
        return true;
    }
    if ends_with_any(plain, &STATES)
        || (!is_anchored && (ends_with_any(plain, &HAPPENINGS) || is_passive(plain)))
    {
        return true;
    }
    let is_blessing = GOOD_THINGS.iter().any(|thing| plain.contains(thing))
        && ends_with_any(plain, &ENJOYING)
        && !is_anchored;
    is_blessing || names_others(sentence)
}

/// What only a council does: said to it, not to those who work for the speaker.
fn asks_a_council(stem: &str) -> bool {
    ["통과시켜", "의결해", "가결해", "원안대로", "심사해"].iter().any(|deed| stem.contains(deed))
}

/// `지켜지-`, `이어지-`: something happens by itself. Common verbs in `-지` that people do are left out.
fn is_passive(stem: &str) -> bool {
    const DEEDS: [&str; 6] = ["가지", "따지", "다지", "만지", "던지", "책임지"];
    let Some(before) = stem.strip_suffix('지') else { return false };
    const OPEN: &str = "아어여져켜해려라워혀겨나러";
    !ends_with_any(stem, &DEEDS) && before.chars().last().is_some_and(|letter| OPEN.contains(letter))
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

/// Verbs of being and becoming, and deeds nobody can report on.
const STATES_THAT_MUST_BE: [&str; 71] = [
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
const NO_DEED: [&str; 10] =
    ["이래", "그래", "있어", "되어", "돼", "잊어", "뒤처져", "없어", "져", "기다리기만해"];

fn is_general_truth(stem: &str, sentence: &str, has_owner: bool, has_due: bool) -> bool {
    let is_anchored = has_owner || has_due;
    let whole = compact(sentence);
    let by_law = ["따르면", "법적으로", "규정상"].iter().any(|word| whole.contains(word));
    let is_condition =
        ["만약", "만일", "다면", "라면", "려면", "위해서는"].iter().any(|word| whole.contains(word));
    let speaks_of_self =
        ["저는", "제가", "저도", "저부터"].iter().any(|word| first_words(sentence).contains(word));
    let speaks_of_us = ["우리는", "우리가", "우리도", "우리시는", "우리시가", "우리부터"]
        .iter()
        .any(|word| whole.starts_with(word));
    if by_law || speaks_of_self || (is_condition && !is_anchored) || (speaks_of_us && !has_due) {
        return true;
    }
    let is_state =
        ends_with_any(stem, &STATES_THAT_MUST_BE) || ends_with_any(stem, &PROCEDURES) || stem.ends_with('져');
    (is_state && !is_anchored)
        || names_others(sentence)
        || is_favour_of_others(sentence, stem, has_owner)
        || others_would_receive(sentence, stem)
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

/// `두 가지를 당부드립니다.`, `잘 부탁드립니다.`, or a request to somebody outside.
fn is_announcement(stem: &str, sentence: &str) -> bool {
    const COUNTED: [&str; 7] = ["가지", "가지를", "가지만", "말씀", "말씀을", "점을", "사항을"];
    const CONTENT: [&str; 8] = ["도록", "것을", "를", "을", "주기", "협조", "점검", "철저"];
    const OUTSIDE: [&str; 6] = ["정부에", "국회에", "의회에", "중앙정부", "대통령", "장관"];
    let whole = compact(sentence);
    // `제가 만나 부탁드리겠습니다`: the speaker will ask, somebody else is asked.
    let promises = sentence.contains("제가 ") && sentence.contains("겠습니다");
    let announces =
        promises || ends_with_any(stem, &COUNTED) || ends_with_any(stem, &["잘", "관심", "관심을"]);
    let has_content = CONTENT.iter().any(|word| stem.contains(word));
    announces || !has_content || OUTSIDE.iter().any(|word| whole.contains(word))
}

pub(crate) fn ends_with_any(text: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| text.ends_with(ending))
}
