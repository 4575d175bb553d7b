//! The page of a person, and having them forgotten.

use super::{pages, show as read_show};
use axum::extract::Path;
use axum::response::Response;
use base::PersonId;
use kernel::person::acts;
use std::sync::Arc;
use web::http::Posted;
use web::http::reply::see;
use web::{Ctx, Reply};

pub async fn show(ctx: Ctx, Path((_, id)): Path<(String, String)>) -> Reply<Response> {
    let (id, actor, vault) = (PersonId::parse(&id)?, ctx.actor().clone(), Arc::clone(ctx.city().vault()));
    let view = ctx.read(move |read| read_show(read, &vault, id, &actor)).await?;
    Ok(pages::show(&ctx, &view))
}

/// Forgets a person; the key is destroyed as soon as the act is durable.
pub async fn erase(ctx: Ctx, Path((_, id)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    ctx.signed_in()?;
    let id = PersonId::parse(&id)?;
    let (basis, kept) = (posted.text("basis").to_owned(), posted.text("kept").to_owned());
    ctx.act(&acts::ERASE, &posted.fingerprint(), move |tx| acts::erase(tx, id, &basis, &kept)).await?;
    let city = ctx.city().clone();
    tokio::task::spawn_blocking(move || acts::destroy_ordered(&city))
        .await
        .map_err(crate::import::broken)??;
    Ok(see(&ctx.url(&format!("/people/{id}"))))
}
