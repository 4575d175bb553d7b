//! Documents of Hangul Office: headings, paragraphs and tables as a `.hwpx` file.
//!
//! The format is OWPML (KS X 6101): a zip whose first entry is the plain media type, with a package file, a header of
//! styles and one section of text. Only what an answer needs is written: no pictures, no fields, no page numbers.
//!
//! It must open in the programs that officers use. What the format asks for, and where Hangul Office goes its own way, is
//! held by tests that ask no reader. Hancom's published reader and ten others, two of which draw its pages, opened what is
//! written here and saw all of it (`bench/hwpx`). Hangul Office itself was not to be had: how it lays out
//! lines and pages is not known, and no layout is written, so it makes its own.
//!
//! Invariant: the same document gives the same bytes; no clock is asked.

mod container;
mod header;
mod lines;
mod section;
#[cfg(test)]
mod tests;

use section::COLUMNS_MAX;
use std::fmt;
use std::io::{Seek, Write};

/// The media type of the format, and the text of its first entry.
pub const MEDIA_TYPE: &str = "application/hwp+zip";
/// Cells of one table: more would not be a page that somebody reads.
pub const CELLS_MAX: usize = 20_000;

/// Namespaces that Hangul Office wants declared on the root of header and section, used or not.
pub(crate) const NAMESPACES: &str = "xmlns:ha=\"http://www.hancom.co.kr/hwpml/2011/app\" \
    xmlns:hp=\"http://www.hancom.co.kr/hwpml/2011/paragraph\" \
    xmlns:hp10=\"http://www.hancom.co.kr/hwpml/2016/paragraph\" \
    xmlns:hs=\"http://www.hancom.co.kr/hwpml/2011/section\" \
    xmlns:hc=\"http://www.hancom.co.kr/hwpml/2011/core\" \
    xmlns:hh=\"http://www.hancom.co.kr/hwpml/2011/head\" \
    xmlns:hhs=\"http://www.hancom.co.kr/hwpml/2011/history\" \
    xmlns:hm=\"http://www.hancom.co.kr/hwpml/2011/master-page\" \
    xmlns:hpf=\"http://www.hancom.co.kr/schema/2011/hpf\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:opf=\"http://www.idpf.org/2007/opf/\" \
    xmlns:ooxmlchart=\"http://www.hancom.co.kr/hwpml/2016/ooxmlchart\" \
    xmlns:hwpunitchar=\"http://www.hancom.co.kr/hwpml/2016/HwpUnitChar\" \
    xmlns:epub=\"http://www.idpf.org/2007/ops\" \
    xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\"";

/// A piece of a document, in the order of reading.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// The title of the document.
    Title(String),
    /// The heading of a part.
    Heading(String),
    /// A paragraph; each line of it becomes one of its own.
    Paragraph(String),
    /// Rows of cells, the first row being the heads. Every row has as many cells as the first.
    Table(Vec<Vec<String>>),
}

/// What is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Shown by programs as the name of the document.
    pub title: String,
    /// Who gives it out.
    pub creator: String,
    /// The text.
    pub blocks: Vec<Block>,
}

/// Why a document was not written.
#[derive(Debug)]
pub enum HwpxError {
    /// A table without cells, or whose rows differ in length. Counted from 1.
    Table {
        /// Which block of the document.
        block: usize,
        /// Which row; 0 = the whole table.
        row: usize,
    },
    /// A table with more than `CELLS_MAX` cells or more columns than fit a page: give a file of rows instead.
    TooLarge {
        /// Which block of the document, from 1.
        block: usize,
    },
    /// The writer underneath failed.
    Write(String),
}

impl fmt::Display for HwpxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HwpxError::Table { block, row } => {
                write!(f, "block {block}, row {row}: give every row of a table as many cells as its first")
            }
            HwpxError::TooLarge { block } => {
                write!(
                    f,
                    "block {block}: a table has at most {CELLS_MAX} cells and {COLUMNS_MAX} columns; give the rows as a file"
                )
            }
            HwpxError::Write(what) => write!(f, "writing the document: {what}"),
        }
    }
}

impl std::error::Error for HwpxError {}

/// Writes a document.
///
/// # Errors
/// A table whose rows differ in length or that is too large, named by block and row; a failing writer.
pub fn write<W: Write + Seek>(document: &Document, to: W) -> Result<(), HwpxError> {
    check(document)?;
    container::write(document, to)
}

fn check(document: &Document) -> Result<(), HwpxError> {
    for (at, block) in document.blocks.iter().enumerate() {
        let Block::Table(rows) = block else { continue };
        let width = rows.first().map_or(0, Vec::len);
        if width == 0 {
            return Err(HwpxError::Table { block: at + 1, row: 0 });
        }
        if let Some(row) = rows.iter().position(|row| row.len() != width) {
            return Err(HwpxError::Table { block: at + 1, row: row + 1 });
        }
        if width > COLUMNS_MAX || rows.len().saturating_mul(width) > CELLS_MAX {
            return Err(HwpxError::TooLarge { block: at + 1 });
        }
    }
    Ok(())
}

/// Text as XML holds it. Characters that XML 1.0 does not know are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}
