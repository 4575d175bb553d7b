//! The ZIP archive around a workbook: checked before it is opened, metered while it inflates.
//!
//! Declared sizes are believed only when they are too large. What really comes out of the
//! decompressor is counted against one budget for the whole file and against a factor per part,
//! and reading stops in the middle of a part when either is used up.

use crate::finding::{Finding, Foreign, What, excerpt};
use crate::limits::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::cell::Cell;
use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;
use zip::read::ZipFile;

/// An opened archive with its parts by lower-case name.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    parts: HashMap<String, usize>,
    budget: Rc<Cell<u64>>,
    limits: Limits,
}

/// The factor is judged only beyond this size: small parts may be nothing but repetition.
const FACTOR_FREE_BYTES: u64 = 4 << 20;

impl<'b> Package<'b> {
    /// Opens an archive and refuses it by its list of entries where that is enough.
    pub(super) fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, Finding> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged("ZIP", &error))?;
        if archive.len() as u64 > limits.entries {
            let what = What::TooManyEntries { found: archive.len() as u64, limit: limits.entries };
            return Err(Finding::file(what));
        }
        let mut parts = HashMap::new();
        let mut declared = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| damaged("ZIP", &error))?;
            let name = String::from_utf8_lossy(entry.name_raw()).to_lowercase();
            declared = declared.saturating_add(entry.size());
            if entry.encrypted() {
                return Err(Finding::file(What::EncryptedEntry { entry: excerpt(&name, 80) }));
            }
            if is_archive_name(&name) {
                return Err(Finding::file(What::NestedArchive { entry: excerpt(&name, 80) }));
            }
            if declared > limits.inflated_bytes {
                let entry = excerpt(&name, 80);
                return Err(Finding::file(What::ZipBomb { entry, limit_bytes: limits.inflated_bytes }));
            }
            parts.entry(name.trim_start_matches('/').to_owned()).or_insert(index);
        }
        let budget = Rc::new(Cell::new(limits.inflated_bytes));
        let package = Package { archive, parts, budget, limits: limits.clone() };
        package.refuse_other_formats()?;
        Ok(package)
    }

    fn refuse_other_formats(&self) -> Result<(), Finding> {
        let kind = if self.parts.contains_key("xl/workbook.bin") {
            Foreign::BinaryWorkbook
        } else if self.parts.contains_key("content.xml") && self.parts.contains_key("mimetype") {
            Foreign::OpenDocument
        } else if self.parts.contains_key("_rels/.rels") {
            return Ok(());
        } else {
            Foreign::Zip
        };
        Err(Finding::file(What::ForeignFile { kind }))
    }

    /// Opens a part as a stream of XML events; `None` when the archive lacks it.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'b>>, Finding> {
        let key = name.to_lowercase();
        let Some(index) = self.parts.get(&key) else { return Ok(None) };
        let title = excerpt(name, 80);
        let entry = self.archive.by_index(*index).map_err(|error| damaged(&title, &error))?;
        let allowed =
            entry.compressed_size().saturating_mul(self.limits.inflated_factor).max(FACTOR_FREE_BYTES);
        let trip = Rc::new(Cell::new(Trip::None));
        let meter = Meter { entry, taken: 0, allowed, budget: self.budget.clone(), trip: trip.clone() };
        let mut xml = Reader::from_reader(BufReader::with_capacity(64 << 10, meter));
        let config = xml.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        config.allow_unmatched_ends = false;
        Ok(Some(Part { xml, title, trip, limits: self.limits.clone(), depth: 0 }))
    }
}

/// Names of archives and of documents that are archives.
fn is_archive_name(name: &str) -> bool {
    let endings = [".zip", ".7z", ".rar", ".gz", ".tar", ".xlsx", ".xlsm", ".xlsb", ".docx", ".pptx", ".jar"];
    endings.iter().any(|ending| name.ends_with(ending))
}

pub(super) fn damaged(part: &str, error: &dyn std::fmt::Display) -> Finding {
    Finding::file(What::Damaged { part: excerpt(part, 80), detail: excerpt(&error.to_string(), 160) })
}

/// Why a meter stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trip {
    None,
    Budget,
    Factor,
}

/// Counts what comes out of the decompressor and stops it in time.
struct Meter<'p, 'b> {
    entry: ZipFile<'p, Cursor<&'b [u8]>>,
    taken: u64,
    allowed: u64,
    budget: Rc<Cell<u64>>,
    trip: Rc<Cell<Trip>>,
}

impl Read for Meter<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.entry.read(buffer)?;
        self.taken += count as u64;
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(count as u64));
        if count as u64 > left {
            self.trip.set(Trip::Budget);
        } else if self.taken > self.allowed {
            self.trip.set(Trip::Factor);
        }
        match self.trip.get() {
            Trip::None => Ok(count),
            Trip::Budget | Trip::Factor => Err(std::io::Error::other("over the limit")),
        }
    }
}

/// One XML part of a package.
pub(super) struct Part<'p, 'b> {
    xml: Reader<BufReader<Meter<'p, 'b>>>,
    title: String,
    trip: Rc<Cell<Trip>>,
    limits: Limits,
    /// Elements that are open.
    depth: u64,
}

impl Part<'_, '_> {
    /// The next event; the caller clears `buffer` between events.
    pub(super) fn next<'e>(&mut self, buffer: &'e mut Vec<u8>) -> Result<Event<'e>, Finding> {
        match self.xml.read_event_into(buffer) {
            Ok(Event::DocType(_)) => Err(self.broken("document type declaration")),
            Ok(Event::Eof) if self.depth > 0 => Err(self.broken("ends too early")),
            Ok(event) => {
                match event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                Ok(event)
            }
            Err(error) => Err(match self.trip.get() {
                Trip::None => damaged(&self.title, &error),
                Trip::Budget => {
                    let limit_bytes = self.limits.inflated_bytes;
                    Finding::file(What::ZipBomb { entry: self.title.clone(), limit_bytes })
                }
                Trip::Factor => {
                    let limit_factor = self.limits.inflated_factor;
                    Finding::file(What::ZipRatio { entry: self.title.clone(), limit_factor })
                }
            }),
        }
    }

    /// A finding that this part breaks the rules of its format.
    pub(super) fn broken(&self, detail: &str) -> Finding {
        damaged(&self.title, &detail)
    }
}

/// The raw value of an attribute by its local name.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<std::borrow::Cow<'e, str>> {
    let mut attributes = element.attributes();
    attributes.with_checks(false);
    for attribute in attributes.flatten() {
        if attribute.key.local_name().as_ref() == name {
            return Some(attribute.value);
        }
    }
    None
}

/// The value of an attribute with its entities resolved.
pub(super) fn text_attribute(element: &BytesStart, name: &str) -> Option<String> {
    let raw = attribute(element, name)?;
    match quick_xml::escape::unescape(&raw) {
        Ok(text) => Some(text.into_owned()),
        Err(_) => Some(raw.into_owned()),
    }
}

/// Adds what an entity reference stands for; unknown ones stay away.
pub(super) fn push_reference(reference: &BytesRef, text: &mut String) {
    match reference.as_ref() {
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "amp" => text.push('&'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => text.extend(reference.resolve_char_ref().ok().flatten()),
    }
}
