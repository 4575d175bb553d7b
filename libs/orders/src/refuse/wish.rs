//! Requests that ask no deed of those addressed: wishes, blessings, pleas to citizens and to the audience.

use super::{Said, ends_with_any};
use crate::ending::{Ending, Force};
use crate::others::{addresses_outsiders, has_inert_subject, has_plain_subject, names_others, others_act};

/// What an office is asked for by a noun alone: `제출 바랍니다`.
pub(crate) const DEEDS: [&str; 92] = [
    "제출", "보고", "점검", "정비", "답변", "조치", "시정", "개선", "검토", "확인", "설명", "공개", "협의",
    "조사", "반영", "마련", "이행", "준수", "통보", "회신", "작성", "등록", "배포", "게시", "처리", "완료",
    "추진", "수립", "실시", "시행", "교체", "보완", "보수", "수리", "철거", "설치", "철저", "유의", "주의",
    "협조", "지원", "파악", "관리", "감독", "지도", "안내", "홍보", "공유", "전달", "배치", "편성", "집행",
    "정산", "환수", "분석", "평가", "진단", "대응", "대비", "준비", "참석", "정리", "취합", "입력", "기재",
    "첨부", "송부", "발송", "해명", "규명", "강화", "확대", "축소", "폐지", "중단", "재개", "조정", "결정",
    "확정", "해결", "복구", "개방", "제공", "결단", "대책", "노력", "집계", "대조", "수정", "삭제", "갱신",
    "연계",
];

/// A noun is hoped for that is no deed: `많은 관심 바랍니다`, `봄바람`.
pub(super) fn is_no_deed(stem: &str) -> bool {
    let noun = stem.strip_suffix(['을', '를']).unwrap_or(stem);
    !ends_with_any(noun, &DEEDS)
}

/// The clause that is asked for is a wish, or asked of others.
pub(super) fn is_wish(ending: &Ending, said: &Said<'_>) -> bool {
    let (stem, sentence) = (ending.stem.as_str(), said.sentence);
    let is_anchored = said.has_owner || said.has_due;
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
    let is_passive_deed = ends_with_any(plain, &HAPPENINGS) || is_passive(plain);
    if becomes(sentence)
        || (has_inert_subject(sentence) && !stem.ends_with('시') && !(is_passive_deed && is_anchored))
    {
        return true;
    }
    if ends_with_any(plain, &STATES) || (!is_anchored && is_passive_deed) {
        return true;
    }
    let is_blessing = GOOD_THINGS.iter().any(|thing| plain.contains(thing))
        && ends_with_any(plain, &ENJOYING)
        && !is_anchored;
    let is_of_others =
        if ending.force == Force::Performative { others_act(sentence) } else { names_others(sentence) };
    is_blessing || is_of_others
}

/// What only a council does: said to it, not to those who work for the speaker.
pub(super) fn asks_a_council(stem: &str) -> bool {
    ["통과시켜", "의결해", "가결해", "원안대로", "심사해"].iter().any(|deed| stem.contains(deed))
}

/// `지켜지-`, `이어지-`: something happens by itself. Common verbs in `-지` that people do are left out.
fn is_passive(stem: &str) -> bool {
    const DEEDS: [&str; 6] = ["가지", "따지", "다지", "만지", "던지", "책임지"];
    let Some(before) = stem.strip_suffix('지') else { return false };
    const OPEN: &str = "아어여져켜해려라워혀겨나러";
    !ends_with_any(stem, &DEEDS) && before.chars().last().is_some_and(|letter| OPEN.contains(letter))
}

/// `풍년이 되기를`: something is to become something else, which nobody does; not `반영되기를`.
fn becomes(sentence: &str) -> bool {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    words.windows(2).any(|pair| {
        let is_complement = pair[0].ends_with(['이', '가']) && pair[0].chars().count() >= 2;
        let becomes = ["되기", "되길", "됐으면", "되었으면", "되시기", "되면"];
        is_complement && becomes.iter().any(|form| pair[1].starts_with(form))
    })
}

/// Said to citizens or to the audience: `저희를 끝까지 지켜봐 주십시오`.
pub(super) fn is_plea(stem: &str, said: &Said<'_>) -> bool {
    const REGARD: [&str; 22] = [
        "지켜봐",
        "지켜보아",
        "응원해",
        "격려해",
        "믿어",
        "사랑해",
        "용서해",
        "헤아려",
        "경청해",
        "기억해",
        "동참해",
        "함께해",
        "힘을모아",
        "힘모아",
        "힘을보태",
        "뜻을모아",
        "마음을모아",
        "지지해",
        "공감해",
        "귀기울여",
        "주목해",
        "제말씀을들어",
    ];
    let plain = stem.trim_end_matches('시').trim_end_matches('주');
    !said.has_owner
        && (addresses_outsiders(said.sentence) || (ends_with_any(plain, &REGARD) && !said.has_due))
}

/// What helps the sitting along and ends with it: a picture to look at, a page to open, a minute more.
pub(super) fn is_staging(stem: &str) -> bool {
    const SHOWN: [&str; 12] =
        ["화면", "사진", "영상", "그림", "그래프", "도표", "표", "피피티", "PPT", "쪽", "페이지", "슬라이드"];
    const SHOWING: [&str; 9] = ["봐", "보아", "펴", "펼쳐", "띄워", "틀어", "넘겨", "켜", "보"];
    const MOVES: [&str; 9] = [
        "발언대로나와",
        "답변대로나와",
        "단상으로나와",
        "앞으로나와",
        "자리로돌아가",
        "정돈해",
        "기립해",
        "선서해",
        "마이크를켜",
    ];
    const FLOOR: [&str; 5] = ["분만더", "분더", "시간을더", "시간을조금더", "시간을좀더"];
    let plain = stem.trim_end_matches('시').trim_end_matches('주');
    let looks = SHOWING.iter().filter_map(|verb| plain.strip_suffix(verb)).any(|before| {
        let before = ["한번", "다같이", "같이", "함께", "잠시", "잠깐"]
            .iter()
            .fold(before, |left, how| left.trim_end_matches(how));
        ends_with_any(before.trim_end_matches(['을', '를', '좀']), &SHOWN)
    });
    looks || ends_with_any(plain, &MOVES) || ends_with_any(plain, &FLOOR)
}
