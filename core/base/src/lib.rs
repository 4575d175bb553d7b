//! Placeholder until the first room stands.

pub mod lang;
pub mod words;
