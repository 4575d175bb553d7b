//! What tests share: small cities on both databases, actors, a clock that can be moved, dumps to compare.
//!
//! Kernel and web are tested from here, so that neither knows of it.

pub mod actors;
pub mod clock;
pub mod dump;
pub mod hub;
pub mod postgres;
pub mod power;
pub mod server;
pub mod skip;

#[cfg(test)]
mod tests;

pub use clock::TestClock;
pub use hub::{Database, Hub};
