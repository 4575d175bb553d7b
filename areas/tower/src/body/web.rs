//! The page of one body, its forms, and the same on the API.

use super::acts::{self, EndSeat, NewSeat};
use super::page::{BodyPage, show as read_show};
use super::pages::{self, Tried};
use crate::who::Reader;
use ::web::http::refused::again;
use axum::extract::Path;
use axum::response::Response;
use base::Id;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply::{self, see};
use web::http::{Posted, Routes, Sent, Who, content};
use web::{Ctx, Failure, Reply, Shared};

/// The pages.
pub fn routes() -> Routes {
    let public = Who::Everyone(
        "who meets for the city, since when, and what they decided in public is a public record",
    );
    Routes::new().get("/bodies/{body}", public, show).post("/bodies/{body}/seats", Who::SignedIn, seat).post(
        "/bodies/{body}/seats/{seat}/end",
        Who::SignedIn,
        unseat,
    )
}

/// The routes below `/api/v1`.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_body)).routes(routes!(post_seat)).routes(routes!(post_seat_end))
}

async fn one(ctx: &Ctx, code: String) -> Reply<BodyPage> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| read_show(read, &code, &reader)).await
}

async fn show(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    let view = one(&ctx, code).await?;
    Ok(pages::show(&ctx, &view, None, 200))
}

async fn seat(ctx: Ctx, Path((_, code)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let text = |name: &str| posted.text(name).to_owned();
    let new = NewSeat { organisation: text("organisation"), from: text("from"), until: text("until") };
    let (key, fingerprint) = (code.clone(), code.clone() + &posted.fingerprint());
    match ctx.act(&acts::SEAT, &fingerprint, move |tx| acts::seat(tx, &key, &new)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/bodies/{code}")))),
        Err(failure) => shown_again(&ctx, code, Tried::Seat, failure, &posted).await,
    }
}

/// The page with the form that was refused and what was typed into it.
async fn shown_again(
    ctx: &Ctx,
    code: String,
    tried: Tried,
    failure: Failure,
    posted: &Posted,
) -> Reply<Response> {
    let Ok(view) = one(ctx, code).await else { return Err(failure) };
    let field_of = |key: &str| field_of(tried, key);
    again(ctx, failure, posted, field_of, |filled, status| {
        pages::show(ctx, &view, Some((tried, filled)), status)
    })
}

async fn unseat(
    ctx: Ctx,
    Path((_, code, fact)): Path<(String, String, String)>,
    posted: Posted,
) -> Reply<Response> {
    let (id, end) = (Id::parse(&fact)?, EndSeat { until: posted.text("until").to_owned() });
    let (key, fingerprint) = (code.clone(), format!("{code}{fact}{}", posted.fingerprint()));
    match ctx.act(&acts::UNSEAT, &fingerprint, move |tx| acts::unseat(tx, &key, id, &end)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/bodies/{code}")))),
        Err(failure) => shown_again(&ctx, code, Tried::End(id), failure, &posted).await,
    }
}

/// The field that a refusal of the whole act is about.
fn field_of(tried: Tried, key: &str) -> &'static str {
    match (tried, key) {
        (Tried::Seat, "tower-body-seated") => "organisation",
        (Tried::Seat, _) => "",
        (Tried::End(_), _) => "until",
    }
}

/// One body with members, terms, meetings and what it gave to do.
#[utoipa::path(get, path = "/bodies/{body}", tag = "tower",
    params(("city" = String, Path), ("body" = String, Path)),
    responses((status = 200, body = BodyPage), (status = 404)))]
async fn get_body(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&one(&ctx, code).await?, None)
}

/// Seats an organisation.
#[utoipa::path(post, path = "/bodies/{body}/seats", tag = "tower",
    params(("city" = String, Path), ("body" = String, Path)), request_body = NewSeat,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_seat(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(new): Sent<NewSeat>,
) -> Reply<Response> {
    let fingerprint = code.clone() + &content(&new)?;
    reply::done(&ctx.act(&acts::SEAT, &fingerprint, move |tx| acts::seat(tx, &code, &new)).await?, None)
}

/// Ends a seat on a day.
#[utoipa::path(post, path = "/bodies/{body}/seats/{seat}/end", tag = "tower",
    params(("city" = String, Path), ("body" = String, Path), ("seat" = String, Path)), request_body = EndSeat,
    responses((status = 200), (status = 403), (status = 404), (status = 422)))]
async fn post_seat_end(
    ctx: Ctx,
    Path((_, code, fact)): Path<(String, String, String)>,
    Sent(end): Sent<EndSeat>,
) -> Reply<Response> {
    let fingerprint = format!("{code}{fact}{}", content(&end)?);
    let id = Id::parse(&fact)?;
    reply::done(
        &ctx.act(&acts::UNSEAT, &fingerprint, move |tx| acts::unseat(tx, &code, id, &end)).await?,
        None,
    )
}
