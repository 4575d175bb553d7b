//! Numbers that anyone hands in: cells as typed, a receipt number, and what an officer decided.
//!
//! Nothing of what was typed is shown to others before an officer took it in; the receipt shows the state alone.

use base::{Fault, Id, Instant, Result, Saying};
use db::{Read, Row, Sql};
use kernel::Tx;
use serde::Serialize;
use utoipa::ToSchema;

const INSERT: Sql = Sql::new(
    "tower.claim_hand_in.insert",
    "insert into tower_claim_hand_in (id, number, cells, received, by_visitor, state, seq)
     values (?1, ?2, ?3, ?4, ?5, 'waiting', ?6)",
);
const DECIDED: Sql = Sql::new(
    "tower.claim_hand_in.decided",
    "update tower_claim_hand_in set state = ?2, reason = ?3, claim = ?4, decided_seq = ?5
      where id = ?1 and state = 'waiting'",
);
const BY_NUMBER: Sql = Sql::new(
    "tower.claim_hand_in.by_number",
    "select id, number, cells, received, state, reason, claim from tower_claim_hand_in where number = ?1",
);
const WAITING: Sql = Sql::new(
    "tower.claim_hand_in.waiting",
    "select id, number, cells, received, state, reason, claim from tower_claim_hand_in
      where state = 'waiting' order by seq, id limit 500",
);
const COUNTS: Sql = Sql::new(
    "tower.claim_hand_in.counts",
    "select (select count(*) from tower_claim_hand_in where state = 'waiting'),
            (select count(*) from tower_claim_hand_in where by_visitor = 1 and received > ?1)",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, DECIDED, BY_NUMBER, WAITING, COUNTS];

/// Where a hand-in stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandInState {
    /// An officer will look at it.
    Waiting,
    /// It stands among the published numbers.
    Accepted,
    /// It does not, and why is said.
    Refused,
}

impl HandInState {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            HandInState::Waiting => "waiting",
            HandInState::Accepted => "accepted",
            HandInState::Refused => "refused",
        }
    }

    fn parse(code: &str) -> Option<HandInState> {
        [HandInState::Waiting, HandInState::Accepted, HandInState::Refused]
            .into_iter()
            .find(|state| state.code() == code)
    }
}

/// A number that was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandedIn {
    /// Its id.
    pub id: Id,
    /// The receipt: `2026-CHI-0001`.
    pub number: String,
    /// What was typed, by column of the claims file.
    pub cells: Vec<(String, String)>,
    /// When.
    pub received: Instant,
    /// Where it stands.
    pub state: HandInState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The code of the claim it became.
    pub claim: Option<String>,
}

impl HandedIn {
    /// What was typed into a column.
    pub fn cell(&self, column: &str) -> &str {
        self.cells.iter().find(|(name, _)| name == column).map_or("", |(_, text)| text)
    }
}

/// Writes it.
pub fn insert(tx: &Tx<'_>, id: Id, number: &str, cells: &[(String, String)], by_visitor: bool) -> Result<()> {
    let cells = serde_json::to_string(cells).map_err(|e| Fault::new("writing a hand-in", e))?;
    let id = id.to_string();
    let params = [
        (&id).into(),
        number.into(),
        (&cells).into(),
        tx.received().into(),
        by_visitor.into(),
        tx.seq().into(),
    ];
    tx.execute(&INSERT, &params)?;
    Ok(())
}

/// Decides it once.
pub fn decide(
    tx: &Tx<'_>,
    id: Id,
    state: HandInState,
    reason: Option<&str>,
    claim: Option<&str>,
) -> Result<()> {
    let id = id.to_string();
    let params = [(&id).into(), state.code().into(), reason.into(), claim.into(), tx.seq().into()];
    match tx.execute(&DECIDED, &params)? {
        1 => Ok(()),
        _ => Err(Saying::conflict("tower-claim-decided-before").into()),
    }
}

/// One by its receipt, or "not found".
pub fn get(read: &impl Read, number: &str) -> Result<HandedIn> {
    read.opt(&BY_NUMBER, &[number.into()], handed_in)?
        .ok_or_else(|| Saying::not_found("base-not-found").into())
}

/// What waits, oldest first.
pub fn waiting(read: &impl Read) -> Result<Vec<HandedIn>> {
    read.list(&WAITING, &[], handed_in)
}

/// How many wait, and how many visitors handed in since.
pub fn counts(read: &impl Read, since: Instant) -> Result<(i64, i64)> {
    read.one(&COUNTS, &[since.into()], |row| Ok((row.get(0)?, row.get(1)?)))
}

fn handed_in(row: &Row) -> Result<HandedIn> {
    let state: String = row.get(4)?;
    let broken = |what: String| Fault::new("reading a hand-in", what);
    Ok(HandedIn {
        id: row.get(0)?,
        number: row.get(1)?,
        cells: serde_json::from_str(&row.get::<String>(2)?).map_err(|e| broken(e.to_string()))?,
        received: row.get(3)?,
        state: HandInState::parse(&state).ok_or_else(|| broken(format!("the state {state}")))?,
        reason: row.get(5)?,
        claim: row.get(6)?,
    })
}
