//! Facts: what is true of whom, when, how well known, and when we believed it.
//!
//! A fact has two times: `valid`, civil days in the world, and the positions between which it was believed. A
//! correction ends one belief and states another in the same act; nothing is ever rewritten. "A is B" is a fact too.

pub mod digest;
pub mod feed;
pub mod store;

use crate::policy::Kind;
use crate::tx::Tx;
use base::{Days, Id, Level, Ref, Result, Saying};

/// The kind of the fact "subject is the same as other".
pub const IDENTITY: &str = "identity";

/// A fact as it is stored.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Fact {
    /// Its id.
    pub id: Id,
    /// Position that stated it.
    pub seq_in: i64,
    /// Position that ended our belief.
    pub seq_out: Option<i64>,
    /// What it says.
    #[serde(flatten)]
    pub says: Statement,
}

/// What a fact says.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Statement {
    /// The kind, declared by an area.
    pub kind: String,
    /// Of whom.
    pub subject: Ref,
    /// To whom or what, when the kind has it.
    pub other: Option<Ref>,
    /// A code of the kind.
    pub code: Option<String>,
    /// Whole units of the kind's unit.
    pub amount: Option<i64>,
    /// A place code.
    pub place: Option<String>,
    /// When it holds in the world.
    pub valid: Days,
    /// How it is known.
    pub level: Level,
    /// The evidence record.
    pub evidence: Option<Id>,
    /// A short source key of an imported record.
    pub source: Option<String>,
}

impl Statement {
    /// A bare statement; the rest is filled by struct update.
    pub fn new(kind: &Kind, subject: Ref, valid: Days, level: Level) -> Statement {
        Statement {
            kind: kind.name.to_owned(),
            subject,
            other: None,
            code: None,
            amount: None,
            place: None,
            valid,
            level,
            evidence: None,
            source: None,
        }
    }
}

/// States a fact, inside an act. The kind says what is allowed.
pub fn state(tx: &mut Tx<'_>, kind: &Kind, says: &Statement) -> Result<Id> {
    check(kind, says)?;
    let id = tx.new_id();
    store::insert(tx, id, says)?;
    Ok(id)
}

/// Ends our belief in a fact, inside an act.
pub fn end(tx: &mut Tx<'_>, id: Id) -> Result<()> {
    match store::end(tx, id)? {
        true => Ok(()),
        false => Err(Saying::conflict("kernel-fact-not-current").with("fact", id).into()),
    }
}

/// Ends one belief and states another in its place.
pub fn correct(tx: &mut Tx<'_>, kind: &Kind, wrong: Id, says: &Statement) -> Result<Id> {
    end(tx, wrong)?;
    state(tx, kind, says)
}

fn check(kind: &Kind, says: &Statement) -> Result<()> {
    let wrong = |why: &'static str| Err(Saying::invalid(why).with("kind", &says.kind).into());
    let Some(fact) = kind.fact.filter(|_| kind.name == says.kind) else { return wrong("kernel-fact-kind") };
    if fact.subject != "*" && fact.subject != says.subject.kind {
        return wrong("kernel-fact-subject");
    }
    let any = fact.codes == ["*"];
    if says.code.as_deref().is_some_and(|code| !any && !fact.codes.contains(&code)) {
        return wrong("kernel-fact-code");
    }
    if says.amount.is_some() != fact.unit.is_some() {
        return wrong("kernel-fact-amount");
    }
    Ok(())
}
