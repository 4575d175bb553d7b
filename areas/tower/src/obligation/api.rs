//! Obligations on the API. Each answer is what the page of the same name shows.

use super::acts::{self, NewDue, NewObligation, NewOwner, NewSettlement, Why};
use super::board::{self, Board, Query};
use super::{ObligationView, show};
use crate::who::Reader;
use axum::extract::Path;
use axum::response::Response;
use kernel::obligation::acts as rules;
use kernel::{Action, Done, Tx};
use serde::{Deserialize, Serialize};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::content;
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
#[into_params(parameter_in = Query)]
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
    change(&ctx, &rules::HAND_OVER, number, new, acts::hand_over).await
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
    change(&ctx, &rules::CHANGE_DUE, number, new, acts::change_due).await
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
    change(&ctx, &rules::SETTLE, number, new, acts::settle).await
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
    change(&ctx, &rules::REOPEN, number, new, acts::reopen).await
}

/// A change of one record, by its number and at the version that the sender names.
pub(crate) async fn change<T: Serialize + Send + 'static>(
    ctx: &Ctx,
    action: &Action,
    number: String,
    new: T,
    act: fn(&mut Tx<'_>, &str, &T, Option<i64>) -> base::Result<Done>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    reply::done(&ctx.act(action, &fingerprint, move |tx| act(tx, &number, &new, expected)).await?, None)
}
