//! A table of text fields in two allocations, each row with the line it came from.

/// Rows of text fields under named columns.
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<String>,
    text: String,
    /// Where each field ends in `text`, row by row.
    ends: Vec<u32>,
    /// The line of the file on which each row starts, from 1; 0 if it was not read from a file.
    lines: Vec<u32>,
    header_line: u32,
}

impl Table {
    /// An empty table. Columns must be at least one.
    pub fn new(columns: Vec<String>) -> Table {
        Table { columns, ..Table::default() }
    }

    pub(super) fn at_line(mut self, line: u32) -> Table {
        self.header_line = line;
        self
    }

    /// Adds a row. Fields beyond the number of columns are dropped, missing ones are empty.
    pub fn push_row(&mut self, fields: &[&str]) {
        for index in 0..self.columns.len() {
            self.text.push_str(fields.get(index).copied().unwrap_or(""));
            self.ends.push(self.text.len() as u32);
        }
        self.lines.push(0);
    }

    /// Adds a row that is known to have one field per column. `ends` are relative to `text`.
    pub(super) fn push_record(&mut self, text: &str, ends: &[u32], line: u32) {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.ends.extend(ends.iter().map(|end| start + end));
        self.lines.push(line);
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The index of a column by its name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// A field. Both indexes count from 0; outside the table it is empty.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        if row >= self.rows() || column >= self.columns.len() {
            return "";
        }
        let index = row * self.columns.len() + column;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start as usize..self.ends[index] as usize]
    }

    /// The line on which a row starts, from 1.
    pub fn line(&self, row: usize) -> usize {
        self.lines.get(row).map_or(0, |&line| line as usize)
    }

    pub(super) fn header_line(&self) -> usize {
        self.header_line as usize
    }
}

/// Tables are equal when they say the same, wherever they were read.
impl PartialEq for Table {
    fn eq(&self, other: &Table) -> bool {
        self.columns == other.columns && self.text == other.text && self.ends == other.ends
    }
}

impl Eq for Table {}
