use super::*;

/// Friday, 20 November 2026.
const HELD: Date = Date { year: 2026, month: 11, day: 20 };

fn due(sentence: &str) -> Option<(String, String)> {
    find(sentence, 0, HELD).due.map(|due| {
        let meant = match due.meant {
            Meant::Day(date) => date.to_string(),
            Meant::Year(year) => year.to_string(),
            Meant::Event => "event".to_owned(),
        };
        (due.text, meant)
    })
}

#[test]
fn days_are_counted_from_the_meeting() {
    let cases = [
        ("다음 주 금요일까지 보고", "다음 주 금요일", "2026-11-27"),
        ("다음주 월요일까지 보고", "다음주 월요일", "2026-11-23"),
        ("이번 주 안에 보고", "이번 주", "2026-11-20"),
        ("월요일까지 보고", "월요일", "2026-11-23"),
        ("11월 말까지 마련", "11월 말", "2026-11-30"),
        ("이달 말까지 마련", "이달 말", "2026-11-30"),
        ("12월 10일까지 답변", "12월 10일", "2026-12-10"),
        ("3월 초까지 답변", "3월 초", "2027-03-10"),
        ("다음 달 15일까지 답변", "다음 달 15일", "2026-12-15"),
        ("2027년 2월 말까지", "2027년 2월 말", "2027-02-28"),
        ("2026. 12. 10.까지 제출", "2026. 12. 10.", "2026-12-10"),
        ("25일까지 제출", "25일", "2026-11-25"),
        ("10일까지 제출", "10일", "2026-12-10"),
        ("내년 예산에 반영", "내년 예산", "2027"),
        ("내년 상반기까지 완료", "내년 상반기", "2027-06-30"),
        ("연내에 마무리", "연내", "2026-12-31"),
        ("일주일 안에 정리", "일주일", "2026-11-27"),
        ("한 달 이내에 정리", "한 달", "2026-12-20"),
        ("오늘 중으로 확인", "오늘", "2026-11-20"),
        ("12월 4일(금)까지 제출", "12월 4일", "2026-12-04"),
        ("4일(금요일)까지 제출", "4일", "2026-12-04"),
        ("12월 첫째 주까지 설치", "12월 첫째 주", "2026-12-04"),
        ("12월 마지막 주까지 설치", "12월 마지막 주", "2026-12-25"),
        ("내일 오전까지 정리", "내일", "2026-11-21"),
        ("이번 주말이라도 현장을 방문", "이번 주말", "2026-11-22"),
        ("다음 회의 때 꼭 보고", "다음 회의 때", "event"),
        ("다음 간부회의에서 보고", "다음 간부회의에서", "event"),
        ("자료를 정리하여 감사 종료일까지 제출", "감사 종료일까지", "event"),
        ("오늘 나온 지적을 다음 주 월요일 회의에 보고", "다음 주 월요일", "2026-11-23"),
        ("가격표를 축제 열흘 전까지 공개", "축제 열흘 전까지", "event"),
    ];
    for (sentence, text, meant) in cases {
        assert_eq!(due(sentence), Some((text.to_owned(), meant.to_owned())), "{sentence}");
    }
}

#[test]
fn a_limit_goes_before_a_mention_and_the_past_is_no_limit() {
    assert_eq!(due("12월 1일 포럼 자료를 이달 말까지 준비").map(|due| due.1).as_deref(), Some("2026-11-30"));
    for sentence in
        ["지난 10월 결과를 정리", "오후 2시부터 5시까지 중단", "지금까지 한 일을 정리", "결과를 정리"]
    {
        assert_eq!(due(sentence), None, "{sentence}");
    }
}

#[test]
fn weekdays_and_month_ends_are_right() {
    assert_eq!(HELD.weekday(), 4);
    assert_eq!(Date { year: 2024, month: 2, day: 29 }.weekday(), 3);
    assert_eq!(HELD.plus_days(42).to_string(), "2027-01-01");
    assert_eq!(Date::month_end(2026, 14).to_string(), "2027-02-28");
    assert_eq!(Date::new(2026, 2, 29), None);
}

#[test]
fn a_day_that_no_calendar_has_and_a_limit_that_is_past_are_told() {
    let none = |sentence: &str| {
        let dates = find(sentence, 0, HELD);
        assert_eq!(dates.due, None, "{sentence}");
        dates.none.into_iter().map(|none| (none.text, none.why.code())).collect::<Vec<_>>()
    };
    for (sentence, text, why) in [
        ("2월 30일까지 보고", "2월 30일", "no_such_day"),
        ("2027년 2월 29일까지 보고", "2027년 2월 29일", "no_such_day"),
        ("2026. 11. 31.까지 보고", "2026. 11. 31.", "no_such_day"),
        ("13월 1일까지 보고", "13월 1일", "no_such_day"),
        ("다음 달 32일까지 보고", "다음 달 32일", "no_such_day"),
        ("2025년 3월 말까지 보고", "2025년 3월 말", "past"),
        ("11월 3일까지 보고", "11월 3일", "past"),
    ] {
        assert_eq!(none(sentence), [(text.to_owned(), why)], "{sentence}");
    }
}

#[test]
fn lengths_of_time_and_years_looked_back_on_are_no_due_days() {
    for sentence in [
        "협약 이후 1년이 지난 기업의 이행 여부를 조사",
        "10년 동안 만든 일자리를 집계",
        "2025년 결산을 다시 확인",
        "2021년 이후의 위탁 계약을 점검",
        "올해는 풍년이 되기를",
        "3월 사고를 다시 조사",
        "3일간 열린 행사를 정리",
        "오늘 나온 지적을 정리",
        "계획을 내 달라고 공문을 발송",
        "연말이라고 해서 서두르지",
        "다음 회의는 같은 곳에서",
    ] {
        let dates = find(sentence, 0, HELD);
        assert_eq!((dates.due, dates.none), (None, vec![]), "{sentence}");
    }
    for (sentence, meant) in [
        ("2년 안에 완료", "2028-11-20"),
        ("27년 3월까지 완료", "2027-03-31"),
        ("3월에 발표", "2027-03-31"),
        ("31일까지 제출", "2026-12-31"),
        ("2025년 결산을 이달 말까지 확인", "2026-11-30"),
    ] {
        assert_eq!(due(sentence).map(|due| due.1).as_deref(), Some(meant), "{sentence}");
    }
}
