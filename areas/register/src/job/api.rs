//! Jobs on the API.

use super::{JobsView, view};
use crate::follower::api::Reason;
use axum::extract::Path;
use axum::response::Response;
use base::{Id, Saying};
use kernel::job::{State, acts};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{Asked, Sent, reply};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(get_jobs))
        .routes(routes!(post_job_retry))
        .routes(routes!(post_job_giving_up))
}

/// Which jobs.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// `requested`, `running`, `done`, `failed` or `parked`; empty = parked.
    pub state: String,
    /// The cursor `next` of the page before.
    pub after: Option<String>,
}

/// What the page and the API read.
pub async fn jobs(ctx: &Ctx, query: Query) -> Reply<JobsView> {
    acts::READ.allow(ctx.actor(), &Default::default())?;
    let state = match query.state.as_str() {
        "" => State::Parked,
        code => State::parse(code)
            .ok_or_else(|| base::Error::from(Saying::invalid("register-job-state").with("state", code)))?,
    };
    let after = query.after.as_deref().map(Id::parse).transpose()?;
    let actor = ctx.actor().clone();
    ctx.read(move |read| view(read, state, after, &actor)).await
}

/// Jobs in one state.
#[utoipa::path(get, path = "/jobs", tag = "operation", params(("city" = String, Path), Query),
    responses((status = 200, body = JobsView), (status = 403)))]
async fn get_jobs(ctx: Ctx, Asked(query): Asked<Query>) -> Reply<Response> {
    reply::json(&jobs(&ctx, query).await?, None)
}

/// Tries a parked job again, from its first attempt.
#[utoipa::path(post, path = "/jobs/{job}/retry", tag = "operation",
    params(("city" = String, Path), ("job" = String, Path)), request_body = Reason,
    responses((status = 200), (status = 403), (status = 404), (status = 409)))]
async fn post_job_retry(
    ctx: Ctx,
    Path((_, job)): Path<(String, String)>,
    Sent(_): Sent<Reason>,
) -> Reply<Response> {
    let id = Id::parse(&job)?;
    reply::done(&ctx.act(&acts::RETRY, &job, move |tx| acts::retry(tx, id)).await?, None)
}

/// Gives a parked job up: what was held for it is undone.
#[utoipa::path(post, path = "/jobs/{job}/giving-up", tag = "operation",
    params(("city" = String, Path), ("job" = String, Path)), request_body = Reason,
    responses((status = 200), (status = 403), (status = 404), (status = 409), (status = 422)))]
async fn post_job_giving_up(
    ctx: Ctx,
    Path((_, job)): Path<(String, String)>,
    Sent(why): Sent<Reason>,
) -> Reply<Response> {
    let id = Id::parse(&job)?;
    let fingerprint = format!("{job}~{}", why.reason);
    reply::done(
        &ctx.act(&acts::GIVE_UP, &fingerprint, move |tx| acts::give_up(tx, id, &why.reason)).await?,
        None,
    )
}
