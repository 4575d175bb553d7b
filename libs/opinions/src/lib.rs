//! Opinion maps: groups, representative statements and consensus from agree, disagree and pass.
//!
//! Many people vote on short statements; nobody sees all of them. This crate reads such votes, places
//! people on a plane, finds groups, says what is typical of each group and, more important, what all
//! groups share. It opens no file and no socket: it takes `Read` and slices and returns values.
//!
//! Start with [`recount`] for files, with [`analyse`] for votes in memory, with [`Live`] for one vote
//! at a time.
//!
//! Invariant: the same votes and [`Settings`] give the same bits, whatever the number of threads, the
//! size of the conversation or the order of the rows.
//! Invariant: a missing vote is never stored and never counts as a pass.
//! Invariant: a banned person or statement leaves before the first mean is taken.
//!
//! The method follows C. Small, M. Bjorkegren, T. Erkkilä, L. Shaw, C. Megill, "Polis: Scaling
//! Deliberation by Mapping High Dimensional Opinion Spaces" (Recerca 26(2), 2021), and says in each
//! file where it departs from it and why.

mod analysis;
mod axes;
mod cells;
mod chance;
mod clusters;
mod consensus;
mod error;
mod export;
mod groups;
mod live;
mod names;
mod normal;
mod parallel;
mod proportion;
mod random;
mod recount;
mod report;
mod representative;
mod settings;
mod synthetic;
mod tallies;
mod tridiagonal;
mod votes;
mod weights;

#[cfg(test)]
mod tests;

pub use analysis::{Analysis, Position, analyse};
pub use axes::Axes;
pub use consensus::{Bounded, StatementConsensus};
pub use error::{LineFault, OpinionError, Place};
pub use export::{
    BannedPerson, Moderation, PersonTraits, PopulationMargin, PublishedGroups, Statement, read_banned,
    read_matrix, read_people, read_population, read_statements, read_votes,
};
pub use groups::{GroupChoice, Groups, adjusted_rand_index};
pub use live::{Live, LiveUpdate};
pub use recount::{Files, recount};
pub use report::{
    Bound, Checks, Choices, Counts, Fit, GroupReport, Input, Left, MapReport, MatrixCheck, PublishedCheck,
    Report, StatementReport, TallyCheck, Tried, TypicalReport, Weighting,
};
pub use representative::{Representation, Side};
pub use settings::{GroupCount, Settings, Start, Strictness};
pub use synthetic::{SyntheticConversation, synthetic_conversation};
pub use tallies::{Tallies, Tally};
pub use votes::{Reading, Vote, VoteLog, Votes};
pub use weights::{MarginFit, Weights, weights_to_population};
