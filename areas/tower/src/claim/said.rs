//! What the organisation named says of a claim: answers, and requests to correct with their own answer and day.
//!
//! Invariant: what was said stays; a second answer stands beside the first.

use base::{Day, Fault, Id, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.claim_reply.insert",
    "insert into tower_claim_reply (id, number, claim, kind, organisation, says, lang, document, link, said, due, seq)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
);
const ANSWERED: Sql = Sql::new(
    "tower.claim_reply.answered",
    "update tower_claim_reply set outcome = ?2, answer = ?3, answered = ?4, answered_seq = ?5
      where id = ?1 and kind = 'request' and outcome is null",
);
const OF: Sql = Sql::new(
    "tower.claim_reply.of",
    "select id, number, claim, kind, organisation, says, lang, document, link, said, due, outcome, answer, answered, seq
       from tower_claim_reply where claim = ?1 order by seq, id limit 200",
);
const BY_NUMBER: Sql = Sql::new(
    "tower.claim_reply.by_number",
    "select id, number, claim, kind, organisation, says, lang, document, link, said, due, outcome, answer, answered, seq
       from tower_claim_reply where number = ?1",
);
const WAITING: Sql = Sql::new(
    "tower.claim_reply.waiting",
    "select id, number, claim, kind, organisation, says, lang, document, link, said, due, outcome, answer, answered, seq
       from tower_claim_reply where kind = 'request' and outcome is null order by due, seq, id limit 200",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, ANSWERED, OF, BY_NUMBER, WAITING];

/// What somebody says for an organisation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NewSaid {
    /// The text.
    pub says: String,
    /// The language of the text: `ko`, `en` or `zh`.
    pub lang: String,
    /// The paper it came on; needed from whoever writes down what an organisation sent.
    pub document: Option<String>,
    /// Where more can be read.
    pub link: Option<String>,
}

/// One thing that was said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// Its id.
    pub id: Id,
    /// `2026-CRQ-0001`, `2026-CRP-0001`.
    pub number: String,
    /// The claim.
    pub claim: Id,
    /// True for a request to correct.
    pub is_request: bool,
    /// For whom.
    pub organisation: Id,
    /// What.
    pub says: NewSaid,
    /// On which day.
    pub said: Day,
    /// For requests: the last day of the answer.
    pub due: Option<Day>,
    /// For answered requests: `corrected` or `declined`.
    pub outcome: Option<String>,
    /// The answer.
    pub answer: Option<String>,
    /// Its day.
    pub answered: Option<Day>,
    /// The position that wrote it.
    pub seq: i64,
}

/// Writes it.
pub fn insert(tx: &Tx<'_>, new: &Said) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&new.id.to_string()).into(),
            (&new.number).into(),
            (&new.claim.to_string()).into(),
            if new.is_request { "request" } else { "reply" }.into(),
            (&new.organisation.to_string()).into(),
            (&new.says.says).into(),
            (&new.says.lang).into(),
            (&new.says.document).into(),
            (&new.says.link).into(),
            new.said.into(),
            new.due.into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// Answers a request once.
pub fn answer(tx: &Tx<'_>, id: Id, outcome: &str, answer: &str, day: Day) -> Result<()> {
    let id = id.to_string();
    let params = [(&id).into(), outcome.into(), answer.into(), day.into(), tx.seq().into()];
    match tx.execute(&ANSWERED, &params)? {
        1 => Ok(()),
        _ => Err(Saying::conflict("tower-claim-answered-before").into()),
    }
}

/// All that was said of a claim, oldest first.
pub fn of(read: &impl Read, claim: Id) -> Result<Vec<Said>> {
    read.list(&OF, &[(&claim.to_string()).into()], said)
}

/// One by its number, or "not found".
pub fn get(read: &impl Read, number: &str) -> Result<Said> {
    read.opt(&BY_NUMBER, &[number.into()], said)?.ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// Requests without an answer, the most urgent first.
pub fn waiting(read: &impl Read) -> Result<Vec<Said>> {
    read.list(&WAITING, &[], said)
}

fn said(row: &Row) -> Result<Said> {
    let kind: String = row.get(3)?;
    let is_request = match kind.as_str() {
        "request" => true,
        "reply" => false,
        other => return Err(Fault::new("reading a reply", format!("the kind {other}")).into()),
    };
    Ok(Said {
        id: row.get(0)?,
        number: row.get(1)?,
        claim: row.get(2)?,
        is_request,
        organisation: row.get(4)?,
        says: NewSaid { says: row.get(5)?, lang: row.get(6)?, document: row.get(7)?, link: row.get(8)? },
        said: row.get(9)?,
        due: row.get(10)?,
        outcome: row.get(11)?,
        answer: row.get(12)?,
        answered: row.get(13)?,
        seq: row.get(14)?,
    })
}
