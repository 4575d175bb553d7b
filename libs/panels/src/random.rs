//! Random numbers that anyone can repeat from a published seed with a pocket tool.
//!
//! Number i (from 0) of a purpose is the first 8 bytes, big-endian, of
//! SHA-256("panels-draw-1\n<purpose>\n<seed>\n<i>"); `printf` and `sha256sum` suffice to check one.
//! Different purposes never share numbers. Not for secrets: the seed is public.

use sha2::{Digest, Sha256};

#[cfg(test)]
mod tests;

/// A stream of numbers for one purpose.
#[derive(Debug, Clone)]
pub struct Stream {
    head: String,
    next: u64,
}

impl Stream {
    pub fn new(seed: &str, purpose: &str) -> Stream {
        Stream { head: format!("panels-draw-1\n{purpose}\n{}\n", seed.trim()), next: 0 }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let hash = Sha256::digest(format!("{}{}", self.head, self.next));
        self.next += 1;
        hash.iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte))
    }

    /// A number in 0..limit, each equally likely: bits in the last, incomplete run are passed
    /// over. Zero for a limit of zero.
    pub fn below(&mut self, limit: u64) -> u64 {
        if limit == 0 {
            return 0;
        }
        let spare = (u64::MAX % limit + 1) % limit;
        loop {
            let bits = self.bits();
            if bits <= u64::MAX - spare {
                return bits % limit;
            }
        }
    }
}

/// SHA-256 of bytes as 64 hexadecimal digits.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
