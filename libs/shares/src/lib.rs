//! Participatory budgeting: which projects a city funds when its residents have voted.
//!
//! - [`election`]: projects, budget and merged ballots in exact units
//! - [`equal_shares`]: the method of equal shares, plain and with its completions
//! - [`greedy`] and [`phragmen`]: the rules it is compared with
//! - [`compare`]: what changes for voters between two results
//! - [`ties`]: published tie rules
//! - [`pabulib`]: `.pb` files, read with places and mends, and written
//! - [`recount`]: a published result from a file alone
//! - [`picture`]: a result as a drawing
//!
//! The crate opens no files, reads no clock and uses no random numbers: the same election and the same
//! options give the same bytes on every machine.

pub mod compare;
pub mod election;
pub mod equal_shares;
mod fraction;
pub mod greedy;
mod market;
pub mod outcome;
pub mod pabulib;
pub mod phragmen;
pub mod picture;
pub mod recount;
pub mod ties;
pub mod utility;

pub use election::{BallotKind, Election, ElectionBuilder, ElectionError, Mark, Project};
pub use equal_shares::{Add1, Completion, EqualShares, Start, Stop};
pub use outcome::{Outcome, RuleError};
pub use ties::{TieKey, TieRule};
pub use utility::{OrdinalScore, UnknownName, Utility};

#[cfg(test)]
mod testing;
