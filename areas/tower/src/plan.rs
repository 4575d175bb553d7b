//! Plans: what a city set out to do - vision, goal, values, strategies, tasks, targets, and what the plan became.
//!
//! Counting what was reached is the affair of measures; nothing here holds a result.
//!
//! Invariant: a task whose name is not known stays a slot with the status `open`; a name taken from reports is
//! `reconstructed`, never `official`.

pub mod search;
pub mod store;

use base::{Day, Id, Tri};
use kernel::policy::{Kind, Retention, Visibility};
use serde::Serialize;
use utoipa::ToSchema;

/// A plan as a kind of record.
pub const KIND: Kind = Kind {
    name: "plan",
    area: "tower",
    visibility: Visibility::Public,
    retention: Retention { years: None, basis: "public records" },
    fact: None,
};
/// A value, a strategy or a task of a plan.
pub const ELEMENT: Kind = Kind { name: "plan_element", ..KIND };
/// A target of a plan.
pub const TARGET: Kind = Kind { name: "target", ..KIND };

/// What a plan says of itself.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Plan {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key, as in `gwangju-2020`.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    #[schema(value_type = Object)]
    pub vision: Tri,
    #[schema(value_type = Object)]
    pub goal: Tri,
    /// The goal of the country that it names; empty when it names none.
    #[schema(value_type = Object)]
    pub national_goal: Tri,
    /// The business model that it names; empty when it names none.
    #[schema(value_type = Object)]
    pub business_model: Tri,
    /// When it was proclaimed.
    #[schema(value_type = Option<String>)]
    pub proclaimed: Option<Day>,
    /// How many years it looks ahead.
    pub horizon_years: Option<i64>,
    /// What is to be said of it.
    pub note: Option<String>,
    /// A short source key.
    pub source: Option<String>,
}

/// What an element of a plan is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementKind {
    /// What the plan holds dear.
    Value,
    /// A strategy.
    Strategy,
    /// A task of a strategy.
    Task,
}

impl ElementKind {
    /// The stored code.
    pub fn code(self) -> &'static str {
        match self {
            ElementKind::Value => "value",
            ElementKind::Strategy => "strategy",
            ElementKind::Task => "task",
        }
    }
}

/// A value, a strategy or a task.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Element {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key inside the plan: `t07`.
    pub code: String,
    /// For tasks: the key of the strategy.
    pub strategy: Option<String>,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Other wordings.
    pub aliases: Vec<String>,
    /// For tasks: `official`, `reconstructed` or `open`.
    pub status: Option<String>,
    /// For strategies: how many tasks were announced.
    pub announced_tasks: Option<i64>,
    /// A short source key.
    pub source: Option<String>,
}

/// What a plan wants to reach.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct Target {
    /// Its id.
    #[schema(value_type = String)]
    pub id: Id,
    /// Its key inside the plan: `jobs`.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Whole base units.
    pub amount: i64,
    /// The base unit of the registry.
    pub unit: String,
    /// `=`, `~`, `>` or `>=`.
    pub relation: String,
    /// The first day that counts.
    #[schema(value_type = Option<String>)]
    pub from: Option<Day>,
    /// The last day by which it should be reached.
    #[schema(value_type = Option<String>)]
    pub due: Option<Day>,
    /// True when the source gives no date and it was worked out.
    pub due_inferred: bool,
    /// A short source key.
    pub source: Option<String>,
}

impl Target {
    /// A target that the whole plan is about: it runs as long as the plan does.
    pub fn is_of_the_whole(&self) -> bool {
        self.from.is_some()
    }
}

/// A plan with everything in it, as pages and the API show it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PlanView {
    /// The plan.
    #[serde(flatten)]
    pub plan: Plan,
    /// What it holds dear.
    pub values: Vec<Element>,
    /// Its strategies with their tasks, in the order of the plan.
    pub strategies: Vec<StrategyView>,
    /// Its targets. No results are counted yet: that begins with the measures.
    pub targets: Vec<Target>,
    /// What it became later, oldest first.
    pub later: Vec<Plan>,
    /// Stages of its business model and what is counted there; on the plan's own answer alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<PlanStage>,
    /// The position that this view shows.
    pub position: i64,
}

/// A stage of the business model as the plan names it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct PlanStage {
    /// Its key.
    pub code: String,
    #[schema(value_type = Object)]
    pub title: Tri,
    /// Measures that count there, by id.
    pub measures: Vec<String>,
    /// Kinds of obligations that pass there.
    pub promises: Vec<String>,
    /// Subjects of published numbers about it.
    pub claims: Vec<String>,
}

/// A strategy with its tasks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct StrategyView {
    /// The strategy.
    #[serde(flatten)]
    pub strategy: Element,
    /// Its tasks.
    pub tasks: Vec<Element>,
}
