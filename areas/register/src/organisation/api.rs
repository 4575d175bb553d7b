//! Organisations on the API.

use super::{OrganisationList, OrganisationView, list, show};
use axum::extract::Path;
use axum::response::Response;
use base::{Day, Days, Id, Level, Saying};
use kernel::evidence::Form;
use kernel::organisation::NewOrganisation;
use kernel::organisation::acts::{self, NewPresence};
use kernel::organisation::store::{self, Filter};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, content, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_list, post_organisation))
        .routes(routes!(get_one))
        .routes(routes!(post_correction))
        .routes(routes!(post_presence))
        .routes(routes!(post_presence_end))
        .routes(routes!(post_merge))
        .routes(routes!(post_unmerge))
}

/// What a list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// Part of a name, in any language.
    pub q: String,
    /// One of the kinds.
    pub kind: String,
    /// A code of presence that holds today.
    pub presence: String,
    /// The cursor `next` of the page before.
    pub after: Option<String>,
    /// How many, at most 200.
    pub limit: Option<i64>,
}

impl ListQuery {
    /// The filter inside.
    pub fn filter(&self) -> Filter {
        Filter { query: self.q.clone(), kind: self.kind.clone(), presence: self.presence.clone() }
    }
}

/// What one record is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct AsOf {
    /// As believed at this position; none = now.
    pub position: Option<i64>,
}

/// Organisations, in the order of their names.
#[utoipa::path(get, path = "/organisations", tag = "register", params(("city" = String, Path), ListQuery),
    responses((status = 200, body = OrganisationList)))]
async fn get_list(ctx: Ctx, Asked(query): Asked<ListQuery>) -> Reply<Response> {
    let today = ctx.city().today();
    let limit = query.limit.unwrap_or(super::PAGE).clamp(1, 200);
    let found =
        ctx.read(move |read| list(read, &query.filter(), today, query.after.as_deref(), limit)).await?;
    reply::json(&found, None)
}

/// One organisation with its presence and history.
#[utoipa::path(get, path = "/organisations/{number}", tag = "register",
    params(("city" = String, Path), ("number" = String, Path), AsOf),
    responses((status = 200, body = OrganisationView), (status = 404)))]
async fn get_one(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Asked(at): Asked<AsOf>,
) -> Reply<Response> {
    let (actor, now) = (ctx.actor().clone(), ctx.city().position());
    let view = ctx.read(move |read| show(read, &number, at.position, &actor, now)).await?;
    reply::json(&view, Some(view.written()))
}

/// Registers an organisation.
#[utoipa::path(post, path = "/organisations", tag = "register", params(("city" = String, Path)),
    request_body = NewOrganisation, responses((status = 201), (status = 409), (status = 422)))]
async fn post_organisation(ctx: Ctx, Sent(new): Sent<NewOrganisation>) -> Reply<Response> {
    let fingerprint = content(&new)?;
    let done = ctx.act(&acts::REGISTER, &fingerprint, move |tx| acts::register(tx, new)).await?;
    let place = done.number.as_ref().map(|number| ctx.url(&format!("/api/v1/organisations/{number}")));
    reply::done(&done, place)
}

/// A correction: the whole record as it should be, and why.
#[derive(Clone, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The record as it should be.
    pub says: NewOrganisation,
    /// Why it was wrong.
    #[serde(default)]
    pub why: String,
}

/// Corrects names and numbers; `If-Match` with the version read protects against a change in between.
#[utoipa::path(post, path = "/organisations/{number}/correction", tag = "register",
    params(("city" = String, Path), ("number" = String, Path)), request_body = Correction,
    responses((status = 200), (status = 412), (status = 422)))]
async fn post_correction(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<Correction>,
) -> Reply<Response> {
    let (fingerprint, expected) = (number.clone() + &content(&new)?, ctx.expected());
    let done = ctx
        .act(&acts::CORRECT, &fingerprint, move |tx| {
            let id = store::by_number(tx, &number)?;
            acts::correct(tx, id, new.says, &new.why, expected)
        })
        .await?;
    reply::done(&done, None)
}

/// A statement of presence.
#[derive(Clone, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PresenceBody {
    /// `P0` to `P5`.
    pub code: String,
    /// The first day.
    #[schema(value_type = String)]
    pub from: Day,
    /// The first day on which it no longer held.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub to: Option<Day>,
    /// `E0` to `E4`.
    pub level: String,
    /// What it rests on: a document number, an address.
    #[serde(default)]
    pub evidence: Option<String>,
    /// Who issued it.
    #[serde(default)]
    pub issuer: Option<String>,
    /// When it was issued.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub issued: Option<Day>,
}

impl PresenceBody {
    /// As the act takes it.
    pub fn checked(self) -> base::Result<NewPresence> {
        let level = Level::parse(&self.level)
            .ok_or_else(|| Saying::invalid("presence-level-unknown").with("level", &self.level))?;
        if !kernel::organisation::PRESENCE.fact.is_some_and(|fact| fact.codes.contains(&self.code.as_str())) {
            return Err(Saying::invalid("presence-code-unknown").with("code", &self.code).into());
        }
        Ok(NewPresence {
            code: self.code,
            days: Days::between(Some(self.from), self.to)?,
            level,
            evidence: self
                .evidence
                .filter(|e| !e.trim().is_empty())
                .map(|reference| Form::Reference { reference }),
            issuer: self.issuer,
            issued: self.issued,
        })
    }
}

/// States presence.
#[utoipa::path(post, path = "/organisations/{number}/presence", tag = "register",
    params(("city" = String, Path), ("number" = String, Path)), request_body = PresenceBody,
    responses((status = 200), (status = 403), (status = 422)))]
async fn post_presence(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(new): Sent<PresenceBody>,
) -> Reply<Response> {
    let fingerprint = number.clone() + &content(&new)?;
    let new = new.checked()?;
    let done = ctx
        .act(&acts::STATE_PRESENCE, &fingerprint, move |tx| {
            let id = store::by_number(tx, &number)?;
            acts::state_presence(tx, id, new)
        })
        .await?;
    reply::done(&done, None)
}

/// The end of presence.
#[derive(Clone, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EndBody {
    /// The first day on which it no longer held; none = the statement was wrong and is taken back.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub left: Option<Day>,
    /// Why.
    pub why: String,
}

/// Ends presence, or takes a wrong statement back.
#[utoipa::path(post, path = "/organisations/{number}/presence/{fact}/end", tag = "register",
    params(("city" = String, Path), ("number" = String, Path), ("fact" = String, Path)), request_body = EndBody,
    responses((status = 200), (status = 404), (status = 409)))]
async fn post_presence_end(
    ctx: Ctx,
    Path((_, number, fact)): Path<(String, String, String)>,
    Sent(end): Sent<EndBody>,
) -> Reply<Response> {
    let fingerprint = format!("{number}{fact}{}", content(&end)?);
    let fact = Id::parse(&fact)?;
    let done = ctx
        .act(&acts::END_PRESENCE, &fingerprint, move |tx| {
            let id = store::by_number(tx, &number)?;
            acts::end_presence(tx, id, fact, end.left, &end.why)
        })
        .await?;
    reply::done(&done, None)
}

/// A merge.
#[derive(Clone, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeBody {
    /// The number of the record that this one is.
    pub into: String,
    /// Why they are one.
    pub why: String,
}

/// Says that this record is another one.
#[utoipa::path(post, path = "/organisations/{number}/merge", tag = "register",
    params(("city" = String, Path), ("number" = String, Path)), request_body = MergeBody,
    responses((status = 200), (status = 409)))]
async fn post_merge(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(merge): Sent<MergeBody>,
) -> Reply<Response> {
    let fingerprint = number.clone() + &content(&merge)?;
    let done = ctx
        .act(&acts::MERGE, &fingerprint, move |tx| {
            let (id, kept) = (store::by_number(tx, &number)?, store::by_number(tx, &merge.into)?);
            acts::merge(tx, id, kept, &merge.why)
        })
        .await?;
    reply::done(&done, None)
}

/// A reason.
#[derive(Clone, Debug, Deserialize, serde::Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Why {
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// Takes a merge back.
#[utoipa::path(post, path = "/organisations/{number}/merge/undo", tag = "register",
    params(("city" = String, Path), ("number" = String, Path)), request_body = Why,
    responses((status = 200), (status = 409)))]
async fn post_unmerge(
    ctx: Ctx,
    Path((_, number)): Path<(String, String)>,
    Sent(why): Sent<Why>,
) -> Reply<Response> {
    let fingerprint = number.clone() + &content(&why)?;
    let done = ctx
        .act(&acts::UNMERGE, &fingerprint, move |tx| {
            let id = store::by_number(tx, &number)?;
            acts::unmerge(tx, id, &why.why)
        })
        .await?;
    reply::done(&done, None)
}
