//! Pages and forms of claims.

pub mod office;

use super::acts::{self, reply};
use super::receipt::ReceiptAsked;
use super::said::NewSaid;
use super::view::list::{ClaimNarrow, PAGE};
use super::{api, pages, store};
use axum::extract::Path;
use axum::response::Response;
use base::Saying;
use kernel::policy::Target;
use web::components::form::{FieldError, Filled};
use web::http::csv::MEDIA;
use web::http::reply::{file, see, with_mend};
use web::http::{Asked, Posted, Routes, Who, refused};
use web::{Ctx, Failure, Reply};

/// Routes of claims.
pub fn routes() -> Routes {
    let public = Who::Everyone("what was published is public, with what its own figures say");
    let anyone = Who::Everyone("anyone may hand in a published number and ask what became of it");
    Routes::new()
        .get("/claims", public, list)
        .get("/claims.csv", public, csv)
        .get("/claims/method", public, method)
        .get("/claims/hand-in", anyone, hand_in_form)
        .post("/claims/hand-in", anyone, hand_in_number)
        .get("/claims/received", anyone, find_receipt)
        .get("/claims/received/{receipt}/{code}", anyone, receipt)
        .get("/claims/desk", Who::SignedIn, office::desk)
        .get("/claims/import", Who::SignedIn, office::import_form)
        .post_large("/claims/import", Who::SignedIn, api::office::UPLOAD_BYTES_MAX, office::import_file)
        .get("/claims/hand-ins/{receipt}", Who::SignedIn, office::decision)
        .post("/claims/hand-ins/{receipt}/acceptance", Who::SignedIn, office::accept)
        .post("/claims/hand-ins/{receipt}/refusal", Who::SignedIn, office::refuse)
        .get("/claims/requests/{request}", Who::SignedIn, office::answer_form)
        .post("/claims/requests/{request}/answer", Who::SignedIn, office::answer)
        .get("/claims/{claim}", public, show)
        .get("/claims/{claim}/reply", Who::SignedIn, reply_form)
        .post("/claims/{claim}/reply", Who::SignedIn, reply_to)
        .get("/claims/{claim}/request", Who::SignedIn, request_form)
        .post("/claims/{claim}/request", Who::SignedIn, request)
        .get("/claims/{claim}/correction", Who::SignedIn, office::correction)
        .post("/claims/{claim}/correction", Who::SignedIn, office::correct)
        .post("/claims/{claim}/naming", Who::SignedIn, office::name)
        .post("/claims/{claim}/comparison", Who::SignedIn, office::compare)
        .post("/claims/{claim}/showing", Who::SignedIn, office::show_finding)
        .post("/claims/{claim}/publication", Who::SignedIn, office::publish_finding)
}

type OfCity = Path<(String, String)>;

pub async fn list(ctx: Ctx, Asked(narrow): Asked<ClaimNarrow>) -> Reply<Response> {
    let found = api::list(&ctx, narrow.clone(), PAGE).await?;
    Ok(pages::list::list(&ctx, &narrow, &found))
}

/// The list as a file under the same filter. A cell that a spreadsheet would run is written as text.
pub async fn csv(ctx: Ctx, Asked(narrow): Asked<ClaimNarrow>) -> Reply<Response> {
    let found = api::list(&ctx, narrow, store::CLAIMS_MAX).await?;
    let text = pages::file::csv(&ctx, &found);
    Ok(file(&format!("{}-claims.csv", ctx.about().slug), MEDIA, text))
}

pub async fn method(ctx: Ctx) -> Reply<Response> {
    Ok(pages::method::method(&ctx))
}

pub async fn show(ctx: Ctx, Path((_, code)): OfCity) -> Reply<Response> {
    let view = api::show(&ctx, code).await?;
    Ok(pages::show::show(&ctx, &view, &Filled::default(), 200))
}

pub async fn hand_in_form(ctx: Ctx) -> Reply<Response> {
    Ok(pages::forms::hand_in(&ctx, &Filled::default(), 200))
}

pub async fn hand_in_number(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let result = api::hand_in(&ctx, posted.values(), &posted.fingerprint()).await;
    match result {
        Ok(handed) => Ok(see(&ctx.url(&handed.path()))),
        Err(failure) => {
            again(&ctx, failure, &posted, |filled, status| pages::forms::hand_in(&ctx, filled, status))
        }
    }
}

/// Leads to a receipt by its number and its code.
pub async fn find_receipt(ctx: Ctx, Asked(asked): Asked<ReceiptAsked>) -> Reply<Response> {
    if asked == ReceiptAsked::default() {
        return Ok(pages::receipt::find(&ctx, &Filled::default(), 200));
    }
    match api::receipt(&ctx, asked.clone()).await {
        Ok(found) => {
            let code = found.code.unwrap_or_default();
            Ok(see(&ctx.url(&format!("/claims/received/{}/{code}", found.number))))
        }
        Err(failure) if failure.error().is("base-not-found") => {
            let told = with_mend(&Saying::not_found("tower-claim-receipt-unknown"), ctx.words());
            let values = vec![("number".to_owned(), asked.number), ("code".to_owned(), asked.code)];
            let filled = Filled { values, errors: vec![FieldError::new("code", &told)] };
            Ok(pages::receipt::find(&ctx, &filled, 404))
        }
        Err(failure) => Err(failure),
    }
}

pub async fn receipt(ctx: Ctx, Path((_, number, code)): Path<(String, String, String)>) -> Reply<Response> {
    let found = api::receipt(&ctx, ReceiptAsked { number, code }).await?;
    Ok(pages::receipt::receipt(&ctx, &found))
}

/// A form to speak for the organisation named, when this reader may.
async fn speaking(ctx: &Ctx, code: String, is_request: bool) -> Reply<super::view::show::ClaimView> {
    ctx.signed_in()?;
    let view = api::show(ctx, code.clone()).await?;
    let named = ctx.read(move |read| acts::named(read, store::get(read, &code)?.id)).await?;
    let action = if is_request { &reply::REQUEST } else { &reply::REPLY };
    action.allow(ctx.actor(), &Target { organisation: named, ..Target::default() })?;
    Ok(view)
}

pub async fn reply_form(ctx: Ctx, Path((_, code)): OfCity) -> Reply<Response> {
    let view = speaking(&ctx, code, false).await?;
    Ok(pages::forms::speak(&ctx, &view, false, &Filled::default(), 200))
}

pub async fn request_form(ctx: Ctx, Path((_, code)): OfCity) -> Reply<Response> {
    let view = speaking(&ctx, code, true).await?;
    Ok(pages::forms::speak(&ctx, &view, true, &Filled::default(), 200))
}

fn new_said(ctx: &Ctx, posted: &Posted) -> NewSaid {
    NewSaid {
        says: posted.text("says").to_owned(),
        lang: posted.opt("lang").unwrap_or_else(|| ctx.lang().code().to_owned()),
        document: posted.opt("document"),
        link: posted.opt("link"),
    }
}

pub async fn reply_to(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let view = speaking(&ctx, code.clone(), false).await?;
    let (names, new, key) = (api::names(&ctx).await?, new_said(&ctx, &posted), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result = ctx.act(&reply::REPLY, &print, move |tx| reply::reply(tx, &names, &key, new)).await;
    match result {
        Ok(_) => Ok(see(&ctx.url(&format!("/claims/{code}#said")))),
        Err(failure) => again(&ctx, failure, &posted, |filled, status| {
            pages::forms::speak(&ctx, &view, false, filled, status)
        }),
    }
}

pub async fn request(ctx: Ctx, Path((_, code)): OfCity, posted: Posted) -> Reply<Response> {
    let view = speaking(&ctx, code.clone(), true).await?;
    let (names, new, key) = (api::names(&ctx).await?, new_said(&ctx, &posted), code.clone());
    let print = code.clone() + &posted.fingerprint();
    let result = ctx.act(&reply::REQUEST, &print, move |tx| reply::request(tx, &names, &key, new)).await;
    match result {
        Ok(_) => Ok(see(&ctx.url(&format!("/claims/{code}#said")))),
        Err(failure) => again(&ctx, failure, &posted, |filled, status| {
            pages::forms::speak(&ctx, &view, true, filled, status)
        }),
    }
}

/// Shows the form again with what was typed and what is wrong; other failures go on as they are.
fn again(
    ctx: &Ctx,
    failure: Failure,
    posted: &Posted,
    form: impl Fn(&Filled, u16) -> Response,
) -> Reply<Response> {
    again_with(ctx, failure, posted.values(), "", form)
}

/// The same; what refuses the whole act stands at the field `whole`.
fn again_with(
    ctx: &Ctx,
    failure: Failure,
    values: Vec<(String, String)>,
    whole: &'static str,
    form: impl Fn(&Filled, u16) -> Response,
) -> Reply<Response> {
    refused::again_with(ctx, failure, values, |key| field_of(key).unwrap_or(whole), form)
}

/// The field that a refusal of the whole act is about.
fn field_of(key: &str) -> Option<&'static str> {
    match key {
        "tower-claim-code" | "tower-claim-code-taken" | "tower-claim-code-fixed" => Some("id"),
        "tower-claim-future" => Some("published"),
        _ => None,
    }
}
