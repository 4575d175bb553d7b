//! Commands and proposals in the plain style of minutes, directives and familiar speech: `-(으)라`, `-아라`,
//! `-아 달라`, `-아 줘`, `-자`.
//!
//! These endings are single syllables that also end nouns (`인프라`, `카메라`, `투자`, `배우자`), so the syllable before
//! them must be one that ends stems of verbs.

use super::{Ending, Force, cut};
use crate::hangul;
use crate::refuse::ends_with_any;

/// Syllables that end the stems of common verbs and hardly a noun before `라` or `자`.
const STEMS: &str = "꾸누추치키쓰따쏟";
/// Stems whose last syllable ends many nouns too.
const LONG_STEMS: [&str; 51] = [
    "세우",
    "키우",
    "채우",
    "치우",
    "비우",
    "지우",
    "도우",
    "돋우",
    "다루",
    "서두르",
    "따르",
    "버리",
    "돌리",
    "알리",
    "올리",
    "늘리",
    "살리",
    "내리",
    "기다리",
    "가리",
    "빌리",
    "줄이",
    "높이",
    "붙이",
    "들이",
    "기울이",
    "움직이",
    "챙기",
    "맡기",
    "남기",
    "옮기",
    "당기",
    "넘기",
    "살피",
    "다지",
    "던지",
    "책임지",
    "만나",
    "떠나",
    "만들",
    "거들",
    "풀",
    "걸",
    "덜",
    "보내",
    "끝내",
    "꺼내",
    "뛰",
    "빼",
    "떼",
    "일구",
];

/// The plain command or proposal at the end of a sentence, whose letters without blanks are the `body`.
pub fn of(body: &str, sentence: &str) -> Option<Ending> {
    giving(body).or_else(|| imperative(body)).or_else(|| proposal(body, sentence))
}

/// `알려 달라`, `챙겨 다오`, `확인해 줘요`.
fn giving(body: &str) -> Option<Ending> {
    /// `서로 달라`, `예상과 달라`: here `다르다`, to differ, whatever the vowel before it.
    const DIFFER: [&str; 8] = ["과", "마다", "보다", "게", "전혀", "꽤", "모두다", "제각각"];
    const COMING: [&str; 7] = ["나와", "아와", "어와", "져와", "려와", "러와", "겨와"];
    const GOING: [&str; 7] = ["아가", "어가", "나가", "다가", "려가", "져가", "여가"];
    let (form, before) = cut(body, &["달라", "다오", "줘요", "줘", "줘라", "주라", "주게", "주시게"])?;
    let differs = (before.ends_with('와') && !ends_with_any(before, &COMING))
        || (before.ends_with('가') && !ends_with_any(before, &GOING))
        || ends_with_any(before, &DIFFER);
    let name = if form.starts_with('달') { "아달라" } else { "아줘" };
    (hangul::is_open_form(before) && !differs)
        .then(|| Ending::clause(Force::Request, name, &format!("{before}주")))
}

/// `마련하라`, `찾으라`, `나가 보라`, `적어라`.
fn imperative(body: &str) -> Option<Ending> {
    /// Spoken, `-아라`; not `-더라`, `-노라`, `-리라`.
    const SPOKEN: &str = "아어여해봐둬와워겨켜쳐려꿔춰놔거";
    let stem = body.strip_suffix('라')?;
    let last = stem.chars().last()?;
    let is_verb = matches!(last, '하' | '으' | '내' | '가' | '오')
        || (matches!(last, '보' | '두' | '주') && is_auxiliary(stem))
        || SPOKEN.contains(last)
        || ends_like_a_stem(stem);
    is_verb.then(|| Ending::clause(Force::Command, "라", stem.trim_end_matches('으')))
}

/// `바꾸자`, `찾자`, `올리지 말자`, `점검하자`.
fn proposal(body: &str, sentence: &str) -> Option<Ending> {
    /// Closed stems, as `찾`; `적자` is a deficit and stays out.
    const CLOSED: &str = "놓찾막잡읽묻짓듣넣받돕끊씻닦갚뽑좁";
    let stem = body.strip_suffix('자')?;
    let last = stem.chars().last()?;
    let is_verb = CLOSED.contains(last)
        || last == '으'
        || (matches!(last, '보' | '두' | '주' | '내' | '가') && is_auxiliary(stem))
        || (last == '말' && ends_with_any(stem, &["지말", "지는말", "지도말"]))
        || (last == '하' && is_doing(sentence))
        || ends_like_a_stem(stem);
    is_verb.then(|| Ending::clause(Force::Together, "자", &hangul::before_proposal(stem)))
}

fn ends_like_a_stem(stem: &str) -> bool {
    stem.ends_with(|letter| STEMS.contains(letter)) || ends_with_any(stem, &LONG_STEMS)
}

/// `돌려 보`, `적어 두`: behind a verb in `-아/어`.
fn is_auxiliary(stem: &str) -> bool {
    let mut letters = stem.chars();
    letters.next_back();
    hangul::is_open_form(letters.as_str())
}

/// `점검하자`, `그렇게 하자`; not `시설물 하자`, a defect, and not `그렇다고 하자`, a supposition.
fn is_doing(sentence: &str) -> bool {
    let words: Vec<&str> =
        sentence.split_whitespace().map(|word| word.trim_end_matches(['.', '!', '"', '”'])).collect();
    let Some((last, before)) = words.split_last() else { return false };
    *last != "하자" || before.last().is_some_and(|word| ends_with_any(word, &["게", "도록", "로", "히"]))
}
