//! Budget requests: what was asked for a year, what the ministry put in, what the Assembly made of it, what was secured.
//!
//! The request itself is an obligation of the kind `budget_request`; its stages stand here, each as it was printed. A
//! stage that nobody told is unknown, never zero. Money that moves is in the ledger.

pub mod acts;
pub mod pages;
pub mod store;
#[cfg(test)]
mod tests;
pub mod web;

use crate::obligation::{Line, line};
use crate::who::Reader;
use base::Result;
use db::Read;
use kernel::obligation::board;
use serde::Serialize;
use utoipa::ToSchema;

/// Adds budget requests to the tower.
pub fn add_to(area: ::web::Area) -> ::web::Area {
    area.actions(acts::ACTIONS)
        .statements(store::STATEMENTS)
        .words(include_str!("request/words.toml"))
        .pages(self::web::routes())
        .api(self::web::api())
}

/// The kind of obligation.
pub const KIND: &str = "budget_request";
/// Requests on one page.
const REQUESTS_MAX: i64 = 500;

/// The stages, in their order.
pub const STAGES: [&str; 4] = ["asked", "ministry", "assembly", "secured"];

/// One stage of a request.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[schema(as = BudgetStage)]
pub struct Stage {
    /// `asked`, `ministry`, `assembly` or `secured`.
    pub stage: String,
    /// The year of the budget.
    pub year: i64,
    /// Whole base units.
    pub amount: i64,
    /// The base unit.
    pub unit: String,
    /// The number as it was printed.
    pub said_amount: i64,
    /// The unit as it was printed.
    pub said_unit: String,
    /// A short source key.
    pub source: Option<String>,
    /// The act that told it.
    pub position: i64,
}

/// A request with its stages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BudgetRequest {
    /// The obligation.
    #[serde(flatten)]
    pub line: Line,
    /// The year of the budget; none when no stage is known.
    pub year: Option<i64>,
    /// The stages that are known, in their order.
    pub stages: Vec<Stage>,
    /// What was secured of what was asked, in hundredths of a per cent; none while one of them is unknown.
    pub secured_permyriad: Option<i64>,
}

/// All requests in the reader's scope.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BudgetRequests {
    /// The newest year first.
    pub items: Vec<BudgetRequest>,
    /// May the reader tell a stage?
    pub can_tell: bool,
}

/// Reads them.
pub fn list(read: &impl Read, reader: &Reader) -> Result<BudgetRequests> {
    let filter = board::Filter { kind: Some(KIND.to_owned()), ..board::Filter::default() };
    let page = board::page(read, &filter, None, reader.now, &reader.sight(), REQUESTS_MAX)?;
    let mut items = Vec::new();
    for of in &page.rows {
        let stages = store::stages(read, of.id)?;
        items.push(BudgetRequest {
            line: line(read, of, reader, reader.reads_internal())?,
            year: stages.iter().map(|stage| stage.year).max(),
            secured_permyriad: secured(&stages),
            stages,
        });
    }
    items.sort_by(|one, other| (other.year, &one.line.number).cmp(&(one.year, &other.line.number)));
    Ok(BudgetRequests { items, can_tell: acts::TELL.permits(&reader.actor, &Default::default()) })
}

/// What was secured of what was asked, when both are known in one unit.
fn secured(stages: &[Stage]) -> Option<i64> {
    let of = |name: &str| stages.iter().find(|stage| stage.stage == name);
    let (asked, got) = (of("asked")?, of("secured")?);
    let whole = i128::from(asked.amount);
    (asked.unit == got.unit && whole > 0)
        .then(|| i64::try_from((i128::from(got.amount) * 10_000 + whole / 2) / whole).ok())
        .flatten()
}
