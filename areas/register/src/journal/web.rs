//! The journal's page.

use super::{PAGE, page, pages};
use axum::response::Response;
use serde::Deserialize;
use web::http::Asked;
use web::{Ctx, Reply};

/// Where a page begins; none = the newest entries.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct From {
    after: Option<i64>,
}

pub async fn show(ctx: Ctx, Asked(from): Asked<From>) -> Reply<Response> {
    let (depth, key) = (ctx.depth(), ctx.city().public_key().to_owned());
    let after = from.after.unwrap_or_else(|| (ctx.city().position() - PAGE).max(0));
    let view = ctx.read(move |read| page(read, after, PAGE, depth, &key)).await?;
    Ok(pages::show(&ctx, &view, after))
}
