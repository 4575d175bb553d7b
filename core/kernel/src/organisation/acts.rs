//! Acts on organisations.

use super::{IDENTITY, NewOrganisation, Organisation, PRESENCE, store};
use crate::evidence::{self, Form};
use crate::fact::store::LATEST;
use crate::fact::{self, Fact, Statement};
use crate::policy::{ALWAYS, Action, OWN_ORGANISATION, Role, Target, rule};
use crate::tx::{Done, Tx};
use base::lang::Lang;
use base::problem::Class;
use base::{Day, Days, Id, Level, Ref, Result, Saying};
use serde_json::json;

/// Registering an organisation.
pub const REGISTER: Action =
    Action::new("register.organisation.register", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Correcting names and numbers.
pub const CORRECT: Action = Action::new(
    "register.organisation.correct",
    &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS), rule(Role::Member, OWN_ORGANISATION)],
);
/// Stating presence in the city.
pub const STATE_PRESENCE: Action = Action::new(
    "register.presence.state",
    &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS), rule(Role::Member, OWN_ORGANISATION)],
);
/// Ending presence: the organisation left, or the statement was wrong.
pub const END_PRESENCE: Action =
    Action::new("register.presence.end", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Saying that one record is another.
pub const MERGE: Action =
    Action::new("register.organisation.merge", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);
/// Taking a merge back.
pub const UNMERGE: Action =
    Action::new("register.organisation.unmerge", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] =
    &[&REGISTER, &CORRECT, &STATE_PRESENCE, &END_PRESENCE, &MERGE, &UNMERGE, &super::bulk::IMPORT];

/// Years in which somebody can be present.
const YEARS: std::ops::RangeInclusive<i64> = 1800..=2200;
/// The most facts of one kind that one organisation's page reads.
const FACTS_MAX: i64 = 500;

fn target(id: Id) -> Target {
    Target { organisation: Some(id), ..Target::default() }
}

fn as_ref(id: Id) -> Ref {
    Ref::new(super::KIND.name, id)
}

/// Registers an organisation.
pub fn register(tx: &mut Tx<'_>, new: NewOrganisation) -> Result<Done> {
    tx.allow(&REGISTER, &Target::default())?;
    let new = new.checked()?;
    let (id, year) = (tx.new_id(), tx.today().year());
    let number = tx.next_number("ORG", year)?;
    store::insert(tx, id, &number, &new)?;
    tx.record(&REGISTER, as_ref(id), Some(&number), &json!({"number": number, "says": new}), &[])
}

/// Corrects names, kind and numbers. A former name stays readable at its positions and becomes an alias.
/// `expected` is the version the writer saw; another version in between is refused.
pub fn correct(
    tx: &mut Tx<'_>,
    id: Id,
    new: NewOrganisation,
    why: &str,
    expected: Option<i64>,
) -> Result<Done> {
    let old = store::find(tx, id, LATEST)?;
    tx.allow(&CORRECT, &target(id))?;
    not_stale(tx, &old, expected)?;
    let new = NewOrganisation { source_key: old.source_key.clone(), ..new }.checked()?;
    store::update(tx, id, &new)?;
    change_names(tx, &old, &new)?;
    touch_shown(tx, id)?;
    let body = json!({"number": old.number, "says": new, "why": why.trim()});
    tx.record(&CORRECT, as_ref(id), Some(&old.number), &body, &[])
}

/// The writer saw the record as of `expected`, which may be a later position than its last change.
fn not_stale(tx: &Tx<'_>, old: &Organisation, expected: Option<i64>) -> Result<()> {
    match expected {
        Some(version) if !(old.version..tx.seq()).contains(&version) => {
            Err(Saying::new(Class::Stale, "organisation-changed-meanwhile")
                .with("version", old.version)
                .into())
        }
        _ => Ok(()),
    }
}

fn change_names(tx: &mut Tx<'_>, old: &Organisation, new: &NewOrganisation) -> Result<()> {
    let names = store::names(tx, old.id, LATEST)?;
    for lang in Lang::ALL {
        let (before, after) = (old.name.only(lang), new.name.only(lang));
        if before == after {
            continue;
        }
        for name in names.iter().filter(|name| !name.alias && name.lang == lang) {
            store::end_name(tx, name.id)?;
            if !new.aliases.contains(&name.text) {
                store::insert_name(tx, old.id, lang, "alias", &name.text)?;
            }
        }
        if let Some(text) = after {
            store::insert_name(tx, old.id, lang, "name", text)?;
        }
    }
    for name in names.iter().filter(|name| name.alias && !new.aliases.contains(&name.text)) {
        store::end_name(tx, name.id)?;
    }
    for alias in new.aliases.iter().filter(|alias| !old.aliases.contains(alias)) {
        store::insert_name(tx, old.id, store::language_of(alias), "alias", alias)?;
    }
    Ok(())
}

/// What is said about presence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPresence {
    /// `P0` to `P5`.
    pub code: String,
    /// From when to when; an open end = still.
    pub days: Days,
    /// How it is known.
    pub level: Level,
    /// What it rests on.
    pub evidence: Option<Form>,
    /// Who issued the evidence.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued: Option<Day>,
}

/// States presence. A member states it at most as self-declared; anything stronger names its evidence.
pub fn state_presence(tx: &mut Tx<'_>, id: Id, new: NewPresence) -> Result<Done> {
    let found = store::find(tx, id, LATEST)?;
    tx.allow(&STATE_PRESENCE, &target(id))?;
    check_presence(tx, &new)?;
    let evidence = match &new.evidence {
        Some(form) => Some(evidence::register(tx, form, new.issuer.as_deref(), new.issued, new.level)?),
        None => None,
    };
    let says = Statement {
        code: Some(new.code.clone()),
        evidence,
        ..Statement::new(&PRESENCE, as_ref(id), new.days, new.level)
    };
    let fact = fact::state(tx, &PRESENCE, &says)?;
    let body = json!({"number": found.number, "fact": fact, "code": new.code, "from": new.days.from, "to": new.days.to,
        "level": new.level, "evidence": evidence});
    tx.record(&STATE_PRESENCE, as_ref(id), Some(&found.number), &body, &[])
}

fn check_presence(tx: &Tx<'_>, new: &NewPresence) -> Result<()> {
    let only_member =
        tx.actor().is(Role::Member) && !tx.actor().is(Role::Officer) && !tx.actor().is(Role::Head);
    if only_member && new.level > Level::SelfDeclared {
        return Err(Saying::forbidden("presence-level-of-member").into());
    }
    if new.level >= Level::Attested && new.evidence.is_none() {
        return Err(Saying::invalid("presence-evidence-missing").into());
    }
    let Some(from) = new.days.from else { return Err(Saying::invalid("presence-from-missing").into()) };
    let years = [Some(from), new.days.to].into_iter().flatten().map(Day::year);
    if let Some(year) = years.into_iter().find(|year| !YEARS.contains(year)) {
        return Err(Saying::invalid("presence-year").with("year", year).into());
    }
    if from > tx.today() && new.level > Level::Intention {
        return Err(Saying::invalid("presence-in-the-future").with("from", from).into());
    }
    Ok(())
}

/// Ends presence on a day (the organisation left), or takes the statement back (it was wrong) when no day is given.
pub fn end_presence(tx: &mut Tx<'_>, id: Id, fact_id: Id, left: Option<Day>, why: &str) -> Result<Done> {
    let found = store::find(tx, id, LATEST)?;
    tx.allow(&END_PRESENCE, &target(id))?;
    let old = presence_fact(tx, id, fact_id)?;
    if why.trim().is_empty() {
        return Err(Saying::invalid("presence-end-why").into());
    }
    match left {
        Some(day) => {
            let days = Days::between(old.says.valid.from, Some(day))?;
            fact::correct(tx, &PRESENCE, fact_id, &Statement { valid: days, ..old.says })?;
        }
        None => fact::end(tx, fact_id)?,
    }
    touch_shown(tx, id)?;
    let body = json!({"number": found.number, "fact": fact_id, "left": left, "why": why.trim()});
    tx.record(&END_PRESENCE, as_ref(id), Some(&found.number), &body, &[])
}

/// Marks the record as changed, and the one under which it is shown.
fn touch_shown(tx: &Tx<'_>, id: Id) -> Result<()> {
    store::touch(tx, id)?;
    let shown = fact::store::resolve(tx, &as_ref(id), LATEST)?;
    match shown == as_ref(id) {
        true => Ok(()),
        false => store::touch(tx, Id::parse(&shown.id)?),
    }
}

fn presence_fact(tx: &Tx<'_>, id: Id, fact_id: Id) -> Result<Fact> {
    match fact::store::find(tx, fact_id)? {
        Some(fact)
            if fact.says.kind == PRESENCE.name
                && fact::store::resolve(tx, &fact.says.subject, LATEST)?
                    == fact::store::resolve(tx, &as_ref(id), LATEST)? =>
        {
            Ok(fact)
        }
        _ => Err(Saying::not_found("base-not-found").into()),
    }
}

/// Says that `id` is `kept`: one organisation under two records. Nothing is rewritten; reads follow the fact.
pub fn merge(tx: &mut Tx<'_>, id: Id, kept: Id, why: &str) -> Result<Done> {
    let (gone, stays) = (store::find(tx, id, LATEST)?, store::find(tx, kept, LATEST)?);
    tx.allow(&MERGE, &target(id))?;
    if why.trim().is_empty() {
        return Err(Saying::invalid("organisation-merge-why").into());
    }
    if id == kept {
        return Err(Saying::conflict("organisation-merge-self").with("number", gone.number).into());
    }
    if fact::store::same_as(tx, &as_ref(id), LATEST)?.is_some() {
        return Err(Saying::conflict("organisation-merged-already").with("number", gone.number).into());
    }
    // Merged with what the other record is known to be: chains stay short, and never lead back here.
    let root = fact::store::resolve(tx, &as_ref(kept), LATEST)?;
    if root == as_ref(id) {
        return Err(Saying::conflict("organisation-merge-circle").with("number", stays.number).into());
    }
    let says = Statement {
        other: Some(root.clone()),
        ..Statement::new(&IDENTITY, as_ref(id), Days::ALWAYS, Level::Attested)
    };
    let fact = fact::state(tx, &IDENTITY, &says)?;
    store::touch(tx, id)?;
    store::touch(tx, Id::parse(&root.id)?)?;
    let body = json!({"number": gone.number, "is": stays.number, "fact": fact, "why": why.trim()});
    tx.record(&MERGE, as_ref(id), Some(&gone.number), &body, &[])
}

/// Takes a merge back.
pub fn unmerge(tx: &mut Tx<'_>, id: Id, why: &str) -> Result<Done> {
    let found = store::find(tx, id, LATEST)?;
    tx.allow(&UNMERGE, &target(id))?;
    let Some((fact, kept)) = fact::store::same_as(tx, &as_ref(id), LATEST)? else {
        return Err(Saying::conflict("organisation-not-merged").with("number", found.number).into());
    };
    fact::end(tx, fact)?;
    store::touch(tx, id)?;
    store::touch(tx, Id::parse(&kept.id)?)?;
    let body = json!({"number": found.number, "was": kept, "fact": fact, "why": why.trim()});
    tx.record(&UNMERGE, as_ref(id), Some(&found.number), &body, &[])
}

/// Presence of an organisation and of the records merged into it, as believed at a position.
pub fn presence(read: &impl db::Read, id: Id, position: i64) -> Result<Vec<Fact>> {
    let mut found = fact::store::of_subject(read, &as_ref(id), PRESENCE.name, position, FACTS_MAX)?;
    for merged in fact::store::all_merged_into(read, &as_ref(id), position)? {
        found.extend(fact::store::of_subject(read, &merged, PRESENCE.name, position, FACTS_MAX)?);
    }
    found.sort_by_key(|fact| (fact.says.valid.from, fact.seq_in));
    Ok(found)
}
