//! Claims on the API. Each answer is what the page of the same name shows.

pub mod office;

use super::acts::{hand_in, reply};
use super::names::{Names, stored_speaker};
use super::receipt::{self, ClaimReceipt, ReceiptAsked};
use super::said::NewSaid;
use super::view::list::{ClaimList, ClaimNarrow, PAGE};
use super::view::show::ClaimView;
use super::{limit, upload, view};
use axum::extract::Path;
use axum::response::Response;
use base::{Error, Id, Saying};
use kernel::policy::Actor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, reply as answers};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_claims))
        .routes(routes!(get_claim))
        .routes(routes!(get_claim_receipt))
        .routes(routes!(post_claim_hand_in))
        .routes(routes!(post_claim_reply))
        .routes(routes!(post_claim_request))
        .merge(office::routes())
}

/// What pages and the API read: the list.
pub async fn list(ctx: &Ctx, narrow: ClaimNarrow, limit: usize) -> Reply<ClaimList> {
    let (vault, actor, words) = (Arc::clone(ctx.city().vault()), ctx.actor().clone(), ctx.words().clone());
    ctx.read(move |read| view::list::read(read, &vault, &actor, &narrow, limit, &words)).await
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

/// A receipt by its number and its code, or "not found".
pub async fn receipt(ctx: &Ctx, asked: ReceiptAsked) -> Reply<ClaimReceipt> {
    let (zone, vault) = (ctx.about().zone.clone(), Arc::clone(ctx.city().vault()));
    ctx.read(move |read| receipt::read(read, &vault, &zone, &asked)).await
}

/// Hands in a number, and gives the code that opens its receipt.
pub async fn hand_in(ctx: &Ctx, cells: Vec<(String, String)>, fingerprint: &str) -> Reply<ClaimHandedIn> {
    let cells = hand_in::checked(&names(ctx).await?, crate::api::today(ctx), cells)?;
    let sender = sender(ctx)?;
    if let Some(sender) = &sender {
        limit::begin(sender, ctx.city().now())?;
    }
    let done = ctx.act(&hand_in::HAND_IN, fingerprint, move |tx| hand_in::hand_in(tx, &cells)).await;
    if let (Some(sender), Err(_)) = (&sender, &done) {
        limit::forgive(sender);
    }
    let done = done?;
    let code = receipt::code(ctx.city().vault(), Id::parse(&done.subject.id)?)?;
    Ok(ClaimHandedIn { position: done.position, number: done.number.unwrap_or_default(), code })
}

/// The network of a visitor, hashed; none for who signed in, and where nobody can tell.
fn sender(ctx: &Ctx) -> Reply<Option<String>> {
    let network = ctx.sender().filter(|_| *ctx.actor() == Actor::Visitor);
    Ok(network.map(|network| ctx.city().vault().keyed_hash("claim-sender", network)).transpose()?)
}

/// A line that somebody typed, with the speaker as it is stored.
///
/// # Errors
/// Every wrong field with its mend.
pub async fn typed_claim(ctx: &Ctx, cells: &[(String, String)]) -> Reply<(claims::Claim, Names)> {
    let given: Vec<(&str, &str)> = cells.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let claim =
        claims::line(&given).map_err(|faults| {
            let wrong = Saying::invalid("tower-claim-form");
            Error::from(faults.iter().fold(wrong, |wrong, fault| {
                wrong.field(&fault.column, upload::at_field(fault, &["relation"]))
            }))
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
    answers::json(&list(&ctx, narrow, PAGE).await?, None)
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

/// What became of a number that was handed in, for whoever has its receipt number and code.
#[utoipa::path(get, path = "/claims/received/{receipt}/{code}", tag = "claims",
    params(("city" = String, Path), ("receipt" = String, Path), ("code" = String, Path)),
    responses((status = 200, body = ClaimReceipt), (status = 404)))]
async fn get_claim_receipt(
    ctx: Ctx,
    Path((_, number, code)): Path<(String, String, String)>,
) -> Reply<Response> {
    answers::json(&receipt(&ctx, ReceiptAsked { number, code }).await?, None)
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

/// A number was handed in: its receipt number, and the code that only its sender gets.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, ToSchema)]
pub struct ClaimHandedIn {
    /// Where it stands in the journal.
    pub position: i64,
    /// The receipt: `2026-CHI-0001`.
    pub number: String,
    /// What opens the receipt together with its number.
    pub code: String,
}

impl ClaimHandedIn {
    /// Where the receipt is, below a city and below its API alike.
    pub fn path(&self) -> String {
        format!("/claims/received/{}/{}", self.number, self.code)
    }
}

/// Hands in a published number with its source. Anyone may; it waits until an officer decides.
#[utoipa::path(post, path = "/claims/hand-ins", tag = "claims", params(("city" = String, Path)),
    request_body = ClaimCells,
    responses((status = 201, body = ClaimHandedIn), (status = 422), (status = 429)))]
async fn post_claim_hand_in(ctx: Ctx, Sent(line): Sent<ClaimCells>) -> Reply<Response> {
    let fingerprint = line.fingerprint();
    let handed = hand_in(&ctx, line.into_cells(), &fingerprint).await?;
    answers::created(&handed, handed.position, &ctx.url(&format!("/api/v1{}", handed.path())))
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
