//! Who a token speaks for.

use super::{Me, me};
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply;
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_me))
}

/// The person behind this request and the roles that hold today.
#[utoipa::path(get, path = "/me", tag = "register", params(("city" = String, Path)),
    responses((status = 200, body = Me), (status = 401)))]
async fn get_me(ctx: Ctx) -> Reply<Response> {
    reply::json(&me(ctx.actor())?, None)
}
