//! Pages and forms of measures.

use super::api::{self, DifferenceQuery, NumberQuery};
use super::view::{self, PAGE};
use super::{files, pages};
use ::web::http::csv::MEDIA;
use ::web::http::reply::{file, see};
use ::web::http::{Asked, Posted};
use ::web::{Ctx, Reply};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

pub async fn list(ctx: Ctx) -> Reply<Response> {
    let view = view::list(&ctx).await?;
    Ok(pages::list::list(&ctx, &view))
}

pub async fn show(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<NumberQuery>,
) -> Reply<Response> {
    let (view, counted) = view::show(&ctx, &measure, &query.which()?).await?;
    let rows = match &counted {
        Some(counted) => Some(view::rows(&ctx, counted, &query.filter()?, query.after(), PAGE).await?),
        None => None,
    };
    Ok(pages::show::show(&ctx, &query, &view, rows.as_ref()))
}

pub async fn difference(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<DifferenceQuery>,
) -> Reply<Response> {
    match api::difference(&ctx, &measure, &query).await {
        Ok(view) => Ok(pages::difference::difference(&ctx, &view)),
        // A measure of which no count was kept yet has nothing to compare: that is said, not refused.
        Err(error) if error.is("tower-snapshot-none") => {
            let (view, _) = view::show(&ctx, &measure, &Default::default()).await?;
            Ok(pages::difference::none(&ctx, &view.definition))
        }
        Err(error) => Err(error.into()),
    }
}

/// The rows that this reader sees, as a file.
pub async fn csv(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<NumberQuery>,
) -> Reply<Response> {
    let (shown, counted) = view::show(&ctx, &measure, &query.which()?).await?;
    if view::rows::withheld(shown.definition.counts, ctx.depth()) {
        // A file with a head and no line would look like a list of nobody.
        return Err(base::Error::from(base::Saying::forbidden("tower-measure-people-list")).into());
    }
    // Nor is there a list where nothing could be counted, or where no list was given.
    let Some(counted) = counted.filter(|counted| !counted.rows.is_empty()) else {
        return Err(base::Error::from(base::Saying::conflict("tower-measure-no-list")).into());
    };
    let rows = view::rows(&ctx, &counted, &query.filter()?, 0, usize::MAX).await?;
    Ok(file(&format!("{}-{measure}.csv", ctx.about().slug), MEDIA, files::csv(&rows, ctx.about().synthetic)))
}

/// What a council gets: rows, definition, checksums and a page to read.
pub async fn pack(
    ctx: Ctx,
    Path((_, measure)): Path<(String, String)>,
    Asked(query): Asked<NumberQuery>,
) -> Reply<Response> {
    let (name, bytes) = files::council(&ctx, &measure, &query.which()?).await?;
    Ok(file(&name, "application/zip", bytes))
}

/// New and changed numbers, for readers of feeds.
pub async fn feed(ctx: Ctx) -> Reply<Response> {
    let entries = files::entries(&ctx).await?;
    let text = files::atom(&ctx, &entries);
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response())
}

pub async fn take(ctx: Ctx, Path((_, measure)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let query = NumberQuery {
        as_of: posted.text("as_of").to_owned(),
        at: posted.text("at").to_owned(),
        min: posted.text("min").to_owned(),
        ..NumberQuery::default()
    };
    let done = api::take(&ctx, &measure, &query.which()?).await?;
    let number = done.number.unwrap_or_default();
    Ok(see(&ctx.url(&format!("/measures/{measure}?snapshot={number}"))))
}

pub async fn publish(ctx: Ctx, Path((_, measure)): Path<(String, String)>, _: Posted) -> Reply<Response> {
    api::publish(&ctx, &measure).await?;
    Ok(see(&ctx.url(&format!("/measures/{measure}"))))
}

pub async fn publish_snapshot(
    ctx: Ctx,
    Path((_, snapshot)): Path<(String, String)>,
    _: Posted,
) -> Reply<Response> {
    api::publish_snapshot(&ctx, &snapshot).await?;
    let number = snapshot.clone();
    let kept =
        ctx.read(move |read| super::store::snapshot(read, &number, super::store::Seeing::Public)).await?;
    Ok(see(&ctx.url(&format!("/measures/{}?snapshot={snapshot}", kept.measure))))
}
