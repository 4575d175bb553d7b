//! Acts of the operator on followers: trying a parked entry again, dismissing it, rebuilding from 0.

use super::store;
use crate::policy::{ALWAYS, Action, Role, Rule, Target, rule};
use crate::tx::{Done, Tx};
use base::{Ref, Result, Saying};
use serde_json::json;

const OPERATORS: &[Rule] = &[rule(Role::Operator, ALWAYS)];

/// Trying a parked entry again.
pub const RETRY: Action = Action::new("kernel.follower.retry", OPERATORS);
/// Letting a parked entry go.
pub const DISMISS: Action = Action::new("kernel.follower.dismiss", OPERATORS);
/// Building what a follower keeps from the first entry again.
pub const REBUILD: Action = Action::new("kernel.follower.rebuild", OPERATORS);

/// Looking at followers and at what they parked; it writes nothing.
pub const READ: Action = Action::new(
    "kernel.follower.read",
    &[rule(Role::Operator, ALWAYS), rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)],
);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&READ, &RETRY, &DISMISS, &REBUILD];

/// Orders a parked entry to be tried once more; the follower's next turn does so.
pub fn retry(tx: &mut Tx<'_>, follower: &str, seq: i64) -> Result<Done> {
    tx.allow(&RETRY, &Target::default())?;
    if !store::want(tx, follower, seq)? {
        return Err(Saying::not_found("follower-not-parked")
            .with("follower", follower)
            .with("position", seq)
            .into());
    }
    tx.record(&RETRY, Ref::new("follower", follower), None, &json!({"position": seq}), &[])
}

/// Lets a parked entry go, for a reason.
pub fn dismiss(tx: &mut Tx<'_>, follower: &str, seq: i64, reason: &str) -> Result<Done> {
    tx.allow(&DISMISS, &Target::default())?;
    if reason.trim().is_empty() {
        return Err(Saying::invalid("follower-reason-missing").into());
    }
    store::unpark(tx, follower, seq)?;
    let body = json!({"position": seq, "reason": reason.trim()});
    tx.record(&DISMISS, Ref::new("follower", follower), None, &body, &[])
}

/// Orders a follower to begin at 0 again. Only outside followers: what an act-follower did are acts, and they stand.
pub fn rebuild(tx: &mut Tx<'_>, follower: &str) -> Result<Done> {
    tx.allow(&REBUILD, &Target::default())?;
    match store::standing(tx, follower)? {
        None => return Err(Saying::not_found("base-not-found").into()),
        Some(found) if found.form == "act" => {
            return Err(Saying::conflict("follower-not-rebuildable").with("follower", follower).into());
        }
        Some(_) => {}
    }
    store::order_rebuild(tx, follower)?;
    tx.record(&REBUILD, Ref::new("follower", follower), None, &json!({}), &[])
}
