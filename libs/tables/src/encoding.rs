//! From bytes to text: UTF-8, UTF-16 and CP949, with or without a byte order mark.
//!
//! The encoding is decided for the whole file and decoding is strict: a byte that does not fit
//! is a finding with its line, never a replacement character. Text that was destroyed before it
//! came here decodes without a complaint; `damage` looks for that.

use crate::finding::{Finding, Place, What};
use encoding_rs::{Decoder, DecoderResult, EUC_KR, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Encoding a text was stored in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// CP949, also called UHC or windows-949: EUC-KR and its extension.
    Cp949,
}

impl Encoding {
    /// Its usual name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf8Bom => "UTF-8 (BOM)",
            Encoding::Utf16Le => "UTF-16 LE",
            Encoding::Utf16Be => "UTF-16 BE",
            Encoding::Cp949 => "CP949",
        }
    }
}

/// Decodes a whole file. Sound UTF-8 is borrowed, everything else is a new string.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), Finding> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8Bom)),
            Err(error) => Err(undecodable(rest, error.valid_up_to())),
        };
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return decode_utf16(rest, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return decode_utf16(rest, Encoding::Utf16Be);
    }
    if let Some(encoding) = utf16_without_mark(bytes) {
        return decode_utf16(bytes, encoding);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(error) => decode_cp949(bytes, error.valid_up_to()),
    }
}

/// Recognises UTF-16 by the zero bytes of its delimiters, digits and line ends, which all
/// stand on the same side of their unit.
fn utf16_without_mark(bytes: &[u8]) -> Option<Encoding> {
    if bytes.len() < 2 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = &bytes[..bytes.len().min(8 << 10)];
    let (mut first, mut second) = (0, 0);
    for unit in sample.chunks_exact(2) {
        match (unit[0], unit[1]) {
            (0, byte) if byte != 0 => first += 1,
            (byte, 0) if byte != 0 => second += 1,
            _ => {}
        }
    }
    let units = sample.len() / 2;
    let clear = |zeros: usize, others: usize| zeros * 16 >= units && others * 16 <= zeros;
    if clear(second, first) {
        Some(Encoding::Utf16Le)
    } else if clear(first, second) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

fn decode_utf16(bytes: &[u8], encoding: Encoding) -> Result<(Cow<'_, str>, Encoding), Finding> {
    let decoder = match encoding {
        Encoding::Utf16Be => UTF_16BE.new_decoder_without_bom_handling(),
        _ => UTF_16LE.new_decoder_without_bom_handling(),
    };
    let (text, failed) = decode_strictly(decoder, bytes);
    match failed {
        None => Ok((Cow::Owned(text), encoding)),
        Some(_) => Err(Finding::at(end_of(&text), What::BrokenUtf16)),
    }
}

/// Decodes as CP949; `utf8_valid` is how far the file was sound UTF-8, which decides which of
/// the two encodings the message is about.
fn decode_cp949(bytes: &[u8], utf8_valid: usize) -> Result<(Cow<'_, str>, Encoding), Finding> {
    let (text, failed) = decode_strictly(EUC_KR.new_decoder_without_bom_handling(), bytes);
    match failed {
        None => Ok((Cow::Owned(text), Encoding::Cp949)),
        Some(cp949_valid) => Err(undecodable(bytes, cp949_valid.max(utf8_valid))),
    }
}

/// Decodes until the first malformed sequence; returns the text so far and, on failure, the
/// offset of that sequence.
fn decode_strictly(mut decoder: Decoder, bytes: &[u8]) -> (String, Option<usize>) {
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    // The bound above is three times too large for most text; the string grows when it must.
    let mut text = String::with_capacity(room.min(bytes.len() + bytes.len() / 2 + 16));
    let mut read = 0;
    loop {
        let (result, consumed) =
            decoder.decode_to_string_without_replacement(&bytes[read..], &mut text, true);
        read += consumed;
        match result {
            DecoderResult::InputEmpty => return (text, None),
            DecoderResult::OutputFull => text.reserve((bytes.len() - read) * 3 / 2 + 16),
            DecoderResult::Malformed(length, after) => {
                return (text, Some(read.saturating_sub(usize::from(length) + usize::from(after))));
            }
        }
    }
}

/// The finding about a byte at an offset. The column is left out: with broken text nobody can
/// say for sure which delimiters count.
fn undecodable(bytes: &[u8], offset: usize) -> Finding {
    let before = &bytes[..offset.min(bytes.len())];
    let line = line_breaks(before) + 1;
    let byte = bytes.get(offset).or(bytes.last()).copied().unwrap_or(0);
    Finding::at(Place::line(line), What::UndecodableByte { byte })
}

fn end_of(text: &str) -> Place {
    Place::line(line_breaks(text.as_bytes()) + 1)
}

/// Line ends in some bytes: LF, CR LF, or CR alone.
fn line_breaks(bytes: &[u8]) -> u32 {
    let mut count = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
            count += 1;
        }
    }
    count
}

/// Whether text decoded as CP949 is hardly Hangul at all: it was perhaps Chinese, Japanese or
/// Latin text that happens to fit.
pub(crate) fn hardly_hangul(text: &str) -> bool {
    let (mut hangul, mut others) = (0_u64, 0_u64);
    for letter in text.chars().filter(|letter| !letter.is_ascii()).take(20_000) {
        match letter as u32 {
            0xAC00..=0xD7A3 | 0x3131..=0x318E => hangul += 1,
            // Punctuation, units, full-width letters: in any East Asian text.
            0x2000..=0x33FF | 0xFF00..=0xFFEF | 0xA0..=0xBF | 0xD7 | 0xF7 => {}
            _ => others += 1,
        }
    }
    others >= 4 && others > hangul * 2
}
