//! Whole texts, with recall and precision counted, and sentences made to mislead.

mod council;
mod meetings;

use super::*;

const MEETING: Date = Date { year: 2026, month: 11, day: 20 };

struct Score {
    found: Vec<String>,
    missed: Vec<String>,
    wrong: Vec<String>,
}

/// A speech with its orders between `[[` and `]]`.
fn score(marked: &str, held_on: Date) -> Score {
    let mut text = String::new();
    let mut expected: Vec<String> = Vec::new();
    for (place, piece) in marked.split("[[").enumerate() {
        match piece.split_once("]]").filter(|_| place > 0) {
            Some((order, rest)) => {
                expected.push(order.to_owned());
                text.push_str(order);
                text.push_str(rest);
            }
            None => text.push_str(piece),
        }
    }
    let orders = find(&text, held_on);
    assert!(orders.iter().all(|order| text[order.span.clone()] == order.text));
    let found: Vec<String> = orders.into_iter().map(|order| order.text).collect();
    let missed = expected.iter().filter(|order| !found.contains(order)).cloned().collect();
    let wrong = found.iter().filter(|order| !expected.contains(order)).cloned().collect();
    Score { found, missed, wrong }
}

fn date(year: i32, month: u8, day: u8) -> Date {
    Date::new(year, month, day).expect("a day")
}

#[test]
fn a_speech_in_spring() {
    let score = score(include_str!("tests/speech-spring.txt"), date(2026, 3, 9));
    assert!(score.missed.is_empty(), "missed {:#?}", score.missed);
    assert!(score.wrong.is_empty(), "wrong {:#?}", score.wrong);
    assert_eq!(score.found.len(), 16);
}

#[test]
fn a_speech_in_summer() {
    let score = score(include_str!("tests/speech-summer.txt"), date(2025, 7, 7));
    assert!(score.missed.is_empty(), "missed {:#?}", score.missed);
    // A known limit: said of the city, not to anybody. A person who confirms leaves it out.
    assert_eq!(score.wrong, ["그러나 돌아올 길은 열어 두어야 합니다."]);
    assert_eq!(score.found.len(), 17);
}

#[test]
fn a_speech_in_autumn() {
    let score = score(include_str!("tests/speech-autumn.txt"), date(2026, 11, 2));
    assert!(
        score.missed.is_empty() && score.wrong.is_empty(),
        "missed {:#?} wrong {:#?}",
        score.missed,
        score.wrong
    );
}

#[test]
fn a_speech_in_winter() {
    let score = score(include_str!("tests/speech-winter.txt"), date(2026, 1, 5));
    assert!(score.missed.is_empty(), "missed {:#?}", score.missed);
    // A known limit: a principle weighed against another, in the words of an order.
    assert_eq!(score.wrong, ["개인정보는 가려야 하겠지만 발언 내용은 남겨야 합니다."]);
}

#[test]
fn an_answer_to_the_council() {
    let score = score(include_str!("tests/speech-council.txt"), date(2026, 11, 20));
    assert!(score.missed.is_empty(), "missed {:#?}", score.missed);
    assert!(score.wrong.is_empty(), "wrong {:#?}", score.wrong);
    assert_eq!(score.found.len(), 16);
}

#[test]
fn a_meeting_with_the_districts() {
    let score = score(include_str!("tests/speech-districts.txt"), date(2026, 11, 20));
    assert!(score.missed.is_empty(), "missed {:#?}", score.missed);
    assert!(score.wrong.is_empty(), "wrong {:#?}", score.wrong);
    assert_eq!(score.found.len(), 16);
}

#[test]
fn the_sample_has_nine_orders() {
    let Ok(folder) = std::env::var("BITGOEUL_TEST_DATA") else {
        eprintln!("SKIPPED: the_sample_has_nine_orders needs BITGOEUL_TEST_DATA");
        return;
    };
    let text = std::fs::read_to_string(format!("{folder}/gwangju/meeting-sample.txt")).expect("the sample");
    let orders = find(&text, MEETING);
    let said: Vec<(String, String)> = orders
        .iter()
        .map(|order| {
            let owner = order.owners.first().map_or(String::new(), |owner| owner.text.clone());
            let due = order.due.as_ref().map_or(String::new(), |due| match &due.meant {
                Meant::Day(date) => date.to_string(),
                Meant::Year(year) => year.to_string(),
                Meant::Event => due.text.clone(),
            });
            (owner, due)
        })
        .collect();
    let expected = [
        ("", "2026-11-30"),
        ("해당 부서", "2026-11-27"),
        ("기업지원과", ""),
        ("기업지원과", "2026-11-30"),
        ("", "2027"),
        ("시민소통과", "2026-12-10"),
        ("", ""),
        ("", ""),
        ("", ""),
    ];
    assert_eq!(said, expected.map(|(owner, due)| (owner.to_owned(), due.to_owned())), "{orders:#?}");
}

#[test]
fn these_are_orders_all_the_same() {
    let sentences = [
        "이상이 있으면 즉시 조치해 주시기 바랍니다.",
        "사고가 나면 바로 보고해 주십시오.",
        "도시공사는 임대료 인하 방안을 마련하기 바랍니다.",
        "의견을 두루 들어야 합니다.",
        "담당자는 매일 현장을 확인해야 합니다.",
        "같은 서류를 두 번 받지 않기 바랍니다.",
        "법무담당관의 승인을 11월 30일까지 받아야 합니다.",
    ];
    for sentence in sentences {
        assert_eq!(find(sentence, MEETING).len(), 1, "{sentence}");
    }
}

#[test]
fn these_are_no_orders() {
    let sentences = [
        "모두 수고 많았습니다.",
        "건강하시기 바랍니다.",
        "즐거운 명절 보내시기 바랍니다.",
        "새해 복 많이 받으십시오.",
        "좋은 결과가 있기를 바랍니다.",
        "예산안이 원만히 통과되기를 바랍니다.",
        "정부가 결단하기를 바랍니다.",
        "시민이 \"길을 고쳐 주십시오\"라고 했습니다.",
        "의회는 명단을 공개하라고 요구했습니다.",
        "중앙부처도 승인을 서둘러 주어야 합니다.",
        "건설사가 송전선을 제때 놓아 줘야 합니다.",
        "보행자는 신호를 지켜야 합니다.",
        "궁금한 점이 있으시면 언제든 물어보시기 바랍니다.",
        "사고가 되풀이되지 않기를 바랍니다.",
        "추경안을 원안대로 의결해 주시기 바랍니다.",
        "행정은 따뜻해야 합니다.",
        "우리가 먼저 이해해야 합니다.",
        "인사 말씀은 생략합시다.",
        "그 일은 제가 장관을 만나 부탁드리겠습니다.",
        "어려움이 있으면 언제든지 찾아오십시오.",
        "분담 비율은 협약에 따라야 하겠지요.",
        "담당 부서에 즉시 점검하라고 지시했습니다.",
        "절차를 고쳐 달라는 요청이 많았습니다.",
        "언제까지 기다려야 합니까?",
        "어떻게 해야 할지 고민입니다.",
        "시민들이 체감할 수 있는 서비스가 필요합니다.",
        "정부가 비용을 부담해야 합니다.",
        "광주는 달라져야 합니다.",
        "신청하려면 서류를 내야 합니다.",
        "만약 그때 알았다면 막아야 했을 것입니다.",
        "두 가지를 당부드립니다.",
        "잘 부탁드립니다.",
        "회의를 시작하도록 하겠습니다.",
        "제가 직접 챙기겠습니다.",
        "걱정하지 마십시오.",
        "다시 한번 생각해 보십시오.",
        "내년에는 나아질 것입니다.",
        "이 사업은 반드시 성공해야 합니다.",
        "함께 갑시다.",
        "협약을 맺은 것.",
        "우리는 더 겸손해야 합니다.",
        "큰 박수 부탁드립니다.",
    ];
    let found: Vec<String> =
        sentences.iter().flat_map(|sentence| find(sentence, MEETING)).map(|order| order.text).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn these_are_orders() {
    let sentences = [
        "즉시 시정해주십시오.",
        "명단을 이번 주까지 제출할 것",
        "빠짐없이 챙겨 주셨으면 합니다.",
        "현장을 직접 점검하십시오!",
        "예산 3.5억 원의 쓰임을 밝혀 주시기 바랍니다(자료 첨부).",
        "각 부서는 일정을 다시 짜서 보고하도록 합시다.",
        "미루지 말아 주시기 바랍니다.",
        "숫자를 부풀려서는 안 됩니다.",
        "철저한 점검을 당부드립니다.",
        "민원이 들어오면 바로 답해 주세요.",
        "기업이 낸 서류를 다시 요구하지 말아야 합니다.",
        "경제국과 기획조정실은 대책을 함께 세우기 바람.",
        "결과를 시장실로 보고해 주시면 됩니다.",
        "11월 말까지 개선안이 마련되어야 합니다.",
    ];
    let missed: Vec<&&str> = sentences.iter().filter(|sentence| find(sentence, MEETING).len() != 1).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn sentences_end_where_they_end() {
    let said = |text: &str| {
        sentence::split(text).into_iter().map(|one| text[one.span].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(said("23.6%입니다. 2026. 11. 27.까지 냅니다."), ["23.6%입니다.", "2026. 11. 27.까지 냅니다."]);
    assert_eq!(said("1. 점검할 것\n2. 보고할 것"), ["점검할 것", "보고할 것"]);
    assert_eq!(said("“고쳐 주십시오.” 하고 말했습니다. 네."), ["“고쳐 주십시오.” 하고 말했습니다.", "네."]);
    assert_eq!(said("했습니다.이제 합니다."), ["했습니다.", "이제 합니다."]);
    assert_eq!(said("원인을 살펴 대책을\n마련하기 바랍니다.\n"), ["원인을 살펴 대책을\n마련하기 바랍니다."]);
    assert_eq!(said("닫지 않은 “따옴표. 다음 문장."), ["닫지 않은 “따옴표.", "다음 문장."]);
}

#[test]
fn owners_are_those_who_act() {
    let owners = |text: &str| {
        find(text, MEETING)
            .into_iter()
            .flat_map(|order| order.owners)
            .map(|owner| owner.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        owners("예산담당관과 인공지능산업실은 대책을 마련하기 바랍니다."),
        ["예산담당관", "인공지능산업실"]
    );
    assert_eq!(owners("임차료를 기획조정실과 협의하기 바랍니다."), Vec::<String>::new());
    assert_eq!(owners("그 결과는 총무과에서 알려 주십시오."), ["총무과"]);
    assert_eq!(owners("결과가 확실한지 살펴 주십시오."), Vec::<String>::new());
}

#[test]
fn any_text_is_read_without_surprise() {
    let seed = include_str!("tests/speech-spring.txt");
    let letters: Vec<char> = seed.chars().collect();
    for step in 1..60 {
        let text: String = letters.iter().step_by(step).collect();
        let orders = find(&text, MEETING);
        assert!(orders.iter().all(|order| text[order.span.clone()] == order.text));
    }
    for text in
        ["", "\n", ".", "“", "((", "까지", "9999년 99월 99일까지 낼 것", "0월 0일까지 낼 것", "\u{11a8}.것"]
    {
        assert!(find(text, MEETING).len() <= 1);
    }
}
