//! Citizens' panels by lot: fair chances under quotas.

pub mod classes;
pub mod columns;
pub mod conflict;
pub mod error;
pub mod lottery;
pub mod lp;
pub mod pool;
pub mod problem;
pub mod program;
pub mod random;
pub mod read;
pub mod search;
