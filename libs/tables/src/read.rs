//! The way in: bytes of an unknown file to a table.

use crate::encoding::{self, Encoding};
use crate::finding::{Finding, What};
use crate::limits::Options;
use crate::sniff::{self, Kind};
use crate::table::{Builder, Format, Table};
use crate::{csv, damage, xlsx};
use std::io::Read;

/// Reads a whole file from memory. An error is always a finding of severity `Stop`.
pub fn read(bytes: &[u8], options: &Options) -> Result<Table, Finding> {
    if bytes.len() as u64 > options.limits.file_bytes {
        return Err(Finding::file(What::FileTooLarge { limit_bytes: options.limits.file_bytes }));
    }
    match sniff::kind_of(bytes) {
        Kind::Foreign(kind) => Err(Finding::file(What::ForeignFile { kind })),
        Kind::Archive => xlsx::read(bytes, options),
        Kind::Text => read_text(bytes, options),
    }
}

/// Reads a file from a stream, never holding more than the limit allows.
pub fn read_from(source: impl Read, options: &Options) -> Result<Table, Finding> {
    read(&read_capped(source, options.limits.file_bytes)?, options)
}

/// Reads a stream into memory and stops as soon as it exceeds `limit_bytes`.
pub fn read_capped(source: impl Read, limit_bytes: u64) -> Result<Vec<u8>, Finding> {
    let mut bytes = Vec::new();
    let outcome = source.take(limit_bytes.saturating_add(1)).read_to_end(&mut bytes);
    if let Err(error) = outcome {
        let what = What::SourceFailed { detail: crate::finding::excerpt(&error.to_string(), 200) };
        return Err(Finding::file(what));
    }
    if bytes.len() as u64 > limit_bytes {
        return Err(Finding::file(What::FileTooLarge { limit_bytes }));
    }
    Ok(bytes)
}

fn read_text(bytes: &[u8], options: &Options) -> Result<Table, Finding> {
    let (text, encoding) = encoding::decode(bytes)?;
    // A second byte order mark is left by programs that put one before text that had one.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let delimiter = csv::declared_delimiter(text).unwrap_or_else(|| sniff::delimiter_of(text));
    let mut builder = Builder::new(options, None);
    builder.reserve(text.len());
    if encoding == Encoding::Cp949 && encoding::hardly_hangul(text) {
        builder.findings.push(Finding::file(What::DoubtfulEncoding));
    }
    csv::fill(text, delimiter, options.limits.cell_bytes, &mut builder)?;
    let table = builder.finish(Format::Delimited { delimiter: delimiter as char }, encoding)?;
    damage::look(table, options)
}
