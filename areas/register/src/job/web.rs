//! The page of jobs and its forms.

use super::api::{self, Query};
use super::pages;
use axum::extract::Path;
use axum::response::Response;
use base::Id;
use kernel::job::acts;
use web::http::reply::see;
use web::http::{Asked, Posted, Routes, Who};
use web::{Ctx, Reply};

/// The pages.
pub fn routes() -> Routes {
    Routes::new().get("/jobs", Who::SignedIn, show).post("/jobs/{job}/retry", Who::SignedIn, retry).post(
        "/jobs/{job}/giving-up",
        Who::SignedIn,
        give_up,
    )
}

async fn show(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    ctx.signed_in()?;
    let view = api::jobs(&ctx, query).await?;
    Ok(pages::show(&ctx, &view))
}

async fn retry(ctx: Ctx, Path((_, job)): Path<(String, String)>, _posted: Posted) -> Reply<Response> {
    let id = Id::parse(&job)?;
    ctx.act(&acts::RETRY, &job, move |tx| acts::retry(tx, id)).await?;
    Ok(see(&ctx.url("/jobs?state=requested")))
}

async fn give_up(ctx: Ctx, Path((_, job)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let (id, reason) = (Id::parse(&job)?, posted.text("reason").to_owned());
    let fingerprint = format!("{job}~{}", posted.fingerprint());
    ctx.act(&acts::GIVE_UP, &fingerprint, move |tx| acts::give_up(tx, id, &reason)).await?;
    Ok(see(&ctx.url("/jobs")))
}
