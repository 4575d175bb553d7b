//! Routes and forms of council questions.

use super::acts;
use super::api;
use super::form::{SentAnswer, SentPromise, SentQuestion, at};
use super::pages::{self, AnswerForm, Doing};
use super::view::QuestionView;
use super::{PROMISES_MAX, pack};
use crate::bundle;
use ::web::components::form::Filled;
use ::web::http::csv::MEDIA;
use ::web::http::refused::again;
use ::web::http::reply::{file, see};
use ::web::http::{Posted, Routes, Who};
use ::web::{Ctx, Reply};
use axum::extract::Path;
use axum::response::Response;
use base::Saying;
use kernel::policy::Target;

/// Routes of council questions.
pub fn routes() -> Routes {
    let public =
        Who::Everyone("answered questions are public records; open ones are not found without the right");
    Routes::new()
        .get("/questions", public, list)
        .get("/questions/new", Who::SignedIn, ask_form)
        .post("/questions/new", Who::SignedIn, ask)
        .get("/questions/{question}", public, show)
        .post("/questions/{question}/owner", Who::SignedIn, assign)
        .get("/questions/{question}/answer", Who::SignedIn, answer_form)
        .post("/questions/{question}/answer", Who::SignedIn, answer)
        .post("/questions/{question}/draft", Who::SignedIn, draft)
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
    Ok(pages::list(&ctx, &api::list(&ctx).await?))
}

pub async fn show(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    shown(&ctx, &number, None, 200).await
}

/// The page of a question, with the form on it that was refused.
async fn shown(ctx: &Ctx, number: &str, refused: Option<(Doing, &Filled)>, status: u16) -> Reply<Response> {
    let view = api::show(ctx, number).await?;
    let owners = if view.can.assign { api::offers(ctx).await?.1 } else { Vec::new() };
    Ok(pages::show(ctx, &view, &owners, refused, status))
}

pub async fn ask_form(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    acts::ASK.allow(ctx.actor(), &Target::default())?;
    Ok(pages::ask(&ctx, &Filled::default(), 200))
}

pub async fn ask(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let text = |name: &str| posted.text(name).to_owned();
    let sent = SentQuestion {
        session: text("session"),
        asker: text("asker"),
        text: text("text"),
        asked: text("asked"),
        due: text("due"),
    };
    match api::ask(&ctx, sent, &posted.fingerprint()).await {
        Ok(done) => Ok(see(&ctx.url(&format!("/questions/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            again(&ctx, failure, &posted, whole, |filled, status| pages::ask(&ctx, filled, status))
        }
    }
}

/// The version of the question that the form showed; one that is no number was never shown.
fn seen(posted: &Posted) -> Option<i64> {
    posted.opt("version").map(|version| version.parse().unwrap_or(0))
}

pub async fn assign(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    let print = number.clone() + &posted.fingerprint();
    let owner = posted.text("owner").to_owned();
    let done = api::assign(&ctx, number.clone(), owner, (seen(&posted), &print)).await;
    told(&ctx, &number, &posted, Doing::Assign, done).await
}

pub async fn withdraw(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    let print = number.clone() + &posted.fingerprint();
    let why = posted.text("why").to_owned();
    let done = api::withdraw(&ctx, number.clone(), why, (seen(&posted), &print)).await;
    told(&ctx, &number, &posted, Doing::Withdraw, done).await
}

/// The page after one of its forms: as it is now, or with what was refused.
async fn told(
    ctx: &Ctx,
    number: &str,
    posted: &Posted,
    doing: Doing,
    done: Reply<kernel::Done>,
) -> Reply<Response> {
    let failure = match done {
        Ok(_) => return Ok(see(&ctx.url(&format!("/questions/{number}")))),
        Err(failure) => failure,
    };
    let Ok(view) = api::show(ctx, number).await else { return Err(failure) };
    let owners = if view.can.assign { api::offers(ctx).await?.1 } else { Vec::new() };
    again(ctx, failure, posted, whole, |filled, status| {
        pages::show(ctx, &view, &owners, Some((doing, filled)), status)
    })
}

pub async fn answer_form(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    acts::ANSWER.allow(ctx.actor(), &Target::default())?;
    let view = api::show(&ctx, &number).await?;
    form(&ctx, &view, false, None, 200).await
}

pub async fn amend_form(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    ctx.signed_in()?;
    acts::AMEND.allow(ctx.actor(), &Target::default())?;
    let view = api::show(&ctx, &number).await?;
    form(&ctx, &view, true, None, 200).await
}

/// The form, as it begins or as it was filled.
async fn form(
    ctx: &Ctx,
    view: &QuestionView,
    is_amendment: bool,
    filled: Option<&Filled>,
    status: u16,
) -> Reply<Response> {
    let (pins, owners) = api::offers(ctx).await?;
    let form = AnswerForm { view, is_amendment, pins: &pins, owners: &owners };
    let begun = form.begun();
    Ok(pages::answer(ctx, &form, filled.unwrap_or(&begun), status))
}

pub async fn answer(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    write(ctx, number, posted, false).await
}

pub async fn amend(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    write(ctx, number, posted, true).await
}

async fn write(ctx: Ctx, number: String, posted: Posted, is_amendment: bool) -> Reply<Response> {
    let print = number.clone() + &posted.fingerprint();
    let (sent, expected) = (typed(&posted), seen(&posted));
    match api::answer(&ctx, number.clone(), sent, is_amendment, (expected, &print)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/questions/{number}")))),
        Err(failure) => refused(&ctx, &number, &posted, is_amendment, failure).await,
    }
}

/// Keeps what was typed; the same form goes on with it.
pub async fn draft(ctx: Ctx, Path((_, number)): OfCity, posted: Posted) -> Reply<Response> {
    let version = posted.text("draft").parse().unwrap_or(0);
    match api::keep(&ctx, &number, typed(&posted), version).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/questions/{number}/answer")))),
        Err(failure) => refused(&ctx, &number, &posted, false, failure).await,
    }
}

/// The form again, with everything that was typed.
async fn refused(
    ctx: &Ctx,
    number: &str,
    posted: &Posted,
    is_amendment: bool,
    failure: ::web::Failure,
) -> Reply<Response> {
    let Ok(view) = api::show(ctx, number).await else { return Err(failure) };
    let (pins, owners) = api::offers(ctx).await?;
    again(ctx, failure, posted, whole, |filled, status| {
        let form = AnswerForm { view: &view, is_amendment, pins: &pins, owners: &owners };
        pages::answer(ctx, &form, filled, status)
    })
}

fn typed(posted: &Posted) -> SentAnswer {
    let promise = |index: usize| {
        let cell = |name: &str| posted.text(&at(index, name)).to_owned();
        SentPromise { what: cell("what"), owner: cell("owner"), due: cell("due") }
    };
    let ticked = posted.all(pages::TICKED);
    let lines = posted.raw("pins").lines().map(str::trim).filter(|line| !line.is_empty());
    let pins = ticked.into_iter().chain(lines.map(str::to_owned));
    SentAnswer {
        text: posted.text("text").to_owned(),
        pins: pins.collect(),
        promises: (0..PROMISES_MAX).map(promise).collect(),
        why: posted.text("why").to_owned(),
    }
}

pub async fn zip(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    let bytes = bundle::zipped(&api::files(&ctx, &number).await?)?;
    Ok(file(&format!("{number}.zip"), "application/zip", bytes))
}

pub async fn html_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, pack::FILES[0], "text/html; charset=utf-8").await
}

pub async fn hwpx_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, pack::FILES[1], hwpx::MEDIA_TYPE).await
}

pub async fn csv_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    single(&ctx, &number, pack::FILES[2], MEDIA).await
}

pub async fn sums_file(ctx: Ctx, Path((_, number)): OfCity) -> Reply<Response> {
    let sums = api::files(&ctx, &number).await?.into_iter().find(|(name, _)| name == bundle::SUMS);
    given(&number, sums, "text/plain; charset=utf-8")
}

/// One of the files that tell the answer.
async fn single(ctx: &Ctx, number: &str, name: &str, media: &str) -> Reply<Response> {
    let all = pack::documents(&api::show(ctx, number).await?, &api::about(ctx))?;
    given(number, all.into_iter().find(|(known, _)| known == name), media)
}

fn given(number: &str, found: Option<bundle::File>, media: &str) -> Reply<Response> {
    let found = found.ok_or_else(|| base::Error::from(Saying::not_found("base-not-found")))?;
    Ok(file(&format!("{number}-{}", found.0), media, found.1))
}

/// What refuses the whole of a question or an answer belongs to no field.
fn whole(_: &str) -> &'static str {
    ""
}
