//! Pages and forms of meetings.

use super::acts::{self, NewMeeting};
use super::pages::Tried;
use super::{Query, api, pages};
use crate::obligation::acts::NewObligation;
use crate::obligation::web::chosen;
use ::web::http::refused::again;
use axum::extract::Path;
use axum::response::Response;
use base::Tri;
use web::components::form::Filled;
use web::http::reply::see;
use web::http::{Asked, Posted, Routes, Who};
use web::{Ctx, Reply};

/// Bytes of a form that carries minutes.
const FORM_BYTES_MAX: usize = 2 << 20;

/// The pages.
pub fn routes() -> Routes {
    let public =
        Who::Everyone("that a body met and what it decided in public is a public record; minutes are not");
    Routes::new()
        .get("/meetings", public, list)
        .get("/meetings/new", Who::SignedIn, new)
        .post_large("/meetings/new", Who::SignedIn, FORM_BYTES_MAX, record)
        .get("/meetings/{meeting}", public, show)
        .post("/meetings/{meeting}/lines", Who::SignedIn, add)
        .post("/meetings/{meeting}/lines/{line}/confirmation", Who::SignedIn, confirm)
        .post("/meetings/{meeting}/lines/{line}/setting-aside", Who::SignedIn, set_aside)
}

async fn list(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let found = api::list(&ctx, query.clone()).await?;
    Ok(pages::list(&ctx, &query, &found))
}

async fn show(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    let view = api::one(&ctx, number).await?;
    Ok(pages::show(&ctx, &view, None, 200))
}

async fn new(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    acts::RECORD.allow(ctx.actor(), &Default::default())?;
    let bodies = crate::api::bodies(&ctx).await?.items;
    Ok(pages::form(&ctx, &bodies, &Filled::default(), 200))
}

async fn record(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let new = NewMeeting {
        body: posted.text("body").to_owned(),
        title: Tri { ko: posted.opt("title_ko"), en: posted.opt("title_en"), zh: posted.opt("title_zh") },
        held_on: posted.text("held_on").to_owned(),
        // Browsers send line ends of two characters; what is stored is what was written.
        minutes: posted.raw("minutes").replace("\r\n", "\n"),
        open: posted.text("open") == "yes",
    };
    match api::record(&ctx, new, &posted.fingerprint()).await {
        Ok(done) => Ok(see(&ctx.url(&format!("/meetings/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            let bodies = crate::api::bodies(&ctx).await?.items;
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::form(&ctx, &bodies, filled, status)
            })
        }
    }
}

async fn confirm(
    ctx: Ctx,
    Path((_, number, line)): Path<(String, String, i64)>,
    posted: Posted,
) -> Reply<Response> {
    let fingerprint = format!("{number}~{line}~{}", posted.fingerprint());
    match api::confirm(&ctx, number.clone(), line, ordered(&posted), &fingerprint).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/meetings/{number}#proposed")))),
        Err(failure) => {
            let Ok(view) = api::one(&ctx, number).await else { return Err(failure) };
            // A line that is not there to be mended has no form to stand in.
            if !view.proposed.iter().any(|proposal| proposal.start == line) {
                return Err(failure);
            }
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::show(&ctx, &view, Some((Tried::Line(line), filled)), status)
            })
        }
    }
}

async fn add(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let fingerprint = format!("{number}~{}", posted.fingerprint());
    match api::add(&ctx, number.clone(), ordered(&posted), &fingerprint).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/meetings/{number}#added")))),
        Err(failure) => {
            let Ok(view) = api::one(&ctx, number).await else { return Err(failure) };
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::show(&ctx, &view, Some((Tried::Add, filled)), status)
            })
        }
    }
}

/// What a form of a meeting asks to be done.
fn ordered(posted: &Posted) -> NewObligation {
    NewObligation {
        kind: posted.opt("kind").unwrap_or_else(|| "directive".to_owned()),
        what: Tri { ko: posted.opt("what_ko"), ..Tri::default() },
        owner: chosen(posted, "owner"),
        due: posted.text("due").to_owned(),
        open: posted.text("open") == "yes",
        ..NewObligation::default()
    }
}

async fn set_aside(
    ctx: Ctx,
    Path((_, number, line)): Path<(String, String, i64)>,
    posted: Posted,
) -> Reply<Response> {
    let fingerprint = format!("{number}~{line}~{}", posted.fingerprint());
    api::set_aside(&ctx, number.clone(), line, &fingerprint).await?;
    Ok(see(&ctx.url(&format!("/meetings/{number}#proposed"))))
}

/// The field that a refusal of the whole act is about.
fn field_of(key: &str) -> &'static str {
    match key {
        "tower-meeting-title-missing" => "title_ko",
        "tower-meeting-later" => "held_on",
        "tower-meeting-minutes-long" => "minutes",
        "obligation-what-missing" | "obligation-what-too-long" => "what_ko",
        "obligation-owner-missing" | "obligation-owner-kind" => "owner",
        "obligation-owner-unknown" => "owner_number",
        "obligation-due-past" => "due",
        _ => "",
    }
}
