//! Pages and forms of agreements.

use super::acts::{self, NewAgreement, NewEnd};
use super::{AgreementLine, Query, api, may_conclude, pages};
use crate::obligation::api::AsOf;
use crate::who::Reader;
use ::web::http::csv::{LINES_MAX, Sheet};
use ::web::http::refused::again;
use axum::extract::Path;
use axum::response::Response;
use base::Tri;
use kernel::agreement::acts as rules;
use web::components::form::Filled;
use web::http::reply::see;
use web::http::{Asked, Posted, Routes, Who};
use web::{Ctx, Reply};

/// The pages.
pub fn routes() -> Routes {
    let public = Who::Everyone("what a city signed in public is a public record; scope hides the rest");
    Routes::new()
        .get("/agreements", public, list)
        .get("/agreements.csv", public, csv)
        .get("/agreements/new", Who::SignedIn, new)
        .post("/agreements/new", Who::SignedIn, conclude)
        .get("/agreements/{agreement}", public, show)
        .post("/agreements/{agreement}/end", Who::SignedIn, end)
}

async fn list(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let found = api::list(&ctx, query.clone()).await?;
    Ok(pages::list(&ctx, &query, &found, may_conclude(&Reader::of(&ctx))))
}

async fn csv(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let columns = [
        "number",
        "kind",
        "title_ko",
        "title_en",
        "state",
        "signed",
        "parties",
        "outcomes",
        "silent_days",
        "source",
    ];
    let mut sheet = Sheet::new(&ctx, &columns);
    let mut query = Query { after: None, limit: Some(500), ..query };
    for _ in 0..LINES_MAX / 500 {
        let found = api::list(&ctx, query.clone()).await?;
        found.items.iter().for_each(|line| csv_line(&mut sheet, line));
        query.after = found.next;
        if query.after.is_none() {
            break;
        }
    }
    Ok(sheet.file(&ctx, "agreements"))
}

fn csv_line(sheet: &mut Sheet, line: &AgreementLine) {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let parties: Vec<&str> =
        line.parties.iter().filter_map(|party| Some(party.name.as_ref()?.text(base::Lang::Ko))).collect();
    let outcomes: Vec<String> =
        line.outcomes.iter().map(|found| format!("{}={}", found.outcome, found.count)).collect();
    sheet.line(&[
        &line.number,
        &line.kind,
        &text(&line.title.ko),
        &text(&line.title.en),
        &line.state,
        &text(&line.signed),
        &parties.join("; "),
        &outcomes.join("; "),
        &line.silent_days.map(|days| days.to_string()).unwrap_or_default(),
        &text(&line.source),
    ]);
}

async fn show(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let view = api::one(&ctx, number, at).await?;
    Ok(pages::show(&ctx, &view, at.position, &Filled::default(), 200))
}

async fn new(ctx: Ctx) -> Reply<Response> {
    ctx.signed_in()?;
    rules::CONCLUDE.allow(ctx.actor(), &Default::default())?;
    Ok(pages::form(&ctx, &Filled::default(), 200))
}

async fn conclude(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let text = |name: &str| posted.text(name).to_owned();
    let new = NewAgreement {
        kind: text("kind"),
        title: Tri { ko: posted.opt("title_ko"), en: posted.opt("title_en"), zh: posted.opt("title_zh") },
        parties: posted.text("parties").lines().map(str::to_owned).collect(),
        signed: text("signed"),
        from: text("from"),
        until: text("until"),
        terms: text("terms"),
        open: posted.text("open") == "yes",
    };
    match ctx.act(&rules::CONCLUDE, &posted.fingerprint(), move |tx| acts::conclude(tx, &new)).await {
        Ok(done) => Ok(see(&ctx.url(&format!("/agreements/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            again(&ctx, failure, &posted, field_of, |filled, status| pages::form(&ctx, filled, status))
        }
    }
}

async fn end(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let version = posted.opt("version").map(|version| version.parse().unwrap_or(0));
    let text = |name: &str| posted.text(name).to_owned();
    let new = NewEnd { how: text("how"), on: text("on"), reason: text("reason") };
    let (fingerprint, key) = (number.clone() + &posted.fingerprint(), number.clone());
    match ctx.act(&rules::END, &fingerprint, move |tx| acts::end(tx, &key, &new, version)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/agreements/{number}")))),
        Err(failure) => {
            let Ok(view) = api::one(&ctx, number, AsOf::default()).await else { return Err(failure) };
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::show(&ctx, &view, None, filled, status)
            })
        }
    }
}

/// The field that a refusal of the whole act is about.
fn field_of(key: &str) -> &'static str {
    match key {
        "agreement-kind-unknown" => "kind",
        "agreement-title-missing" => "title_ko",
        "agreement-parties-missing" | "agreement-party-twice" | "agreement-parties-too-many" => "parties",
        "agreement-party-kind" => "parties",
        "agreement-signed-missing" | "agreement-signed-later" => "signed",
        "agreement-terms-too-long" => "terms",
        "agreement-end-how" => "how",
        "agreement-end-before-signing" | "agreement-end-later" => "on",
        "agreement-reason-missing" | "agreement-reason-too-long" => "reason",
        _ => "",
    }
}
