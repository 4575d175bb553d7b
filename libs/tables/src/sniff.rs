//! What kind of file it is, judged by its content; its name and declared type are not asked.

use crate::finding::Foreign;

/// How a file is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A ZIP archive: perhaps a workbook.
    Archive,
    /// A kind we refuse by name.
    Foreign(Foreign),
    /// Text in some encoding.
    Text,
}

/// Signatures at the very start of a file.
const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Archive),
    (b"PK\x05\x06", Kind::Archive),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Kind::Foreign(Foreign::CompoundFile)),
    (b"%PDF-", Kind::Foreign(Foreign::Pdf)),
    (b"\x1F\x8B", Kind::Foreign(Foreign::Gzip)),
    (b"\x89PNG\r\n", Kind::Foreign(Foreign::Picture)),
    (b"\xFF\xD8\xFF", Kind::Foreign(Foreign::Picture)),
    (b"GIF8", Kind::Foreign(Foreign::Picture)),
    (b"\xFF\xFE\x00\x00", Kind::Foreign(Foreign::Utf32)),
    (b"\x00\x00\xFE\xFF", Kind::Foreign(Foreign::Utf32)),
];

/// Judges a file by its first bytes.
pub(crate) fn kind_of(bytes: &[u8]) -> Kind {
    for (signature, kind) in SIGNATURES {
        if bytes.starts_with(signature) {
            return *kind;
        }
    }
    match marked_up(bytes) {
        Some(foreign) => Kind::Foreign(foreign),
        None => Kind::Text,
    }
}

/// Recognises mark-up and JSON behind an optional byte order mark and white space.
fn marked_up(bytes: &[u8]) -> Option<Foreign> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let head: Vec<u8> = bytes[start..].iter().take(64).map(u8::to_ascii_lowercase).collect();
    let html: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body"];
    if html.iter().any(|tag| head.starts_with(tag)) {
        return Some(Foreign::Html);
    }
    if head.starts_with(b"<?xml") {
        return Some(Foreign::Xml);
    }
    let json: [&[u8]; 4] = [b"{\"", b"[{", b"{\n", b"{\r\n"];
    json.iter().any(|opening| head.starts_with(opening)).then_some(Foreign::Json)
}

/// The delimiter of a text, judged by its first records.
///
/// A delimiter is good when it gives many records the same number of cells as the first one;
/// between equals, the one with more cells wins. Quotation marks are respected.
pub(crate) fn delimiter_of(text: &str) -> u8 {
    let sample = &text.as_bytes()[..text.len().min(SAMPLE_BYTES)];
    let whole = sample.len() == text.len();
    let mut best = (0_u64, b',');
    for candidate in [b',', b'\t', b';', b'|'] {
        let widths = widths(sample, candidate, whole);
        let Some(most) = commonest(&widths) else { continue };
        if most < 2 {
            continue;
        }
        let agreeing = widths.iter().filter(|width| **width == most).count() as u64;
        let share = agreeing * 1_000 / widths.len() as u64;
        let score = share * 1_000 + most.min(999) as u64;
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

const SAMPLE_BYTES: usize = 64 << 10;
const SAMPLE_RECORDS: usize = 64;

/// Number of cells of the first records that are not blank.
fn widths(sample: &[u8], delimiter: u8, whole: bool) -> Vec<usize> {
    let mut widths = Vec::new();
    let (mut width, mut quoted, mut after_quote) = (1, false, false);
    let (mut cell_start, mut filled) = (true, false);
    for byte in sample {
        match *byte {
            // A doubled quotation mark closes here and opens again below.
            b'"' if quoted => (quoted, after_quote) = (false, true),
            b'"' if cell_start || after_quote => {
                (quoted, cell_start, after_quote, filled) = (true, false, false, true);
            }
            _ if quoted => {}
            b'\n' | b'\r' => {
                if filled || width > 1 {
                    widths.push(width);
                }
                if widths.len() >= SAMPLE_RECORDS {
                    return widths;
                }
                (width, cell_start, after_quote, filled) = (1, true, false, false);
            }
            other if other == delimiter => {
                width += 1;
                (cell_start, after_quote) = (true, false);
            }
            _ => {
                (cell_start, after_quote, filled) = (false, false, true);
            }
        }
    }
    // The last record of a cut sample may be cut itself.
    if (whole || widths.is_empty()) && (filled || width > 1) {
        widths.push(width);
    }
    widths
}

/// The commonest width, the larger of two equally common ones.
fn commonest(widths: &[usize]) -> Option<usize> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let mut best: Option<(usize, usize)> = None;
    for group in sorted.chunk_by(|left, right| left == right) {
        if best.is_none_or(|(count, _)| group.len() >= count) {
            best = Some((group.len(), group[0]));
        }
    }
    best.map(|(_, width)| width)
}
