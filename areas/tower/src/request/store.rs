//! Rows of the stages of budget requests.

use super::Stage;
use base::{Id, Result};
use db::{Read, Row, Sql};
use kernel::Tx;

const END: Sql = Sql::new(
    "tower.budget_stage.end",
    "update tower_budget_stage set seq_out = ?3 where obligation = ?1 and stage = ?2 and seq_out is null",
);
const INSERT: Sql = Sql::new(
    "tower.budget_stage.insert",
    "insert into tower_budget_stage (id, obligation, stage, year, amount, unit, said_amount, said_unit, source, seq_in)
     values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
);
const LIST: Sql = Sql::new(
    "tower.budget_stage.list",
    "select stage, year, amount, unit, said_amount, said_unit, source, seq_in from tower_budget_stage
      where obligation = ?1 and seq_out is null
      order by case stage when 'asked' then 1 when 'ministry' then 2 when 'assembly' then 3 else 4 end limit 4",
);

/// All statements, for the test that prepares them.
pub const STATEMENTS: &[Sql] = &[END, INSERT, LIST];

/// Writes a stage, ending the row that told it before.
pub fn tell(tx: &mut Tx<'_>, obligation: Id, new: &Stage) -> Result<()> {
    let (id, obligation) = (tx.new_id().to_string(), obligation.to_string());
    tx.execute(&END, &[(&obligation).into(), (&new.stage).into(), tx.seq().into()])?;
    tx.execute(
        &INSERT,
        &[
            (&id).into(),
            (&obligation).into(),
            (&new.stage).into(),
            new.year.into(),
            new.amount.into(),
            (&new.unit).into(),
            new.said_amount.into(),
            (&new.said_unit).into(),
            (&new.source).into(),
            tx.seq().into(),
        ],
    )?;
    Ok(())
}

/// The stages that are known, in their order.
pub fn stages(read: &impl Read, obligation: Id) -> Result<Vec<Stage>> {
    read.list(&LIST, &[(&obligation.to_string()).into()], stage)
}

fn stage(row: &Row) -> Result<Stage> {
    Ok(Stage {
        stage: row.get(0)?,
        year: row.get(1)?,
        amount: row.get(2)?,
        unit: row.get(3)?,
        said_amount: row.get(4)?,
        said_unit: row.get(5)?,
        source: row.get(6)?,
        position: row.get(7)?,
    })
}
