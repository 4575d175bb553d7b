//! Citizens' panels by lot: fair chances under quotas.
//!
//! From a pool of volunteers, quotas per feature value and at most one person per address to a
//! lottery over possible panels in which the smallest chance to sit is as great as it can be
//! (maximin), and then the next smallest, and so on (leximin); a draw that anyone can repeat from a
//! published seed; a report that compares it with what was published. No commercial solver, no
//! floats in what is published, no I/O: readers take `impl Read`.
//!
//! Papers: Flanigan, Goelz, Gupta, Hennig, Procaccia, "Fair algorithms for selecting citizens'
//! assemblies", Nature 596 (2021); Flanigan, Kehne, Procaccia, "Fair sortition made transparent",
//! NeurIPS 2021 (publishing the lottery). Peer: the Python package `sortition-algorithms`.
//!
//! Read in this order: `pool`, `read`, `classes`, `program`, `problem`, `lottery`, `recount`.

pub mod classes;
pub mod columns;
pub mod conflict;
pub mod decompose;
pub mod error;
pub mod generate;
pub mod lottery;
pub mod lp;
pub mod picture;
pub mod pool;
pub mod problem;
pub mod program;
pub mod publish;
pub mod random;
pub mod read;
pub mod recount;
pub mod relaxation;
pub mod replace;
pub mod search;
pub mod tickets;
