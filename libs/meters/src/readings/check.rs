//! Checking: what is odd about a dense meter. It never changes a reading.
//!
//! Rules are simple on purpose, so that each finding can be explained in one sentence.

use super::{Finding, FindingKind, GAP, Meter};
use crate::civil::{Calendar, DAY_SECONDS, date_of, day_begins};
use jiff::tz::TimeZone;

/// A value other than zero that repeats for this many hours is stuck.
const STUCK_HOURS: u32 = 6;
/// Zero for this many hours is worth a word.
const SILENT_HOURS: u32 = 72;
/// A home uses between these a day; outside, the unit on the label is probably wrong.
const HOME_DAY_WH: std::ops::RangeInclusive<i64> = 100..=300_000;

/// Everything odd about the meter, in order of kind and time.
pub fn check(meter: &Meter, zone: &TimeZone) -> Vec<Finding> {
    let mut findings = gaps(meter);
    months(meter, zone, &mut findings);
    negatives(meter, &mut findings);
    runs(meter, &mut findings);
    size(meter, &mut findings);
    spikes(meter, &mut findings);
    findings.sort_by_key(|finding| (finding.kind, finding.from));
    findings
}

fn note(meter: &Meter, kind: FindingKind, slots: (usize, usize), what: String, mend: &str) -> Finding {
    Finding {
        kind,
        meter: meter.id.clone(),
        line: 0,
        from: meter.instant(slots.0),
        to: meter.instant(slots.0 + slots.1),
        count: slots.1 as u64,
        what,
        mend: mend.to_owned(),
    }
}

fn gaps(meter: &Meter) -> Vec<Finding> {
    let gap = |run: (usize, usize)| {
        let what = match run.1 {
            1 => "a reading is missing".to_owned(),
            count => format!("{count} readings are missing"),
        };
        note(meter, FindingKind::Gap, run, what, "ask for the readings again, or bill from the register")
    };
    meter.gaps().into_iter().map(gap).collect()
}

fn months(meter: &Meter, zone: &TimeZone, findings: &mut Vec<Finding>) {
    let calendar = Calendar::new(zone, meter.start, meter.interval_minutes, meter.wh.len());
    let mut at = 0;
    while at < calendar.days.len() {
        let month = calendar.days[at].month;
        let length = calendar.days[at..].iter().take_while(|day| day.month == month).count();
        let days = &calendar.days[at..at + length];
        let first = days[0].first as usize;
        let slots: usize = days.iter().map(|day| day.count as usize).sum();
        let whole = date_of(days[0].number).day() == 1 && length >= 28;
        if whole && meter.wh[first..first + slots].iter().all(|wh| *wh == GAP) {
            let date = date_of(days[0].number);
            let mut finding = note(
                meter,
                FindingKind::MonthMissing,
                (first, slots),
                format!("nothing at all for {}-{:02}", date.year(), date.month()),
                "this month cannot be billed from readings",
            );
            finding.from = day_begins(zone, days[0].number);
            findings.push(finding);
        }
        at += length;
    }
}

fn negatives(meter: &Meter, findings: &mut Vec<Finding>) {
    let negative: Vec<usize> =
        (0..meter.wh.len()).filter(|&slot| meter.wh[slot] < 0 && meter.wh[slot] != GAP).collect();
    if let (Some(&first), Some(&last)) = (negative.first(), negative.last()) {
        let what = format!("{} readings are below zero", negative.len());
        let mend =
            "energy fed back to the grid belongs in a register of its own; such slots count as missing";
        let mut finding = note(meter, FindingKind::Negative, (first, last + 1 - first), what, mend);
        finding.count = negative.len() as u64;
        findings.push(finding);
    }
}

fn runs(meter: &Meter, findings: &mut Vec<Finding>) {
    let slots_of = |hours: u32| (hours * 60).div_ceil(meter.interval_minutes) as usize;
    // At fine intervals small equal integers are normal; ask for many and for more than rounding noise.
    let stuck = slots_of(STUCK_HOURS).max(12);
    let silent = slots_of(SILENT_HOURS);
    let least_wh = (10 * meter.interval_minutes / 60).max(5) as i32;
    let mut first = 0;
    for slot in 1..=meter.wh.len() {
        if slot < meter.wh.len() && meter.wh[slot] == meter.wh[first] {
            continue;
        }
        let (length, wh) = (slot - first, meter.wh[first]);
        if wh == 0 && length >= silent {
            let what = format!(
                "nothing was used for {} hours",
                length as u64 * u64::from(meter.interval_minutes) / 60
            );
            let mend = "an empty home, or a meter that no longer counts";
            findings.push(note(meter, FindingKind::Silent, (first, length), what, mend));
        } else if wh >= least_wh && length >= stuck {
            let what = format!("the same {wh} Wh {length} times in a row");
            let mend = "the meter or its link seems to hang; ask for the register at both ends";
            findings.push(note(meter, FindingKind::Stuck, (first, length), what, mend));
        }
        first = slot;
    }
}

fn size(meter: &Meter, findings: &mut Vec<Finding>) {
    let known: Vec<i32> = meter.wh.iter().copied().filter(|wh| *wh != GAP).collect();
    let days = known.len() as i64 * meter.step() / DAY_SECONDS;
    if days < 7 {
        return;
    }
    let per_day = known.iter().map(|wh| i64::from(*wh)).sum::<i64>() / days;
    if per_day != 0 && !HOME_DAY_WH.contains(&per_day) {
        let what = format!("{per_day} Wh a day is not what a home uses");
        let mend = if per_day < *HOME_DAY_WH.start() {
            "kWh may be labelled Wh: read the file again with the right unit"
        } else {
            "Wh may be labelled kWh, or this is not one home: read the file again with the right unit"
        };
        findings.push(note(meter, FindingKind::Unit, (0, meter.wh.len()), what, mend));
    }
}

/// A slot is a spike when it exceeds ten times the 99th percentile and what a 100 A three-phase
/// connection (69 kW) can carry.
fn spikes(meter: &Meter, findings: &mut Vec<Finding>) {
    let mut known: Vec<i32> = meter.wh.iter().copied().filter(|wh| *wh != GAP).collect();
    if known.len() < 100 {
        return;
    }
    let at = known.len() * 99 / 100;
    let (_, high, _) = known.select_nth_unstable(at);
    let connection = 69_000 * meter.interval_minutes as i64 / 60;
    let limit = (i64::from(*high) * 10).max(connection);
    for (slot, &wh) in meter.wh.iter().enumerate() {
        if i64::from(wh) > limit {
            let what = format!("{wh} Wh in {} minutes", meter.interval_minutes);
            let mend = "more than a home's connection carries; ask for the reading again";
            findings.push(note(meter, FindingKind::Spike, (slot, 1), what, mend));
        }
    }
}
