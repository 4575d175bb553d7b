//! Heading: how every page about one meter begins.

use super::found::line;
use super::{Input, Language, NAMED};
use crate::civil::date_of;
use crate::readings::{Finding, FindingKind, Loaded, Meter, check};

/// The lines that begin a page about one meter: what it is, from when to when, by which clock, what was found.
pub(super) fn heading(meter: &Meter, loaded: &Loaded, input: &Input) -> String {
    let offset = |instant: i64| crate::civil::offset_at(&input.zone, instant);
    let day = |instant: i64| date_of((instant + offset(instant)).div_euclid(86_400) as i32);
    let mut text = format!(
        "{} {}  {} .. {}  ({} {})\n",
        input.language.say("계량기", "Meter"),
        meter.id,
        day(meter.start),
        day(meter.end() - 1 - meter.slack()),
        meter.interval_minutes,
        input.language.say("분 간격", "minute readings")
    );
    text.push_str(&format!(
        "{} {}{}\n",
        input.language.say("날과 달을 나눈 시계:", "Days and months by the clock of"),
        clocks(offset(meter.start), offset(meter.end() - 1)),
        match loaded.clock.is_some() && !input.zone_named {
            true => input.language.say(" (파일에 적힌 시계)", " (the file's own)"),
            false => "",
        }
    ));
    if input.synthetic || loaded.synthetic {
        text.push_str(input.language.say("합성 데이터입니다.\n", "These readings are made up.\n"));
    }
    if let Some(other) = other_clock(loaded, offset(meter.start)) {
        text.push_str(&match input.language {
            Language::Ko => {
                format!("  ! 파일의 시계는 {other}입니다. 그 시간대를 --zone으로 적어 주십시오.\n")
            }
            Language::En => format!("  ! The file's own clock is {other}: name its zone with --zone.\n"),
        });
    }
    others(meter, loaded, input, &mut text);
    let mut findings: Vec<Finding> = loaded
        .findings
        .iter()
        .filter(|finding| finding.meter == meter.id || finding.kind == FindingKind::LeftOut)
        .cloned()
        .collect();
    findings.extend(check::check(meter, &input.zone));
    list(&findings, input, &mut text);
    text
}

fn others(meter: &Meter, loaded: &Loaded, input: &Input, text: &mut String) {
    let names: Vec<&str> =
        loaded.meters.iter().map(|other| other.id.as_str()).filter(|id| *id != meter.id).collect();
    if names.is_empty() {
        return;
    }
    let more = if names.len() > NAMED { ", .." } else { "" };
    let (count, shown) = (names.len(), names[..names.len().min(NAMED)].join(", "));
    text.push_str(&match input.language {
        Language::Ko => format!("파일에 계량기 {count}개가 더 있습니다(--meter): {shown}{more}\n"),
        Language::En => format!("The file holds {count} more (--meter): {shown}{more}\n"),
    });
}

/// `UTC+09:00`, or two of them where clocks change.
fn clocks(first: i64, last: i64) -> String {
    let one = |offset: i64| {
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.abs() / 60);
        format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    };
    if first == last { one(first) } else { format!("{}, {}", one(first), one(last)) }
}

/// The clock of the file, when it cannot be the page's.
fn other_clock(loaded: &Loaded, offset: i64) -> Option<String> {
    let clock = loaded.clock.as_ref()?;
    let same = offset == clock.offset_seconds || offset == clock.offset_seconds + clock.summer_seconds;
    (!same).then(|| clocks(clock.offset_seconds, clock.offset_seconds))
}

/// A few findings of each kind, so that a common one does not hide a rare one.
fn list(findings: &[Finding], input: &Input, text: &mut String) {
    const SHOWN: usize = 3;
    if !findings.is_empty() {
        text.push_str(&format!("\n{}\n", input.language.say("살펴볼 점", "Worth knowing")));
    }
    let mut kinds: Vec<FindingKind> = findings.iter().map(|finding| finding.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let alike: Vec<&Finding> = findings.iter().filter(|finding| finding.kind == kind).collect();
        for finding in alike.iter().take(SHOWN) {
            text.push_str(&format!("  ! {}\n", line(finding, input.language, &input.zone)));
        }
        if alike.len() > SHOWN {
            let (more, count) = (alike.len() - SHOWN, alike.iter().map(|finding| finding.count).sum::<u64>());
            text.push_str(&match input.language {
                Language::Ko => format!("    ... 같은 것 {more}건 더 (모두 기록 {count}개)\n"),
                Language::En => format!("    ... and {more} more like it ({count} readings in all)\n"),
            });
        }
    }
}
