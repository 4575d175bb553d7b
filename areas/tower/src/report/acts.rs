//! Publishing a report: from then on everybody may read what it says, also what is overdue in it.

use super::{KIND, Published, Query, period, store};
use base::{Ref, Result};
use kernel::policy::{ALWAYS, Action, Role, rule};
use kernel::{Done, Tx};
use serde_json::json;

/// Publishing a report.
pub const PUBLISH: Action = Action::new("tower.promise_report.publish", &[rule(Role::Head, ALWAYS)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&PUBLISH];

/// Publishes the report of a period as of the position before this act.
pub fn publish(tx: &mut Tx<'_>, query: &Query) -> Result<Done> {
    tx.allow(&PUBLISH, &Default::default())?;
    let today = tx.today();
    let days = period(query, today)?.days;
    let (from, until) = (days.from.unwrap_or(today), days.to.map_or(today, |after| after.plus(-1)));
    let number = tx.next_number("RPP", until.year())?;
    let new = Published { number, from, until, today, position: tx.seq() - 1 };
    let id = tx.new_id();
    store::insert(tx, id, &new)?;
    let body =
        json!({"number": new.number, "from": from, "until": until, "today": today, "position": new.position});
    tx.record(&PUBLISH, Ref::new(KIND.name, id), Some(&new.number), &body, &[])
}
