//! Pages of the tower.

use crate::{api, pages};
use axum::response::Response;
use web::{Ctx, Reply};

pub async fn home(ctx: Ctx) -> Reply<Response> {
    let view = crate::overview::show(&ctx).await?;
    Ok(pages::home::home(&ctx, &view))
}

pub async fn plan(ctx: Ctx) -> Reply<Response> {
    let view = match api::plan(&ctx).await {
        Ok(view) => view,
        // The way to it stands on every page, also before there is one.
        Err(failure) if failure.error().is("tower-no-plan") => return Ok(pages::plan::none(&ctx)),
        Err(failure) => return Err(failure),
    };
    let reached = crate::measure::target::reached(&ctx, &view.targets, api::today(&ctx)).await?;
    Ok(pages::plan::plan(&ctx, &view, &reached))
}

pub async fn bodies(ctx: Ctx) -> Reply<Response> {
    let view = api::bodies(&ctx).await?;
    Ok(pages::lists::bodies(&ctx, &view.items))
}

pub async fn people(ctx: Ctx) -> Reply<Response> {
    let view = api::people(&ctx).await?;
    Ok(pages::lists::people(&ctx, &view.items))
}

pub async fn budget(ctx: Ctx) -> Reply<Response> {
    let view = api::budget(&ctx).await?;
    Ok(pages::lists::budget(&ctx, &view.items))
}
