//! Search on the API.

use super::{PAGE, SearchView, kinds};
use axum::response::Response;
use kernel::scope::Sight;
use kernel::search::{Ask, FOUND_MAX, find};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_search))
}

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct SearchQuery {
    /// Words; all of them must occur. Parts of Korean and Chinese words are found too.
    pub q: String,
    /// One of the kinds of records; empty = all.
    pub kind: String,
    /// Hits that are passed over.
    pub offset: usize,
    /// How many, at most 100.
    pub limit: Option<usize>,
}

/// What pages and the API show. A kind that nobody declared finds nothing.
pub async fn search(ctx: &Ctx, query: &SearchQuery) -> Reply<SearchView> {
    let all = ctx.site().searchables().to_vec();
    let (text, kinds, base) = (query.q.trim().to_owned(), kinds(&all), ctx.url(""));
    if text.is_empty() {
        return Ok(SearchView::empty(kinds));
    }
    let ask = Ask {
        text: text.clone(),
        lang: ctx.lang(),
        kinds: Some(query.kind.clone()).filter(|kind| !kind.is_empty()).into_iter().collect(),
        limit: query.limit.unwrap_or(PAGE).clamp(1, FOUND_MAX),
        offset: query.offset.min(FOUND_MAX),
    };
    let today = ctx.city().today();
    let (index, sight, offset) =
        (Arc::clone(ctx.city().search()?), Sight::of(ctx.actor(), today), ask.offset);
    let answer = ctx.read(move |read| find(read, index.as_ref(), &all, &ask, &sight)).await?;
    Ok(SearchView::of(text, offset, answer, kinds, &base))
}

/// Records by their words, as far as the reader may see them. At most 100 are counted.
#[utoipa::path(get, path = "/search", tag = "register", params(("city" = String, Path), SearchQuery),
    responses((status = 200, body = SearchView), (status = 422)))]
async fn get_search(ctx: Ctx, Asked(query): Asked<SearchQuery>) -> Reply<Response> {
    reply::json(&search(&ctx, &query).await?, None)
}
