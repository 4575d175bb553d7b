//! Delimited text into rows, after RFC 4180, with the line of everything that breaks it.
//!
//! Quotation marks count only at the start of a cell; elsewhere they are ordinary letters.
//! Lines end with LF, CR LF or CR. Lenient where files of offices are sloppy (spaces after a
//! closing mark, blank lines), strict where a guess could shift cells.

use crate::finding::{Finding, What};
use crate::table::Builder;

/// Splits `text` and hands every cell to the builder.
pub(crate) fn fill(text: &str, delimiter: u8, cell_bytes: u64, builder: &mut Builder) -> Result<(), Finding> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, line: 1, delimiter, cell_bytes };
    scanner.skip_separator_line();
    let mut unescaped = String::new();
    while scanner.at < scanner.bytes.len() {
        builder.begin_row(scanner.line);
        while scanner.read_cell(&mut unescaped, builder)? == After::Delimiter {}
        builder.end_row()?;
    }
    Ok(())
}

/// The delimiter a file declares in its first line ("sep=;"), as Excel writes and reads it.
pub(crate) fn declared_delimiter(text: &str) -> Option<u8> {
    let rest = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP="))?.as_bytes();
    let ends = rest.len() == 1 || rest.get(1).is_some_and(|byte| matches!(byte, b'\r' | b'\n'));
    match rest.first() {
        Some(byte) if ends && matches!(byte, b',' | b';' | b'\t' | b'|') => Some(*byte),
        _ => None,
    }
}

#[derive(PartialEq, Eq)]
enum After {
    Delimiter,
    RecordEnd,
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    line: u32,
    delimiter: u8,
    cell_bytes: u64,
}

impl Scanner<'_> {
    fn skip_separator_line(&mut self) {
        if declared_delimiter(self.text).is_some() {
            self.at = 5.min(self.bytes.len());
            self.end_line();
        }
    }

    fn read_cell(&mut self, unescaped: &mut String, builder: &mut Builder) -> Result<After, Finding> {
        if self.bytes.get(self.at) == Some(&b'"') {
            return self.read_quoted(unescaped, builder);
        }
        let start = self.at;
        while let Some(byte) = self.bytes.get(self.at) {
            if *byte == self.delimiter || *byte == b'\n' || *byte == b'\r' {
                break;
            }
            self.at += 1;
        }
        if (self.at - start) as u64 > self.cell_bytes {
            return Err(self.too_large(self.line, builder, false));
        }
        builder.push_cell(&self.text[start..self.at], self.line)?;
        Ok(self.step_over_end())
    }

    fn read_quoted(&mut self, unescaped: &mut String, builder: &mut Builder) -> Result<After, Finding> {
        let opened_line = self.line;
        self.at += 1;
        let start = self.at;
        let mut copied_to = start;
        unescaped.clear();
        loop {
            if (self.at - start) as u64 > self.cell_bytes {
                return Err(self.too_large(opened_line, builder, true));
            }
            match self.bytes.get(self.at) {
                None => {
                    let place = builder.place(opened_line, builder.column());
                    return Err(Finding::at(place, What::UnclosedQuote));
                }
                Some(b'"') if self.bytes.get(self.at + 1) == Some(&b'"') => {
                    unescaped.push_str(&self.text[copied_to..=self.at]);
                    self.at += 2;
                    copied_to = self.at;
                }
                Some(b'"') => break,
                Some(b'\n') => self.count_line(),
                Some(b'\r') if self.bytes.get(self.at + 1) != Some(&b'\n') => self.count_line(),
                Some(_) => self.at += 1,
            }
        }
        let tail = &self.text[copied_to..self.at];
        self.at += 1;
        if copied_to == start {
            builder.push_cell(tail, opened_line)?;
        } else {
            unescaped.push_str(tail);
            builder.push_cell(unescaped, opened_line)?;
        }
        self.after_quote(builder)
    }

    /// Only spaces may stand between a closing mark and the delimiter.
    fn after_quote(&mut self, builder: &Builder) -> Result<After, Finding> {
        while matches!(self.bytes.get(self.at), Some(b' ')) {
            self.at += 1;
        }
        match self.bytes.get(self.at) {
            None | Some(b'\n' | b'\r') => Ok(self.step_over_end()),
            Some(byte) if *byte == self.delimiter => Ok(self.step_over_end()),
            Some(_) => {
                let place = builder.place(self.line, builder.column().saturating_sub(1));
                Err(Finding::at(place, What::TextAfterQuote))
            }
        }
    }

    fn step_over_end(&mut self) -> After {
        if self.bytes.get(self.at) == Some(&self.delimiter) {
            self.at += 1;
            return After::Delimiter;
        }
        self.end_line();
        After::RecordEnd
    }

    fn end_line(&mut self) {
        if self.bytes[self.at..].starts_with(b"\r\n") {
            self.at += 2;
            self.line += 1;
        } else if self.at < self.bytes.len() {
            self.count_line();
        }
    }

    fn count_line(&mut self) {
        self.at += 1;
        self.line += 1;
    }

    fn too_large(&self, line: u32, builder: &Builder, quoted: bool) -> Finding {
        let what = What::CellTooLarge { limit_bytes: self.cell_bytes, quoted };
        Finding::at(builder.place(line, builder.column()), what)
    }
}
