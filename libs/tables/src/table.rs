//! A table of texts, and the builder that both readers fill under the same limits.
//!
//! All cells stand in one string, one after the other, with the place where each ends: a
//! hundred thousand lines are three allocations. Every row has as many cells as the header.
//! Cells are in NFC and otherwise as they were: nothing is trimmed or repaired.

use crate::encoding::Encoding;
use crate::finding::{Finding, Findings, Place, What};
use crate::limits::{Limits, Options};
use unicode_normalization::UnicodeNormalization;

/// What kind of file the table came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with a delimiter: comma, tab, semicolon or vertical bar.
    Delimited { delimiter: char },
    /// A sheet of an Office Open XML workbook.
    Workbook { sheet: String },
}

/// A table of texts with the line each row came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Headers from left to right, trimmed, in NFC.
    pub headers: Vec<String>,
    /// Line (or sheet row) of the header, from 1.
    pub header_line: u32,
    /// The kind of file.
    pub format: Format,
    /// Encoding of the text.
    pub encoding: Encoding,
    /// Things found while reading that did not stop it.
    pub findings: Vec<Finding>,
    text: String,
    ends: Vec<u32>,
    lines: Vec<u32>,
}

impl Table {
    /// Number of data rows.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is a header and nothing below it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.headers.len()
    }

    /// All data rows from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.lines.len()).map(move |index| Row { table: self, index })
    }

    /// One data row, counted from 0.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.lines.len()).then_some(Row { table: self, index })
    }

    /// Name of the sheet, for workbooks.
    pub fn sheet(&self) -> Option<&str> {
        match &self.format {
            Format::Delimited { .. } => None,
            Format::Workbook { sheet } => Some(sheet),
        }
    }

    /// The place of a cell for a finding; `column` counts from 0.
    pub fn place(&self, line: u32, column: usize) -> Place {
        Place::cell(line, column as u32 + 1)
            .on_sheet(self.sheet())
            .under(self.headers.get(column).map(String::as_str))
    }
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    table: &'a Table,
    index: usize,
}

impl<'a> Row<'a> {
    /// Line of the text file on which the row begins, or row of the sheet; from 1.
    pub fn line(&self) -> u32 {
        self.table.lines[self.index]
    }

    /// Text of a column, counted from 0; empty when there is no such column.
    pub fn cell(&self, column: usize) -> &'a str {
        let width = self.table.headers.len();
        if column >= width {
            return "";
        }
        let cell = self.index * width + column;
        let start = if cell == 0 { 0 } else { self.table.ends[cell - 1] as usize };
        &self.table.text[start..self.table.ends[cell] as usize]
    }

    /// Texts of all columns from left to right.
    pub fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.table.headers.len()).map(move |column| row.cell(column))
    }
}

/// Collects cells in reading order and turns them into a table.
pub(crate) struct Builder<'a> {
    limits: &'a Limits,
    header_wanted: Option<u32>,
    sheet: Option<String>,
    headers: Option<Vec<String>>,
    header_line: u32,
    text: String,
    ends: Vec<u32>,
    lines: Vec<u32>,
    /// Cells of the row being read.
    row_text: String,
    row_ends: Vec<u32>,
    row_line: u32,
    blank_lines: BlankLines,
    /// Blank lines after which no data came yet; at the end of the file they mean nothing.
    blank_pending: BlankLines,
    pub(crate) findings: Findings,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(options: &'a Options, sheet: Option<&str>) -> Builder<'a> {
        Builder {
            limits: &options.limits,
            header_wanted: options.header_line,
            sheet: sheet.map(str::to_owned),
            headers: None,
            header_line: 0,
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
            row_text: String::new(),
            row_ends: Vec::new(),
            row_line: 0,
            blank_lines: BlankLines::default(),
            blank_pending: BlankLines::default(),
            findings: Findings::new(options.limits.findings),
        }
    }

    /// Reserves room for text of about this many bytes.
    pub(crate) fn reserve(&mut self, bytes: usize) {
        self.text.reserve(bytes);
    }

    /// Place of the cell that would come next, at a given line; with the header if known.
    pub(crate) fn place(&self, line: u32, column: usize) -> Place {
        let header = self.headers.as_ref().and_then(|headers| headers.get(column));
        Place::cell(line, column as u32 + 1).on_sheet(self.sheet.as_deref()).under(header.map(String::as_str))
    }

    /// Number of cells already in the current row.
    pub(crate) fn column(&self) -> usize {
        self.row_ends.len()
    }

    /// Begins a row at a line.
    pub(crate) fn begin_row(&mut self, line: u32) {
        self.row_text.clear();
        self.row_ends.clear();
        self.row_line = line;
    }

    /// Adds a cell to the current row. `line` is where the cell itself begins.
    pub(crate) fn push_cell(&mut self, cell: &str, line: u32) -> Result<(), Finding> {
        let column = self.row_ends.len();
        if column as u64 >= self.limits.columns {
            let place = Place::line(line).on_sheet(self.sheet.as_deref());
            return Err(Finding::at(place, What::TooManyColumns { limit: self.limits.columns }));
        }
        if cell.len() as u64 > self.limits.cell_bytes {
            let what = What::CellTooLarge { limit_bytes: self.limits.cell_bytes, quoted: false };
            return Err(Finding::at(self.place(line, column), what));
        }
        let oddity = oddity_of(cell);
        if oddity.nul {
            return Err(Finding::at(self.place(line, column), What::NulByte));
        }
        if let Some(code) = oddity.invisible {
            let place = self.place(line, column);
            self.findings.push(Finding::at(place, What::InvisibleCharacter { code }));
        }
        if oddity.may_change {
            self.row_text.extend(cell.nfc());
        } else {
            self.row_text.push_str(cell);
        }
        self.row_ends.push(self.row_text.len() as u32);
        Ok(())
    }

    /// Ends the current row: header, data, or blank.
    pub(crate) fn end_row(&mut self) -> Result<(), Finding> {
        let blank = self.row_text.bytes().all(|byte| byte == b' ' || byte == b'\t');
        if self.headers.is_none() {
            return self.end_header(blank);
        }
        if blank {
            self.blank_pending.push_line(self.row_line);
            return Ok(());
        }
        self.blank_lines.add(&mut self.blank_pending);
        self.end_data()
    }

    fn end_header(&mut self, blank: bool) -> Result<(), Finding> {
        if let Some(wanted) = self.header_wanted {
            if self.row_line < wanted {
                return Ok(());
            }
            if self.row_line > wanted || blank {
                return Err(Finding::at(Place::line(wanted), What::NoHeader { line: wanted }));
            }
        }
        if blank {
            return Ok(());
        }
        let mut headers: Vec<String> = Vec::new();
        let mut start = 0;
        for end in &self.row_ends {
            headers.push(self.row_text[start..*end as usize].trim().to_owned());
            start = *end as usize;
        }
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        self.refuse_bad_headers(&headers)?;
        self.header_line = self.row_line;
        self.headers = Some(headers);
        Ok(())
    }

    fn refuse_bad_headers(&self, headers: &[String]) -> Result<(), Finding> {
        let mut seen: Vec<String> = Vec::new();
        for (column, header) in headers.iter().enumerate() {
            let place = Place::cell(self.row_line, column as u32 + 1).on_sheet(self.sheet.as_deref());
            if header.is_empty() {
                return Err(Finding::at(place, What::EmptyHeader));
            }
            if let Some(what) = crate::damage::of_header(header) {
                return Err(Finding::at(place, what));
            }
            let normal = crate::columns::normal_header(header);
            if let Some(first) = seen.iter().position(|other| *other == normal) {
                let what = What::DuplicateHeader { first_column: first as u32 + 1 };
                return Err(Finding::at(place.under(Some(header)), what));
            }
            seen.push(normal);
        }
        Ok(())
    }

    fn end_data(&mut self) -> Result<(), Finding> {
        let place = Place::line(self.row_line).on_sheet(self.sheet.as_deref());
        if self.lines.len() as u64 >= self.limits.rows {
            return Err(Finding::at(place, What::TooManyRows { limit: self.limits.rows }));
        }
        let width = self.headers.as_ref().map_or(0, Vec::len);
        if (self.ends.len() + width) as u64 > self.limits.cells {
            return Err(Finding::at(place, What::TooManyCells { limit: self.limits.cells }));
        }
        let limit_bytes = self.limits.inflated_bytes.max(self.limits.file_bytes).min(u64::from(u32::MAX));
        if (self.text.len() + self.row_text.len()) as u64 > limit_bytes {
            return Err(Finding::at(place, What::TableTooLarge { limit_bytes }));
        }
        let found = self.filled_cells(width);
        // A workbook leaves out empty cells at the end of a row; a text file does not.
        if found > width || (found < width && self.sheet.is_none()) {
            let what = What::RaggedLine { found: found as u64, expected: width as u64 };
            self.findings.push(Finding::at(place, what));
        }
        let base = self.text.len() as u32;
        let kept = found.min(width);
        let kept_end = if kept == 0 { 0 } else { self.row_ends[kept - 1] };
        self.text.push_str(&self.row_text[..kept_end as usize]);
        self.ends.extend(self.row_ends[..kept].iter().map(|end| base + end));
        self.ends.extend(std::iter::repeat_n(base + kept_end, width - kept));
        self.lines.push(self.row_line);
        Ok(())
    }

    /// Cells of the row, without empty ones beyond the last header.
    fn filled_cells(&self, width: usize) -> usize {
        let mut count = self.row_ends.len();
        while count > width
            && self.row_ends[count - 1] == self.row_ends.get(count.wrapping_sub(2)).copied().unwrap_or(0)
        {
            count -= 1;
        }
        count
    }

    /// The table, or the reason why there is none.
    pub(crate) fn finish(mut self, format: Format, encoding: Encoding) -> Result<Table, Finding> {
        let Some(headers) = self.headers else {
            return Err(match self.header_wanted {
                Some(line) => Finding::at(Place::line(line), What::NoHeader { line }),
                None => Finding::file(What::Empty),
            });
        };
        if self.blank_lines.count > 0 {
            let place = Place::line(self.blank_lines.first).on_sheet(self.sheet.as_deref());
            self.findings.push(Finding::at(place, What::BlankLines { count: self.blank_lines.count }));
        }
        Ok(Table {
            headers,
            header_line: self.header_line,
            format,
            encoding,
            findings: self.findings.finish(),
            text: self.text,
            ends: self.ends,
            lines: self.lines,
        })
    }
}

/// Blank lines passed over: how many, and where the first was.
#[derive(Default)]
struct BlankLines {
    count: u64,
    first: u32,
}

impl BlankLines {
    fn push_line(&mut self, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }

    /// Takes over what `other` has counted and empties it.
    fn add(&mut self, other: &mut BlankLines) {
        if self.count == 0 {
            self.first = other.first;
        }
        self.count += other.count;
        *other = BlankLines::default();
    }
}

/// What a cell holds besides ordinary letters.
struct Oddity {
    nul: bool,
    invisible: Option<u32>,
    /// Whether NFC could change the text.
    may_change: bool,
}

fn oddity_of(cell: &str) -> Oddity {
    let mut oddity = Oddity { nul: false, invisible: None, may_change: false };
    let ordinary = |byte: u8| (0x20..0x7F).contains(&byte);
    if cell.bytes().all(ordinary) {
        return oddity;
    }
    for letter in cell.chars() {
        let code = letter as u32;
        match code {
            0 => oddity.nul = true,
            0x09 | 0x0A | 0x0D | 0x20..0x7F => {}
            0xAC00..=0xD7A3 | 0x4E00..=0x9FFF => {}
            0x01..0x20 | 0x7F..0xA0 | 0xAD => oddity.invisible = Some(code),
            0xA0..0x300 => {}
            0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFEFF => oddity.invisible = Some(code),
            0xFF01..=0xFF60 => {}
            _ => oddity.may_change = true,
        }
    }
    oddity
}
