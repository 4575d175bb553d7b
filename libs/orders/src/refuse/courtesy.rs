//! Courtesy in the form of a request: greetings, thanks, invitations to ask and to speak, hopes for everybody's health.

use super::{Said, ends_with_any};
use crate::compact;

/// Greetings, thanks and ceremony, whatever their form.
pub(super) fn is_courtesy(stem: &str, said: &Said<'_>) -> bool {
    const ANYWHERE: [&str; 32] = [
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
        "두려워하지",
        "두려워말",
        "실망하지",
    ];
    const AT_END: [&str; 5] = ["안녕하", "계", "앉으", "귀가하", "일어나"];
    /// With `하다` in whatever form: `양해하여 주`, `참고해 주`, `수고하`.
    const NOUNS: [&str; 6] = ["수고", "양해", "이해", "참고", "고생", "혜량"];
    let tail: String = {
        // `반드시 고쳐` is no `드시고`.
        let letters: Vec<char> = stem.replace("반드시", "").chars().collect();
        letters[letters.len().saturating_sub(16)..].iter().collect()
    };
    let plain = stem.trim_end_matches('시').trim_end_matches('주');
    let noun = ["하여", "해", "하"].iter().find_map(|doing| plain.strip_suffix(doing)).unwrap_or(plain);
    ANYWHERE.iter().any(|word| tail.contains(word))
        || ends_with_any(plain, &AT_END)
        || (noun != stem && ends_with_any(noun, &NOUNS))
        || (!said.has_owner && !said.has_due && (is_care(&tail, noun) || is_interest(plain)))
}

/// `환절기 건강에 각별히 유의하시기`, `빙판길 조심하시고`: everybody takes care of themselves.
fn is_care(tail: &str, noun: &str) -> bool {
    const OF_WHAT: [&str; 7] = ["건강", "감기", "독감", "환절기", "날씨", "귀갓길", "돌아가시는길"];
    OF_WHAT.iter().any(|what| tail.contains(what)) && ends_with_any(noun, &["유의", "조심", "주의", "챙겨"])
}

/// `주말 잘 보내세요`, `큰 꿈을 이루십시오`, `세계로 뻗어 나가시기 바랍니다`: a blessing in the form of a command.
pub(super) fn is_blessing(stem: &str, said: &Said<'_>) -> bool {
    const TIMES: [&str; 11] =
        ["명절", "주말", "하루", "연휴", "휴가", "한주", "한해", "저녁", "추석", "시간", "연말"];
    const HOW: [&str; 8] = ["잘", "즐겁게", "편안하게", "편안히", "건강하게", "뜻깊게", "행복하게", "알차게"];
    const DREAMS: [&str; 10] = ["꿈", "뜻", "소원", "소망", "행복", "보람", "기쁨", "희망", "결실", "좋은일"];
    const REACHING: [&str; 8] = ["이루", "누리", "거두", "펼치", "펼쳐", "맞이하", "느끼", "품으"];
    const SOARING: [&str; 6] = ["뻗어나가", "나아가", "날아오르", "도약하", "비상하", "전진하"];
    if said.has_owner {
        return false;
    }
    let plain = stem.trim_end_matches('시').trim_end_matches('주');
    let thing =
        |before: &str, things: &[&str]| ends_with_any(before.trim_end_matches(['을', '를', '도']), things);
    let spends = ["보내", "지내"].iter().filter_map(|verb| plain.strip_suffix(verb)).any(|before| {
        let before = HOW.iter().fold(before, |left, how| left.trim_end_matches(how));
        thing(before, &TIMES)
    });
    let reaches = REACHING
        .iter()
        .filter_map(|verb| plain.strip_suffix(verb))
        .any(|before| thing(before.trim_end_matches("마음껏").trim_end_matches("모두"), &DREAMS));
    spends || reaches || (!said.has_due && ends_with_any(plain, &SOARING))
}

/// `많은 관심을 가져 주시기`, `아낌없는 지원을 보내 주시기`.
fn is_interest(plain: &str) -> bool {
    const MUCH: [&str; 6] = ["많은관심", "큰관심", "깊은관심", "따뜻한관심", "아낌없는", "변함없는"];
    const GIVING: [&str; 4] = ["가져", "보내", "보여", "기울여"];
    MUCH.iter().any(|word| plain.contains(word)) && ends_with_any(plain, &GIVING)
}

/// `이견이 있으면 언제든 말씀해 주시기 바랍니다`: who has something to say may say it.
///
/// What opens the door is a condition of having (a question, a proposal, a difficulty) or a word that leaves it to the
/// hearer (`언제든지`, `편하게`); what goes through it is saying, asking, calling or coming.
pub(super) fn is_invitation(sentence: &str, stem: &str) -> bool {
    const MAY: [&str; 8] =
        ["있으면", "있으시면", "계시면", "궁금하시면", "궁금하면", "필요하시면", "궁금하신", "궁금한"];
    const WORDS: [&str; 5] = ["할말이", "하실말씀", "드릴말씀", "하고싶은말", "말씀하실"];
    const AT_WILL: [&str; 9] = [
        "언제든",
        "편하게",
        "편히",
        "편하실때",
        "부담없이",
        "주저하지말",
        "주저말",
        "망설이지말",
        "기탄없이",
    ];
    const SAYING: [&str; 16] = [
        "말씀해",
        "말씀하",
        "지금해",
        "물어봐",
        "물어보",
        "물으",
        "질문해",
        "질문하",
        "문의해",
        "문의하",
        "연락",
        "연락해",
        "연락하",
        "찾아오",
        "찾아와",
        "들르",
    ];
    /// Orders too, unless they are left to the hearer.
    const TELLING: [&str; 12] = [
        "얘기해",
        "얘기하",
        "이야기해",
        "이야기하",
        "알려",
        "건의해",
        "건의하",
        "제안해",
        "전화해",
        "전화하",
        "오",
        "들러",
    ];
    let whole = compact(sentence);
    let plain = stem.trim_end_matches('시').trim_end_matches('주');
    let plain = &plain.replace("하여", "해");
    let is_at_will = AT_WILL.iter().any(|word| whole.contains(word));
    let may = is_at_will || MAY.iter().any(|word| whole.contains(word));
    let has_words = may && WORDS.iter().any(|word| whole.contains(word));
    (has_words && ends_with_any(plain, &["하", "해"]))
        || (may && ends_with_any(plain, &SAYING))
        || (is_at_will && ends_with_any(plain, &TELLING))
}
