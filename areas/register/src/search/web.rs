//! The page of the search.

use super::api::{SearchQuery, search};
use super::pages;
use axum::response::Response;
use web::http::{Asked, Routes, Who};
use web::{Ctx, Reply};

/// Its one page. A question without a letter or digit shows the form again and says so.
pub fn pages() -> Routes {
    let public = Who::Everyone("finds only what this reader may open anyway");
    Routes::new().get("/search", public, show)
}

async fn show(ctx: Ctx, Asked(query): Asked<SearchQuery>) -> Reply<Response> {
    match search(&ctx, &query).await {
        Ok(view) => Ok(pages::show(&ctx, &query, &view)),
        Err(failure) if failure.error().is("search-no-words") => {
            let empty = SearchQuery { q: String::new(), ..query.clone() };
            let view = search(&ctx, &empty).await?;
            Ok(pages::no_words(&ctx, &query, &view))
        }
        Err(failure) => Err(failure),
    }
}
