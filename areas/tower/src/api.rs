//! The tower on the API. Each answer is what the page of the same name shows.

use crate::body::BodyView;
use crate::budget::BudgetLine;
use crate::overview::{self, Overview};
use crate::people::{self, PersonView};
use crate::plan::{self, PlanView};
use crate::{body, budget, serves};
use axum::response::Response;
use base::{Day, Saying};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply;
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_overview))
        .routes(routes!(get_plan))
        .routes(routes!(get_bodies))
        .routes(routes!(get_people))
        .routes(routes!(get_budget))
}

/// A value of a condition that is none of its codes.
pub fn unknown(value: &str, codes: &[&str]) -> Saying {
    let saying =
        Saying::invalid("tower-filter-value").with("value", value.chars().take(40).collect::<String>());
    saying.with("known", codes.join(", "))
}

/// All bodies.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BodyList {
    /// In the order of the record.
    pub items: Vec<BodyView>,
}

/// Everyone in a public role.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PersonList {
    /// In the order in which their roles were stated.
    pub items: Vec<PersonView>,
}

/// All budget lines.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BudgetList {
    /// Those of one programme together.
    pub items: Vec<BudgetLine>,
}

/// The city's day.
pub fn today(ctx: &Ctx) -> Day {
    ctx.city().today()
}

/// The plan, or "not found".
pub async fn plan(ctx: &Ctx) -> Reply<PlanView> {
    let (position, depth) = (ctx.city().position(), ctx.depth() as i64);
    ctx.read(move |read| {
        let (stages, served) = (serves::store::stages(read)?, serves::store::list(read, depth)?);
        let stages = serves::stages_of_plan(stages, &served);
        Ok(PlanView { stages, ..plan::store::get(read, position)? })
    })
    .await
}

/// All bodies.
pub async fn bodies(ctx: &Ctx) -> Reply<BodyList> {
    Ok(BodyList { items: ctx.read(|read| body::store::list(read)).await? })
}

/// Everyone in a public role; names are opened here and nowhere kept.
pub async fn people(ctx: &Ctx) -> Reply<PersonList> {
    let vault = Arc::clone(ctx.city().vault());
    Ok(PersonList { items: ctx.read(move |read| people::list(read, &vault)).await? })
}

/// All budget lines.
pub async fn budget(ctx: &Ctx) -> Reply<BudgetList> {
    Ok(BudgetList { items: ctx.read(|read| budget::store::list(read)).await? })
}

/// The city in short: plan, targets, business model, what serves its tasks, what wants attention.
#[utoipa::path(get, path = "/overview", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = Overview)))]
async fn get_overview(ctx: Ctx) -> Reply<Response> {
    reply::json(&overview::show(&ctx).await?, None)
}

/// The plan with values, strategies, tasks and targets.
#[utoipa::path(get, path = "/plan", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = PlanView), (status = 404)))]
async fn get_plan(ctx: Ctx) -> Reply<Response> {
    reply::json(&plan(&ctx).await?, None)
}

/// Groups that meet and decide.
#[utoipa::path(get, path = "/bodies", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = BodyList)))]
async fn get_bodies(ctx: Ctx) -> Reply<Response> {
    reply::json(&bodies(&ctx).await?, None)
}

/// People in public roles.
#[utoipa::path(get, path = "/people", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = PersonList)))]
async fn get_people(ctx: Ctx) -> Reply<Response> {
    reply::json(&people(&ctx).await?, None)
}

/// Announced budgets.
#[utoipa::path(get, path = "/budget", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = BudgetList)))]
async fn get_budget(ctx: Ctx) -> Reply<Response> {
    reply::json(&budget(&ctx).await?, None)
}
