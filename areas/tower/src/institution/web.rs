//! The board of institutions: page, file and API.

use super::{Institutions, Query, pages, view};
use crate::who::{Party, Reader};
use ::web::http::csv::Sheet;
use axum::response::Response;
use base::Lang;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Routes, Who, reply};
use web::{Ctx, Reply, Shared};

/// What a cell says of what nobody knows.
const UNKNOWN: &str = "unknown";

/// The pages.
pub fn routes() -> Routes {
    let public =
        Who::Everyone("what institutions promised in public, and what came of it, is a public record");
    Routes::new().get("/institutions", public, show).get("/institutions.csv", public, csv)
}

/// The routes below `/api/v1`.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_institutions))
}

async fn read(ctx: &Ctx, query: Query) -> Reply<Institutions> {
    let (reader, zone) = (Reader::of(ctx), ctx.about().zone.clone());
    ctx.read(move |read| view(read, &query, &zone, &reader)).await
}

async fn show(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let found = read(&ctx, query.clone()).await?;
    Ok(pages::show(&ctx, &query, &found))
}

async fn csv(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let columns = [
        "institution",
        "organisation",
        "pledge",
        "promised_ko",
        "promised_en",
        "in_charge",
        "due",
        "outcome",
        "listed",
        "first_row",
        "waiting_days",
        "uses",
        "last_news",
    ];
    let mut sheet = Sheet::new(&ctx, &columns);
    // What nobody told is unknown, as on the page: never an empty cell, never a zero.
    let unknown = || UNKNOWN.to_owned();
    let number = |number: Option<i64>| number.map_or_else(unknown, |number| number.to_string());
    let day = |day: Option<base::Day>| day.map_or_else(unknown, |day| day.to_string());
    let name = |of: &Party| of.name.as_ref().map_or_else(unknown, |name| name.text(Lang::Ko).to_owned());
    for row in read(&ctx, query).await?.items {
        sheet.line(&[
            &name(&row.who),
            row.who.number.as_deref().unwrap_or(""),
            &row.number,
            row.promised.ko.as_deref().unwrap_or(""),
            row.promised.en.as_deref().unwrap_or(""),
            &row.in_charge.as_ref().map_or_else(unknown, name),
            row.due.as_deref().unwrap_or(UNKNOWN),
            &row.outcome,
            &number(row.listed),
            &day(row.first_row),
            &number(row.waiting_days),
            &number(row.uses),
            &day(row.last_news),
        ]);
    }
    Ok(sheet.file(&ctx, "institutions"))
}

/// Institutions that promised, and what came of it.
#[utoipa::path(get, path = "/institutions", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = Institutions), (status = 404)))]
async fn get_institutions(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    reply::json(&read(&ctx, query).await?, None)
}
