//! Meetings on the API. Each answer is what the page of the same name shows.

use super::acts::{self, NewMeeting};
use super::lines::{self, FoundLine};
use super::{MeetingList, MeetingView, Query, list as read_list, minutes_file, show};
use crate::obligation::acts::NewObligation;
use crate::who::Reader;
use axum::extract::Path;
use axum::response::Response;
use base::Fault;
use kernel::{Done, evidence};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, content, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_meetings, post_meeting))
        .routes(routes!(get_meeting))
        .routes(routes!(post_line))
        .routes(routes!(post_line_confirmation))
        .routes(routes!(post_line_setting_aside))
}

/// What pages and the API read: the list.
pub async fn list(ctx: &Ctx, query: Query) -> Reply<MeetingList> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| read_list(read, &query, &reader)).await
}

/// One meeting. The minutes are opened between two reads: opening a sealed file is slow.
pub async fn one(ctx: &Ctx, number: String) -> Reply<MeetingView> {
    let (reader, key) = (Reader::of(ctx), number.clone());
    let file = ctx.read(move |read| minutes_file(read, &key, &reader)).await?;
    let minutes = match file {
        Some(file) => {
            let city = ctx.city().clone();
            let opened = tokio::task::spawn_blocking(move || evidence::open_file(&city, &file));
            let bytes = opened.await.map_err(|e| base::Error::from(Fault::new("opening minutes", e)))??;
            bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        }
        None => None,
    };
    let reader = Reader::of(ctx);
    ctx.read(move |read| show(read, &number, minutes, &reader)).await
}

/// Records a meeting: its minutes are sealed first, the act keeps only their digest.
pub async fn record(ctx: &Ctx, new: NewMeeting, fingerprint: &str) -> Reply<Done> {
    acts::RECORD.allow(ctx.actor(), &Default::default())?;
    ctx.takeable()?;
    let checked = new.checked()?;
    let file = match checked.minutes() {
        Some(text) => {
            let (city, bytes) = (ctx.city().clone(), text.as_bytes().to_vec());
            let stored = tokio::task::spawn_blocking(move || {
                evidence::store_file(&city, &bytes, "text/plain; charset=utf-8")
            });
            Some(stored.await.map_err(|e| base::Error::from(Fault::new("sealing minutes", e)))??)
        }
        None => None,
    };
    ctx.act(&acts::RECORD, fingerprint, move |tx| acts::record(tx, &checked, file)).await
}

/// The line of the minutes that was found there; the minutes are opened before the act.
async fn found(ctx: &Ctx, number: &str, start: i64) -> Reply<FoundLine> {
    let view = one(ctx, number.to_owned()).await?;
    Ok(lines::found(view.minutes.as_deref(), view.line.held_on, start)?)
}

/// Makes a line an obligation.
pub async fn confirm(
    ctx: &Ctx,
    number: String,
    start: i64,
    new: NewObligation,
    fingerprint: &str,
) -> Reply<Done> {
    acts::CONFIRM.allow(ctx.actor(), &Default::default())?;
    let line = found(ctx, &number, start).await?;
    ctx.act(&acts::CONFIRM, fingerprint, move |tx| acts::confirm(tx, &number, line, &new)).await
}

/// Makes an obligation of what was not found in the minutes.
pub async fn add(ctx: &Ctx, number: String, new: NewObligation, fingerprint: &str) -> Reply<Done> {
    ctx.act(&acts::ADD, fingerprint, move |tx| acts::add(tx, &number, &new)).await
}

/// Sets a line aside.
pub async fn set_aside(ctx: &Ctx, number: String, start: i64, fingerprint: &str) -> Reply<Done> {
    acts::SET_ASIDE.allow(ctx.actor(), &Default::default())?;
    let line = found(ctx, &number, start).await?;
    ctx.act(&acts::SET_ASIDE, fingerprint, move |tx| acts::set_aside(tx, &number, line)).await
}

/// Meetings, the newest first.
#[utoipa::path(get, path = "/meetings", tag = "promises", params(("city" = String, Path), Query),
    responses((status = 200, body = MeetingList)))]
async fn get_meetings(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    reply::json(&list(&ctx, query).await?, None)
}

/// One meeting with its decisions and, for the office, the lines that look like orders.
#[utoipa::path(get, path = "/meetings/{meeting}", tag = "promises",
    params(("city" = String, Path), ("meeting" = String, Path)),
    responses((status = 200, body = MeetingView), (status = 404)))]
async fn get_meeting(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    reply::json(&one(&ctx, number).await?, None)
}

/// Records a meeting with its minutes.
#[utoipa::path(post, path = "/meetings", tag = "promises", params(("city" = String, Path)),
    request_body = NewMeeting, responses((status = 201), (status = 403), (status = 422)))]
async fn post_meeting(ctx: Ctx, Sent(new): Sent<NewMeeting>) -> Reply<Response> {
    let fingerprint = content(&new)?;
    let done = record(&ctx, new, &fingerprint).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/meetings/{number}")));
    reply::done(&done, place)
}

/// Makes a line of the minutes an obligation, as the person who confirms it words it.
#[utoipa::path(post, path = "/meetings/{meeting}/lines/{line}/confirmation", tag = "promises",
    params(("city" = String, Path), ("meeting" = String, Path), ("line" = i64, Path)), request_body = NewObligation,
    responses((status = 201), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_line_confirmation(
    ctx: Ctx,
    Path((_, number, line)): Path<(String, String, i64)>,
    Sent(new): Sent<NewObligation>,
) -> Reply<Response> {
    let fingerprint = format!("{number}~{line}~{}", content(&new)?);
    let done = confirm(&ctx, number, line, new, &fingerprint).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/obligations/{number}")));
    reply::done(&done, place)
}

/// Adds an obligation that was given at the meeting and that was not found in its minutes; its link to the meeting says
/// that a person added it.
#[utoipa::path(post, path = "/meetings/{meeting}/lines", tag = "promises",
    params(("city" = String, Path), ("meeting" = String, Path)), request_body = NewObligation,
    responses((status = 201), (status = 403), (status = 404), (status = 422)))]
async fn post_line(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewObligation>,
) -> Reply<Response> {
    let fingerprint = format!("{number}~{}", content(&new)?);
    let done = add(&ctx, number, new, &fingerprint).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/obligations/{number}")));
    reply::done(&done, place)
}

/// Sets a line aside: it orders nothing.
#[utoipa::path(post, path = "/meetings/{meeting}/lines/{line}/setting-aside", tag = "promises",
    params(("city" = String, Path), ("meeting" = String, Path), ("line" = i64, Path)),
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_line_setting_aside(
    ctx: Ctx,
    Path((_, number, line)): Path<(String, String, i64)>,
) -> Reply<Response> {
    let fingerprint = format!("{number}~{line}");
    reply::done(&set_aside(&ctx, number, line, &fingerprint).await?, None)
}
