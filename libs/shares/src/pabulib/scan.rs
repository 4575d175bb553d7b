//! From bytes to tables: sections, lines, fields, quotes.
//!
//! It knows nothing of what the fields mean.

use std::collections::HashSet;
use std::io::Read;

use super::error::{Error, Place, Problem};
use super::{File, Table};

/// Larger files are refused: 1 GiB.
pub const LARGEST_FILE: u64 = 1 << 30;

/// Lines with more fields are refused.
const MOST_FIELDS: usize = 10_000;

const SECTIONS: [&str; 3] = ["META", "PROJECTS", "VOTES"];

/// Reads the tables of a `.pb` file. Errors: not UTF-8, sections or headers missing, a line that does not fit
/// its header, a quote that is not closed, more than [`LARGEST_FILE`] bytes.
pub fn read(input: impl Read) -> Result<File, Error> {
    let mut bytes = Vec::new();
    let read = input.take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    if let Err(reason) = read {
        let problem = Problem::Unreadable { reason: reason.to_string() };
        return Err(Error::at(Place::default(), problem));
    }
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(Error::at(Place::default(), Problem::FileTooLarge { limit: LARGEST_FILE }));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let line = 1 + bytes[..error.valid_up_to()].iter().filter(|&&byte| byte == b'\n').count();
        Error::at(Place::line(line), Problem::NotUtf8)
    })?;
    tables(text.strip_prefix('\u{feff}').unwrap_or(text))
}

fn tables(text: &str) -> Result<File, Error> {
    let mut scanner = Scanner { text, at: 0, line: 1 };
    let mut record = Record::default();
    let mut sections: Vec<Option<Table>> = Vec::new();
    while scanner.next(&mut record)? {
        if let Some(section) = record.section() {
            if sections.len() != section {
                let problem = Problem::SectionMisplaced { section: SECTIONS[section] };
                return Err(Error::at(Place::line(record.line), problem));
            }
            sections.push(None);
            continue;
        }
        match sections.last_mut() {
            None => {
                let found = record.field(0).chars().take(40).collect();
                return Err(Error::at(Place::line(record.line), Problem::BeforeMeta { found }));
            }
            Some(Some(table)) => add(table, &record)?,
            Some(empty) => {
                let table = header(&record)?;
                *empty = Some(table);
            }
        }
        if sections.len() == 1 {
            meta_without_header(&mut sections[0], &record);
        }
    }
    let mut found = sections.into_iter();
    let mut take = |index: usize| match found.next() {
        None => Err(Error::at(Place::default(), Problem::SectionMissing { section: SECTIONS[index] })),
        Some(None) => Err(Error::at(Place::default(), Problem::HeaderMissing { section: SECTIONS[index] })),
        Some(Some(table)) => Ok(table),
    };
    Ok(File { meta: take(0)?, projects: take(1)?, votes: take(2)? })
}

fn add(table: &mut Table, record: &Record) -> Result<(), Error> {
    let (expected, found) = (table.columns().len(), record.ends.len());
    if expected != found {
        return Err(Error::at(Place::line(record.line), Problem::FieldCount { expected, found }));
    }
    table.push_record(&record.text, &record.ends, record.line as u32);
    Ok(())
}

fn header(record: &Record) -> Result<Table, Error> {
    let columns =
        (0..record.ends.len()).map(|index| record.field(index).trim().to_string()).collect::<Vec<_>>();
    let mut seen = HashSet::new();
    for (index, column) in columns.iter().enumerate() {
        if !seen.insert(column) {
            let place = Place { line: record.line, column: index + 1, name: column.clone() };
            return Err(Error::at(place, Problem::ColumnTwice { column: column.clone() }));
        }
    }
    Ok(Table::new(columns).at_line(record.line as u32))
}

/// Some published files leave out the line `key;value`; then the first line is already an entry.
fn meta_without_header(meta: &mut Option<Table>, record: &Record) {
    let Some(table) = meta else { return };
    if table.rows() == 0 && table.columns().len() == 2 && table.columns()[0] != "key" {
        let mut with_header =
            Table::new(vec!["key".to_string(), "value".to_string()]).at_line(record.line as u32);
        with_header.push_record(&record.text, &record.ends, record.line as u32);
        *table = with_header;
    }
}

/// One line (or more, if a quoted field has line ends) split into fields, quotes resolved.
#[derive(Default)]
struct Record {
    text: String,
    ends: Vec<u32>,
    line: usize,
}

impl Record {
    fn field(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// The number of the section whose title this line is.
    fn section(&self) -> Option<usize> {
        if self.ends.len() != 1 {
            return None;
        }
        SECTIONS.iter().position(|section| *section == self.text.trim())
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Scanner<'_> {
    /// Reads the next line that is not blank. False at the end.
    fn next(&mut self, record: &mut Record) -> Result<bool, Error> {
        loop {
            if self.at >= self.text.len() {
                return Ok(false);
            }
            record.text.clear();
            record.ends.clear();
            record.line = self.line;
            while self.field(record)? {}
            if record.ends.len() > 1 || !record.text.trim().is_empty() {
                return Ok(true);
            }
        }
    }

    /// Reads one field. True if another one follows on the line.
    fn field(&mut self, record: &mut Record) -> Result<bool, Error> {
        if self.text.as_bytes().get(self.at) == Some(&b'"') {
            self.quoted(record)?;
        } else {
            let rest = &self.text.as_bytes()[self.at..];
            let length = rest.iter().position(|&byte| byte == b';' || byte == b'\n').unwrap_or(rest.len());
            let field = &self.text[self.at..self.at + length];
            let at_line_end = rest.get(length) != Some(&b';');
            let field = if at_line_end { field.strip_suffix('\r').unwrap_or(field) } else { field };
            record.text.push_str(field);
            self.at += length;
        }
        if record.ends.len() == MOST_FIELDS {
            return Err(Error::at(Place::line(record.line), Problem::TooManyFields { limit: MOST_FIELDS }));
        }
        record.ends.push(record.text.len() as u32);
        match self.text.as_bytes().get(self.at) {
            Some(b';') => {
                self.at += 1;
                Ok(true)
            }
            Some(_) => {
                self.at += 1;
                self.line += 1;
                Ok(false)
            }
            None => Ok(false),
        }
    }

    /// Reads a field in double quotes and stops at the `;`, the line end or the end of the text behind it.
    fn quoted(&mut self, record: &mut Record) -> Result<(), Error> {
        let column = record.ends.len() + 1;
        let place = Place { line: self.line, column, name: String::new() };
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(length) = rest.find('"') else {
                return Err(Error::at(place, Problem::UnclosedQuote));
            };
            let part = &rest[..length];
            self.line += part.bytes().filter(|&byte| byte == b'\n').count();
            record.text.push_str(part);
            self.at += length + 1;
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    record.text.push('"');
                    self.at += 1;
                }
                Some(b'\r') if matches!(self.text.as_bytes().get(self.at + 1), Some(b'\n') | None) => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b';' | b'\n') | None => return Ok(()),
                Some(_) => return Err(Error::at(place, Problem::TextAfterQuote)),
            }
        }
    }
}
