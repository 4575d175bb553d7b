//! The journal for people to see: its headers, its checkpoints, and how to verify them.
//!
//! Bodies are for entitled readers; headers and checkpoints are public, because a proof that only the prover can
//! read proves nothing.

pub mod api;
pub mod pages;
pub mod web;

use base::Result;
use db::Read;
use kernel::journal::store::{self, Published};
use kernel::policy::Depth;
use serde::Serialize;
use utoipa::ToSchema;

/// Entries on one page.
pub const PAGE: i64 = 100;

/// A page of the journal.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JournalView {
    /// In order.
    #[schema(value_type = Vec<Object>)]
    pub entries: Vec<kernel::journal::Entry>,
    /// The newest signed head.
    #[schema(value_type = Option<Object>)]
    pub checkpoint: Option<Published>,
    /// The public key of the checkpoints, base64.
    pub public_key: String,
    /// Where the next page begins; none = this was the last.
    pub next: Option<i64>,
}

/// Entries after a position; what a reader is not entitled to is left out of each.
pub fn page(read: &impl Read, after: i64, limit: i64, depth: Depth, public_key: &str) -> Result<JournalView> {
    let mut entries = store::page(read, after, limit)?;
    if depth < Depth::Entitled {
        for entry in &mut entries {
            entry.salt = None;
            entry.body = None;
        }
    }
    let next = entries.last().filter(|_| entries.len() as i64 == limit).map(|entry| entry.seq);
    Ok(JournalView {
        entries,
        checkpoint: store::latest_checkpoint(read)?,
        public_key: public_key.to_owned(),
        next,
    })
}
