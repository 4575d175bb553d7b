//! Patterns: when a home uses power, in 48 numbers, 20 features and one plain sentence.
//!
//! Nothing here names an appliance: hourly readings do not hold that. Floats are used from here on; they
//! never come back into a bill.

pub mod features;
pub mod k_means;
pub mod k_shape;
pub mod profile;
pub mod score;
pub mod sentence;
#[cfg(test)]
mod tests;
