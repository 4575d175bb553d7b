//! Rows of budget lines.

use super::BudgetLine;
use crate::plan::store::tri;
use base::Result;
use db::{Read, Row, Sql};
use kernel::Tx;

const INSERT: Sql = Sql::new(
    "tower.budget_line.insert",
    "insert into tower_budget_line (id, code, title_ko, title_en, title_zh, programme, version, amount, unit, said_amount,
       said_unit, source, seq, place)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
);
const LIST: Sql = Sql::new(
    "tower.budget_line.list",
    "select id, code, title_ko, title_en, title_zh, programme, version, amount, unit, said_amount, said_unit, source
       from tower_budget_line order by coalesce(programme, code), seq, place limit 5000",
);
const COUNT: Sql = Sql::new("tower.budget_line.count", "select count(*) from tower_budget_line");

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[INSERT, LIST, COUNT];

pub fn insert(tx: &Tx<'_>, place: i64, new: &BudgetLine) -> Result<()> {
    tx.execute(
        &INSERT,
        &[
            (&new.id.to_string()).into(),
            (&new.code).into(),
            (&new.title.ko).into(),
            (&new.title.en).into(),
            (&new.title.zh).into(),
            (&new.programme).into(),
            (&new.version).into(),
            new.amount.into(),
            (&new.unit).into(),
            new.said_amount.into(),
            (&new.said_unit).into(),
            (&new.source).into(),
            tx.seq().into(),
            place.into(),
        ],
    )?;
    Ok(())
}

/// All lines; those of one programme together.
pub fn list(read: &impl Read) -> Result<Vec<BudgetLine>> {
    read.list(&LIST, &[], line)
}

/// How many there are.
pub fn count(read: &impl Read) -> Result<i64> {
    read.one(&COUNT, &[], |row| row.get(0))
}

fn line(row: &Row) -> Result<BudgetLine> {
    Ok(BudgetLine {
        id: row.get(0)?,
        code: row.get(1)?,
        title: tri(row, 2)?,
        programme: row.get(5)?,
        version: row.get(6)?,
        amount: row.get(7)?,
        unit: row.get(8)?,
        said_amount: row.get(9)?,
        said_unit: row.get(10)?,
        source: row.get(11)?,
    })
}
