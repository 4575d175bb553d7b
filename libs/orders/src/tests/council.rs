//! Speeches of council members: questions to the city, five free minutes, the yearly audit. Recall and precision of
//! each are counted sentence by sentence.

use super::*;

const HELD: Date = Date { year: 2026, month: 11, day: 20 };

fn all_found_and_nothing_else(marked: &str) {
    let score = score(marked, HELD);
    let is_exact = score.missed.is_empty() && score.wrong.is_empty();
    assert!(is_exact, "missed {:#?} wrong {:#?}", score.missed, score.wrong);
    assert_eq!(score.found.len(), 16);
}

#[test]
fn questions_on_the_cluster() {
    all_found_and_nothing_else(include_str!("speech-cluster.txt"));
}

#[test]
fn questions_on_open_data() {
    all_found_and_nothing_else(include_str!("speech-opening.txt"));
}

#[test]
fn five_minutes_on_a_river() {
    all_found_and_nothing_else(include_str!("speech-river.txt"));
}

#[test]
fn questions_on_libraries() {
    all_found_and_nothing_else(include_str!("speech-library.txt"));
}

#[test]
fn an_audit_of_a_start_up_house() {
    all_found_and_nothing_else(include_str!("speech-audit.txt"));
}

fn asked(sentence: &str) -> usize {
    find(sentence, HELD).len()
}

#[test]
fn polite_nominal_and_formal_endings_ask() {
    for sentence in [
        "대책을 세워 보고해 주시기를 정중히 요청드립니다.",
        "대책을 세워 보고해 주시길 다시 한번 당부드리는 바입니다.",
        "현장을 직접 살펴봐 주시기를 시장님께 간곡히 부탁드립니다.",
        "노후 관로를 즉시 교체할 것을 강력히 촉구하는 바입니다.",
        "노후 관로를 즉시 교체할 것을 촉구드립니다.",
        "공모 요건을 낮춰 달라고 요청드립니다.",
        "분기별 실적 제출 바랍니다.",
        "안내판 정비 바람.",
        "안내판 정비바람",
        "결과는 서면으로 회신 요망",
        "부서별로 취합해서 보고하도록.",
        "회의록도 같이 올려 주시고요.",
        "현장을 한번 가 보시고요.",
        "장부를 새로 만드셔야 합니다.",
        "계약서부터 다시 쓰셔야 될 것 같습니다.",
        "가격 기준을 다시 살펴 주시길 바라겠습니다.",
        "빈 점포 활용 방안을 찾아 주실 것을 당부 말씀 드립니다.",
        "빈 점포 활용 방안을 찾아 주시기를 당부의 말씀을 드립니다.",
        "위탁 기간을 다시 정해 주셨으면 하는 바람입니다.",
        "조례 개정안을 내 주시기 바라고요.",
        "남은 물량을 알려 주시겠습니까?",
        "도시계획과: 용도 변경 절차를 정리할 것.",
        "개선안이 12월 말까지 마련되기를 바랍니다.",
    ] {
        assert_eq!(asked(sentence), 1, "{sentence}");
    }
}

#[test]
fn wishes_without_a_doer_and_pleas_to_the_audience_ask_nothing() {
    for sentence in [
        "올해는 풍년이 되기를 바랍니다.",
        "내년에는 비가 제때 내리기를 바랍니다.",
        "우리 도시가 다시 사람을 부르는 곳이 되기를 바랍니다.",
        "이 조례가 좋은 열매를 맺기를 바랍니다.",
        "아이들의 웃음소리가 골목에 돌아오기를 간절히 바랍니다.",
        "저희를 끝까지 지켜봐 주십시오.",
        "주민 여러분께서도 함께해 주시기 바랍니다.",
        "동료 의원 여러분의 관심을 부탁드립니다.",
        "많은 관심 바랍니다.",
        "양해 바랍니다.",
        "시원한 봄바람.",
        "화면을 함께 봐 주시기 바랍니다.",
        "보고서 12쪽을 펴 주십시오.",
        "위원장님, 2분만 더 주십시오.",
        "답변대로 나와 주시기 바랍니다.",
        "건강 유의하시고요.",
        "그렇게 말씀하셨고요.",
        "언제까지 제출해 주시겠습니까?",
        "가능하면 되도록.",
        "시민단체는 자료 공개를 요구합니다.",
        "정부는 지원을 즉시 재개할 것을 촉구합니다.",
        "정책의 취지를 설명합니다.",
        "시민 여러분께 부탁드립니다. 한 표를 소중히 써 주십시오.",
    ] {
        assert_eq!(asked(sentence), 0, "{sentence}");
    }
}

#[test]
fn who_is_called_by_title_is_the_owner() {
    for (sentence, owner) in [
        ("데이터산업과장님, 목록을 제출해 주시기 바랍니다.", "데이터산업과장"),
        ("복지국장님, 방안을 강구해 주시길 당부드립니다.", "복지국장"),
        ("저는 이 질문에 시장님이 직접 답해 주시기를 바랍니다.", "시장"),
        ("시장님께서는 현장을 찾아 주십시오.", "시장"),
        ("도시계획과: 절차를 정리해 주시기 바랍니다.", "도시계획과"),
        ("기획조정실장님: 지표를 내 주십시오.", "기획조정실장"),
        ("소방본부장님은 점검 결과를 알려 주십시오.", "소방본부장"),
        ("환경위원장님께서는 일정을 잡아 주십시오.", "환경위원장"),
        ("문화재단 원장님, 정산 내역을 밝혀 주십시오.", "문화재단 원장"),
    ] {
        let owners: Vec<String> =
            find(sentence, HELD).into_iter().flat_map(|order| order.owners).map(|owner| owner.text).collect();
        assert_eq!(owners, [owner], "{sentence}");
    }
    for sentence in ["시장님의 약속을 다시 확인해 주십시오.", "전통시장은 따로 살펴 주십시오."]
    {
        let orders = find(sentence, HELD);
        assert!(orders.len() == 1 && orders[0].owners.is_empty(), "{orders:?}");
    }
}
