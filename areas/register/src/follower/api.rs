//! Followers on the API.

use super::{FollowersView, view};
use axum::extract::Path;
use axum::response::Response;
use kernel::follower::acts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_followers))
        .routes(routes!(post_follower_retry))
        .routes(routes!(post_follower_dismissal))
        .routes(routes!(post_follower_rebuild))
}

/// Where to go on.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct After {
    /// The cursor `next` of the page before.
    pub after: String,
}

/// A reason.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reason {
    /// Why.
    pub reason: String,
}

/// What the page and the API read.
pub async fn followers(ctx: &Ctx, after: After) -> Reply<FollowersView> {
    acts::READ.allow(ctx.actor(), &Default::default())?;
    let (position, actor) = (ctx.city().position(), ctx.actor().clone());
    ctx.read(move |read| view(read, &after.after, position, &actor)).await
}

/// Followers and what they parked.
#[utoipa::path(get, path = "/followers", tag = "operation", params(("city" = String, Path), After),
    responses((status = 200, body = FollowersView), (status = 403)))]
async fn get_followers(ctx: Ctx, Asked(after): Asked<After>) -> Reply<Response> {
    reply::json(&followers(&ctx, after).await?, None)
}

/// Orders a parked entry to be tried once more.
#[utoipa::path(post, path = "/followers/{follower}/{seq}/retry", tag = "operation",
    params(("city" = String, Path), ("follower" = String, Path), ("seq" = i64, Path)), request_body = Reason,
    responses((status = 200), (status = 403), (status = 404)))]
async fn post_follower_retry(
    ctx: Ctx,
    Path((_, follower, seq)): Path<(String, String, i64)>,
    Sent(_): Sent<Reason>,
) -> Reply<Response> {
    let fingerprint = format!("{follower}~{seq}");
    reply::done(&ctx.act(&acts::RETRY, &fingerprint, move |tx| acts::retry(tx, &follower, seq)).await?, None)
}

/// Lets a parked entry go, for a reason.
#[utoipa::path(post, path = "/followers/{follower}/{seq}/dismissal", tag = "operation",
    params(("city" = String, Path), ("follower" = String, Path), ("seq" = i64, Path)), request_body = Reason,
    responses((status = 200), (status = 403), (status = 404), (status = 422)))]
async fn post_follower_dismissal(
    ctx: Ctx,
    Path((_, follower, seq)): Path<(String, String, i64)>,
    Sent(why): Sent<Reason>,
) -> Reply<Response> {
    let fingerprint = format!("{follower}~{seq}~{}", why.reason);
    let act = move |tx: &mut kernel::Tx<'_>| acts::dismiss(tx, &follower, seq, &why.reason);
    reply::done(&ctx.act(&acts::DISMISS, &fingerprint, act).await?, None)
}

/// Orders an outside follower to build what it keeps from the first entry again.
#[utoipa::path(post, path = "/followers/{follower}/rebuild", tag = "operation",
    params(("city" = String, Path), ("follower" = String, Path)), request_body = Reason,
    responses((status = 200), (status = 403), (status = 404), (status = 409)))]
async fn post_follower_rebuild(
    ctx: Ctx,
    Path((_, follower)): Path<(String, String)>,
    Sent(_): Sent<Reason>,
) -> Reply<Response> {
    let fingerprint = follower.clone();
    reply::done(&ctx.act(&acts::REBUILD, &fingerprint, move |tx| acts::rebuild(tx, &follower)).await?, None)
}
