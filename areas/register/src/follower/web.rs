//! The page of followers and its forms.

use super::api::{self, After};
use super::pages;
use axum::extract::Path;
use axum::response::Response;
use kernel::follower::acts;
use web::http::reply::see;
use web::http::{Asked, Posted, Routes, Who};
use web::{Ctx, Reply};

/// The pages.
pub fn routes() -> Routes {
    Routes::new()
        .get("/followers", Who::SignedIn, show)
        .post("/followers/{follower}/{seq}/retry", Who::SignedIn, retry)
        .post("/followers/{follower}/{seq}/dismissal", Who::SignedIn, dismiss)
        .post("/followers/{follower}/rebuild", Who::SignedIn, rebuild)
}

async fn show(ctx: Ctx, Asked(after): Asked<After>) -> Reply<Response> {
    ctx.signed_in()?;
    let view = api::followers(&ctx, after).await?;
    Ok(pages::show(&ctx, &view))
}

async fn retry(
    ctx: Ctx,
    Path((_, follower, seq)): Path<(String, String, i64)>,
    _posted: Posted,
) -> Reply<Response> {
    let fingerprint = format!("{follower}~{seq}");
    ctx.act(&acts::RETRY, &fingerprint, move |tx| acts::retry(tx, &follower, seq)).await?;
    Ok(see(&ctx.url("/followers")))
}

async fn dismiss(
    ctx: Ctx,
    Path((_, follower, seq)): Path<(String, String, i64)>,
    posted: Posted,
) -> Reply<Response> {
    let fingerprint = format!("{follower}~{seq}~{}", posted.fingerprint());
    let reason = posted.text("reason").to_owned();
    ctx.act(&acts::DISMISS, &fingerprint, move |tx| acts::dismiss(tx, &follower, seq, &reason)).await?;
    Ok(see(&ctx.url("/followers")))
}

async fn rebuild(ctx: Ctx, Path((_, follower)): Path<(String, String)>, _posted: Posted) -> Reply<Response> {
    let fingerprint = follower.clone();
    ctx.act(&acts::REBUILD, &fingerprint, move |tx| acts::rebuild(tx, &follower)).await?;
    Ok(see(&ctx.url("/followers")))
}
