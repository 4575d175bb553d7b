//! The rules around a claim: what may be said of it, who sees a finding when, when one may be published. Pure.

use super::finding::Finding;
use base::quantity::Unit;
use base::{Day, Id, Result, Saying};
use kernel::policy::{Actor, Depth, Role};

/// The longest text that is said of a claim, in characters.
pub const TEXT_CHARS_MAX: usize = 2_000;
/// Days in which a request to correct is answered.
pub const ANSWER_DAYS: i64 = 14;
/// The fewest days that the organisation named has before a finding may be published.
pub const SHOWN_DAYS_MIN: i64 = 7;
/// The most.
pub const SHOWN_DAYS_MAX: i64 = 90;
/// Hand-ins of visitors that a city takes from one network in one hour.
pub const HAND_INS_PER_SENDER: usize = 20;
/// Hand-ins of visitors that a city takes in one hour from all of them together.
pub const HAND_INS_PER_HOUR: i64 = 300;
/// Hand-ins that wait at once.
pub const HAND_INS_WAITING: i64 = 5_000;

/// A text that a person typed: something, not too much, no numbers that identify people.
///
/// # Errors
/// Refuses with the field's own sentence.
pub fn text(typed: &str) -> Result<String> {
    let typed = base::canon::nfc(typed.trim());
    if typed.is_empty() {
        return Err(Saying::invalid("tower-claim-text-empty").into());
    }
    let count = typed.chars().count();
    if count > TEXT_CHARS_MAX {
        return Err(Saying::invalid("tower-claim-text-long")
            .with("count", count)
            .with("max", TEXT_CHARS_MAX)
            .into());
    }
    if !tables::personal_numbers_in_text(&typed).is_empty() {
        return Err(Saying::invalid("tower-claim-personal-number").into());
    }
    Ok(typed)
}

/// A text that may be left out.
///
/// # Errors
/// As [`text`].
pub fn optional(typed: Option<&str>) -> Result<Option<String>> {
    typed.filter(|typed| !typed.trim().is_empty()).map(text).transpose()
}

/// A unit that a hand-in may have: one of the registry, or projects, which public records count.
pub fn is_unit(code: &str) -> bool {
    code == "project" || Unit::find(code).is_ok()
}

/// A unit of which nobody has fewer than none: people, days, but not money, which may be owed, and no change in percent.
pub fn is_count(code: &str) -> bool {
    let may_be_owed = |unit: Unit| matches!(unit.base, "krw" | "usd" | "permyriad");
    is_unit(code) && !Unit::find(code).is_ok_and(may_be_owed)
}

/// An address that anyone can open: `https://host/…` or `http://host/…`.
///
/// # Errors
/// Refuses anything else; a page would make it a link.
pub fn link(typed: &str) -> Result<String> {
    let typed = typed.trim();
    let host = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://"));
    let plain = host.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        host.contains('.') && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))
    });
    let printable =
        typed.chars().all(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"'));
    if !plain || !printable || typed.len() > 500 {
        return Err(Saying::invalid("tower-claim-link-broken").into());
    }
    Ok(typed.to_owned())
}

/// Whether this reader sees a finding. Everyone, once it was published; the members of the organisation it was shown to,
/// from that day on; the office (officers and heads), auditors and the program always. Council and ministry read with
/// everyone, after the organisation named.
pub fn sees(actor: &Actor, finding: &Finding) -> bool {
    let of_the_named = || {
        actor.grants().iter().any(|grant| {
            grant.role == Role::Member
                && grant.organisation.is_some()
                && grant.organisation == finding.shown_to
        })
    };
    finding.published_seq.is_some() || is_inside(actor) || (finding.shown_seq.is_some() && of_the_named())
}

/// Officers, heads, auditors and the program.
pub fn is_inside(actor: &Actor) -> bool {
    actor.is(Role::Officer) || actor.is(Role::Head) || actor.depth() == Depth::Audit
}

/// The last day for an answer, when a finding is shown.
///
/// # Errors
/// Refuses a period that is too short to answer in, or endless.
pub fn answer_by(today: Day, days: i64) -> Result<Day> {
    match (SHOWN_DAYS_MIN..=SHOWN_DAYS_MAX).contains(&days) {
        true => Ok(today.plus(days)),
        false => Err(Saying::invalid("tower-claim-days")
            .with("min", SHOWN_DAYS_MIN)
            .with("max", SHOWN_DAYS_MAX)
            .into()),
    }
}

/// Whether a finding may be published: it was shown, and the organisation answered since or its days have passed. When
/// nobody is named there is nobody to show it to, and the reason is written down.
///
/// # Errors
/// Refuses with what is missing.
pub fn may_publish(
    finding: &Finding,
    named: Option<Id>,
    has_answered: bool,
    today: Day,
    why: Option<&str>,
) -> Result<()> {
    if finding.published_seq.is_some() {
        return Err(Saying::conflict("tower-claim-published-before").into());
    }
    if named.is_none() && finding.shown_seq.is_none() {
        return match why {
            Some(_) => Ok(()),
            None => Err(Saying::invalid("tower-claim-nobody-named").into()),
        };
    }
    let Some(until) = finding.answer_by.filter(|_| finding.shown_seq.is_some()) else {
        return Err(Saying::conflict("tower-claim-not-shown").into());
    };
    match has_answered || until < today {
        true => Ok(()),
        false => Err(Saying::conflict("tower-claim-too-early").with("until", until).into()),
    }
}
