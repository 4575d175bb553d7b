//! Pages and forms of obligations and the board.

use super::acts::{self, NewDue, NewObligation, NewOwner, NewSettlement, Why};
use super::api::{self, AsOf};
use super::board::{Board, Query};
use super::pages::{self, Doing};
use ::web::http::csv::{LINES_MAX, Sheet};
use ::web::http::refused::again;
use axum::extract::Path;
use axum::response::Response;
use base::Tri;
use kernel::obligation::acts as rules;
use kernel::{Action, Done, Tx};
use web::components::form::Filled;
use web::http::reply::see;
use web::http::{Asked, Posted, Routes, Who};
use web::{Ctx, Reply};

/// The pages.
pub fn routes() -> Routes {
    let public = Who::Everyone("what a city promised in public is a public record; scope hides the rest");
    Routes::new()
        .get("/board", Who::SignedIn, board)
        .get("/board.csv", Who::SignedIn, board_csv)
        .get("/obligations", public, list)
        .get("/obligations.csv", public, list_csv)
        .get("/obligations/new", Who::SignedIn, new)
        .post("/obligations/new", Who::SignedIn, take)
        .get("/obligations/{obligation}", public, show)
        .post("/obligations/{obligation}/owner", Who::SignedIn, hand_over)
        .post("/obligations/{obligation}/due", Who::SignedIn, change_due)
        .post("/obligations/{obligation}/settlement", Who::SignedIn, settle)
        .post("/obligations/{obligation}/reopening", Who::SignedIn, reopen)
}

async fn board(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let board = api::board(&ctx, query.clone()).await?;
    Ok(pages::board(&ctx, &query, &board))
}

async fn list(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let found = api::list(&ctx, query.clone()).await?;
    Ok(pages::list(&ctx, &query, &found))
}

async fn board_csv(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let mut sheet = Sheet::new(&ctx, pages::CSV_COLUMNS);
    let mut query = Query { after: None, limit: Some(500), ..query };
    for _ in 0..LINES_MAX / 500 {
        let found = api::board(&ctx, query.clone()).await?;
        if !add(&mut sheet, &mut query, &found) {
            break;
        }
    }
    Ok(sheet.file(&ctx, "board"))
}

async fn list_csv(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    let mut sheet = Sheet::new(&ctx, pages::CSV_COLUMNS);
    let mut query = Query { after: None, limit: Some(500), ..query };
    for _ in 0..LINES_MAX / 500 {
        let found = api::list(&ctx, query.clone()).await?;
        if !add(&mut sheet, &mut query, &found) {
            break;
        }
    }
    Ok(sheet.file(&ctx, "obligations"))
}

/// Adds a page of lines; false after the last.
fn add(sheet: &mut Sheet, query: &mut Query, found: &Board) -> bool {
    for line in &found.items {
        pages::csv_line(sheet, line);
    }
    query.after = found.next.clone();
    query.after.is_some()
}

async fn show(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let view = api::one(&ctx, number, at).await?;
    Ok(pages::show(&ctx, &view, at.position, None, 200))
}

async fn new(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    ctx.signed_in()?;
    rules::TAKE.allow(ctx.actor(), &Default::default())?;
    let values = [("agreement", query.agreement), ("kind", query.kind)];
    let values = values.map(|(name, value)| (name.to_owned(), value)).to_vec();
    Ok(pages::form(&ctx, &Filled { values, errors: Vec::new() }, 200))
}

async fn take(ctx: Ctx, posted: Posted) -> Reply<Response> {
    let new = NewObligation {
        kind: posted.text("kind").to_owned(),
        what: Tri { ko: posted.opt("what_ko"), en: posted.opt("what_en"), zh: posted.opt("what_zh") },
        owner: chosen(&posted, "owner"),
        deputy: chosen(&posted, "deputy"),
        from: posted.text("from").to_owned(),
        agreement: posted.text("agreement").to_owned(),
        due: posted.text("due").to_owned(),
        amount: None,
        unit: String::new(),
        open: posted.text("open") == "yes",
    };
    let result = ctx.act(&rules::TAKE, &posted.fingerprint(), move |tx| acts::take(tx, &new)).await;
    match result {
        Ok(done) => Ok(see(&ctx.url(&format!("/obligations/{}", done.number.unwrap_or_default())))),
        Err(failure) => {
            again(&ctx, failure, &posted, field_of, |filled, status| pages::form(&ctx, filled, status))
        }
    }
}

/// A choice of `me` or `office`, or the number that was typed beside it.
pub fn chosen(posted: &Posted, name: &str) -> String {
    match posted.text(name) {
        "" | "number" => posted.text(&format!("{name}_number")).to_owned(),
        choice => choice.to_owned(),
    }
}

async fn hand_over(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let new = NewOwner {
        owner: chosen(&posted, "owner"),
        deputy: chosen(&posted, "deputy"),
        reason: posted.text("reason").to_owned(),
    };
    let act = move |tx: &mut Tx<'_>, number: &str, version| acts::hand_over(tx, number, &new, version);
    change(ctx, number, posted, &rules::HAND_OVER, Doing::Owner, act).await
}

async fn change_due(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let new = NewDue { due: posted.text("due").to_owned(), reason: posted.text("reason").to_owned() };
    let act = move |tx: &mut Tx<'_>, number: &str, version| acts::change_due(tx, number, &new, version);
    change(ctx, number, posted, &rules::CHANGE_DUE, Doing::Due, act).await
}

async fn settle(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let text = |name: &str| posted.text(name).to_owned();
    let new = NewSettlement {
        outcome: text("outcome"),
        on: text("on"),
        evidence: text("evidence"),
        issuer: text("issuer"),
        issued: text("issued"),
        level: text("level"),
        reason: text("reason"),
    };
    let act = move |tx: &mut Tx<'_>, number: &str, version| acts::settle(tx, number, &new, version);
    change(ctx, number, posted, &rules::SETTLE, Doing::Settle, act).await
}

async fn reopen(ctx: Ctx, Path((_, number)): Path<(String, String)>, posted: Posted) -> Reply<Response> {
    let new = Why { reason: posted.text("reason").to_owned() };
    let act = move |tx: &mut Tx<'_>, number: &str, version| acts::reopen(tx, number, &new, version);
    change(ctx, number, posted, &rules::REOPEN, Doing::Reopen, act).await
}

/// One change from the record's own page; a refusal shows the page again, with what was typed.
async fn change<F>(
    ctx: Ctx,
    number: String,
    posted: Posted,
    action: &Action,
    doing: Doing,
    act: F,
) -> Reply<Response>
where
    F: FnOnce(&mut Tx<'_>, &str, Option<i64>) -> base::Result<Done> + Send + 'static,
{
    // A version that is no number is none that was ever shown: 0 fits no record.
    let version = posted.opt("version").map(|version| version.parse().unwrap_or(0));
    let (fingerprint, key) = (number.clone() + &posted.fingerprint(), number.clone());
    match ctx.act(action, &fingerprint, move |tx| act(tx, &key, version)).await {
        Ok(_) => Ok(see(&ctx.url(&format!("/obligations/{number}")))),
        Err(failure) => {
            let Ok(view) = api::one(&ctx, number, AsOf::default()).await else { return Err(failure) };
            again(&ctx, failure, &posted, field_of, |filled, status| {
                pages::show(&ctx, &view, None, Some((doing, filled)), status)
            })
        }
    }
}

/// The field that a refusal of the whole act is about.
fn field_of(key: &str) -> &'static str {
    match key {
        "obligation-kind-unknown" | "obligation-kind-missing" => "kind",
        "obligation-what-missing" | "obligation-what-too-long" => "what_ko",
        "obligation-owner-missing" | "obligation-owner-kind" | "obligation-owner-same" => "owner",
        "obligation-owner-unknown" => "owner_number",
        "obligation-deputy-is-owner" => "deputy_number",
        "obligation-agreement-unknown" | "obligation-agreement-ended" => "agreement",
        "obligation-due-past" | "obligation-due-same" | "tower-obligation-due-missing" => "due",
        "obligation-evidence-missing" => "evidence",
        "obligation-reason-missing" | "obligation-reason-too-long" => "reason",
        "tower-obligation-outcome-unknown" | "obligation-outcome-open" => "outcome",
        "obligation-settled-later" => "on",
        "tower-obligation-level-unknown" | "tower-obligation-level-too-strong" => "level",
        _ => "",
    }
}
