//! Citizens' panels by lot: fair chances under quotas.

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
