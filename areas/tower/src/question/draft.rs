//! Drafts of answers: what officers typed so far. One a question, seen by those who may answer, continued by any of them.
//!
//! Saving one is no act: a draft is overwritten, never counted, in no journal and in no search. It goes when the
//! question is answered or withdrawn.
//!
//! Invariant: whoever saves over a draft has seen the version that stands.

use super::form::SentAnswer;
use base::problem::Class;
use base::{Fault, Id, Instant, PersonId, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;

const FIND: Sql = Sql::new(
    "tower.question_draft.find",
    "select says, version, saved, person from tower_question_draft where question = ?1",
);
const INSERT: Sql = Sql::new(
    "tower.question_draft.insert",
    "insert into tower_question_draft (question, says, version, saved, person) values (?1, ?2, 1, ?3, ?4)
     on conflict (question) do nothing",
);
const REPLACE: Sql = Sql::new(
    "tower.question_draft.replace",
    "update tower_question_draft set says = ?2, version = version + 1, saved = ?3, person = ?4
      where question = ?1 and version = ?5",
);
const REMOVE: Sql =
    Sql::new("tower.question_draft.remove", "delete from tower_question_draft where question = ?1");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[FIND, INSERT, REPLACE, REMOVE];

/// A draft as it was last saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// What was typed.
    pub says: SentAnswer,
    /// Counted from 1.
    pub version: i64,
    /// When.
    pub saved: Instant,
    /// By whom; a number, never a name.
    pub person: PersonId,
}

/// The draft of a question's answer.
pub fn find(read: &impl Read, question: Id) -> Result<Option<Draft>> {
    read.opt(&FIND, &[(&question.to_string()).into()], draft)
}

/// Saves over the version that the writer saw; 0 = there was none.
///
/// # Errors
/// `tower-question-draft-newer` when somebody saved in between.
pub fn save(tx: &Tx<'_>, question: Id, says: &SentAnswer, by: PersonId, seen: i64) -> Result<()> {
    let says = serde_json::to_string(says).map_err(|error| Fault::new("writing a draft", error))?;
    let (question, by) = (question.to_string(), by.to_string());
    let (key, now) = ((&question).into(), tx.received().into());
    let saved = match seen {
        0 => tx.execute(&INSERT, &[key, (&says).into(), now, (&by).into()])?,
        seen => tx.execute(&REPLACE, &[key, (&says).into(), now, (&by).into(), seen.into()])?,
    };
    match saved {
        1 => Ok(()),
        _ => Err(Saying::new(Class::Stale, "tower-question-draft-newer").into()),
    }
}

/// Removes it, inside the act that makes it needless.
pub fn remove(tx: &Tx<'_>, question: Id) -> Result<()> {
    tx.execute(&REMOVE, &[(&question.to_string()).into()])?;
    Ok(())
}

fn draft(row: &Row) -> Result<Draft> {
    let says: String = row.get(0)?;
    let says = serde_json::from_str(&says).map_err(|error| Fault::new("reading a draft", error))?;
    Ok(Draft { says, version: row.get(1)?, saved: row.get(2)?, person: row.get(3)? })
}
