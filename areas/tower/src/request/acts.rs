//! Telling a stage of a budget request. A stage told again is a correction: the row before stays, ended.

use super::{KIND, STAGES, Stage, store};
use base::{Id, Quantity, Ref, Result, Saying};
use kernel::fact::store::LATEST;
use kernel::obligation::store as obligations;
use kernel::policy::{ALWAYS, Action, Role, rule};
use kernel::scope::sight;
use kernel::{Done, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Telling a stage.
pub const TELL: Action =
    Action::new("tower.budget_request.tell", &[rule(Role::Officer, ALWAYS), rule(Role::Head, ALWAYS)]);

/// All actions, for the written table.
pub const ACTIONS: &[&Action] = &[&TELL];

/// A stage to be told.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NewStage {
    /// `asked`, `ministry`, `assembly` or `secured`.
    pub stage: String,
    /// The year of the budget.
    pub year: i64,
    /// The number as it was printed.
    pub amount: i64,
    /// `krw` or `eok_krw` (100 million won).
    pub unit: String,
    /// A short source key.
    pub source: String,
}

impl NewStage {
    /// As it is stored.
    ///
    /// # Errors
    /// Refuses a stage, a year or a unit that does not exist, and an amount below zero.
    pub fn checked(&self, position: i64) -> Result<Stage> {
        if !STAGES.contains(&self.stage.as_str()) {
            return Err(Saying::invalid("tower-request-stage").with("stage", &self.stage).into());
        }
        if !(1990..=2100).contains(&self.year) {
            return Err(Saying::invalid("tower-request-year").with("year", self.year).into());
        }
        if self.amount < 0 {
            return Err(Saying::invalid("obligation-amount-negative").with("amount", self.amount).into());
        }
        let quantity = Quantity::of(self.amount, self.unit.trim())?;
        if quantity.unit != "krw" {
            return Err(Saying::invalid("tower-request-unit").with("unit", &self.unit).into());
        }
        Ok(Stage {
            stage: self.stage.clone(),
            year: self.year,
            amount: quantity.amount,
            unit: quantity.unit,
            said_amount: self.amount,
            said_unit: self.unit.trim().to_owned(),
            source: Some(self.source.trim().to_owned()).filter(|source| !source.is_empty()),
            position,
        })
    }
}

/// Tells a stage of a request.
pub fn tell(tx: &mut Tx<'_>, number: &str, new: &NewStage) -> Result<Done> {
    let found = obligations::by_number(tx, number, LATEST, &sight(tx))?
        .filter(|found| found.content.kind == KIND)
        .ok_or_else(|| Saying::not_found("base-not-found"))?;
    tx.allow(&TELL, &Default::default())?;
    let stage = new.checked(tx.seq())?;
    store::tell(tx, found.id, &stage)?;
    tx.record(&TELL, found.name(), Some(&found.number), &json!({"stage": stage}), &[])
}

/// The stages of a request that a pack brought in; the loader recorded the request itself.
pub fn import(tx: &mut Tx<'_>, obligation: &Ref, stages: &[NewStage]) -> Result<()> {
    let id = Id::parse(&obligation.id)?;
    for new in stages {
        let stage = new.checked(tx.seq())?;
        store::tell(tx, id, &stage)?;
    }
    Ok(())
}
