//! Standing: the state of a record told as facts, one after another in the world's time.
//!
//! The record's own versions say what we believed when; these facts say from which day on the state held, so that a
//! measure can count states on any civil day. From the given day on, what was believed is replaced.

use crate::fact::store::{LATEST, of_subject};
use crate::fact::{self, Statement};
use crate::policy::Kind;
use crate::tx::Tx;
use base::{Day, Days, Id, Level, Ref, Result};

/// Facts of one state that one record has at the same position.
pub(crate) const STATES_MAX: i64 = 1_000;

/// A state that begins.
pub struct Standing<'a> {
    /// The code of the kind.
    pub code: &'a str,
    /// The first day on which it holds; none = since ever, or not known.
    pub from: Option<Day>,
    /// How it is known.
    pub level: Level,
    /// What it rests on.
    pub evidence: Option<Id>,
    /// The source key of an imported record.
    pub source: Option<&'a str>,
}

/// States that `subject` is in this state from a day on. A former state that reaches beyond that day is corrected:
/// it ends there, or was never, when it began later.
pub fn stand(tx: &mut Tx<'_>, kind: &Kind, subject: &Ref, new: &Standing<'_>) -> Result<Id> {
    for former in of_subject(tx, subject, kind.name, LATEST, STATES_MAX)? {
        let held = former.says.valid;
        let cut = Days { from: held.from, to: new.from };
        match (held.from, new.from, held.to) {
            (_, Some(from), Some(to)) if to <= from => {}
            (Some(began), Some(from), _) if began < from => {
                fact::correct(tx, kind, former.id, &Statement { valid: cut, ..former.says })?;
            }
            (None, Some(_), _) => {
                fact::correct(tx, kind, former.id, &Statement { valid: cut, ..former.says })?;
            }
            (_, _, _) => fact::end(tx, former.id)?,
        }
    }
    let says = Statement {
        code: Some(new.code.to_owned()),
        evidence: new.evidence,
        source: new.source.map(str::to_owned),
        ..Statement::new(kind, subject.clone(), Days { from: new.from, to: None }, new.level)
    };
    fact::state(tx, kind, &says)
}

/// The first day of the state that is believed to hold last; none when it is not known.
pub fn since(read: &impl db::Read, kind: &Kind, subject: &Ref) -> Result<Option<Day>> {
    let states = of_subject(read, subject, kind.name, LATEST, STATES_MAX)?;
    Ok(states.iter().find(|fact| fact.says.valid.to.is_none()).and_then(|fact| fact.says.valid.from))
}
