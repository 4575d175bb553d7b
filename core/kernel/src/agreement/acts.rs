//! Acts on agreements: concluding, importing, correcting, ending. Each states the state as a fact in the same act.

use super::{Agreement, Content, State, began, check, check_concluded, level_of, prefix, store};
use crate::fact::store::{LATEST, of_subject};
use crate::fact::{self, Statement};
use crate::policy::{ALWAYS, Action, Role, Rule, Target, rule};
use crate::scope;
use crate::standing::{STATES_MAX, Standing, stand};
use crate::tx::{Done, Tx};
use base::{Day, Days, Id, Level, Result, Saying};
use serde_json::{Value, json};

const OFFICE: &[Rule] = &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Concluding an agreement.
pub const CONCLUDE: Action = Action::new("kernel.agreement.conclude", OFFICE);
/// Bringing in one that a public record names; only the program does.
pub const IMPORT: Action = Action::new("kernel.agreement.import", &[]);
/// Correcting what was recorded wrongly.
pub const CORRECT: Action = Action::new("kernel.agreement.correct", OFFICE);
/// Ending it.
pub const END: Action = Action::new("kernel.agreement.end", OFFICE);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&CONCLUDE, &IMPORT, &CORRECT, &END];

/// Records an agreement that was signed.
pub fn conclude(tx: &mut Tx<'_>, content: Content) -> Result<Done> {
    tx.allow(&CONCLUDE, &Target::default())?;
    check(&content)?;
    check_concluded(&content, tx.today())?;
    let level = level_of(tx.actor());
    let new = begin(tx, content, State::InForce)?;
    write(tx, &new, began(&new.content), level)?;
    tx.record(&CONCLUDE, new.name(), Some(&new.number), &described(&new), &[])
}

/// Brings in an agreement from a public record, in the state that the record tells. `since` is the first day of the
/// state, as far as known.
pub fn import(
    tx: &mut Tx<'_>,
    content: Content,
    state: State,
    since: Option<Day>,
    level: Level,
) -> Result<Done> {
    tx.allow(&IMPORT, &Target::default())?;
    check(&content)?;
    if content.source.as_deref().unwrap_or("").trim().is_empty() {
        return Err(Saying::invalid("agreement-source-missing").into());
    }
    let new = begin(tx, content, state)?;
    let began = began(&new.content);
    if let (State::Ended | State::Terminated, Some(from), Some(to)) = (state, began, since)
        && from < to
    {
        let (kind, days) = (new.content.state(), Days { from: Some(from), to: Some(to) });
        let held = Statement {
            code: Some(State::InForce.code().into()),
            source: new.content.source.clone(),
            ..Statement::new(kind, new.name(), days, level)
        };
        fact::state(tx, kind, &held)?;
    }
    write(tx, &new, since.or(began), level)?;
    tx.record(&IMPORT, new.name(), Some(&new.number), &described(&new), &[])
}

/// Corrects what an agreement was recorded to say.
pub fn correct(tx: &mut Tx<'_>, id: Id, content: Content, reason: &str) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&CORRECT, &Target::default())?;
    let new = old.corrected(content, reason)?;
    let level = level_of(tx.actor());
    store::save(tx, &new)?;
    // Only a corrected beginning of an agreement in force changes what was so in the world.
    if new.state == State::InForce && new.began() != old.began() {
        restate(tx, &old, &new, level)?;
    } else if new.content.open != old.content.open {
        moved(tx, &old, &new)?;
    }
    tx.record(&CORRECT, new.name(), Some(&new.number), &described(&new), &[])
}

/// Ends an agreement on a day: it ran out (`Ended`) or was broken off (`Terminated`).
pub fn end(tx: &mut Tx<'_>, id: Id, how: State, day: Day, reason: &str) -> Result<Done> {
    let old = find_in_scope(tx, id)?;
    tx.allow(&END, &Target::default())?;
    if day > tx.today() {
        return Err(Saying::invalid("agreement-end-later").with("day", day).into());
    }
    let new = old.ended(how, day, reason)?;
    let level = level_of(tx.actor());
    write(tx, &new, Some(day), level)?;
    let body = json!({"state": how.code(), "on": day, "reason": new.reason});
    tx.record(&END, new.name(), Some(&new.number), &body, &[])
}

fn find_in_scope(tx: &Tx<'_>, id: Id) -> Result<Agreement> {
    let sight = scope::sight(tx);
    store::find(tx, id, LATEST, &sight)?.ok_or_else(|| Saying::not_found("base-not-found").into())
}

fn begin(tx: &mut Tx<'_>, content: Content, state: State) -> Result<Agreement> {
    let signed = content.signed.and_then(|when| when.days().from).or(content.period.from);
    let year = match signed {
        Some(day) => day.year(),
        None => tx.today().year(),
    };
    let number = tx.next_number(prefix(&content.kind)?, year)?;
    Ok(Agreement { id: tx.new_id(), number, state, reason: None, seq_in: tx.seq(), seq_out: None, content })
}

/// The version and the fact of its state, in one.
fn write(tx: &mut Tx<'_>, new: &Agreement, from: Option<Day>, level: Level) -> Result<()> {
    store::save(tx, new)?;
    state_fact(tx, new, from, level)
}

fn state_fact(tx: &mut Tx<'_>, new: &Agreement, from: Option<Day>, level: Level) -> Result<()> {
    let source = new.content.source.as_deref();
    let standing = Standing { code: new.state.code(), from, level, evidence: None, source };
    stand(tx, new.content.state(), &new.name(), &standing)?;
    Ok(())
}

/// What becomes public, or internal, takes its states along.
fn moved(tx: &mut Tx<'_>, old: &Agreement, new: &Agreement) -> Result<()> {
    let kind = new.content.state();
    for former in of_subject(tx, &new.name(), old.content.state().name, LATEST, STATES_MAX)? {
        fact::end(tx, former.id)?;
        fact::state(tx, kind, &Statement { kind: kind.name.into(), ..former.says })?;
    }
    Ok(())
}

/// The state from another beginning: all that was believed of it is replaced.
fn restate(tx: &mut Tx<'_>, old: &Agreement, new: &Agreement, level: Level) -> Result<()> {
    for former in of_subject(tx, &new.name(), old.content.state().name, LATEST, STATES_MAX)? {
        fact::end(tx, former.id)?;
    }
    state_fact(tx, new, new.began(), level)
}

fn described(new: &Agreement) -> Value {
    let content = &new.content;
    json!({
        "number": new.number, "kind": content.kind, "title": content.title, "parties": content.parties,
        "signed": content.signed, "period": content.period, "terms": content.terms, "source": content.source,
        "open": content.open, "state": new.state.code(), "reason": new.reason,
    })
}
