//! Meetings in other hands: a deputy mayor, notes in nouns, a mayor who speaks as he thinks, the chair of a committee,
//! a directive on paper, a letter, an opening, minutes. Each was marked before the program read it.

use super::*;

const HELD: Date = Date { year: 2026, month: 11, day: 20 };

/// A speech is found exactly, and the orders that name somebody name these, in the order of the text.
fn found_with_owners(marked: &str, orders: usize, owners: &[&str]) {
    let score = score(marked, HELD);
    let is_exact = score.missed.is_empty() && score.wrong.is_empty();
    assert!(is_exact, "missed {:#?} wrong {:#?}", score.missed, score.wrong);
    assert_eq!(score.found.len(), orders);
    let named: Vec<String> = find(&marked.replace("[[", "").replace("]]", ""), HELD)
        .into_iter()
        .flat_map(|order| order.owners)
        .filter(|owner| owner.named == Named::InSentence)
        .map(|owner| owner.text)
        .collect();
    assert_eq!(named, owners);
}

#[test]
fn a_mayor_to_the_enlarged_meeting() {
    let owners = [
        "인공지능산업과장",
        "투자유치과",
        "창업지원과",
        "공원녹지과",
        "예산담당관",
        "교통국장",
        "홍보담당관실",
        "모든 실국",
        "감사관실",
    ];
    found_with_owners(include_str!("speech-executive.txt"), 12, &owners);
}

#[test]
fn a_deputy_mayor_in_formal_words() {
    let owners = ["기획조정실", "재정관실", "경제정책과", "사회복지과"];
    found_with_owners(include_str!("speech-deputy.txt"), 8, &owners);
}

#[test]
fn notes_in_nouns() {
    found_with_owners(include_str!("speech-notes.txt"), 12, &["부서장"]);
}

#[test]
fn a_mayor_after_the_rain() {
    let owners = ["도로과", "하천과", "예산담당관", "소상공인과장", "비서실"];
    found_with_owners(include_str!("speech-rain.txt"), 12, &owners);
}

#[test]
fn the_chair_of_a_committee_sums_up() {
    let owners = ["집행부", "문화체육국장", "관광진흥과장", "감사위원회", "법무담당관"];
    found_with_owners(include_str!("speech-chair.txt"), 9, &owners);
}

#[test]
fn a_directive_on_paper() {
    let owners = ["모든 부서", "각 부서장", "정보화담당관", "감사관", "인사과", "기획조정실장"];
    found_with_owners(include_str!("speech-directive.txt"), 12, &owners);
}

#[test]
fn a_bureau_among_its_own() {
    let owners = ["총무과", "회계과", "건설국", "소방본부"];
    found_with_owners(include_str!("speech-bureau.txt"), 10, &owners);
}

#[test]
fn a_letter_to_those_who_give_data() {
    let owners = ["교통공사", "보건환경연구원", "도시공사", "상수도사업본부", "기관"];
    found_with_owners(include_str!("speech-plan.txt"), 11, &owners);
}

#[test]
fn an_opening_with_guests() {
    found_with_owners(include_str!("speech-ceremony.txt"), 4, &["운영팀", "경제창업실장"]);
}

fn asked(sentence: &str) -> usize {
    find(sentence, HELD).len()
}

#[test]
fn the_plain_style_orders() {
    for sentence in [
        "결과를 다음 주까지 알려 달라.",
        "현장에 나와 달라.",
        "빠진 서류를 찾아 다오.",
        "회의록 좀 보내 줘요.",
        "대책을 조속히 마련하라.",
        "누리집에 근거를 적으라.",
        "안내판을 다시 세우라.",
        "창구를 하나로 줄이라.",
        "어르신들 말씀을 들어라.",
        "낡은 표지판을 바꾸자.",
        "같은 서류를 두 번 받지 말자.",
        "전수 점검하자.",
        "그 일은 이번 주에 꼭 하도록 하자.",
        "기준을 함께 만들도록 한다.",
        "명단을 꾸며 내지 마라.",
        "출처를 밝히지 않은 숫자는 쓰지 마시오.",
        "담당자는 매일 기록하여야만 합니다.",
        "투자유치과는 12월 4일까지 명단을 제출한다.",
        "11월 27일(금)까지 결과를 회신",
        "개선안을 만들어 차기 회의에 보고",
    ] {
        assert_eq!(asked(sentence), 1, "{sentence}");
    }
}

#[test]
fn what_must_not_be_done_is_an_order() {
    for sentence in [
        "숫자를 지어내는 일이 있어서는 안 됩니다.",
        "민원을 떠넘기는 사례가 다시는 있어선 안 되겠습니다.",
        "확인 없이 발표하는 일은 없어야 합니다.",
        "마감을 넘기는 일이 없도록.",
        "시민을 기다리게 하면 안 됩니다.",
        "계약서를 나중에 써서는 절대 안 된다.",
        "공사를 쪼개어 발주하는 것을 금합니다.",
        "기한을 넘겨서는 곤란합니다.",
        "올해 안에 매듭짓지 않으면 안 됩니다.",
    ] {
        assert_eq!(asked(sentence), 1, "{sentence}");
    }
}

#[test]
fn these_only_look_like_plain_orders() {
    for sentence in [
        "기준이 부서마다 달라.",
        "결과가 예상과 달라.",
        "디지털 인프라",
        "다시 찾고 싶은 나라",
        "그 말이 맞더라.",
        "빛이 있으라.",
        "행사 참석자",
        "시설물 하자",
        "신청인과 배우자",
        "지난해 적자",
        "새로운 일을 두려워하지 말자.",
        "전쟁이 있어서는 안 됩니다.",
        "이런 일이 있어서는 안 됩니다.",
        "이대로 늦어지면 곤란합니다.",
        "작년에 끝냈어야 합니다.",
        "겨울철 안전 점검",
        "10월 30일까지 점검 완료",
        "주민들이 사진을 보내 줘요.",
        "시민들은 절차를 고쳐 달라고 요청합니다.",
        "시장은 서둘러야 한다고 말했습니다.",
        "시장은 “대책을 마련해 달라”고 당부했다.",
        "투자유치과는 명단을 관리한다.",
    ] {
        assert_eq!(asked(sentence), 0, "{sentence}");
    }
}

#[test]
fn courtesy_is_no_order() {
    for sentence in [
        "혹시 궁금한 점이 있으면 언제든지 물어봐 주십시오.",
        "궁금하신 사항은 담당자에게 문의하여 주시기 바랍니다.",
        "하실 말씀이 있으면 편하게 해 주십시오.",
        "부담 없이 연락해 주세요.",
        "많은 관심과 참여 부탁드립니다.",
        "따뜻한 관심을 보내 주시기 바랍니다.",
        "업무에 참고해 주시기 바랍니다.",
        "너그러이 양해하여 주시기 바랍니다.",
        "건강에 각별히 유의하시기 바랍니다.",
        "주말 잘 보내세요.",
        "뜻하신 바 큰 꿈을 이루십시오.",
        "내빈 여러분, 앞자리로 옮겨 주십시오.",
        "새해 복 많이 받으시기 바랍니다.",
    ] {
        assert_eq!(asked(sentence), 0, "{sentence}");
    }
    for sentence in [
        "이상이 있으면 바로 알려 주십시오.",
        "시민 여러분의 의견을 다시 들어 주십시오.",
        "어르신들 건강을 살피는 방안을 마련해 주십시오.",
        "직원 여러분, 출장 기록을 빠짐없이 남겨 주십시오.",
    ] {
        assert_eq!(asked(sentence), 1, "{sentence}");
    }
}

#[test]
fn every_office_is_named_and_nothing_like_one() {
    let owners = |text: &str| {
        let orders = find(text, HELD);
        assert_eq!(orders.len(), 1, "{text}");
        orders.into_iter().flat_map(|order| order.owners).map(|owner| owner.text).collect::<Vec<_>>()
    };
    assert_eq!(owners("투자유치과와 창업지원과는 명단을 만들어 주십시오."), ["투자유치과", "창업지원과"]);
    assert_eq!(owners("기획조정실·인사과·감사실은 함께 점검할 것."), ["기획조정실", "인사과", "감사실"]);
    assert_eq!(
        owners("총무과, 공원조성과 및 민원해결과는 협의하여 주십시오."),
        ["총무과", "공원조성과", "민원해결과"]
    );
    assert_eq!(owners("도로과하고 하천과는 같이 움직이도록 하세요."), ["도로과", "하천과"]);
    assert_eq!(owners("담당자가 바뀐 기관은 신고서를 제출해야 합니다."), ["기관"]);
    for sentence in [
        "교체 공사는 내년으로 미뤄 주십시오.",
        "추진성과는 숫자로 적어 주십시오.",
        "대한민국은 빼고 비교해 주십시오.",
    ] {
        assert!(owners(sentence).is_empty(), "{sentence}");
    }
}

#[test]
fn a_sitting_on_welfare() {
    let owners = ["돌봄정책과장", "복지정책과", "돌봄정책과", "구청", "총무과"];
    found_with_owners(include_str!("speech-welfare.txt"), 9, &owners);
}

#[test]
fn minutes_with_speakers() {
    let owners = ["법무담당관", "예산담당관", "대변인"];
    found_with_owners(include_str!("speech-minutes.txt"), 11, &owners);
}

#[test]
fn who_speaks_in_minutes_is_not_who_is_asked() {
    let text = "시장: 현황을 듣겠음.\n교통국장: 공사가 늦어지고 있음.\n교통국장: 예산담당관은 예비비를 배정해 주시기 바람.\n\
        교통국장: 추가 인력도 보내 주시기 바람.";
    let owners = |text: &str| {
        let orders = find(text, HELD).into_iter().map(|order| order.owners);
        orders
            .map(|owners| {
                let here = owners.into_iter().filter(|owner| owner.named == Named::InSentence);
                here.map(|owner| owner.text).collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(owners(text), [vec!["예산담당관".to_owned()], vec![]]);
    assert_eq!(
        owners("교통국장: 노선을 정리할 것.\n복지국장: 명단을 제출할 것."),
        [["교통국장"], ["복지국장"]]
    );
}
