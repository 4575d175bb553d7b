//! What the office does with claims on the API: deciding hand-ins, answering, mending, naming, showing, publishing,
//! bringing in a file.

use super::{ClaimCells, names, typed_claim};
use crate::claim::acts::{self, hand_in, import, publish, reply};
use crate::claim::receipt::{self, ClaimReceipt};
use crate::claim::{store, upload};
use axum::extract::{Path, Request};
use axum::response::Response;
use base::problem::Class;
use base::{Error, Saying};
use kernel::organisation::store as organisations;
use kernel::policy::Target;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::upload::body;
use web::http::{Sent, reply as answers};
use web::{Ctx, Reply, Shared};

/// The largest file of claims, with room for the form around it.
pub const UPLOAD_BYTES_MAX: usize = 17 * 1024 * 1024;

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    let large = OpenApiRouter::new()
        .routes(routes!(post_claim_import))
        .layer(axum::extract::DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
    OpenApiRouter::new()
        .routes(routes!(get_claim_hand_in))
        .routes(routes!(post_claim_acceptance))
        .routes(routes!(post_claim_refusal))
        .routes(routes!(post_claim_answer))
        .routes(routes!(post_claim_correction))
        .routes(routes!(post_claim_naming))
        .routes(routes!(post_claim_comparison))
        .routes(routes!(post_claim_showing))
        .routes(routes!(post_claim_publication))
        .merge(large)
}

/// A number that was handed in, for who decides on it.
#[utoipa::path(get, path = "/claims/hand-ins/{receipt}", tag = "claims",
    params(("city" = String, Path), ("receipt" = String, Path)),
    responses((status = 200, body = ClaimReceipt), (status = 404)))]
async fn get_claim_hand_in(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    hand_in::ACCEPT.allow(ctx.actor(), &Target::default())?;
    let zone = ctx.about().zone.clone();
    answers::json(&ctx.read(move |read| receipt::for_office(read, &zone, &number)).await?, None)
}

/// Takes a hand-in in, as the line that its officer wrote from it.
#[utoipa::path(post, path = "/claims/hand-ins/{receipt}/acceptance", tag = "claims",
    params(("city" = String, Path), ("receipt" = String, Path)), request_body = ClaimCells,
    responses((status = 200), (status = 409), (status = 422)))]
async fn post_claim_acceptance(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(line): Sent<ClaimCells>,
) -> Reply<Response> {
    hand_in::ACCEPT.allow(ctx.actor(), &Target::default())?;
    let fingerprint = line.fingerprint();
    let (claim, names) = typed_claim(&ctx, &line.into_cells()).await?;
    let done = ctx
        .act(&hand_in::ACCEPT, &fingerprint, move |tx| hand_in::accept(tx, &names, &number, &claim))
        .await?;
    answers::done(&done, None)
}

/// A text.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimReason {
    /// Why.
    pub why: String,
}

/// Refuses a hand-in; the receipt says why.
#[utoipa::path(post, path = "/claims/hand-ins/{receipt}/refusal", tag = "claims",
    params(("city" = String, Path), ("receipt" = String, Path)), request_body = ClaimReason,
    responses((status = 200), (status = 409), (status = 422)))]
async fn post_claim_refusal(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(reason): Sent<ClaimReason>,
) -> Reply<Response> {
    let names = names(&ctx).await?;
    let fingerprint = reason.why.clone();
    let done = ctx
        .act(&hand_in::REFUSE, &fingerprint, move |tx| hand_in::refuse(tx, &names, &number, &reason.why))
        .await?;
    answers::done(&done, None)
}

/// The answer to a request to correct.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimAnswer {
    /// `corrected` or `declined`.
    pub outcome: String,
    /// Why, and what was done.
    pub says: String,
}

/// Answers a request to correct.
#[utoipa::path(post, path = "/claims/requests/{request}/answer", tag = "claims",
    params(("city" = String, Path), ("request" = String, Path)), request_body = ClaimAnswer,
    responses((status = 200), (status = 409), (status = 422)))]
async fn post_claim_answer(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(body): Sent<ClaimAnswer>,
) -> Reply<Response> {
    let (names, fingerprint) = (names(&ctx).await?, format!("{number}{body:?}"));
    let done = ctx
        .act(&reply::ANSWER, &fingerprint, move |tx| {
            reply::answer(tx, &names, &number, &body.outcome, &body.says)
        })
        .await?;
    answers::done(&done, None)
}

/// Mends our copy of a published number.
#[utoipa::path(post, path = "/claims/{claim}/correction", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimCells,
    responses((status = 200), (status = 422)))]
async fn post_claim_correction(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(line): Sent<ClaimCells>,
) -> Reply<Response> {
    acts::CORRECT.allow(ctx.actor(), &Target::default())?;
    let (fingerprint, why) = (line.fingerprint(), line.why.clone());
    let (claim, names) = typed_claim(&ctx, &line.into_cells()).await?;
    let done = ctx
        .act(&acts::CORRECT, &fingerprint, move |tx| acts::correct(tx, &names, &code, &claim, &why))
        .await?;
    answers::done(&done, None)
}

/// Which organisation.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimNaming {
    /// Its number.
    pub organisation: String,
}

/// Says which organisation a claim is by.
#[utoipa::path(post, path = "/claims/{claim}/naming", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimNaming,
    responses((status = 200), (status = 404), (status = 422)))]
async fn post_claim_naming(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(body): Sent<ClaimNaming>,
) -> Reply<Response> {
    let fingerprint = format!("{code}{}", body.organisation);
    let done = ctx
        .act(&acts::NAME, &fingerprint, move |tx| {
            let id = organisations::by_number(tx, &body.organisation)?;
            acts::name(tx, &code, id)
        })
        .await?;
    answers::done(&done, None)
}

/// The kept count to compare with.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimComparison {
    /// Its number, such as `2026-SNP-0001`; of the claim's unit.
    pub snapshot: String,
}

/// Compares a claim with a kept count: its rows say what is found.
#[utoipa::path(post, path = "/claims/{claim}/comparison", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimComparison,
    responses((status = 200), (status = 404), (status = 422)))]
async fn post_claim_comparison(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(body): Sent<ClaimComparison>,
) -> Reply<Response> {
    let fingerprint = format!("{code}{}", body.snapshot);
    let act = move |tx: &mut kernel::Tx<'_>| publish::compare(tx, &code, &body.snapshot);
    answers::done(&ctx.act(&publish::FIND, &fingerprint, act).await?, None)
}

/// How long the organisation has to answer.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimShowing {
    /// Days from today.
    pub days: i64,
}

/// Shows the newest finding to the organisation named.
#[utoipa::path(post, path = "/claims/{claim}/showing", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimShowing,
    responses((status = 200), (status = 404), (status = 409), (status = 422)))]
async fn post_claim_showing(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(body): Sent<ClaimShowing>,
) -> Reply<Response> {
    let fingerprint = format!("{code}{}", body.days);
    let done = ctx.act(&publish::SHOW, &fingerprint, move |tx| publish::show(tx, &code, body.days)).await?;
    answers::done(&done, None)
}

/// Why a finding is published that could be shown to nobody.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
pub struct ClaimPublication {
    /// Needed only when no organisation is named.
    #[serde(default)]
    pub why: Option<String>,
}

/// Publishes the newest finding.
#[utoipa::path(post, path = "/claims/{claim}/publication", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimPublication,
    responses((status = 200), (status = 404), (status = 409), (status = 422)))]
async fn post_claim_publication(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(body): Sent<ClaimPublication>,
) -> Reply<Response> {
    let fingerprint = format!("{code}{:?}", body.why);
    let done = ctx
        .act(&publish::PUBLISH, &fingerprint, move |tx| publish::publish(tx, &code, body.why.as_deref()))
        .await?;
    answers::done(&done, None)
}

/// What a file did.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct ClaimTakenIn {
    /// Claims that are new.
    pub new: usize,
    /// Claims that were known.
    pub known: usize,
}

/// Brings in a file of claims (CSV) as the body. One wrong line and nothing is brought in.
#[utoipa::path(post, path = "/claims/imports", tag = "claims", params(("city" = String, Path)),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses((status = 200, body = ClaimTakenIn), (status = 409), (status = 413), (status = 422)))]
async fn post_claim_import(ctx: Ctx, request: Request) -> Reply<Response> {
    ctx.signed_in()?;
    import::IMPORT.allow(ctx.actor(), &Target::default())?;
    let bytes = body(request, too_large).await?;
    let taken = take_in(&ctx, "api", &bytes).await?;
    answers::json(&taken, None)
}

/// The file is larger than the limit.
pub fn too_large() -> Saying {
    Saying::new(Class::TooLarge, "web-form-large").with("max", UPLOAD_BYTES_MAX / 1024)
}

/// Reads a file and brings it in, or says everything that is wrong with it.
pub async fn take_in(ctx: &Ctx, name: &str, bytes: &[u8]) -> Reply<ClaimTakenIn> {
    let lines = upload::read(bytes).map_err(|wrong| {
        let all = Saying::invalid("tower-claim-file-wrong").with("count", wrong.len());
        let place = |one: &upload::Wrong| format!("{}:{}", one.line, one.column);
        Error::from(wrong.iter().fold(all, |all, one| all.field(&place(one), one.saying.clone())))
    })?;
    let (city, caller) = (ctx.city().clone(), ctx.caller());
    let (name, bytes) = (crate::pack::value::short(name), bytes.to_vec());
    let taken = tokio::task::spawn_blocking(move || upload::take_in(&city, caller, &name, &bytes, lines))
        .await
        .map_err(|e| base::Fault::new("bringing in a file of claims", e))??;
    Ok(ClaimTakenIn { new: taken.0, known: taken.1 })
}

/// All codes in use, for the form that gives a new one.
pub async fn next_code(ctx: &Ctx, receipt: &str) -> Reply<String> {
    let wanted = receipt.to_lowercase();
    let taken = wanted.clone();
    let found = ctx.read(move |read| Ok(store::by_code(read, &taken)?.is_some())).await?;
    Ok(if found { String::new() } else { wanted })
}
