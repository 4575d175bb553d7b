//! Citizens' panels by lot: fair chances under quotas.

pub mod classes;
pub mod columns;
pub mod error;
pub mod lp;
pub mod pool;
pub mod problem;
pub mod program;
pub mod read;
pub mod search;
