//! What may be owed: the pure rules about the content of an obligation.

use super::Content;
use crate::agreement::{TEXT_MAX, shortened, title_is_empty, too_long};
use crate::policy::Target;
use base::{Day, Id, PersonId, Result, Saying, Tri, Unit, When};

/// Kinds of obligations and the letters of their numbers.
pub const KINDS: &[(&str, &str)] = &[
    ("pledge", "PLG"),
    ("directive", "DIR"),
    ("decision", "DEC"),
    ("council_promise", "CPR"),
    ("budget_request", "BRQ"),
    ("report", "RPT"),
    ("guarantee", "OGU"),
    ("lease", "OLE"),
    ("data", "ODA"),
    ("payment", "PAY"),
    ("delivery", "DLV"),
    ("proposal", "PRP"),
    ("task", "TSK"),
];

/// The last day that the due date may mean.
pub fn due_by(content: &Content) -> Option<Day> {
    last_day(content.due)
}

fn last_day(due: Option<When>) -> Option<Day> {
    due.and_then(|when| when.days().to).map(|after| after.plus(-1))
}

/// What the rules of an action look at: the owner of what is owed.
pub fn target(content: &Content) -> Target {
    let Some(owner) = &content.owner else { return Target::default() };
    Target {
        organisation: Id::parse(&owner.id).ok().filter(|_| owner.kind == "organisation"),
        office: Id::parse(&owner.id).ok().filter(|_| owner.kind == "office"),
        person: PersonId::parse(&owner.id).ok().filter(|_| owner.kind == "person"),
    }
}

/// What may be owed at all, imported or given here.
pub fn check(content: &Content) -> Result<()> {
    prefix(&content.kind)?;
    check_what(&content.what)?;
    if let Some(quantity) = &content.quantity {
        let unit = Unit::find(&quantity.unit)?;
        if unit.base != unit.code {
            return Err(Saying::invalid("obligation-unit-not-base")
                .with("unit", unit.code)
                .with("base", unit.base)
                .into());
        }
        if quantity.amount < 0 {
            return Err(Saying::invalid("obligation-amount-negative").with("amount", quantity.amount).into());
        }
    }
    check_people(content)
}

/// Something in at least one language, and not too long.
pub fn check_what(what: &Tri) -> Result<()> {
    if title_is_empty(what) {
        return Err(Saying::invalid("obligation-what-missing").into());
    }
    for text in [&what.ko, &what.en, &what.zh] {
        too_long(text.as_deref(), TEXT_MAX, "obligation-what-too-long")?;
    }
    Ok(())
}

/// What holds besides for one that is given in the hub: an owner, and a due day that can still be met.
pub fn check_taken(content: &Content, today: Day) -> Result<()> {
    if content.owner.is_none() {
        return Err(Saying::invalid("obligation-owner-missing").into());
    }
    check_due(content.due, today)
}

/// A due day that can still be met, when there is one.
pub fn check_due(due: Option<When>, today: Day) -> Result<()> {
    match last_day(due) {
        Some(due) if due < today => {
            Err(Saying::invalid("obligation-due-past").with("due", due).with("today", today).into())
        }
        _ => Ok(()),
    }
}

pub(super) fn check_people(content: &Content) -> Result<()> {
    for named in [&content.owner, &content.deputy].into_iter().flatten() {
        let good = match named.kind.as_str() {
            "organisation" | "office" => Id::parse(&named.id).is_ok(),
            "person" => PersonId::parse(&named.id).is_ok(),
            _ => false,
        };
        if !good {
            return Err(Saying::invalid("obligation-owner-kind")
                .with("owner", shortened(&named.to_string()))
                .into());
        }
    }
    if content.owner.is_some() && content.owner == content.deputy {
        return Err(Saying::invalid("obligation-deputy-is-owner").into());
    }
    if content.owner.is_none() && content.deputy.is_some() {
        return Err(Saying::invalid("obligation-owner-missing").into());
    }
    Ok(())
}

/// The letters of the numbers of a kind.
pub fn prefix(kind: &str) -> Result<&'static str> {
    match KINDS.iter().find(|(code, _)| *code == kind) {
        Some((_, letters)) => Ok(letters),
        None if kind.trim().is_empty() => Err(Saying::invalid("obligation-kind-missing").into()),
        None => Err(Saying::invalid("obligation-kind-unknown").with("kind", shortened(kind)).into()),
    }
}

/// A reason without outer spaces, something and not too long.
pub fn needed_reason(reason: &str) -> Result<String> {
    if reason.trim().is_empty() {
        return Err(Saying::invalid("obligation-reason-missing").into());
    }
    too_long(Some(reason), TEXT_MAX, "obligation-reason-too-long")?;
    Ok(reason.trim().to_owned())
}
