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
use crate::fault::Fault;
use crate::readings::csv::{How, Unit};
use crate::readings::{Loaded, Meter, check, csv, espi, nem12, store};
use jiff::tz::TimeZone;

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
}

/// Reads meters from the bytes of a file, whatever its format: Green Button, NEM12, our store, CSV, and
/// Parquet (the narrow table) when built with that feature.
///
/// # Errors
/// The fault of the format's reader.
pub fn load(bytes: &[u8], input: &Input) -> Result<Loaded, Fault> {
    let head = bytes.trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if head.starts_with(b"<") {
        return espi::read(&mut &bytes[..]);
    }
    if head.starts_with(b"100,NEM12") {
        return nem12::read(&mut &bytes[..]);
    }
    if head.starts_with(b"BGMETER1") {
        let mut bytes = bytes;
        let mut reader = store::Reader::new(&mut bytes)?;
        let mut loaded = Loaded::default();
        let mut meter = Meter { id: String::new(), start: 0, interval_minutes: 60, wh: Vec::new() };
        while reader.next(&mut meter)? {
            loaded.meters.push(meter.clone());
        }
        return Ok(loaded);
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
    Err(Fault::new(crate::FaultKind::Format, "Parquet", what, mend))
}

/// The lines that begin a page about one meter: what it is, from when to when, what was found.
fn heading(meter: &Meter, loaded: &Loaded, input: &Input) -> String {
    let day = |instant: i64| {
        let local = instant + crate::civil::offset_at(&input.zone, instant);
        date_of(local.div_euclid(86_400) as i32)
    };
    let mut text = format!(
        "{} {}  {} .. {}  ({} {})\n",
        input.language.say("계량기", "Meter"),
        meter.id,
        day(meter.start),
        day(meter.end() - 1),
        meter.interval_minutes,
        input.language.say("분 간격", "minute readings")
    );
    if input.synthetic {
        text.push_str(input.language.say("합성 데이터입니다.\n", "These readings are made up.\n"));
    }
    let mut findings: Vec<_> =
        loaded.findings.iter().filter(|finding| finding.meter == meter.id).cloned().collect();
    findings.extend(check::check(meter, &input.zone));
    if !findings.is_empty() {
        let word = input.language.say("살펴볼 점", "Worth knowing");
        text.push_str(&format!("\n{word}\n"));
    }
    const SHOWN: usize = 8;
    for finding in findings.iter().take(SHOWN) {
        text.push_str(&format!("  ! {}\n", finding.text(&input.zone)));
    }
    if findings.len() > SHOWN {
        let more = findings.len() - SHOWN;
        text.push_str(&match input.language {
            Language::Ko => format!("  ... 그 밖에 {more}건\n"),
            Language::En => format!("  ... and {more} more\n"),
        });
    }
    text
}

/// kWh with one decimal, from Wh.
fn kwh(wh: i64) -> String {
    let tenths = (wh + 50).div_euclid(100);
    format!("{}.{}", crate::decimal::grouped(tenths / 10), (tenths % 10).abs())
}
