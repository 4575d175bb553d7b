//! Reports: pages, files and API.

use super::acts::{self, PUBLISH};
use super::{Published, Query, Report, draft, pages, period, published, store};
use crate::who::{Party, Reader};
use ::web::http::csv::Sheet;
use axum::extract::Path;
use axum::response::Response;
use base::{Lang, Saying};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply::{self, see};
use web::http::{Asked, Posted, Routes, Sent, Who, content};
use web::{Ctx, Reply, Shared};

/// The pages.
pub fn routes() -> Routes {
    let public = Who::Everyone("a published report is for everyone");
    Routes::new()
        .get("/reports", public, list)
        .get("/reports/draft", Who::SignedIn, show_draft)
        .get("/reports/draft.csv", Who::SignedIn, draft_csv)
        .post("/reports", Who::SignedIn, publish)
        .get("/reports/{report}", public, show)
        .get("/reports/{report}/rows.csv", public, csv)
}

/// The routes below `/api/v1`.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_reports, post_report))
        .routes(routes!(get_report_draft))
        .routes(routes!(get_report))
}

/// All published reports.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ReportList {
    /// The newest first.
    pub items: Vec<Published>,
}

async fn all(ctx: &Ctx) -> Reply<ReportList> {
    Ok(ReportList { items: ctx.read(|read| store::list(read)).await? })
}

/// A draft is for those who read what is internal: it tells what is overdue.
async fn drafted(ctx: &Ctx, query: Query) -> Reply<Report> {
    ctx.signed_in()?;
    let reader = Reader::of(ctx);
    if !reader.reads_internal() {
        return Err(base::Error::from(Saying::forbidden("tower-report-entitled")).into());
    }
    let period = period(&query, reader.today)?;
    ctx.read(move |read| draft(read, &period, &reader)).await
}

async fn one(ctx: &Ctx, number: String) -> Reply<Report> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| published(read, &number, &reader)).await
}

async fn list(ctx: Ctx) -> Reply<Response> {
    let found = all(&ctx).await?;
    let reader = Reader::of(&ctx);
    Ok(pages::list(&ctx, &found.items, reader.reads_internal(), reader.today))
}

async fn show_draft(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let report = drafted(&ctx, query).await?;
    Ok(pages::show(&ctx, &report))
}

async fn show(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    let report = one(&ctx, number).await?;
    Ok(pages::show(&ctx, &report))
}

async fn draft_csv(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let report = drafted(&ctx, query).await?;
    Ok(file(&ctx, &report))
}

async fn csv(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    let report = one(&ctx, number).await?;
    Ok(file(&ctx, &report))
}

fn file(ctx: &Ctx, report: &Report) -> Response {
    let columns = [
        "number",
        "kind",
        "what_ko",
        "what_en",
        "part",
        "made_on",
        "due",
        "settled_on",
        "owner",
        "from",
        "source",
    ];
    let mut sheet = Sheet::new(ctx, &columns);
    let name = |of: &Option<Party>| {
        of.as_ref()
            .and_then(|of| of.name.as_ref())
            .map(|name| name.text(Lang::Ko).to_owned())
            .unwrap_or_default()
    };
    let day = |day: Option<base::Day>| day.map(|day| day.to_string()).unwrap_or_default();
    for row in &report.rows {
        sheet.line(&[
            &row.line.number,
            &row.line.kind,
            row.line.what.ko.as_deref().unwrap_or(""),
            row.line.what.en.as_deref().unwrap_or(""),
            row.part.code(),
            &day(row.made_on),
            row.line.due.as_deref().unwrap_or(""),
            &day(row.settled_on),
            &name(&row.line.owner),
            &name(&row.line.from),
            row.line.source.as_deref().unwrap_or(""),
        ]);
    }
    sheet.file(ctx, &format!("promises-{}", report.number.as_deref().unwrap_or("draft")))
}

async fn publish(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let query = Query { from: posted.text("from").to_owned(), until: posted.text("until").to_owned() };
    let done = ctx.act(&PUBLISH, &posted.fingerprint(), move |tx| acts::publish(tx, &query)).await?;
    Ok(see(&ctx.url(&format!("/reports/{}", done.number.unwrap_or_default()))))
}

/// Published reports.
#[utoipa::path(get, path = "/reports", tag = "promises", params(("city" = String, Path)),
    responses((status = 200, body = ReportList)))]
async fn get_reports(ctx: Ctx) -> Reply<Response> {
    reply::json(&all(&ctx).await?, None)
}

/// A draft over a period, for those who read what is internal.
#[utoipa::path(get, path = "/reports/draft", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = Report), (status = 403)))]
async fn get_report_draft(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    reply::json(&drafted(&ctx, query).await?, None)
}

/// One published report with its rows.
#[utoipa::path(get, path = "/reports/{report}", tag = "promises",
    params(("city" = String, Path), ("report" = String, Path)),
    responses((status = 200, body = Report), (status = 404)))]
async fn get_report(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&one(&ctx, number).await?, None)
}

/// Publishes the report of a period, as of now.
#[utoipa::path(post, path = "/reports", tag = "promises", params(("city" = String, Path)),
    request_body = Query, responses((status = 201), (status = 403), (status = 422)))]
async fn post_report(ctx: Ctx, Sent(query): Sent<Query>) -> Reply<Response> {
    let fingerprint = content(&query)?;
    let done = ctx.act(&PUBLISH, &fingerprint, move |tx| acts::publish(tx, &query)).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/reports/{number}")));
    reply::done(&done, place)
}
