//! Lines of a table with named columns: finds the columns, collects what is broken, never panics.

use crate::error::{LineFault, OpinionError, Place};
use csv::{ByteRecord, Reader, ReaderBuilder};
use std::io::Read;

/// Faults kept with their place; the rest is counted.
const FAULTS_KEPT: usize = 20;
/// Longest name of a person or statement, in bytes.
const LONGEST_NAME: usize = 200;
/// Columns a table may have.
const MOST_COLUMNS: usize = 1_000_000;
/// Characters of a wrong value that are repeated in a message.
const SHOWN: usize = 40;

/// A table being read.
pub struct Lines<'a> {
    file: &'static str,
    reader: Reader<&'a mut dyn Read>,
    header: Vec<String>,
    record: ByteRecord,
    faults: Vec<LineFault>,
    fault_count: u64,
}

impl<'a> Lines<'a> {
    /// Reads the header. Errors: the source fails, a header that is not UTF-8 or names a column twice.
    pub fn open(file: &'static str, source: &'a mut dyn Read) -> Result<Lines<'a>, OpinionError> {
        let mut reader = ReaderBuilder::new();
        reader.has_headers(false).flexible(true).buffer_capacity(1 << 16);
        let mut lines = Lines {
            file,
            reader: reader.from_reader(source),
            header: Vec::new(),
            record: ByteRecord::new(),
            faults: Vec::new(),
            fault_count: 0,
        };
        if lines.read_record()? {
            lines.header =
                lines.record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        }
        let place = Place { file, line: 1, column: 0 };
        if lines.header.len() > MOST_COLUMNS {
            return Err(OpinionError::TooMany { place, what: "columns", limit: MOST_COLUMNS as u64 });
        }
        let mut sorted: Vec<&String> = lines.header.iter().collect();
        sorted.sort();
        if let Some(twice) = sorted.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(OpinionError::ColumnTwice { place, column: shown(twice[0].as_bytes()) });
        }
        Ok(lines)
    }

    /// Names of the columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Index of the first of these names that the header has.
    pub fn column(&self, names: &[&'static str]) -> Option<usize> {
        names.iter().find_map(|name| self.header.iter().position(|found| found == name))
    }

    /// Like [`Lines::column`]; refuses the table when none is there.
    pub fn needed_column(&self, names: &[&'static str]) -> Result<usize, OpinionError> {
        let place = Place { file: self.file, line: 1, column: 0 };
        self.column(names).ok_or(OpinionError::MissingColumn { place, column: names[0] })
    }

    /// Goes to the next line that has as many fields as the header. False at the end. Errors: the
    /// source fails.
    pub fn advance(&mut self) -> Result<bool, OpinionError> {
        while self.read_record()? {
            if self.record.len() == self.header.len() {
                return Ok(true);
            }
            let what = format!("{} fields where the header has {}", self.record.len(), self.header.len());
            self.fault(0, what, "check commas and quotes");
        }
        Ok(false)
    }

    fn read_record(&mut self) -> Result<bool, OpinionError> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| {
            let line = error.position().map_or(0, |position| position.line());
            let place = Place { file: self.file, line, column: 0 };
            OpinionError::Unreadable { place, cause: error.to_string() }
        })
    }

    /// A field of this line, without blanks around it.
    pub fn field(&self, column: usize) -> &[u8] {
        self.record.get(column).unwrap_or_default().trim_ascii()
    }

    /// A name of a person or statement; None, with a fault, when it is empty, too long or not text.
    pub fn name(&mut self, column: usize) -> Option<String> {
        self.is_name(column).then(|| self.known_name(column).to_owned())
    }

    /// Whether a field is a name; a fault when it is not.
    pub fn is_name(&mut self, column: usize) -> bool {
        let name = self.known_name(column);
        let right = !name.is_empty() && name.len() <= LONGEST_NAME && !name.chars().any(char::is_control);
        if !right {
            let what = format!("`{}` is not a name", shown(self.field(column)));
            self.fault(column + 1, what, "write a number or a short name");
        }
        right
    }

    /// A field that [`Lines::is_name`] has passed; empty when it is not text.
    pub fn known_name(&self, column: usize) -> &str {
        std::str::from_utf8(self.field(column)).unwrap_or_default()
    }

    /// A text of any length; None, with a fault, when it is not UTF-8.
    pub fn text(&mut self, column: usize) -> Option<String> {
        match std::str::from_utf8(self.field(column)) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => {
                let what = format!("`{}` is not UTF-8", shown(self.field(column)));
                self.fault(column + 1, what, "save the file as UTF-8");
                None
            }
        }
    }

    /// A whole number, or None when the field is empty; a fault when it is something else.
    pub fn whole(&mut self, column: usize) -> Option<i64> {
        let field = self.field(column);
        if field.is_empty() {
            return None;
        }
        let number = std::str::from_utf8(field).ok().and_then(|text| text.parse().ok());
        if number.is_none() {
            let what = format!("`{}` is not a whole number", shown(field));
            self.fault(column + 1, what, "write digits only, or leave the field empty");
        }
        number
    }

    /// Notes a fault of this line; `column` counts from 1, 0 is the whole line.
    pub fn fault(&mut self, column: usize, what: String, mend: &'static str) {
        self.fault_count += 1;
        if self.faults.len() < FAULTS_KEPT {
            let line = self.record.position().map_or(0, |position| position.line());
            let place = Place { file: self.file, line, column: column as u64 };
            self.faults.push(LineFault { place, what, mend });
        }
    }

    /// The end: refuses the table when a line was broken.
    pub fn finish(self) -> Result<(), OpinionError> {
        if self.fault_count == 0 {
            return Ok(());
        }
        Err(OpinionError::BrokenLines { faults: self.faults, total: self.fault_count })
    }
}

/// The start of a value, for messages; control characters become blanks.
pub fn shown(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let mut short: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().count() > SHOWN {
        short.push('…');
    }
    short
}
