//! Agreements on the API. Each answer is what the page of the same name shows.

use super::acts::{self, NewAgreement, NewEnd};
use super::{AgreementList, AgreementView, Query, list as read_list, show};
use crate::obligation::api::{AsOf, change};
use crate::who::Reader;
use axum::extract::Path;
use axum::response::Response;
use kernel::agreement::acts as rules;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, content, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_agreements, post_agreement))
        .routes(routes!(get_agreement))
        .routes(routes!(post_agreement_end))
}

/// What pages and the API read: the list.
pub async fn list(ctx: &Ctx, query: Query) -> Reply<AgreementList> {
    let (reader, zone) = (Reader::of(ctx), ctx.about().zone.clone());
    ctx.read(move |read| read_list(read, &query, &zone, &reader)).await
}

/// One agreement.
pub async fn one(ctx: &Ctx, number: String, at: AsOf) -> Reply<AgreementView> {
    let (reader, zone) = (Reader::of(ctx), ctx.about().zone.clone());
    ctx.read(move |read| show(read, &number, at.position, &zone, &reader)).await
}

/// Agreements on public record, and those in the reader's scope.
#[utoipa::path(get, path = "/agreements", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = AgreementList)))]
async fn get_agreements(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let limit = Some(query.limit.unwrap_or(super::PAGE).clamp(1, 200));
    reply::json(&list(&ctx, Query { limit, ..query }).await?, None)
}

/// One agreement with its pledges and how they came out.
#[utoipa::path(get, path = "/agreements/{agreement}", tag = "promises",
    params(("city" = String, Path), ("agreement" = String, Path), AsOf),
    responses((status = 200, body = AgreementView), (status = 404)))]
async fn get_agreement(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let view = one(&ctx, number, at).await?;
    reply::json_as_shown(&view, view.version)
}

/// Records an agreement that was signed.
#[utoipa::path(post, path = "/agreements", tag = "promises", params(("city" = String, Path)),
    request_body = NewAgreement, responses((status = 201), (status = 403), (status = 422)))]
async fn post_agreement(ctx: Ctx, Sent(new): Sent<NewAgreement>) -> Reply<Response> {
    let fingerprint = content(&new)?;
    let done = ctx.act(&rules::CONCLUDE, &fingerprint, move |tx| acts::conclude(tx, &new)).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/agreements/{number}")));
    reply::done(&done, place)
}

/// Ends an agreement.
#[utoipa::path(post, path = "/agreements/{agreement}/end", tag = "promises",
    params(("city" = String, Path), ("agreement" = String, Path)), request_body = NewEnd,
    responses((status = 200), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_agreement_end(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewEnd>,
) -> Reply<Response> {
    change(&ctx, &rules::END, number, new, acts::end).await
}
