use super::*;

fn days(text: &str) -> Days {
    Days::parse(text).unwrap_or_else(|| panic!("{text} is a date"))
}

#[test]
fn a_printed_date_is_a_range_of_days() {
    assert_eq!(days("2024-02").last, Day { year: 2024, month: 2, day: 29 });
    assert_eq!(days("2025").first, Day { year: 2025, month: 1, day: 1 });
    assert_eq!(days("2025-11-24").first, days("2025-11-24").last);
}

#[test]
fn days_that_no_calendar_has_are_refused() {
    let broken = [
        "",
        "25",
        "2025-13",
        "2025-00",
        "2025-02-29",
        "2025-11-31",
        "2025-1",
        "2025-11-1",
        "2025-11-24-1",
        "0000",
        "2025/11",
        "2025-",
        "+025",
    ];
    for text in broken {
        assert_eq!(Days::parse(text), None, "{text}");
    }
}

#[test]
fn ranges_meet_when_they_share_a_day() {
    assert!(days("2025").meet(&days("2025-12-31")));
    assert!(days("2025-11-24").meet(&days("2025-11")));
    assert!(!days("2025-11").meet(&days("2025-12")));
}
