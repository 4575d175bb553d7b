//! Found: a finding as a line of a page, in the page's language.
//!
//! The readers word findings in English, with every number; here is their Korean, by kind. A number that
//! only the English names (a length, a value) is left out rather than guessed from words.

use super::Language;
use crate::civil::clock_text;
use crate::readings::{Finding, FindingKind};
use jiff::tz::TimeZone;

/// One line for a person.
pub(super) fn line(finding: &Finding, language: Language, zone: &TimeZone) -> String {
    match language {
        Language::En => finding.text(zone),
        Language::Ko => korean(finding, zone),
    }
}

fn korean(finding: &Finding, zone: &TimeZone) -> String {
    let mut place = String::new();
    if finding.line > 0 {
        place = format!(" ({}번째 줄)", finding.line);
    } else if finding.to > finding.from {
        place = format!(" ({} .. {})", clock_text(zone, finding.from), clock_text(zone, finding.to));
    }
    let (what, mend) = words(finding);
    format!("{what}{place}: {mend}")
}

fn words(finding: &Finding) -> (String, &'static str) {
    let count = finding.count;
    match finding.kind {
        FindingKind::Gap => {
            (format!("기록 {count}개가 없습니다"), "기록을 다시 받거나 계량기 지침으로 계산하십시오")
        }
        FindingKind::MonthMissing => {
            ("한 달 기록이 통째로 없습니다".to_owned(), "이 달은 기록으로 계산할 수 없습니다")
        }
        FindingKind::Duplicate => (format!("같은 줄 {count}개가 되풀이됩니다"), "한 번만 셌습니다"),
        FindingKind::Conflict => {
            (format!("같은 시각에 다른 값이 {count}번 있습니다"), "뒤에 적힌 값을 썼습니다")
        }
        FindingKind::MixedMeters => {
            ("계량기 두 개가 섞인 듯합니다".to_owned(), "계량기마다 파일을 나누십시오")
        }
        FindingKind::Unsorted => ("시간 순서가 아닙니다".to_owned(), "순서대로 놓았습니다"),
        FindingKind::Negative => (
            format!("0보다 작은 기록이 {count}개 있습니다"),
            "되판 전기는 따로 재야 하므로 없는 기록으로 봅니다",
        ),
        FindingKind::Stuck => (
            format!("같은 값이 {count}번 이어집니다"),
            "계량기나 통신이 멈춘 듯합니다: 앞뒤의 지침을 확인하십시오",
        ),
        FindingKind::Silent => (format!("{count}번 내내 0입니다"), "집이 비었거나 계량기가 세지 않습니다"),
        FindingKind::Spike => {
            ("한 집의 인입선이 감당할 수 없는 값입니다".to_owned(), "이 기록을 다시 확인하십시오")
        }
        FindingKind::Unit => {
            ("하루 사용량이 한 집의 것이 아닙니다".to_owned(), "단위(Wh, kWh)를 확인하고 다시 읽으십시오")
        }
        FindingKind::ClockChange => (
            "시계를 바꾸는 때의 시각이 맞지 않습니다".to_owned(),
            "파일의 시간대를 적거나 UTC 차이가 적힌 시각을 받으십시오",
        ),
        FindingKind::OffGrid => (
            format!("{count}줄이 정해진 시각 사이에 있습니다"),
            "그 구간은 비워 두었습니다: 간격이 일정한 자료를 받으십시오",
        ),
        FindingKind::Lengths => ("간격이 다른 기록이 섞여 있습니다".to_owned(), "긴 간격으로 더했습니다"),
        FindingKind::Estimated => {
            (format!("기록 {count}개는 추정값입니다"), "나중에 요금이 고쳐질 수 있습니다")
        }
        FindingKind::LeftOut => (left_out(&finding.what), "이 부분은 읽지 않았습니다"),
    }
}

fn left_out(what: &str) -> String {
    const REASONS: [(&str, &str); 9] = [
        ("a register of gas", "가스 계량값"),
        ("a register of water", "수도 계량값"),
        ("a register of another service", "전기가 아닌 계량값"),
        ("a register that is not electricity", "전기가 아닌 계량값"),
        ("a register of energy that is not delivered", "집에서 내보낸 전기"),
        ("a register that runs on", "쌓이기만 하는 지침"),
        ("a register whose unit", "단위가 Wh도 W도 아닌 값"),
        ("a register without a unit", "단위를 알 수 없는 값"),
        ("a register of sums longer than a day", "하루보다 긴 합계"),
    ];
    let known = REASONS.iter().find(|(english, _)| what.starts_with(english));
    known.map_or(what, |(_, korean)| korean).to_owned()
}
