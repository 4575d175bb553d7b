//! Green Button: the Energy Services Provider Interface (NAESB REQ.21, ESPI) as Atom XML, read.
//!
//! A feed holds UsagePoint, MeterReading, ReadingType and IntervalBlock entries that point at each other
//! by links. Read here: delivered active energy (uom 72, Wh, or uom 38, W) with its power of ten.
//! Left out and reported: exported energy (flowDirection 19), other commodities, summaries of bills.

use super::assemble::{Row, Rows, assemble};
use super::{Finding, FindingKind, Loaded};
use crate::civil::SECONDS_MAX;
use crate::fault::{Fault, FaultKind};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::Read;

const PART: &str = "Green Button";
/// More nested than any Green Button file; deeper is an attack.
const DEPTH_MAX: usize = 64;

#[derive(Debug, Clone, Default)]
struct Entry {
    own: String,
    up: String,
    related: Vec<String>,
    title: String,
    kind: Kind,
    reading_type: ReadingType,
    rows: Vec<Raw>,
    estimated: u64,
    block: (i64, i64),
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Other,
    UsagePoint,
    MeterReading,
    ReadingType,
    IntervalBlock,
}

#[derive(Debug, Clone, Copy, Default)]
struct ReadingType {
    uom: Option<i64>,
    power_of_ten: i64,
    interval: i64,
    flow: Option<i64>,
    commodity: Option<i64>,
    /// 3 is a running total of the register, 4 is the amount of the interval.
    behaviour: Option<i64>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Raw {
    start: i64,
    duration: i64,
    value: i64,
    line: u64,
    has_value: bool,
}

/// Reads a Green Button file.
///
/// # Errors
/// `Format` where the XML breaks, `Missing` without interval blocks, `Unit` for a unit that is not of
/// energy, `Number` for values that are not integers, all with the line.
pub fn read(input: &mut dyn Read) -> Result<Loaded, Fault> {
    let mut text = String::new();
    input.read_to_string(&mut text).map_err(|error| Fault::io(PART, &error))?;
    let entries = entries(&text)?;
    gather(&entries)
}

fn entries(text: &str) -> Result<Vec<Entry>, Fault> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { text, ..Walk::default() };
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            let what = format!("the XML breaks: {error}");
            Fault::new(FaultKind::Format, PART, what, "download the file again").at(walk.line(at), 0)
        })?;
        match event {
            Event::Start(start) => walk.open(&start, at)?,
            Event::Empty(start) => {
                walk.open(&start, at)?;
                walk.close()?;
            }
            Event::End(_) => walk.close()?,
            Event::Text(words) => walk.words.push_str(&words),
            Event::CData(words) => walk.words.push_str(&words),
            Event::GeneralRef(name) => walk.words.push_str(match &*name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                _ => "?",
            }),
            Event::DocType(_) => {
                let mend = "Green Button files have none; do not open this file";
                return Err(Fault::new(FaultKind::Format, PART, "a document type is declared", mend));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if walk.path.is_empty() {
        Ok(walk.entries)
    } else {
        let what = format!("the file ends inside <{}>", walk.path[walk.path.len() - 1]);
        let line = walk.line(text.len());
        Err(Fault::new(FaultKind::Format, PART, what, "download the file again").at(line, 0))
    }
}

#[derive(Default)]
struct Walk<'a> {
    text: &'a str,
    counted: (usize, u64),
    path: Vec<String>,
    words: String,
    entries: Vec<Entry>,
    entry: Entry,
    raw: Raw,
}

impl Walk<'_> {
    /// Line number of a byte position; positions come in order.
    fn line(&mut self, at: usize) -> u64 {
        let at = at.min(self.text.len());
        let from = self.counted.0.min(at);
        self.counted.1 += self.text.as_bytes()[from..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted.0 = at;
        self.counted.1 + 1
    }

    fn open(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), Fault> {
        let name = start.local_name().as_ref().to_owned();
        match name.as_str() {
            "entry" => self.entry = Entry::default(),
            "link" => self.link(start),
            "UsagePoint" => self.entry.kind = Kind::UsagePoint,
            "MeterReading" => self.entry.kind = Kind::MeterReading,
            "ReadingType" => self.entry.kind = Kind::ReadingType,
            "IntervalBlock" => self.entry.kind = Kind::IntervalBlock,
            "IntervalReading" => self.raw = Raw { line: self.line(at), ..Raw::default() },
            _ => {}
        }
        self.words.clear();
        self.path.push(name);
        if self.path.len() > DEPTH_MAX {
            let line = self.line(at);
            let what = "elements are nested too deeply";
            return Err(Fault::new(FaultKind::Format, PART, what, "do not open this file").at(line, 0));
        }
        Ok(())
    }

    fn link(&mut self, start: &BytesStart<'_>) {
        let attribute = |name: &str| {
            let found = start.try_get_attribute(name).ok().flatten();
            found.map(|attribute| attribute.value.into_owned()).unwrap_or_default()
        };
        let target = attribute("href").replace("&amp;", "&").trim_end_matches('/').to_owned();
        match attribute("rel").as_str() {
            "self" => self.entry.own = target,
            "up" => self.entry.up = target,
            "related" => self.entry.related.push(target),
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(name) = self.path.pop() else { return Ok(()) };
        let parent = self.path.last().map_or("", String::as_str);
        match (parent, name.as_str()) {
            ("entry", "title") => self.entry.title = self.words.trim().to_owned(),
            ("ReadingType", _) => self.reading_type(&name)?,
            ("timePeriod", "start") => self.raw.start = self.seconds()?,
            ("timePeriod", "duration") => self.raw.duration = self.seconds()?,
            ("interval", "start") => self.entry.block.0 = self.seconds()?,
            ("interval", "duration") => self.entry.block.1 = self.seconds()?,
            ("IntervalReading", "value") => {
                self.raw.value = self.number()?;
                self.raw.has_value = true;
            }
            // Quality 7 manual edit, 8 estimated by a neighbour, 9 weather, 10 unknown estimate, 14 derived.
            ("ReadingQuality", "quality") if matches!(self.words.trim(), "7" | "8" | "9" | "10" | "14") => {
                self.entry.estimated += 1;
            }
            (_, "IntervalReading") if self.raw.has_value => self.entry.rows.push(self.raw),
            (_, "entry") => self.entries.push(std::mem::take(&mut self.entry)),
            _ => {}
        }
        self.words.clear();
        Ok(())
    }

    fn reading_type(&mut self, name: &str) -> Result<(), Fault> {
        let slot = match name {
            "uom" => &mut self.entry.reading_type.uom,
            "flowDirection" => &mut self.entry.reading_type.flow,
            "commodity" => &mut self.entry.reading_type.commodity,
            "accumulationBehaviour" => &mut self.entry.reading_type.behaviour,
            "powerOfTenMultiplier" | "intervalLength" => {
                let value = self.number()?;
                match name {
                    "intervalLength" => self.entry.reading_type.interval = value,
                    _ => self.entry.reading_type.power_of_ten = value,
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        *slot = self.words.trim().parse().ok();
        Ok(())
    }

    /// A number of seconds that is a time or a length of time.
    fn seconds(&mut self) -> Result<i64, Fault> {
        let seconds = self.number()?;
        if (0..=SECONDS_MAX).contains(&seconds) {
            return Ok(seconds);
        }
        let line = self.counted.1 + 1;
        let what = format!("{seconds} seconds is no time of a reading");
        Err(Fault::new(FaultKind::Time, PART, what, "download the file again").at(line, 0))
    }

    fn number(&mut self) -> Result<i64, Fault> {
        let words = self.words.trim();
        words.parse().map_err(|_| {
            let line = self.counted.1 + 1;
            let what = format!("'{words}' is not an integer");
            Fault::new(FaultKind::Number, PART, what, "download the file again").at(line, 0)
        })
    }
}

fn gather(entries: &[Entry]) -> Result<Loaded, Fault> {
    let mut gathered: BTreeMap<String, Rows> = BTreeMap::new();
    let mut findings = Vec::new();
    for block in entries.iter().filter(|entry| entry.kind == Kind::IntervalBlock) {
        let reading = parent(entries, block);
        let kind = reading.map_or_else(|| only_type(entries), |reading| type_of(entries, reading));
        let id = reading.map_or_else(|| "meter".to_owned(), |reading| name_of(entries, reading));
        let line = block.rows.first().map_or(0, |raw| raw.line);
        if let Some(why) = left_out(&kind) {
            findings.push(finding(FindingKind::LeftOut, &id, line, block, why, "it was left out"));
            continue;
        }
        if block.estimated > 0 {
            let what = format!("{} readings are marked as estimates", block.estimated);
            let mend = "bills from them may be corrected later";
            findings.push(finding(FindingKind::Estimated, &id, line, block, &what, mend));
        }
        let rows = gathered.entry(id).or_default();
        rows.power = kind.uom == Some(38);
        for raw in &block.rows {
            let (wh, nano) =
                scaled(raw.value, kind.power_of_ten).ok_or_else(|| number_fault(raw, kind.power_of_ten))?;
            let start = if raw.start == 0 { block.block.0 } else { raw.start };
            rows.rows.push(Row { instant: start, wh, nano, line: raw.line });
            let step = if raw.duration > 0 { raw.duration } else { kind.interval };
            if step > 0 {
                rows.interval.get_or_insert(step);
            }
        }
    }
    findings.dedup_by(|a, b| a.kind == b.kind && a.meter == b.meter && a.kind == FindingKind::LeftOut);
    let mut loaded = assemble(gathered, PART)?;
    findings.append(&mut loaded.findings);
    Ok(Loaded { meters: loaded.meters, findings })
}

fn number_fault(raw: &Raw, power: i64) -> Fault {
    let what = format!("{} x 10^{power} is not a reading", raw.value);
    Fault::new(FaultKind::Number, PART, what, "check the power of ten").at(raw.line, 0)
}

/// value x 10^power as whole Wh and 10^-9 Wh.
fn scaled(value: i64, power: i64) -> Option<(i64, u32)> {
    if !(-9..=9).contains(&power) {
        return None;
    }
    let nano = i128::from(value) * 10_i128.pow((power + 9) as u32);
    Some((i64::try_from(nano.div_euclid(1_000_000_000)).ok()?, nano.rem_euclid(1_000_000_000) as u32))
}

/// The meter reading a block belongs to: named by `up`, by a common path, or the only one there is.
fn parent<'a>(entries: &'a [Entry], block: &Entry) -> Option<&'a Entry> {
    let mut readings = entries.iter().filter(|entry| entry.kind == Kind::MeterReading);
    let by_link = readings.clone().find(|reading| {
        !reading.own.is_empty()
            && (block.up == format!("{}/IntervalBlock", reading.own)
                || block.up == reading.own
                || block.own.starts_with(&format!("{}/", reading.own))
                || reading.related.iter().any(|to| *to == block.up || *to == block.own))
    });
    by_link.or_else(|| readings.next().filter(|_| readings.next().is_none()))
}

fn type_of(entries: &[Entry], reading: &Entry) -> ReadingType {
    let named =
        entries.iter().find(|entry| entry.kind == Kind::ReadingType && reading.related.contains(&entry.own));
    named.map_or_else(|| only_type(entries), |entry| entry.reading_type)
}

fn only_type(entries: &[Entry]) -> ReadingType {
    let mut types = entries.iter().filter(|entry| entry.kind == Kind::ReadingType);
    match (types.next(), types.next()) {
        (Some(only), None) => only.reading_type,
        _ => ReadingType::default(),
    }
}

/// The title of the usage point with the meter reading's place in it, or the links when there is none.
fn name_of(entries: &[Entry], reading: &Entry) -> String {
    let point = entries.iter().filter(|entry| entry.kind == Kind::UsagePoint).find(|point| {
        !point.own.is_empty()
            && (reading.up.starts_with(&point.own)
                || reading.own.starts_with(&format!("{}/", point.own))
                || point.related.contains(&reading.up))
    });
    let last = |link: &str| link.rsplit('/').next().unwrap_or("").to_owned();
    let point_name = match point {
        Some(point) if !point.title.is_empty() => point.title.clone(),
        Some(point) => last(&point.own),
        None => String::new(),
    };
    let several = entries.iter().filter(|entry| entry.kind == Kind::MeterReading).count() > 1;
    match (point_name.is_empty(), several) {
        (true, _) if reading.own.is_empty() => "meter".to_owned(),
        (true, _) => last(&reading.own),
        (false, true) => format!("{point_name}/{}", last(&reading.own)),
        (false, false) => point_name,
    }
}

fn left_out(kind: &ReadingType) -> Option<&'static str> {
    match kind {
        ReadingType { commodity: Some(commodity), .. } if !matches!(commodity, 0 | 1) => {
            Some("a register that is not electricity")
        }
        ReadingType { flow: Some(flow), .. } if !matches!(flow, 0 | 1) => {
            Some("a register of energy that is not delivered to the home")
        }
        ReadingType { behaviour: Some(behaviour), .. } if !matches!(behaviour, 0 | 4 | 12) => {
            Some("a register that runs on instead of counting each interval")
        }
        ReadingType { uom: Some(uom), .. } if !matches!(uom, 72 | 38) => {
            Some("a register whose unit is not Wh or W")
        }
        ReadingType { uom: None, .. } => Some("a register without a unit"),
        _ => None,
    }
}

fn finding(kind: FindingKind, id: &str, line: u64, block: &Entry, what: &str, mend: &str) -> Finding {
    Finding {
        kind,
        meter: id.to_owned(),
        line,
        from: block.block.0,
        to: block.block.0 + block.block.1,
        count: block.rows.len() as u64,
        what: what.to_owned(),
        mend: mend.to_owned(),
    }
}
