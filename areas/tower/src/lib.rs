//! The control tower: what a city set out to do, who meets about it, who stands for it, what it may cost - and the
//! packs that a city is loaded from.

pub mod agreement;
pub mod api;
pub mod body;
pub mod budget;
pub mod bundle;
pub mod claim;
pub mod event;
pub mod institution;
pub mod investor;
pub mod measure;
pub mod meeting;
pub mod obligation;
pub mod origin;
pub mod overview;
pub mod pack;
pub mod pages;
pub mod people;
pub mod plan;
pub mod question;
pub mod report;
pub mod request;
pub mod serves;
pub mod task;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
pub mod thread;
pub mod web;
pub mod who;

use ::web::Area;
use ::web::http::{Routes, Who};
use db::{Migration, Migrations};

/// The tables of the tower.
pub const MIGRATIONS: Migrations = Migrations {
    area: "tower",
    steps: &[
        Migration { name: "0001_plan", sql: include_str!("../migrations/0001_plan.sql") },
        Migration { name: "0002_claim", sql: include_str!("../migrations/0002_claim.sql") },
        Migration { name: "0003_promise", sql: include_str!("../migrations/0003_promise.sql") },
        Migration { name: "0004_measure", sql: include_str!("../migrations/0004_measure.sql") },
        Migration { name: "0005_question", sql: include_str!("../migrations/0005_question.sql") },
        Migration { name: "0006_question_draft", sql: include_str!("../migrations/0006_question_draft.sql") },
        Migration { name: "0007_home", sql: include_str!("../migrations/0007_home.sql") },
    ],
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
    let area = area.searchables(&[budget::search::SEARCHABLE]).statements(budget::search::STATEMENTS);
    let area = institution::add_to(body::add_to(area));
    let area = obligation::add_to(agreement::add_to(meeting::add_to(area)));
    let area = measure::add_to(request::add_to(report::add_to(area)));
    let area = investor::add_to(task::add_to(event::add_to(area)));
    let area = area
        .kinds(&[&serves::STAGE])
        .statements(serves::store::STATEMENTS)
        .words(include_str!("overview/words.toml"));
    question::add_to(thread::add_to(origin::add_to(claim::add_to(area))))
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
