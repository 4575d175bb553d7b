//! Ports to what the outside world decides: the clock and randomness.

use crate::time::Instant;

/// Tells the time. The program gives the machine's clock, tests give one they can move.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Instant;
}

/// Gives unpredictable bytes: ids, salts, nonces. Tests give a seeded one so that two runs are equal.
pub trait Source: Send {
    /// Fills `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// A reproducible source (SplitMix64). For tests, generators and made-up data; never for keys.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Seeded {
    /// The same seed gives the same bytes.
    pub fn new(seed: u64) -> Seeded {
        Seeded(seed)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// An even draw from `0..below`; 0 when `below` is 0.
    pub fn below(&mut self, below: u64) -> u64 {
        u64::try_from((u128::from(self.next_u64()) * u128::from(below)) >> 64).unwrap_or(0)
    }
}

impl Source for Seeded {
    fn fill(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }
}
