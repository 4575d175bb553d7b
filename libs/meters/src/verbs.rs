//! Verbs: one pure entry for each thing the command line does with meters.
//!
//! Each takes bytes or values and gives a page: plain text to read in a terminal and an SVG picture drawn
//! from the same numbers. The program opens files, chooses the language and writes the results.

pub mod baseline;
pub mod bench;
pub mod bill;
pub mod cluster;
pub mod district;
mod found;
pub mod generate;
mod heading;
pub mod hints;
pub mod picture;
pub mod profile;
#[cfg(test)]
mod tests;

use self::heading::heading;
use crate::fault::{Fault, FaultKind};
use crate::readings::csv::{How, Unit};
use crate::readings::{Loaded, Meter, csv, espi, nem12, store};
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
    /// Somebody named the zone: a clock that the file names does not replace it.
    pub zone_named: bool,
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
/// Parquet when built with that feature. Text may be UTF-8 or UTF-16.
///
/// # Errors
/// The fault of the format's reader.
pub fn load(bytes: &[u8], input: &Input) -> Result<Loaded, Fault> {
    let bytes = &*utf8(bytes)?;
    let head = bytes.trim_ascii_start();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.starts_with(b"<") {
        return espi::read(&mut &bytes[..], input.unit);
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
        return parquet_table(bytes, input);
    }
    csv::read(&mut &bytes[..], &how(input))
}

/// What a table cannot say of itself.
fn how(input: &Input) -> How {
    How {
        zone: Some(input.zone.clone()),
        unit: input.unit,
        marks_end: input.marks_end,
        meter: "home".to_owned(),
    }
}

/// Reads a file as `load` does, and the input with the file's own clock when it names one and nobody named
/// a zone: the days of a home are the days of its own clock.
///
/// # Errors
/// The fault of the format's reader.
pub fn open(bytes: &[u8], input: &Input) -> Result<(Loaded, Input), Fault> {
    let loaded = load(bytes, input)?;
    let mut input = input.clone();
    if let (Some(clock), false) = (&loaded.clock, input.zone_named) {
        input.zone = clock.zone.clone();
    }
    Ok((loaded, input))
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
    let what = match meter.interval_minutes {
        1_440 => "one reading a day does not show its hours".to_owned(),
        minutes => format!("a reading every {minutes} minutes does not show the hours of a day"),
    };
    let mend = "ask for readings of an hour or less; bills can be made from these (bitgoeul meters bill)";
    Err(Fault::new(FaultKind::TooFew, format!("meter {}", meter.id), what, mend))
}

#[cfg(feature = "parquet")]
fn parquet_table(bytes: &[u8], input: &Input) -> Result<Loaded, Fault> {
    use crate::readings::parquet::{Order, guarded, is_narrow, read_named, read_narrow};
    let mut loaded = Loaded::default();
    let file = bytes::Bytes::copy_from_slice(bytes);
    if !guarded(|| is_narrow(file.clone()))? {
        return guarded(|| read_named(file, &how(input)));
    }
    let outcome = guarded(|| {
        read_narrow(file, Order::Any, &mut |meter| {
            loaded.meters.push(meter.clone());
            Ok(())
        })
    })?;
    loaded.findings = outcome.findings;
    Ok(loaded)
}

#[cfg(not(feature = "parquet"))]
fn parquet_table(_bytes: &[u8], _input: &Input) -> Result<Loaded, Fault> {
    let what = "this build does not read Parquet";
    let mend = "export CSV, or build with `--features parquet`";
    Err(Fault::new(FaultKind::Format, "Parquet", what, mend))
}

/// The title of a picture, which says when its numbers are made up: a picture travels without its page.
fn caption(title: &str, synthetic: bool, language: Language) -> String {
    match synthetic {
        true => format!("{title} ({})", language.say("합성 데이터", "made up")),
        false => title.to_owned(),
    }
}

/// kWh with one decimal, from Wh.
fn kwh(wh: i64) -> String {
    let tenths = (wh + 50).div_euclid(100);
    format!("{}.{}", crate::decimal::grouped(tenths / 10), (tenths % 10).abs())
}
