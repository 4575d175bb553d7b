//! Meters: readings, bills from tariffs as data, patterns, baselines, carbon.
//!
//! Pure: it takes bytes, slices, `Read` and `Write`, and returns values. It opens no file, asks no
//! clock and knows nothing of the rest of the hub. Energy is integer Wh, money is integer minor units;
//! floats appear only in features, clusters and forecasts, never in a bill.

pub mod carbon;
pub mod civil;
pub mod decimal;
pub mod district;
pub mod fault;
pub mod generator;
pub mod pass;
pub mod patterns;
pub mod random;
pub mod readings;
pub mod resident;
pub mod response;
pub mod tariff;
pub mod verbs;

pub use fault::{Fault, FaultKind};
