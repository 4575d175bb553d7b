//! Verbs: one pure entry for each thing the command line does with meters.
//!
//! Each takes bytes or values and gives a page: plain text to read in a terminal and an SVG picture drawn
//! from the same numbers. The program opens files, chooses the language and writes the results.

pub mod baseline;
pub mod bill;
pub mod cluster;
pub mod district;
pub mod generate;
pub mod picture;
pub mod profile;
#[cfg(test)]
mod tests;

use crate::civil::date_of;
use crate::fault::{Fault, FaultKind};
use crate::readings::csv::{How, Unit};
use crate::readings::{Finding, FindingKind, Loaded, Meter, check, csv, espi, nem12, store};
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// What a verb gives back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    pub text: String,
    pub svg: String,
}

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    Ko,
    En,
}

impl Language {
    /// The words of this language.
    pub fn say<'a>(self, ko: &'a str, en: &'a str) -> &'a str {
        match self {
            Language::Ko => ko,
            Language::En => en,
        }
    }
}

/// What all verbs that read a file need to know.
#[derive(Debug, Clone)]
pub struct Input {
    pub zone: TimeZone,
    pub language: Language,
    /// For CSV files: the unit when no header names one, and whether times name the interval's end.
    pub unit: Option<Unit>,
    pub marks_end: bool,
    /// The readings are made up.
    pub synthetic: bool,
    /// Which meter of the file a page is about; the first when none is named.
    pub meter: Option<String>,
}

/// Reads meters from the bytes of a file, whatever its format: Green Button, NEM12, our store, CSV, and
/// Parquet (the narrow table) when built with that feature. Text may be UTF-8 or UTF-16.
///
/// # Errors
/// The fault of the format's reader.
pub fn load(bytes: &[u8], input: &Input) -> Result<Loaded, Fault> {
    let bytes = &*utf8(bytes)?;
    let head = bytes.trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.starts_with(b"<") {
        return espi::read(&mut &bytes[..]);
    }
    if head.starts_with(b"100,NEM12") {
        return nem12::read(&mut &bytes[..]);
    }
    if head.starts_with(b"100,NEM13") {
        let what = "NEM13 holds readings months apart";
        return Err(
            Fault::new(FaultKind::Format, "NEM13", what, "ask for the interval data (NEM12)").at(1, 2)
        );
    }
    if store::is_store(head) {
        return from_store(bytes);
    }
    if head.starts_with(b"PAR1") {
        return parquet_table(bytes);
    }
    let how = How {
        zone: Some(input.zone.clone()),
        unit: input.unit,
        marks_end: input.marks_end,
        meter: "home".to_owned(),
    };
    csv::read(&mut &bytes[..], &how)
}

/// The bytes, or their UTF-8 when a mark says that they are UTF-16 (what spreadsheets call Unicode text).
fn utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Fault> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    let text = String::from_utf16(&units).map_err(|_| {
        let what = "the text begins like UTF-16 and is not";
        Fault::new(FaultKind::Format, "file", what, "save the file as UTF-8")
    })?;
    Ok(Cow::Owned(text.into_bytes()))
}

fn from_store(mut bytes: &[u8]) -> Result<Loaded, Fault> {
    let mut reader = store::Reader::new(&mut bytes)?;
    let mut loaded = Loaded { synthetic: reader.synthetic, ..Loaded::default() };
    let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
    while reader.next(&mut meter)? {
        loaded.meters.push(meter.clone());
    }
    Ok(loaded)
}

/// The meter a page is about.
///
/// # Errors
/// `Missing` when the file holds no meter; `Reference` when none has the name that was asked for.
fn chosen<'a>(loaded: &'a Loaded, input: &Input) -> Result<&'a Meter, Fault> {
    let Some(first) = loaded.meters.first() else {
        return Err(Fault::new(FaultKind::Missing, "file", "it holds no meter", "give another file"));
    };
    let Some(wanted) = &input.meter else { return Ok(first) };
    loaded.meters.iter().find(|meter| meter.id == *wanted).ok_or_else(|| {
        let what = format!("no meter is called '{wanted}'");
        let names: Vec<&str> = loaded.meters.iter().take(NAMED).map(|meter| meter.id.as_str()).collect();
        let more = if loaded.meters.len() > NAMED { ", .." } else { "" };
        Fault::new(FaultKind::Reference, "file", what, format!("name one of: {}{more}", names.join(", ")))
    })
}

/// So many meters are named when a file holds several.
const NAMED: usize = 8;

/// Refuses readings too coarse to show hours.
fn needs_hours(meter: &Meter) -> Result<(), Fault> {
    if meter.interval_minutes <= 60 {
        return Ok(());
    }
    let what = format!("a reading every {} minutes does not show the hours of a day", meter.interval_minutes);
    let part = format!("meter {}", meter.id);
    Err(Fault::new(FaultKind::TooFew, part, what, "ask for readings of an hour or less"))
}

#[cfg(feature = "parquet")]
fn parquet_table(bytes: &[u8]) -> Result<Loaded, Fault> {
    use crate::readings::parquet::{Order, read_narrow};
    let mut loaded = Loaded::default();
    let file = bytes::Bytes::copy_from_slice(bytes);
    let outcome = read_narrow(file, Order::Any, &mut |meter| {
        loaded.meters.push(meter.clone());
        Ok(())
    })?;
    loaded.findings = outcome.findings;
    Ok(loaded)
}

#[cfg(not(feature = "parquet"))]
fn parquet_table(_bytes: &[u8]) -> Result<Loaded, Fault> {
    let what = "this build does not read Parquet";
    let mend = "export CSV, or build with the feature parquet";
    Err(Fault::new(FaultKind::Format, "Parquet", what, mend))
}

/// The lines that begin a page about one meter: what it is, from when to when, by which clock, what was found.
fn heading(meter: &Meter, loaded: &Loaded, input: &Input) -> String {
    let offset = |instant: i64| crate::civil::offset_at(&input.zone, instant);
    let day = |instant: i64| date_of((instant + offset(instant)).div_euclid(86_400) as i32);
    let mut text = format!(
        "{} {}  {} .. {}  ({} {})\n",
        input.language.say("계량기", "Meter"),
        meter.id,
        day(meter.start),
        day(meter.end() - 1),
        meter.interval_minutes,
        input.language.say("분 간격", "minute readings")
    );
    text.push_str(&format!(
        "{} {}\n",
        input.language.say("날과 달을 나눈 시계:", "Days and months by the clock of"),
        clocks(offset(meter.start), offset(meter.end() - 1))
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
    let clock = loaded.clock?;
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
            text.push_str(&format!("  ! {}\n", finding.text(&input.zone)));
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

/// kWh with one decimal, from Wh.
fn kwh(wh: i64) -> String {
    let tenths = (wh + 50).div_euclid(100);
    format!("{}.{}", crate::decimal::grouped(tenths / 10), (tenths % 10).abs())
}
