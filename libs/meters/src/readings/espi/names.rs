//! Names: which meter reading a block belongs to, of what type it is, and what it is called on a page.

use super::{Entry, Kind, ReadingType};
use std::collections::{BTreeMap, BTreeSet};

/// The meter reading a block belongs to: named by `up`, by a common path, or the only one there is.
pub(super) fn parent<'a>(entries: &'a [Entry], block: &Entry) -> Option<&'a Entry> {
    let mut readings = entries.iter().filter(|entry| entry.kind == Kind::MeterReading);
    let by_link = readings.clone().find(|reading| {
        !reading.own.is_empty()
            && (block.up == format!("{}/IntervalBlock", reading.own)
                || block.up == reading.own
                || below(&block.own, &reading.own)
                || reading.related.iter().any(|to| *to == block.up || *to == block.own))
    });
    by_link.or_else(|| readings.next().filter(|_| readings.next().is_none()))
}

pub(super) fn type_of(entries: &[Entry], reading: &Entry) -> ReadingType {
    let named =
        entries.iter().find(|entry| entry.kind == Kind::ReadingType && reading.related.contains(&entry.own));
    named.map_or_else(|| only_type(entries), |entry| entry.reading_type)
}

pub(super) fn only_type(entries: &[Entry]) -> ReadingType {
    let mut types = entries.iter().filter(|entry| entry.kind == Kind::ReadingType);
    match (types.next(), types.next()) {
        (Some(only), None) => only.reading_type,
        _ => ReadingType::default(),
    }
}

/// The only usage point of a feed.
pub(super) fn only_point(entries: &[Entry]) -> Option<&Entry> {
    let mut points = entries.iter().filter(|entry| entry.kind == Kind::UsagePoint);
    let first = points.next()?;
    points.all(|other| other.own == first.own).then_some(first)
}

/// A path below another: `UsagePoint/10` is not below `UsagePoint/1`.
fn below(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'))
}

/// The names of the meter readings of a feed, each given once.
pub(super) struct Names {
    by_link: BTreeMap<String, String>,
}

impl Names {
    /// The title of the usage point with the meter reading's place in it, or the links when there is none.
    /// Where two would be called the same, the place of the usage point tells them apart.
    pub(super) fn of(entries: &[Entry]) -> Names {
        // Some senders repeat the entry before every day's block.
        let mut seen = BTreeSet::new();
        let readings: Vec<&Entry> = (entries.iter())
            .filter(|entry| entry.kind == Kind::MeterReading && seen.insert(entry.own.as_str()))
            .collect();
        let short: Vec<String> =
            readings.iter().map(|reading| name(entries, reading, readings.len() > 1)).collect();
        let mut by_link = BTreeMap::new();
        for (reading, name) in readings.iter().zip(&short) {
            let alone = short.iter().filter(|other| *other == name).count() == 1;
            let place = point(entries, reading).map_or("", |point| last(&point.own));
            let full = if alone { name.clone() } else { format!("{name} ({place})") };
            by_link.insert(reading.own.clone(), full);
        }
        Names { by_link }
    }

    pub(super) fn name(&self, reading: &Entry) -> String {
        self.by_link.get(&reading.own).cloned().unwrap_or_else(|| "meter".to_owned())
    }
}

pub(super) fn point<'a>(entries: &'a [Entry], reading: &Entry) -> Option<&'a Entry> {
    entries.iter().filter(|entry| entry.kind == Kind::UsagePoint && !entry.own.is_empty()).find(|point| {
        reading.up == point.own
            || below(&reading.up, &point.own)
            || below(&reading.own, &point.own)
            || point.related.contains(&reading.up)
    })
}

/// The last part of a link; of a UUID its first group, which is enough to tell a home's registers apart.
fn last(link: &str) -> &str {
    let part = link.rsplit('/').next().unwrap_or("");
    let part = part.strip_prefix("urn:uuid:").unwrap_or(part);
    let uuid = part.len() == 36 && part.bytes().filter(|byte| *byte == b'-').count() == 4;
    if uuid { part.get(..8).unwrap_or(part) } else { part }
}

fn name(entries: &[Entry], reading: &Entry, several: bool) -> String {
    let point_name = match point(entries, reading) {
        Some(point) if !point.title.is_empty() => point.title.as_str(),
        Some(point) => last(&point.own),
        None => "",
    };
    match (point_name.is_empty(), several) {
        (true, _) if reading.own.is_empty() => "meter".to_owned(),
        (true, _) => last(&reading.own).to_owned(),
        (false, true) => format!("{point_name}/{}", last(&reading.own)),
        (false, false) => point_name.to_owned(),
    }
}
