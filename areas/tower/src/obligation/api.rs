//! Obligations on the API. Each answer is what the page of the same name shows.

use super::acts::{self, NewDue, NewObligation, NewOwner, NewSettlement, Why};
use super::board::{self, Board, Query};
use super::{ObligationView, show};
use crate::who::Reader;
use axum::extract::Path;
use axum::response::Response;
use kernel::obligation::acts as rules;
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_board))
        .routes(routes!(get_obligations, post_obligation))
        .routes(routes!(get_obligation))
        .routes(routes!(post_obligation_owner))
        .routes(routes!(post_obligation_due))
        .routes(routes!(post_obligation_settlement))
        .routes(routes!(post_obligation_reopening))
}

/// What one record is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub struct AsOf {
    /// As it was at this position; none = now.
    pub position: Option<i64>,
}

/// What pages and the API read: the board.
pub async fn board(ctx: &Ctx, query: Query) -> Reply<Board> {
    ctx.signed_in()?;
    let reader = Reader::of(ctx);
    ctx.read(move |read| board::board(read, &query, &reader)).await
}

/// The public list.
pub async fn list(ctx: &Ctx, query: Query) -> Reply<Board> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| board::list(read, &query, &reader)).await
}

/// One obligation.
pub async fn one(ctx: &Ctx, number: String, at: AsOf) -> Reply<ObligationView> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| show(read, &number, at.position, &reader)).await
}

/// Work to be done: overdue, due soon, without owner, mine, of my office.
#[utoipa::path(get, path = "/board", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = Board), (status = 401)))]
async fn get_board(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let limit = Some(query.limit.unwrap_or(board::PAGE).clamp(1, 200));
    reply::json(&board(&ctx, Query { limit, ..query }).await?, None)
}

/// Obligations on public record, and those in the reader's scope.
#[utoipa::path(get, path = "/obligations", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = Board)))]
async fn get_obligations(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let limit = Some(query.limit.unwrap_or(board::PAGE).clamp(1, 200));
    reply::json(&list(&ctx, Query { limit, ..query }).await?, None)
}

/// One obligation with its history.
#[utoipa::path(get, path = "/obligations/{obligation}", tag = "promises",
    params(("city" = String, Path), ("obligation" = String, Path), AsOf),
    responses((status = 200, body = ObligationView), (status = 404)))]
async fn get_obligation(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let view = one(&ctx, number, at).await?;
    reply::json_as_shown(&view, view.version)
}

/// Gives an obligation to its owner.
#[utoipa::path(post, path = "/obligations", tag = "promises", params(("city" = String, Path)),
    request_body = NewObligation, responses((status = 201), (status = 403), (status = 422)))]
async fn post_obligation(ctx: Ctx, Sent(new): Sent<NewObligation>) -> Reply<Response> {
    let fingerprint = content(&new)?;
    let done = ctx.act(&rules::TAKE, &fingerprint, move |tx| acts::take(tx, &new)).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/obligations/{number}")));
    reply::done(&done, place)
}

/// Gives it to another owner; also how it is taken over and how a gap is closed.
#[utoipa::path(post, path = "/obligations/{obligation}/owner", tag = "promises",
    params(("city" = String, Path), ("obligation" = String, Path)), request_body = NewOwner,
    responses((status = 200), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_obligation_owner(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewOwner>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    let act = move |tx: &mut kernel::Tx<'_>| acts::hand_over(tx, &number, &new, expected);
    reply::done(&ctx.act(&rules::HAND_OVER, &fingerprint, act).await?, None)
}

/// Gives it another due day.
#[utoipa::path(post, path = "/obligations/{obligation}/due", tag = "promises",
    params(("city" = String, Path), ("obligation" = String, Path)), request_body = NewDue,
    responses((status = 200), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_obligation_due(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewDue>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    let act = move |tx: &mut kernel::Tx<'_>| acts::change_due(tx, &number, &new, expected);
    reply::done(&ctx.act(&rules::CHANGE_DUE, &fingerprint, act).await?, None)
}

/// Says how it came out, with the evidence that closes it.
#[utoipa::path(post, path = "/obligations/{obligation}/settlement", tag = "promises",
    params(("city" = String, Path), ("obligation" = String, Path)), request_body = NewSettlement,
    responses((status = 200), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_obligation_settlement(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewSettlement>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    let act = move |tx: &mut kernel::Tx<'_>| acts::settle(tx, &number, &new, expected);
    reply::done(&ctx.act(&rules::SETTLE, &fingerprint, act).await?, None)
}

/// Opens it again: the settlement does not stand.
#[utoipa::path(post, path = "/obligations/{obligation}/reopening", tag = "promises",
    params(("city" = String, Path), ("obligation" = String, Path)), request_body = Why,
    responses((status = 200), (status = 404), (status = 409), (status = 412), (status = 422)))]
async fn post_obligation_reopening(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<Why>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    let act = move |tx: &mut kernel::Tx<'_>| acts::reopen(tx, &number, &new, expected);
    reply::done(&ctx.act(&rules::REOPEN, &fingerprint, act).await?, None)
}

/// The content as one text, to recognise a request sent twice.
pub fn content<T: Serialize>(value: &T) -> base::Result<String> {
    serde_json::to_string(value).map_err(|e| base::Fault::new("reading a request", e).into())
}
