//! What people do with obligations here: the kernel's acts, on a record named by its number, with the evidence that
//! closes it registered in the same act.

use crate::who::meant;
use base::problem::{Class, InField as _, Wrong};
use base::{Day, Id, Level, Quantity, Ref, Result, Saying, Tri, When};
use kernel::evidence::{self, Form};
use kernel::fact::store::LATEST;
use kernel::obligation::{Content, Escalation, Obligation, Outcome, Settlement, acts, rules, store};
use kernel::policy::Depth;
use kernel::scope::sight;
use kernel::{Done, Tx, agreement};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Days from today to the day that an example names.
pub const EXAMPLE_DAYS: i64 = 30;

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
///
/// # Errors
/// Every field that is missing or wrong.
pub fn content(tx: &Tx<'_>, new: &NewObligation) -> Result<Content> {
    let (mut wrong, today) = (Wrong::default(), tx.today());
    wrong.take("kind", rules::prefix(&new.kind))?;
    wrong.take("what", rules::check_what(&new.what))?;
    let content = Content {
        kind: new.kind.clone(),
        agreement: wrong.take("agreement", bound(tx, new.agreement.trim()))?.flatten(),
        from: wrong.take("from", meant(tx, &new.from))?.flatten(),
        what: new.what.clone(),
        quantity: wrong.take("unit", quantity(new))?.flatten(),
        owner: wrong.take("owner", owner(tx, &new.owner))?,
        deputy: wrong.take("deputy", meant(tx, &new.deputy))?.flatten(),
        due: wrong.take("due", due(&new.due, today))?.flatten(),
        escalation: Escalation::Standard,
        source: None,
        open: new.open,
    };
    wrong.take("due", rules::check_due(content.due, today))?;
    wrong.refuse_one_by_name("tower-obligation-form")?;
    Ok(content)
}

fn quantity(new: &NewObligation) -> Result<Option<Quantity>> {
    match (new.amount, new.unit.trim()) {
        (Some(_), "") => Err(Saying::invalid("tower-obligation-unit-missing").into()),
        (Some(amount), unit) => Quantity::of(amount, unit).map(Some),
        (None, _) => Ok(None),
    }
}

fn owner(tx: &Tx<'_>, typed: &str) -> Result<Ref> {
    meant(tx, typed)?.ok_or_else(|| Saying::invalid("obligation-owner-missing").into())
}

fn bound(tx: &Tx<'_>, number: &str) -> Result<Option<Id>> {
    if number.is_empty() {
        return Ok(None);
    }
    let found = agreement::store::by_number(tx, number, LATEST, &sight(tx))?
        .ok_or_else(|| Saying::invalid("obligation-agreement-unknown").with("agreement", number))?;
    Ok(Some(found.id))
}

/// By when something is owed; none when nothing was typed. The example is a day that can still be met.
fn due(text: &str, today: Day) -> Result<Option<When>> {
    let example = today.plus(EXAMPLE_DAYS);
    match text.trim() {
        "" => Ok(None),
        text => When::parse(text).map(Some).map_err(|_| {
            Saying::invalid("tower-due-broken")
                .with("text", crate::pack::value::short(text))
                .with("day", example)
                .with("month", &example.to_string()[..7])
                .with("year", example.year())
                .into()
        }),
    }
}

/// Gives it to another owner; also how somebody takes it over and how a gap is closed.
pub fn hand_over(tx: &mut Tx<'_>, number: &str, new: &NewOwner, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::HAND_OVER, &found.target())?;
    not_stale(&found, expected)?;
    let mut wrong = Wrong::default();
    let owner = wrong.take("owner", owner(tx, &new.owner))?;
    let deputy = wrong.take("deputy", meant(tx, &new.deputy))?.flatten();
    wrong.take("reason", rules::needed_reason(&new.reason))?;
    wrong.refuse_one_by_name("tower-obligation-form")?;
    match owner {
        Some(owner) => acts::hand_over(tx, found.id, owner, deputy, &new.reason),
        None => Err(Saying::invalid("obligation-owner-missing").into()),
    }
}

/// Gives it another due day.
pub fn change_due(tx: &mut Tx<'_>, number: &str, new: &NewDue, expected: Option<i64>) -> Result<Done> {
    let found = find(tx, number)?;
    tx.allow(&acts::CHANGE_DUE, &found.target())?;
    not_stale(&found, expected)?;
    let (mut wrong, today) = (Wrong::default(), tx.today());
    let missing = || Saying::invalid("tower-obligation-due-missing");
    let due = due(&new.due, today).and_then(|due| due.ok_or_else(|| missing().into()));
    let due = wrong.take("due", due)?;
    wrong.take("due", rules::check_due(due, today))?;
    wrong.take("reason", rules::needed_reason(&new.reason))?;
    wrong.refuse_one_by_name("tower-obligation-form")?;
    match due {
        Some(due) => acts::change_due(tx, found.id, due, &new.reason),
        None => Err(missing().into()),
    }
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
