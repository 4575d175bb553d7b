//! Routes and forms of council questions.

use super::acts::{self, Names};
use super::pins::FINDERS;
use super::view::{QuestionView, is_entitled, show as read_view};
use super::{NewAnswer, NewQuestion, Promise, pack, pages, store};
use crate::bundle;
use ::web::components::form::Filled;
use ::web::http::refused::again;
use ::web::http::reply::see;
use ::web::http::{Posted, Routes, Who};
use ::web::{Ctx, Reply};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use base::{Instant, Ref, Result, Saying};
use kernel::organisation;
use kernel::policy::Target;
use std::sync::Arc;

/// Routes of council questions.
pub fn routes() -> Routes {
    let public =
        Who::Everyone("answered questions are public records; open ones are not found without the right");
    Routes::new()
        .get("/questions", public, list)
        .get("/questions/new", Who::SignedIn, ask_form)
        .post("/questions/new", Who::SignedIn, ask)
        .get("/questions/{question}", public, show)
        .get("/questions/{question}/answer", Who::SignedIn, answer_form)
        .post("/questions/{question}/answer", Who::SignedIn, answer)
        .get("/questions/{question}/amendment", Who::SignedIn, amend_form)
        .post("/questions/{question}/amendment", Who::SignedIn, amend)
        .post("/questions/{question}/withdrawal", Who::SignedIn, withdraw)
        .get("/questions/{question}/answer.zip", public, zip)
        .get("/questions/{question}/answer.html", public, html_file)
        .get("/questions/{question}/answer.hwpx", public, hwpx_file)
        .get("/questions/{question}/numbers.csv", public, csv_file)
        .get("/questions/{question}/SHA256SUMS", public, sums_file)
}

type OfCity = Path<(String, String)>;

pub async fn list(ctx: Ctx) -> Reply<Response> {
    let entitled = is_entitled(ctx.actor());
    let found = ctx.read(move |read| store::list(read, entitled)).await?;
    Ok(pages::list(&ctx, &found, ctx.city().now()))
}

pub async fn show(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    let view = view(&ctx, number).await?;
    Ok(pages::show(&ctx, &view))
}

async fn view(ctx: &Ctx, number: String) -> Reply<QuestionView> {
    let (vault, actor) = (Arc::clone(ctx.city().vault()), ctx.actor().clone());
    let (now, zone) = (ctx.city().now(), ctx.about().zone.clone());
    ctx.read(move |read| read_view(read, &vault, &actor, &number, now, &zone)).await
}

async fn names(ctx: &Ctx) -> Reply<Names> {
    let vault = Arc::clone(ctx.city().vault());
    ctx.read(move |read| Names::open(read, &vault)).await
}

pub async fn ask_form(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    acts::ASK.allow(ctx.actor(), &Target::default())?;
    Ok(pages::ask(&ctx, &Filled::default(), 200))
}

pub async fn ask(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let result = ask_act(&ctx, &posted).await;
    match result {
        Ok(done) => Ok(see(&ctx.url(&format!("/questions/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            again(&ctx, failure, &posted, field_of, |filled, status| pages::ask(&ctx, filled, status))
        }
    }
}

async fn ask_act(ctx: &Ctx, posted: &Posted) -> Reply<kernel::Done> {
    let zone = &ctx.about().zone;
    let new = NewQuestion {
        session: posted.text("session").to_owned(),
        asker: posted.text("asker").to_owned(),
        text: posted.text("text").to_owned(),
        asked: local_time(posted.text("asked"), zone)?,
        due: local_time(posted.text("due"), zone)?,
    };
    let names = names(ctx).await?;
    ctx.act(&acts::ASK, &posted.fingerprint(), move |tx| acts::ask(tx, &names, new)).await
}

pub async fn answer_form(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    acts::ANSWER.allow(ctx.actor(), &Target::default())?;
    Ok(pages::answer(&ctx, &view(&ctx, number).await?, false, &Filled::default(), 200))
}

pub async fn amend_form(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    acts::AMEND.allow(ctx.actor(), &Target::default())?;
    Ok(pages::answer(&ctx, &view(&ctx, number).await?, true, &Filled::default(), 200))
}

pub async fn answer(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    write(ctx, number, posted, false).await
}

pub async fn amend(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    write(ctx, number, posted, true).await
}

async fn write(ctx: Ctx, number: String, posted: Posted, is_amendment: bool) -> Reply<Response> {
    let view = view(&ctx, number.clone()).await?;
    match write_act(&ctx, &number, &posted, is_amendment).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/questions/{number}")))),
        Err(failure) => again(&ctx, failure, &posted, field_of, |filled, status| {
            pages::answer(&ctx, &view, is_amendment, filled, status)
        }),
    }
}

async fn write_act(ctx: &Ctx, number: &str, posted: &Posted, is_amendment: bool) -> Reply<kernel::Done> {
    let mut typed = Vec::new();
    for at in 1..=pages::PROMISE_ROWS {
        let cell = |name: &str| posted.text(&format!("{name}_{at}")).trim().to_owned();
        let (what, owner, due) = (cell("what"), cell("owner"), acts::due_day(&cell("due"))?);
        if !what.is_empty() || !owner.is_empty() {
            typed.push((what, owner, due));
        }
    }
    let promises = ctx.read(move |read| promises(read, typed)).await?;
    let pins = posted.raw("pins").lines().map(str::trim).filter(|line| !line.is_empty());
    let new =
        NewAnswer { text: posted.text("text").to_owned(), pins: pins.map(str::to_owned).collect(), promises };
    let (names, why, key) = (names(ctx).await?, posted.text("why").to_owned(), number.to_owned());
    let print = number.to_owned() + &posted.fingerprint();
    match is_amendment {
        true => {
            ctx.act(&acts::AMEND, &print, move |tx| acts::amend(tx, &names, FINDERS, &key, (new, &why))).await
        }
        false => ctx.act(&acts::ANSWER, &print, move |tx| acts::answer(tx, &names, FINDERS, &key, new)).await,
    }
}

/// Owners are typed as numbers of organisations; an empty one stays a gap, which the act refuses.
fn promises(read: &db::Reading<'_>, typed: Vec<(String, String, Option<base::Day>)>) -> Result<Vec<Promise>> {
    let mut out = Vec::with_capacity(typed.len());
    for (what, owner, due) in typed {
        let owner = match owner.as_str() {
            "" => None,
            number => {
                let found = organisation::store::by_number(read, number)
                    .map_err(|_| base::Error::from(Saying::invalid("tower-question-owner-unknown")))?;
                Some(Ref::new(organisation::KIND.name, found))
            }
        };
        out.push(Promise { what, owner, due });
    }
    Ok(out)
}

pub async fn withdraw(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    let (names, why, key) = (names(&ctx).await?, posted.text("why").to_owned(), number.clone());
    let print = number.clone() + &posted.fingerprint();
    ctx.act(&acts::WITHDRAW, &print, move |tx| acts::withdraw(tx, &names, &key, &why)).await?;
    Ok(see(&ctx.url(&format!("/questions/{number}"))))
}

pub async fn zip(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    let bytes = bundle::zipped(&files(&ctx, &number).await?)?;
    Ok(download(&format!("{number}.zip"), "application/zip", bytes))
}

pub async fn html_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, 0, "text/html; charset=utf-8").await
}

pub async fn hwpx_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, 1, hwpx::MEDIA_TYPE).await
}

pub async fn csv_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, 2, "text/csv; charset=utf-8").await
}

pub async fn sums_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, 3, "text/plain; charset=utf-8").await
}

async fn files(ctx: &Ctx, number: &str) -> Reply<Vec<bundle::File>> {
    let (view, t, about) = (view(ctx, number.to_owned()).await?, ctx.words(), ctx.about());
    let line = match (about.synthetic, about.official) {
        (true, _) => Some(t.get("web-line-synthetic").to_owned()),
        (false, false) => Some(t.get("web-line-public-record").to_owned()),
        (false, true) => None,
    };
    let about = pack::About {
        city: about.name.text(ctx.lang()).to_owned(),
        zone: about.zone.clone(),
        line,
        words: t,
    };
    Ok(pack::files(&view, &about)?)
}

async fn single(ctx: &Ctx, number: &str, at: usize, media: &str) -> Reply<Response> {
    let file = files(ctx, number).await?.into_iter().nth(at);
    let file = file.ok_or_else(|| base::Error::from(Saying::not_found("base-not-found")))?;
    Ok(download(&format!("{number}-{}", file.0), media, file.1))
}

fn download(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    let attached = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, attached)], bytes)
        .into_response()
}

/// `2026-11-21 16:00` in the city's zone.
pub fn local_time(text: &str, zone: &str) -> Result<Instant> {
    Instant::parse_local(text, zone).ok_or_else(|| Saying::invalid("tower-question-time").into())
}

/// What refuses the whole of a question or an answer is said at its text.
fn field_of(_: &str) -> &'static str {
    "text"
}
