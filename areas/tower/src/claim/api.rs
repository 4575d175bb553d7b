//! Claims on the API. Each answer is what the page of the same name shows.

use super::acts::{self, hand_in, import, publish, reply};
use super::handed::{self, HandInState};
use super::names::{Names, stored_speaker};
use super::said::NewSaid;
use super::view::list::{ClaimList, ClaimNarrow};
use super::view::show::ClaimView;
use super::{store, upload, view};
use axum::body::Bytes;
use axum::extract::{FromRequest as _, Path, Request};
use axum::response::Response;
use base::problem::Class;
use base::{Error, Saying};
use kernel::organisation::store as organisations;
use kernel::policy::Target;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, reply as answers};
use web::{Ctx, Reply, Shared};

/// The largest file of claims, with room for the form around it.
pub const UPLOAD_BYTES_MAX: usize = 17 * 1024 * 1024;

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    let large = OpenApiRouter::new()
        .routes(routes!(post_claim_import))
        .layer(axum::extract::DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
    OpenApiRouter::new()
        .routes(routes!(get_claims))
        .routes(routes!(get_claim))
        .routes(routes!(get_claim_receipt))
        .routes(routes!(post_claim_hand_in))
        .routes(routes!(post_claim_acceptance))
        .routes(routes!(post_claim_refusal))
        .routes(routes!(post_claim_reply))
        .routes(routes!(post_claim_request))
        .routes(routes!(post_claim_answer))
        .routes(routes!(post_claim_correction))
        .routes(routes!(post_claim_naming))
        .routes(routes!(post_claim_showing))
        .routes(routes!(post_claim_publication))
        .merge(large)
}

/// What pages and the API read: the list.
pub async fn list(ctx: &Ctx, narrow: ClaimNarrow) -> Reply<ClaimList> {
    let (vault, actor, words) = (Arc::clone(ctx.city().vault()), ctx.actor().clone(), ctx.words().clone());
    ctx.read(move |read| view::list::read(read, &vault, &actor, &narrow, &words)).await
}

/// One claim, or "not found".
pub async fn show(ctx: &Ctx, code: String) -> Reply<ClaimView> {
    let (vault, actor, words) = (Arc::clone(ctx.city().vault()), ctx.actor().clone(), ctx.words().clone());
    ctx.read(move |read| view::show::read(read, &vault, &actor, &code, &words)).await
}

/// Names of people in public roles, for acts that must not copy one.
pub async fn names(ctx: &Ctx) -> Reply<Names> {
    let vault = Arc::clone(ctx.city().vault());
    ctx.read(move |read| Names::open(read, &vault)).await
}

/// What a receipt says: where the hand-in stands, nothing of what was typed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ClaimReceipt {
    /// Its number.
    pub number: String,
    /// The civil day on which it came in.
    #[schema(value_type = String)]
    pub received: base::Day,
    /// Where it stands.
    pub state: HandInState,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The code of the claim it became.
    pub claim: Option<String>,
}

/// A receipt by its number, or "not found".
pub async fn receipt(ctx: &Ctx, number: String) -> Reply<ClaimReceipt> {
    let zone = ctx.about().zone.clone();
    ctx.read(move |read| {
        let found = handed::get(read, &number)?;
        Ok(ClaimReceipt {
            number: found.number,
            received: found.received.day_in(&zone),
            state: found.state,
            reason: found.reason,
            claim: found.claim,
        })
    })
    .await
}

/// A line that somebody typed, with the speaker as it is stored.
///
/// # Errors
/// Every wrong field with its mend.
pub async fn typed_claim(ctx: &Ctx, cells: &[(String, String)]) -> Reply<(claims::Claim, Names)> {
    let given: Vec<(&str, &str)> = cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let claim = claims::line(&given).map_err(|faults| {
        let wrong = Saying::invalid("tower-claim-form");
        Error::from(
            faults.iter().fold(wrong, |wrong, fault| wrong.field(&fault.column, upload::saying(fault))),
        )
    })?;
    let (vault, today) = (Arc::clone(ctx.city().vault()), crate::api::today(ctx));
    let typed = claim.speaker.clone();
    let (names, speaker) = ctx
        .read(move |read| {
            let names = Names::open(read, &vault)?;
            let speaker =
                stored_speaker(read, &names, &typed, today).map_err(|error| match error.saying() {
                    Some(saying) => {
                        Error::from(Saying::invalid("tower-claim-form").field("speaker", saying.clone()))
                    }
                    None => error,
                })?;
            Ok((names, speaker))
        })
        .await?;
    Ok((claims::Claim { speaker, ..claim }, names))
}

/// Published numbers with their verdicts, newest first.
#[utoipa::path(get, path = "/claims", tag = "claims", params(("city" = String, Path), ClaimNarrow),
    responses((status = 200, body = ClaimList)))]
async fn get_claims(ctx: Ctx, Asked(narrow): Asked<ClaimNarrow>) -> Reply<Response> {
    answers::json(&list(&ctx, narrow).await?, None)
}

/// One published number: as it stands in its source, the arithmetic, what was said of it.
#[utoipa::path(get, path = "/claims/{claim}", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)),
    responses((status = 200, body = ClaimView), (status = 404)))]
async fn get_claim(ctx: Ctx, Path((_, code)): Path<(String, String)>) -> Reply<Response> {
    let found = show(&ctx, code).await?;
    // What stands beside it changes without a new version of the claim: no tag.
    answers::json(&found, None)
}

/// Where a number that was handed in stands.
#[utoipa::path(get, path = "/claims/hand-ins/{receipt}", tag = "claims",
    params(("city" = String, Path), ("receipt" = String, Path)),
    responses((status = 200, body = ClaimReceipt), (status = 404)))]
async fn get_claim_receipt(ctx: Ctx, Path((_, number)): Path<(String, String)>) -> Reply<Response> {
    answers::json(&receipt(&ctx, number).await?, None)
}

/// Cells of a line by column, as in a claims file.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimCells {
    /// Column and text.
    pub cells: BTreeMap<String, String>,
    /// For corrections: why.
    #[serde(default)]
    pub why: String,
}

impl ClaimCells {
    fn into_cells(self) -> Vec<(String, String)> {
        self.cells.into_iter().collect()
    }
    fn fingerprint(&self) -> String {
        format!("{:?}{}", self.cells, self.why)
    }
}

/// Hands in a published number with its source. Anyone may; it waits until an officer decides.
#[utoipa::path(post, path = "/claims/hand-ins", tag = "claims", params(("city" = String, Path)),
    request_body = ClaimCells, responses((status = 201), (status = 422), (status = 429)))]
async fn post_claim_hand_in(ctx: Ctx, Sent(line): Sent<ClaimCells>) -> Reply<Response> {
    let fingerprint = line.fingerprint();
    let cells = hand_in::checked(&names(&ctx).await?, line.into_cells())?;
    let done = ctx.act(&hand_in::HAND_IN, &fingerprint, move |tx| hand_in::hand_in(tx, &cells)).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/claims/hand-ins/{number}")));
    answers::done(&done, place)
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

/// What is said for the organisation named.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
pub struct ClaimSaid {
    /// The text.
    pub says: String,
    /// Its language: `ko`, `en` or `zh`.
    #[serde(default)]
    pub lang: String,
    /// The paper it came on; needed from the office.
    pub document: Option<String>,
    /// Where more can be read.
    pub link: Option<String>,
}

impl ClaimSaid {
    fn new_said(self) -> NewSaid {
        NewSaid { says: self.says, lang: self.lang, document: self.document, link: self.link }
    }
}

/// Answers a claim for the organisation named.
#[utoipa::path(post, path = "/claims/{claim}/replies", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimSaid,
    responses((status = 200), (status = 403), (status = 422)))]
async fn post_claim_reply(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(said): Sent<ClaimSaid>,
) -> Reply<Response> {
    let (names, fingerprint) = (names(&ctx).await?, format!("{code}{said:?}"));
    let done = ctx
        .act(&reply::REPLY, &fingerprint, move |tx| reply::reply(tx, &names, &code, said.new_said()))
        .await?;
    answers::done(&done, None)
}

/// Asks to correct a claim, for the organisation named.
#[utoipa::path(post, path = "/claims/{claim}/requests", tag = "claims",
    params(("city" = String, Path), ("claim" = String, Path)), request_body = ClaimSaid,
    responses((status = 200), (status = 403), (status = 422)))]
async fn post_claim_request(
    ctx: Ctx,
    Path((_, code)): Path<(String, String)>,
    Sent(said): Sent<ClaimSaid>,
) -> Reply<Response> {
    let (names, fingerprint) = (names(&ctx).await?, format!("{code}{said:?}"));
    let done = ctx
        .act(&reply::REQUEST, &fingerprint, move |tx| reply::request(tx, &names, &code, said.new_said()))
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
    // Only now is the body read: who may not import does not make us hold a file.
    let bytes = Bytes::from_request(request, &()).await.map_err(|rejection| {
        Error::from(match rejection.status().as_u16() {
            413 => too_large(),
            _ => Saying::invalid("web-form-broken").with("why", rejection.body_text()),
        })
    })?;
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
