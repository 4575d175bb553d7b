//! Budget requests: page, form, file and API.

use super::acts::{self, NewStage, TELL};
use super::{BudgetRequests, STAGES, list as read_list, pages};
use crate::who::Reader;
use ::web::http::csv::Sheet;
use ::web::http::refused::again;
use axum::extract::Path;
use axum::response::Response;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::reply::{self, see};
use web::http::{Posted, Routes, Sent, Who, content};
use web::{Ctx, Reply, Shared};

/// The pages.
pub fn routes() -> Routes {
    let public =
        Who::Everyone("what a city asked for and got in public is a public record; scope hides the rest");
    Routes::new().get("/budget/requests", public, show).get("/budget/requests.csv", public, csv).post(
        "/budget/requests/{request}/stages",
        Who::SignedIn,
        tell,
    )
}

/// The routes below `/api/v1`.
pub fn api() -> OpenApiRouter<Shared> {
    OpenApiRouter::new().routes(routes!(get_budget_requests)).routes(routes!(post_budget_stage))
}

async fn read(ctx: &Ctx) -> Reply<BudgetRequests> {
    let reader = Reader::of(ctx);
    ctx.read(move |read| read_list(read, &reader)).await
}

async fn show(ctx: Ctx) -> Reply<Response> {
    let found = read(&ctx).await?;
    Ok(pages::show(&ctx, &found, None, 200))
}

async fn csv(ctx: Ctx) -> Reply<Response> {
    let columns = [
        "number",
        "what_ko",
        "what_en",
        "year",
        "asked_krw",
        "ministry_krw",
        "assembly_krw",
        "secured_krw",
        "outcome",
    ];
    let mut sheet = Sheet::new(&ctx, &columns);
    for request in read(&ctx).await?.items {
        // A stage that nobody told is an empty cell, never a zero.
        let amounts = STAGES.map(|name| {
            let stage = request.stages.iter().find(|stage| stage.stage == name);
            stage.map(|stage| stage.amount.to_string()).unwrap_or_default()
        });
        sheet.line(&[
            &request.line.number,
            request.line.what.ko.as_deref().unwrap_or(""),
            request.line.what.en.as_deref().unwrap_or(""),
            &request.year.map(|year| year.to_string()).unwrap_or_default(),
            &amounts[0],
            &amounts[1],
            &amounts[2],
            &amounts[3],
            &request.line.outcome,
        ]);
    }
    Ok(sheet.file(&ctx, "budget-requests"))
}

async fn tell(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let whole = |name: &str| posted.text(name).replace(',', "").parse::<i64>().unwrap_or(-1);
    let new = NewStage {
        stage: posted.text("stage").to_owned(),
        year: whole("year"),
        amount: whole("amount"),
        unit: posted.text("unit").to_owned(),
        source: posted.text("source").to_owned(),
    };
    let (key, fingerprint) = (number.clone(), number.clone() + &posted.fingerprint());
    match ctx.act(&TELL, &fingerprint, move |tx| acts::tell(tx, &key, &new)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/budget/requests#{number}")))),
        Err(failure) => {
            let found = read(&ctx).await?;
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::show(&ctx, &found, Some((&number, filled)), status)
            })
        }
    }
}

/// The field that a refusal of the whole act is about.
fn field_of(key: &str) -> &'static str {
    match key {
        "tower-request-stage" => "stage",
        "tower-request-year" => "year",
        "obligation-amount-negative" => "amount",
        "tower-request-unit" | "base-unit-unknown" => "unit",
        _ => "",
    }
}

/// Budget requests with their stages.
#[utoipa::path(get, path = "/budget/requests", tag = "promises", params(("city" = String, Path)),
    responses((status = 200, body = BudgetRequests)))]
async fn get_budget_requests(ctx: Ctx) -> Reply<Response> {
    reply::json(&read(&ctx).await?, None)
}

/// Tells a stage of a request; told again, it is corrected.
#[utoipa::path(post, path = "/budget/requests/{request}/stages", tag = "promises",
    params(("city" = String, Path), ("request" = String, Path)), request_body = NewStage,
    responses((status = 200), (status = 403), (status = 404), (status = 422)))]
async fn post_budget_stage(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<NewStage>,
) -> Reply<Response> {
    let fingerprint = number.clone() + &content(&new)?;
    reply::done(&ctx.act(&TELL, &fingerprint, move |tx| acts::tell(tx, &number, &new)).await?, None)
}
