//! Signs of life of an agreement: what people did with it or with what it binds, and what came out of it.
//!
//! What the program did - loading, reminding - is no sign of life.

use base::{Day, Id, Instant, Result};
use db::{Read, Sql};

const ACTS: Sql = Sql::new(
    "kernel.agreement.last_act",
    "with bound (ref) as (
       select 'agreement:' || ?1
       union all select 'obligation:' || o.id from obligation o where o.agreement = ?1 and o.seq_in <= ?2
     ), told (seq) as (
       select s.seq from bound join journal_entry s on s.subject = bound.ref and s.by_fact = 0
       union all select f.seq_in from bound join fact f on f.subject = bound.ref
       union all select f.seq_out from bound join fact f on f.subject = bound.ref and f.seq_out is not null
     )
     select max(e.at) from told join journal_entry e on e.seq = told.seq
      where e.seq <= ?2 and e.actor not like 'system:%' and e.subject in (select ref from bound)",
);
const OUTCOMES: Sql = Sql::new(
    "kernel.agreement.last_outcome",
    "select max(f.valid_from) from fact f
      where f.kind in ('obligation_state', 'obligation_state_internal') and f.code not in ('planned', 'unknown')
        and f.seq_in <= ?2 and (f.seq_out is null or f.seq_out > ?2)
        and f.subject in (select 'obligation:' || o.id from obligation o where o.agreement = ?1 and o.seq_in <= ?2)",
);

pub(crate) const STATEMENTS: &[Sql] = &[ACTS, OUTCOMES];

/// The newest sign of life as known at `position`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Life {
    /// When a person last did something with it or with what it binds.
    pub act: Option<Instant>,
    /// The first day of the newest outcome of what it binds.
    pub outcome: Option<Day>,
}

impl Life {
    /// The day of the newest sign, in a zone.
    pub fn day(&self, zone: &str) -> Option<Day> {
        self.act.map(|at| at.day_in(zone)).max(self.outcome)
    }
}

/// Reads it. The agreement itself was found in scope.
pub fn last(read: &impl Read, agreement: Id, position: i64) -> Result<Life> {
    let id = agreement.to_string();
    let act: Option<i64> = read.one(&ACTS, &[(&id).into(), position.into()], |row| row.get(0))?;
    let outcome = read.one(&OUTCOMES, &[(&id).into(), position.into()], |row| row.get(0))?;
    Ok(Life { act: act.map(Instant::from_micros), outcome })
}
