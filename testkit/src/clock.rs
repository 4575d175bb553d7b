//! A clock that tests move.

use base::{Clock, Instant};
use std::sync::atomic::{AtomicI64, Ordering};

/// Stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Starts at an RFC 3339 instant.
    pub fn at(text: &str) -> TestClock {
        TestClock(AtomicI64::new(Instant::parse(text).expect("a test writes a good instant").micros()))
    }
    /// Moves by seconds; negative jumps back.
    pub fn step(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::from_micros(self.0.load(Ordering::SeqCst))
    }
}
