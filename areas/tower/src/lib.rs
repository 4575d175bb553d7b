//! The control tower: what a city set out to do, who meets about it, who stands for it, what it may cost - and the
//! packs that a city is loaded from.

pub mod api;
pub mod body;
pub mod budget;
pub mod overview;
pub mod pack;
pub mod pages;
pub mod people;
pub mod plan;
#[cfg(test)]
mod tests;
pub mod web;

use ::web::Area;
use ::web::http::{Routes, Who};
use db::{Migration, Migrations};

/// The tables of the tower.
pub const MIGRATIONS: Migrations = Migrations {
    area: "tower",
    steps: &[Migration { name: "0001_plan", sql: include_str!("../migrations/0001_plan.sql") }],
};

/// Everything the tower adds to the hub.
pub fn area() -> Area {
    let area = Area::new("tower").migrations(MIGRATIONS).words(include_str!("words.toml")).api(api::routes());
    let area = area.nav("tower-nav", "/", 10).nav("tower-nav-plan", "/plan", 20).pages(pages());
    let area = area.actions(pack::load::ACTIONS).statements(pack::items::STATEMENTS);
    let area = area.kinds(&[&plan::KIND, &plan::ELEMENT, &plan::TARGET]).statements(plan::store::STATEMENTS);
    let area = area.kinds(&[&body::KIND, &body::MEMBER, &people::ROLE]).statements(body::store::STATEMENTS);
    let area = area.kinds(&[&budget::KIND]).statements(budget::store::STATEMENTS);
    let area = area.searchables(plan::search::SEARCHABLES).statements(plan::search::STATEMENTS);
    let area = area.searchables(&[body::search::SEARCHABLE]).statements(body::search::STATEMENTS);
    area.searchables(&[budget::search::SEARCHABLE]).statements(budget::search::STATEMENTS)
}

fn pages() -> Routes {
    let public = Who::Everyone("the plan, bodies, public roles and announced budgets are public records");
    Routes::new()
        .get("/", public, web::home)
        .get("/plan", public, web::plan)
        .get("/bodies", public, web::bodies)
        .get("/people", public, web::people)
        .get("/budget", public, web::budget)
}
