//! Followers for the operator to see: where each stands in the journal, and what it had to park.
//!
//! A parked entry waits for a person: to be tried again when what stood in the way is mended, or to be let go with a
//! reason. What an entry says is not shown here, only which act it was about which record.

pub mod api;
pub mod pages;
pub mod web;

use base::Result;
use db::Read;
use kernel::follower::acts::{DISMISS, REBUILD, RETRY};
use kernel::follower::store::{self, Parked, Standing};
use kernel::policy::Actor;
use serde::Serialize;
use utoipa::ToSchema;

/// Parked entries on one page.
pub const PAGE: i64 = 100;

/// All followers with a page of parked entries.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FollowersView {
    /// By name.
    #[schema(value_type = Vec<Object>)]
    pub followers: Vec<Standing>,
    /// Entries that wait for a person, by follower and position.
    #[schema(value_type = Vec<Object>)]
    pub parked: Vec<Parked>,
    /// Where the next page of parked entries begins: `follower~position`; none = this was the last.
    pub next: Option<String>,
    /// The newest position of the journal.
    pub position: i64,
    /// What the reader may do.
    pub can: Can,
}

/// What the reader may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, ToSchema)]
#[schema(as = FollowersCan)]
pub struct Can {
    /// Try a parked entry again.
    pub retry: bool,
    /// Let one go.
    pub dismiss: bool,
    /// Order a follower to begin at 0 again.
    pub rebuild: bool,
}

/// Reads them. `after` is the cursor of the page before; a broken one begins at the first.
pub fn view(read: &impl Read, after: &str, position: i64, actor: &Actor) -> Result<FollowersView> {
    let from = after.split_once('~').and_then(|(name, seq)| Some((name, seq.parse::<i64>().ok()?)));
    let parked = store::parked(read, from.unwrap_or(("", 0)), PAGE)?;
    let next = parked.last().filter(|_| parked.len() as i64 == PAGE);
    Ok(FollowersView {
        followers: store::standings(read)?,
        next: next.map(|last| format!("{}~{}", last.follower, last.seq)),
        parked,
        position,
        can: Can {
            retry: RETRY.permits(actor, &Default::default()),
            dismiss: DISMISS.permits(actor, &Default::default()),
            rebuild: REBUILD.permits(actor, &Default::default()),
        },
    })
}
