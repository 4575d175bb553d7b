//! Acts on obligations: taking, importing, handing over, changing the due day, settling, reopening. Each that changes
//! the outcome states it as a fact in the same act.

use super::rules::{check, check_taken, prefix, target};
use super::{Content, Imported, Obligation, Outcome, Settlement, store};
use crate::agreement::{self, level_of};
use crate::evidence;
use crate::fact::store::LATEST;
use crate::link;
use crate::person::store::{Known, known};
use crate::policy::{ALWAYS, Action, OWN, OWN_OFFICE, OWN_ORGANISATION, Role, rule};
use crate::scope;
use crate::standing::{Standing, since, stand};
use crate::tx::{Done, Tx};
use base::{Day, Id, Level, PersonId, Ref, Result, Saying, When};
use serde_json::{Value, json};

/// Giving an obligation to an owner.
pub const TAKE: Action =
    Action::new("kernel.obligation.take", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Bringing in one that a public record names; only the program does.
pub const IMPORT: Action = Action::new("kernel.obligation.import", &[]);
/// Another owner.
pub const HAND_OVER: Action =
    Action::new("kernel.obligation.hand_over", &[rule(Role::Officer, OWN_OFFICE), rule(Role::Head, ALWAYS)]);
/// Another due day.
pub const CHANGE_DUE: Action =
    Action::new("kernel.obligation.change_due", &[rule(Role::Officer, OWN_OFFICE), rule(Role::Head, ALWAYS)]);
/// Saying how it came out.
pub const SETTLE: Action = Action::new(
    "kernel.obligation.settle",
    &[
        rule(Role::Officer, ALWAYS),
        rule(Role::Head, ALWAYS),
        rule(Role::Member, OWN_ORGANISATION),
        rule(Role::Visitor, OWN),
    ],
);
/// Opening it again.
pub const REOPEN: Action =
    Action::new("kernel.obligation.reopen", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] =
    &[&TAKE, &IMPORT, &HAND_OVER, &CHANGE_DUE, &SETTLE, &REOPEN, &super::reminders::REMIND];

/// Gives an obligation to its owner.
pub fn take(tx: &mut Tx<'_>, content: Content) -> Result<Done> {
    tx.allow(&TAKE, &target(&content))?;
    let today = tx.today();
    check(&content)?;
    check_taken(&content, today)?;
    check_known(tx, &content)?;
    if let Some(agreement) = content.agreement {
        check_agreement(tx, agreement)?;
    }
    let level = level_of(tx.actor());
    let new = begin(tx, content, Outcome::Planned, today.year())?;
    bind(tx, &new)?;
    write(tx, &new, Some(today), level)?;
    tx.record(&TAKE, new.name(), Some(&new.number), &described(&new), &people(&new))
}

/// Brings in an obligation from a public record. It may have no owner: the board shows that gap.
pub fn import(tx: &mut Tx<'_>, content: Content, told: &Imported) -> Result<Done> {
    tx.allow(&IMPORT, &target(&content))?;
    check(&content)?;
    if content.source.as_deref().unwrap_or("").trim().is_empty() {
        return Err(Saying::invalid("obligation-source-missing").into());
    }
    check_evidence(tx, told.evidence)?;
    let mut year = tx.today().year();
    if let Some(agreement) = content.agreement {
        let bound = store_agreement(tx, agreement)?;
        year = agreement::began(&bound.content).map_or(year, Day::year);
    }
    let fresh = begin(tx, content, told.outcome, year)?;
    let new = Obligation { evidence: told.evidence, reason: told.reason.clone(), ..fresh };
    bind(tx, &new)?;
    write(tx, &new, told.since, told.level)?;
    tx.record(&IMPORT, new.name(), Some(&new.number), &described(&new), &people(&new))
}

/// Gives it to another owner; also how a gap is closed.
pub fn hand_over(tx: &mut Tx<'_>, id: Id, owner: Ref, deputy: Option<Ref>, reason: &str) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&HAND_OVER, &old.target())?;
    let new = old.handed_over(owner, deputy, reason)?;
    check_known(tx, &new.content)?;
    store::save(tx, &new)?;
    let body = json!({"was": {"owner": old.content.owner, "deputy": old.content.deputy},
        "owner": new.content.owner, "deputy": new.content.deputy, "reason": new.reason});
    tx.record(&HAND_OVER, new.name(), Some(&new.number), &body, &[people(&old), people(&new)].concat())
}

/// Gives it another due day.
pub fn change_due(tx: &mut Tx<'_>, id: Id, due: When, reason: &str) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&CHANGE_DUE, &old.target())?;
    let new = old.due_changed(due, tx.today(), reason)?;
    store::save(tx, &new)?;
    let body = json!({"was": old.content.due, "due": due, "reason": new.reason});
    tx.record(&CHANGE_DUE, new.name(), Some(&new.number), &body, &[])
}

/// Says how it came out.
pub fn settle(tx: &mut Tx<'_>, id: Id, how: &Settlement) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&SETTLE, &old.target())?;
    let new = old.settled(how, tx.today())?;
    let level = check_evidence(tx, how.evidence)?.unwrap_or(level_of(tx.actor()));
    write(tx, &new, Some(how.on), level)?;
    let body =
        json!({"outcome": new.outcome.code(), "on": how.on, "evidence": new.evidence, "reason": new.reason});
    tx.record(&SETTLE, new.name(), Some(&new.number), &body, &[])
}

/// Opens it again: the settlement does not stand. What it said stays readable in the version before.
pub fn reopen(tx: &mut Tx<'_>, id: Id, reason: &str) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&REOPEN, &old.target())?;
    let new = old.reopened(reason)?;
    let level = level_of(tx.actor());
    let settled_on = since(tx, old.content.state(), &old.name())?;
    write(tx, &new, settled_on, level)?;
    let body = json!({"was": old.outcome.code(), "evidence": old.evidence, "reason": new.reason});
    tx.record(&REOPEN, new.name(), Some(&new.number), &body, &[])
}

fn find_in_scope(tx: &Tx<'_>, id: Id) -> Result<Obligation> {
    let sight = scope::sight(tx);
    store::find(tx, id, LATEST, &sight)?.ok_or_else(|| Saying::not_found("base-not-found").into())
}

fn store_agreement(tx: &Tx<'_>, id: Id) -> Result<agreement::Agreement> {
    agreement::store::find(tx, id, LATEST, &scope::sight(tx))?
        .ok_or_else(|| Saying::invalid("obligation-agreement-unknown").with("agreement", id).into())
}

fn check_agreement(tx: &Tx<'_>, id: Id) -> Result<()> {
    let found = store_agreement(tx, id)?;
    match found.state {
        agreement::State::InForce | agreement::State::Unknown => Ok(()),
        agreement::State::Ended | agreement::State::Terminated => {
            Err(Saying::conflict("obligation-agreement-ended").with("agreement", found.number).into())
        }
    }
}

/// The level of the evidence, when there is any.
fn check_evidence(tx: &Tx<'_>, id: Option<Id>) -> Result<Option<Level>> {
    let Some(id) = id else { return Ok(None) };
    match evidence::find(tx, id)? {
        Some(found) => Ok(Some(found.level)),
        None => Err(Saying::invalid("obligation-evidence-unknown").with("evidence", id).into()),
    }
}

/// People who are named must be registered and not forgotten. Organisations and offices belong to other rooms.
fn check_known(tx: &Tx<'_>, content: &Content) -> Result<()> {
    for named in [&content.owner, &content.deputy].into_iter().flatten() {
        if named.kind == "person" && known(tx, PersonId::parse(&named.id)?)? != Some(Known::Here) {
            return Err(Saying::invalid("obligation-owner-unknown").with("owner", named).into());
        }
    }
    Ok(())
}

fn begin(tx: &mut Tx<'_>, content: Content, outcome: Outcome, year: i64) -> Result<Obligation> {
    let number = tx.next_number(prefix(&content.kind)?, year)?;
    let (id, seq_in) = (tx.new_id(), tx.seq());
    Ok(Obligation { id, number, outcome, evidence: None, reason: None, seq_in, seq_out: None, content })
}

/// The thread from the agreement to what it binds to.
fn bind(tx: &mut Tx<'_>, new: &Obligation) -> Result<()> {
    if let Some(agreement) = new.content.agreement {
        let from = Ref::new(agreement::KIND.name, agreement);
        link::write(tx, &from, "binds", &new.name(), new.content.source.as_deref())?;
    }
    Ok(())
}

/// Writes a version and the fact of its outcome in one: also for acts of others that make or close an obligation.
pub fn write(tx: &mut Tx<'_>, new: &Obligation, from: Option<Day>, level: Level) -> Result<()> {
    store::save(tx, new)?;
    let source = new.content.source.as_deref();
    let standing = Standing { code: new.outcome.code(), from, level, evidence: new.evidence, source };
    stand(tx, new.content.state(), &new.name(), &standing)?;
    Ok(())
}

/// The people it names: forgetting one of them removes what the journal says of it.
fn people(of: &Obligation) -> Vec<PersonId> {
    [&of.content.owner, &of.content.deputy, &of.content.from]
        .into_iter()
        .flatten()
        .filter(|named| named.kind == "person")
        .filter_map(|named| PersonId::parse(&named.id).ok())
        .collect()
}

fn described(new: &Obligation) -> Value {
    let content = &new.content;
    json!({
        "number": new.number, "kind": content.kind, "agreement": content.agreement, "from": content.from,
        "what": content.what, "quantity": content.quantity, "owner": content.owner, "deputy": content.deputy,
        "due": content.due, "escalation": content.escalation, "source": content.source, "open": content.open,
        "outcome": new.outcome.code(), "evidence": new.evidence, "reason": new.reason,
    })
}
