//! Budget lines: what was said to be spent on what, by whom it was told and in which version.
//!
//! Money that moves is in the ledger; a budget line is only what was announced.
//!
//! Invariant: several totals of one programme stand side by side; none replaces another and they are never added up.

pub mod search;
pub mod store;

use base::{Id, Tri};
use kernel::policy::{Kind, Retention, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// A budget line as a kind of record.
pub const KIND: Kind = Kind {
    name: "budget_line",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};

/// What was announced.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct BudgetLine {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// The programme it is of, when several lines tell of the same one.
    pub programme: Option<String>,
    /// Which telling of the total this is.
    pub version: Option<String>,
    /// Whole base units: won.
    pub amount: i64,
    /// The base unit.
    pub unit: String,
    /// The number as it was printed.
    pub said_amount: i64,
    /// The unit as it was printed: `eok_krw` is 100 million won.
    pub said_unit: String,
    /// A short source key.
    pub source: Option<String>,
}
