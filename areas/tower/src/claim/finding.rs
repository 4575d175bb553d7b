//! Findings: what counting a list gave for a claim. Only the program makes one, from a snapshot of a measure: nobody
//! types a total.

use base::{Day, Fault, Id, Result};
use claims::number::Printed;
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.claim_finding.insert",
    "insert into tower_claim_finding (id, claim, definition, low, high, snapshot, seq) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
);
const SHOWN: Sql = Sql::new(
    "tower.claim_finding.shown",
    "update tower_claim_finding set shown_to = ?2, shown_seq = ?3, answer_by = ?4, obligation = ?5
      where id = ?1 and published_seq is null",
);
const PUBLISHED: Sql = Sql::new(
    "tower.claim_finding.published",
    "update tower_claim_finding set published_seq = ?2, published_why = ?3 where id = ?1 and published_seq is null",
);
const LIST: Sql = Sql::new(
    "tower.claim_finding.list",
    "select id, claim, definition, low, high, snapshot, seq, shown_to, shown_seq, answer_by, obligation, published_seq,
            published_why
       from tower_claim_finding order by seq desc, id limit ?1",
);
const OF: Sql = Sql::new(
    "tower.claim_finding.of",
    "select id, claim, definition, low, high, snapshot, seq, shown_to, shown_seq, answer_by, obligation, published_seq,
            published_why
       from tower_claim_finding where claim = ?1 order by seq desc, id limit 100",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, SHOWN, PUBLISHED, LIST, OF];

/// Findings read for one comparison.
const FINDINGS_MAX: i64 = 20_000;

/// What counting gave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewFinding {
    /// What was counted and how: name and version of the measure.
    pub definition: String,
    /// The sum over rows that count, in the unit of the claim.
    pub low: Printed,
    /// With every unknown row; none when a row has no upper bound.
    pub high: Option<Printed>,
    /// The snapshot that holds the rows, as `kind:id`.
    pub snapshot: String,
}

/// A finding as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Its id.
    pub id: Id,
    /// The claim it is about.
    pub claim: Id,
    /// What counting gave.
    pub counted: NewFinding,
    /// The position that wrote it.
    pub seq: i64,
    /// The organisation it was shown to.
    pub shown_to: Option<Id>,
    /// The position that showed it.
    pub shown_seq: Option<i64>,
    /// The last day for an answer.
    pub answer_by: Option<Day>,
    /// The obligation that asks for the answer.
    pub obligation: Option<Id>,
    /// The position that published it.
    pub published_seq: Option<i64>,
    /// Why it was published without being shown.
    pub published_why: Option<String>,
}

/// Writes a finding.
pub fn insert(tx: &Tx<'_>, id: Id, claim: Id, new: &NewFinding) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&id.to_string()).into(),
            (&claim.to_string()).into(),
            (&new.definition).into(),
            (&new.low.plain()).into(),
            (&new.high.as_ref().map(Printed::plain)).into(),
            (&new.snapshot).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// Notes that it was shown.
pub fn shown(tx: &Tx<'_>, id: Id, to: Id, answer_by: Day, obligation: Id) -> Result<()> {
    let (id, to, obligation) = (id.to_string(), to.to_string(), obligation.to_string());
    let params = [(&id).into(), (&to).into(), tx.seq().into(), answer_by.into(), (&obligation).into()];
    tx.execute(&SHOWN, &params)?;
    Ok(())
}

/// Notes that it was published.
pub fn published(tx: &Tx<'_>, id: Id, why: Option<&str>) -> Result<()> {
    tx.execute(&PUBLISHED, &[(&id.to_string()).into(), tx.seq().into(), why.into()])?;
    Ok(())
}

/// All findings, newest first.
pub fn list(read: &impl Read) -> Result<Vec<Finding>> {
    read.list(&LIST, &[FINDINGS_MAX.into()], finding)
}

/// Findings of one claim, newest first.
pub fn of(read: &impl Read, claim: Id) -> Result<Vec<Finding>> {
    read.list(&OF, &[(&claim.to_string()).into()], finding)
}

fn finding(row: &Row) -> Result<Finding> {
    let number = |text: &str| {
        Printed::parse(text).ok_or_else(|| Fault::new("reading a finding", format!("the number {text}")))
    };
    let high: Option<String> = row.get(4)?;
    let counted = NewFinding {
        definition: row.get(2)?,
        low: number(&row.get::<String>(3)?)?,
        high: high.map(|text| number(&text)).transpose()?,
        snapshot: row.get(5)?,
    };
    Ok(Finding {
        id: row.get(0)?,
        claim: row.get(1)?,
        counted,
        seq: row.get(6)?,
        shown_to: row.get(7)?,
        shown_seq: row.get(8)?,
        answer_by: row.get(9)?,
        obligation: row.get(10)?,
        published_seq: row.get(11)?,
        published_why: row.get(12)?,
    })
}
