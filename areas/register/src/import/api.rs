//! Import on the API: the same three steps as the pages.

use super::{accept as take_in, allow, broken, plan::Preview, preview as look, sentence_of, stage, told_in};
use axum::extract::{Path, Request};
use axum::response::Response;
use base::{Id, Saying};
use kernel::organisation::bulk::IMPORT;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use web::http::{reply, upload};
use web::{Ctx, Reply, Shared};

/// The routes below `/api/v1`.
pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(post_file))
        .routes(routes!(get_preview))
        .routes(routes!(post_acceptance))
        .layer(axum::extract::DefaultBodyLimit::max(super::web::UPLOAD_BYTES_MAX))
}

/// What a staged file would do.
#[derive(Serialize, ToSchema)]
pub struct PreviewView {
    /// The import's id.
    id: String,
    /// Lines that would be taken in.
    good: i64,
    /// Lines that are left out.
    left_out: i64,
    /// How the file was read.
    encoding: String,
    /// What the reader of the file found.
    findings: Vec<String>,
    /// The first lines that are left out, and why.
    bad: Vec<BadView>,
}

/// A line that is left out.
#[derive(Serialize, ToSchema)]
pub struct BadView {
    /// Its number in the file.
    line: u32,
    /// The column.
    column: String,
    /// What is wrong.
    why: String,
}

fn view(ctx: &Ctx, id: Id, found: &Preview) -> PreviewView {
    let sentence = |saying: &base::Saying| reply::with_mend(saying, ctx.words());
    PreviewView {
        id: id.to_string(),
        good: found.good_count,
        left_out: found.left_out,
        encoding: found.encoding.to_owned(),
        findings: found.findings.iter().map(|finding| sentence_of(finding, ctx.lang())).collect(),
        bad: found
            .bad
            .iter()
            .flat_map(|bad| bad.problems.iter().map(move |(column, saying)| (bad.line, column, saying)))
            .map(|(line, column, saying)| BadView { line, column: column.clone(), why: sentence(saying) })
            .collect(),
    }
}

/// Hands in a file (CSV or XLSX) as the body.
#[utoipa::path(post, path = "/imports", tag = "register", params(("city" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = PreviewView), (status = 413), (status = 422)))]
async fn post_file(ctx: Ctx, request: Request) -> Reply<Response> {
    let (person, city) = (ctx.signed_in()?, ctx.city().clone());
    allow(ctx.actor())?;
    let bytes = upload::body(request, super::web::file_large).await?;
    if bytes.is_empty() {
        return Err(base::Error::from(Saying::invalid("import-file-missing")).into());
    }
    let staged = tokio::task::spawn_blocking(move || stage(&city, person, "api", &bytes))
        .await
        .map_err(broken)?
        .map_err(|error| told_in(error, ctx.lang()))?;
    reply::json(&view(&ctx, staged.id, &staged.preview), None)
}

/// What a staged file would do now.
#[utoipa::path(get, path = "/imports/{id}", tag = "register", params(("city" = String, Path), ("id" = String, Path)),
    responses((status = 200, body = PreviewView), (status = 404)))]
async fn get_preview(ctx: Ctx, Path((_, id)): Path<(String, String)>) -> Reply<Response> {
    let (person, id, city) = (ctx.signed_in()?, Id::parse(&id)?, ctx.city().clone());
    let looked = tokio::task::spawn_blocking(move || look(&city, id, person)).await.map_err(broken)?;
    let (_, found) = looked.map_err(|error| told_in(error, ctx.lang()))?;
    reply::json(&view(&ctx, id, &found), None)
}

/// Takes a staged file in.
#[utoipa::path(post, path = "/imports/{id}/acceptance", tag = "register",
    params(("city" = String, Path), ("id" = String, Path)), responses((status = 200), (status = 409)))]
async fn post_acceptance(ctx: Ctx, Path((_, id)): Path<(String, String)>) -> Reply<Response> {
    let (person, id, city, caller) = (ctx.signed_in()?, Id::parse(&id)?, ctx.city().clone(), ctx.caller());
    allow(ctx.actor())?;
    let request = ctx.request(&IMPORT, "");
    let taken = tokio::task::spawn_blocking(move || take_in(&city, caller, request, id, person));
    let done = taken.await.map_err(broken)?.map_err(|error| told_in(error, ctx.lang()))?;
    reply::done(&done, None)
}
