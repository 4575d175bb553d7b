//! The control tower: what a city set out to do, who meets about it, who stands for it, what it may cost - and the
//! packs that a city is loaded from.

pub mod body;
pub mod budget;
pub mod pack;
pub mod people;
pub mod plan;

use db::{Migration, Migrations, Sql};

/// The tables of the tower.
pub const MIGRATIONS: Migrations = Migrations {
    area: "tower",
    steps: &[Migration { name: "0001_plan", sql: include_str!("../migrations/0001_plan.sql") }],
};

/// Every statement of the tower, for the test that prepares them.
pub fn statements() -> Vec<Sql> {
    [body::store::STATEMENTS, budget::store::STATEMENTS, pack::items::STATEMENTS, plan::store::STATEMENTS].concat()
}
