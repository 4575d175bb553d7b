//! The journal on the API: what anyone needs to verify it.

use super::{JournalView, PAGE, page};
use axum::response::Response;
use kernel::journal::store;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_entries)).routes(routes!(get_checkpoints))
}

/// Where to go on.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// After this position.
    pub after: i64,
    /// How many, at most 1,000.
    pub limit: Option<i64>,
}

/// Entries of the journal, in order, with the newest checkpoint.
#[utoipa::path(get, path = "/journal", tag = "journal", params(("city" = String, Path), After),
    responses((status = 200, body = JournalView)))]
async fn get_entries(ctx: Ctx, Asked(after): Asked<After>) -> Reply<Response> {
    let (depth, key) = (ctx.depth(), ctx.city().public_key().to_owned());
    let limit = after.limit.unwrap_or(PAGE).clamp(1, 1_000);
    let view = ctx.read(move |read| page(read, after.after, limit, depth, &key)).await?;
    reply::json(&view, None)
}

/// Signed heads of the tree, in order. Keep one: it is what later history is held to.
#[utoipa::path(get, path = "/journal/checkpoints", tag = "journal", params(("city" = String, Path), After),
    responses((status = 200, body = Vec<Object>)))]
async fn get_checkpoints(ctx: Ctx, Asked(after): Asked<After>) -> Reply<Response> {
    let limit = after.limit.unwrap_or(PAGE).clamp(1, 1_000);
    let found = ctx.read(move |read| store::checkpoints(read, after.after, limit)).await?;
    reply::json(&found, None)
}
