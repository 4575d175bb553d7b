//! Store: dense meters as bytes, small and quick to read again.
//!
//! The readings of a meter stand in blocks of 128 slots. A block holds its smallest value, a bit width
//! and the offsets from that value packed at this width (frame of reference, as in Lemire and Boytsov,
//! "Decoding billions of integers per second through vectorization", 2015, section 2.5; without their
//! SIMD layout). Gaps are the offset after the largest. Everything is little-endian; each meter ends in
//! a CRC-32, so that a torn or altered file is a fault and never a silent number.

use super::{GAP, Meter};
use crate::civil::SECONDS_MAX;
use crate::fault::{Fault, FaultKind};
use std::io::{Read, Write};

const PART: &str = "meter store";
const MAGIC: &[u8; 8] = b"BGMETER1";
/// The same, of made-up meters: who reads it must say so.
const MAGIC_MADE_UP: &[u8; 8] = b"BGMETERS";
const BLOCK: usize = 128;
/// Forty years of minutes, and a name of a kilobyte: nothing real is larger.
const SLOTS_MAX: u32 = 40 * 366 * 1_440;
const NAME_MAX: u32 = 1_024;

/// Writes meters one after another.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    buffer: Vec<u8>,
}

impl<'a> Writer<'a> {
    /// Begins a store.
    ///
    /// # Errors
    /// `Io` when writing fails.
    pub fn new(out: &'a mut dyn Write) -> Result<Writer<'a>, Fault> {
        out.write_all(MAGIC).map_err(|error| Fault::io(PART, &error))?;
        Ok(Writer { out, buffer: Vec::new() })
    }

    /// Begins a store of made-up meters.
    ///
    /// # Errors
    /// `Io` when writing fails.
    pub fn made_up(out: &'a mut dyn Write) -> Result<Writer<'a>, Fault> {
        out.write_all(MAGIC_MADE_UP).map_err(|error| Fault::io(PART, &error))?;
        Ok(Writer { out, buffer: Vec::new() })
    }

    /// Adds a meter.
    ///
    /// # Errors
    /// `Io` when writing fails; `Limit` when the name or the series is longer than a store may hold.
    pub fn add(&mut self, meter: &Meter) -> Result<(), Fault> {
        if meter.wh.len() > SLOTS_MAX as usize || meter.id.len() > NAME_MAX as usize {
            let what = format!("meter {} has {} slots", meter.id, meter.wh.len());
            return Err(Fault::new(FaultKind::Limit, PART, what, "split the series"));
        }
        self.buffer.clear();
        for block in meter.wh.chunks(BLOCK) {
            pack(block, &mut self.buffer);
        }
        let mut head = Vec::with_capacity(32 + meter.id.len());
        head.extend_from_slice(&(meter.id.len() as u32).to_le_bytes());
        head.extend_from_slice(meter.id.as_bytes());
        head.extend_from_slice(&meter.start.to_le_bytes());
        head.extend_from_slice(&meter.interval_minutes.to_le_bytes());
        head.extend_from_slice(&(meter.wh.len() as u32).to_le_bytes());
        head.extend_from_slice(&(self.buffer.len() as u32).to_le_bytes());
        let crc = crc32(crc32(0, &head), &self.buffer);
        let written = self.out.write_all(&head).and_then(|()| self.out.write_all(&self.buffer));
        written.and_then(|()| self.out.write_all(&crc.to_le_bytes())).map_err(|error| Fault::io(PART, &error))
    }
}

/// Reads meters one after another, reusing one buffer.
pub struct Reader<'a> {
    input: &'a mut dyn Read,
    buffer: Vec<u8>,
    count: u64,
    /// The store says that its meters are made up.
    pub synthetic: bool,
}

/// Whether these are the first bytes of a store.
pub fn is_store(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) || bytes.starts_with(MAGIC_MADE_UP)
}

impl<'a> Reader<'a> {
    /// Opens a store.
    ///
    /// # Errors
    /// `Format` when the bytes are not a store.
    pub fn new(input: &'a mut dyn Read) -> Result<Reader<'a>, Fault> {
        let mut magic = [0; 8];
        input.read_exact(&mut magic).map_err(|error| Fault::io(PART, &error))?;
        if !is_store(&magic) {
            let mend = "give a file written by `meters generate` or by the importer";
            return Err(Fault::new(FaultKind::Format, PART, "this is not a meter store", mend));
        }
        Ok(Reader { input, buffer: Vec::new(), count: 0, synthetic: &magic == MAGIC_MADE_UP })
    }

    /// Reads the next meter into `meter`; false at the end.
    ///
    /// # Errors
    /// `Format` when the store ends early, was altered, or claims impossible sizes.
    pub fn next(&mut self, meter: &mut Meter) -> Result<bool, Fault> {
        let mut size = [0; 4];
        if !self.first_bytes(&mut size)? {
            return Ok(false);
        }
        self.count += 1;
        let name_length = u32::from_le_bytes(size);
        if name_length > NAME_MAX {
            return Err(self.broken("a name is impossibly long"));
        }
        let mut head = vec![0; name_length as usize + 20];
        self.fill(&mut head)?;
        let crc = crc32(crc32(0, &size), &head);
        let (name, rest) = head.split_at(name_length as usize);
        let word = |at: usize| u32::from_le_bytes([rest[at], rest[at + 1], rest[at + 2], rest[at + 3]]);
        let start = u64::from(word(0)) | u64::from(word(4)) << 32;
        let (interval, slots, packed) = (word(8), word(12), word(16));
        let start = start as i64;
        if start.unsigned_abs() > SECONDS_MAX as u64 {
            return Err(self.broken("it begins at an impossible time"));
        }
        if start + i64::from(interval) * 60 * i64::from(slots.min(SLOTS_MAX)) > SECONDS_MAX {
            return Err(self.broken("it ends at an impossible time"));
        }
        if slots > SLOTS_MAX || packed > SLOTS_MAX * 5 || interval == 0 || interval > 1_440 {
            return Err(self.broken("sizes are impossible"));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.resize(packed as usize + 4, 0);
        self.fill(&mut buffer)?;
        let (body, tail) = buffer.split_at(packed as usize);
        if crc32(crc, body).to_le_bytes() != tail {
            return Err(self.broken("the check sum does not fit"));
        }
        meter.id.clear();
        meter.id.push_str(&String::from_utf8_lossy(name));
        meter.start = start;
        meter.interval_minutes = interval;
        meter.wh.resize(slots as usize, GAP);
        let unpacked = unpack_all(body, &mut meter.wh);
        self.buffer = buffer;
        unpacked.ok_or_else(|| self.broken("a block is cut short")).map(|()| true)
    }

    fn first_bytes(&mut self, size: &mut [u8; 4]) -> Result<bool, Fault> {
        let mut have = 0;
        while have < size.len() {
            match self.input.read(&mut size[have..]) {
                Ok(0) if have == 0 => return Ok(false),
                Ok(0) => return Err(self.broken("it ends inside a meter")),
                Ok(count) => have += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Fault::io(PART, &error)),
            }
        }
        Ok(true)
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Fault> {
        self.input.read_exact(bytes).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => self.broken("it ends inside a meter"),
            _ => Fault::io(PART, &error),
        })
    }

    fn broken(&self, why: &str) -> Fault {
        let what = format!("meter number {} of the store is broken: {why}", self.count);
        Fault::new(FaultKind::Format, PART, what, "write the store again from its source")
    }
}

fn pack(block: &[i32], out: &mut Vec<u8>) {
    let known = || block.iter().copied().filter(|wh| *wh != GAP);
    let least = known().min().unwrap_or(0);
    let most = known().max().unwrap_or(0);
    let has_gap = known().count() < block.len();
    let range = (i64::from(most) - i64::from(least)) as u64 + u64::from(has_gap);
    let width = 64 - range.leading_zeros();
    out.extend_from_slice(&least.to_le_bytes());
    out.push(width as u8 | if has_gap { 0x80 } else { 0 });
    if has_gap {
        out.extend_from_slice(&(range as u32).to_le_bytes());
    }
    let (mut held, mut bits): (u64, u32) = (0, 0);
    for &wh in block {
        let offset = if wh == GAP { range } else { (i64::from(wh) - i64::from(least)) as u64 };
        held |= offset << bits;
        bits += width;
        while bits >= 8 {
            out.push(held as u8);
            held >>= 8;
            bits -= 8;
        }
    }
    if bits > 0 {
        out.push(held as u8);
    }
}

fn unpack_all(mut bytes: &[u8], wh: &mut [i32]) -> Option<()> {
    for block in wh.chunks_mut(BLOCK) {
        bytes = unpack(bytes, block)?;
    }
    bytes.is_empty().then_some(())
}

fn unpack<'a>(bytes: &'a [u8], block: &mut [i32]) -> Option<&'a [u8]> {
    let least = i32::from_le_bytes(bytes.get(..4)?.try_into().ok()?);
    let flags = *bytes.get(4)?;
    let width = u32::from(flags & 0x7f);
    if width > 32 {
        return None;
    }
    let mut bytes = &bytes[5..];
    let gap = if flags & 0x80 == 0 {
        None
    } else {
        let gap = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?);
        bytes = &bytes[4..];
        Some(gap)
    };
    let size = (block.len() * width as usize).div_ceil(8);
    let (packed, rest) = bytes.split_at_checked(size)?;
    spread(packed, width, least, block);
    if let Some(gap) = gap {
        let mark = least.wrapping_add(gap as i32);
        block.iter_mut().filter(|wh| **wh == mark).for_each(|wh| *wh = GAP);
    }
    Some(rest)
}

/// Takes each value of `width` bits out of the packed bytes.
fn spread(packed: &[u8], width: u32, least: i32, block: &mut [i32]) {
    let mask = (1_u64 << width) - 1;
    let mut word = [0; 8];
    for (at, wh) in block.iter_mut().enumerate() {
        let bit = at * width as usize;
        let (byte, shift) = (bit / 8, bit % 8);
        let eight = match packed.get(byte..byte + 8) {
            Some(eight) => u64::from_le_bytes(eight.try_into().unwrap_or_default()),
            None => {
                word.fill(0);
                let tail = packed.get(byte..).unwrap_or_default();
                word[..tail.len()].copy_from_slice(tail);
                u64::from_le_bytes(word)
            }
        };
        *wh = least.wrapping_add((eight >> shift & mask) as u32 as i32);
    }
}

/// CRC-32 (IEEE 802.3), eight bytes at a time with eight tables made at compile time.
fn crc32(before: u32, bytes: &[u8]) -> u32 {
    const TABLES: [[u32; 256]; 8] = crc_tables();
    let mut crc = !before;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let low = u32::from_le_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]) ^ crc;
        crc = TABLES[7][(low & 255) as usize]
            ^ TABLES[6][(low >> 8 & 255) as usize]
            ^ TABLES[5][(low >> 16 & 255) as usize]
            ^ TABLES[4][(low >> 24) as usize]
            ^ TABLES[3][chunk[4] as usize]
            ^ TABLES[2][chunk[5] as usize]
            ^ TABLES[1][chunk[6] as usize]
            ^ TABLES[0][chunk[7] as usize];
    }
    for &byte in chunks.remainder() {
        crc = crc >> 8 ^ TABLES[0][((crc ^ u32::from(byte)) & 255) as usize];
    }
    !crc
}

const fn crc_tables() -> [[u32; 256]; 8] {
    let mut tables = [[0; 256]; 8];
    let mut at = 0;
    while at < 256 {
        let mut crc = at as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][at] = crc;
        at += 1;
    }
    let mut table = 1;
    while table < 8 {
        let mut at = 0;
        while at < 256 {
            let before = tables[table - 1][at];
            tables[table][at] = before >> 8 ^ tables[0][(before & 255) as usize];
            at += 1;
        }
        table += 1;
    }
    tables
}
