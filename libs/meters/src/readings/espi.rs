//! Green Button: the Energy Services Provider Interface (NAESB REQ.21, ESPI) as Atom XML, read.
//!
//! A feed holds UsagePoint, MeterReading, ReadingType and IntervalBlock entries that point at each other
//! by links. Read here: delivered active energy (uom 72, Wh, or uom 38, W) with its power of ten, and the
//! clock of LocalTimeParameters. A reading without a time of its own stands at its place in its block.
//! Readings of different length in one register are added up to the longest.
//! Left out and reported: exported energy (flowDirection 19), other commodities, registers of sums longer
//! than a day, summaries of bills.

mod lengths;
mod names;
#[cfg(test)]
mod tests;

use self::lengths::{Long, even};
use self::names::{Names, only_type, parent, type_of};
use super::assemble::{Row, Rows, assemble};
use super::{Clock, Finding, FindingKind, Loaded};
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
    /// Without one the reading stands at `place` in the block that begins at `block`.
    start: Option<i64>,
    block: i64,
    place: i64,
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
    let walk = walk(&text)?;
    gather(&walk.entries, walk.clock)
}

fn walk(text: &str) -> Result<Walk<'_>, Fault> {
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
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => walk.words.push(letter),
                _ => walk.words.push_str(match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => "?",
                }),
            },
            Event::DocType(_) => {
                let mend = "Green Button files have none; do not open this file";
                return Err(Fault::new(FaultKind::Format, PART, "a document type is declared", mend));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if walk.path.is_empty() {
        Ok(walk)
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
    /// Readings seen in the block so far.
    place: i64,
    clock: Option<Clock>,
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
            "IntervalBlock" => {
                self.entry.kind = Kind::IntervalBlock;
                self.place = 0;
            }
            "IntervalReading" => {
                let (line, block, place) = (self.line(at), self.entry.block.0, self.place);
                self.raw = Raw { line, block, place, ..Raw::default() };
                self.place += 1;
            }
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
            ("timePeriod", "start") => self.raw.start = Some(self.seconds()?),
            ("timePeriod", "duration") => self.raw.duration = self.seconds()?,
            ("interval", "start") => self.entry.block.0 = self.seconds()?,
            ("interval", "duration") => self.entry.block.1 = self.seconds()?,
            ("LocalTimeParameters", "tzOffset") => self.clock().offset_seconds = self.shift()?,
            ("LocalTimeParameters", "dstOffset") => self.clock().summer_seconds = self.shift()?,
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

    fn clock(&mut self) -> &mut Clock {
        self.clock.get_or_insert(Clock { offset_seconds: 0, summer_seconds: 0 })
    }

    /// Seconds that a clock is away from another.
    fn shift(&mut self) -> Result<i64, Fault> {
        let seconds = self.number()?;
        if seconds.abs() <= 86_400 {
            return Ok(seconds);
        }
        let line = self.counted.1 + 1;
        let what = format!("{seconds} seconds is no difference of clocks");
        Err(Fault::new(FaultKind::Time, PART, what, "download the file again").at(line, 0))
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

/// Sums over more than a day cannot be cut into days.
const LONGEST: i64 = 86_400;

/// One register's readings as they came.
#[derive(Debug, Clone, Default)]
struct Register {
    rows: Vec<Long>,
    power: bool,
}

fn gather(entries: &[Entry], clock: Option<Clock>) -> Result<Loaded, Fault> {
    let mut registers: BTreeMap<String, Register> = BTreeMap::new();
    let names = Names::of(entries);
    let mut notes = Notes::default();
    for block in entries.iter().filter(|entry| entry.kind == Kind::IntervalBlock) {
        let reading = parent(entries, block);
        let kind = reading.map_or_else(|| only_type(entries), |reading| type_of(entries, reading));
        let id = reading.map_or_else(|| "meter".to_owned(), |reading| names.name(reading));
        if let Some(why) = left_out(&kind) {
            notes.add(FindingKind::LeftOut, &id, block, block.rows.len() as u64, why);
            continue;
        }
        let rows: Vec<Long> = block.rows.iter().map(|raw| long(raw, &kind)).collect::<Result<_, _>>()?;
        if rows.iter().any(|row| row.seconds > LONGEST) {
            let why = "a register of sums longer than a day";
            notes.add(FindingKind::LeftOut, &id, block, rows.len() as u64, why);
            continue;
        }
        if block.estimated > 0 {
            notes.add(FindingKind::Estimated, &id, block, block.estimated, "");
        }
        let register = registers.entry(id).or_default();
        register.power = kind.uom == Some(38);
        register.rows.extend(rows);
    }
    finish(registers, notes.worded(), clock)
}

fn finish(
    registers: BTreeMap<String, Register>,
    mut findings: Vec<Finding>,
    clock: Option<Clock>,
) -> Result<Loaded, Fault> {
    if let (true, Some(left)) = (registers.is_empty(), findings.first()) {
        let what = format!("no register of electricity that was used: there is {}", left.what);
        let mend = "ask for the interval data of the electricity delivered to the home";
        return Err(Fault::new(FaultKind::Missing, PART, what, mend).at(left.line, 0));
    }
    let mut gathered: BTreeMap<String, Rows> = BTreeMap::new();
    for (id, register) in registers {
        let rows = even(&id, register.rows, register.power, &mut findings)?;
        gathered.insert(id, rows);
    }
    let mut loaded = assemble(gathered, PART)?;
    findings.append(&mut loaded.findings);
    Ok(Loaded { findings, clock, ..loaded })
}

/// A reading with its time, its length and its energy.
fn long(raw: &Raw, kind: &ReadingType) -> Result<Long, Fault> {
    let (wh, nano) =
        scaled(raw.value, kind.power_of_ten).ok_or_else(|| number_fault(raw, kind.power_of_ten))?;
    let seconds = if raw.duration > 0 { raw.duration } else { kind.interval };
    let instant = match raw.start {
        Some(start) => start,
        None if raw.block > 0 && seconds > 0 => raw.block + raw.place.saturating_mul(seconds),
        None => {
            let mend = "ask for a file with a timePeriod for each reading, or an intervalLength";
            return Err(Fault::new(FaultKind::Time, PART, "a reading without a time", mend).at(raw.line, 0));
        }
    };
    Ok(Long { row: Row { instant, wh, nano, line: raw.line }, seconds: seconds.max(0) })
}

/// Findings of blocks, one for each kind, meter and reason.
#[derive(Default)]
struct Notes {
    found: BTreeMap<(FindingKind, String, &'static str), Finding>,
}

impl Notes {
    fn add(&mut self, kind: FindingKind, id: &str, block: &Entry, count: u64, why: &'static str) {
        let (from, to) = (block.block.0, block.block.0 + block.block.1);
        let line = block.rows.first().map_or(0, |raw| raw.line);
        let known = self.found.entry((kind, id.to_owned(), why)).or_insert_with(|| Finding {
            kind,
            meter: id.to_owned(),
            line,
            from,
            to,
            count: 0,
            what: String::new(),
            mend: String::new(),
        });
        known.count += count;
        (known.from, known.to) = (known.from.min(from), known.to.max(to));
    }

    fn worded(self) -> Vec<Finding> {
        let word = |((kind, id, why), mut finding): ((FindingKind, String, &str), Finding)| {
            (finding.what, finding.mend) = match kind {
                FindingKind::Estimated => (
                    format!("{} readings are marked as estimates", finding.count),
                    "bills from them may be corrected later".to_owned(),
                ),
                _ => (format!("{why} ({id})"), "it was left out".to_owned()),
            };
            finding
        };
        self.found.into_iter().map(word).collect()
    }
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
