//! Random numbers from a seed: the same on every machine.
//!
//! xoshiro256** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded by
//! SplitMix64. Nothing here uses the platform's mathematics library, whose last digit may differ.

/// A stream of random numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: [u64; 4],
}

impl Random {
    /// The stream of a seed and a place in the work (a meter, a restart).
    pub fn new(seed: u64, place: u64) -> Random {
        let mut mixed = seed ^ place.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Random { state: std::array::from_fn(|_| split_mix(&mut mixed)) }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        let state = &mut self.state;
        let result = state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        result
    }

    /// Uniform in 0 <= x < 1, a multiple of 2^-53.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform between two numbers.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `end` (which is not zero); its bias is below end / 2^64.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.bits()) * end as u128) >> 64) as usize
    }

    /// Close to normal with mean 0 and deviation 1: four uniform numbers of 16 bits (Irwin-Hall, tails
    /// end at 3.46).
    pub fn normal(&mut self) -> f32 {
        const DEVIATION: f32 = 37_837.2; // of the sum of four uniform 16-bit integers: 65536 / sqrt(3)
        let bits = self.bits();
        let sum = (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);
        (sum as f32 - 131_070.0) / DEVIATION
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// e^x by squaring a Taylor series, the same on every machine; relative error below 10^-12 for |x| < 20.
pub fn exp(x: f64) -> f64 {
    let x = x.clamp(-700.0, 700.0) / 1_024.0;
    let mut term = 1.0;
    let mut sum = 1.0;
    for n in 1..=10 {
        term *= x / f64::from(n);
        sum += term;
    }
    for _ in 0..10 {
        sum *= sum;
    }
    sum
}
