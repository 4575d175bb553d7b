//! Claims: numbers as somebody published them, compared with themselves and with each other.
//!
//! A published number is never edited here and never called wrong beyond what its own figures say. The
//! rules hold for any city's file: half a unit of the last printed digit as tolerance (5 % for "about"),
//! parts that must add up, bounds that an unknown part leaves open, percentages against their own numerator
//! and denominator, and other values for the same thing on the same days.
//!
//! - [`read()`]: `claims.csv` into claims, with line, column and mend for everything that is broken; [`line()`]: one
//!   claim from its cells
//! - [`check()`]: what the file alone shows; [`check_with`]: also against values counted from a list
//! - [`number`]: decimals as they were printed, exact fractions, no floating point
//! - [`day`]: a printed date as the range of days that it may mean
//! - [`WORDS`]: the sentences of verdicts, explanations and faults in Korean, English and Chinese
//!
//! Not here: who may see a verdict, replies, corrections, and pages. Notes of the file are for people; this
//! crate does not even keep them.

pub mod check;
pub mod claim;
pub mod day;
pub mod judgement;
pub mod number;
pub mod read;

pub use check::{Counted, check, check_with, is_conflict};
pub use claim::{Claim, Part, Relation};
pub use judgement::{Checked, Computed, Judgement, Quantity, Run, Saying, Verdict};
pub use read::{Fault, Wrong, line, read};

/// TOML in the form of the other rooms: `[claims-key]` with `ko`, `en`, `zh`; places in braces are the names
/// of the facts of a [`Saying`].
pub const WORDS: &str = include_str!("words.toml");
