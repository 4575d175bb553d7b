//! What people do with obligations here: the kernel's acts, on a record named by its number, with the evidence that
//! closes it registered in the same act.

use crate::who::meant;
use base::problem::{Class, InField as _};
use base::{Day, Id, Level, Quantity, Ref, Result, Saying, Tri, When};
use kernel::evidence::{self, Form};
use kernel::fact::store::LATEST;
use kernel::obligation::{Content, Escalation, Obligation, Outcome, Settlement, acts, store};
use kernel::policy::Depth;
use kernel::scope::sight;
use kernel::{Done, Tx, agreement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An obligation to be given.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewObligation {
    /// One of the kinds.
    pub kind: String,
    /// What is to be done.
    #[schema(value_type = Object)]
    pub what: Tri,
    /// Who owes it: `me`, `office`, the number of an organisation, or a reference.
    pub owner: String,
    /// Who stands in; empty = nobody.
    pub deputy: String,
    /// To whom it is owed, in the same words; empty = nobody is named.
    pub from: String,
    /// The number of the agreement that binds it; empty = none.
    pub agreement: String,
    /// By when: a day, a month or a year; empty = no day was set.
    pub due: String,
    /// How much, and its unit; none = not counted.
    pub amount: Option<i64>,
    /// A unit of the registry.
    pub unit: String,
    /// Shown to everyone.
    pub open: bool,
}

/// Another owner.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewOwner {
    /// `me`, `office`, the number of an organisation, or a reference.
    pub owner: String,
    /// Who stands in; empty = nobody.
    pub deputy: String,
    /// Why.
    pub reason: String,
}

/// Another due day.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewDue {
    /// A day, a month or a year.
    pub due: String,
    /// Why.
    pub reason: String,
}

/// How it came out.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewSettlement {
    /// `done`, `changed`, `elsewhere`, `closed` or `dropped`.
    pub outcome: String,
    /// Since which day; empty = today.
    pub on: String,
    /// What shows it: a document number, an address. `done` needs it.
    pub evidence: String,
    /// Who issued it.
    pub issuer: String,
    /// When it was issued.
    pub issued: String,
    /// `E0` to `E4`; empty = as strong as who says it.
    pub level: String,
    /// Why; every outcome but `done` needs it.
    pub reason: String,
}

/// Why.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = ObligationWhy)]
pub struct Why {
    /// Why.
    pub reason: String,
}

/// Gives an obligation to its owner.
pub fn take(tx: &mut Tx<'_>, new: &NewObligation) -> Result<Done> {
    // Who may give one at all is asked before the register is searched for its names.
    tx.allow(&acts::TAKE, &Default::default())?;
    let content = content(tx, new)?;
    acts::take(tx, content)
}

/// What is to be owed, with everybody named found in the register.
pub fn content(tx: &Tx<'_>, new: &NewObligation) -> Result<Content> {
    let quantity = match (new.amount, new.unit.trim()) {
        (Some(amount), unit) if !unit.is_empty() => Some(Quantity::of(amount, unit).in_field("unit")?),
        (Some(_), _) => {
            let missing = Err(Saying::invalid("tower-obligation-unit-missing").into());
            return missing.in_field("unit");
        }
        (None, _) => None,
    };
    Ok(Content {
        kind: new.kind.clone(),
        agreement: bound(tx, new.agreement.trim()).in_field("agreement")?,
        from: meant(tx, &new.from).in_field("from")?,
        what: new.what.clone(),
        quantity,
        owner: meant(tx, &new.owner).in_field("owner")?,
        deputy: meant(tx, &new.deputy).in_field("deputy")?,
        due: when(&new.due).in_field("due")?,
        escalation: Escalation::Standard,
        source: None,
        open: new.open,
    })
}

fn bound(tx: &Tx<'_>, number: &str) -> Result<Option<Id>> {
    if number.is_empty() {
        return Ok(None);
    }
    let found = agreement::store::by_number(tx, number, LATEST, &sight(tx))?
        .ok_or_else(|| Saying::invalid("obligation-agreement-unknown").with("agreement", number))?;
    Ok(Some(found.id))
}

fn when(text: &str) -> Result<Option<When>> {
    match text.trim() {
        "" => Ok(None),
        text => When::parse(text).map(Some),
    }
}

/// Gives it to another owner; also how somebody takes it over and how a gap is closed.
pub fn hand_over(tx: &mut Tx<'_>, number: &str, new: &NewOwner, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::HAND_OVER, &found.target())?;
    not_stale(&found, expected)?;
    let owner = meant(tx, &new.owner)
        .and_then(|owner| owner.ok_or_else(|| Saying::invalid("obligation-owner-missing").into()))
        .in_field("owner")?;
    let deputy: Option<Ref> = meant(tx, &new.deputy).in_field("deputy")?;
    acts::hand_over(tx, found.id, owner, deputy, &new.reason)
}

/// Gives it another due day.
pub fn change_due(tx: &mut Tx<'_>, number: &str, new: &NewDue, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::CHANGE_DUE, &found.target())?;
    not_stale(&found, expected)?;
    let due = when(&new.due)?.ok_or_else(|| Saying::invalid("tower-obligation-due-missing"))?;
    acts::change_due(tx, found.id, due, &new.reason)
}

/// Says how it came out, with the evidence for it.
pub fn settle(tx: &mut Tx<'_>, number: &str, new: &NewSettlement, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::SETTLE, &found.target())?;
    not_stale(&found, expected)?;
    let outcome = Outcome::parse(&new.outcome)
        .ok_or_else(|| Saying::invalid("tower-obligation-outcome-unknown").with("outcome", &new.outcome))?;
    let on = match Day::parse_if_any(&new.on).in_field("on")? {
        Some(day) => day,
        None => tx.today(),
    };
    let how = Settlement { outcome, on, evidence: shown(tx, new)?, reason: text(&new.reason) };
    acts::settle(tx, found.id, &how)
}

/// Opens it again.
pub fn reopen(tx: &mut Tx<'_>, number: &str, new: &Why, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::REOPEN, &found.target())?;
    not_stale(&found, expected)?;
    acts::reopen(tx, found.id, &new.reason)
}

/// Registers what shows it; none when nothing was named. Who owes it cannot certify it: that is for the office.
fn shown(tx: &mut Tx<'_>, new: &NewSettlement) -> Result<Option<Id>> {
    let Some(reference) = text(&new.evidence) else { return Ok(None) };
    let strongest = match tx.actor().depth() {
        Depth::Public | Depth::Signed => Level::SelfDeclared,
        Depth::Entitled => Level::Official,
        Depth::Audit => Level::Audited,
    };
    let level = match new.level.trim() {
        "" => strongest.min(Level::Attested),
        code => Level::parse(code)
            .ok_or_else(|| Saying::invalid("tower-obligation-level-unknown").with("level", code))?,
    };
    if level > strongest {
        return Err(Saying::forbidden("tower-obligation-level-too-strong").into());
    }
    let issued = Day::parse_if_any(&new.issued).in_field("issued")?;
    let issuer = text(&new.issuer);
    evidence::register(tx, &Form::Reference { reference }, issuer.as_deref(), issued, level).map(Some)
}

fn find(tx: &Tx<'_>, number: &str) -> Result<Obligation> {
    store::by_number(tx, number, LATEST, &sight(tx))?
        .ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// `expected` is the version the writer saw; another version in between is refused.
fn not_stale(found: &Obligation, expected: Option<i64>) -> Result<()> {
    match expected {
        Some(version) if version != found.seq_in => {
            Err(Saying::new(Class::Stale, "tower-changed-meanwhile").with("version", found.seq_in).into())
        }
        Some(_) | None => Ok(()),
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned)
}
