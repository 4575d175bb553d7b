//! What people do with claims: bring them in, mend a copying mistake, say whose they are, answer, ask for correction,
//! hand one in, show a finding and publish it.

pub mod hand_in;
pub mod import;
pub mod publish;
pub mod reply;

use super::finding;
use super::names::Names;
use super::{KIND, NAMED, Recorded, store};
use base::{Day, Id, PersonId, Ref, Result, Saying};
use kernel::fact::{self, Statement, store::LATEST};
use kernel::organisation;
use kernel::policy::{ALWAYS, Action, Actor, Role, Rule, Target, rule};
use kernel::{Done, Tx};
use serde_json::json;

/// The office.
pub(super) const OFFICE: &[Rule] = &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)];

/// Mending our copy of a published number.
pub const CORRECT: Action = Action::new("tower.claim.correct", OFFICE);
/// Saying which organisation a claim is by.
pub const NAME: Action = Action::new("tower.claim.name", OFFICE);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[
    &import::IMPORT,
    &CORRECT,
    &NAME,
    &reply::REPLY,
    &reply::REQUEST,
    &reply::ANSWER,
    &hand_in::HAND_IN,
    &hand_in::ACCEPT,
    &hand_in::REFUSE,
    &publish::FIND,
    &publish::SHOW,
    &publish::PUBLISH,
];

/// The name of a claim for other records.
pub fn as_ref(claim: &Recorded) -> Ref {
    Ref::new(KIND.name, claim.id)
}

/// The organisation that a claim is by, merges followed; none while nobody said it.
pub fn named(read: &impl db::Read, claim: Id) -> Result<Option<Id>> {
    let own = Ref::new(KIND.name, claim);
    let Some(fact) = fact::store::of_subject(read, &own, NAMED.name, LATEST, 1)?.into_iter().next() else {
        return Ok(None);
    };
    match fact.says.other {
        Some(organisation) => Id::parse(&fact::store::resolve(read, &organisation, LATEST)?.id).map(Some),
        None => Ok(None),
    }
}

/// What rules look at: the organisation named.
pub(super) fn target(named: Option<Id>) -> Target {
    Target { organisation: named, ..Target::default() }
}

/// True when the actor belongs to the organisation.
pub(super) fn is_member(actor: &Actor, organisation: Id) -> bool {
    actor.grants().iter().any(|grant| grant.role == Role::Member && grant.organisation == Some(organisation))
}

/// States who a claim is by, inside an act.
pub(super) fn state_named(tx: &mut Tx<'_>, claim: Id, organisation: Id, source: &str) -> Result<()> {
    let own = Ref::new(KIND.name, claim);
    let says = Statement {
        other: Some(Ref::new(organisation::KIND.name, organisation)),
        source: Some(source.to_owned()),
        ..Statement::new(&NAMED, own.clone(), base::Days::ALWAYS, base::Level::Attested)
    };
    match fact::store::of_subject(tx, &own, NAMED.name, LATEST, 1)?.first() {
        Some(former) => fact::correct(tx, &NAMED, former.id, &says)?,
        None => fact::state(tx, &NAMED, &says)?,
    };
    Ok(())
}

/// People that a stored speaker names: forgetting one of them removes what the journal says of it.
pub(super) fn people(claim: &claims::Claim) -> Vec<PersonId> {
    claim.speaker.strip_prefix("person:").and_then(|id| PersonId::parse(id).ok()).into_iter().collect()
}

/// Mends our copy: the number stays what it was in the source, and the former version stays readable. `new` has the
/// speaker as it is stored.
pub fn correct(tx: &mut Tx<'_>, names: &Names, code: &str, new: &claims::Claim, why: &str) -> Result<Done> {
    let old = store::get(tx, code)?;
    tx.allow(&CORRECT, &target(named(tx, old.id)?))?;
    let why = super::rules::text(why)?;
    names.refuse_in(&why)?;
    names.refuse_in_claim(new)?;
    check_published(new, tx.today())?;
    if new.id != old.claim.id {
        return Err(Saying::invalid("tower-claim-code-fixed").with("id", &old.claim.id).into());
    }
    let columns = import::differing(&old.claim, new);
    if columns.is_empty() {
        return Err(Saying::invalid("tower-claim-same").with("id", code).into());
    }
    store::end(tx, old.id)?;
    store::insert(tx, old.id, new, Some(&why))?;
    let body =
        json!({"claim": code, "columns": columns, "was": old.claim.cells(), "now": new.cells(), "why": why});
    tx.record(&CORRECT, as_ref(&old), Some(code), &body, &[people(&old.claim), people(new)].concat())
}

/// Says which organisation a claim is by.
pub fn name(tx: &mut Tx<'_>, code: &str, organisation: Id) -> Result<Done> {
    let claim = store::get(tx, code)?;
    let before = named(tx, claim.id)?;
    tx.allow(&NAME, &target(before))?;
    organisation::store::find(tx, organisation, LATEST)?;
    if before == Some(organisation) {
        return Err(Saying::invalid("tower-claim-named-before").with("id", code).into());
    }
    // Whom a finding was shown to has the right of reply to it; nobody else takes that place before it is published.
    let newest = finding::of(tx, claim.id)?.into_iter().next();
    if newest.is_some_and(|found| found.shown_seq.is_some() && found.published_seq.is_none()) {
        return Err(Saying::conflict("tower-claim-name-shown").with("id", code).into());
    }
    state_named(tx, claim.id, organisation, &claim.claim.source)?;
    let body = json!({"claim": code, "was": before, "organisation": organisation});
    tx.record(&NAME, as_ref(&claim), Some(code), &body, &[])
}

/// Nobody has published anything on a day that has not come.
pub fn check_published(claim: &claims::Claim, today: Day) -> Result<()> {
    let first = claim.published.first;
    let day = Day::of(
        i16::try_from(first.year).unwrap_or(i16::MAX),
        i8::try_from(first.month).unwrap_or(1),
        i8::try_from(first.day).unwrap_or(1),
    );
    match day.is_some_and(|day| day <= today) {
        true => Ok(()),
        false => Err(Saying::invalid("tower-claim-future")
            .with("id", &claim.id)
            .with("day", &claim.published.printed)
            .into()),
    }
}
