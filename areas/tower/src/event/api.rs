//! Events on the API. Each answer is what the page of the same name shows.

use super::{Event, EventView, store};
use crate::who::Reader;
use axum::extract::Path;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply;
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_events)).routes(routes!(get_event))
}

/// All events.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct EventList {
    /// The newest first; those without a day last.
    pub items: Vec<Event>,
}

/// What the page and the API read.
pub async fn list(ctx: &Ctx) -> Reply<EventList> {
    Ok(EventList { items: ctx.read(|read| store::list(read)).await? })
}

/// One event, or "not found".
pub async fn one(ctx: &Ctx, code: String) -> Reply<EventView> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| super::show(read, &code, &reader)).await
}

/// Events of the public record.
#[utoipa::path(get, path = "/events", tag = "tower", params(("city" = String, Path)),
    responses((status = 200, body = EventList)))]
async fn get_events(ctx: Ctx) -> Reply<Response> {
    reply::json(&list(&ctx).await?, None)
}

/// One event: who took part, what led to it, what came of it.
#[utoipa::path(get, path = "/events/{event}", tag = "tower", params(("city" = String, Path), ("event" = String, Path)),
    responses((status = 200, body = EventView), (status = 404)))]
async fn get_event(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&one(&ctx, code).await?, None)
}
