//! Measures: what the rows of a counted question come to. Nobody types a total; it is worked out here.
//!
//! - [`row`]: one counted unit, and the canonical text of many, which hashes are made of
//! - [`contract`]: what an answer of a query engine must be before it counts as rows
//! - [`value`]: value, bounds, population, exclusions, the rate among what is known
//! - [`coarse`]: counts of people as everybody may see them, and what such counts still give away
//! - [`difference`]: what happened to each unit between two counts; it sums to the change
//!
//! Not here: SQL, definitions and their files, who may see what, pages. This crate knows no engine.

pub mod coarse;
pub mod contract;
pub mod difference;
pub mod row;
#[cfg(test)]
mod tests;
pub mod value;

pub use contract::{Answer, Breach, Cell, Contract, check};
pub use difference::{Change, How, difference};
pub use row::{Part, Row};
pub use value::{Value, by_series, of};
