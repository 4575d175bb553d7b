//! What a resident asks: the next tier, why it was dear, which tariff, base load, the neighbours, this
//! month's bill.
//!
//! Each answer is a value with the numbers a page needs; sentences are made in `verbs`.

pub mod base;
pub mod choose;
pub mod forecast;
pub mod neighbours;
pub mod next_tier;
#[cfg(test)]
mod tests;
pub mod weather;
pub mod why;
