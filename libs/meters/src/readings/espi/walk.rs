//! Walk: the XML of a feed becomes entries, one element at a time.

use super::clock::Parameters;
use super::{Entry, Kind, PART, Raw};
use crate::civil::SECONDS_MAX;
use crate::fault::{Fault, FaultKind};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// More nested than any Green Button file; deeper is an attack.
const DEPTH_MAX: usize = 64;
/// Digits after the point of a number.
const DECIMALS_MAX: usize = 9;

/// Reads the whole text.
pub(super) fn walk(text: &str) -> Result<Walk<'_>, Fault> {
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
pub(super) struct Walk<'a> {
    text: &'a str,
    counted: (usize, u64),
    path: Vec<String>,
    words: String,
    pub(super) entries: Vec<Entry>,
    entry: Entry,
    raw: Raw,
    /// Readings seen in the block so far.
    place: i64,
    pub(super) clock: Parameters,
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
            "UsageSummary" | "ElectricPowerUsageSummary" => self.entry.kind = Kind::Summary,
            "Customer" | "CustomerAccount" | "CustomerAgreement" => self.entry.kind = Kind::Customer,
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
            ("LocalTimeParameters", "tzOffset") => self.clock.offset = self.shift()?,
            ("LocalTimeParameters", "dstOffset") => self.clock.summer = self.shift()?.unwrap_or(0),
            ("LocalTimeParameters", "dstStartRule") => self.clock.begins = self.words.trim().to_owned(),
            ("LocalTimeParameters", "dstEndRule") => self.clock.ends = self.words.trim().to_owned(),
            ("ServiceCategory", "kind") => self.entry.service = self.words.trim().parse().ok(),
            ("IntervalReading", "value") => {
                (self.raw.value, self.raw.decimals) = self.decimal()?;
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

    /// Seconds that a clock is away from another; none where the sender left the element empty.
    fn shift(&mut self) -> Result<Option<i64>, Fault> {
        if self.words.trim().is_empty() {
            return Ok(None);
        }
        let seconds = self.number()?;
        if seconds.abs() <= 86_400 {
            return Ok(Some(seconds));
        }
        let line = self.counted.1 + 1;
        let what = format!("{seconds} seconds is no difference of clocks");
        Err(Fault::new(FaultKind::Time, PART, what, "download the file again").at(line, 0))
    }

    /// A number of seconds that is a time or a length of time. Parts of a second are dropped.
    fn seconds(&mut self) -> Result<i64, Fault> {
        let (digits, decimals) = self.decimal()?;
        let seconds = digits / 10_i64.pow(decimals);
        if (0..=SECONDS_MAX).contains(&seconds) {
            return Ok(seconds);
        }
        let line = self.counted.1 + 1;
        let what = format!("{seconds} seconds is no time of a reading");
        Err(Fault::new(FaultKind::Time, PART, what, "download the file again").at(line, 0))
    }

    fn number(&mut self) -> Result<i64, Fault> {
        self.words.trim().parse().map_err(|_| self.no_number("an integer"))
    }

    /// The digits of a number and how many of them follow its point: the schema wants integers, and some
    /// senders write `0.47` nevertheless.
    fn decimal(&mut self) -> Result<(i64, u32), Fault> {
        let words = self.words.trim();
        let (whole, part) = words.split_once('.').unwrap_or((words, ""));
        let part = part.trim_end_matches('0');
        let sound = part.len() <= DECIMALS_MAX && part.bytes().all(|byte| byte.is_ascii_digit());
        let digits = sound.then(|| format!("{whole}{part}").parse().ok()).flatten();
        digits.map(|digits| (digits, part.len() as u32)).ok_or_else(|| self.no_number("a number"))
    }

    fn no_number(&self, kind: &str) -> Fault {
        let what = format!("'{}' is not {kind}", self.words.trim());
        let mend = "download the file again";
        Fault::new(FaultKind::Number, PART, what, mend).at(self.counted.1 + 1, 0)
    }
}
