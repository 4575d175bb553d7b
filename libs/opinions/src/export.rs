//! Reading a conversation from the files that Polis exports, and from plain tables beside them.
//!
//! `votes` has one row per vote, `matrix` one row per person, `statements` the texts. In exports 1 is
//! agree, -1 disagree, 0 pass (raw Polis tables have it the other way round; `recount` checks). The
//! other three files are ours: `people` (who has which trait), `population` (how many residents have
//! it), `banned` (who is left out).
//!
//! All readers take comma-separated UTF-8 with a header, as RFC 4180 has it; columns are found by name
//! and may stand in any order. A broken line is named with its number; nothing is guessed.

mod lines;
mod matrix;
mod residents;
mod statements;
#[cfg(test)]
mod tests;
mod votes;

pub use matrix::{PublishedGroups, read_matrix};
pub use residents::{
    BannedPerson, PersonTraits, PopulationMargin, read_banned, read_people, read_population,
};
pub use statements::{Moderation, Statement, read_statements};
pub use votes::read_votes;
