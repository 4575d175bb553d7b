//! Scope: which rows a reader finds at all, as values that a noun's SQL compares with.
//!
//! What a reader may *do* with a row is `policy`. Outside its scope a record is "not found".

use crate::policy::{Actor, Depth};
use crate::tx::Tx;
use base::Day;

/// Who looks, and on which day their roles are judged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sight {
    /// How deep they see.
    pub depth: Depth,
    /// `person:…`'s number as text; empty for who is not a person.
    pub person: String,
    /// The civil day on which their roles hold.
    pub day: Day,
}

impl Sight {
    /// What an actor sees on a day.
    pub fn of(actor: &Actor, day: Day) -> Sight {
        let person = actor.person().map(|id| id.to_string()).unwrap_or_default();
        Sight { depth: actor.depth(), person, day }
    }

    /// The stored form of the depth.
    pub fn depth_number(&self) -> i64 {
        self.depth as i64
    }
}

/// What the actor of an act sees.
pub fn sight(tx: &Tx<'_>) -> Sight {
    Sight::of(tx.actor(), tx.today())
}
