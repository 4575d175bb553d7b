//! Benchmarks: what they share. Each is a binary of its own.

pub mod fill;
pub mod measure;
